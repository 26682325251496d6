//! ISO 8601 days, months, years and intervals as their first and last day.

use jiff::civil::Date;

/// The first and the last day of `value`: a day `2025-11-26`, a month `2025-11`, a year `2025`, or an interval of
/// two of these, `2014/2016`. `None` if it is none of them or if it ends before it starts.
pub fn days(value: &str) -> Option<(Date, Date)> {
    let (first, last) = match value.split_once('/') {
        Some((from, to)) => (unit(from)?.0, unit(to)?.1),
        None => unit(value)?,
    };
    (first <= last).then_some((first, last))
}

/// The first and the last day of one day, month or year.
fn unit(value: &str) -> Option<(Date, Date)> {
    let number = |range| -> Option<i16> {
        let digits: &str = value.get(range)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let dashes = || value.bytes().enumerate().all(|(at, byte)| (byte == b'-') == (at == 4 || at == 7));
    if !dashes() {
        return None;
    }
    let year = number(0..4)?;
    match value.len() {
        4 => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        7 => {
            let first = Date::new(year, i8::try_from(number(5..7)?).ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        10 => {
            let month = i8::try_from(number(5..7)?).ok()?;
            let day = Date::new(year, month, i8::try_from(number(8..10)?).ok()?).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn units_and_intervals() {
        for (value, expected) in [
            ("2025-11-26", "2025-11-26 2025-11-26"),
            ("2024-02", "2024-02-01 2024-02-29"),
            ("2022", "2022-01-01 2022-12-31"),
            ("2014/2016", "2014-01-01 2016-12-31"),
            ("2014-03/2014-04-02", "2014-03-01 2014-04-02"),
            ("2016/2014", "none"),
            ("2025-13", "none"),
            ("2025-02-30", "none"),
            ("20251126", "none"),
            ("+2025", "none"),
            ("20é5", "none"),
            ("next week", "none"),
            ("", "none"),
        ] {
            let found = days(value).map_or("none".to_owned(), |(first, last)| format!("{first} {last}"));
            assert_eq!(found, expected, "{value}");
        }
    }
}
