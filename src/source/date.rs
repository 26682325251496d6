//! Days of publication, as file names, feeds, pages and articles write them.
//!
//! Only complete days count; the clock is never asked. The day is the one in the writer's own time zone.

use jiff::civil::Date;

/// The months, in lower case.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Words that a line with a date may begin with.
const LEADS: [&str; 6] = ["published", "updated", "posted", "date", "dated", "issued"];
/// Words that may stand beside a date on a line of its own.
const FILLERS: [&str; 10] = ["am", "pm", "gmt", "utc", "est", "edt", "et", "at", "on", "ist"];

/// Lines from the beginning among which a dateline is looked for.
const DATELINE_WITHIN: usize = 4;
/// Bytes that a dateline may have.
const MAX_DATELINE: usize = 80;
/// What a dateline ends in.
const DASHES: [&str; 4] = ["—", "–", " -- ", " - "];

/// The years in which articles are published; what is outside is a number, a mistake or stands for "never".
const YEARS: std::ops::Range<i16> = 1800..2200;

/// What can be done about a day of publication that cannot be read.
pub(super) fn remedy(text: &str) -> String {
    let numbers = || text.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 4);
    let outside = numbers().next().filter(|_| numbers().all(|number| year(number).is_none()));
    match outside {
        Some(year) => {
            format!("days of the years {} to {} are read, not of {year}", YEARS.start, YEARS.end - 1)
        }
        None => "write it as 2025-11-27".to_owned(),
    }
}

/// The day `2025-11-27`.
pub(super) fn iso(text: &str) -> Option<Date> {
    let is_shaped = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    let day: Option<Date> = is_shaped.then(|| text.parse().ok()).flatten();
    day.filter(|day| YEARS.contains(&day.year()))
}

/// The first complete day in `text`: `2025-11-27T10:00Z`, `Wed, 26 Nov 2025`, `November 27th, 2025`, `27 November 2025`.
pub(super) fn find(text: &str) -> Option<Date> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(3).find_map(|three| {
        let [first, second, third] = three else { return None };
        let (year, month, day) = if let Some(month) = month(first) {
            (year(third)?, month, day(second)?)
        } else if let Some(month) = month(second) {
            (year(third)?, month, day(first)?)
        } else {
            (year(first)?, small(second)?, small(leading_digits(third))?)
        };
        Date::new(year, month, day).ok()
    })
}

/// The day on a line that says when an article was published, near the beginning or the end of `text`.
pub(super) fn of_date_line(text: &str) -> Option<Date> {
    let mut lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() > 10 {
        lines.drain(5..lines.len() - 5);
    }
    lines.into_iter().filter(|line| line.len() <= 80 && is_date_line(line)).find_map(find)
}

/// The day that an article begins with: `MOSCOW, March 3, 2010 (Reuters) — …`, `Wednesday, May 5, 2010 …`.
pub(super) fn of_dateline(text: &str) -> Option<Date> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.take(DATELINE_WITHIN).find_map(|line| find(dateline(line)?))
}

/// What stands before the first sentence of a line: names and numbers up to a dash, or a weekday with its date.
fn dateline(line: &str) -> Option<&str> {
    let is_weekday = |word: &str| WEEKDAYS.contains(&word.to_lowercase().as_str());
    if line.split(',').next().is_some_and(is_weekday) {
        // "Wednesday, May 5, 2010"
        let end = line.match_indices(' ').nth(3).map_or(line.len(), |(at, _)| at);
        return line.get(..end);
    }
    let end = DASHES.iter().filter_map(|dash| line.find(dash)).min()?;
    let head = line.get(..end)?;
    let mut words = head.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_short = head.len() <= MAX_DATELINE && head.starts_with(char::is_uppercase);
    let is_name = words.all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    (is_short && is_name).then_some(head)
}

fn is_date_line(line: &str) -> bool {
    let words: Vec<String> = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let starts = words.first().is_some_and(|first| LEADS.contains(&first.as_str()));
    starts
        || words.iter().all(|word| {
            word.starts_with(|c: char| c.is_ascii_digit())
                || month(word).is_some()
                || FILLERS.contains(&word.as_str())
                || WEEKDAYS.iter().any(|day| word.len() >= 3 && day.starts_with(word.as_str()))
        })
}

fn month(word: &str) -> Option<i8> {
    let word = word.to_ascii_lowercase();
    let index = MONTHS.iter().position(|month| {
        word.len() >= 3 && month.starts_with(&word) || word == "sept" && *month == "september"
    })?;
    i8::try_from(index + 1).ok()
}

/// `27`, `27th`, `1st`.
fn day(word: &str) -> Option<i8> {
    let digits = leading_digits(word);
    matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th").then(|| small(digits)).flatten()
}

fn small(word: &str) -> Option<i8> {
    (word.len() <= 2).then(|| word.parse().ok()).flatten()
}

fn year(word: &str) -> Option<i16> {
    let year: i16 = (word.len() == 4).then(|| word.parse().ok()).flatten()?;
    YEARS.contains(&year).then_some(year)
}

fn leading_digits(word: &str) -> &str {
    let end = word.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(word.len());
    &word[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_found_as_people_write_them() {
        for (text, expected) in [
            ("2025-11-27", Some("2025-11-27")),
            ("2025-11-27T23:30:00-05:00", Some("2025-11-27")),
            ("Wed, 26 Nov 2025 10:00:00 GMT", Some("2025-11-26")),
            ("Published in Dawn, November 27th, 2025", Some("2025-11-27")),
            ("4 Sept. 2014", Some("2014-09-04")),
            ("31 February 2025", None),
            ("in 2022", None),
            ("room 27, May", None),
        ] {
            assert_eq!(find(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_dateline_with_a_year_is_a_day_and_a_sentence_is_none() {
        for (text, expected) in [
            ("MOSCOW, March 3, 2010 (Reuters) — Russia objected.", Some("2010-03-03")),
            ("Talks end\n\nNew York, 3 May 2010 - The council met.", Some("2010-05-03")),
            ("Wednesday, May 5, 2010\nThe council met.", Some("2010-05-05")),
            ("Wednesday, May 5, 2010 The council met on May 3, 2009.", Some("2010-05-05")),
            ("MOSCOW, March 3 (Reuters) — Russia objected.", None),
            ("Russia objected on March 3, 2010 — and left.", None),
            ("a\nb\nc\nd\nMOSCOW, March 3, 2010 — Russia objected.", None),
            ("Wednesday, the council met on May 5, 2010.", None),
            ("Wednesday", None),
            ("—", None),
            ("", None),
        ] {
            assert_eq!(of_dateline(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn years_of_no_newspaper_are_told_with_the_range() {
        for text in ["9999-12-31", "1799-12-31", "31 December 9999", "0001-01-01T00:00:00Z"] {
            assert_eq!(find(text), None, "{text}");
            assert!(remedy(text).starts_with("days of the years 1800 to 2199 are read, not of "), "{text}");
        }
        assert_eq!((iso("9999-12-31"), remedy("soon").as_str()), (None, "write it as 2025-11-27"));
        assert_eq!(remedy("2025-02-31"), "write it as 2025-11-27");
    }

    #[test]
    fn a_date_in_a_sentence_is_no_date_line() {
        assert_eq!(of_date_line("The treaty was signed on 3 May 2020."), None);
        assert_eq!(
            of_date_line("Talks\n\nWednesday, 26 November 2025 10:15 GMT\n\nText."),
            Date::new(2025, 11, 26).ok()
        );
    }
}
