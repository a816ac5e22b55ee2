//! The forms that are read, as options and help name them: words out of `config::InputFormat`.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::config::InputFormat;

impl ValueEnum for InputFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let value = PossibleValue::new(self.id()).help(self.english());
        Some(value.aliases(self.aliases().iter().copied()))
    }
}

/// The names of all forms, with `between` between them.
pub(super) fn ids(between: &str) -> String {
    InputFormat::ALL.map(InputFormat::id).join(between)
}

/// The patterns of what is taken of a folder, one for each form.
pub(super) fn taken(between: &str) -> String {
    let manuscripts = InputFormat::ALL.into_iter().filter(|format| format.is_manuscript());
    let first = manuscripts.filter_map(|format| format.extensions().first());
    first.map(|extension| format!("*.{extension}")).collect::<Vec<_>>().join(between)
}
