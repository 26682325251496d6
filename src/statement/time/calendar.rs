//! Points in time to days of the calendar.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::{Direction, Point, Setting, Shift, Unit};

/// Units further away than this are no time that news speak of.
const MAX_UNITS: i64 = 5_000;

/// The first and last day of a time, and how exactly each end is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) first: Date,
    pub(super) last: Date,
    from: Precision,
    to: Precision,
    is_interval: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Precision {
    Day,
    Month,
    Year,
}

impl Period {
    pub(super) fn day(date: Date) -> Self {
        Self { first: date, last: date, from: Precision::Day, to: Precision::Day, is_interval: false }
    }

    fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        let (from, to) = (Precision::Month, Precision::Month);
        Some(Self { first, last: first.last_of_month(), from, to, is_interval: false })
    }

    fn year(year: i16) -> Option<Self> {
        // Years are written with four digits.
        let first = Date::new(year, 1, 1).ok().filter(|_| (1..=9_999).contains(&year))?;
        let (from, to) = (Precision::Year, Precision::Year);
        Some(Self { first, last: first.last_of_year(), from, to, is_interval: false })
    }

    /// From the beginning of one to the end of another; `None` if that is before.
    pub(super) fn interval(from: Self, to: Self) -> Option<Self> {
        if from == to {
            return Some(from);
        }
        let (first, last) = (from.first, to.last);
        (first <= last).then_some(Self { first, last, from: from.from, to: to.to, is_interval: true })
    }

    /// As in ISO 8601.
    pub(super) fn written(&self) -> String {
        let one = |date: Date, precision| match precision {
            Precision::Day => date.to_string(),
            Precision::Month => format!("{:04}-{:02}", date.year(), date.month()),
            Precision::Year => format!("{:04}", date.year()),
        };
        if self.is_interval {
            return format!("{}/{}", one(self.first, self.from), one(self.last, self.to));
        }
        one(self.first, self.from)
    }
}

/// The days of a point.
pub(super) fn period(point: Point, setting: &Setting<'_>) -> Option<Period> {
    let Setting { date, direction, .. } = *setting;
    match point {
        Point::Day(Some(year), month, day) => Date::new(year, month, day).ok().map(Period::day),
        Point::Day(None, month, day) => nearest_day(month, day, date?, direction),
        Point::Month(Some(year), month) => Period::month(year, month),
        Point::Month(None, month) => nearest_month(month, date?, direction),
        Point::Year(year) => Period::year(year),
        Point::Years(from, to) => Period::interval(Period::year(from)?, Period::year(to)?),
        Point::Part(shift, month, length) => part(shift, month, length, date),
        Point::Weekday(day) => nearest_weekday(day, date?, direction).map(Period::day),
        Point::DayOfWeek(shift, day) => day_in_week(date?, shift, day).map(Period::day),
        Point::LastDay(day) => last_day(day, date?).map(Period::day),
        Point::MonthAway(shift, month) => month_away(shift, month, date?),
        Point::Away(count, unit) => away(date?, count, unit),
        Point::FromAnchor(count, unit) => from_anchor(setting, count, unit),
    }
}

/// From one point to another. A year that only one of them names is that of both.
pub(super) fn between(from: Point, to: Point, setting: &Setting<'_>) -> Option<Period> {
    let year = |point| match point {
        Point::Day(year, ..) | Point::Month(year, _) => year,
        _ => None,
    };
    let with = |point, year: Option<i16>| match point {
        Point::Day(None, month, day) => Point::Day(year, month, day),
        Point::Month(None, month) => Point::Month(year, month),
        other => other,
    };
    if let Some(shared) = year(from).or(year(to)) {
        let (from, to) = (with(from, Some(shared)), with(to, Some(shared)));
        return Period::interval(period(from, setting)?, period(to, setting)?);
    }
    // "from Monday to Wednesday" of the past ends before the document's date, of the future begins after it.
    if setting.direction == Direction::Past {
        let end = period(to, setting)?;
        let before = Setting { date: Some(end.first), ..*setting };
        return Period::interval(period(from, &before)?, end);
    }
    let begin = period(from, setting)?;
    let after = Setting { date: Some(begin.first), ..*setting };
    Period::interval(begin, period(to, &after)?)
}

/// "the last two years", "the next three days": up to the document's date, or from it.
pub(super) fn around(count: i64, unit: Unit, date: Date) -> Option<Period> {
    let far = away(date, count, unit)?;
    let near = match unit {
        Unit::Hour => return None,
        Unit::Day | Unit::Week | Unit::Weekend => Period::day(date),
        Unit::Month | Unit::Quarter => Period::month(date.year(), date.month())?,
        _ => Period::year(date.year())?,
    };
    if count < 0 { Period::interval(far, near) } else { Period::interval(near, far) }
}

/// So many units before or after a day; one unit of weeks and longer is the whole of it.
fn away(date: Date, count: i64, unit: Unit) -> Option<Period> {
    let count = Some(count).filter(|count| count.abs() <= MAX_UNITS)?;
    // "2024 decades ago" is further than a span reaches.
    let year = |years: i64| date.checked_add(Span::new().try_years(years).ok()?).ok();
    match unit {
        Unit::Hour => None,
        Unit::Day => date.checked_add(count.days()).ok().map(Period::day),
        Unit::Week => week(date, count, Weekday::Monday),
        Unit::Weekend => week(date, count, Weekday::Saturday),
        Unit::Month => {
            let found = date.first_of_month().checked_add(count.months()).ok()?;
            Period::month(found.year(), found.month())
        }
        Unit::Quarter => {
            let first = (date.month() - 1) / 3 * 3 + 1;
            let start = Date::new(date.year(), first, 1).ok()?.checked_add((count * 3).months()).ok()?;
            part(Shift::Of(start.year()), start.month(), 3, None)
        }
        Unit::Year => Period::year(year(count)?.year()),
        Unit::Decade | Unit::Century => {
            let length: i16 = if unit == Unit::Decade { 10 } else { 100 };
            let found = year(count * i64::from(length))?.year();
            let first = found - found.rem_euclid(length);
            Period::interval(Period::year(first.max(1))?, Period::year(first.checked_add(length - 1)?)?)
        }
    }
}

/// From a day of the week to its Sunday.
fn week(date: Date, shift: i64, from: Weekday) -> Option<Period> {
    let first = day_in_week(date, shift, from)?;
    let last = day_in_week(date, shift, Weekday::Sunday)?;
    Period::interval(Period::day(first), Period::day(last))
}

fn day_in_week(date: Date, weeks: i64, day: Weekday) -> Option<Date> {
    let back = i64::from(Weekday::Monday.until(date.weekday()));
    let forward = i64::from(Weekday::Monday.until(day));
    date.checked_add((weeks * 7 - back + forward).days()).ok()
}

fn last_day(day: Weekday, date: Date) -> Option<Date> {
    day_in_week(date, 0, day).filter(|found| *found < date).or_else(|| day_in_week(date, -1, day))
}

fn nearest_weekday(day: Weekday, date: Date, direction: Direction) -> Option<Date> {
    let forward = i64::from(date.weekday().until(day));
    let shift = match direction {
        Direction::Future => forward,
        Direction::Past if forward == 0 => 0,
        Direction::Past => forward - 7,
    };
    date.checked_add(shift.days()).ok()
}

/// A day without a year, in the direction of the clause; the 29th of February may be four years away.
fn nearest_day(month: i8, day: i8, date: Date, direction: Direction) -> Option<Period> {
    let in_year = |years: i16| Date::new(date.year().checked_add(years)?, month, day).ok();
    let found = match direction {
        Direction::Past => (0..=8).find_map(|back: i16| in_year(-back).filter(|found| *found <= date)),
        Direction::Future => (0..=8).find_map(|on| in_year(on).filter(|found| *found >= date)),
    };
    found.map(Period::day)
}

fn nearest_month(month: i8, date: Date, direction: Direction) -> Option<Period> {
    let shift = match direction {
        Direction::Past if month > date.month() => -1,
        Direction::Future if month < date.month() => 1,
        _ => 0,
    };
    Period::month(date.year() + shift, month)
}

/// "last March" is the latest that is over, "next March" the first that has not begun, "this March" that of the year.
fn month_away(shift: i64, month: i8, date: Date) -> Option<Period> {
    let year = match shift.signum() {
        -1 if month >= date.month() => -1,
        1 if month <= date.month() => 1,
        _ => 0,
    };
    Period::month(date.year() + year, month)
}

/// Months of a year: a quarter, a season.
fn part(shift: Shift, month: i8, length: i8, date: Option<Date>) -> Option<Period> {
    let of = |year: i16| {
        let first = Date::new(year, month, 1).ok()?;
        let end = first.checked_add(i64::from(length - 1).months()).ok()?;
        Period::interval(Period::month(year, month)?, Period::month(end.year(), end.month())?)
    };
    match shift {
        Shift::Of(year) => of(year),
        Shift::Away(shift) => {
            let date = date?;
            let years: Vec<Period> = (-2..=2).filter_map(|step| of(date.year().checked_add(step)?)).collect();
            let found = match shift {
                ..0 => years.iter().rfind(|found| found.last < date),
                1.. => years.iter().find(|found| found.first > date),
                // "this winter", told in January, began in December.
                0 => years.iter().find(|found| found.last >= date),
            };
            found.copied()
        }
    }
}

/// Measured from the time told before, which must be as exact as the unit.
fn from_anchor(setting: &Setting<'_>, count: i64, unit: Unit) -> Option<Period> {
    let anchor = setting.anchor?;
    let is_day = anchor.start == anchor.end;
    let is_year = anchor.start.year() == anchor.end.year();
    let is_month = is_year && anchor.start.month() == anchor.end.month();
    let is_exact = match unit {
        Unit::Hour | Unit::Day | Unit::Week | Unit::Weekend => is_day,
        Unit::Month | Unit::Quarter => is_month,
        _ => is_year,
    };
    if is_exact { away(anchor.start, count, unit) } else { None }
}
