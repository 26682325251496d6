//! Who governs: "the government", "the Berg administration" and "Danish officials" stand for the state that they act for.

use super::MentionKind;
use super::cast::{Cast, DraftIndex, Filler};
use crate::mention::{Holder, NameMention, RolePhrase, clause};
use crate::ontology::gazetteer::Sense;
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Pos, Tag};

/// Sentences before the own one that a state is looked for in.
const SENTENCES: usize = 3;

impl Cast<'_> {
    /// "Danish officials", "government officials", "ministry officials": whom they speak and act for, where several of
    /// them are spoken of without a number.
    pub(super) fn officials(&mut self, head: usize) -> Option<Filler> {
        let tree = self.reading.tree;
        if !tree.is_plural(head)
            || !self.reading.lists("officialNoun", head)
            || self.role_of(head).is_some_and(|role| role.holder != Holder::Phrase)
            || tree.child(head, &[Label::Nummod]).is_some()
            || self.sides_before(head).len() > 1
            || self.is_of_field(head)
            || self.is_of_no_state(head)
        {
            return None;
        }
        let entity = self.state_of(head).or_else(|| self.official_body(head)).or_else(|| {
            let object = self.behind(head, &["of", "from"])?;
            let is_body = self.named_entity(object).filter(|&entity| self.has_officials(entity));
            is_body.or_else(|| self.state_of_government(object))
        })?;
        Some(Filler { entity, tokens: self.phrase(head), kind: MentionKind::Nominal })
    }

    /// "Syrian opposition forces", "ethnic Albanian troops", "Iraqi Kurdish officials": they act for no state.
    pub(super) fn is_of_no_state(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        let labels = [Label::Compound, Label::Nmod, Label::Amod];
        let first =
            tree.children_with(head, &labels).filter(|&kid| kid < head).map(|kid| tree.subtree(kid).start);
        let start = first.min().unwrap_or(head);
        let is_people = |i: usize| {
            let sense = self.name_of(i).and_then(|name| name.sense);
            sense.is_some_and(|(entry, _)| self.reading.ontology.gazetteer[entry].class == Class::Group)
        };
        (start..head).any(|i| self.reading.lists("nonStateModifier", i))
            || head > start && is_people(head - 1)
    }

    /// "Danish election officials", "U.S. military officials": they speak for what they work in, and not for the state.
    fn is_of_field(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        let mut before = tree.children_with(head, &[Label::Compound, Label::Nmod, Label::Amod]);
        before.any(|kid| {
            kid < head
                && self.name_of(kid).is_none()
                && (tree.tag(kid) == Tag::Nn || tree.word(kid) == "military")
                && !self.reading.lists("governmentNoun", kid)
                && !self.reading.lists("governmentField", kid)
        })
    }

    /// "NATO officials", "government officials": the body or the state that is named before them.
    fn official_body(&mut self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let before = tree.children_with(head, &[Label::Compound, Label::Nmod, Label::Amod]);
        let before: Vec<usize> = before.filter(|&kid| kid < head).collect();
        before.into_iter().rev().find_map(|kid| match self.named_entity(kid) {
            Some(entity) => self.has_officials(entity).then_some(entity),
            None if self.reading.lists("governmentNoun", kid) => match self.owner_of_government(kid, head) {
                Some(owner) => self.named_entity(owner).and_then(|leader| self.led_by(leader)),
                None => self.governed(head),
            },
            None => None,
        })
    }

    /// "Berg administration officials": whose government `noun` is, where a name says so before it.
    fn owner_of_government(&self, noun: usize, head: usize) -> Option<usize> {
        let owner = noun.checked_sub(1)?;
        let is_joined = self.reading.tree.head(owner).is_some_and(|above| above == noun || above == head);
        (is_joined && self.name_of(owner).is_some()).then_some(owner)
    }

    /// "representatives of the Danish government": the state whose government is named.
    fn state_of_government(&mut self, noun: usize) -> Option<DraftIndex> {
        self.reading.lists("governmentNoun", noun).then(|| self.state_of(noun)).flatten()
    }

    /// "the government of President Abbas": the state that the person leads whose government it is.
    fn state_of_led(&mut self, head: usize) -> Option<Option<DraftIndex>> {
        let of = clause::prepositional(&self.reading, head, &["of"]).first().map(|&(_, object)| object)?;
        let leader = self.named_entity(of).filter(|_| self.reading.lists("governmentNoun", head))?;
        (self.drafts[leader].class() == Class::Person).then(|| self.led_by(leader))
    }

    /// What the first of some prepositions behind a noun leads to, if it is one thing.
    fn behind(&self, head: usize, words: &[&str]) -> Option<usize> {
        let behind = clause::prepositional(&self.reading, head, words);
        let &(_, object) = behind.first()?;
        (clause::coordinated(&self.reading, object).len() == 1).then_some(object)
    }

    /// "Danish and Swedish officials", "the presidents of Denmark and Sweden", "envoys from Denmark and Hamas": those whom
    /// they speak and act for.
    pub(super) fn officials_of_sides(&mut self, head: usize) -> Vec<Filler> {
        let tree = self.reading.tree;
        let is_delegate =
            ["officialNoun", "delegateNoun", "stateOffice"].iter().any(|list| self.reading.lists(list, head));
        if !is_delegate
            || !tree.is_plural(head)
            || tree.child(head, &[Label::Nummod]).is_some()
            || self.role_of(head).is_some_and(|role| role.holder != Holder::Phrase)
        {
            return Vec::new();
        }
        let mut sides = self.sides_before(head);
        if sides.is_empty() {
            sides = self.sides_behind(head);
        }
        if sides.is_empty()
            && let Some(government) = self.behind(head, &["of"])
        {
            sides.extend(self.state_of_government(government));
        }
        if sides.is_empty() && self.reading.lists("officialNoun", head) {
            sides = self.states_governed_from(head);
        }
        let tokens = self.phrase(head);
        let filler = |entity| Filler { entity, tokens: tokens.clone(), kind: MentionKind::Nominal };
        sides.into_iter().map(filler).collect()
    }

    /// "envoys of Denmark and Sweden", "negotiators from the Danish government and the rebels": who stands in the phrase
    /// behind a noun, where there is more than one.
    fn sides_behind(&mut self, head: usize) -> Vec<DraftIndex> {
        let reading = self.reading;
        let behind = clause::prepositional(&reading, head, &["from", "of"]);
        let Some(&(_, first)) = behind.first() else { return Vec::new() };
        let tokens = clause::coordinated(&reading, first);
        let named = self.sides_at(&tokens);
        if !named.is_empty() || !tokens.iter().any(|&token| reading.lists("governmentNoun", token)) {
            return named;
        }
        let sides = ClassSet::of(&[Class::State, Class::ArmedGroup, Class::Organization, Class::Group]);
        let found: Vec<DraftIndex> =
            tokens.iter().filter_map(|&token| Some(self.resolve(token, sides).first()?.entity)).collect();
        if found.len() == tokens.len() && found.len() > 1 { found } else { Vec::new() }
    }

    /// "French and Egyptian warships", "NATO and Afghan troops": who is named before a noun, where there is more than one.
    pub(super) fn sides_before(&mut self, head: usize) -> Vec<DraftIndex> {
        let tree = self.reading.tree;
        let mut kids: Vec<usize> =
            tree.children_with(head, &[Label::Amod, Label::Nmod, Label::Compound]).collect();
        let mut next = 0;
        while let Some(&kid) = kids.get(next) {
            kids.extend(tree.children_with(kid, &[Label::Conj]));
            next += 1;
        }
        kids.sort_unstable();
        kids.retain(|&kid| kid < head);
        let found = self.sides_at(&kids);
        if found.is_empty() { self.sides_at(&self.listed_before(head)) } else { found }
    }

    /// "Afghan, NATO and U.S. troops": the names right before a noun, joined by commas and "and", wherever parsers hang
    /// them. A name behind a preposition, "In Iraq, U.S. and British troops", is of another phrase.
    fn listed_before(&self, head: usize) -> Vec<usize> {
        let tree = self.reading.tree;
        let first = tree.sentence(head).start;
        let (mut at, mut listed, mut is_joined) = (head, Vec::new(), false);
        while let Some(name) = at.checked_sub(1).filter(|&i| i >= first).and_then(|i| self.name_of(i)) {
            at = name.tokens.start;
            if at > first && tree.pos(at - 1) == Pos::Adp {
                break;
            }
            listed.push(name.head);
            let before = |at: usize, words: &[&str]| at > first && words.contains(&tree.text(at - 1));
            let start = at;
            if before(at, &["and"]) {
                (at, is_joined) = (at - 1, true);
            }
            if before(at, &[","]) {
                at -= 1;
            }
            if at == start {
                break;
            }
        }
        listed.reverse();
        if is_joined { listed } else { Vec::new() }
    }

    /// The states and known organizations that tokens name, where there is more than one.
    fn sides_at(&mut self, tokens: &[usize]) -> Vec<DraftIndex> {
        let mut sides: Vec<DraftIndex> = Vec::new();
        for &token in tokens {
            let body = |cast: &Self| cast.named_entity(token).filter(|&entity| cast.has_officials(entity));
            let side = self.state_at(token).or_else(|| body(self));
            sides.extend(side.filter(|side| !sides.contains(side)));
        }
        if sides.len() > 1 { sides } else { Vec::new() }
    }

    /// "Officials in Chad", "authorities in Chad and Niger", "officials in Bogota": the states where those are who are of no
    /// kind, and not of a body.
    fn states_governed_from(&mut self, head: usize) -> Vec<DraftIndex> {
        let tree = self.reading.tree;
        let is_bare = tree.children(head).iter().all(|&kid| kid > head || tree.word(kid) == "the");
        if !is_bare {
            return Vec::new();
        }
        let places = clause::prepositional(&self.reading, head, &["in"]);
        let places = places.into_iter().flat_map(|(_, place)| clause::coordinated(&self.reading, place));
        let named: Vec<usize> = places
            .filter(|&place| {
                let name = self.name_of(place).filter(|name| name.head == place);
                name.is_some_and(|name| self.reading.state_named(&name.tokens).is_some())
            })
            .collect();
        let states = ClassSet::of(&[Class::State]);
        named.into_iter().filter_map(|place| Some(self.resolve(place, states).first()?.entity)).collect()
    }

    /// A body of a state, or an organization that is known outside of the text.
    fn has_officials(&self, entity: DraftIndex) -> bool {
        let draft = &self.drafts[entity];
        match draft.class() {
            Class::GovernmentBody => true,
            Class::Organization | Class::ArmedGroup => draft.entry.is_some(),
            _ => false,
        }
    }

    /// "the government", "the central government": the state that the text speaks of, or else named last.
    pub(super) fn state_of_text(&mut self, head: usize) -> Option<DraftIndex> {
        if let Some(led) = self.state_of_led(head) {
            return led;
        }
        let tree = self.reading.tree;
        let is_bare = tree.children(head).iter().all(|&kid| {
            kid > head
                || matches!(tree.label(kid), Label::Det | Label::Punct)
                || self.reading.lists("governmentModifier", kid)
        });
        if !self.is_definite(head) || !is_bare || !self.reading.lists("governmentNoun", head) {
            return None;
        }
        self.governed(head)
    }

    /// The state whose government is spoken of at token `at` without its name.
    fn governed(&self, at: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let sentence = tree.sentence_number(at);
        let before = || (0..at).rev().take_while(|&i| tree.sentence_number(i) + SENTENCES >= sentence);
        self.home.or_else(|| {
            // "Libyans protested against the government": of their own state, but that is not who they are.
            let is_people = |name: &NameMention| matches!(name.sense, Some((_, Sense::Demonym)));
            let names = before().filter(|&i| self.name_of(i).is_some_and(|name| !is_people(name)));
            names
                .filter_map(|i| self.named_entity(i))
                .find(|&entity| self.drafts[entity].class() == Class::State)
        })
    }

    /// "its forces", "government forces", "the Berg administration", "her government": the state that a pronoun stands for, or that the
    /// person leads whose government it is.
    pub(super) fn state_of_owner(&mut self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let owner = tree
            .children_with(head, &[Label::Poss, Label::Compound, Label::Nmod])
            .filter(|&kid| kid < head)
            .last()?;
        // "government forces"
        if self.reading.lists("governmentNoun", owner) && self.named_entity(owner).is_none() {
            return self.governed(head);
        }
        if matches!(tree.tag(owner), Tag::PrpPoss | Tag::WpPoss) {
            let states = ClassSet::of(&[Class::State]);
            if let Some(filler) = self.resolve(owner, states).first() {
                return Some(filler.entity);
            }
        }
        if !self.reading.lists("governmentNoun", head) {
            return None;
        }
        let people = ClassSet::of(&[Class::Person]);
        let leader = self.resolve(owner, people).first()?.entity;
        self.led_by(leader)
    }

    /// The state that a person is given an office of the state in.
    fn led_by(&mut self, leader: DraftIndex) -> Option<DraftIndex> {
        for role in self.roles {
            let Holder::Named(heads) = &role.holder else { continue };
            if role.is_deputy
                || !self.is_state_office(role)
                || !heads.iter().any(|&head| self.named_entity(head) == Some(leader))
            {
                continue;
            }
            let body = match role.body {
                Some(_) => self.body_entity(role),
                None => self.home,
            };
            if let Some(state) = body.filter(|&body| self.drafts[body].class() == Class::State) {
                return Some(state);
            }
        }
        None
    }

    fn is_state_office(&self, role: &RolePhrase) -> bool {
        let tree = self.reading.tree;
        let words: Vec<&str> = role.nouns.clone().map(|i| tree.word(i)).collect();
        self.reading.ontology.lists("stateOffice", &words.join("_"))
            || words.last().is_some_and(|last| self.reading.ontology.lists("stateOffice", last))
    }
}
