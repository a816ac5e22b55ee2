//! Lengths as people write them: 五号, `12pt`, `25mm`, numbers of em, and paper names.

#[cfg(feature = "schema")]
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

#[cfg(feature = "schema")]
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::Invalid;

/// Points in a millimetre.
const MM: f32 = 72.0 / 25.4;

/// The sizes of type by their Chinese names (字号), in points as word processors and ctex have
/// them (`clreq.md` GRD-04).
const NAMED_SIZES: [(&str, f32); 16] = [
    ("初号", 42.0),
    ("小初", 36.0),
    ("一号", 26.0),
    ("小一", 24.0),
    ("二号", 22.0),
    ("小二", 18.0),
    ("三号", 16.0),
    ("小三", 15.0),
    ("四号", 14.0),
    ("小四", 12.0),
    ("五号", 10.5),
    ("小五", 9.0),
    ("六号", 7.5),
    ("小六", 6.5),
    ("七号", 5.5),
    ("八号", 5.0),
];

/// Trimmed sheets by name, in millimetres (GB/T 788-1999 and trade sizes; `clreq.md` GRD-05).
const NAMED_PAPERS: [(&str, f32, f32); 13] = [
    ("A3", 297.0, 420.0),
    ("A4", 210.0, 297.0),
    ("A5", 148.0, 210.0),
    ("A6", 105.0, 144.0),
    ("B5", 169.0, 239.0),
    ("B6", 119.0, 165.0),
    ("16开", 185.0, 260.0),
    ("32开", 130.0, 184.0),
    ("64开", 92.0, 126.0),
    ("大16开", 210.0, 285.0),
    ("大32开", 140.0, 203.0),
    ("ISO B5", 176.0, 250.0),
    ("Letter", 215.9, 279.4),
];

/// The minimum and maximum size of a sheet, in points: a page must hold a character, and PDF allows
/// at most 14,400 (ISO 32000-1 annex C).
const SHEET: std::ops::RangeInclusive<f32> = 20.0..=14_400.0;

/// The range of sizes of body text, in points.
const BODY: std::ops::RangeInclusive<f32> = 1.0..=1000.0;

/// A length: points, millimetres, a named size of type, or a number of em of the body.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "WrittenLength", into = "WrittenLength")]
pub enum Length {
    /// So many points.
    Points(f32),
    /// So many em of body text.
    Em(f32),
}

/// A length in a style sheet.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenLength {
    Number(f32),
    Text(String),
}

impl Length {
    /// The length in points, for this size of body text.
    pub fn points(self, body: f32) -> f32 {
        match self {
            Self::Points(points) => points,
            Self::Em(em) => em * body,
        }
    }
}

impl FromStr for Length {
    type Err = Invalid;

    /// A length with a unit (`12pt`, `25mm`, `2.5cm`, `1in`, `2em`), or a named size of type.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        if let Some((_, points)) = NAMED_SIZES.iter().find(|(name, _)| *name == text) {
            return Ok(Self::Points(*points));
        }
        let number = |suffix: &str| {
            let number: f32 = text.strip_suffix(suffix)?.trim().parse().ok()?;
            number.is_finite().then_some(number)
        };
        number("pt")
            .map(Self::Points)
            .or_else(|| number("mm").map(|mm| Self::Points(mm * MM)))
            .or_else(|| number("cm").map(|cm| Self::Points(cm * 10.0 * MM)))
            .or_else(|| number("in").map(|inches| Self::Points(inches * 72.0)))
            .or_else(|| number("em").map(Self::Em))
            .ok_or_else(|| Invalid::new(text, "12pt, 25mm, 2em, 五号 …"))
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Points(points) => write!(f, "{points}pt"),
            Self::Em(em) => write!(f, "{em}em"),
        }
    }
}

impl TryFrom<WrittenLength> for Length {
    type Error = String;

    fn try_from(written: WrittenLength) -> Result<Self, String> {
        match written {
            WrittenLength::Number(em) => Ok(Self::Em(em)),
            WrittenLength::Text(text) => text
                .parse()
                .map_err(|_| format!("“{text}” is not a length such as 12pt, 25mm or 五号")),
        }
    }
}

impl From<Length> for WrittenLength {
    fn from(length: Length) -> Self {
        match length {
            Length::Points(_) => Self::Text(length.to_string()),
            Length::Em(em) => Self::Number(em),
        }
    }
}

#[cfg(feature = "schema")]
impl JsonSchema for Length {
    fn schema_name() -> Cow<'static, str> {
        "Length".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Points, millimetres or a named size of type (\"12pt\", \"25mm\", \"五号\"); a number counts em of body text.",
            "type": ["number", "string"]
        })
    }
}

/// A size of body text: a name (`五号`) or points (`12pt`).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TypeSize(f32);

impl TypeSize {
    /// The size in points.
    pub fn points(self) -> f32 {
        self.0
    }
}

impl FromStr for TypeSize {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        match text.parse() {
            Ok(Length::Points(points)) if BODY.contains(&points) => Ok(Self(points)),
            _ => Err(Invalid::new(text, "五号, 小四, 四号, 10.5pt …")),
        }
    }
}

impl fmt::Display for TypeSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match NAMED_SIZES.iter().find(|(_, points)| *points == self.0) {
            Some((name, _)) => f.write_str(name),
            None => write!(f, "{}pt", self.0),
        }
    }
}

/// The size of a sheet: a name (`A4`, `大32开`) or millimetres (`210x297mm`).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Paper {
    /// Width and height, in millimetres.
    millimetres: (f32, f32),
}

impl Paper {
    /// Its width in points.
    pub fn width(self) -> f32 {
        self.millimetres.0 * MM
    }

    /// Its height in points.
    pub fn height(self) -> f32 {
        self.millimetres.1 * MM
    }

    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let named = NAMED_PAPERS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(text));
        let millimetres = match named {
            Some((_, width, height)) => (*width, *height),
            None => {
                let (width, height) =
                    text.strip_suffix("mm").unwrap_or(text).split_once(['x', 'X', '×', '*'])?;
                (width.trim().parse().ok()?, height.trim().parse().ok()?)
            }
        };
        let paper = Self { millimetres };
        (SHEET.contains(&paper.width()) && SHEET.contains(&paper.height())).then_some(paper)
    }
}

impl FromStr for Paper {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let takes = "A4, A5, B5, 16开, 32开, 大32开, 210x297mm … (8–5000 mm)";
        Self::read(text).ok_or_else(|| Invalid::new(text, takes))
    }
}

impl fmt::Display for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (width, height) = self.millimetres;
        match NAMED_PAPERS.iter().find(|(_, w, h)| (*w, *h) == self.millimetres) {
            Some((name, ..)) => f.write_str(name),
            None => write!(f, "{width}x{height}mm"),
        }
    }
}

/// Implements serde and the JSON Schema of a length by its text, with the message for invalid text.
macro_rules! written {
    ($type:ident, $name:literal, $description:literal) => {
        impl TryFrom<String> for $type {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                text.parse().map_err(|_| format!("“{text}” is not {}", $name))
            }
        }

        impl From<$type> for String {
            fn from(it: $type) -> Self {
                it.to_string()
            }
        }

        #[cfg(feature = "schema")]
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "description": $description, "type": "string" })
            }
        }
    };
}

written!(
    TypeSize,
    "a size of type such as 五号 or 12pt",
    "A name (五号, 小四 …) or points (12pt)."
);
written!(
    Paper,
    "a paper such as A4, 大32开 or 140x203mm (8–5000 mm)",
    "A name (A4, A5, B5, 16开, 大32开 …) or width and height in millimetres (140x203mm)."
);

#[cfg(test)]
mod tests {
    use super::{Length, NAMED_PAPERS, NAMED_SIZES, Paper, TypeSize};

    #[test]
    fn lengths_are_read_as_people_write_them() {
        assert_eq!("小四".parse(), Ok(Length::Points(12.0)));
        assert_eq!(" 10.5pt".parse(), Ok(Length::Points(10.5)));
        assert_eq!("2em".parse(), Ok(Length::Em(2.0)));
        let inch: Length = "25.4mm".parse().unwrap();
        assert_eq!(inch.points(10.0).round(), 72.0);
        assert!("五".parse::<Length>().is_err());
        assert!("NaNpt".parse::<Length>().is_err());
    }

    #[test]
    fn papers_are_names_or_millimetres() {
        let a4: Paper = "a4".parse().unwrap();
        assert!((a4.width() - 595.28).abs() < 0.01 && (a4.height() - 841.89).abs() < 0.01);
        assert_eq!("210×297mm".parse(), Ok(a4));
        for none in ["210x", "1x1mm", "NaNxNaN"] {
            assert!(none.parse::<Paper>().is_err(), "{none}");
        }
    }

    #[test]
    fn papers_and_sizes_round_trip() {
        for (name, ..) in NAMED_PAPERS {
            assert_eq!(name.parse::<Paper>().unwrap().to_string(), name);
        }
        for (name, _) in NAMED_SIZES {
            assert_eq!(name.parse::<TypeSize>().unwrap().to_string(), name);
        }
        for text in ["140.5x203mm", "70x90mm"] {
            assert_eq!(text.parse::<Paper>().unwrap().to_string(), text);
        }
        for text in ["12.3pt", "24.99mm", "2.1em"] {
            let length: Length = text.parse().unwrap();
            assert_eq!(length.to_string().parse(), Ok(length));
        }
        assert!("1001pt".parse::<TypeSize>().is_err() && "2em".parse::<TypeSize>().is_err());
    }
}
