//! Lengths as people write them: 五号, `12pt`, `25mm`, numbers of em, and names of paper.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::frame::Pt;

/// Points in a millimetre.
const MM: f32 = 72.0 / 25.4;

/// The sizes of type by their Chinese names (字号), in points as word processors and ctex have
/// them (digest GRD-04).
const NAMED_SIZES: [(&str, Pt); 16] = [
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

/// Trimmed sheets by name, in millimetres (GB/T 788-1999 and trade sizes; digest GRD-05).
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

/// No sheet is smaller or larger than this, in points: a page must hold a character, and PDF
/// ends at 14,400 (ISO 32000-1 annex C).
const SHEET: std::ops::RangeInclusive<Pt> = 20.0..=14_400.0;

/// A length: points, millimetres, a named size of type, or a number of em of the body.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum Length {
    /// So many points.
    Points(Pt),
    /// So many em of body text.
    Em(f32),
}

/// A length as it stands in a style sheet.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Number(f32),
    Text(String),
}

impl Length {
    /// The length in points, where body text has this size.
    pub fn points(self, body: Pt) -> Pt {
        match self {
            Self::Points(points) => points,
            Self::Em(em) => em * body,
        }
    }

    /// A length with a unit (`12pt`, `25mm`, `2.5cm`, `1in`, `2em`), or a named size of type.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((_, points)) = NAMED_SIZES.iter().find(|(name, _)| *name == text) {
            return Some(Self::Points(*points));
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
    }
}

impl TryFrom<Written> for Length {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        match written {
            Written::Number(em) => Ok(Self::Em(em)),
            Written::Text(text) => Self::parse(&text)
                .ok_or_else(|| format!("“{text}” is not a length such as 12pt, 25mm or 五号")),
        }
    }
}

impl From<Length> for Written {
    fn from(length: Length) -> Self {
        match length {
            Length::Points(points) => Self::Text(format!("{points}pt")),
            Length::Em(em) => Self::Number(em),
        }
    }
}

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

/// The size of a sheet: a name (`A4`, `大32开`) or millimetres (`210x297mm`).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Paper {
    /// Its width.
    pub width: Pt,
    /// Its height.
    pub height: Pt,
}

impl Paper {
    /// A sheet by name or by millimetres.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let named = NAMED_PAPERS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(text));
        let (width, height) = match named {
            Some((_, width, height)) => (*width, *height),
            None => {
                let (width, height) =
                    text.strip_suffix("mm").unwrap_or(text).split_once(['x', 'X', '×', '*'])?;
                (width.trim().parse().ok()?, height.trim().parse().ok()?)
            }
        };
        let paper = Self { width: width * MM, height: height * MM };
        (SHEET.contains(&paper.width) && SHEET.contains(&paper.height)).then_some(paper)
    }
}

impl TryFrom<String> for Paper {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| {
            format!("“{text}” is not a paper such as A4, 大32开 or 140x203mm (8–5000 mm)")
        })
    }
}

impl From<Paper> for String {
    fn from(paper: Paper) -> Self {
        format!("{}x{}mm", paper.width / MM, paper.height / MM)
    }
}

impl JsonSchema for Paper {
    fn schema_name() -> Cow<'static, str> {
        "Paper".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A name (A4, A5, B5, 16开, 大32开 …) or width and height in millimetres (140x203mm).",
            "type": "string"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Length, Paper};

    #[test]
    fn lengths_are_read_as_people_write_them() {
        assert_eq!(Length::parse("小四"), Some(Length::Points(12.0)));
        assert_eq!(Length::parse(" 10.5pt"), Some(Length::Points(10.5)));
        assert_eq!(Length::parse("2em"), Some(Length::Em(2.0)));
        assert_eq!(Length::parse("25.4mm").map(|l| l.points(10.0).round()), Some(72.0));
        assert_eq!(Length::parse("五"), None);
        assert_eq!(Length::parse("NaNpt"), None);
    }

    #[test]
    fn papers_are_names_or_millimetres() {
        let a4 = Paper::parse("a4").unwrap();
        assert!((a4.width - 595.28).abs() < 0.01 && (a4.height - 841.89).abs() < 0.01);
        assert_eq!(Paper::parse("210×297mm"), Some(a4));
        assert_eq!(Paper::parse("210x"), None);
        assert_eq!(Paper::parse("1x1mm"), None);
        assert_eq!(Paper::parse("NaNxNaN"), None);
    }
}
