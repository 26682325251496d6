//! Time expressions: "on Wednesday", "next week", "in March 2022", "two years ago", normalised against the document's
//! date to ISO 8601 days, months, years or intervals (after HeidelTime, Strötgen and Gertz 2010).
//!
//! Weeks begin on Monday. A weekday without "next" or "last" is the nearest one in the direction of the tense: the past
//! unless the clause is about the future.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use regex::{Captures, Regex};
use std::sync::LazyLock;

use super::Time;
use crate::document::Span;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const MONTH: &str = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)";

/// Words before a month that show it is one ("May", "March").
const LEAD: &str = r"(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Dd]uring|[Ee]arly|[Ll]ate)";

/// Direction of a clause in time, which decides about bare weekdays and months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// What happened.
    Past,
    /// What is to happen.
    Future,
}

/// `None` only if the constant pattern were faulty, which a test rules out.
static EXPRESSION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?x)\b(?:{LEAD}\ )?(?:
          (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
        | (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\ (?:of\ )?(?P<m1>{MONTH})(?:,?\ (?P<y1>\d{{4}}))?
        | (?P<m2>{MONTH})\ (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\ (?P<y2>\d{{4}}))?
        | (?P<m3>{MONTH})(?:\ of)?,?\ (?P<y3>\d{{4}})
        | (?P<rel>[Ll]ast|[Nn]ext|[Tt]his|[Tt]he\ (?:previous|following|past|coming))\ (?P<unit>week|month|year|decade|{MONTH}|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)
        | (?P<count>\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten)\ (?P<step>day|week|month|year|decade)s?\ (?P<way>ago|earlier|later)
        | (?P<word>[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight)
        | (?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)
        | (?P<year>(?:1[5-9]|20)\d{{2}})
        )\b | \b{LEAD}\ (?P<m4>{MONTH})\b"
    ))
    .ok()
});

/// The time expressions of `text`, which begins at byte `offset` of its document.
pub fn find(text: &str, offset: usize, date: Option<Date>, direction: Direction) -> Vec<Time> {
    let Some(expression) = EXPRESSION.as_ref() else { return Vec::new() };
    expression
        .captures_iter(text)
        .filter_map(|found| {
            let whole = found.get(0)?;
            let (start, end, precision) = normalise(&found, date, direction)?;
            let span = Span::new(offset + whole.start(), offset + whole.end());
            Some(Time { value: written(start, end, precision), start, end, span })
        })
        .collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Precision {
    Day,
    Month,
    Year,
    Interval,
}

fn written(start: Date, end: Date, precision: Precision) -> String {
    match precision {
        Precision::Day => start.to_string(),
        Precision::Month => format!("{:04}-{:02}", start.year(), start.month()),
        Precision::Year => format!("{:04}", start.year()),
        Precision::Interval => format!("{start}/{end}"),
    }
}

type Found = Option<(Date, Date, Precision)>;

fn normalise(found: &Captures<'_>, date: Option<Date>, direction: Direction) -> Found {
    let text = |name: &str| found.name(name).map(|m| m.as_str());
    if let Some(iso) = text("iso") {
        return iso.parse::<Date>().ok().and_then(day);
    }
    for (d, m, y) in [("d1", "m1", "y1"), ("d2", "m2", "y2")] {
        if let (Some(d), Some(m)) = (text(d), text(m)) {
            let year = text(y).and_then(|y| y.parse().ok());
            return dated(d.parse().ok()?, month_number(m)?, year, date, direction);
        }
    }
    if let (Some(m), Some(y)) = (text("m3"), text("y3")) {
        return month(y.parse().ok()?, month_number(m)?);
    }
    if let (Some(rel), Some(unit)) = (text("rel"), text("unit")) {
        return relative(rel, unit, date?);
    }
    if let (Some(count), Some(step), Some(way)) = (text("count"), text("step"), text("way")) {
        return counted(count, step, way, date?);
    }
    if let Some(word) = text("word") {
        let shift = match word.to_lowercase().as_str() {
            "yesterday" => -1,
            "tomorrow" => 1,
            _ => 0,
        };
        return date?.checked_add(shift.days()).ok().and_then(day);
    }
    if let Some(name) = text("weekday") {
        return nearest_weekday(name, date?, direction).and_then(day);
    }
    if let Some(name) = text("m4") {
        return nearest_month(month_number(name)?, date?, direction);
    }
    year(text("year")?.parse().ok()?)
}

fn day(date: Date) -> Found {
    Some((date, date, Precision::Day))
}

fn month(year: i16, month: i8) -> Found {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month(), Precision::Month))
}

fn year(year: i16) -> Found {
    let first = Date::new(year, 1, 1).ok()?;
    Some((first, first.last_of_year(), Precision::Year))
}

fn month_number(name: &str) -> Option<i8> {
    let key = name.get(..3)?.to_lowercase();
    MONTHS.iter().position(|month| *month == key).and_then(|at| i8::try_from(at + 1).ok())
}

/// A day and month; without a year, the one nearest to the document's date in the direction of the clause.
fn dated(d: i8, m: i8, year: Option<i16>, date: Option<Date>, direction: Direction) -> Found {
    if let Some(year) = year {
        return Date::new(year, m, d).ok().and_then(day);
    }
    let reference = date?;
    let this = Date::new(reference.year(), m, d).ok()?;
    let shifted = match direction {
        Direction::Past if this > reference => Date::new(reference.year() - 1, m, d).ok()?,
        Direction::Future if this < reference => Date::new(reference.year() + 1, m, d).ok()?,
        _ => this,
    };
    day(shifted)
}

fn nearest_month(m: i8, date: Date, direction: Direction) -> Found {
    let shift = match direction {
        Direction::Past if m > date.month() => -1,
        Direction::Future if m < date.month() => 1,
        _ => 0,
    };
    month(date.year() + shift, m)
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "Monday" => Weekday::Monday,
        "Tuesday" => Weekday::Tuesday,
        "Wednesday" => Weekday::Wednesday,
        "Thursday" => Weekday::Thursday,
        "Friday" => Weekday::Friday,
        "Saturday" => Weekday::Saturday,
        "Sunday" => Weekday::Sunday,
        _ => return None,
    })
}

/// The document's own day counts as the nearest one.
fn nearest_weekday(name: &str, date: Date, direction: Direction) -> Option<Date> {
    let wanted = weekday(name)?;
    let forward = i64::from(date.weekday().until(wanted));
    let shift = match direction {
        Direction::Future => forward,
        Direction::Past if forward == 0 => 0,
        Direction::Past => forward - 7,
    };
    date.checked_add(shift.days()).ok()
}

fn relative(rel: &str, unit: &str, date: Date) -> Found {
    let rel = rel.to_lowercase();
    let shift: i64 = match rel.as_str() {
        "this" => 0,
        "last" | "the previous" | "the past" => -1,
        _ => 1,
    };
    if let Some(wanted) = weekday(unit) {
        let monday = monday_of(date)?;
        let offset = i64::from(Weekday::Monday.until(wanted));
        let in_week = |weeks: i64| monday.checked_add((weeks * 7 + offset).days()).ok();
        let found = if shift == -1 {
            in_week(0).filter(|found| *found < date).or_else(|| in_week(-1))
        } else {
            in_week(shift)
        };
        return found.and_then(day);
    }
    match unit {
        "week" => {
            let start = monday_of(date)?.checked_add((shift * 7).days()).ok()?;
            Some((start, start.checked_add(6.days()).ok()?, Precision::Interval))
        }
        "month" => {
            let first = date.first_of_month().checked_add(shift.months()).ok()?;
            month(first.year(), first.month())
        }
        "year" => year(date.year() + i16::try_from(shift).ok()?),
        "decade" => {
            let first = Date::new(date.year() + i16::try_from(shift * 10).ok()?, 1, 1).ok()?;
            let (a, b) = if shift < 0 { (first, date) } else { (date, first) };
            Some((a, b, Precision::Interval))
        }
        name => {
            let m = month_number(name)?;
            let direction = if shift > 0 { Direction::Future } else { Direction::Past };
            if shift == 0 { month(date.year(), m) } else { nearest_month(m, date, direction) }
        }
    }
}

fn monday_of(date: Date) -> Option<Date> {
    date.checked_sub(i64::from(Weekday::Monday.until(date.weekday())).days()).ok()
}

fn counted(count: &str, step: &str, way: &str, date: Date) -> Found {
    let number = match count {
        "a" | "an" => 1.0,
        other => crate::entity::number(other)?,
    };
    let sign: i64 = if way == "later" { 1 } else { -1 };
    let steps = sign * (number as i64).clamp(0, 5_000);
    match step {
        "day" => date.checked_add(steps.days()).ok().and_then(day),
        "week" => date.checked_add((steps * 7).days()).ok().and_then(day),
        "month" => date.checked_add(steps.months()).ok().and_then(|d| month(d.year(), d.month())),
        "decade" => date.checked_add((steps * 10).years()).ok().and_then(|d| year(d.year())),
        _ => date.checked_add(steps.years()).ok().and_then(|d| year(d.year())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str, direction: Direction) -> Vec<String> {
        // A Thursday.
        let date = Date::new(2025, 11, 27).ok();
        find(text, 0, date, direction).into_iter().map(|time| time.value).collect()
    }

    #[test]
    fn expressions_are_normalised_against_the_date() {
        for (text, value) in [
            ("said on Wednesday", "2025-11-26"),
            ("in March 2022", "2022-03"),
            ("on 24 February 2022", "2022-02-24"),
            ("on February 24", "2025-02-24"),
            ("next week", "2025-12-01/2025-12-07"),
            ("last year", "2024"),
            ("since 1991", "1991"),
            ("two years ago", "2023"),
            ("three days earlier", "2025-11-24"),
            ("yesterday", "2025-11-26"),
            ("last Friday", "2025-11-21"),
            ("in December", "2024-12"),
            ("2025-01-20", "2025-01-20"),
        ] {
            assert_eq!(values(text, Direction::Past), [value], "{text}");
        }
        assert_eq!(values("will meet on Monday", Direction::Future), ["2025-12-01"]);
        assert_eq!(values("19 per cent of 3500 tanks", Direction::Past), Vec::<String>::new());
    }

    #[test]
    fn without_a_date_only_absolute_times_are_known() {
        assert!(find("yesterday, next week, on Monday", 0, None, Direction::Past).is_empty());
        assert_eq!(find("in 2022", 0, None, Direction::Past).len(), 1);
    }
}
