//! Which statements of documents count, by relation, status, time and confidence.
//!
//! Comes in: a statement with the day of its document. Goes out: whether it counts. Never looks at anything else.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Relations, days};
use crate::archive::digest::sketch::StatementSketch;
use crate::ontology::Status;

/// Which statements count. The default takes all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// Local names of relations, or families of relations; empty for all.
    pub relations: BTreeSet<String>,
    /// Statuses; empty for all.
    pub statuses: BTreeSet<Status>,
    /// Nothing that ended before this day. A statement without a time counts by the date of its document.
    pub since: Option<Date>,
    /// Nothing that began after this day.
    pub until: Option<Date>,
    /// Nothing less confident.
    pub min_confidence: f32,
}

impl Selection {
    /// Whether it takes every statement, so that entities without statements belong in the network too.
    pub fn takes_all(&self) -> bool {
        *self == Self::default()
    }

    /// Whether `statement` of a document of `date` counts.
    pub fn takes(&self, statement: &StatementSketch<'_>, date: Option<&str>, relations: &Relations) -> bool {
        (self.statuses.is_empty()
            || Status::from_text(statement.status).is_some_and(|status| self.statuses.contains(&status)))
            && self.takes_but_status(statement, date, relations)
    }

    /// Whether `statement` would count if its status were one of those wanted.
    pub fn takes_but_status(
        &self,
        statement: &StatementSketch<'_>,
        date: Option<&str>,
        relations: &Relations,
    ) -> bool {
        let family = relations.get(statement.predicate).map_or("", |relation| relation.family.as_str());
        let wanted = |name: &str| self.relations.contains(name);
        (self.relations.is_empty() || wanted(statement.predicate) || (!family.is_empty() && wanted(family)))
            && statement.confidence >= self.min_confidence
            && self.takes_time(statement.time.and_then(days).or_else(|| date.and_then(days)))
    }

    /// Whether a time from its first to its last day counts; unknown times do unless a limit is set.
    fn takes_time(&self, time: Option<(Date, Date)>) -> bool {
        match time {
            Some((first, last)) => {
                self.since.is_none_or(|since| last >= since) && self.until.is_none_or(|until| first <= until)
            }
            None => self.since.is_none() && self.until.is_none(),
        }
    }
}
