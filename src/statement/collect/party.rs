//! Whose party a description gives: "Conservative Prime Minister David Cameron", "Sanders, a Democrat", "Reid (D-Nevada)".
//!
//! As with nationalities the noun may be any: only the party's adjective, the word for its members or its mark counts.

use super::event::Told;
use super::{Collector, DraftObject, DraftStatement, clause_around};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::{Holder, clause};
use crate::ontology::gazetteer::Sense;
use crate::ontology::{Class, ClassSet, RelationId};
use crate::parse::{Label, Tag};
use crate::statement::confidence::Basis;
use crate::statement::matching::Match;
use crate::statement::modality;

/// Phrases between a party's adjective and the name that it describes.
const MAX_STEPS: usize = 4;

impl Collector<'_, '_> {
    /// The parties of all persons whose description names one.
    pub(super) fn parties(&mut self) {
        let reading = self.reading();
        let Some(member) = reading.ontology.relation("memberOf") else { return };
        for token in 0..reading.tree.len() {
            let Some((party, tokens)) = self.party_of(token) else { continue };
            let object = Filler { entity: party, tokens, kind: MentionKind::Name };
            let described = self.described_by(token);
            for &subject in &described {
                self.put_membership(subject, member, &object, token);
            }
            if described.is_empty() {
                self.members_of_party(token, member, &object);
            }
        }
        for token in 0..reading.tree.len() {
            self.states_of_alliance(token, member);
        }
        for token in 1..reading.tree.len() {
            self.marked(token, member);
        }
        for token in 0..reading.tree.len() {
            self.own_party(token, member);
        }
        self.named_members();
    }

    /// "his Labour Party", "her Fatah movement": the party that a pronoun calls somebody's own.
    fn own_party(&mut self, token: usize, member: RelationId) {
        let reading = self.reading();
        let tree = reading.tree;
        let is_pronoun =
            tree.tag(token) == Tag::PrpPoss && matches!(tree.text(token), "his" | "her" | "His" | "Her");
        // "Anna Berg's Labour Party"
        let is_owner = tree.label(token) == Label::Poss && self.cast.name_of(token).is_some();
        if !is_pronoun && !is_owner {
            return;
        }
        let Some(noun) = tree.head(token).filter(|&noun| noun > token && tree.is_noun(noun)) else { return };
        let parties = self.cast.resolve(noun, ClassSet::of(&[Class::ArmedGroup, Class::Organization]));
        let [party] = parties.as_slice() else { return };
        let is_called = self.cast.name_of(noun).is_none()
            && tree.is_word(noun, &["alliance", "faction", "group", "movement"]);
        let is_party =
            self.has_members(party) || is_called || tree.is_word(noun, &["party", "coalition", "bloc"]);
        if self.cast.drafts[party.entity].is_named && is_party {
            let object = party.clone();
            self.put_membership(token, member, &object, noun);
        }
    }

    /// Whether a body is one that persons are members of and do not work for: "Anna Berg of the Green Party".
    pub(super) fn has_members(&self, body: &Filler) -> bool {
        let reading = self.reading();
        let draft = &self.cast.drafts[body.entity];
        let label = draft.entry.map(|entry| reading.ontology.gazetteer[entry].label.to_lowercase());
        let is_listed = |word: &str| reading.ontology.lists("memberedNoun", word);
        label.is_some_and(|label| label.split(' ').any(is_listed))
            || body.tokens.clone().any(|i| is_listed(reading.tree.word(i)))
    }

    /// "Labour crushed the Conservatives": what one party does to another by a verb of contests is no fight.
    pub(super) fn is_contest_of_parties(&self, hit: &Match, one: &Filler, other: &Filler) -> bool {
        let reading = self.reading();
        let family = reading.ontology[self.frame(hit.frame).relation].family.as_str();
        let is_party = |body: &Filler| {
            self.cast.drafts[body.entity].class() == Class::Organization
                && (self.has_members(body) || body.tokens.clone().any(|i| self.is_party_word(i)))
        };
        matches!(family, "assault" | "coerce")
            && reading.lists_verb("contestVerb", hit.trigger)
            && !reading.lists("fightVerb", hit.trigger)
            && is_party(one)
            && is_party(other)
    }

    /// The party whose adjective or members token `token` names, with the tokens of the name.
    fn party_of(&self, token: usize) -> Option<(DraftIndex, std::ops::Range<usize>)> {
        let name = self.cast.name_of(token).filter(|name| name.head == token)?;
        // "Norway's Labour Minister" is of no party.
        if self.reading().is_role_word(token) {
            return None;
        }
        self.reading()
            .is_of_party(name.sense?)
            .then(|| self.cast.named_entity(token).zip(Some(name.tokens.clone())))?
    }

    /// Heads of the names of persons that a party's word describes.
    fn described_by(&self, token: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let is_person = |head: usize| {
            self.cast.name_of(head).is_some()
                && self
                    .cast
                    .named_entity(head)
                    .is_some_and(|entity| self.cast.drafts[entity].class() == Class::Person)
        };
        let mut at = token;
        for _ in 0..MAX_STEPS {
            let Some(head) = tree.head(at) else { return Vec::new() };
            at = match tree.label(at) {
                Label::Amod | Label::Compound | Label::Nmod | Label::Appos if tree.is_noun(head) => head,
                Label::Attr if tree.is_word(head, &["be", "become", "remain"]) => {
                    return clause::subjects(&reading, head).into_iter().filter(|&s| is_person(s)).collect();
                }
                _ => return Vec::new(),
            };
            // "a Republican councilwoman, Anna Berg"
            let behind = tree.children_with(at, &[Label::Appos]).find(|&name| name > at && is_person(name));
            if let Some(person) = Some(at).filter(|&at| is_person(at)).or(behind) {
                return vec![person];
            }
            // "the Labour mayor, Anna Berg"
            if let Some(Holder::Named(heads)) = self.cast.role_of(at).map(|role| &role.holder)
                && let [holder] = heads.as_slice()
                && is_person(*holder)
            {
                return vec![*holder];
            }
        }
        Vec::new()
    }

    /// "Republican governors", "231 Democrats", "other Democrats": several whom a party's word describes, if the text tells of them.
    fn members_of_party(&mut self, token: usize, member: RelationId, party: &Filler) {
        let reading = self.reading();
        let tree = reading.tree;
        let modifiers = [Label::Nummod, Label::Amod, Label::Compound, Label::Det];
        // "Social Democrats" are of another party.
        let is_of_name = |kid: usize| {
            tree.is_capitalised(kid) && kid != tree.sentence(kid).start && self.cast.name_of(kid).is_none()
        };
        let is_some = |kid: usize| match tree.label(kid) {
            Label::Det => tree.is_word(kid, &["some", "all"]),
            _ => !is_of_name(kid),
        };
        let is_counted = tree.is_plural(token) && tree.children_with(token, &modifiers).any(is_some);
        let described = tree.head(token).filter(|&noun| {
            matches!(tree.label(token), Label::Amod | Label::Compound | Label::Nmod)
                && noun > token
                && tree.tag(noun) == Tag::Nns
                // "the Labour and Liberal parties"
                && tree.word(noun) != "party"
                && (reading.lists("groupNoun", noun)
                    || reading.lists("personNoun", noun)
                    || self.cast.role_of(noun).is_some())
        });
        let Some(noun) = described.or(Some(token).filter(|_| is_counted)) else { return };
        let group = self.cast.resolve(noun, ClassSet::of(&[Class::Group])).into_iter().next();
        let Some(group) = group.filter(|group| group.entity != party.entity) else { return };
        if self.statements.iter().any(|s| s.entities().contains(&group.entity)) {
            self.put_event(token, member, group, party.clone(), Told::Phrase);
        }
    }

    /// "EU member states", "NATO allies": several states of an alliance, if the text tells of them.
    fn states_of_alliance(&mut self, token: usize, member: RelationId) {
        let reading = self.reading();
        let tree = reading.tree;
        let is_alliance = self.cast.name_of(token).is_some_and(|name| {
            name.head == token
                && matches!(name.sense, Some((entry, Sense::Name))
                    if reading.ontology.gazetteer[entry].class == Class::Organization)
        });
        let noun = tree.head(token).filter(|&noun| {
            is_alliance
                && noun > token
                && matches!(tree.label(token), Label::Amod | Label::Compound | Label::Nmod)
                && tree.is_plural(noun)
                && reading.lists("memberStateNoun", noun)
        });
        let Some(noun) = noun else { return };
        let whom = self.cast.resolve(noun, ClassSet::of(&[Class::Group])).into_iter().next();
        let alliance = self.cast.resolve(token, ClassSet::of(&[Class::Organization])).into_iter().next();
        if let Some((group, alliance)) = whom.zip(alliance)
            && group.entity != alliance.entity
            && self.statements.iter().any(|s| s.entities().contains(&group.entity))
        {
            self.put_event(token, member, group, alliance, Told::Phrase);
        }
    }

    /// "(D-Nevada)", ", D-Nevada," behind a person's name, with the mark at `token`.
    fn marked(&mut self, token: usize, member: RelationId) {
        let reading = self.reading();
        let tree = reading.tree;
        let opens = tree.text(token - 1);
        let Some(party) = reading.ontology.gazetteer.marked(tree.text(token)) else { return };
        let next = if token + 1 < tree.len() { tree.text(token + 1) } else { "" };
        let is_mark = match opens {
            "(" => matches!(next, "-" | "–" | ")" | ","),
            "," => matches!(next, "-" | "–"),
            _ => false,
        };
        if !is_mark || token < 2 || self.cast.name_of(token - 2).is_none() {
            return;
        }
        let entity = self.cast.entity_of(party);
        let object = Filler { entity, tokens: token..token + 1, kind: MentionKind::Name };
        let head = self.cast.name_of(token - 2).map(|name| name.head);
        if let Some(subject) = head {
            self.put_membership(subject, member, &object, token);
        }
    }

    fn put_membership(&mut self, subject: usize, member: RelationId, object: &Filler, trigger: usize) {
        let reading = self.reading();
        let persons = self.cast.resolve(subject, ClassSet::of(&[Class::Person]));
        let Some(subject) = persons.into_iter().next() else { return };
        let is_told = self.statements.iter().any(|s| {
            s.relation == member
                && s.subject.entity == subject.entity
                && matches!(&s.object, DraftObject::Entity(party) if party.entity == object.entity)
        });
        if is_told {
            return;
        }
        let clause = clause_around(&reading, trigger, &[&subject.tokens, &object.tokens]);
        let told = (subject, member, DraftObject::Entity(object.clone()));
        let origin = "memberOf#party".to_owned();
        self.statements.push(DraftStatement {
            status: modality::status(&reading, trigger),
            ..DraftStatement::plain(Basis::Form, told, trigger..trigger + 1, clause, origin)
        });
    }
}
