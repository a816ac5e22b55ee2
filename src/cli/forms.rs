//! The values that options take: the words are the library's, their help texts are here.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::config::{
    Attached, EmbedFonts, FormulaForm, InputFormat, LineEnds, OutputFormat, PdfStandard,
    Punctuation, Spaces, TeiProfile,
};
use crate::model::Numbering;

/// The values of an option with their help texts, and those that it does not take.
macro_rules! values {
    ($type:ident { $($variant:ident $help:literal,)+ } $(without $other:ident)?) => {
        impl ValueEnum for $type {
            fn value_variants<'a>() -> &'a [Self] {
                &[$(Self::$variant),+]
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                let help = match self {
                    $(Self::$variant => $help,)+
                    $(Self::$other => return None,)?
                };
                Some(PossibleValue::new(self.name()).help(help))
            }
        }
    };
}

values!(OutputFormat {
    Pdf "To print and hand out (PDF/A-2a, PDF/UA-1)",
    Epub "To read on screens (EPUB 3.3)",
    Tei "To archive, every character kept (TEI P5)",
    DublinCore "Dublin Core alone, for catalogues",
    Json "paiban's own JSON, for filters",
});
values!(Punctuation {
    Fullwidth "It becomes full-width in PDF and EPUB; the TEI keeps it",
    Keep "It stays",
});
values!(Spaces {
    Auto "Gaps typed on purpose, unless nearly all characters have one",
    Keep "Gaps typed on purpose",
    Drop "Nothing: they are left out",
});
values!(LineEnds {
    Auto "Those of lines that are items, of closings and signatures",
    Keep "All",
    Join "None",
});
values!(Numbering {
    None "Not at all",
    Decimal "1, 1.1, 1.1.1",
    Chapter "第一章, 第一节, 一、",
    Chinese "一、（一）1.",
} without Style);
values!(PdfStandard {
    A2u "PDF/A-2u and PDF/UA-1",
    A2a "PDF/A-2a and PDF/UA-1",
    A3a "PDF/A-3a and PDF/UA-1",
    A4 "PDF/A-4",
    A4f "PDF/A-4f",
    None "No claim",
});
values!(Attached {
    Source "The input as it was",
    Tei "The TEI archive",
});
values!(TeiProfile {
    All "`tei_all`",
    Simple "TEI simplePrint",
});
values!(EmbedFonts {
    Subset "The characters used",
    Full "All",
} without None);
values!(FormulaForm {
    Mathml "MathML",
    Svg "Pictures",
});

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

/// The default patterns for folders, one for each format.
pub(super) fn default_patterns(between: &str) -> String {
    let manuscripts = InputFormat::ALL.into_iter().filter(|format| format.is_manuscript());
    let first = manuscripts.filter_map(|format| format.extensions().first());
    first.map(|extension| format!("*.{extension}")).collect::<Vec<_>>().join(between)
}
