//! Who holds a role: "the US envoy", "the prime minister", "its president".
//!
//! In comes a role phrase; out goes its holder: the person named with it, one who was told to hold it before, or somebody of
//! whom the text says no more.

use std::ops::Range;

use super::MentionKind;
use super::cast::{Cast, DraftIndex, Filler};
use super::nominal::is_many_of_itself;
use crate::mention::{Holder, RolePhrase, clause};
use crate::ontology::{Class, ClassSet, Status};
use crate::parse::{Label, Tag};

/// Roles before a role, and behind it, among which its holder is looked for: more than an article has, so that a page of
/// thousands takes no more than in proportion to its length.
const MAX_ROLES: usize = 400;

impl Cast<'_> {
    /// A role phrase refers to its holder; without one, to whoever was given the same role; else to somebody new.
    pub(super) fn role_holder(&mut self, role: &RolePhrase) -> Vec<Filler> {
        let person = role.domain;
        let tree = self.reading.tree;
        let tokens = self.role_tokens(role);
        // "the U.S. military" acts for the state, whatever it is a part of.
        if !role.domain.contains(Class::Person)
            && self.reading.lists("stateAgentNoun", role.head)
            && !self.is_of_no_state(role.head)
            && !self.is_forces_body(role.head)
            && let Some(entity) = self.state_of(role.head)
        {
            return vec![Filler { entity, tokens, kind: MentionKind::Nominal }];
        }
        if let Holder::Named(heads) = &role.holder {
            let found: Vec<Filler> = heads.iter().flat_map(|&head| self.resolve(head, person)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        // "the party criticised": parties to a war may be persons, a party is none.
        let is_person = role.domain.contains(Class::Person)
            && !tree.is_plural(role.head)
            && (!self.reading.lists("organizationNoun", role.head)
                || self.reading.lists("personNoun", role.head));
        let is_definite = self.is_definite(role.head) || role.body.is_some();
        if is_definite
            && is_person
            && let Some(entity) = self.earlier_holder(role)
        {
            return vec![Filler { entity, tokens, kind: MentionKind::Nominal }];
        }
        // "the president observed": a definite role without a body or holder is whoever was spoken of last.
        if self.is_definite(role.head)
            && role.body.is_none()
            && role.destination.is_none()
            && is_person
            && let Some(entity) = self.last_subject(role.head)
        {
            return vec![Filler { entity, tokens, kind: MentionKind::Nominal }];
        }
        if let Some(filler) = self.explained(role.head) {
            return vec![filler];
        }
        if role.domain.contains(Class::Person)
            && let Some(entity) = self.explained_by_name(role.head)
        {
            return vec![Filler { entity, tokens, kind: MentionKind::Nominal }];
        }
        let has_person = role.domain.contains(Class::Person);
        let is_many = tree.is_plural(role.head) || self.stands_for_many(role.head);
        let class = if is_many && has_person {
            if let Some(entity) = self.group_before(role.head, &tokens) {
                return vec![Filler { entity, tokens, kind: MentionKind::Nominal }];
            }
            Class::Group
        } else if has_person && !role.domain.contains(Class::Organization) {
            Class::Person
        } else {
            let before = self.named_possessor_body(role.head).or_else(|| self.mentioned_before(role.head));
            if let Some(entity) = before.or_else(|| self.same_words_before(role.head, &tokens)) {
                return vec![Filler { entity, tokens, kind: MentionKind::Nominal }];
            }
            let is_country = self.reading.lists("countryWord", role.head);
            let noun = self.noun_class(role.head).or(is_country.then_some(Class::State));
            let has_organization = has_person || role.domain.contains(Class::Organization);
            let default = [Class::Person, Class::Organization, Class::Place, Class::Event];
            let default = default.into_iter().find(|&class| role.domain.contains(class));
            // "took part in": of what nobody says the whole, it is no part.
            if noun.is_none() && !has_organization && role.body.is_none() {
                return Vec::new();
            }
            match noun {
                Some(class) if is_many_of_itself(class) || !self.is_many(role.head) => class,
                _ if self.is_many(role.head) => Class::Group,
                Some(class) => class,
                None => default.unwrap_or(Class::Organization),
            }
        };
        if let Some(entity) = self.introduced_behind(role.head, class) {
            return vec![Filler { entity, tokens, kind: MentionKind::Nominal }];
        }
        vec![self.new_nominal(role.head, tokens, class)]
    }

    /// "President Anna Berg said her country", "the Omani envoy said his country": the state of whose office the text has
    /// told before. "Chad … its country" is
    /// Chad.
    pub(super) fn country_of_person(&mut self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let owner = tree.child(head, &[Label::Poss]).filter(|&owner| tree.tag(owner) == Tag::PrpPoss)?;
        if tree.is_plural(head) || !self.reading.lists("countryWord", head) {
            return None;
        }
        let owners = self.resolve(owner, ClassSet::of(&[Class::Person, Class::State]));
        let [Filler { entity: person, .. }] = owners[..] else { return None };
        if self.drafts[person].class() == Class::State {
            return Some(person);
        }
        let before = self.roles.partition_point(|role| role.head < head);
        let describes = |head: usize| {
            self.drafts[person].mentions.keys().any(|&(start, end)| (start..end).contains(&head))
        };
        let is_theirs = |role: &&RolePhrase| match &role.holder {
            Holder::Named(heads) => heads.iter().any(|&name| self.named_entity(name) == Some(person)),
            Holder::Phrase => describes(role.head),
        };
        let held: Vec<&RolePhrase> =
            self.roles[..before].iter().rev().take(MAX_ROLES).filter(is_theirs).collect();
        held.into_iter().find_map(|role| {
            let body = self.body_entity(role)?;
            (self.drafts[body].class() == Class::State).then_some(body)
        })
    }

    fn role_tokens(&self, role: &RolePhrase) -> Range<usize> {
        let tree = self.reading.tree;
        let mut start = role.start;
        while start < role.nouns.start && matches!(tree.tag(start), Tag::Dt | Tag::WpPoss) {
            start += 1;
        }
        // "riot police": a noun before the role that is no name of its own.
        let is_part = |i: usize| {
            tree.label(i) == Label::Compound
                && tree.head(i).is_some_and(|head| role.nouns.contains(&head))
                && self.name_of(i).is_none()
        };
        while start > 0 && start == role.nouns.start && is_part(start - 1) {
            start -= 1;
        }
        if role.domain.contains(Class::Event) {
            start = self.start_with_date(start);
        }
        start = self.with_opening(start);
        // "a spokesman for al-Iraqiya": the body is part of the description where it follows the nouns.
        let follows = |i: usize| i > role.head && i < role.head + 8;
        let is_charge =
            |i: usize| tree.head(i).is_some_and(|up| clause::is_charge(&self.reading, role.head, up));
        let last = role
            .body
            .or(role.destination)
            .filter(|&i| follows(i) && !is_charge(i) && !self.reading.is_dated(i));
        let end = last.map_or(role.nouns.end, |i| self.name_of(i).map_or(i + 1, |name| name.tokens.end));
        // "the talks between A and B": what is done is told by all of its phrase.
        let is_told = matches!(
            self.noun_class(role.head),
            Some(Class::Event | Class::War | Class::GovernmentBody | Class::Organization)
        );
        let reach = if is_told { self.phrase(role.head).end } else { role.nouns.end };
        start..end.max(reach)
    }

    /// Somebody who was given the same role: with the same body if this one names it; nearest first.
    fn earlier_holder(&mut self, role: &RolePhrase) -> Option<DraftIndex> {
        let number = self.roles.iter().position(|other| other.head == role.head)?;
        let wanted = self.body_entity(role);
        let behind = (number + 1..self.roles.len()).take(MAX_ROLES);
        let order = (0..number).rev().take(MAX_ROLES).chain(behind);
        for other in order {
            let other = &self.roles[other];
            let is_same = self.is_same_office(role, other);
            let is_wider = !is_same && wanted.is_some() && self.is_wider_office(role, other);
            if !(is_same || is_wider)
                || other.is_deputy != role.is_deputy
                || (other.status == Status::Former && role.status != Status::Former)
            {
                continue;
            }
            let Holder::Named(heads) = &other.holder else {
                if other.head < role.head
                    && let Some(fillers) = self.settled.get(&other.head)
                    && let [filler] = fillers.as_slice()
                    && wanted.is_none()
                {
                    return Some(filler.entity);
                }
                continue;
            };
            let body = self.body_entity(other);
            let is_elsewhere = wanted
                .zip(body)
                .is_some_and(|(wanted, body)| wanted != body && !self.may_be_body_of(body, wanted));
            if is_elsewhere || is_wider && body != wanted {
                continue;
            }
            if wanted.is_some() && body.is_none() && other.head > role.head {
                continue;
            }
            let head = *heads.first()?;
            if let Some(filler) = self.resolve(head, other.domain).first() {
                return Some(filler.entity);
            }
        }
        None
    }

    /// "Foreign Ministry spokesman Lars Holm … the Danish spokesman": a body of which the text names no other state.
    fn may_be_body_of(&self, body: DraftIndex, state: DraftIndex) -> bool {
        let mut names = self.names.iter().zip(&self.of_name).filter(|(_, of)| **of == body);
        self.drafts[state].class() == Class::State
            && self.drafts[body].class() == Class::GovernmentBody
            && self.drafts[body].entry.is_none()
            && names.all(|(name, _)| {
                name.whole.is_none_or(|entry| self.by_entry.get(&entry).copied() == Some(state))
            })
    }

    /// Whether a role may be spoken of by the nouns of another: "the leader" is the supreme leader, and not the reverse.
    fn is_same_office(&self, role: &RolePhrase, other: &RolePhrase) -> bool {
        let tree = self.reading.tree;
        let words = |role: &RolePhrase| role.nouns.clone().map(|i| tree.word(i)).collect::<Vec<_>>();
        tree.word(other.head) == tree.word(role.head)
            && words(other).ends_with(&words(role))
            && tree.is_plural(other.head) == tree.is_plural(role.head)
    }

    /// "the Danish leader" of the Danish prime minister: a word for any office of a kind, with nothing but the body.
    fn is_wider_office(&self, role: &RolePhrase, other: &RolePhrase) -> bool {
        let tree = self.reading.tree;
        let lists = |list: &str, word: &str| self.reading.ontology.lists(list, word);
        let word = tree.word(role.head);
        let words: Vec<&str> = other.nouns.clone().map(|i| tree.word(i)).collect();
        let office = words.join("_").replace("_-_", "-");
        let is_owned = tree.child(role.head, &[Label::Poss]).is_some();
        // "the opposition leader" holds another office.
        let is_plain = tree
            .children_with(role.head, &[Label::Amod, Label::Compound, Label::Nmod])
            .all(|kid| self.name_of(kid).is_some() || tree.text(kid).ends_with("-old"));
        role.nouns.len() == 1
            && is_plain
            && lists("wideOffice", word)
            && (self.is_definite(role.head) || is_owned)
            && !tree.is_plural(other.head)
            && ["headOffice", "envoyOffice", "lawmakerOffice"]
                .iter()
                .any(|list| lists(list, word) && lists(list, &office))
    }

    /// Whether a role only speaks of whoever holds another office by a wider word: "the Danish leader", the prime minister.
    pub fn is_of_other_office(&self, role: &RolePhrase, entity: DraftIndex) -> bool {
        role.holder == Holder::Phrase
            && self.roles.iter().any(|other| {
                let Holder::Named(heads) = &other.holder else { return false };
                !self.is_same_office(role, other)
                    && heads.iter().any(|&head| self.named_entity(head) == Some(entity))
                    && self.is_wider_office(role, other)
            })
    }

    pub(super) fn body_entity(&mut self, role: &RolePhrase) -> Option<DraftIndex> {
        let body = role.body?;
        if let Some(name) = self.name_of(body) {
            if let Some(state) = self.reading.state_named(&name.tokens) {
                return Some(self.entity_of(state));
            }
            return self.named_entity(body);
        }
        self.resolve(body, ClassSet::ANY).first().map(|filler| filler.entity)
    }
}
