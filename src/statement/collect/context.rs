//! What the text as a whole tells: the state of an office that is named without one ("President Bush", "the Senate").
//!
//! An office or a body without a state belongs to the state that the text speaks of most, provided that no other state
//! comes near. A state that has another holder of the same office in the text, or that the holder deals with as with
//! somebody else, is not meant.

use std::collections::{BTreeMap, BTreeSet};

use super::{Collector, DraftObject, DraftStatement};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler, most_named};
use crate::mention::{Holder, NameMention, RolePhrase};
use crate::ontology::frame::Role;
use crate::ontology::gazetteer::{EntryId, Sense};
use crate::ontology::{Class, ClassSet, FrameId, RelationId, Status};
use crate::statement::confidence::{Basis, Features};

/// A text is about a province that it names so many times, and no state more often.
const PROVINCE: usize = 3;

impl<'a> Collector<'_, 'a> {
    /// Statements about offices and bodies whose state only the whole text tells.
    pub(super) fn context(&mut self) {
        let spoken_of = self.cast.states_spoken_of();
        for role in self.cast.roles {
            self.office_of_text(role, &spoken_of);
            self.capital_of_text(role);
        }
        self.bodies_of_text();
    }

    fn office_of_text(&mut self, role: &'a RolePhrase, spoken_of: &BTreeMap<DraftIndex, f32>) {
        let reading = self.reading();
        let Holder::Named(_) = &role.holder else { return };
        if self.office_of_chamber(role) || self.office_of_body(role) {
            return;
        }
        // "Conservative Prime Minister Anna Berg" is that of a state.
        let has_body = role.body.is_some_and(|body| !self.is_party_word(body));
        if has_body || role.destination.is_some() || !self.is_state_office(role) {
            return;
        }
        let Some(frame) = self.state_frame(role) else { return };
        let holders = self.cast.resolve(role.head, ClassSet::of(&[Class::Person]));
        let [holder] = holders.as_slice() else { return };
        let relation = if role.is_deputy {
            reading.ontology.relation("holdsOffice").unwrap_or(self.frame(frame).relation)
        } else {
            self.frame(frame).relation
        };
        if self.statements.iter().any(|s| s.relation == relation && s.subject.entity == holder.entity) {
            return;
        }
        let mut excluded: BTreeSet<DraftIndex> = BTreeSet::new();
        let mut home: Option<DraftIndex> = None;
        for statement in &self.statements {
            let DraftObject::Entity(object) = &statement.object else { continue };
            let of_person = statement.subject.entity == holder.entity;
            let is_role = reading.ontology[statement.relation].family == "role";
            if of_person && is_role && spoken_of.contains_key(&object.entity) {
                home = home.or(Some(object.entity));
            } else if (of_person && !is_role)
                || (!of_person
                    && statement.relation == relation
                    && Status::Former != role.status
                    && Status::Former != statement.status)
            {
                excluded.insert(object.entity);
            } else if object.entity == holder.entity {
                excluded.insert(statement.subject.entity);
            }
        }
        let listed = self.office_listed(role, holder, spoken_of);
        let known = listed.state.or_else(|| self.state_of_holder(role, spoken_of)).or(home);
        let known = known.or_else(|| self.state_of_office(role, spoken_of));
        let known = self.province_of_office(role).or(known);
        let stated = known.or_else(|| most_named(spoken_of, &excluded));
        // "Officials in Chad counted the votes. Interior Minister Anna Berg": a text that speaks of one state only.
        let begins = self.reading().tree.sentence(role.head).start;
        let is_told = |&state: &DraftIndex| {
            let mut mentions = self.cast.drafts[state].mentions.keys();
            !excluded.contains(&state) && mentions.next().is_some_and(|&(start, _)| start < begins)
        };
        let mut only = spoken_of.keys().copied().filter(|_| spoken_of.len() == 1);
        let stated = stated.or_else(|| only.find(is_told));
        let Some(state) = stated.or_else(|| self.state_near(role.head, &excluded)) else { return };
        // "Turkey supports Baku, and President Erdogan backed it": another state of the sentence is as likely.
        if known.is_none() && (self.names_other_state(role.head, state) || self.is_of_others(&listed, state))
        {
            return;
        }
        let Some(tokens) = self.cast.named_near(state, role.head) else { return };
        let body = Filler { entity: state, tokens, kind: MentionKind::Name };
        let frame = (!role.is_deputy).then_some(frame);
        if self.put_role(role, frame, relation, holder, &body, role.status)
            && let Some(last) = self.statements.last_mut()
        {
            last.features = Features::of(Basis::Inference);
            last.clause = role.start.min(holder.tokens.start)..(role.head + 1).max(holder.tokens.end);
        }
    }

    /// The only state that the sentence names before an office, where the text as a whole speaks of several: "Chadian media
    /// quote Foreign Minister Anna Berg".
    fn state_near(&mut self, head: usize, excluded: &BTreeSet<DraftIndex>) -> Option<DraftIndex> {
        let tree = self.reading().tree;
        let own = tree.sentence(head);
        let mut found = self.states_spoken_of_in(own.start..head);
        found.retain(|state| !excluded.contains(state));
        found.first().copied().filter(|_| found.len() == 1)
    }

    /// The states that some tokens name, by their own names or those of their bodies.
    fn states_spoken_of_in(&mut self, tokens: std::ops::Range<usize>) -> BTreeSet<DraftIndex> {
        let gazetteer = &self.reading().ontology.gazetteer;
        let is_state = |entry: &EntryId| gazetteer[*entry].class == Class::State;
        let mut found = BTreeSet::new();
        for i in tokens {
            let Some(name) = self.cast.name_of(i).filter(|name| name.head == i) else { continue };
            let of_body = || name.whole.or_else(|| name.sense.and_then(|(entry, _)| gazetteer[entry].state));
            let own = self.reading().state_named(&name.tokens);
            if let Some(entry) = own.or_else(of_body).filter(is_state) {
                found.insert(self.cast.entity_of(entry));
            }
        }
        found
    }

    /// "Premier Anna Berg" in a text about Quebec: the province that the text names more often than any state.
    fn province_of_office(&mut self, role: &RolePhrase) -> Option<DraftIndex> {
        let reading = self.reading();
        if !reading.tree.is_word(role.head, &["premier", "governor"]) || role.nouns.len() > 1 {
            return None;
        }
        let gazetteer = &reading.ontology.gazetteer;
        let mut counts: BTreeMap<DraftIndex, usize> = BTreeMap::new();
        for name in self.cast.names {
            let Some((entry, Sense::Name)) = name.sense else { continue };
            let is_land = matches!(gazetteer[entry].class, Class::Place | Class::State);
            if is_land && gazetteer[entry].wikidata.is_some() {
                *counts.entry(self.cast.entity_of(entry)).or_default() += 1;
            }
        }
        let most = counts.iter().max_by_key(|&(&entity, &count)| (count, std::cmp::Reverse(entity)));
        let (&entity, _) = most.filter(|&(_, &count)| count >= PROVINCE)?;
        let is_province = self.cast.drafts[entity].entry.is_some_and(|entry| {
            let entry = &gazetteer[entry];
            entry.class == Class::Place && entry.state.is_some() && entry.geonames.is_none()
        });
        is_province.then_some(entity)
    }

    /// "the capital, Lima" where the text names Peru.
    fn capital_of_text(&mut self, role: &'a RolePhrase) {
        let reading = self.reading();
        let Some(relation) = reading.ontology.relation("capitalOf") else { return };
        let Holder::Named(heads) = &role.holder else { return };
        let is_capital = role.frames.iter().any(|&id| self.frame(id).relation == relation);
        if !is_capital || role.body.is_some() {
            return;
        }
        for &head in heads {
            let Some(name) = self.cast.name_of(head) else { continue };
            let senses = reading.senses(&name.tokens).iter();
            let Some((entry, _)) = senses.copied().find(|(_, sense)| *sense == Sense::Capital) else {
                continue;
            };
            let entity = self.cast.entity_of(entry);
            let Some(tokens) = self.cast.named_near(entity, head) else { continue };
            let state = Filler { entity, tokens, kind: MentionKind::Name };
            for city in self.cast.resolve(head, reading.ontology[relation].domain) {
                if self.put_role(role, None, relation, &city, &state, role.status)
                    && let Some(last) = self.statements.last_mut()
                {
                    last.features = Features::of(Basis::Inference);
                    last.clause = role.start.min(city.tokens.start)..(role.head + 1).max(city.tokens.end);
                }
            }
        }
    }

    /// "Senator Anna Berg" where the text names a Senate: she holds the office in it.
    fn office_of_chamber(&mut self, role: &RolePhrase) -> bool {
        let reading = self.reading();
        // "Speaker Anna Berg" presides over the chamber.
        let presides = !role.is_deputy && role.nouns.clone().any(|i| reading.tree.is_word(i, &["speaker"]));
        let relation = if presides { "headOf" } else { "holdsOffice" };
        let Some(relation) = reading.ontology.relation(relation) else { return false };
        // "Labour MP Anna Berg": the party is no chamber.
        let is_body = |class| matches!(class, Class::GovernmentBody | Class::State | Class::Place);
        if role
            .body
            .and_then(|body| self.cast.named_entity(body))
            .is_some_and(|body| is_body(self.cast.drafts[body].class()))
        {
            return false;
        }
        let words: Vec<&str> = role.nouns.clone().map(|i| reading.tree.word(i)).collect();
        let office = words.join("_");
        let chambers = self.cast.names.iter().filter_map(|name| {
            let entity = self.cast.named_entity(name.head)?;
            let text = reading.tree.text_of(&name.tokens).to_lowercase().replace(' ', "_");
            let last = reading.tree.word(name.tokens.end - 1);
            let is_it = reading.ontology.lists("chamberOffice", &format!("{office}_{text}"))
                || !presides && reading.ontology.lists("chamberOffice", &format!("{office}_{last}"));
            (is_it && self.cast.drafts[entity].class() == Class::GovernmentBody).then_some((name, entity))
        });
        let Some((name, entity)) = chambers.min_by_key(|(name, _)| name.tokens.start.abs_diff(role.head))
        else {
            return false;
        };
        let body = Filler { entity, tokens: name.tokens.clone(), kind: MentionKind::Name };
        self.put_office(role, relation, &body)
    }

    /// "Secretary-General Anna Berg" where the text names one body that has such an office: she heads it.
    fn office_of_body(&mut self, role: &'a RolePhrase) -> bool {
        let reading = self.reading();
        let Some(relation) = reading.ontology.relation("headOf") else { return false };
        let words: Vec<&str> = role.nouns.clone().map(|i| reading.tree.word(i)).collect();
        let office = words.join("_").replace("_-_", "-");
        if role.body.is_some() || role.is_deputy {
            return false;
        }
        let mut bodies: BTreeSet<DraftIndex> = BTreeSet::new();
        for name in self.cast.names {
            let Some((entry, _)) = name.sense else { continue };
            let key = &reading.ontology.gazetteer[entry].key;
            if reading.ontology.lists("officeOfBody", &format!("{office}_{key}")) {
                bodies.insert(self.cast.entity_of(entry));
            }
        }
        let Some(&entity) = bodies.first().filter(|_| bodies.len() == 1) else { return false };
        let Some(tokens) = self.cast.named_near(entity, role.head) else { return false };
        let body = Filler { entity, tokens, kind: MentionKind::Name };
        self.put_office(role, relation, &body)
    }

    /// An office in a body that only the text around the role names.
    fn put_office(&mut self, role: &RolePhrase, relation: RelationId, body: &Filler) -> bool {
        let mut any = false;
        for holder in self.cast.resolve(role.head, ClassSet::of(&[Class::Person])) {
            if self.put_role(role, None, relation, &holder, body, role.status)
                && let Some(last) = self.statements.last_mut()
            {
                last.features = Features::of(Basis::Inference);
                last.clause = role.start.min(holder.tokens.start)..(role.head + 1).max(holder.tokens.end);
                any = true;
            }
        }
        any
    }

    /// "President Clinton": a state of the text that had a well-known holder of that surname.
    fn state_of_holder(
        &self,
        role: &RolePhrase,
        spoken_of: &BTreeMap<DraftIndex, f32>,
    ) -> Option<DraftIndex> {
        let reading = self.reading();
        let Holder::Named(heads) = &role.holder else { return None };
        let name = heads.first().and_then(|&head| self.cast.name_of(head))?;
        let surname = reading.tree.word(name.tokens.end - 1);
        spoken_of.keys().copied().find(|&state| {
            self.cast.drafts[state].entry.is_some_and(|entry| {
                let key = &reading.ontology.gazetteer[entry].key;
                reading.ontology.lists("officeHolder", &format!("{surname}_{key}"))
            })
        })
    }

    /// "Taoiseach": the only state of the text that has an office of that name.
    fn state_of_office(
        &self,
        role: &RolePhrase,
        spoken_of: &BTreeMap<DraftIndex, f32>,
    ) -> Option<DraftIndex> {
        let reading = self.reading();
        let words: Vec<&str> = role.nouns.clone().map(|i| reading.tree.word(i)).collect();
        let office = words.join("_");
        let mut having = spoken_of.keys().copied().filter(|&state| {
            self.cast.drafts[state].entry.is_some_and(|entry| {
                let key = &reading.ontology.gazetteer[entry].key;
                reading.ontology.lists("officeOfState", &format!("{office}_{key}"))
            })
        });
        having.next().filter(|_| having.next().is_none())
    }

    /// Whether the sentence of a role names a state other than `state` before it.
    fn names_other_state(&mut self, head: usize, state: DraftIndex) -> bool {
        let first = self.reading().tree.sentence(head).start;
        let is_other = |i: usize| {
            let entry = self.cast.name_of(i).and_then(|name| self.reading().state_named(&name.tokens));
            entry.is_some_and(|entry| self.cast.drafts[state].entry != Some(entry))
        };
        (first..head).any(is_other)
    }

    /// Whether the nouns name an office of a state: "president", "foreign minister".
    fn is_state_office(&self, role: &RolePhrase) -> bool {
        let reading = self.reading();
        let words: Vec<&str> = role.nouns.clone().map(|i| reading.tree.word(i)).collect();
        reading.ontology.lists("stateOffice", &words.join("_"))
            || words.last().is_some_and(|last| reading.ontology.lists("stateOffice", last))
    }

    /// The most specific frame of a role whose body may be a state.
    fn state_frame(&self, role: &RolePhrase) -> Option<FrameId> {
        let mut frames = role.frames.clone();
        frames.sort_by_key(|&id| (std::cmp::Reverse(self.frame(id).specificity()), id));
        frames.into_iter().find(|&id| {
            let slot = self.frame(id).slot(Role::Object).unwrap_or(ClassSet::ANY);
            slot.contains(Class::State) && self.admitted(self.frame(id), Role::Object).contains(Class::State)
        })
    }

    /// "Congress", "the Senate", "the Defence Ministry": part of the state that the text speaks of.
    fn bodies_of_text(&mut self) {
        let reading = self.reading();
        let Some(part_of) = reading.ontology.relation("partOf") else { return };
        let Some(state) = self.cast.home else { return };
        let used: BTreeSet<DraftIndex> = self.statements.iter().flat_map(DraftStatement::entities).collect();
        let placed: BTreeSet<DraftIndex> =
            self.statements.iter().filter(|s| s.relation == part_of).map(|s| s.subject.entity).collect();
        let mut done = BTreeSet::new();
        for name in self.cast.names {
            let Some(entity) = self.cast.named_entity(name.head) else { continue };
            // "the International Atomic Energy Commission" is no body of Iran.
            let is_of_many = name.tokens.clone().any(|i| reading.lists("interstateWord", i));
            let is_bare = name.sense.is_none() && name.whole.is_none() && !is_of_many;
            let is_body = self.cast.drafts[entity].class() == Class::GovernmentBody;
            if !is_bare || !is_body || placed.contains(&entity) {
                continue;
            }
            if !used.contains(&entity) && !self.is_surely_of(name, state) {
                continue;
            }
            if !done.insert(entity) || entity == state {
                continue;
            }
            let Some(tokens) = self.cast.named_near(state, name.head) else { continue };
            let subject = Filler { entity, tokens: name.tokens.clone(), kind: MentionKind::Name };
            let whole = Filler { entity: state, tokens, kind: MentionKind::Name };
            let told = (subject, part_of, DraftObject::Entity(whole));
            let origin = format!("{}#context", reading.ontology[part_of].name);
            let (trigger, clause) = (name.tokens.clone(), name.tokens.clone());
            self.statements.push(DraftStatement::plain(Basis::Inference, told, trigger, clause, origin));
        }
    }

    /// Whether a body of which nothing else is told belongs to the text's state: it is named by more than "the
    /// Administration", and its sentence names no other state before it.
    fn is_surely_of(&mut self, name: &NameMention, state: DraftIndex) -> bool {
        let reading = self.reading();
        let last = name.tokens.end - 1;
        let is_body = if name.tokens.len() == 1 {
            reading.lists("chamberNoun", last)
        } else {
            name.tokens.clone().any(|i| reading.lists("bodyNoun", i))
        };
        is_body && !self.names_other_state(name.tokens.start, state)
    }
}
