//! Coded events: who did what to whom on which day, and every sentence that tells it.
//!
//! A statement with a CAMEO code or a PLOVER type tells of an event. Statements of the same day, actors, codes and
//! status tell of the same event, whoever says so: a wire report that is printed twice, or a sentence that is repeated,
//! is one event with two mentions. An event is *realised* if its status is asserted.
//!
//! The day is the time that the statement has. Where it has none, it is the day of publication, as is usual in data on
//! events; which of the two it is, and how exact, is kept.

mod own;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;

use jiff::civil::Date;

pub use own::told_with_another;

use super::project::status_of;
use super::{Error, Network, Relations, Selection, days};
use crate::archive::DocumentRecord;
use crate::archive::digest::sketch::{ObjectSketch, QuantitySketch, Sketch, StatementSketch};
use crate::graph::iri::Base;
use crate::ontology::Status;
use own::Own;

/// How exact a date is, and where it is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The text says the day.
    Day,
    /// The text says the month.
    Month,
    /// The text says the year.
    Year,
    /// The text says from when to when.
    Interval,
    /// The text does not say when: it is the day of publication.
    Publication,
}

impl Precision {
    /// `day`, `month`, `year`, `interval` or `publication`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
            Self::Interval => "interval",
            Self::Publication => "publication",
        }
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// When something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// First day that it may have been.
    pub first: Date,
    /// Last day that it may have been.
    pub last: Date,
    /// How exact that is.
    pub precision: Precision,
}

/// When the event of a statement was: its `time`, else the day of publication. `None` if neither is known.
pub fn event_day(time: Option<&str>, published: Option<Date>) -> Option<When> {
    let told = time.and_then(|time| {
        let (first, last) = days(time)?;
        let precision = match time.len() {
            _ if time.contains('/') => Precision::Interval,
            10 => Precision::Day,
            7 => Precision::Month,
            _ => Precision::Year,
        };
        Some(When { first, last, precision })
    });
    told.or_else(|| published.map(|day| When { first: day, last: day, precision: Precision::Publication }))
}

/// An event with all that tells of it. Actors are positions among the actors of the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When it was; `None` if neither the text nor its document has a date.
    pub when: Option<When>,
    /// Who acted. Of what holds both ways, the one of the smaller IRI.
    pub source: usize,
    /// Who it was done to; `None` of a reported clause.
    pub target: Option<usize>,
    /// Local name of the relation.
    pub relation: String,
    /// Whether it holds both ways, by its relation or because the text tells it of both ("A and B agreed").
    pub is_mutual: bool,
    /// Whether it happened.
    pub status: Status,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// PLOVER type.
    pub plover: Option<String>,
    /// PLOVER mode.
    pub plover_mode: Option<String>,
    /// Goldstein's scale of conflict and cooperation.
    pub goldstein: Option<f32>,
    /// Where it was.
    pub place: Option<usize>,
    /// The sentences that tell of it, the first published first; never empty.
    pub mentions: Vec<Mention>,
}

/// A sentence that tells of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Day of publication.
    pub published: Option<Date>,
    /// Identifier of the document.
    pub document: String,
    /// First code point of the sentence.
    pub start: usize,
    /// Local identifier of the statement.
    pub statement: String,
    /// The sentence.
    pub text: String,
    /// Code points of the document that evoke the relation.
    pub trigger: std::ops::Range<usize>,
    /// What the document calls the source.
    pub source: String,
    /// What it calls the target: of a reported clause, the clause.
    pub target: String,
    /// Whose words it is.
    pub speaker: Option<usize>,
    /// How much, such as `more than 300 people`.
    pub quantity: Option<String>,
    /// 0 to 1.
    pub confidence: f32,
}

/// Half of a two by two table: cooperation or conflict, in words or in deeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quad {
    /// Agreements, talks, support.
    VerbalCooperation,
    /// Aid, joint work, retreats.
    MaterialCooperation,
    /// Demands, accusations, refusals, threats.
    VerbalConflict,
    /// Protests, sanctions, coercion, assaults.
    MaterialConflict,
}

impl Quad {
    /// 1 to 4, as GDELT has it.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// As PLOVER has it, such as `VERBAL COOPERATION`.
    pub fn words(self) -> &'static str {
        match self {
            Self::VerbalCooperation => "VERBAL COOPERATION",
            Self::MaterialCooperation => "MATERIAL COOPERATION",
            Self::VerbalConflict => "VERBAL CONFLICT",
            Self::MaterialConflict => "MATERIAL CONFLICT",
        }
    }

    /// Whether it is one of the two of conflict.
    pub fn is_conflict(self) -> bool {
        matches!(self, Self::VerbalConflict | Self::MaterialConflict)
    }

    /// Of the first two digits of a CAMEO code.
    pub fn of_cameo(code: &str) -> Option<Self> {
        match code.get(..2)?.parse::<u8>().ok()? {
            1..=5 => Some(Self::VerbalCooperation),
            6..=8 => Some(Self::MaterialCooperation),
            9..=13 => Some(Self::VerbalConflict),
            14..=20 => Some(Self::MaterialConflict),
            _ => None,
        }
    }

    /// Of a PLOVER type.
    pub fn of_plover(kind: &str) -> Option<Self> {
        match kind {
            "AGREE" | "CONSULT" | "SUPPORT" | "CONCEDE" => Some(Self::VerbalCooperation),
            "COOPERATE" | "AID" | "RETREAT" => Some(Self::MaterialCooperation),
            "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => Some(Self::VerbalConflict),
            "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT" => Some(Self::MaterialConflict),
            _ => None,
        }
    }
}

impl Event {
    /// Where it stands by its CAMEO code, or else by its PLOVER type.
    pub fn quad(&self) -> Option<Quad> {
        let of_cameo = || self.cameo.as_deref().and_then(Quad::of_cameo);
        of_cameo().or_else(|| self.plover.as_deref().and_then(Quad::of_plover))
    }

    /// Whether it is told as a fact.
    pub fn is_realised(&self) -> bool {
        self.status == Status::Asserted
    }

    /// Documents that tell of it.
    pub fn documents(&self) -> BTreeSet<&str> {
        self.mentions.iter().map(|mention| mention.document.as_str()).collect()
    }
}

/// Time, source, object, codes, status: what makes two statements tell of the same event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key {
    when: Option<When>,
    source: String,
    target: Target,
    relation: String,
    codes: [Option<String>; 3],
    status: Status,
    /// Whether it is told of both sides at once.
    is_mutual: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Target {
    Actor(String),
    Clause(String),
}

#[derive(Debug, Default)]
struct Draft {
    goldstein: Option<f32>,
    is_mutual: bool,
    mentions: Vec<(Mention, Extra)>,
}

/// IRIs of a mention, until the network says their places.
#[derive(Debug)]
struct Extra {
    place: Option<String>,
    speaker: Option<String>,
}

/// Collects the events of documents. What it gives does not depend on their order.
#[derive(Debug)]
pub struct EventBuilder<'a> {
    relations: &'a Relations,
    selection: &'a Selection,
    drafts: HashMap<Key, Draft>,
    left_out: BTreeMap<Status, usize>,
}

impl<'a> EventBuilder<'a> {
    /// Takes the statements of `selection` that have codes. A selection without statuses takes realised events only.
    pub fn new(relations: &'a Relations, selection: &'a Selection) -> Self {
        Self { relations, selection, drafts: HashMap::new(), left_out: BTreeMap::new() }
    }

    /// Adds one document.
    ///
    /// # Errors
    /// A record that refers to an entity that it does not have, or has a word that this version does not know.
    pub fn add(&mut self, record: &DocumentRecord) -> Result<(), Error> {
        self.add_sketch(&Sketch::of(record))
    }

    /// Adds one document without its text.
    ///
    /// # Errors
    /// As [`EventBuilder::add`].
    pub fn add_sketch(&mut self, record: &Sketch<'_>) -> Result<(), Error> {
        let published = record.date.and_then(days).map(|(first, _)| first);
        let names: HashMap<&str, (&str, &str)> =
            (record.entities.iter()).map(|entity| (entity.id, (entity.iri, entity.name))).collect();
        let takes = |statement: &StatementSketch<'_>| {
            self.selection.takes_but_status(statement, record.date, self.relations)
        };
        let Own { again, mutual } = Own::of(record, takes);
        let reading = Reading { record, published, names, mutual };
        let is_coded =
            |statement: &&StatementSketch<'_>| statement.cameo.is_some() || statement.plover.is_some();
        (record.statements.iter())
            .filter(|statement| is_coded(statement) && !again.contains(statement.id))
            .try_for_each(|statement| self.add_event(&reading, statement))
    }

    fn add_event(&mut self, reading: &Reading<'_>, statement: &StatementSketch<'_>) -> Result<(), Error> {
        let record = reading.record;
        if !self.selection.takes_but_status(statement, record.date, self.relations) {
            return Ok(());
        }
        let status = status_of(record, statement)?;
        let wanted = &self.selection.statuses;
        let is_default = wanted.is_empty() && status == Status::Asserted;
        if !is_default && !wanted.contains(&status) {
            *self.left_out.entry(status).or_default() += 1;
            return Ok(());
        }
        let (mut source, source_name) = reading.entity(statement, statement.subject)?;
        let mut names = (source_name.to_owned(), String::new());
        let is_symmetric = self.relations.get(statement.predicate).is_some_and(|relation| relation.symmetric);
        let is_mutual = is_symmetric || reading.mutual.contains(statement.id);
        let target = match statement.object {
            ObjectSketch::Entity(id) => {
                let (mut target, name) = reading.entity(statement, id)?;
                names.1 = name.to_owned();
                if is_mutual && target < source {
                    std::mem::swap(&mut source, &mut target);
                    names = (names.1, names.0);
                }
                Target::Actor(target.to_owned())
            }
            ObjectSketch::Text(text) => {
                text.clone_into(&mut names.1);
                Target::Clause(text.to_owned())
            }
        };
        let extra = Extra {
            place: reading.optional(statement, statement.place)?,
            speaker: reading.optional(statement, statement.attributed_to)?,
        };
        let key = Key {
            when: event_day(statement.time, reading.published),
            source: source.to_owned(),
            target,
            relation: statement.predicate.to_owned(),
            codes: [statement.cameo, statement.plover, statement.plover_mode]
                .map(|code| code.map(str::to_owned)),
            status,
            is_mutual,
        };
        let draft = self.drafts.entry(key).or_default();
        draft.is_mutual = is_mutual;
        let goldstein = statement.goldstein.filter(|value| value.is_finite());
        draft.goldstein = [draft.goldstein, goldstein].into_iter().flatten().reduce(f32::min);
        if draft.mentions.is_empty() {
            // Most events are told once.
            draft.mentions.reserve_exact(1);
        }
        draft.mentions.push((mention(reading, statement, names), extra));
        Ok(())
    }

    /// The events, in order of time, actors and codes. `network` must be of the same documents, with all actors.
    pub fn finish(mut self, network: &Network) -> Events {
        let at: HashMap<&str, usize> =
            network.actors().enumerate().map(|(index, actor)| (actor.iri.as_str(), index)).collect();
        let place = |iri: &str| at.get(iri).copied();
        self.join_copies(network, &at);
        let mut drafts: Vec<(Key, Draft)> = self.drafts.into_iter().collect();
        drafts.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let events = drafts.into_iter().filter_map(|(key, mut draft)| {
            draft.mentions.sort_by(|(a, _), (b, _)| rank(a).cmp(&rank(b)));
            Some(Event {
                when: key.when,
                source: place(&key.source)?,
                target: match &key.target {
                    Target::Actor(iri) => Some(place(iri)?),
                    Target::Clause(_) => None,
                },
                relation: key.relation,
                is_mutual: draft.is_mutual,
                status: key.status,
                place: draft.mentions.iter().find_map(|(_, extra)| place(extra.place.as_deref()?)),
                mentions: (draft.mentions.into_iter())
                    .map(|(mention, extra)| Mention {
                        speaker: extra.speaker.as_deref().and_then(place),
                        ..mention
                    })
                    .collect(),
                goldstein: draft.goldstein,
                cameo: key.codes[0].clone(),
                plover: key.codes[1].clone(),
                plover_mode: key.codes[2].clone(),
            })
        });
        Events { events: events.collect(), left_out: self.left_out }
    }

    /// What a document tells that prints the text of another is what that one told: on its day, of its "nine people".
    fn join_copies(&mut self, network: &Network, actors: &HashMap<&str, usize>) {
        if network.documents().values().all(|source| source.same_text_as.is_none()) {
            return;
        }
        let documents = network.documents();
        let is_copy = |(mention, _): &(Mention, Extra)| {
            documents.get(&mention.document).is_some_and(|source| source.same_text_as.is_some())
        };
        let mut moved = Vec::new();
        // What is moved is put in order again at the end.
        self.drafts.retain(|key, draft| {
            for (mention, mut extra) in draft.mentions.extract_if(.., |mention| is_copy(mention)) {
                let key = of_first_print(key.clone(), &mention.document, network, actors);
                for iri in [&mut extra.place, &mut extra.speaker].into_iter().flatten() {
                    if let Some(first) = described_first(iri, &mention.document, network, actors) {
                        *iri = first;
                    }
                }
                moved.push((key, draft.is_mutual, draft.goldstein, mention, extra));
            }
            !draft.mentions.is_empty()
        });
        for (key, is_mutual, goldstein, mention, extra) in moved {
            let joined = self.drafts.entry(key).or_default();
            joined.is_mutual = is_mutual;
            joined.goldstein = [joined.goldstein, goldstein].into_iter().flatten().reduce(f32::min);
            joined.mentions.push((mention, extra));
        }
    }
}

/// The key that an event of `document` has in the document whose text it prints.
fn of_first_print(mut key: Key, document: &str, network: &Network, actors: &HashMap<&str, usize>) -> Key {
    let documents = network.documents();
    let Some(leader) = documents.get(document).and_then(|source| source.same_text_as.as_ref()) else {
        return key;
    };
    if let Some(When { precision: Precision::Publication, .. }) = key.when
        && let Some(day) = documents.get(leader).and_then(|source| source.date)
    {
        key.when = Some(When { first: day, last: day, precision: Precision::Publication });
    }
    let first = |iri: &String| described_first(iri, document, network, actors);
    if let Some(iri) = first(&key.source) {
        key.source = iri;
    }
    if let Target::Actor(target) = &mut key.target
        && let Some(iri) = first(target)
    {
        *target = iri;
    }
    key
}

/// What `document` describes, as the document whose text it prints describes it.
fn described_first(
    iri: &str,
    document: &str,
    network: &Network,
    actors: &HashMap<&str, usize>,
) -> Option<String> {
    let leader = network.documents().get(document)?.same_text_as.as_ref()?;
    Base::redescribed(iri, document, leader).filter(|iri| actors.contains_key(iri.as_str()))
}

/// What [`EventBuilder`] collected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Events {
    /// In order of time, actors and codes.
    pub events: Vec<Event>,
    /// Coded statements that were left out for their status, with how many.
    pub left_out: BTreeMap<Status, usize>,
}

/// A document while its statements are added.
struct Reading<'r> {
    record: &'r Sketch<'r>,
    published: Option<Date>,
    names: HashMap<&'r str, (&'r str, &'r str)>,
    /// Statements of what two did to each other.
    mutual: HashSet<&'r str>,
}

impl<'r> Reading<'r> {
    /// IRI and name of an entity.
    fn entity(&self, statement: &StatementSketch<'_>, id: &str) -> Result<(&'r str, &'r str), Error> {
        self.names.get(id).copied().ok_or_else(|| Error::MissingEntity {
            document: self.record.id.to_owned(),
            statement: statement.id.to_owned(),
            entity: id.to_owned(),
        })
    }

    fn optional(&self, statement: &StatementSketch<'_>, id: Option<&str>) -> Result<Option<String>, Error> {
        id.map(|id| self.entity(statement, id).map(|(iri, _)| iri.to_owned())).transpose()
    }
}

fn mention(
    reading: &Reading<'_>,
    statement: &StatementSketch<'_>,
    (source, target): (String, String),
) -> Mention {
    Mention {
        published: reading.published,
        document: reading.record.id.to_owned(),
        start: statement.start,
        statement: statement.id.to_owned(),
        text: statement.text.to_owned(),
        trigger: statement.trigger.clone(),
        source,
        target,
        speaker: None,
        quantity: statement.quantity.as_ref().map(QuantitySketch::written),
        confidence: statement.confidence,
    }
}

/// The first published first, what has no date last; then by document and place.
fn rank(mention: &Mention) -> (bool, Option<Date>, &str, usize, usize, &str) {
    let at = (mention.start, mention.trigger.start);
    (mention.published.is_none(), mention.published, &mention.document, at.0, at.1, &mention.statement)
}
