//! Dates as options take them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Invalid;
use crate::model::{Date, DateKind};

/// A year, a month or a day that is in the calendar (ISO 8601): `2014`, `2014-09`, `2014-09-23`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub struct IsoDate(String);

impl IsoDate {
    /// It as the date of publication.
    pub(crate) fn published(&self) -> Date {
        Date { kind: DateKind::Published, text: self.0.clone(), iso: Some(self.0.clone()) }
    }
}

impl FromStr for IsoDate {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let is_date = is_date(text).unwrap_or(false);
        is_date
            .then(|| Self(text.to_owned()))
            .ok_or_else(|| Invalid::new(text, "2014, 2014-09, 2014-09-23"))
    }
}

fn is_date(text: &str) -> Option<bool> {
    let number = |part: &str, length: usize| {
        let is_number = part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| part.parse::<u32>().ok()).flatten()
    };
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |part| number(part, 2))?;
    let day = parts.next().map_or(Some(1), |part| number(part, 2))?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    Some(year > 0 && (1..=days).contains(&day) && parts.next().is_none())
}

impl fmt::Display for IsoDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for IsoDate {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| format!("“{text}” is not a date such as 2014-09-23"))
    }
}

impl From<IsoDate> for String {
    fn from(date: IsoDate) -> Self {
        date.0
    }
}

#[cfg(test)]
mod tests {
    use super::IsoDate;

    #[test]
    fn dates_are_in_the_calendar() {
        for date in ["2014", "2014-09", "2014-09-23", "2024-02-29", "2000-02-29"] {
            assert!(date.parse::<IsoDate>().is_ok(), "{date}");
        }
        for none in [
            "",
            "0000",
            "0000-01-01",
            "14",
            "2014-9",
            "2014-13",
            "2014-04-31",
            "1900-02-29",
            "2014-09-00",
            "2014-09-23-1",
            "二〇一四",
        ] {
            assert!(none.parse::<IsoDate>().is_err(), "{none}");
        }
    }
}
