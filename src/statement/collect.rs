//! Parse to statements: every role, every predication that a frame takes, and everything that is said.

mod abroad;
mod allege;
mod attend;
mod backing;
mod ballot;
mod belong;
mod chain;
mod contact;
mod context;
mod date;
mod deed;
mod event;
mod fight;
mod finish;
mod happening;
mod home;
mod implied;
mod issued;
mod joint;
mod leaning;
mod lie;
mod life;
mod measure;
mod member;
mod nation;
mod neighbour;
mod office;
pub(super) mod open;
mod owner;
mod part;
mod party;
mod put_forward;
mod resumed;
mod said;
mod scene;
mod setting;
mod speaker;
mod unnamed;
mod valued;
mod visit;
mod weigh;
mod whose;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;

use date::Told;

use super::confidence::{Basis, Features};
use super::matching::{Match, matches, without_object};
use super::modality::{self, strongest};
use super::quantity::{self, Counted};
use super::speech::{self, Speech, around};
use super::value::Value;
use super::{AttributionKind, Quantity, Scope, Time};
use crate::entity::MentionKind;
use crate::entity::cast::{Cast, DraftIndex, Filler};
use crate::mention::{Reading, clause};
use crate::ontology::frame::{Role, Shape};
use crate::ontology::gazetteer::Sense;
use crate::ontology::{Class, ClassSet, Frame, FrameId, RelationId, Status};
use crate::parse::{Label, Pos};

/// What a drafted statement is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum DraftObject {
    Entity(Filler),
    Text(Range<usize>),
    Date(Time),
    Value(Value),
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
    pub(super) quantity: Option<Quantity>,
    pub(super) trigger: Range<usize>,
    pub(super) clause: Range<usize>,
    pub(super) frame: Option<FrameId>,
    pub(super) frame_name: String,
    pub(super) features: Features,
}

/// All statements of a text, in order of their evidence, without duplicates.
pub(super) fn collect(cast: &mut Cast<'_>, date: Option<Date>, scope: Scope) -> Vec<DraftStatement> {
    let reading = cast.reading;
    let speeches = speech::find(&reading, cast.quotes);
    let told = date::told(cast, date);
    let is_date = |i: usize| told.iter().any(|told| told.is_date() && told.tokens.contains(&i));
    let counted = quantity::find(&reading, |i| is_date(i) || cast.name_of(i).is_some());
    let mut found = Collector {
        cast,
        speeches,
        told,
        counted,
        statements: Vec::new(),
        speakers: BTreeMap::new(),
        named: BTreeSet::new(),
        unnamed: [None; 3],
    };
    found.lives();
    found.note_places();
    found.roles();
    for trigger in 0..reading.tree.len() {
        found.predications(trigger);
    }
    found.fights();
    found.deeds();
    found.events();
    found.happenings();
    found.proposals();
    found.attendance();
    found.joint_forces();
    found.leanings();
    found.backings();
    found.scenes();
    found.resumed();
    found.ballots();
    found.settings();
    found.neighbours();
    found.visits();
    found.stays();
    found.attended_abroad();
    found.met_abroad();
    found.nationalities();
    found.abroad();
    found.contacts();
    found.parties();
    found.speech();
    found.implied();
    found.whose();
    found.parts();
    found.carry();
    found.nationals();
    found.context();
    found.bodies_around();
    found.note_unnamed();
    found.without_zones();
    let open = if scope == Scope::Open { found.open() } else { Vec::new() };
    let mut kept = found.finish();
    if !open.is_empty() {
        kept.extend(open);
        kept.sort_by_key(DraftStatement::place_in_text);
    }
    kept
}

struct Collector<'c, 'a> {
    cast: &'c mut Cast<'a>,
    speeches: Vec<Speech>,
    told: Vec<Told>,
    counted: Vec<Counted>,
    statements: Vec<DraftStatement>,
    /// Speaker of each speech, by its number.
    speakers: BTreeMap<usize, Option<DraftIndex>>,
    /// Words that a frame named beside its trigger, with the pair that it relates.
    named: BTreeSet<(usize, DraftIndex, DraftIndex)>,
    unnamed: unnamed::Unnamed,
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
        let is_named_place =
            matches!(frame.shape(), Shape::Comma | Shape::Preposition) && role == Role::Subject;
        let slot =
            if slot.contains(Class::Place) && !is_named_place { slot.with(Class::State) } else { slot };
        slot.intersection(side)
    }

    /// The frames that token `trigger` evokes: the most specific one whose slots can be filled, of each attribute the
    /// most specific one, and all that hold beside others.
    fn predications(&mut self, trigger: usize) {
        let reading = self.reading();
        if self.killed_in(trigger) {
            return;
        }
        let mut is_taken = false;
        let first = self.statements.len();
        let mut attributes: Vec<RelationId> = Vec::new();
        let (mut is_evoked, mut is_placed) = (false, false);
        for hit in matches(&reading, trigger) {
            let frame = self.frame(hit.frame);
            let id = frame.relation;
            let relation = &reading.ontology[id];
            let is_beside = frame.is_beside;
            let is_done = if relation.is_attribute {
                attributes.contains(&id)
            } else {
                !is_beside
                    && is_taken
                    && (is_placed || !self.adds_place(&hit, first))
                    && !self.adds_object(&hit, first)
            };
            if relation.takes_text || is_done {
                continue;
            }
            // "Carter Foundation (1982)": a word of a name tells no date.
            if relation.takes_date && self.cast.name_of(trigger).is_some() || !self.predication(&hit) {
                continue;
            }
            is_evoked = true;
            if relation.is_attribute {
                attributes.push(id);
            } else if is_taken {
                is_placed |= !is_beside;
            } else if !is_beside {
                is_taken = true;
            }
        }
        if is_evoked || !self.is_backdrop(trigger) {
            return;
        }
        if let Some((frame, subjects)) = without_object(&reading, trigger) {
            self.without_object(trigger, frame, &subjects);
        }
    }

    /// Whether a frame tells where the act of a more specific one led: "travelled to Muscat for talks with the Houthis".
    fn adds_place(&self, hit: &Match, first: usize) -> bool {
        let places = ClassSet::of(&[Class::Place, Class::State]);
        let frame = self.frame(hit.frame);
        let slot = frame.slot(Role::Object).unwrap_or(ClassSet::ANY);
        slot.intersection(places) == slot
            && self.reading().ontology[frame.relation].family != "territory"
            && self.statements[first..].iter().all(|s| match &s.object {
                DraftObject::Entity(object) => !places.contains(self.cast.drafts[object.entity].class()),
                _ => true,
            })
    }

    /// Whether a frame relates another object than those of the more specific ones.
    fn adds_object(&self, hit: &Match, first: usize) -> bool {
        let reading = self.reading();
        let is_joint = |&(subject, object): &(usize, usize)| subject == object;
        reading.tree.is_verb(hit.trigger)
            && !hit.is_pair
            && !hit.pairs.iter().any(is_joint)
            && hit.pairs.iter().all(|&(_, object)| {
                self.statements[first..].iter().all(|s| match &s.object {
                    DraftObject::Entity(other) => !other.tokens.contains(&object),
                    _ => false,
                })
            })
    }

    /// "following Moscow's 2022 invasion": whether a noun names the act before, in or after which the clause happens.
    fn is_backdrop(&self, noun: usize) -> bool {
        let tree = self.reading().tree;
        let above = tree.head(noun).filter(|_| tree.label(noun) == Label::Pobj);
        above.is_some_and(|up| clause::leads_to_backdrop(&self.reading(), up))
    }

    /// "control 19 per cent of Ukraine following Moscow's 2022 invasion": what was acted upon is the nearest other state
    /// or place that the sentence named before.
    fn without_object(&mut self, trigger: usize, frame: FrameId, subjects: &[usize]) {
        let reading = self.reading();
        let (wants_subject, wants_object) =
            (self.admitted(self.frame(frame), Role::Subject), self.admitted(self.frame(frame), Role::Object));
        let targets = wants_object.intersection(ClassSet::of(&[Class::State, Class::Place]));
        let doers: Vec<Filler> =
            subjects.iter().flat_map(|&head| self.cast.resolve(head, wants_subject)).collect();
        let first = reading.tree.sentence(trigger).start;
        let heads: Vec<usize> = (first..trigger)
            .rev()
            .filter(|&i| self.cast.name_of(i).is_some_and(|name| name.head == i))
            .filter(|&i| !matches!(reading.tree.label(i), Label::Amod | Label::Compound | Label::Nmod))
            .collect();
        for subject in doers {
            let other = heads.iter().filter(|&i| !subject.tokens.contains(i)).find_map(|&i| {
                self.cast.resolve(i, targets).into_iter().find(|f| f.entity != subject.entity)
            });
            let Some(object) = other else { continue };
            let hit = Match::of_noun(frame, trigger);
            if self.put(&hit, &subject, &object)
                && let Some(last) = self.statements.last_mut()
            {
                last.features = Features::of(Basis::Inference);
            }
        }
    }

    fn predication(&mut self, hit: &Match) -> bool {
        let reading = self.reading();
        let frame = self.frame(hit.frame);
        let (wants_subject, wants_object) =
            (self.admitted(frame, Role::Subject), self.admitted(frame, Role::Object));
        let mut any = false;
        for &(subject, object) in &hit.pairs {
            // "Clinton in Egypt": what a name is unsure to be, no preposition decides.
            if frame.shape() == Shape::Preposition
                && self.cast.named_entity(subject).is_some_and(|entity| {
                    let draft = &self.cast.drafts[entity];
                    draft.is_weak && !wants_subject.contains(draft.class())
                })
            {
                continue;
            }
            if let Some(kind) = reading.ontology[frame.relation].value {
                any |= self.valued(hit, subject, kind);
                continue;
            }
            let mut subjects = self.doers(subject, wants_subject);
            if subjects.is_empty() {
                subjects = self.told_of(subject, wants_subject, frame.relation);
            }
            if subjects.is_empty() {
                subjects = self.behind(subject, wants_subject, frame.relation);
            }
            if frame.shape() == Shape::Preposition {
                // "the leader of the party" is no "Johnson of the party".
                subjects
                    .retain(|filler| filler.tokens.contains(&subject) || self.is_name_of(filler, subject));
                if reading.ontology[frame.relation].domain == ClassSet::of(&[Class::Person]) {
                    subjects.retain(|filler| filler.kind == MentionKind::Name);
                }
            }
            if reading.ontology[frame.relation].takes_date {
                if !subjects.is_empty()
                    && let Some(date) = self.date_of(hit.trigger)
                {
                    for subject in &subjects {
                        any |= self.put_date(hit, subject, &date);
                    }
                }
                continue;
            }
            let mut objects = self.told_of(object, wants_object, frame.relation);
            if frame.shape() == Shape::Preposition && reading.ontology[frame.relation].name == "memberOf" {
                // "a former member of the party" is told by its noun.
                subjects.retain(|filler| filler.kind == MentionKind::Name);
                objects.retain(|body| self.has_members(body));
            }
            if objects.is_empty() && subject != object {
                objects = self.owner_of(object, wants_object, frame.relation);
            }
            if subject == object {
                // "the two leaders met"
                for (i, a) in subjects.iter().enumerate() {
                    for b in &objects[(i + 1).min(objects.len())..] {
                        any |= self.put(hit, a, b);
                        // "the two leaders accused each other"
                        if hit.is_pair && !reading.ontology[frame.relation].is_symmetric {
                            any |= self.put(hit, b, a);
                        }
                    }
                }
                continue;
            }
            for a in &subjects {
                for b in &objects {
                    any |= self.put(hit, a, b);
                    // "A and B traded insults": each did it to the other.
                    if hit.is_pair && !reading.ontology[frame.relation].is_symmetric {
                        any |= self.put(hit, b, a);
                    }
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
        if !found.is_empty() {
            return found;
        }
        // "rockets fired by rebels hit": whoever fired them.
        let fired = tree.children_with(head, &[Label::Acl]).find(|&kid| {
            clause::is_passive(&reading, kid)
                && (reading.lists_verb("attackVerb", kid) || reading.lists_verb("perpetrateVerb", kid))
        });
        if let Some(verb) = fired {
            let heads = clause::agents(&reading, verb);
            return heads.into_iter().flat_map(|agent| self.cast.resolve(agent, wanted)).collect();
        }
        // "sent a letter urging Oslo to go", "her speech condemning the war": whoever wrote or spoke.
        if reading.lists("reportingNoun", head) {
            let mut sources = self.speaker(head);
            sources.retain(|filler| wanted.contains(self.cast.drafts[filler.entity].class()));
            return sources;
        }
        if !reading.lists("eventNoun", head) {
            return self.above(head, wanted);
        }
        let owner = tree
            .child(head, &[Label::Poss])
            .or_else(|| clause::prepositional(&reading, head, &["by"]).first().map(|(_, object)| *object))
            .or_else(|| {
                tree.children_with(head, &[Label::Amod, Label::Compound, Label::Nmod])
                    .filter(|&kid| tree.is_capitalised(kid) || clause::names_doer(&reading, kid))
                    .last()
            })
            // "a US counter-terrorism operation": the name may hang by a word between.
            .or_else(|| {
                let mut before = tree.subtree(head).start..head;
                before
                    .find(|&i| tree.pos(i) == Pos::Propn && self.cast.name_of(i).is_some_and(|n| n.head == i))
            });
        let owner = owner.filter(|&owner| !self.is_scene(owner));
        owner.map_or(found, |owner| self.cast.resolve(owner, wanted))
    }

    /// "the London bombings", "the Bali attacks": the name of a place before an event is where it was; "Israeli strikes", "U.S.
    /// strikes" and "Hamas attacks" are theirs.
    fn is_scene(&self, owner: usize) -> bool {
        let tree = self.reading().tree;
        let Some(name) = self.cast.name_of(owner).filter(|_| tree.label(owner) != Label::Poss) else {
            return false;
        };
        let is_modifier = matches!(tree.label(owner), Label::Amod | Label::Compound | Label::Nmod);
        let is_adjective = matches!(name.sense, Some((_, Sense::Adjective | Sense::Demonym)));
        let is_short = !tree.text_of(&name.tokens).chars().any(char::is_lowercase);
        let class = self.cast.named_entity(owner).map(|entity| self.cast.drafts[entity].class());
        is_modifier && !is_adjective && !is_short && matches!(class, Some(Class::Place | Class::State))
    }

    /// "a maker of airships based in": parsers hang what tells of the maker by the airships.
    fn above(&mut self, head: usize, wanted: ClassSet) -> Vec<Filler> {
        let tree = self.reading().tree;
        let noun = tree.head(head).filter(|&up| tree.label(head) == Label::Pobj && tree.word(up) == "of");
        match noun.and_then(|of| tree.head(of)).filter(|&up| tree.is_noun(up) && tree.is_plural(head)) {
            Some(noun) => self.cast.resolve(noun, wanted),
            None => Vec::new(),
        }
    }

    /// Whether a filler may stand in a statement of a relation: an attribute is told of what has a name, or of him or
    /// her whom the text does not name.
    fn is_told(&self, relation: RelationId, filler: &Filler) -> bool {
        !self.reading().ontology[relation].is_attribute
            || filler.kind != MentionKind::Nominal
            || self.cast.drafts[filler.entity].is_named
    }

    fn put(&mut self, hit: &Match, subject: &Filler, object: &Filler) -> bool {
        let relation = self.frame(hit.frame).relation;
        if subject.entity == object.entity
            || !self.is_told(relation, subject)
            || !self.is_told(relation, object)
            || self.frame(hit.frame).is_beside && !self.is_away(subject.entity, object.entity)
        {
            return false;
        }
        // "was deposed in March"
        let is_date = |told: &Told| told.is_date() && told.tokens.contains(&object.tokens.start);
        if self.cast.drafts[object.entity].class() == Class::Event
            && object.tokens.len() == 1
            && self.told.iter().any(is_date)
        {
            return false;
        }
        let mut draft = self.draft(hit, subject, DraftObject::Entity(object.clone()), &object.tokens);
        // "announced the new region in the Philippines on Friday": a phrase beside another tells of no act.
        let is_phrase = matches!(self.frame(hit.frame).shape(), Shape::Preposition | Shape::Comma);
        if !is_phrase || self.reading().ontology[relation].family == "event" {
            draft.time = self.time_of(hit.trigger, draft.status);
            draft.place = self.place_of(hit.trigger, object).filter(|&place| place != subject.entity);
            draft.quantity = self.quantity_of(hit.trigger, object);
        }
        self.statements.push(draft);
        let pair = (subject.entity.min(object.entity), subject.entity.max(object.entity));
        let beside = hit.named.iter().filter(|token| !hit.words.contains(token));
        self.named.extend(beside.map(|&token| (token, pair.0, pair.1)));
        true
    }

    /// A statement of a frame about its subject, without time, place and what is unsure of the object.
    fn draft(
        &mut self,
        hit: &Match,
        subject: &Filler,
        object: DraftObject,
        tokens: &Range<usize>,
    ) -> DraftStatement {
        let reading = self.reading();
        let frame = self.frame(hit.frame);
        // A phrase beside another describes it: neither the clause's modality nor its speaker is about that.
        let is_phrase = matches!(frame.shape(), Shape::Preposition | Shape::Comma);
        // "opposed the U.S.-led invasion": it was led all the same.
        let mut status = match is_phrase || frame.shape() == Shape::Hyphen {
            true => modality::phrase_status(&reading, hit.trigger),
            false => modality::status(&reading, hit.trigger),
        };
        if let Some(given) = frame.status {
            status = strongest(status, given);
        }
        let denial = around(&self.speeches, hit.trigger).filter(|speech| speech.is_denial);
        // "did not deny attacking"
        let is_denial =
            denial.is_some_and(|speech| modality::own_status(&reading, speech.trigger) != Status::Negated);
        let accuser = self.accuser(hit.trigger);
        let around = self.speaker_of(hit.trigger);
        // "accuse Oslo of spying, a charge that Oslo denies": the charge is denied, and not that it is made.
        let is_charge = reading.ontology[frame.relation].family == "accuse"
            && is_denial
            && matches!((&object, around), (DraftObject::Entity(accused), Some((denier, _))) if accused.entity == denier);
        let speaker = accuser.or(around).filter(|_| !is_phrase && !is_charge);
        if is_charge {
            status = modality::own_status(&reading, hit.trigger);
        } else if !is_phrase && is_denial {
            status = Status::Denied;
        }
        let clause = clause_around(&reading, hit.trigger, &[&subject.tokens, tokens]);
        let told = (subject.clone(), frame.relation, object);
        let plain = DraftStatement::plain(Basis::Frame, told, hit.words.clone(), clause, String::new());
        DraftStatement { status, speaker, frame: Some(hit.frame), ..plain }
    }

    /// Whose speech token `i` stands in.
    fn speaker_of(&mut self, i: usize) -> Option<(DraftIndex, AttributionKind)> {
        let number = {
            let speech = around(&self.speeches, i)?;
            self.speeches.iter().position(|other| other == speech)?
        };
        let is_quoted = self.cast.quotes.iter().any(|quote| quote.tokens.contains(&i));
        let kind = if is_quoted { AttributionKind::Quote } else { self.speeches[number].kind };
        if let Some(known) = self.speakers.get(&number) {
            return known.map(|speaker| (speaker, kind));
        }
        let head = *self.speeches[number].speakers.first()?;
        let speaker = self.speaker(head).first().map(|filler| filler.entity);
        self.speakers.insert(number, speaker);
        speaker.map(|speaker| (speaker, kind))
    }

    fn place_of(&mut self, trigger: usize, object: &Filler) -> Option<DraftIndex> {
        let reading = self.reading();
        let verb = governing_verb(&reading, trigger);
        let places = ClassSet::of(&[Class::Place, Class::State]);
        // "killed 11 people in Gaza": the parser hangs the place by the people.
        let unnamed = Some(object)
            .filter(|object| object.kind == MentionKind::Nominal && reading.tree.is_verb(trigger))
            .map(|object| measure::head_of(&reading, object));
        for governor in std::iter::once(trigger).chain(verb).chain(unnamed) {
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
    let is_loose = |i: usize| matches!(tree.pos(i), Pos::Punct | Pos::Cconj | Pos::Space);
    while clause.len() > 1 && is_loose(clause.end - 1) {
        clause.end -= 1;
    }
    for argument in arguments.iter().chain([&&(trigger..trigger + 1)]) {
        if tree.sentence_number(argument.start) == tree.sentence_number(trigger) {
            clause = clause.start.min(argument.start)..clause.end.max(argument.end);
        }
    }
    clause
}
