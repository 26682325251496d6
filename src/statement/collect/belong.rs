//! What described bodies and contingents belong to: "an IMF team", "African Union peacekeepers", "peacekeepers from Ethiopia",
//! "a Kenyan court", "prosecutors in Peru".
//!
//! Frames find ministries and branches by their nouns. This takes those whom a body or a state sends, and bodies of any
//! kind with a state's adjective. Asked only of what a statement tells of; nothing is said of what has a name.

use std::collections::BTreeSet;

use super::event::Told;
use super::{Collector, DraftObject};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::clause;
use crate::ontology::gazetteer::Sense;
use crate::ontology::{Class, ClassSet, RelationId};
use crate::parse::{Label, Tag};

/// Relations that already tell what a body belongs to.
const TOLD: [&str; 5] = ["basedIn", "envoyOf", "locatedIn", "memberOf", "partOf"];

impl Collector<'_, '_> {
    /// The wholes of described teams, forces, courts and other bodies.
    pub(super) fn belongings(&mut self) {
        let ontology = self.reading().ontology;
        let Some(part_of) = ontology.relation("partOf") else { return };
        let is_tied = |relation| TOLD.contains(&ontology[relation].name.as_str());
        let mut done: BTreeSet<DraftIndex> =
            self.statements.iter().filter(|s| is_tied(s.relation)).map(|s| s.subject.entity).collect();
        for filler in self.arguments() {
            let is_described =
                filler.kind == MentionKind::Nominal && !self.cast.drafts[filler.entity].is_named;
            let Some(noun) = self.cast.top_of(&filler.tokens).filter(|_| is_described) else { continue };
            if done.contains(&filler.entity) || self.cast.name_of(noun).is_some() {
                continue;
            }
            for whole in self.wholes_of(noun, &filler) {
                if whole.entity != filler.entity {
                    done.insert(filler.entity);
                    self.put_event(noun, part_of, filler.clone(), whole, Told::Phrase);
                }
            }
        }
        self.those_sent(part_of, &done);
    }

    /// "with the help of African Union peacekeepers": who is sent belongs to the sender, whatever else is told of them.
    fn those_sent(&mut self, part_of: RelationId, done: &BTreeSet<DraftIndex>) {
        let reading = self.reading();
        let tree = reading.tree;
        for noun in 0..tree.len() {
            let is_phrase = tree.is_noun(noun)
                && reading.lists("sentNoun", noun)
                && self.cast.name_of(noun).is_none()
                && !matches!(tree.label(noun), Label::Amod | Label::Compound | Label::Nmod);
            if !is_phrase {
                continue;
            }
            let group = self.cast.resolve(noun, ClassSet::of(&[Class::Group])).into_iter().next();
            let Some(group) = group.filter(|group| {
                group.kind == MentionKind::Nominal
                    && !self.cast.drafts[group.entity].is_named
                    && !done.contains(&group.entity)
            }) else {
                continue;
            };
            for whole in self.wholes_of(noun, &group) {
                if whole.entity != group.entity {
                    self.put_event(noun, part_of, group.clone(), whole, Told::Phrase);
                }
            }
        }
    }

    /// What a description that `noun` heads names as the whole of whom or what it describes.
    fn wholes_of(&mut self, noun: usize, filler: &Filler) -> Vec<Filler> {
        let reading = self.reading();
        let bodies = ClassSet::of(&[Class::GovernmentBody, Class::Organization]);
        let class = self.cast.drafts[filler.entity].class();
        let is_sent = reading.lists("contingentNoun", noun);
        let is_body = class == Class::GovernmentBody;
        let mut found = Vec::new();
        if is_sent {
            found.extend(self.named_beside(noun, &["from", "of"], bodies));
        }
        if is_sent && found.is_empty() {
            found.extend(self.named_behind(noun, &["from"], ClassSet::of(&[Class::State])));
        }
        if is_body && found.is_empty() {
            found.extend(self.state_of_body(noun));
        }
        if found.is_empty() && self.acts_for_law(noun) {
            let places = ClassSet::of(&[Class::State, Class::Place]);
            let mut known = self.named_behind(noun, &["in"], places);
            // "the court in The Hague" is of no city.
            known.retain(|place| self.is_place_of_law(place));
            found.extend(known);
        }
        found
    }

    /// "prosecutors", "health officials": those of no body who act for the place where they are. Mere officials are the state.
    fn acts_for_law(&self, noun: usize) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        let before = tree.children_with(noun, &[Label::Amod, Label::Compound, Label::Nmod]);
        let before: Vec<usize> = before.filter(|&kid| kid < noun).collect();
        let is_of_body = before.iter().any(|&kid| self.cast.name_of(kid).is_some());
        let is_official = reading.lists("officialNoun", noun);
        let is_told = !is_official || tree.is_plural(noun) && !before.is_empty();
        reading.lists("authorityNoun", noun) && !is_of_body && is_told
    }

    fn is_place_of_law(&self, place: &Filler) -> bool {
        self.cast.drafts[place.entity].class() == Class::State
            || !self.reading().senses(&place.tokens).iter().any(|(_, sense)| *sense == Sense::Capital)
                && self.reading().tree.text_of(&place.tokens) != "The Hague"
    }

    /// The names of `wanted` that own, modify or follow a noun.
    fn named_beside(&mut self, noun: usize, leads: &[&str], wanted: ClassSet) -> Vec<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        let labels = [Label::Poss, Label::Compound, Label::Nmod, Label::Amod];
        let before: Vec<usize> = tree.children_with(noun, &labels).filter(|&kid| kid < noun).collect();
        let before: Vec<usize> = before.into_iter().filter(|&kid| self.is_name_of_body(kid)).collect();
        let found: Vec<Filler> = before.into_iter().flat_map(|kid| self.known_body(kid, wanted)).collect();
        if found.is_empty() { self.named_behind(noun, leads, wanted) } else { found }
    }

    /// "Republican" says of which party somebody is; "Republican Party" names it.
    fn is_name_of_body(&self, token: usize) -> bool {
        self.cast.name_of(token).is_some_and(|name| {
            name.head == token && !matches!(name.sense, Some((_, Sense::Adjective | Sense::Demonym)))
        })
    }

    fn named_behind(&mut self, noun: usize, leads: &[&str], wanted: ClassSet) -> Vec<Filler> {
        let reading = self.reading();
        let behind = clause::prepositional(&reading, noun, leads);
        let behind: Vec<usize> =
            behind.into_iter().flat_map(|(_, object)| clause::coordinated(&reading, object)).collect();
        let named: Vec<usize> = behind.into_iter().filter(|&object| self.is_name_of_body(object)).collect();
        named.into_iter().flat_map(|object| self.known_body(object, wanted)).collect()
    }

    /// What the name at token `at` names, if it is sure to be one of `wanted`.
    fn known_body(&mut self, at: usize, wanted: ClassSet) -> Option<Filler> {
        let entity = self.cast.named_entity(at)?;
        let draft = &self.cast.drafts[entity];
        let is_sure = wanted.contains(draft.class()) && !draft.is_weak;
        is_sure.then(|| self.cast.resolve(at, wanted).into_iter().next())?
    }

    /// "a Kenyan court", "Kenya's electoral commission": the state whose adjective or name stands before a body.
    fn state_of_body(&mut self, noun: usize) -> Option<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        let labels = [Label::Poss, Label::Compound, Label::Nmod, Label::Amod];
        let kid = tree.children_with(noun, &labels).find(|&kid| {
            kid < noun
                && tree.tag(kid) != Tag::PrpPoss
                && self.cast.name_of(kid).is_some_and(|name| reading.state_named(&name.tokens).is_some())
        })?;
        self.cast.resolve(kid, ClassSet::of(&[Class::State])).into_iter().next()
    }

    /// "In Paris, the Foreign Ministry said": whether a name is only that of a kind of body, which every state has.
    pub(super) fn is_kind_of_body(&self, body: &Filler) -> bool {
        let reading = self.reading();
        let text = reading.tree.text_of(&body.tokens).to_lowercase().replace(' ', "_");
        let draft = &self.cast.drafts[body.entity];
        let is_kind =
            reading.ontology.lists("bodyNoun", &text) && !reading.ontology.lists("chamberNoun", &text);
        // "Treasury" is that of a few states.
        let is_told = body.tokens.len() > 1 || text == "cabinet";
        is_told
            && draft.class() == Class::GovernmentBody
            && draft.entry.is_none()
            && body.kind == MentionKind::Name
            && is_kind
            && !reading.ontology.lists("anybodysNoun", &text)
    }

    /// Seats that stand for who governs are no parts of the state, unless somebody speaks for them.
    pub(super) fn is_mere_seat(&self, entity: DraftIndex) -> bool {
        let ontology = self.reading().ontology;
        let label =
            self.cast.drafts[entity].entry.map(|entry| ontology.gazetteer[entry].label.to_lowercase());
        let is_seat = label.is_some_and(|label| ontology.lists("seatOfPower", &label.replace(' ', "_")));
        let speaks = ontology.relation("spokespersonFor");
        is_seat
            && !self.statements.iter().any(|s| {
                Some(s.relation) == speaks
                    && matches!(&s.object, DraftObject::Entity(body) if body.entity == entity)
            })
    }
}
