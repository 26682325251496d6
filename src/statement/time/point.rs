//! The grammar of points in time: "last Friday", "3 May 2011", "two days ago", "the 1990s".

use jiff::civil::Weekday;

use super::word::Reader;
use super::{Form, Phrase, Point, Shift, Unit};
use crate::document::Span;
use crate::source::date::MONTHS;

/// Months that are other words or names as well; alone they need a preposition before them.
const AMBIGUOUS_MONTHS: [i8; 4] = [3, 4, 5, 6];

pub(super) const DAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// First month of each, in the northern half of the world.
const SEASONS: [(&str, i8); 5] = [("spring", 3), ("summer", 6), ("autumn", 9), ("fall", 9), ("winter", 12)];

const ORDINALS: [&str; 21] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
];

/// Parts of a day, which dates do not tell.
const PARTS: [&str; 6] = ["morning", "afternoon", "evening", "night", "noon", "midnight"];

/// A point and the word after it.
type At = Option<(Point, usize)>;

impl Reader<'_> {
    pub(super) fn past_the(&self, at: usize) -> usize {
        at + usize::from(self.is(at, &["the"]))
    }

    /// Past "the end of", "early", "late": the period stays whole.
    pub(super) fn edge(&self, at: usize) -> usize {
        let mut end = self.past_the(at);
        if self.is(end, &["end", "beginning", "start", "middle", "close", "turn", "rest"])
            && self.word(end + 1) == "of"
        {
            end = self.past_the(end + 2);
            // "the end of the year" is the document's.
            return end;
        }
        if self.is(end, &["early", "late", "mid", "earlier", "later", "very"]) {
            end += 1;
            end += usize::from(self.word(end) == "-" || self.is(end, &["in", "on"]));
            return self.past_the(end);
        }
        at
    }

    /// A point in time at word `at`; `is_led` if what stands before makes a bare year or month one.
    pub(super) fn point(&self, at: usize, is_led: bool) -> At {
        let after_edge = self.edge(at);
        if after_edge != at {
            let is_edge_of =
                self.word(after_edge.saturating_sub(1)) == "the" && self.is_edge_unit(at, after_edge);
            if is_edge_of && let Some(unit) = unit(self.word(after_edge)) {
                return Some((Point::Away(0, unit), after_edge + 1));
            }
            return self.point_without_edge(after_edge, true);
        }
        self.point_without_edge(at, is_led)
    }

    /// "the end of the year", "later in the week".
    pub(super) fn is_edge_unit(&self, at: usize, unit: usize) -> bool {
        unit > at + 1
            && self.is(unit, &["week", "month", "year", "decade", "century", "day"])
            && !self.is(unit + 1, &["of", "before", "after"])
    }

    pub(super) fn point_without_edge(&self, at: usize, is_led: bool) -> At {
        self.iso(at)
            .or_else(|| self.numeric(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.day_and_month(at))
            .or_else(|| self.month(at, is_led))
            .or_else(|| self.deictic(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.part_of_year(at))
            .or_else(|| self.years(at))
            .or_else(|| self.year(at, is_led))
    }

    /// "2025-01-20"
    pub(super) fn iso(&self, at: usize) -> At {
        let is_joined = (1..5).all(|i| self.is_close(at + i));
        let (y, m, d) = (self.number(at)?, self.number(at + 2)?, self.number(at + 4)?);
        let is_iso =
            is_joined && self.word(at).len() == 4 && self.word(at + 1) == "-" && self.word(at + 3) == "-";
        (is_iso && is_day(m, d)).then_some((Point::Day(Some(y), small(m)?, small(d)?), at + 5))
    }

    /// "25/12/2011" and "12/25/2011".
    pub(super) fn numeric(&self, at: usize) -> At {
        let (a, b, y) = self.slashed(at)?;
        let point = if a > 12 && is_day(b, a) || a == b && is_day(a, b) {
            Point::Day(Some(y), small(b)?, small(a)?)
        } else if b > 12 && is_day(a, b) {
            Point::Day(Some(y), small(a)?, small(b)?)
        } else {
            return None;
        };
        Some((point, at + 5))
    }

    /// The end of a date that may be read in two ways, or that the calendar does not have.
    pub(super) fn unsure_date(&self, at: usize) -> Option<usize> {
        if let Some((month, end)) = self.day_number(at).and_then(|_| self.month_name(at + 1)) {
            let is_day = self.day_number(at).is_some_and(|day| valid_day(None, month, day).is_some());
            return (!is_day).then(|| self.year_after(end).1);
        }
        self.slashed(at).map(|_| at + 5).filter(|_| self.numeric(at).is_none())
    }

    pub(super) fn slashed(&self, at: usize) -> Option<(i16, i16, i16)> {
        let is_joined = (1..5).all(|i| self.is_close(at + i));
        let is_slashed = self.word(at + 1) == self.word(at + 3) && self.is(at + 1, &["/", "."]);
        let is_year = self.word(at + 4).len() == 4;
        if !(is_joined && is_slashed && is_year) {
            return None;
        }
        Some((self.number(at)?, self.number(at + 2)?, self.number(at + 4)?))
    }

    /// "Wednesday", "Wednesday morning", "Wednesday, 3 May".
    pub(super) fn weekday(&self, at: usize) -> At {
        let day = DAYS.iter().find(|(name, _)| *name == self.word(at))?.1;
        if !self.is_capital(at) {
            return None;
        }
        let next = at + 1 + usize::from(self.word(at + 1) == ",");
        let next = next + usize::from(self.word(next) == "the");
        if let Some(found) = self.day_and_month(next) {
            return Some(found);
        }
        let end = at + 1;
        if self.is(end, &["last", "next"]) && self.word(end + 1) == "week" {
            let shift = if self.word(end) == "last" { -1 } else { 1 };
            return Some((Point::DayOfWeek(shift, day), end + 2));
        }
        Some((Point::Weekday(day), self.past_part(end)))
    }

    /// Past a part of the day.
    pub(super) fn past_part(&self, at: usize) -> usize {
        at + usize::from(self.is(at, &PARTS))
    }

    /// "3 May 2011", "3rd of May", "May 3, 2011".
    pub(super) fn day_and_month(&self, at: usize) -> At {
        if let Some(day) = self.day_number(at) {
            let month = at + 1 + usize::from(self.word(at + 1) == "of");
            let (m, end) = self.month_name(month)?;
            let (year, end) = self.year_after(end);
            return valid_day(year, m, day).map(|point| (point, end));
        }
        let (m, end) = self.month_name(at)?;
        let day = self.day_number(self.past_the(end))?;
        // "May 2011" has no day, and "in May 12 people were killed" neither.
        let end = self.past_the(end) + 1;
        let is_counted = self.words.get(end).is_some_and(|next| {
            !next.is_capital
                && next.text.len() > 3
                && next.text.ends_with('s')
                && !self.is(end, &["this", "was", "has"])
        }) || self
            .is(end, &["people", "men", "women", "per", "%", "percent", "million", "billion"]);
        if is_counted {
            return None;
        }
        let (year, end) = self.year_after(end);
        valid_day(year, m, day).map(|point| (point, end))
    }

    /// "2011" or ", 2011" behind a day.
    pub(super) fn year_after(&self, at: usize) -> (Option<i16>, usize) {
        let year = at + usize::from(self.word(at) == ",");
        match self.year_number(year) {
            // "on May 3, 2000 people"
            Some(_)
                if year > at
                    && !self.is(year + 1, &["", ",", ".", ")", ";", ":", "-", "–", "—"])
                    && self.counts(year + 1) =>
            {
                (None, at)
            }
            Some(found) => (Some(found), year + 1),
            None => (None, at),
        }
    }

    /// Whether a word looks like what a number counts.
    pub(super) fn counts(&self, at: usize) -> bool {
        let word = self.word(at);
        !self.is_capital(at)
            && (word.len() > 3
                && word.ends_with('s')
                && !self.is(at, &["this", "was", "has", "its", "his", "as"])
                || self.is(
                    at,
                    &[
                        "people",
                        "men",
                        "women",
                        "children",
                        "per",
                        "percent",
                        "%",
                        "km",
                        "kilometres",
                        "police",
                    ],
                ))
    }

    pub(super) fn day_number(&self, at: usize) -> Option<i16> {
        let word = self.word(at);
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let is_short = !digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit());
        is_short.then(|| digits.parse().ok())?.filter(|day| (1..=31).contains(day))
    }

    pub(super) fn month_name(&self, at: usize) -> Option<(i8, usize)> {
        if !self.is_capital(at) {
            return None;
        }
        let word = self.word(at);
        let is_whole = |month: &str| month == word;
        let is_short = |month: &str| {
            (word.len() == 3 && month.starts_with(word) || word == "sept" && month == "september")
                && word != "may"
        };
        let found = MONTHS.iter().position(|month| is_whole(month) || is_short(month))?;
        let is_abbreviated = !is_whole(MONTHS[found]);
        let end = at + 1 + usize::from(is_abbreviated && self.word(at + 1) == "." && self.is_close(at + 1));
        Some((i8::try_from(found + 1).ok()?, end))
    }

    /// "March 2022", "in March", "late March", "November".
    pub(super) fn month(&self, at: usize, is_led: bool) -> At {
        let (month, end) = self.month_name(at)?;
        let year = end + usize::from(self.is(end, &[",", "of"]));
        if let Some(found) = self.year_number(year) {
            return Some((Point::Month(Some(found), month), year + 1));
        }
        let is_whole = self.word(at).len() > 4 || self.is(at, &["may", "june", "july"]);
        let is_sure = is_whole && !AMBIGUOUS_MONTHS.contains(&month);
        // "April Smith", "August von Mackensen": a capital follows names, and a range follows months.
        let is_name = self.is_capital(end) && !is_led;
        (is_led && is_whole || is_sure && !is_name).then_some((Point::Month(None, month), end))
    }

    /// "yesterday", "today", "tonight", "last night", "this morning".
    pub(super) fn deictic(&self, at: usize) -> At {
        let day = |shift, end| Some((Point::Away(shift, Unit::Day), end));
        match self.word(at) {
            "yesterday" => day(-1, self.past_part(at + 1)),
            "tomorrow" => day(1, self.past_part(at + 1)),
            "today" | "tonight" => day(0, at + 1),
            "last" if self.is(at + 1, &["night", "evening"]) => day(-1, at + 2),
            "this" if self.is(at + 1, &PARTS) => day(0, at + 2),
            "the" if self.word(at + 1) == "day" && self.is(at + 2, &["before", "after"]) => {
                match self.word(at + 3) {
                    "yesterday" => day(-2, at + 4),
                    "tomorrow" => day(2, at + 4),
                    // "the day after the attack" is measured from what only the world knows.
                    "" | "." | "," | ";" | ")" => {
                        let shift = if self.word(at + 2) == "before" { -1 } else { 1 };
                        Some((Point::FromAnchor(shift, Unit::Day), at + 3))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// "last week", "next Friday", "this year", "the following month", "the same day".
    pub(super) fn relative(&self, at: usize) -> At {
        let first = self.past_the(at);
        let is_definite = first > at;
        let next = first + 1;
        let (shift, is_anchored) = match self.word(first) {
            "last" | "past" => (-1, false),
            "previous" | "preceding" => (-1, true),
            "next" => (1, is_definite),
            "coming" | "upcoming" => (1, false),
            "following" => (1, true),
            "this" | "current" => (0, false),
            "same" if is_definite => (0, true),
            "that" if self.is(next, &["day", "week", "month", "year", "night", "evening", "morning"]) => {
                (0, true)
            }
            _ => return None,
        };
        // "past" and "previous" alone are adjectives: "past years", "previous president".
        let away = |count, unit| {
            if is_anchored { Point::FromAnchor(count, unit) } else { Point::Away(count, unit) }
        };
        if let Some(&(_, day)) = DAYS.iter().find(|(name, _)| *name == self.word(next)) {
            // "the following Monday" would need the anchor's week.
            let point = if shift == -1 { Point::LastDay(day) } else { Point::DayOfWeek(shift, day) };
            return (!is_anchored).then(|| (point, self.past_part(next + 1)));
        }
        if let Some((month, end)) = self.month_name(next).filter(|_| !is_anchored) {
            return Some((Point::MonthAway(shift, month), end));
        }
        if let Some(&(_, month)) = SEASONS.iter().find(|(name, _)| *name == self.word(next)) {
            return (!is_anchored).then_some((Point::Part(Shift::Away(shift), month, 3), next + 1));
        }
        if is_anchored && self.is(next, &PARTS) {
            return Some((away(shift, Unit::Day), next + 1));
        }
        let found = singular(self.word(next)).filter(|unit| *unit != Unit::Hour)?;
        // "this day", "the last day of the talks", "the next day of": what day that is the text must tell.
        let is_day = found == Unit::Day && !is_anchored;
        (!is_day && !self.is(next + 1, &["of"])).then(|| (away(shift, found), next + 1))
    }

    /// "two days ago", "a year later".
    pub(super) fn counted(&self, at: usize) -> At {
        let (count, end) = self.count(at)?;
        let unit = unit(self.word(end))?;
        let end = end + 1;
        match self.word(end) {
            "ago" => Some((Point::Away(-count, unit), end + 1)),
            "earlier" | "previously" | "prior" => Some((Point::FromAnchor(-count, unit), end + 1)),
            "later" | "afterwards" | "afterward" => Some((Point::FromAnchor(count, unit), end + 1)),
            "from" if self.is(end + 1, &["now", "today"]) => Some((Point::Away(count, unit), end + 2)),
            _ => None,
        }
    }

    /// A whole number of at most four figures and the word after it.
    pub(super) fn count(&self, at: usize) -> Option<(i64, usize)> {
        let word = self.word(at);
        if matches!(word, "a" | "an") {
            return Some((1, at + 1));
        }
        if word.len() > 12 || self.is_part_of_number(at) {
            return None;
        }
        let value = crate::entity::number(word)
            .filter(|value| (1.0..=9_999.0).contains(value) && value.fract() == 0.0)?;
        // "hundreds of years", "dozens": no number.
        let is_vague = matches!(word, "hundred" | "hundreds" | "thousand" | "thousands" | "dozen" | "dozens");
        #[expect(clippy::cast_possible_truncation, reason = "at most 9,999")]
        (!is_vague).then_some((value as i64, at + 1))
    }

    /// Whether the figures at word `at` go on before it: "3.5", "12,000".
    pub(super) fn is_part_of_number(&self, at: usize) -> bool {
        at >= 2
            && self.is_close(at)
            && self.is_close(at - 1)
            && self.is(at - 1, &[",", "."])
            && self.word(at - 2).ends_with(|c: char| c.is_ascii_digit())
    }

    /// "spring 2022", "the first quarter of 2023", "Q3 2023", "the second half of the year".
    pub(super) fn part_of_year(&self, at: usize) -> At {
        let first = self.past_the(at);
        if let Some(&(_, month)) = SEASONS.iter().find(|(name, _)| *name == self.word(first)) {
            let year = first + 1 + usize::from(self.is(first + 1, &["of", ","]));
            let found = self.year_number(year)?;
            return Some((Point::Part(Shift::Of(found), month, 3), year + 1));
        }
        let (ordinal, next) = match self.word(first) {
            "q1" => (1, first + 1),
            "q2" => (2, first + 1),
            "q3" => (3, first + 1),
            "q4" => (4, first + 1),
            word => (i8::try_from(ordinal(word)?).ok()?, first + 2),
        };
        let length = match self.word(next - 1) {
            "half" if ordinal <= 2 => 6,
            _ if ordinal > 4 => return None,
            "quarter" => 3,
            word if word.starts_with('q') => 3,
            _ => return None,
        };
        let of = next + usize::from(self.is(next, &["of", ","]));
        let month = (ordinal - 1) * length + 1;
        if let Some(year) = self.year_number(of) {
            return Some((Point::Part(Shift::Of(year), month, length), of + 1));
        }
        None
    }

    /// "the 1990s", "the 19th century", "the twentieth century".
    pub(super) fn years(&self, at: usize) -> At {
        let first = self.past_the(at);
        if let Some(digits) = self.word(first).strip_suffix('s')
            && digits.len() == 4
            && let Ok(year) = digits.parse::<i16>()
            && (1_000..=2_090).contains(&year)
            && year % 10 == 0
        {
            let length = if year % 100 == 0 && year < 2_000 { 99 } else { 9 };
            return Some((Point::Years(year, year + length), first + 1));
        }
        let (number, end) = self.century(first)?;
        Some((Point::Years((number - 1) * 100 + 1, number * 100), end))
    }

    pub(super) fn century(&self, at: usize) -> Option<(i16, usize)> {
        // "twenty-first" is three words.
        let joined = format!("{}-{}", self.word(at), self.word(at + 2));
        if self.word(at + 1) == "-" && joined == "twenty-first" && self.word(at + 3) == "century" {
            return Some((21, at + 4));
        }
        let dash = usize::from(self.word(at + 1) == "-");
        if self.word(at + 1 + dash) != "century" {
            return None;
        }
        let number = ordinal(self.word(at))?;
        Some((i16::try_from(number).ok()?, at + 2 + dash))
    }

    /// A year alone: "in 2014", "Moscow's 2022 invasion", but not "1,500 people".
    pub(super) fn year(&self, at: usize, is_led: bool) -> At {
        let year = self.year_number(at)?;
        let before = self.before(at);
        let is_amount = self.is_part_of_number(at)
            || matches!(
                before,
                "$" | "€"
                    | "£"
                    | "¥"
                    | "about"
                    | "over"
                    | "nearly"
                    | "some"
                    | "than"
                    | "least"
                    | "almost"
                    | "around"
                    | "approximately"
                    | "/"
                    | "no"
            )
            || (self.is(at + 1, &[",", "."])
                && self.is_close(at + 1)
                && self.is_close(at + 2)
                && self.number(at + 2).is_some())
            || self.is(at + 1, &["%", "km", "m", "kg", "percent", "per", "°"]);
        let is_sure = is_led && before != "to" && before != "for" && before != "of" && before != "by";
        let is_named =
            matches!(before, "s" | "'" | "’" | "the" | "a" | "his" | "her" | "their" | "its" | "this");
        (!is_amount && (is_sure || is_named || !self.counts(at + 1))).then_some((Point::Year(year), at + 1))
    }

    /// A year in figures; those before 1500 only news of history name, and amounts are more likely.
    pub(super) fn year_number(&self, at: usize) -> Option<i16> {
        let word = self.word(at);
        let is_figures = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        // "2001.5", "12.2001"
        is_figures.then(|| self.number(at))?.filter(|year| (1_500..=2_099).contains(year))
    }

    pub(super) fn number(&self, at: usize) -> Option<i16> {
        let word = self.word(at);
        (!word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok())?
    }
}

pub(super) fn same_kind(from: Point, to: Point) -> bool {
    std::mem::discriminant(&from) == std::mem::discriminant(&to)
}

/// A unit in the singular or plural.
pub(super) fn unit(word: &str) -> Option<Unit> {
    singular(word.strip_suffix('s').unwrap_or(word))
        .or_else(|| (word == "centuries").then_some(Unit::Century))
}

pub(super) fn singular(word: &str) -> Option<Unit> {
    Some(match word {
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "weekend" => Unit::Weekend,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        _ => return None,
    })
}

pub(super) fn repeating(unit: Unit) -> Option<String> {
    let phrase = Phrase { span: Span::new(0, 0), form: Form::Duration(1, unit) };
    phrase.duration().map(|duration| format!("R/{duration}"))
}

pub(super) fn ordinal(word: &str) -> Option<usize> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    if let Some(number) = digits.and_then(|digits| digits.parse::<usize>().ok()) {
        return (1..=21).contains(&number).then_some(number);
    }
    ORDINALS.iter().position(|ordinal| *ordinal == word).map(|at| at + 1)
}

pub(super) fn is_day(month: i16, day: i16) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

pub(super) fn small(number: i16) -> Option<i8> {
    i8::try_from(number).ok()
}

/// A day that the calendar has; without a year, in a leap year.
pub(super) fn valid_day(year: Option<i16>, month: i8, day: i16) -> Option<Point> {
    let day = small(day)?;
    jiff::civil::Date::new(year.unwrap_or(2_024), month, day).ok()?;
    Some(Point::Day(year, month, day))
}
