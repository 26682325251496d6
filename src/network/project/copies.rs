//! What documents that print one text only describe is one actor.
//!
//! What has no name belongs to its document: "nine people" of two documents are eighteen. Of a wire report that was printed twice
//! they are the same nine. In come the drafts of a network and which documents are [`Copies`]; out go drafts in which what a
//! copy describes is what the first print describes in the same words. Nothing else is joined, and no mention is lost.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{ActorDraft, Builder, MAX_EVIDENCE, TieDraft, rank};
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
        for ((subject, relation, object, status, speaker), mut draft) in std::mem::take(&mut self.ties) {
            let (mut subject, mut object) = (now[subject], now[object]);
            if draft.tie.symmetric && self.actors[object].iri < self.actors[subject].iri {
                std::mem::swap(&mut subject, &mut object);
            }
            let places = std::mem::take(&mut draft.tie.places).into_iter();
            draft.tie.places = places.map(|place| first_of(&place).unwrap_or(place)).collect();
            match self.ties.entry((subject, relation, object, status, speaker.map(|at| now[at]))) {
                Entry::Vacant(place) => drop(place.insert(draft)),
                Entry::Occupied(mut first) => first.get_mut().absorb(draft),
            }
        }
        now
    }

    /// By IRI: the drafts of what a copy describes, and of what the first print describes so.
    fn described_again(&self, copies: &Copies) -> BTreeMap<String, (usize, usize)> {
        let again = |(at, draft): (usize, &ActorDraft)| {
            let &[number] = draft.sources.as_slice() else { return None };
            let document = self.ids.get(number)?;
            let first = Base::redescribed(&draft.iri, document, copies.leader(document)?)?;
            Some((draft.iri.clone(), (at, *self.by_iri.get(&first)?)))
        };
        self.actors.iter().enumerate().filter_map(again).collect()
    }
}

impl ActorDraft {
    fn absorb(&mut self, other: Self) {
        other.names.into_iter().for_each(|(name, count)| *self.names.entry(name).or_default() += count);
        other.classes.into_iter().for_each(|(class, count)| *self.classes.entry(class).or_default() += count);
        for (link, score) in other.links {
            let best = self.links.entry(link).or_default();
            *best = score.max(*best);
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
    fn absorb(&mut self, other: Self) {
        let (tie, more) = (&mut self.tie, other.tie);
        tie.count += more.count;
        tie.documents += more.documents;
        tie.sources.extend(more.sources);
        tie.times.extend(more.times);
        tie.first = [tie.first, more.first].into_iter().flatten().min();
        tie.last = [tie.last, more.last].into_iter().flatten().max();
        tie.reported_first = [tie.reported_first, more.reported_first].into_iter().flatten().min();
        tie.reported_last = [tie.reported_last, more.reported_last].into_iter().flatten().max();
        tie.places.extend(more.places);
        tie.quantities.extend(more.quantities);
        tie.confidence = tie.confidence.max(more.confidence);
        tie.cameo.extend(more.cameo);
        tie.plover.extend(more.plover);
        tie.evidence.extend(more.evidence);
        tie.evidence.sort_by(|a, b| rank(a).cmp(&rank(b)));
        tie.evidence.truncate(MAX_EVIDENCE);
        self.goldstein_tenths += other.goldstein_tenths;
        self.goldstein_count += other.goldstein_count;
        self.speech.extend(other.speech);
    }
}
