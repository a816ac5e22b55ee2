//! Dates in machine-readable form.

/// Whether this is a year, month or day of the common era as W3C-DTF and `xs:date` write it:
/// `2014`, `2014-09`, `2014-09-23`.
pub fn is_w3c_date(value: &str) -> bool {
    let number = |part: &str, width: usize| {
        (part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let mut parts = value.split('-');
    let year = parts.next().and_then(|part| number(part, 4));
    let month = parts.next().map(|part| number(part, 2).unwrap_or(0));
    let day = parts.next().map(|part| number(part, 2).unwrap_or(0));
    let Some(year) = year.filter(|year| *year > 0) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        Some(2) if leap => 29,
        Some(2) => 28,
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    };
    parts.next().is_none()
        && month.is_none_or(|month| (1..=12).contains(&month))
        && day.is_none_or(|day| (1..=days).contains(&day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for date in ["2014", "2014-09", "2014-02-28", "2016-02-29"] {
            assert!(is_w3c_date(date), "{date}");
        }
        for date in ["", "14", "2014-02-29", "2014-13", "20140923", "0000", "昨天", "2014-1-2"]
        {
            assert!(!is_w3c_date(date), "{date}");
        }
    }
}
