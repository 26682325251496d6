//! Roles and memberships: statements from role phrases.

use std::collections::BTreeSet;

use super::{Collector, DraftObject, DraftStatement};
use crate::entity::MentionKind;
use crate::entity::cast::Filler;
use crate::mention::{Holder, Reading, RolePhrase, clause};
use crate::ontology::frame::{Element, Role};
use crate::ontology::gazetteer::Sense;
use crate::ontology::{Class, ClassSet, Frame, FrameId, RelationId, Status};
use crate::parse::{Label, Pos};
use crate::statement::confidence::Basis;
use crate::statement::modality::{self, strongest};

/// Verbs that make somebody something.
const MAKING: [&str; 8] = ["appoint", "choose", "crown", "declare", "elect", "name", "nominate", "proclaim"];

impl<'a> Collector<'_, 'a> {
    pub(super) fn roles(&mut self) {
        for role in self.cast.roles {
            self.role(role);
        }
    }

    pub(super) fn role(&mut self, role: &'a RolePhrase) {
        if self.says_itself(role) {
            return;
        }
        let mut frames: Vec<FrameId> = role.frames.clone();
        frames.sort_by_key(|&id| (std::cmp::Reverse(self.frame(id).specificity()), id));
        let (mut done, mut destination_done) = (BTreeSet::new(), false);
        let mut relations = BTreeSet::new();
        for id in frames {
            let frame = self.frame(id);
            let asked = asked_preposition(frame);
            if asked.iter().any(|word| word == "to") {
                // "the UN special representative for Chad"
                let is_led = role.preposition.as_ref().is_some_and(|have| asked.contains(have));
                let target = role.destination.or(role.body.filter(|_| is_led && role.owner.is_some()));
                if let Some(target) = target.filter(|_| !destination_done)
                    && self.role_statement(role, id, target)
                {
                    destination_done = true;
                    done.insert(target);
                }
                continue;
            }
            let body = match &role.preposition {
                _ if asked.is_empty() => role.body,
                Some(have) if asked.contains(have) => role.body,
                _ => None,
            };
            let owner = role.owner.filter(|_| asked.is_empty() && !relations.contains(&frame.relation));
            for target in [body, owner].into_iter().flatten() {
                if !done.contains(&target) && self.role_statement(role, id, target) {
                    done.insert(target);
                    // "the U.S. senator from Ohio" holds the office in both.
                    if !asked.iter().any(|word| word == "from") {
                        relations.insert(frame.relation);
                    }
                    if role.preposition.as_deref() != Some("from") {
                        break;
                    }
                }
            }
        }
    }

    pub(super) fn role_statement(&mut self, role: &RolePhrase, id: FrameId, target: usize) -> bool {
        let frame = self.frame(id);
        if self.is_of_party(frame, target)
            || self.is_of_creed(frame, target)
            || self.is_office_of_party(role, frame, target)
            || self.is_whence(role, frame)
        {
            return false;
        }
        if role.is_deputy && !names_deputy(frame) {
            return self.deputy(role, target);
        }
        if let Some(done) = self.force(role, id, target) {
            return done;
        }
        let mut holders = self.cast.resolve(role.head, self.admitted(frame, Role::Subject));
        holders.retain(|holder| !self.cast.is_of_other_office(role, holder.entity));
        let bodies: Vec<Filler> = clause::coordinated(&self.reading(), target)
            .into_iter()
            .flat_map(|body| self.told_of(body, self.admitted(frame, Role::Object), frame.relation))
            .collect();
        // "the capital of Peru" is that of a state; of a region it only says where the town lies.
        let is_within = self.reading().ontology[frame.relation].name == "locatedIn";
        let is_capital = is_within && role.nouns.clone().any(|i| self.reading().tree.word(i) == "capital");
        if is_capital && bodies.iter().any(|body| self.cast.drafts[body.entity].class() != Class::Place) {
            return false;
        }
        // "the Nordic nation": an adjective that is no part of the world's name says nothing of where a state lies, nor does the
        // description of a state that the text does not name.
        let is_land = is_within && frame.slot(Role::Subject) == Some(ClassSet::of(&[Class::State]));
        let is_known = |body: &Filler| self.cast.drafts[body.entity].entry.is_some();
        if is_land && !bodies.iter().all(is_known) {
            return false;
        }
        holders.retain(|holder| !is_land || self.cast.drafts[holder.entity].is_named);
        if self.made_of(role, frame, target) {
            return self.members(role, &bodies);
        }
        // "I am a director of X": the phrase that gives the role is no holder of its own.
        if let Holder::Named(heads) = &role.holder {
            let known = holders.iter().any(|holder| holder.kind != MentionKind::Nominal);
            let unnamed: Vec<Filler> = heads
                .iter()
                .filter(|_| !known)
                .flat_map(|&head| self.told_of(head, self.admitted(frame, Role::Subject), frame.relation))
                .collect();
            if !unnamed.is_empty() {
                holders = unnamed;
            }
        }
        if matches!(role.holder, Holder::Phrase) && self.reading().tree.is_plural(role.head) {
            holders.extend(self.included(role, target, self.admitted(frame, Role::Subject)));
        }
        // "the former candidate": what somebody might have become is no office that they held.
        if role.status == Status::Former && frame.status == Some(Status::Possible) {
            return false;
        }
        let mut status = strongest(role.status, frame.status.unwrap_or_default());
        let is_event = self.reading().ontology[frame.relation].family == "event";
        if is_event && self.is_mere_prospect(role.head) {
            status = strongest(status, Status::Possible);
        }
        if bodies.iter().any(|body| self.is_excluded(body)) {
            status = strongest(status, Status::Negated);
        }
        if role.is_predicated {
            status = strongest(status, modality::status(&self.reading(), role.head));
            if is_wished(&self.reading(), role.head) {
                status = strongest(status, Status::Possible);
            }
        }
        self.put_roles(role, id, &holders, &bodies, status)
    }

    /// "a police officer", "the parliament speaker": without a name, a role of a body without a name tells nothing.
    fn says_itself(&self, role: &RolePhrase) -> bool {
        let tree = self.reading().tree;
        let is_common = |body: usize| {
            body + 1 == role.nouns.start && self.cast.name_of(body).is_none() && tree.pos(body) == Pos::Noun
        };
        matches!(role.holder, Holder::Phrase) && (role.body.is_some_and(is_common) || self.is_sought(role))
    }

    /// "campaign for president of Peru", "the post of ambassador to Peru", "was passed over as ambassador", "declared himself
    /// president": an office, and nobody who holds it.
    fn is_sought(&self, role: &RolePhrase) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        let above = tree.head(role.head);
        let is_of_post = |of: usize| {
            tree.is_word(of, &["of"]) && tree.head(of).is_some_and(|post| reading.lists("postNoun", post))
        };
        let is_office = match tree.label(role.head) {
            Label::Pobj => {
                above.is_some_and(|above| tree.is_word(above, &["as", "for"]) || is_of_post(above))
            }
            Label::Oprd | Label::Attr => true,
            Label::Dobj => above.is_some_and(|verb| tree.is_word(verb, &MAKING)),
            _ => false,
        };
        let has_determiner = tree.child(role.head, &[Label::Det, Label::Poss]).is_some();
        is_office && role.start == role.nouns.start && !tree.is_plural(role.head) && !has_determiner
    }

    /// "a Labour committee": whose members it has, and not what it is part of.
    fn is_of_party(&self, frame: &Frame, target: usize) -> bool {
        let reading = self.reading();
        let sense = self.cast.name_of(target).and_then(|name| name.sense);
        reading.ontology[frame.relation].name == "partOf"
            && matches!(sense, Some((entry, Sense::Adjective))
                if reading.ontology.gazetteer[entry].class == Class::Organization)
    }

    /// "the Democratic mayor": the party that the holder of an office is of has no mayor.
    fn is_office_of_party(&self, role: &RolePhrase, frame: &Frame, target: usize) -> bool {
        let relation = self.reading().ontology[frame.relation].name.as_str();
        relation == "holdsOffice" && !role.is_deputy && self.is_party_word(target)
    }

    /// "supporters from Ohio", "backers in Congress": whence somebody is, and not whom they support.
    fn is_whence(&self, role: &RolePhrase, frame: &Frame) -> bool {
        let relation = self.reading().ontology[frame.relation].name.as_str();
        relation == "supports"
            && role.preposition.as_ref().is_some_and(|lead| matches!(lead.as_str(), "at" | "from" | "in"))
    }

    /// Whether token `i` is the adjective of a party, or the word for its members.
    pub(super) fn is_party_word(&self, i: usize) -> bool {
        let sense = self.cast.name_of(i).and_then(|name| name.sense);
        sense.is_some_and(|sense| self.reading().is_of_party(sense))
    }

    /// "Islamic militants", "a Shi'ite group": an adjective of a people or a faith names nothing to be a member of.
    fn is_of_creed(&self, frame: &Frame, target: usize) -> bool {
        let reading = self.reading();
        let relation = reading.ontology[frame.relation].name.as_str();
        let name = self.cast.name_of(target);
        matches!(relation, "memberOf" | "partOf" | "basedIn" | "employedBy")
            && name.is_some_and(|name| name.sense.is_none() && name.tokens.len() == 1)
            && reading.tree.pos(target) == Pos::Adj
            && self.cast.named_entity(target).is_some_and(|it| self.cast.drafts[it].class() == Class::Group)
    }

    /// "members of the bloc, including Chad and Niger", "ministers such as Anna Berg": who is named behind a plural.
    fn included(&mut self, role: &RolePhrase, target: usize, wanted: ClassSet) -> Vec<Filler> {
        let reading = self.reading();
        let heads: Vec<usize> = [role.head, target]
            .into_iter()
            .flat_map(|head| clause::prepositional(&reading, head, &["including", "include", "as", "like"]))
            .filter(|&(lead, object)| lead > role.head && self.cast.name_of(object).is_some())
            .flat_map(|(_, object)| clause::coordinated(&reading, object))
            .collect();
        heads.into_iter().flat_map(|head| self.cast.resolve(head, wanted)).collect()
    }

    /// "a group of five countries, A, B and C": what a body is made of is not where it is based.
    fn made_of(&self, role: &RolePhrase, frame: &Frame, target: usize) -> bool {
        let reading = self.reading();
        reading.ontology[frame.relation].name == "basedIn"
            && role.preposition.as_deref() == Some("of")
            && self.cast.name_of(target).is_none()
            && reading.tree.is_plural(target)
    }

    /// Those that a body is made of are its members.
    fn members(&mut self, role: &RolePhrase, members: &[Filler]) -> bool {
        let Some(relation) = self.reading().ontology.relation("memberOf") else { return false };
        let (domain, range) =
            (self.reading().ontology[relation].domain, self.reading().ontology[relation].range);
        // "a group of nine islands" has no members.
        let may_belong = |it: &&Filler| domain.contains(self.cast.drafts[it.entity].class());
        let members: Vec<&Filler> = members.iter().filter(may_belong).collect();
        let mut any = false;
        for body in self.cast.resolve(role.head, range) {
            for member in &members {
                any |= self.put_role(role, None, relation, member, &body, role.status);
            }
        }
        any
    }

    /// The head of an army, a guard or a brigade commands it, whatever class its name has.
    fn force(&mut self, role: &RolePhrase, id: FrameId, target: usize) -> Option<bool> {
        let reading = self.reading();
        let (head_of, commander_of) =
            (reading.ontology.relation("headOf")?, reading.ontology.relation("commanderOf")?);
        let name = self.cast.name_of(target)?;
        if self.frame(id).relation != head_of || !reading.lists("forceNoun", name.tokens.end - 1) {
            return None;
        }
        let holders = self.cast.resolve(role.head, reading.ontology[commander_of].domain);
        let bodies = self.cast.resolve(target, reading.ontology[commander_of].range);
        let mut any = false;
        for holder in &holders {
            for body in &bodies {
                any |= self.put_role(role, None, commander_of, holder, body, role.status);
            }
        }
        Some(any)
    }

    /// A deputy or vice holds an office of another name.
    pub(super) fn deputy(&mut self, role: &RolePhrase, target: usize) -> bool {
        let reading = self.reading();
        let Some(relation) = reading.ontology.relation("holdsOffice") else { return false };
        let (domain, range) = (reading.ontology[relation].domain, reading.ontology[relation].range);
        let holders = self.cast.resolve(role.head, domain);
        let bodies = self.cast.resolve(target, range);
        let mut any = false;
        for holder in &holders {
            for body in &bodies {
                any |= self.put_role(role, None, relation, holder, body, role.status);
            }
        }
        any
    }

    pub(super) fn put_roles(
        &mut self,
        role: &RolePhrase,
        id: FrameId,
        holders: &[Filler],
        bodies: &[Filler],
        status: Status,
    ) -> bool {
        let relation = self.frame(id).relation;
        let mut any = false;
        for holder in holders {
            for body in bodies {
                any |= self.put_role(role, Some(id), relation, holder, body, status);
            }
        }
        any
    }

    pub(super) fn put_role(
        &mut self,
        role: &RolePhrase,
        frame: Option<FrameId>,
        relation: RelationId,
        holder: &Filler,
        body: &Filler,
        status: Status,
    ) -> bool {
        if holder.entity == body.entity {
            return false;
        }
        let start = role.start.min(holder.tokens.start).min(body.tokens.start);
        let end = (role.head + 1).max(holder.tokens.end).max(body.tokens.end);
        let told = (holder.clone(), relation, DraftObject::Entity(body.clone()));
        let plain = DraftStatement::plain(Basis::Role, told, role.nouns.clone(), start..end, String::new());
        self.statements.push(DraftStatement { status, frame, ..plain });
        true
    }
}

/// The prepositions that a role frame asks for before its object: `envoy SUBJ for OBJ`.
fn asked_preposition(frame: &Frame) -> Vec<String> {
    let found = frame.elements.windows(2).find_map(|pair| match pair {
        [Element::Words(words), Element::Slot(Role::Object, _)]
            if frame.elements.first() != Some(&pair[1]) =>
        {
            Some(words)
        }
        _ => None,
    });
    let single =
        |words: &Vec<Vec<String>>| words.iter().filter(|w| w.len() == 1).map(|w| w[0].clone()).collect();
    found.map_or_else(Vec::new, single)
}

fn names_deputy(frame: &Frame) -> bool {
    matches!(&frame.elements[frame.trigger()], Element::Words(words)
        if words.iter().any(|w| w.len() > 1 && matches!(w[0].as_str(), "deputy" | "vice" | "assistant" | "under")))
}

/// "endorsed Berg as president": an office that somebody is wished to hold.
fn is_wished(reading: &Reading<'_>, office: usize) -> bool {
    let tree = reading.tree;
    let above = tree.head(clause::first_coordinated(reading, office));
    let verb = above.filter(|&above| tree.word(above) == "as").and_then(|above| tree.head(above));
    verb.is_some_and(|verb| reading.lists("candidacyVerb", verb))
}
