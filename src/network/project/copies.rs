//! What documents that print one text only describe is one actor.
//!
//! What has no name belongs to its document: "nine people" of two documents are eighteen. Of a wire report that was printed twice
//! they are the same nine. In come the drafts of a network and which documents are [`Copies`]; out go drafts in which what a
//! copy describes is what the first print describes in the same words. Nothing else is joined, and no mention is lost.

use std::collections::BTreeMap;

use super::{ActorDraft, Builder, MAX_EVIDENCE, TieDraft, count, insert, rank};
use crate::archive::duplicates::Copies;
use crate::graph::iri::Base;

impl Builder<'_> {
    /// Joins what copies describe with what the first print does. Gives, for each draft of an actor, the draft that it is now.
    pub(super) fn join_copies(&mut self, copies: &Copies) -> Vec<usize> {
        let mut now: Vec<usize> = (0..self.actors.len()).collect();
        if copies.is_empty() {
            return now;
        }
        let joined = self.described_again(copies);
        let iris: BTreeMap<String, String> =
            (joined.iter()).map(|(iri, &(_, first))| (iri.clone(), self.actors[first].iri.clone())).collect();
        for &(again, first) in joined.values() {
            let draft = std::mem::take(&mut self.actors[again]);
            self.actors[first].absorb(draft);
            now[again] = first;
        }
        let first_of = |iri: &String| iris.get(iri).cloned();
        for share in self.actors.iter_mut().filter_map(|draft| draft.share.as_mut()) {
            share.of = share.of.take().map(|whole| first_of(&whole).unwrap_or(whole));
        }
        for (_, draft) in self.ties.iter_mut().filter(|(_, draft)| !draft.tie.places.is_empty()) {
            let places = std::mem::take(&mut draft.tie.places).into_iter();
            places.for_each(|place| insert(&mut draft.tie.places, first_of(&place).unwrap_or(place)));
        }
        for at in 0..self.ties.len() {
            let (subject, relation, object, status, speaker) = self.ties[at].0;
            let moved = |actor: usize| now[actor] != actor;
            if !moved(subject) && !moved(object) && !speaker.is_some_and(moved) {
                continue;
            }
            let draft = std::mem::take(&mut self.ties[at].1);
            let (mut subject, mut object) = (now[subject], now[object]);
            if draft.tie.symmetric && self.actors[object].iri < self.actors[subject].iri {
                std::mem::swap(&mut subject, &mut object);
            }
            // What is left behind counts no statement, and is no tie.
            self.add_draft((subject, relation, object, status, speaker.map(|at| now[at])), draft);
        }
        now
    }

    /// By IRI: the drafts of what a copy describes, and of what the first print describes so.
    fn described_again(&self, copies: &Copies) -> BTreeMap<String, (usize, usize)> {
        let again = |(at, draft): (usize, &ActorDraft)| {
            let &[number] = draft.sources.as_slice() else { return None };
            let document = self.ids.get(number)?;
            let first = Base::redescribed(&draft.iri, document, copies.leader(document)?)?;
            Some((draft.iri.clone(), (at, self.find(&first)?)))
        };
        self.actors.iter().enumerate().filter_map(again).collect()
    }
}

impl ActorDraft {
    /// Takes what another document tells of the same.
    pub(super) fn absorb(&mut self, other: Self) {
        other.names.iter().for_each(|(name, by)| count(&mut self.names, name.as_str(), *by));
        other.classes.iter().for_each(|(class, by)| count(&mut self.classes, class, *by));
        for link in other.links {
            match self.links.iter_mut().find(|known| known.iri == link.iri) {
                Some(known) => {
                    known.score = known.score.max(link.score);
                    known.reason = known.reason.take().or(link.reason);
                }
                None => self.links.push(link),
            }
        }
        self.sources.extend(other.sources);
        self.statements += other.statements;
        self.texts += other.texts;
        self.said.extend(other.said);
        self.said.sort_by(|a, b| rank(&a.evidence).cmp(&rank(&b.evidence)));
        self.said.truncate(MAX_EVIDENCE);
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.last = [self.last, other.last].into_iter().flatten().max();
        self.share = self.share.take().or(other.share);
    }
}

impl TieDraft {
    /// Takes what another document tells of the same.
    pub(super) fn absorb(&mut self, other: Self) {
        let (tie, more) = (&mut self.tie, other.tie);
        tie.count += more.count;
        tie.documents += more.documents;
        tie.sources.extend(more.sources);
        more.times.into_iter().for_each(|one| insert(&mut tie.times, one));
        tie.first = [tie.first, more.first].into_iter().flatten().min();
        tie.last = [tie.last, more.last].into_iter().flatten().max();
        tie.reported_first = [tie.reported_first, more.reported_first].into_iter().flatten().min();
        tie.reported_last = [tie.reported_last, more.reported_last].into_iter().flatten().max();
        more.places.into_iter().for_each(|one| insert(&mut tie.places, one));
        more.quantities.into_iter().for_each(|one| insert(&mut tie.quantities, one));
        tie.confidence = tie.confidence.max(more.confidence);
        more.cameo.into_iter().for_each(|one| insert(&mut tie.cameo, one));
        more.plover.into_iter().for_each(|one| insert(&mut tie.plover, one));
        tie.evidence.extend(more.evidence);
        tie.evidence.sort_by(|a, b| rank(a).cmp(&rank(b)));
        tie.evidence.truncate(MAX_EVIDENCE);
        self.goldstein_tenths += other.goldstein_tenths;
        self.goldstein_count += other.goldstein_count;
        other.speech.into_iter().for_each(|one| insert(&mut self.speech, one));
    }
}
