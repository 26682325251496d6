//! What belongs to what by its name: "the Syrian Army", "the Senate Judiciary Committee", "Macau's Banco Delta Asia".
//!
//! Of a body it says what it is part of, of another organization where its seat is, of a place where it lies, and of a
//! person the citizenship.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Collector, DraftObject, DraftStatement};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::NameMention;
use crate::mention::name::noun_class;
use crate::ontology::gazetteer::{EntryId, Sense};
use crate::ontology::{Class, ClassSet};
use crate::parse::Tag;
use crate::statement::confidence::Basis;

/// What something belongs to, the tokens that say so, and how it is known.
type Whole = (DraftIndex, Range<usize>, &'static str);

impl<'a> Collector<'_, 'a> {
    /// What is named inside or before a name, or what the gazetteer knows a body to belong to, is what it is part of.
    pub(super) fn parts(&mut self) {
        let used: BTreeSet<DraftIndex> = self.statements.iter().flat_map(DraftStatement::entities).collect();
        let mut done: BTreeSet<(DraftIndex, DraftIndex)> = BTreeSet::new();
        let mut named: BTreeSet<DraftIndex> = BTreeSet::new();
        for name in self.cast.names {
            let Some(entity) = self.cast.named_entity(name.head) else { continue };
            let inner = self.named_inside(name, entity).or_else(|| self.listed(name, entity, &used));
            let inner = inner.filter(|_| named.insert(entity));
            let around = self.possessor(name, entity).into_iter().chain(self.place_behind(name, entity));
            for (whole, tokens, origin) in inner.into_iter().chain(around) {
                if done.insert((entity, whole)) {
                    self.put_whole(name, entity, whole, &tokens, origin);
                }
            }
        }
        self.lying();
    }

    /// "Senate" of "Senate Judiciary Committee" where the text names it, else what the gazetteer knows of what is inside.
    fn named_inside(&mut self, name: &NameMention, entity: DraftIndex) -> Option<Whole> {
        let reading = self.reading();
        let class = self.cast.drafts[entity].class();
        if !matches!(class, Class::GovernmentBody | Class::Organization | Class::Place) {
            return None;
        }
        if class == Class::GovernmentBody
            && let Some((whole, tokens)) = self.larger_body(name, entity)
        {
            return Some((whole, tokens, "name"));
        }
        // "Iranian Revolutionary Guard Corps" is a longer name of what it seems to be a part of.
        let own = self.cast.drafts[entity].entry;
        let first = name.whole.filter(|&whole| own != Some(whole));
        let (whole, tokens) = match first {
            Some(whole) => (whole, self.tokens_inside(name, whole)),
            None => self.named_behind_of(name, class).filter(|(whole, _)| own != Some(*whole))?,
        };
        // "Democratic Unionist Party" is no part of the Democratic Party.
        let is_organization = reading.ontology.gazetteer[whole].class == Class::Organization;
        let text = reading.tree.text_of(&tokens);
        if is_organization && tokens.len() == 1 && text.chars().skip(1).any(char::is_lowercase) {
            return None;
        }
        Some((self.cast.entity_of(whole), tokens, "name"))
    }

    /// The tokens of a name that name `whole`; all of it where it is called otherwise.
    fn tokens_inside(&self, name: &NameMention, whole: EntryId) -> Range<usize> {
        let (start, end) = (name.tokens.start, name.tokens.end);
        (start + 1..end)
            .map(|middle| start..middle)
            .chain((start + 1..end).map(|middle| middle..end))
            .find(|tokens| self.reading().senses(tokens).iter().any(|(entry, _)| *entry == whole))
            .unwrap_or(start..end)
    }

    /// The body whose name another name of the text begins with.
    fn larger_body(&self, name: &NameMention, entity: DraftIndex) -> Option<(DraftIndex, Range<usize>)> {
        let tree = self.reading().tree;
        (1..name.tokens.len()).rev().find_map(|n| {
            let tokens = name.tokens.start..name.tokens.start + n;
            let prefix = tree.text_of(&tokens);
            let is_it = |other: &&NameMention| {
                let text = tree.text_of(&other.tokens);
                let own = tree.text(name.tokens.start + 1);
                let rest = text.strip_prefix(prefix).filter(|_| n == 1 && own != "of");
                text == prefix || rest.is_some_and(|rest| rest.starts_with(" of "))
            };
            let other = self.cast.names.iter().filter(|other| other.tokens != name.tokens).find(|other| {
                is_it(other)
                    && self.cast.named_entity(other.head).is_some_and(|whole| {
                        whole != entity && self.cast.drafts[whole].class() == Class::GovernmentBody
                    })
            })?;
            self.cast.named_entity(other.head).zip(Some(tokens))
        })
    }

    /// "Nepal" of "Communist Party of Nepal".
    fn named_behind_of(&self, name: &NameMention, class: Class) -> Option<(EntryId, Range<usize>)> {
        let reading = self.reading();
        let tree = reading.tree;
        let of = name.tokens.clone().rev().find(|&i| tree.word(i) == "of")?;
        let first = name.tokens.clone().find(|&i| tree.word(i) == "of" && i > name.tokens.start)?;
        let is_named_by = |class| noun_class(&reading, first - 1) == Some(class);
        if class != Class::GovernmentBody
            && !is_named_by(Class::GovernmentBody)
            && !is_named_by(Class::Organization)
        {
            return None;
        }
        let start = if tree.tag(of + 1) == Tag::Dt { of + 2 } else { of + 1 };
        let tokens = start..name.tokens.end;
        let (whole, _) = reading.senses(&tokens).iter().find(|(entry, sense)| {
            *sense == Sense::Name
                && matches!(reading.ontology.gazetteer[*entry].class, Class::State | Class::Place)
        })?;
        Some((*whole, tokens))
    }

    /// The state that the gazetteer gives to a body.
    fn listed(
        &mut self,
        name: &NameMention,
        entity: DraftIndex,
        used: &BTreeSet<DraftIndex>,
    ) -> Option<Whole> {
        let gazetteer = &self.reading().ontology.gazetteer;
        let entry = &gazetteer[self.cast.drafts[entity].entry?];
        let is_part = entry.class == Class::GovernmentBody && !self.is_mere_seat(entity);
        let state = entry.state.filter(|_| is_part)?;
        let known = self.cast.entity_of(state);
        let near = self.cast.named_near(known, name.head);
        if near.is_none() && !used.contains(&entity) {
            return None;
        }
        Some((known, near.unwrap_or_else(|| name.tokens.clone()), "gazetteer"))
    }

    /// "Macau's Banco Delta Asia", "Peru's Arequipa": whose something is.
    fn possessor(&mut self, name: &NameMention, entity: DraftIndex) -> Option<Whole> {
        let tree = self.reading().tree;
        let first = tree.sentence(name.tokens.start).start;
        let is_between = |i: usize| {
            matches!(tree.tag(i), Tag::Jj | Tag::Vbn | Tag::Vbg | Tag::Hyph)
                && self.cast.name_of(i).is_none()
                && !self.reading().is_role_word(i)
                && !self.reading().lists("formerModifier", i)
        };
        let mark = (first + 1..name.tokens.start)
            .rev()
            .find(|&i| !is_between(i))
            .filter(|&i| tree.tag(i) == Tag::Pos)?;
        let Some(owner) = self.cast.name_of(mark - 1) else {
            // "the country's Supreme Court"
            let states = self.cast.resolve(mark - 1, ClassSet::of(&[Class::State]));
            let state = states.into_iter().next()?;
            return Some((state.entity, state.tokens, "possessor"));
        };
        let whole = self.cast.named_entity(owner.head).filter(|&whole| whole != entity)?;
        Some((whole, owner.tokens.clone(), "possessor"))
    }

    /// "Agadir, in southern Morocco": where a place lies that is followed by another.
    fn place_behind(&self, name: &NameMention, entity: DraftIndex) -> Option<Whole> {
        let tree = self.reading().tree;
        let end = tree.sentence(name.tokens.start).end;
        let is = |i: usize, text: &str| i < end && tree.text(i) == text;
        let comma = usize::from(is(name.tokens.end, ","));
        let lead = name.tokens.end + comma;
        let is_body = matches!(
            self.cast.drafts[entity].class(),
            Class::Organization | Class::ArmedGroup | Class::GovernmentBody
        );
        let hangs = || name.tokens.clone().any(|i| tree.head(lead) == Some(i));
        let is_behind = self.cast.drafts[entity].class() == Class::Place || is_body && comma == 0;
        if !is(lead, "in") || !is_behind || is_body && !hangs() {
            return None;
        }
        let at = lead + 1 + usize::from(is(lead + 1, "the"));
        let place = self.cast.name_of(at.min(end - 1)).filter(|place| place.tokens.start == at)?;
        let whole = self.cast.named_entity(place.head).filter(|&whole| whole != entity)?;
        let is_place = matches!(self.cast.drafts[whole].class(), Class::Place | Class::State);
        is_place.then(|| (whole, place.tokens.clone(), "behind"))
    }

    fn put_whole(
        &mut self,
        name: &'a NameMention,
        entity: DraftIndex,
        whole: DraftIndex,
        tokens: &Range<usize>,
        origin: &str,
    ) {
        use Class::{ArmedGroup, GovernmentBody, Organization, Person, Place, State};
        let tree = self.reading().tree;
        let next = name.tokens.end;
        let is_before_noun = tree.head(name.tokens.end - 1) == Some(next) && tree.is_noun(next);
        let mut class = self.cast.drafts[entity].class();
        // "Chad's Logone province": the noun says what it is.
        if is_before_noun && self.reading().lists("settlementNoun", next) {
            class = Place;
        } else if is_before_noun
            && (class == Person || origin == "possessor" && self.cast.drafts[entity].entry.is_some())
        {
            // "Palestine's UN envoy" is about an envoy.
            return;
        }
        let relation = match (class, self.cast.drafts[whole].class()) {
            (GovernmentBody, State) if origin == "behind" => "basedIn",
            (GovernmentBody, State | GovernmentBody | Organization) => "partOf",
            (Organization, GovernmentBody | Organization) => "partOf",
            (GovernmentBody | Organization | ArmedGroup, State | Place) => "basedIn",
            (Place, State | Place) => "locatedIn",
            (Person, State) => "citizenOf",
            (Person, Organization) if origin == "possessor" => "employedBy",
            _ => return,
        };
        let reading = self.reading();
        let body = Filler { entity: whole, tokens: tokens.clone(), kind: MentionKind::Name };
        let is_member = relation == "employedBy" && self.has_members(&body);
        let relation = if is_member { "memberOf" } else { relation };
        let Some(id) = reading.ontology.relation(relation) else { return };
        let subject = Filler { entity, tokens: name.tokens.clone(), kind: MentionKind::Name };
        let (start, end) = (name.tokens.start, name.tokens.end);
        let clause = match origin {
            "gazetteer" => start..end,
            _ => start.min(tokens.start)..end.max(tokens.end),
        };
        let (told, origin) = ((subject, id, DraftObject::Entity(body)), format!("{relation}#{origin}"));
        self.statements.push(DraftStatement::plain(Basis::Form, told, name.tokens.clone(), clause, origin));
    }
}
