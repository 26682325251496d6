//! The grammar of time expressions: words to [`Phrase`]s.
//!
//! A hand-written reader from left to right that takes the longest expression at each place. It knows no date: "on
//! Monday" is a weekday here, whichever is meant. Points in time are read in [`super::point`].

use super::point::{DAYS, repeating, same_kind, singular, unit, valid_day};
use super::word::{Reader, words};
use super::{Form, Phrase, Point};
use crate::document::Span;

/// Words before a bare year or month that make it one.
const LEADS: [&str; 17] = [
    "in", "since", "by", "until", "till", "during", "from", "to", "between", "before", "after", "through",
    "of", "early", "late", "mid", "for",
];

/// Expressions in a text of this many words at most; what comes after them is not read.
const MAX_PHRASES: usize = 10_000;

/// The time expressions of `text`, which begins at byte `offset` of its document, in order and without overlap.
pub fn phrases(text: &str, offset: usize) -> Vec<Phrase> {
    read(text, offset, expression)
}

/// The longest expression at a word.
fn expression(reader: &Reader<'_>, at: usize) -> Option<Hit> {
    reader.expression(at)
}

/// The points in time of `text`, each for itself: both ends of "1927–1986".
pub(super) fn points(text: &str, offset: usize) -> Vec<Phrase> {
    read(text, offset, |reader, at| {
        let (point, end) = reader.point(at, true)?;
        Some(Hit { form: Some(Form::At(point)), first: at, end })
    })
}

fn read(text: &str, offset: usize, expression: impl Fn(&Reader<'_>, usize) -> Option<Hit>) -> Vec<Phrase> {
    let words = words(text);
    let reader = Reader { words: &words };
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() && found.len() < MAX_PHRASES {
        let Some(Hit { form, first, end }) = expression(&reader, at) else {
            at += 1;
            continue;
        };
        if let Some(form) = form
            && let (Some(a), Some(b)) = (words.get(first), words.get(end - 1))
        {
            found.push(Phrase { span: Span::new(offset + a.start, offset + b.end), form });
        }
        at = end.max(at + 1);
    }
    found
}

/// An expression from word `first` to before word `end`; without a form it is read over.
struct Hit {
    form: Option<Form>,
    first: usize,
    end: usize,
}

impl Reader<'_> {
    fn expression(&self, at: usize) -> Option<Hit> {
        let hit = |form, end| Some(Hit { form: Some(form), first: at, end });
        match self.word(at) {
            "since" => {
                let (point, end) = self.point(at + 1, true)?;
                return hit(Form::Since(point), end);
            }
            "until" | "till" | "by" => {
                let (point, end) = self.point(at + 1, true)?;
                return hit(Form::Until(point), end);
            }
            "before" | "after" => {
                // Neither says when.
                let (_, end) = self.point(at + 1, true)?;
                return Some(Hit { form: None, first: at, end });
            }
            "from" => {
                if let Some((form, end)) = self.range(at + 1, &["to", "until", "till", "through", "-"]) {
                    return hit(form, end);
                }
                return None;
            }
            "between" => {
                if let Some((form, end)) = self.range(at + 1, &["and"]) {
                    return hit(form, end);
                }
                return None;
            }
            "every" | "each" => return self.every(at),
            "daily" | "weekly" | "monthly" | "annually" | "yearly" => {
                let value = match self.word(at) {
                    "daily" => "R/P1D",
                    "weekly" => "R/P1W",
                    "monthly" => "R/P1M",
                    _ => "R/P1Y",
                };
                return hit(Form::Frequency(value.into()), at + 1);
            }
            "once" | "twice" if self.is(at + 1, &["a", "an", "every", "each"]) => {
                let unit = unit(self.word(at + 2))?;
                return hit(Form::Frequency(repeating(unit)?), at + 3);
            }
            _ => {}
        }
        if let Some((form, end)) = self.compact_range(at).or_else(|| self.around(at)) {
            return hit(form, end);
        }
        if let Some(end) = self.unsure_date(at) {
            return Some(Hit { form: None, first: at, end });
        }
        let is_led = LEADS.contains(&self.before(at));
        if let Some((point, end)) = self.point(at, is_led) {
            // "May to July 2011", "2010 to 2012"
            if self.is(end, &["to", "until", "through"])
                && let Some((to, end)) = self.point(end + 1, true)
                && same_kind(point, to)
            {
                return hit(Form::Between(point, to), end);
            }
            return hit(Form::At(point), end);
        }
        self.length(at)
    }

    /// "May 3 to 5 June" behind "from": two points with one of `joints` between.
    fn range(&self, at: usize, joints: &[&str]) -> Option<(Form, usize)> {
        let at = self.past_the(at);
        if let Some((form, end)) = self.days_of_month(at, joints) {
            return Some((form, end));
        }
        let (from, joint) = self.point(at, true)?;
        if !self.is(joint, joints) {
            return None;
        }
        let (to, end) = self.point(self.past_the(joint + 1), true)?;
        Some((Form::Between(from, to), end))
    }

    /// "2010–12", "2010-2012", "3-5 May", "May 3–5, 2011".
    fn compact_range(&self, at: usize) -> Option<(Form, usize)> {
        const DASHES: [&str; 4] = ["-", "–", "—", "‑"];
        if let Some(found) = self.days_of_month(at, &DASHES) {
            return Some(found);
        }
        let year = self.year_number(at)?;
        let is_joined = self.is(at + 1, &DASHES) && self.is_close(at + 1) && self.is_close(at + 2);
        if !is_joined || self.is_close(at + 3) && self.is(at + 3, &DASHES) {
            return None;
        }
        let end = match self.word(at + 2).len() {
            4 => self.year_number(at + 2)?,
            2 => year - year % 100 + self.number(at + 2)?,
            _ => return None,
        };
        (end > year).then_some((Form::Between(Point::Year(year), Point::Year(end)), at + 3))
    }

    /// Two days of one month.
    fn days_of_month(&self, at: usize, joints: &[&str]) -> Option<(Form, usize)> {
        if let Some((month, first)) = self.month_name(at) {
            let (from, to) = (self.day_number(first)?, self.day_number(first + 2)?);
            if !self.is(first + 1, joints) || from >= to {
                return None;
            }
            let (year, end) = self.year_after(first + 3);
            return Some((Form::Between(valid_day(year, month, from)?, valid_day(year, month, to)?), end));
        }
        let (from, to) = (self.day_number(at)?, self.day_number(at + 2)?);
        let (month, end) = self.month_name(at + 3).filter(|_| self.is(at + 1, joints) && from < to)?;
        let (year, end) = self.year_after(end);
        Some((Form::Between(valid_day(year, month, from)?, valid_day(year, month, to)?), end))
    }

    /// "the last two years", "the next three days", "in the past decade".
    fn around(&self, at: usize) -> Option<(Form, usize)> {
        let first = self.past_the(at);
        let sign = match self.word(first) {
            "last" | "past" => -1,
            "next" | "coming" => 1,
            _ => return None,
        };
        let (count, end) = self.count(first + 1).filter(|_| !self.is(first + 1, &["a", "an"]))?;
        let unit = unit(self.word(end))?;
        Some((Form::Around(sign * count, unit), end + 1))
    }

    /// "every day", "each week", "every Monday".
    fn every(&self, at: usize) -> Option<Hit> {
        let value = if DAYS.iter().any(|(name, _)| *name == self.word(at + 1)) {
            "R/P1W".to_owned()
        } else {
            repeating(singular(self.word(at + 1))?)?
        };
        Some(Hit { form: Some(Form::Frequency(value)), first: at, end: at + 2 })
    }

    /// "three days", "a three-day visit"; an age is none.
    fn length(&self, at: usize) -> Option<Hit> {
        let (count, end) = self.count(at)?;
        let end = end + usize::from(self.word(end) == "-");
        let unit = unit(self.word(end))?;
        let next = end + 1 + usize::from(self.word(end + 1) == "-");
        let is_age =
            self.is(next, &["old", "olds"]) || self.is(next, &["of"]) && self.word(next + 1) == "age";
        // "a year" and "a day" are mostly rates ("twice a day") or no length at all.
        let is_length = count > 1 || matches!(self.before(at), "for" | "within" | "lasted" | "lasting" | "-");
        let form = (!is_age && is_length).then_some(Form::Duration(count, unit));
        Some(Hit { form, first: at, end: end + 1 })
    }
}
