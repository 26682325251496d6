//! What the names of an entity may stand for, before anything is weighed: each entry once, in the surest way that found it.
//!
//! Comes in: candidates of one name after the other. Goes out: those whose class fits, with the name that found each. Never
//! here: scores.

use std::sync::Arc;

use crate::link::entry::{Entry, NameKind};
use crate::link::find::{Candidate, How};
use crate::ontology::Class;

/// A candidate of an entity.
#[derive(Debug)]
pub(super) struct Found {
    pub candidate: Arc<Candidate>,
    /// The name that it was found by.
    pub name: String,
    /// Whether its class is not the entity's.
    pub is_near: bool,
    /// Names of the entity that it has.
    pub names: usize,
    /// Where the state in its name comes from.
    pub form: Form,
    /// Whether it alone has one of the names just so.
    pub is_alone: bool,
}

/// How the name that was looked up differs from that of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// It does not.
    Plain,
    /// The text names the state, and the entry has the name without it or with the state called otherwise.
    OfState,
    /// The text leaves out the state that it speaks of most, and the entry has it in its name.
    Completed,
}

/// What was found of one entity: each entry once.
pub(super) struct Findings {
    pub class: Class,
    pub list: Vec<Found>,
}

impl Findings {
    /// Takes the candidates of one name of the entity.
    pub(super) fn take_all(&mut self, candidates: &[Arc<Candidate>], name: &str) {
        let is_sure = |candidate: &&Arc<Candidate>| {
            let is_stated = candidate.how <= How::Acronym && candidate.kind != NameKind::Initials;
            is_stated && self.fits(candidate).is_some()
        };
        let sure: Vec<&Arc<Candidate>> = candidates.iter().filter(is_sure).collect();
        let alone =
            if let [only] = sure.as_slice() { Some(only.entry.identifier().to_owned()) } else { None };
        for candidate in candidates {
            self.take(candidate, name, Form::Plain);
        }
        if let Some(found) = alone.and_then(|id| self.find(&id)) {
            found.is_alone = true;
        }
    }

    /// Takes a candidate that a name found, if its class fits.
    pub(super) fn take(&mut self, candidate: &Arc<Candidate>, name: &str, form: Form) {
        let Some(is_near) = self.fits(candidate) else { return };
        match self.find(candidate.entry.identifier()) {
            Some(known) => {
                known.names += usize::from(!known.name.eq_ignore_ascii_case(name));
                if candidate.how < known.candidate.how {
                    (known.candidate, known.name) = (candidate.clone(), name.to_owned());
                    known.form = form;
                }
            }
            None => {
                let (candidate, name) = (candidate.clone(), name.to_owned());
                self.list.push(Found { candidate, name, is_near, names: 1, form, is_alone: false });
            }
        }
    }

    /// Leaves out what only this program has an identifier for, where others have one for the same: the gazetteer's "US Supreme
    /// Court" is the Supreme Court of the United States.
    pub(super) fn drop_doubles(&mut self) {
        let is_public =
            |found: &&Found| found.candidate.how <= How::Sound && !is_unlisted(&found.candidate.entry);
        let known: Vec<(Class, Vec<String>)> = (self.list.iter().filter(is_public))
            .map(|found| (found.candidate.entry.class, found.candidate.entry.countries.clone()))
            .collect();
        self.list.retain(|found| {
            let entry = &found.candidate.entry;
            let is_it = |(class, countries): &(Class, Vec<String>)| {
                *class == entry.class && countries.iter().any(|country| entry.countries.contains(country))
            };
            // A strip and its city, or a province and its capital, are two.
            !is_unlisted(entry) || entry.class == Class::Place || !known.iter().any(is_it)
        });
    }

    fn find(&mut self, identifier: &str) -> Option<&mut Found> {
        self.list.iter_mut().find(|found| found.candidate.entry.identifier() == identifier)
    }

    /// Whether a candidate is of a class that is only near; `None` if it cannot be meant.
    fn fits(&self, candidate: &Candidate) -> Option<bool> {
        let is_name = !candidate.is_mixed && candidate.kind != NameKind::Adjective;
        is_near(self.class, candidate.entry.class).filter(|_| is_name)
    }
}

/// Whether no list of others has an identifier for it.
fn is_unlisted(entry: &Entry) -> bool {
    is_own(entry) || entry.identifiers.iter().all(|id| id.starts_with("armed-group:"))
}

/// Whether nobody but this program has an identifier for it: then a link would tell nothing.
pub(super) fn is_own(entry: &Entry) -> bool {
    entry.identifiers.iter().all(|id| id.starts_with("gazetteer:") || id.starts_with("seat:"))
}

/// Whether what the text takes for one class may be of another: `None` if not, `Some(true)` if they are only near.
fn is_near(asked: Class, known: Class) -> Option<bool> {
    use Class::{
        Agreement, ArmedGroup, Event, GovernmentBody, Group, Organization, Person, Place, Proposal, Share,
        State, War,
    };
    let near: &[Class] = match asked {
        Person | Share | Proposal => &[],
        State => &[Place],
        Place => &[State],
        GovernmentBody => &[Organization, ArmedGroup],
        Organization => &[GovernmentBody, ArmedGroup, Group],
        ArmedGroup => &[Organization, GovernmentBody, Group],
        Group => &[Organization, ArmedGroup],
        Event => &[War],
        War => &[Event],
        Agreement => &[Event],
    };
    if asked == known { Some(false) } else { near.contains(&known).then_some(true) }
}
