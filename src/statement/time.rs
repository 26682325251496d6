//! Time expressions: "on Wednesday", "next week", "in March 2022", "two years ago", normalised against the document's
//! date to ISO 8601 days, months, years or intervals (after TIMEX3; HeidelTime, Strötgen and Gertz 2010).
//!
//! What comes in is text; [`phrases`] reads what it says, [`Phrase::resolve`] says which days are meant. Rules where
//! English leaves a choice:
//! - Weeks begin on Monday. A weekday, or a month or day without a year, is the nearest one in the direction of the
//!   clause, and the document's own day counts as the nearest.
//! - "since X" and "until X" reach from and to the document's date; without one, "since X" is X.
//! - "early", "mid" and "late" keep the period whole. Winter is that which begins in the year named.
//! - "03/05/2011" is no date, as nobody knows which of two; "25/12/2011" and "12/25/2011" are.
//! - "a year later", "the same day" are measured from the time told before, never from the document's date.
//! - A duration and a frequency are never a date.

mod calendar;
mod grammar;
mod point;
mod word;

use jiff::civil::{Date, Weekday};

use super::Time;
use crate::document::Span;
use calendar::Period;
pub use grammar::phrases;

/// Direction of a clause in time, which decides about bare weekdays and months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// What happened.
    Past,
    /// What is to happen.
    Future,
}

/// What a time expression is measured from.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The date of the document.
    pub date: Option<Date>,
    /// The direction of the clause.
    pub direction: Direction,
    /// The last time told before, if it is sure which.
    pub anchor: Option<&'a Time>,
}

/// A time expression as the text has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Where it stands, without the preposition of a point in time ("in", "on", "at").
    pub span: Span,
    form: Form,
}

/// What a time expression says.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    At(Point),
    /// From a point to the document's date.
    Since(Point),
    /// From the document's date to a point that is to come.
    Until(Point),
    Between(Point, Point),
    /// "the last two years", "the next three days".
    Around(i64, Unit),
    Duration(i64, Unit),
    /// A repeating interval.
    Frequency(String),
}

/// A point in time, more or less exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Point {
    Day(Option<i16>, i8, i8),
    Month(Option<i16>, i8),
    Year(i16),
    /// Years of two centuries or ten years.
    Years(i16, i16),
    /// Months of a year, which may be the document's.
    Part(Shift, i8, i8),
    Weekday(Weekday),
    /// Weeks before or after, and the day in that week.
    DayOfWeek(i64, Weekday),
    /// "last Friday": the latest that is over.
    LastDay(Weekday),
    /// "last March", "next March".
    MonthAway(i64, i8),
    /// Units before or after the document's date.
    Away(i64, Unit),
    /// Units before or after the time told before.
    FromAnchor(i64, Unit),
}

/// Which year a season or quarter is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shift {
    Of(i16),
    /// "last summer", "next spring", "this autumn".
    Away(i64),
}

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Phrase {
    /// The days that are meant; `None` if the expression is no date, or if nothing says which.
    pub fn resolve(&self, setting: &Setting<'_>) -> Option<Time> {
        let period = match &self.form {
            Form::At(point) => calendar::period(*point, setting)?,
            Form::Since(point) => since(calendar::period(*point, setting)?, setting.date),
            Form::Until(point) => {
                let future = Setting { direction: Direction::Future, ..*setting };
                let (date, end) = (setting.date?, calendar::period(*point, &future)?);
                if end.last <= date {
                    return None;
                }
                Period::interval(Period::day(date), end)?
            }
            Form::Between(from, to) => calendar::between(*from, *to, setting)?,
            Form::Around(count, unit) => calendar::around(*count, *unit, setting.date?)?,
            Form::Duration(..) | Form::Frequency(_) => return None,
        };
        Some(Time { value: period.written(), start: period.first, end: period.last, span: self.span })
    }

    /// An ISO 8601 duration such as `P3D`, if the expression is one.
    pub fn duration(&self) -> Option<String> {
        let Form::Duration(count, unit) = self.form else { return None };
        Some(match unit {
            Unit::Hour => format!("PT{count}H"),
            Unit::Day => format!("P{count}D"),
            Unit::Week => format!("P{count}W"),
            Unit::Weekend => format!("P{}D", count * 2),
            Unit::Month => format!("P{count}M"),
            Unit::Quarter => format!("P{}M", count * 3),
            Unit::Year => format!("P{count}Y"),
            Unit::Decade => format!("P{}Y", count * 10),
            Unit::Century => format!("P{}Y", count * 100),
        })
    }

    /// An ISO 8601 repeating interval such as `R/P1W`, if the expression says how often.
    pub fn frequency(&self) -> Option<&str> {
        match &self.form {
            Form::Frequency(value) => Some(value),
            _ => None,
        }
    }
}

/// The time expressions of `text`, which begins at byte `offset` of its document, all in one direction.
pub fn find(text: &str, offset: usize, date: Option<Date>, direction: Direction) -> Vec<Time> {
    let setting = Setting { date, direction, anchor: None };
    phrases(text, offset).iter().filter_map(|phrase| phrase.resolve(&setting)).collect()
}

/// The days, months and years that `text` names, each for itself: both ends of "1927–1986".
pub(super) fn points(text: &str, offset: usize) -> Vec<Time> {
    let setting = Setting { date: None, direction: Direction::Past, anchor: None };
    grammar::points(text, offset).iter().filter_map(|phrase| phrase.resolve(&setting)).collect()
}

/// What began and was not said to end lasts, as far as a document can tell, until its date.
fn since(from: Period, date: Option<Date>) -> Period {
    let to = date.filter(|date| *date > from.last).map(Period::day);
    to.and_then(|to| Period::interval(from, to)).unwrap_or(from)
}
