//! Who held office when the others of a text did: of two of one name, the one whose time they share is meant.
//!
//! Comes in: the terms of those that a text names, and candidates. Goes out: how long each candidate's overlap with them. Never
//! here: the date of the text, or a decision.

use std::collections::BTreeSet;

use crate::link::entry::Entry;
use crate::ontology::Class;

/// How many times longer than any other a time has to be shared.
const LEAD: i64 = 10;

/// First and last day of an office, as numbers of days.
type Term = (i64, i64);

/// The terms of office of persons that a text names, each with its place in the scene.
#[derive(Debug, Default)]
pub(super) struct Terms(Vec<(usize, Term)>);

impl Terms {
    /// Adds those of a person who was chosen.
    pub(super) fn add(&mut self, at: usize, entry: &Entry) {
        self.0.extend(of(entry).into_iter().map(|term| (at, term)));
    }

    /// Days that somebody held an office while others than the entity at `at` did; 1 if one only handed over to the other, 0 for no
    /// time at all.
    pub(super) fn shared(&self, entry: &Entry, at: usize) -> i64 {
        let own = of(entry);
        let others = self.0.iter().filter(|(other, _)| *other != at).map(|(_, term)| term);
        let pairs =
            others.flat_map(|other| own.iter().map(move |own| own.1.min(other.1) - own.0.max(other.0) + 1));
        pairs.max().unwrap_or_default().max(0)
    }
}

/// Whether one of several shares the time of the others of the text, and the rest hardly does.
pub(super) fn is_sole(shared: &[i64], number: usize) -> bool {
    let own = shared.get(number).copied().unwrap_or_default();
    let mut rest = shared.iter().enumerate().filter(|(at, _)| *at != number);
    own > 0 && shared.len() > 1 && rest.all(|(_, other)| other.saturating_mul(LEAD) < own)
}

fn of(entry: &Entry) -> BTreeSet<Term> {
    let periods = entry.offices.iter().map(|office| &office.period).filter(|_| entry.class == Class::Person);
    let terms = periods.filter_map(|period| Some((day(&period.start, 0)?, day(&period.end, END)?)));
    terms.filter(|(start, end)| start <= end).collect()
}

/// What an open end is: no overlap is longer than a life in office.
const END: i64 = 9999 * YEAR;
const YEAR: i64 = 366;

/// Days since the year 0, months of 31 and years of 366 days: near enough to compare. An empty date is `open`.
fn day(date: &str, open: i64) -> Option<i64> {
    if date.is_empty() {
        return (open > 0).then_some(open);
    }
    let mut parts = date.splitn(3, '-').map(str::parse::<i64>);
    let year = parts.next()?.ok()?;
    let [month, day] = [parts.next(), parts.next()].map(|part| part.and_then(Result::ok).unwrap_or(1));
    Some(year * YEAR + (month - 1) * 31 + day - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::entry::{Office, Period};

    fn holder(terms: &[(&str, &str)]) -> Entry {
        let mut entry = Entry::new("Q1", "Alice Berg", Class::Person);
        entry.offices = terms
            .iter()
            .map(|(start, end)| Office {
                office: "president".into(),
                label: String::new(),
                country: String::new(),
                period: Period { start: (*start).into(), end: (*end).into() },
                sure_until: String::new(),
            })
            .collect();
        entry
    }

    #[test]
    fn the_one_whose_time_the_others_share_is_told_from_the_rest() {
        let mut terms = Terms::default();
        terms.add(0, &holder(&[("1985-03-11", "1991-12-25")]));
        terms.add(1, &holder(&[("2009-01-20", "2017-01-20")]));
        let elder = holder(&[("1981-01-20", "1989-01-20"), ("1989-01-20", "1993-01-20")]);
        let younger = holder(&[("2001-01-20", "2009-01-20")]);
        let shared = [&elder, &younger].map(|entry| terms.shared(entry, 2));
        assert_eq!(shared[1], 1, "he handed over");
        assert_eq!([0, 1].map(|number| is_sole(&shared, number)), [true, false]);
        assert_eq!(terms.shared(&elder, 0), 0, "nobody shares their own time");
        assert_eq!(terms.shared(&holder(&[]), 2), 0);
        assert!(!is_sole(&[5], 0) && !is_sole(&[0, 0], 0) && !is_sole(&[50, 40], 0));
    }

    #[test]
    fn dates_may_be_months_years_or_open() {
        assert_eq!(day("1989", 0), Some(1989 * YEAR));
        assert!(day("1989-01-20", 0) < day("1989-02", 0));
        assert_eq!((day("", 0), day("", END), day("soon", 0)), (None, Some(END), None));
    }
}
