//! Elements of TEI about the condition of a text (TEI P5 §3.5.3, §12.3, §6.3): lost, doubtful,
//! supplied or blank. The reader keeps them by name, the writer writes them as themselves; this
//! module has the attributes that both know and the signs that are shown for those without content.

/// An element about the condition of a text.
#[derive(Debug)]
pub struct Condition {
    /// Its name.
    pub name: &'static str,
    /// Whether it has no content, so that a sign is shown for it.
    pub sign: bool,
    attributes: &'static [(&'static str, ValueKind)],
}

/// The datatype of an attribute.
#[derive(Clone, Copy, Debug)]
enum ValueKind {
    /// Words of `teidata.enumerated`.
    Words,
    Number,
    Certainty,
}

const CONDITIONS: [Condition; 7] = [
    Condition { name: "caesura", sign: true, attributes: &[] },
    Condition {
        name: "damage",
        sign: false,
        attributes: &[("agent", ValueKind::Words), ("cert", ValueKind::Certainty)],
    },
    Condition {
        name: "gap",
        sign: true,
        attributes: &[
            ("agent", ValueKind::Words),
            ("quantity", ValueKind::Number),
            ("reason", ValueKind::Words),
            ("unit", ValueKind::Words),
        ],
    },
    Condition {
        name: "space",
        sign: true,
        attributes: &[("quantity", ValueKind::Number), ("unit", ValueKind::Words)],
    },
    Condition {
        name: "supplied",
        sign: false,
        attributes: &[("cert", ValueKind::Certainty), ("reason", ValueKind::Words)],
    },
    Condition { name: "surplus", sign: false, attributes: &[("reason", ValueKind::Words)] },
    Condition {
        name: "unclear",
        sign: false,
        attributes: &[
            ("agent", ValueKind::Words),
            ("cert", ValueKind::Certainty),
            ("reason", ValueKind::Words),
        ],
    },
];

impl Condition {
    /// The element of this name.
    pub fn of(name: &str) -> Option<&'static Self> {
        CONDITIONS.iter().find(|it| it.name == name)
    }

    /// These values as attributes of the element; `None` if one of them is not an attribute of it.
    /// Their order is that of names, each once.
    pub fn attributes(&self, keys: &[(String, String)]) -> Option<Vec<(&'static str, String)>> {
        let attribute = |(key, value): &(String, String)| {
            let (name, kind) = self.attributes.iter().find(|(name, _)| name == key)?;
            kind.allows(value).then(|| (*name, value.clone()))
        };
        let sorted = keys.windows(2).all(|pair| pair[0].0 < pair[1].0);
        keys.iter().map(attribute).collect::<Option<Vec<_>>>().filter(|_| sorted)
    }

    /// The sign for an element without content: □ for each character that is lost (缺字), a
    /// space for each that was left blank, ［…］ for a loss of unknown extent.
    pub fn shown(&self, keys: &[(String, String)]) -> String {
        const MOST: usize = 256;
        let get =
            |name: &str| keys.iter().find(|(key, _)| key == name).map(|(_, it)| it.as_str());
        let of_characters = get("unit").is_none_or(|it| it.starts_with("char") || it == "字");
        let count = get("quantity").and_then(|it| it.parse().ok()).filter(|_| of_characters);
        let count = count.filter(|count: &usize| (1..=MOST).contains(count));
        match (self.name, count) {
            ("gap", Some(count)) => "□".repeat(count),
            ("gap", None) => "［…］".to_owned(),
            (_, count) => "\u{3000}".repeat(count.unwrap_or(1)),
        }
    }
}

impl ValueKind {
    fn allows(self, value: &str) -> bool {
        let word = |word: &str| word.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
        match self {
            Self::Words => {
                !value.is_empty() && value.split(' ').all(|it| !it.is_empty() && word(it))
            }
            Self::Number => {
                (1..=9).contains(&value.len()) && value.bytes().all(|it| it.is_ascii_digit())
            }
            Self::Certainty => ["high", "medium", "low", "unknown"].contains(&value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn losses_show_their_extent() {
        let gap = Condition::of("gap").unwrap();
        for (of, shown) in [
            (&[("quantity", "3"), ("unit", "character")][..], "□□□"),
            (&[("quantity", "3")], "□□□"),
            (&[("quantity", "3"), ("unit", "line")], "［…］"),
            (&[("quantity", "100000"), ("unit", "character")], "［…］"),
            (&[("reason", "lost")], "［…］"),
        ] {
            assert_eq!(gap.shown(&keys(of)), shown);
        }
        assert_eq!(Condition::of("space").unwrap().shown(&[]), "　");
    }

    #[test]
    fn only_values_that_fit_are_attributes() {
        let gap = Condition::of("gap").unwrap();
        assert!(gap.attributes(&keys(&[("quantity", "3"), ("unit", "字")])).is_some());
        for of in [("quantity", "three"), ("reason", "a  b"), ("n", "1")] {
            assert_eq!(gap.attributes(&keys(&[of])), None, "{of:?}");
        }
        assert_eq!(gap.attributes(&keys(&[("unit", "a"), ("reason", "b")])), None);
    }
}
