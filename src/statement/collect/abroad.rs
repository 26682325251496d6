//! Who is abroad: "Lind, in Oslo for talks", "a Danish engineer was seized in Lima".
//!
//! Whose state the text tells, by a role, a nationality or the adjective of the description, and who is or does something in
//! a place of another state, came there. Never tells that of whom the text sends to live there.

use super::event::Told;
use super::{Collector, DraftObject, governing_verb};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::clause;
use crate::ontology::gazetteer::EntryId;
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Pos};

/// Relations of those who live where they are.
const SETTLED: [&str; 5] = ["envoyTo", "basedIn", "residesIn", "bornIn", "ministerOf"];

impl Collector<'_, '_> {
    /// Persons beside a phrase of place, or in a clause that has one.
    pub(super) fn abroad(&mut self) {
        let reading = self.reading();
        let tree = reading.tree;
        let Some(visited) = reading.ontology.relation("visited") else { return };
        let (persons, places) = (ClassSet::of(&[Class::Person]), ClassSet::of(&[Class::Place, Class::State]));
        for lead in 0..tree.len() {
            if tree.label(lead) != Label::Prep || !tree.is_word(lead, &["in", "at"]) {
                continue;
            }
            let site = tree.child(lead, &[Label::Pobj]).filter(|&site| tree.pos(site) == Pos::Propn);
            let Some((site, above)) = site.zip(tree.head(lead)) else { continue };
            let heads = self.present(above);
            if heads.is_empty() {
                continue;
            }
            let sites = self.cast.resolve(site, places);
            let who: Vec<Filler> =
                heads.into_iter().flat_map(|head| self.cast.resolve(head, persons)).collect();
            for (somebody, site) in who.iter().flat_map(|who| sites.iter().map(move |site| (who, site))) {
                if somebody.entity != site.entity && self.is_foreign(somebody, site.entity) {
                    self.put_event(lead, visited, somebody.clone(), site.clone(), Told::Clause);
                }
            }
        }
    }

    /// Who is where a phrase of place says that hangs by `above`.
    fn present(&self, above: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        if tree.is_verb(above) && reading.lists("presenceVerb", above) {
            return clause::subjects(&reading, above);
        }
        if tree.is_verb(above) && reading.lists("captureVerb", above) {
            return clause::patients(&reading, above);
        }
        // "Lind, in Oslo for talks", "a Danish engineer in Lima"; not "the president of a firm in Lima".
        let is_person = tree.is_noun(above)
            && (self.cast.name_of(above).is_some() || reading.lists("personNoun", above))
            && governing_verb(&reading, above).is_some();
        if is_person { vec![above] } else { Vec::new() }
    }

    /// Whether somebody is of another state than the one that a place is or lies in.
    fn is_foreign(&mut self, who: &Filler, place: DraftIndex) -> bool {
        let Some(here) = self.state_around(place) else { return false };
        if self.is_settled(who.entity, here) {
            return false;
        }
        let mut homes = self.homes(who.entity);
        homes.extend(self.origins(who.entity));
        if homes.is_empty() && who.kind == MentionKind::Nominal {
            let head = self.cast.top_of(&who.tokens);
            let state = head.and_then(|head| self.cast.state_of(head));
            homes.extend(state.and_then(|state| self.state_around(state)));
        }
        !homes.is_empty() && !homes.contains(&here)
    }

    /// The states that statements call somebody a citizen of.
    fn origins(&self, somebody: DraftIndex) -> Vec<EntryId> {
        let told = self.statements.iter().filter(|s| {
            s.subject.entity == somebody && self.reading().ontology[s.relation].name == "citizenOf"
        });
        told.filter_map(|s| match &s.object {
            DraftObject::Entity(state) => self.state_around(state.entity),
            _ => None,
        })
        .collect()
    }

    fn is_settled(&self, somebody: DraftIndex, here: EntryId) -> bool {
        self.statements.iter().any(|s| {
            let is_there = matches!(&s.object, DraftObject::Entity(place) if self.state_around(place.entity) == Some(here));
            s.subject.entity == somebody
                && is_there
                && SETTLED.contains(&self.reading().ontology[s.relation].name.as_str())
        })
    }
}
