//! What nationality a description gives: "is a Kenyan chemist", "Equinor, a Norwegian company".
//!
//! The noun may be any; only the adjective counts. Of a person it is the citizenship, of a body its seat, of a place where
//! it lies. An office ("the Turkish president") is a role and says nothing of that.

use std::collections::BTreeSet;

use super::{Collector, DraftObject, DraftStatement, clause_around};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::{NameMention, clause};
use crate::ontology::gazetteer::{EntryId, Sense};
use crate::ontology::{Class, ClassSet, Status};
use crate::parse::{Label, Pos};
use crate::statement::confidence::Basis;
use crate::statement::modality;

/// Words between a nationality and the name of the person.
const MAX_BETWEEN: usize = 4;

impl Collector<'_, '_> {
    /// The nationalities of all that is described by a noun with an adjective of a state.
    pub(super) fn nationalities(&mut self) {
        let tree = self.reading().tree;
        for noun in 0..tree.len() {
            if matches!(tree.label(noun), Label::Attr | Label::Appos) && tree.is_noun(noun) {
                self.nationality(noun);
            }
        }
        for name in self.cast.names {
            self.nationality_before(name);
        }
    }

    /// "the Kenyan rebel leader Carl Ober", "an Australian, Anna Berg", "Anna Berg of France": the state right before or
    /// behind a person's name.
    fn nationality_before(&mut self, name: &NameMention) {
        let reading = self.reading();
        let tree = reading.tree;
        let entity = self.cast.named_entity(name.head);
        let is_person = entity.is_some_and(|entity| self.cast.drafts[entity].class() == Class::Person);
        // "Rwandan Hutu rebels"
        let is_modifier = matches!(tree.label(name.head), Label::Amod | Label::Compound | Label::Nmod);
        if !is_person || is_modifier {
            return;
        }
        self.nationality_behind(name);
        let first = tree.sentence(name.tokens.start).start;
        let steps = name.tokens.start.saturating_sub(MAX_BETWEEN).max(first)..name.tokens.start;
        let is_national = |i: usize| {
            let sense = self.cast.name_of(i).and_then(|name| name.sense);
            matches!(sense, Some((entry, Sense::Adjective | Sense::Demonym))
                if reading.ontology.gazetteer[entry].class == Class::State)
        };
        let is_between = |i: usize| {
            tree.pos(i) == Pos::Noun && self.is_national(i) && self.cast.role_of(i).is_none()
                || tree.pos(i) == Pos::Adj && self.cast.name_of(i).is_none()
        };
        let Some(adjective) = steps.rev().find(|&i| !is_between(i)).filter(|&i| is_national(i)) else {
            return;
        };
        let Some(before) = self.cast.name_of(adjective) else { return };
        let Some((entry, _)) = before.sense else { return };
        let tokens = before.tokens.clone();
        let object = Filler { entity: self.cast.entity_of(entry), tokens, kind: MentionKind::Name };
        self.put_nationality(name.head, &object, name.head);
    }

    /// "Anna Berg of France": not of somebody whose role in the state is told.
    fn nationality_behind(&mut self, name: &NameMention) {
        let reading = self.reading();
        let tree = reading.tree;
        let of = name.tokens.end;
        if of + 1 >= tree.sentence(name.tokens.start).end || tree.text(of) != "of" {
            return;
        }
        let Some(state) = self.cast.name_of(of + 1).filter(|state| state.tokens.start == of + 1) else {
            return;
        };
        let Some((entry, Sense::Name)) = state.sense else { return };
        let tied = self.tied_to_states();
        let is_tied = self.cast.named_entity(name.head).is_none_or(|entity| tied.contains(&entity));
        if reading.ontology.gazetteer[entry].class != Class::State || is_tied {
            return;
        }
        let tokens = state.tokens.clone();
        let object = Filler { entity: self.cast.entity_of(entry), tokens, kind: MentionKind::Name };
        self.put_nationality(name.head, &object, name.head);
    }

    fn nationality(&mut self, noun: usize) {
        let reading = self.reading();
        let tree = reading.tree;
        let Some(head) = tree.head(noun) else { return };
        if let Some(name) = self.cast.name_of(noun) {
            // "Anna Berg, an Australian, said", but not "an American, a Briton and two Canadians"
            let is_of_people =
                |name: &NameMention| matches!(name.sense, Some((_, Sense::Demonym | Sense::Adjective)));
            if let Some((entry, Sense::Demonym | Sense::Adjective)) = name.sense
                && !self.cast.name_of(head).is_some_and(is_of_people)
                && reading.ontology.gazetteer[entry].class == Class::State
                && tree.label(noun) == Label::Appos
                && !tree.is_plural(noun)
            {
                let (state, tokens) = (self.cast.entity_of(entry), name.tokens.clone());
                let object = Filler { entity: state, tokens, kind: MentionKind::Name };
                self.put_nationality(head, &object, noun);
            }
            return;
        }
        // "the Turkish president" has the adjective for the body of the role.
        let body = self.cast.role_of(noun).and_then(|role| role.body);
        let described = match tree.label(noun) {
            Label::Attr if tree.is_word(head, &["be", "become", "remain"]) => {
                clause::subjects(&reading, head)
            }
            Label::Appos => vec![head],
            _ => Vec::new(),
        };
        let adjectives: Vec<usize> = tree
            .children_with(noun, &[Label::Amod, Label::Compound, Label::Nmod])
            .flat_map(|kid| clause::coordinated(&reading, kid))
            .filter(|&kid| kid < noun)
            .collect();
        for adjective in adjectives {
            if body.is_some_and(|body| self.cast.name_of(body) == self.cast.name_of(adjective)) {
                continue;
            }
            let sense = self.cast.name_of(adjective).and_then(|name| name.sense);
            let Some((entry, Sense::Adjective | Sense::Demonym)) = sense else { continue };
            if reading.ontology.gazetteer[entry].class != Class::State {
                continue;
            }
            let state = self.cast.entity_of(entry);
            let tokens = self.cast.name_of(adjective).map_or(adjective..adjective + 1, |n| n.tokens.clone());
            let object = Filler { entity: state, tokens, kind: MentionKind::Name };
            for &subject in &described {
                self.put_nationality(subject, &object, noun);
            }
        }
    }

    /// What the statements found so far tell of, as it is mentioned there.
    pub(super) fn arguments(&self) -> Vec<Filler> {
        let of = |statement: &DraftStatement| {
            let object = match &statement.object {
                DraftObject::Entity(object) => Some(object.clone()),
                _ => None,
            };
            object.into_iter().chain([statement.subject.clone()])
        };
        self.statements.iter().flat_map(of).collect()
    }

    /// "three Kenyan nurses", "an Italian photographer": whoever a statement tells of by a description has the
    /// nationality that it gives, where no role says more.
    pub(super) fn nationals(&mut self) {
        let told = self.arguments();
        let (mut done, tied) = (BTreeSet::new(), self.tied_to_states());
        for filler in told {
            let class = self.cast.drafts[filler.entity].class();
            let is_described =
                filler.kind == MentionKind::Nominal && !self.cast.drafts[filler.entity].is_named;
            if !matches!(class, Class::Person | Class::Group)
                || !is_described && !self.is_counted(&filler)
                || tied.contains(&filler.entity)
            {
                continue;
            }
            let noun = self.cast.top_of(&filler.tokens).map(|noun| self.those_counted(noun));
            let Some(noun) = noun else { continue };
            let nation = self.some_of_nation(noun).or_else(|| self.nation_before(noun));
            let Some(object) = nation.or_else(|| self.nation_behind(noun)) else { continue };
            if done.insert((filler.entity, object.entity)) {
                self.put_nationality_of(filler, &object, noun);
            }
        }
    }

    /// Those of whom a statement tells already what they are to a state.
    fn tied_to_states(&self) -> BTreeSet<DraftIndex> {
        let ontology = self.reading().ontology;
        let is_tie = |s: &&DraftStatement| {
            matches!(ontology[s.relation].family.as_str(), "role" | "place")
                && matches!(&s.object, DraftObject::Entity(object)
                    if self.cast.drafts[object.entity].class() == Class::State)
        };
        self.statements.iter().filter(is_tie).map(|s| s.subject.entity).collect()
    }

    /// "students" of "hundreds of students".
    fn those_counted(&self, noun: usize) -> usize {
        let reading = self.reading();
        let counted = clause::prepositional(&reading, noun, &["of"]).first().map(|(_, object)| *object);
        counted.filter(|_| reading.lists("countNoun", noun)).unwrap_or(noun)
    }

    /// Whether a noun is one for people who are citizens: no body of people and nobody who acts for the state.
    fn is_national(&self, noun: usize) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        // "Afghan religious leaders", "a Turkish soldier", "three Turkish soldiers"
        let is_leader = || {
            tree.is_word(noun, &["leader"])
                && tree
                    .children_with(noun, &[Label::Amod, Label::Compound])
                    .any(|kid| reading.lists("walkOfLife", kid))
        };
        let is_counted = || !tree.is_plural(noun) || tree.child(noun, &[Label::Nummod]).is_some();
        let is_one = || reading.lists("personNoun", noun) && is_counted();
        tree.is_noun(noun)
            && self.cast.name_of(noun).is_none()
            && (!reading.lists("unnationalNoun", noun) || is_leader())
            && (!reading.lists_noun("stateAgentNoun", noun) || is_one())
            && (!reading.lists_noun("delegateNoun", noun) || is_leader())
            && !reading.lists_noun("bodyNoun", noun)
    }

    /// The state whose people a name at token `noun` counts: "two Peruvians", "an American".
    fn some_of_nation(&mut self, noun: usize) -> Option<Filler> {
        let tree = self.reading().tree;
        let is_modifier = matches!(tree.label(noun), Label::Amod | Label::Compound | Label::Nmod);
        let name = self.cast.name_of(noun).filter(|name| name.head == noun && !is_modifier)?;
        let gazetteer = &self.reading().ontology.gazetteer;
        let is_people = |&(entry, sense): &(EntryId, Sense)| {
            matches!(sense, Sense::Demonym | Sense::Adjective) && gazetteer[entry].class == Class::State
        };
        let (entry, _) = *self.reading().senses(&name.tokens).iter().find(|sense| is_people(sense))?;
        let tokens = name.tokens.clone();
        Some(Filler { entity: self.cast.entity_of(entry), tokens, kind: MentionKind::Name })
    }

    /// "two Peruvians": whether a number stands by the name of a people.
    fn is_counted(&self, filler: &Filler) -> bool {
        let tree = self.reading().tree;
        filler.kind == MentionKind::Name
            && self
                .cast
                .top_of(&filler.tokens)
                .is_some_and(|head| tree.child(head, &[Label::Nummod]).is_some())
    }

    /// The state whose adjective stands before a noun.
    fn nation_before(&mut self, noun: usize) -> Option<Filler> {
        if !self.is_national(noun) {
            return None;
        }
        let reading = self.reading();
        let tree = reading.tree;
        let adjective = tree
            .children_with(noun, &[Label::Amod, Label::Compound, Label::Nmod])
            .filter(|&kid| kid < noun)
            .find(|&kid| {
                matches!(self.cast.name_of(kid).and_then(|name| name.sense), Some((entry, Sense::Adjective))
                    if reading.ontology.gazetteer[entry].class == Class::State)
            })?;
        let name = self.cast.name_of(adjective)?;
        let (entry, _) = name.sense?;
        let tokens = name.tokens.clone();
        Some(Filler { entity: self.cast.entity_of(entry), tokens, kind: MentionKind::Name })
    }

    /// "a man from Japan": the state that a description of people names as where they are from.
    fn nation_behind(&mut self, noun: usize) -> Option<Filler> {
        let reading = self.reading();
        if !self.is_national(noun) || !reading.lists("personNoun", noun) || self.cast.role_of(noun).is_some()
        {
            return None;
        }
        let from = clause::prepositional(&reading, noun, &["from"]);
        let &(_, state) = from.first().filter(|_| from.len() == 1)?;
        let name = self.cast.name_of(state).filter(|name| name.head == state)?;
        let (entry, Sense::Name) = name.sense? else { return None };
        let is_state = reading.ontology.gazetteer[entry].class == Class::State;
        let is_list = clause::coordinated(&reading, state).len() > 1;
        let tokens = name.tokens.clone();
        (is_state && !is_list).then(|| Filler {
            entity: self.cast.entity_of(entry),
            tokens,
            kind: MentionKind::Name,
        })
    }

    fn put_nationality_of(&mut self, subject: Filler, object: &Filler, noun: usize) {
        // "Danish media" are there, and no citizens.
        let is_body = ["mediaNoun", "organizationNoun"].iter().any(|list| self.reading().lists(list, noun));
        let name = if is_body { "basedIn" } else { "citizenOf" };
        self.put_national(subject, object, noun, (name, "national"), Status::Asserted);
    }

    fn put_nationality(&mut self, subject: usize, object: &Filler, noun: usize) {
        let reading = self.reading();
        let Some(subject) = self.cast.resolve(subject, ClassSet::ANY).into_iter().next() else {
            return;
        };
        let name = match self.cast.drafts[subject.entity].class() {
            Class::Person => "citizenOf",
            Class::Organization => "basedIn",
            Class::Place => "locatedIn",
            _ => return,
        };
        let status = modality::status(&reading, noun);
        self.put_national(subject, object, noun, (name, "nationality"), status);
    }

    fn put_national(
        &mut self,
        subject: Filler,
        object: &Filler,
        noun: usize,
        (name, origin): (&str, &str),
        status: Status,
    ) {
        let reading = self.reading();
        let Some(relation) = reading.ontology.relation(name) else { return };
        if subject.entity == object.entity {
            return;
        }
        let clause = clause_around(&reading, noun, &[&subject.tokens, &object.tokens]);
        let told = (subject, relation, DraftObject::Entity(object.clone()));
        let origin = format!("{name}#{origin}");
        let plain = DraftStatement::plain(Basis::Form, told, noun..noun + 1, clause, origin);
        self.statements.push(DraftStatement { status, ..plain });
    }
}
