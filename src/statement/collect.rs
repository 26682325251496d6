//! Parse to statements: every role, every predication that a frame takes, and everything that is said.

mod abroad;
mod agent;
mod allege;
mod among;
mod asked;
mod attend;
mod backing;
mod ballot;
mod belong;
mod chain;
mod contact;
mod context;
mod counterpart;
mod date;
mod deed;
mod denied;
mod event;
mod fight;
mod finish;
mod happening;
mod home;
mod implied;
mod issued;
mod joint;
mod kin;
mod leaning;
mod lie;
mod life;
mod listed;
mod measure;
mod member;
mod nation;
mod neighbour;
mod office;
pub(super) mod open;
mod owner;
mod part;
mod party;
mod predication;
mod put_forward;
mod ranks;
mod refused;
mod resumed;
mod said;
mod scene;
mod setting;
mod speaker;
mod stationed;
mod talked;
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
use super::matching::Match;
use super::modality;
use super::quantity::{self, Counted};
use super::speech::{self, Speech, around};
use super::value::Value;
use super::{AttributionKind, Quantity, Scope, Time};
use crate::entity::MentionKind;
use crate::entity::cast::{Cast, DraftIndex, Filler};
use crate::mention::{Reading, clause};
use crate::ontology::frame::{Role, Shape};
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
    found.called_after_event();
    found.ballots();
    found.settings();
    found.neighbours();
    found.visits();
    found.stays();
    found.visiting();
    found.attended_abroad();
    found.met_abroad();
    found.nationalities();
    found.abroad();
    found.contacts();
    found.talked();
    found.refused();
    found.asked();
    found.charged();
    found.stationed();
    found.parties();
    found.speech();
    found.denials();
    found.implied();
    found.whose();
    found.relatives();
    found.among();
    found.parts();
    found.carry();
    found.nationals();
    found.context();
    found.counterparts();
    found.bodies_around();
    found.lawmakers();
    found.of_parliament();
    found.ranks();
    found.provinces_around();
    found.note_unnamed();
    found.without_zones();
    found.other_capitals();
    found.without_general_events();
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
            || self.is_stay(hit) && !self.is_away(subject.entity, object.entity)
            || self.is_at_home(hit, subject, object)
            || self.is_contest_of_parties(hit, subject, object)
            || self.is_delegation(hit, subject)
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
        // "will step down in June": the time is that of the end, and not of what lasts until then.
        let lasts = self.frame(hit.frame).status == Some(Status::Former) && draft.status == Status::Asserted;
        if lasts {
            draft.quantity = None;
        } else if !is_phrase || self.reading().ontology[relation].family == "event" {
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

    /// "non-EU countries": whether a name stands behind "non", so that what is told of it does not hold.
    fn is_excluded(&self, filler: &Filler) -> bool {
        let tree = self.reading().tree;
        let start = filler.tokens.start;
        start > 1 && tree.text(start - 1) == "-" && tree.text(start - 2).eq_ignore_ascii_case("non")
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
        let is_led = frame.shape() == Shape::Hyphen || self.is_led(hit.trigger);
        let mut status = match is_phrase || is_led {
            true => modality::phrase_status(&reading, hit.trigger),
            false => modality::status(&reading, hit.trigger),
        };
        if let Some(given) = frame.status {
            status = modality::of_words(status, given);
        }
        let is_outside = match &object {
            DraftObject::Entity(object) => self.is_excluded(object),
            _ => false,
        };
        if is_outside && reading.ontology[frame.relation].name == "memberOf" {
            status = modality::strongest(status, Status::Negated);
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
        // What is denied is told by whoever denies it, and not by whoever charged them with it.
        let teller = if is_denial { around.or(accuser) } else { accuser.or(around) };
        let speaker = teller.filter(|_| !is_phrase && !is_charge);
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
