//! Parse to statements: every role, every predication that a frame takes, and everything that is said.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;

use super::matching::{Match, matches};
use super::modality::{self, strongest};
use super::speech::{self, Speech, around};
use super::time::{self, Direction};
use super::{AttributionKind, Time};
use crate::entity::MentionKind;
use crate::entity::cast::{Cast, DraftIndex, Filler};
use crate::mention::{Holder, Reading, RolePhrase, clause};
use crate::ontology::frame::{Element, Role};
use crate::ontology::{Class, ClassSet, Frame, FrameId, RelationId, Status};
use crate::parse::{Label, Pos};

/// What a drafted statement is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum DraftObject {
    Entity(Filler),
    Text(Range<usize>),
}

/// A statement before its entities have their final numbers.
#[derive(Clone, Debug)]
pub(super) struct DraftStatement {
    pub(super) subject: Filler,
    pub(super) relation: RelationId,
    pub(super) object: DraftObject,
    pub(super) status: Status,
    pub(super) speaker: Option<(DraftIndex, AttributionKind)>,
    pub(super) time: Option<Time>,
    pub(super) place: Option<DraftIndex>,
    pub(super) trigger: Range<usize>,
    pub(super) clause: Range<usize>,
    pub(super) frame: Option<FrameId>,
    pub(super) frame_name: String,
    pub(super) confidence: f32,
}

/// All statements of a text, in order of their evidence, without duplicates.
pub(super) fn collect(cast: &mut Cast<'_>, date: Option<Date>) -> Vec<DraftStatement> {
    let reading = cast.reading;
    let speeches = speech::find(&reading, cast.quotes);
    let mut found = Collector { cast, speeches, date, statements: Vec::new(), speakers: BTreeMap::new() };
    found.roles();
    for trigger in 0..reading.tree.len() {
        found.predications(trigger);
    }
    found.speech();
    found.parts();
    found.finish()
}

struct Collector<'c, 'a> {
    cast: &'c mut Cast<'a>,
    speeches: Vec<Speech>,
    date: Option<Date>,
    statements: Vec<DraftStatement>,
    /// Speaker of each speech, by its number.
    speakers: BTreeMap<usize, Option<DraftIndex>>,
}

impl<'a> Collector<'_, 'a> {
    fn reading(&self) -> Reading<'a> {
        self.cast.reading
    }

    fn frame(&self, id: FrameId) -> &'a Frame {
        &self.cast.reading.ontology.frames[id.0 as usize]
    }

    /// Classes that a slot of a frame admits: its own and those of the relation.
    fn admitted(&self, frame: &Frame, role: Role) -> ClassSet {
        let relation = &self.reading().ontology[frame.relation];
        let side = if role == Role::Subject { relation.domain } else { relation.range };
        let slot = frame.slot(role).unwrap_or(ClassSet::ANY);
        // A state in the role of a place keeps being the state.
        let slot = if slot.contains(Class::Place) { slot.with(Class::State) } else { slot };
        slot.intersection(side)
    }

    fn roles(&mut self) {
        for role in self.cast.roles {
            self.role(role);
        }
    }

    fn role(&mut self, role: &'a RolePhrase) {
        let mut frames: Vec<FrameId> = role.frames.clone();
        frames.sort_by_key(|&id| (std::cmp::Reverse(self.frame(id).specificity()), id));
        let (mut body_done, mut destination_done) = (false, false);
        for id in frames {
            let frame = self.frame(id);
            let asked = asked_preposition(frame);
            let is_directed = asked.iter().any(|word| word == "to");
            let done = if is_directed { destination_done } else { body_done };
            let target = match (is_directed, role.preposition.as_ref()) {
                (true, _) => role.destination,
                (false, Some(have)) if !asked.is_empty() && !asked.contains(have) => None,
                (false, None) if !asked.is_empty() => None,
                _ => role.body,
            };
            let Some(target) = target.filter(|_| !done) else { continue };
            if self.role_statement(role, id, target) {
                if is_directed { destination_done = true } else { body_done = true }
            }
        }
    }

    fn role_statement(&mut self, role: &RolePhrase, id: FrameId, target: usize) -> bool {
        let frame = self.frame(id);
        if role.is_deputy && !names_deputy(frame) {
            return self.deputy(role, target);
        }
        let holders = self.cast.resolve(role.head, self.admitted(frame, Role::Subject));
        let bodies: Vec<Filler> = clause::coordinated(&self.reading(), target)
            .into_iter()
            .flat_map(|body| self.cast.resolve(body, self.admitted(frame, Role::Object)))
            .collect();
        let mut status = strongest(role.status, frame.status.unwrap_or_default());
        if role.is_predicated {
            status = strongest(status, modality::status(&self.reading(), role.head));
        }
        self.put_roles(role, id, &holders, &bodies, status)
    }

    /// A deputy or vice holds an office of another name.
    fn deputy(&mut self, role: &RolePhrase, target: usize) -> bool {
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

    fn put_roles(
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

    fn put_role(
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
        let is_named = matches!(role.holder, Holder::Named(_));
        self.statements.push(DraftStatement {
            subject: holder.clone(),
            relation,
            object: DraftObject::Entity(body.clone()),
            status,
            speaker: None,
            time: None,
            place: None,
            trigger: role.nouns.clone(),
            clause: start..end,
            frame,
            frame_name: String::new(),
            confidence: if is_named { 0.9 } else { 0.8 },
        });
        true
    }

    /// The frames that token `trigger` evokes: the most specific one whose slots can be filled.
    fn predications(&mut self, trigger: usize) {
        let reading = self.reading();
        for hit in matches(&reading, trigger) {
            let relation = self.frame(hit.frame).relation;
            if reading.ontology[relation].takes_text {
                continue;
            }
            if self.predication(&hit) {
                break;
            }
        }
    }

    fn predication(&mut self, hit: &Match) -> bool {
        let frame = self.frame(hit.frame);
        let (wants_subject, wants_object) =
            (self.admitted(frame, Role::Subject), self.admitted(frame, Role::Object));
        let mut any = false;
        for &(subject, object) in &hit.pairs {
            let subjects = self.doers(subject, wants_subject);
            let objects = self.cast.resolve(object, wants_object);
            if subject == object {
                // "the two leaders met"
                for (i, a) in subjects.iter().enumerate() {
                    for b in &objects[(i + 1).min(objects.len())..] {
                        any |= self.put(hit, a, b);
                    }
                }
                continue;
            }
            for a in &subjects {
                for b in &objects {
                    any |= self.put(hit, a, b);
                }
            }
        }
        any
    }

    /// Who a subject stands for: itself, or whose event it is ("the Israeli strike killed").
    fn doers(&mut self, head: usize, wanted: ClassSet) -> Vec<Filler> {
        let found = self.cast.resolve(head, wanted);
        let reading = self.reading();
        let tree = reading.tree;
        if !found.is_empty() || !reading.lists("eventNoun", head) {
            return found;
        }
        let owner = tree
            .child(head, &[Label::Poss])
            .or_else(|| clause::prepositional(&reading, head, &["by"]).first().map(|(_, object)| *object))
            .or_else(|| {
                tree.children_with(head, &[Label::Amod, Label::Compound, Label::Nmod])
                    .filter(|&kid| tree.is_capitalised(kid))
                    .last()
            });
        owner.map_or(found, |owner| self.cast.resolve(owner, wanted))
    }

    fn put(&mut self, hit: &Match, subject: &Filler, object: &Filler) -> bool {
        if subject.entity == object.entity {
            return false;
        }
        let reading = self.reading();
        let frame = self.frame(hit.frame);
        let mut status = modality::status(&reading, hit.trigger);
        if let Some(given) = frame.status {
            status = strongest(status, given);
        }
        let speech =
            around(&self.speeches, hit.trigger).map(|speech| (speech.trigger, speech.is_denial, speech.kind));
        let speaker = self.speaker_of(hit.trigger);
        if speech.is_some_and(|(_, is_denial, _)| is_denial) {
            status = Status::Denied;
        }
        let clause = clause_around(&reading, hit.trigger, &[&subject.tokens, &object.tokens]);
        let time = self.time_of(hit.trigger, status);
        let place = self.place_of(hit.trigger, object);
        let mut confidence: f32 = if reading.tree.is_verb(hit.trigger) { 0.85 } else { 0.78 };
        for filler in [subject, object] {
            confidence -= match filler.kind {
                MentionKind::Name if self.cast.drafts[filler.entity].is_weak => 0.08,
                MentionKind::Name => 0.0,
                MentionKind::Nominal => 0.06,
                MentionKind::Pronoun => 0.12,
            };
        }
        if status != Status::Asserted {
            confidence -= 0.04;
        }
        self.statements.push(DraftStatement {
            subject: subject.clone(),
            relation: frame.relation,
            object: DraftObject::Entity(object.clone()),
            status,
            speaker,
            time,
            place,
            trigger: hit.words.clone(),
            clause,
            frame: Some(hit.frame),
            frame_name: String::new(),
            confidence,
        });
        true
    }

    /// Whose speech token `i` stands in.
    fn speaker_of(&mut self, i: usize) -> Option<(DraftIndex, AttributionKind)> {
        let number = {
            let speech = around(&self.speeches, i)?;
            self.speeches.iter().position(|other| other == speech)?
        };
        let kind = self.speeches[number].kind;
        if let Some(known) = self.speakers.get(&number) {
            return known.map(|speaker| (speaker, kind));
        }
        let head = *self.speeches[number].speakers.first()?;
        let speaker = self.speaker(head).first().map(|filler| filler.entity);
        self.speakers.insert(number, speaker);
        speaker.map(|speaker| (speaker, kind))
    }

    /// Who a phrase before a reporting verb is: an actor, or whoever issued the statement that "said".
    fn speaker(&mut self, head: usize) -> Vec<Filler> {
        let actors = actors();
        let found = self.cast.resolve(head, actors);
        let reading = self.reading();
        if !found.is_empty() || !reading.lists("reportingNoun", head) {
            return found;
        }
        let tree = reading.tree;
        let source = tree
            .child(head, &[Label::Poss])
            .or_else(|| {
                clause::prepositional(&reading, head, &["by", "from", "of"])
                    .first()
                    .map(|(_, object)| *object)
            })
            .or_else(|| {
                // "issued a statement saying": whoever issued it.
                let verb = tree.head(head).filter(|_| tree.label(head) == Label::Dobj)?;
                clause::agents(&reading, verb).first().copied()
            });
        source.map_or_else(Vec::new, |source| self.cast.resolve(source, actors))
    }

    fn time_of(&self, trigger: usize, status: Status) -> Option<Time> {
        let reading = self.reading();
        let tree = reading.tree;
        let sentence = tree.sentence(trigger);
        let span = tree.span(&sentence);
        let direction = if status == Status::Planned { Direction::Future } else { Direction::Past };
        let found = time::find(tree.text_of(&sentence), span.start(), self.date, direction);
        let verb = governing_verb(&reading, trigger);
        found.into_iter().find(|time| {
            let token = sentence.clone().find(|&i| tree.token(i).span.end() > time.span.start());
            token.is_some_and(|token| self.belongs(token, trigger, verb))
        })
    }

    /// Whether a token hangs by the trigger or by the verb that governs it, with no other verb between.
    fn belongs(&self, token: usize, trigger: usize, verb: Option<usize>) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        let mut at = token;
        for _ in 0..8 {
            let Some(head) = tree.head(at) else { return false };
            if head == trigger || Some(head) == verb {
                return true;
            }
            if tree.is_verb(head) {
                return false;
            }
            at = head;
        }
        false
    }

    fn place_of(&mut self, trigger: usize, object: &Filler) -> Option<DraftIndex> {
        let reading = self.reading();
        let verb = governing_verb(&reading, trigger);
        let places = ClassSet::of(&[Class::Place, Class::State]);
        for governor in std::iter::once(trigger).chain(verb) {
            for (_, place) in clause::prepositional(&reading, governor, &["in", "at", "near"]) {
                if reading.tree.pos(place) != Pos::Propn {
                    continue;
                }
                if let Some(filler) = self.cast.resolve(place, places).into_iter().next()
                    && filler.entity != object.entity
                {
                    return Some(filler.entity);
                }
            }
        }
        None
    }

    fn speech(&mut self) {
        let reading = self.reading();
        let (Some(said), Some(denied)) =
            (reading.ontology.relation("said"), reading.ontology.relation("denied"))
        else {
            return;
        };
        for number in 0..self.speeches.len() {
            let speech = self.speeches[number].clone();
            if speech.clause.is_empty() {
                continue;
            }
            let relation = if speech.is_denial { denied } else { said };
            let relay = speech.relay.and_then(|head| self.cast.resolve(head, actors()).into_iter().next());
            let outer = self.outer_speaker(&speech, number);
            let speaker = relay.map(|filler| (filler.entity, AttributionKind::Report)).or(outer);
            let status = said_status(&reading, &speech);
            let frame_name = self.reporting_frame(relation, speech.trigger);
            let speakers: Vec<Filler> = speech.speakers.iter().flat_map(|&head| self.speaker(head)).collect();
            for subject in speakers {
                // "I can say that …" inside a quotation is part of what its speaker said.
                if outer.is_some_and(|(entity, _)| entity == subject.entity) {
                    continue;
                }
                let clause = subject.tokens.start.min(speech.clause.start).min(speech.trigger)
                    ..subject.tokens.end.max(speech.clause.end).max(speech.trigger + 1);
                self.statements.push(DraftStatement {
                    confidence: if subject.kind == MentionKind::Pronoun { 0.8 } else { 0.9 },
                    subject,
                    relation,
                    object: DraftObject::Text(speech.clause.clone()),
                    status,
                    speaker,
                    time: self.time_of(speech.trigger, Status::Asserted),
                    place: None,
                    trigger: speech.trigger..speech.trigger + 1,
                    clause,
                    frame: None,
                    frame_name: frame_name.clone(),
                });
            }
        }
    }

    /// Who reports that somebody said something: the speaker of a speech that this one stands in.
    fn outer_speaker(&mut self, speech: &Speech, number: usize) -> Option<(DraftIndex, AttributionKind)> {
        let outer = self
            .speeches
            .iter()
            .enumerate()
            .filter(|(i, other)| {
                *i != number && other.trigger != speech.trigger && other.clause.contains(&speech.trigger)
            })
            .min_by_key(|(_, other)| other.clause.len())
            .map(|(_, other)| (other.speakers.first().copied(), other.kind))?;
        let entity = self.speaker(outer.0?).first()?.entity;
        Some((entity, outer.1))
    }

    /// The frame of a reporting verb, for the evidence: the first of the relation that has the verb as its trigger.
    fn reporting_frame(&self, relation: RelationId, trigger: usize) -> String {
        let reading = self.reading();
        let ontology = reading.ontology;
        let word = reading.tree.word(trigger);
        let known = ontology
            .index
            .beginning(word)
            .iter()
            .find(|id| ontology.frames[id.0 as usize].relation == relation);
        match known {
            Some(id) => ontology.frame_name(*id),
            None => format!("{}#lexicon", ontology[relation].name),
        }
    }

    /// What is named inside a name, or what the gazetteer knows a body to belong to, is what it is part of.
    fn parts(&mut self) {
        let reading = self.reading();
        let (Some(part_of), Some(located_in)) =
            (reading.ontology.relation("partOf"), reading.ontology.relation("locatedIn"))
        else {
            return;
        };
        let used: BTreeSet<DraftIndex> = self.statements.iter().flat_map(DraftStatement::entities).collect();
        let mut done: BTreeSet<DraftIndex> = BTreeSet::new();
        for number in 0..self.cast.names.len() {
            let name = &self.cast.names[number];
            let Some(entity) = self.cast.named_entity(name.head) else { continue };
            let gazetteer = &reading.ontology.gazetteer;
            let listed = name.sense.filter(|_| used.contains(&entity)).and_then(|(entry, _)| {
                let entry = &gazetteer[entry];
                entry.state.filter(|_| entry.class == Class::GovernmentBody)
            });
            let relation = match self.cast.drafts[entity].class() {
                Class::GovernmentBody | Class::Organization => part_of,
                Class::Place => located_in,
                _ => continue,
            };
            let Some(whole) = name.whole.or(listed) else { continue };
            if !done.insert(entity) || name.sense.is_some_and(|(entry, _)| entry == whole) {
                continue;
            }
            let origin = if name.whole.is_some() { "name" } else { "gazetteer" };
            let whole = self.cast.entity_of(whole);
            let subject = Filler { entity, tokens: name.tokens.clone(), kind: MentionKind::Name };
            self.statements.push(DraftStatement {
                object: DraftObject::Entity(Filler { entity: whole, ..subject.clone() }),
                subject,
                relation,
                status: Status::Asserted,
                speaker: None,
                time: None,
                place: None,
                trigger: name.tokens.clone(),
                clause: name.tokens.clone(),
                frame: None,
                frame_name: format!("{}#{origin}", reading.ontology[relation].name),
                confidence: 0.85,
            });
        }
    }

    /// In order of the evidence; of statements that say the same of the same, the most confident.
    fn finish(mut self) -> Vec<DraftStatement> {
        let ontology = self.reading().ontology;
        for statement in &mut self.statements {
            if let Some(id) = statement.frame {
                statement.frame_name = ontology.frame_name(id);
            } else if statement.frame_name.is_empty() {
                statement.frame_name = format!("{}#deputy", ontology[statement.relation].name);
            }
        }
        self.statements.sort_by(|a, b| {
            (a.clause.start, a.trigger.start, a.relation, a.subject.tokens.start).cmp(&(
                b.clause.start,
                b.trigger.start,
                b.relation,
                b.subject.tokens.start,
            ))
        });
        let mut seen: BTreeMap<Key, usize> = BTreeMap::new();
        let mut kept: Vec<DraftStatement> = Vec::new();
        for statement in self.statements {
            let key = statement.key(ontology[statement.relation].is_symmetric);
            match seen.get(&key) {
                Some(&at) => {
                    if statement.confidence > kept[at].confidence + 1e-6 {
                        kept[at] = statement;
                    }
                }
                None => {
                    seen.insert(key, kept.len());
                    kept.push(statement);
                }
            }
        }
        kept
    }
}

/// What makes two statements of a document the same.
type Key = (DraftIndex, RelationId, DraftIndex, (usize, usize), Status, Option<DraftIndex>);

impl DraftStatement {
    /// The entities that take part.
    pub(super) fn entities(&self) -> Vec<DraftIndex> {
        let mut all = vec![self.subject.entity];
        if let DraftObject::Entity(object) = &self.object {
            all.push(object.entity);
        }
        all.extend(self.speaker.map(|(speaker, _)| speaker));
        all.extend(self.place);
        all
    }

    fn key(&self, is_symmetric: bool) -> Key {
        let speaker = self.speaker.map(|(speaker, _)| speaker);
        match &self.object {
            DraftObject::Entity(object) => {
                let (mut a, mut b) = (self.subject.entity, object.entity);
                if is_symmetric && b < a {
                    (a, b) = (b, a);
                }
                (a, self.relation, b, (0, 0), self.status, speaker)
            }
            DraftObject::Text(tokens) => (
                self.subject.entity,
                self.relation,
                usize::MAX,
                (tokens.start, tokens.end),
                self.status,
                None,
            ),
        }
    }
}

/// Classes that can act and speak.
pub(super) fn actors() -> ClassSet {
    ClassSet::of(&[
        Class::Person,
        Class::State,
        Class::GovernmentBody,
        Class::Organization,
        Class::ArmedGroup,
        Class::Group,
    ])
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

/// The act of saying is planned, possible or negated only by what hangs by the reporting verb itself.
fn said_status(reading: &Reading<'_>, speech: &Speech) -> Status {
    let status = modality::own_status(reading, speech.trigger);
    if status == Status::Negated { Status::Negated } else { Status::Asserted }
}

/// The verb of the clause that token `i` stands in.
fn governing_verb(reading: &Reading<'_>, i: usize) -> Option<usize> {
    let tree = reading.tree;
    std::iter::once(i).chain(tree.ancestors(i)).take(6).find(|&up| tree.is_verb(up))
}

/// The clause around a trigger, without coordinated clauses that have a subject of their own, widened to `arguments`.
fn clause_around(reading: &Reading<'_>, trigger: usize, arguments: &[&Range<usize>]) -> Range<usize> {
    let tree = reading.tree;
    let head = governing_verb(reading, trigger).unwrap_or(trigger);
    let mut clause = tree.subtree_without(head, |kid| {
        matches!(tree.label(kid), Label::Punct | Label::Parataxis)
            || (tree.label(kid) == Label::Conj
                && tree.is_verb(kid)
                && kid != trigger
                && !tree.is_below(trigger, kid))
            || (matches!(tree.label(kid), Label::Advcl | Label::Relcl)
                && tree.is_finite(kid)
                && !tree.is_below(trigger, kid))
    });
    for argument in arguments.iter().chain([&&(trigger..trigger + 1)]) {
        if tree.sentence_number(argument.start) == tree.sentence_number(trigger) {
            clause = clause.start.min(argument.start)..clause.end.max(argument.end);
        }
    }
    clause
}
