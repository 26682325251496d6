//! Statements: what a document claims, each with its evidence.

mod collect;
pub mod confidence;
pub mod matching;
pub mod modality;
pub mod open;
pub mod quantity;
pub mod speech;
pub mod time;
mod value;

use jiff::civil::Date;

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Document, Span};
use crate::entity::cast::{Cast, Draft, DraftIndex, Filler};
use crate::entity::{Entity, EntityIndex, Link, Mention, MentionKind, label};
use crate::limits::Limits;
use crate::mention::{Reading, WordPlaces, name, quote, role};
use crate::ontology::{Class, Codes, Ontology, Status};
use crate::parse::{Parse, Tree};
use collect::{DraftObject, DraftStatement};
use confidence::Features;
use quantity::QuantityKind;

/// The object of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// An entity of the document.
    Entity(EntityIndex),
    /// A reported clause.
    Text(Span),
    /// A date, with the expression that it was read from.
    Date(Time),
    /// Another value, in the form that all texts share, with the expression that it was read from.
    Value(Span, String),
}

/// Whether a speaker's words are quoted or reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttributionKind {
    /// In quotation marks.
    Quote,
    /// In the writer's words.
    Report,
}

impl AttributionKind {
    /// As in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Report => "report",
        }
    }
}

/// Whose speech or report a statement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The speaker.
    pub speaker: EntityIndex,
    /// Quote or report.
    pub kind: AttributionKind,
}

/// A normalised time with the expression that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// ISO 8601: a day `2025-11-26`, a month `2025-11`, a year `2025`, or an interval `2014/2016`.
    pub value: String,
    /// First day of it.
    pub start: Date,
    /// Last day of it.
    pub end: Date,
    /// The expression.
    pub span: Span,
}

/// A number with a unit that qualifies a statement: people killed, money given.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number; the lower one of a range.
    pub value: f64,
    /// The upper number of a range: "between 10 and 12".
    pub max: Option<f64>,
    /// `people`, `soldiers` as in the text; `USD`, `km2`, `day`, `share` of what is measured.
    pub unit: String,
    /// Whether it is people, money, an area, ….
    pub kind: QuantityKind,
    /// `more than`, `about`, … as in the text, if bounded.
    pub bound: Option<String>,
    /// The expression.
    pub span: Span,
}

/// Where a statement stands in the text and which frame found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The clause or sentence.
    pub span: Span,
    /// The word that evokes the relation.
    pub trigger: Span,
    /// The mention of the subject.
    pub subject: Span,
    /// The mention of the object.
    pub object: Span,
    /// Identifier of the frame, such as `spokeWith#1`.
    pub frame: String,
}

/// One claim of a document. It cannot be built without evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Who.
    pub subject: EntityIndex,
    /// Local name of the relation, such as `spokeWith`.
    pub relation: String,
    /// IRI of the relation.
    pub relation_iri: String,
    /// Of a relation of another namespace, the relation of chancery's own that it is below.
    pub relation_kind: Option<String>,
    /// Whom or what.
    pub object: Object,
    /// Whether and how it holds.
    pub status: Status,
    /// Whose words it comes from; `None` where the writer states it.
    pub attribution: Option<Attribution>,
    /// When.
    pub time: Option<Time>,
    /// Where.
    pub place: Option<EntityIndex>,
    /// How much.
    pub quantity: Option<Quantity>,
    /// 0 to 1.
    pub confidence: f32,
    /// What the confidence is made of.
    pub features: Features,
    /// Event codes.
    pub codes: Codes,
    /// Of an open statement, the lemmas that join subject and object.
    pub path: Option<String>,
    /// Where it stands.
    pub evidence: Evidence,
}

/// What becomes a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// What the frames of the ontology take.
    #[default]
    Frames,
    /// That, and what joins two entities and no frame takes: statements of the open relation.
    Open,
}

impl Scope {
    /// [`Scope::Open`] if asked for.
    pub fn of(is_open: bool) -> Self {
        if is_open { Self::Open } else { Self::Frames }
    }
}

/// All that was understood of one document: the input of graph, archive and exports.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// The text with its metadata.
    pub document: Document,
    /// In order of their first mention.
    pub entities: Vec<Entity>,
    /// In order of their evidence.
    pub statements: Vec<Statement>,
}

/// Reads the statements of a parsed document. Pure: the same input gives the same output.
///
/// ```
/// # use chancery::{document::{Document, DocumentId}, limits::Limits, ontology::Ontology, parse::Parse};
/// let document = Document::new(DocumentId::from_content("example", ""), "");
/// let analysis = chancery::statement::read(document, &Parse::default(), &Ontology::default(), &Limits::default());
/// assert!(analysis.statements.is_empty());
/// ```
pub fn read(document: Document, parse: &Parse, ontology: &Ontology, limits: &Limits) -> Analysis {
    read_within(document, parse, ontology, limits, Scope::Frames)
}

/// [`read`], with a choice of what becomes a statement.
pub fn read_within(
    document: Document,
    parse: &Parse,
    ontology: &Ontology,
    limits: &Limits,
    scope: Scope,
) -> Analysis {
    let tree = Tree::new(document.whole(), parse);
    let places = WordPlaces::of(&tree);
    let role_words = role::marks(&Reading { tree: &tree, ontology, role_words: &[], places: &places });
    let reading = Reading { tree: &tree, ontology, role_words: &role_words, places: &places };
    let mut names = name::find(&reading);
    names.truncate(limits.max_mentions);
    let roles = role::find(&reading, &names);
    let quotes = quote::find(&tree);
    let speakers = speech::speakers(&reading, &quotes);
    let mut cast = Cast::new(reading, &names, &roles, &quotes, speakers);
    let mut drafts = collect::collect(&mut cast, document.date, scope);
    drafts.truncate(limits.max_statements);
    let (entities, statements) = settle(&mut cast, drafts);
    Analysis { document, entities, statements }
}

/// Gives entities their final numbers, in order of first mention, and statements their spans.
fn settle(cast: &mut Cast<'_>, drafts: Vec<DraftStatement>) -> (Vec<Entity>, Vec<Statement>) {
    let mut used: BTreeSet<DraftIndex> = (0..cast.drafts.len())
        .filter(|&i| cast.drafts[i].is_named && !cast.drafts[i].mentions.is_empty())
        .collect();
    for draft in &drafts {
        cast.note(&draft.subject);
        if let DraftObject::Entity(object) = &draft.object {
            cast.note(object);
        }
        used.extend(draft.entities());
    }
    cast.note_pronouns();
    cast.note_events(|entity| used.contains(&entity));
    cast.note_places();
    let told: BTreeSet<DraftIndex> = drafts.iter().flat_map(DraftStatement::entities).collect();
    let acting = cast.note_described(|entity| used.contains(&entity));
    used.extend(acting);
    used.retain(|entity| told.contains(entity) || !cast.is_only_modifier(*entity));
    let shares: Vec<DraftIndex> =
        used.iter().filter_map(|&i| cast.drafts[i].share.as_ref().map(|share| share.of.0 as usize)).collect();
    used.extend(shares);
    let mut order: Vec<DraftIndex> = used.into_iter().collect();
    order.sort_by_key(|&i| (cast.drafts[i].mentions.keys().next().copied().unwrap_or((usize::MAX, 0)), i));
    let number: BTreeMap<DraftIndex, EntityIndex> = order
        .iter()
        .enumerate()
        .map(|(n, &i)| (i, EntityIndex(u32::try_from(n).unwrap_or(u32::MAX))))
        .collect();
    let entities = order.iter().map(|&i| entity(cast, &cast.drafts[i], &number)).collect();
    let statements = drafts.into_iter().filter_map(|draft| statement(cast, draft, &number)).collect();
    (entities, statements)
}

fn entity(cast: &Cast<'_>, draft: &Draft, number: &BTreeMap<DraftIndex, EntityIndex>) -> Entity {
    let tree = cast.reading.tree;
    let mentions: Vec<Mention> = draft
        .mentions
        .iter()
        .map(|(&(start, end), &kind)| Mention { span: tree.span(&(start..end)), kind })
        .collect();
    let gazetteer = &cast.reading.ontology.gazetteer;
    let links = draft.entry.and_then(|entry| gazetteer[entry].wikidata.as_ref()).map(|id| Link {
        iri: format!("http://www.wikidata.org/entity/{id}"),
        score: 0.95,
        by: "gazetteer".into(),
    });
    let share = draft.share.clone().and_then(|share| {
        let of = number.get(&(share.of.0 as usize)).copied()?;
        Some(crate::entity::Share { of, ..share })
    });
    let name = best_name(cast, draft);
    let has_name =
        draft.is_named || mentions.iter().any(|mention: &Mention| mention.kind == MentionKind::Name);
    Entity {
        is_named: has_name && (draft.entry.is_some() || !is_common_noun(cast, draft, &name)),
        name,
        class: draft.class(),
        mentions,
        links: links.into_iter().collect(),
        share,
    }
}

/// What somebody is called of whom a text has nothing but a pronoun: "unnamed person (he)".
fn unnamed(class: Class, pronoun: &str) -> String {
    let what = match class {
        Class::Person => "person",
        Class::Organization | Class::GovernmentBody => "organization",
        _ => "group",
    };
    let subject = match pronoun.to_lowercase().as_str() {
        "his" | "him" | "himself" => "he".to_owned(),
        "her" | "hers" | "herself" => "she".to_owned(),
        "i" | "me" | "my" | "mine" | "myself" => "I".to_owned(),
        "us" | "our" | "ours" | "ourselves" => "we".to_owned(),
        "its" | "itself" => "it".to_owned(),
        "them" | "their" | "theirs" | "themselves" => "they".to_owned(),
        other => other.to_owned(),
    };
    format!("unnamed {what} ({subject})")
}

/// "Foreign Ministry", "Parliament", "Party", "Man": a name of nothing but common nouns is whoever the text means by it.
/// Peoples and creeds are named by such words.
fn is_common_noun(cast: &Cast<'_>, draft: &Draft, name: &str) -> bool {
    let word = name.to_lowercase().replace(' ', "_");
    let lists = |list: &&str| cast.reading.ontology.lists(list, &word);
    let is_one = !word.contains('_') && draft.class() != Class::Group;
    lists(&"bodyNoun")
        || is_one && ["personNoun", "organizationNoun", "placeNoun", "warNoun", "mediaNoun"].iter().any(lists)
}

/// The gazetteer's label; else the longest name, the first of equals; else the first description in full; else, of
/// somebody whom the text never names, that.
fn best_name(cast: &Cast<'_>, draft: &Draft) -> String {
    if let Some(entry) = draft.entry {
        return cast.reading.ontology.gazetteer[entry].label.clone();
    }
    let tree = cast.reading.tree;
    let mut best: Option<(MentionKind, usize, usize, &str)> = None;
    for (&(start, end), &kind) in &draft.mentions {
        let tokens =
            if kind == MentionKind::Nominal { cast.without_determiner(start..end) } else { start..end };
        let (start, text) = (tokens.start, tree.text_of(&tokens));
        let better = best.is_none_or(|(have, length, at, _)| {
            let is_longer = text.chars().count() > length && (kind == MentionKind::Name || at == start);
            kind < have || (kind == have && is_longer)
        });
        if better {
            best = Some((kind, text.chars().count(), start, text));
        }
    }
    match best {
        None => String::new(),
        Some((MentionKind::Pronoun, _, _, pronoun)) => unnamed(draft.class(), pronoun),
        Some((_, _, _, text)) => {
            let lower = text.to_lowercase();
            let forms = draft.mentions.keys().map(|&(start, end)| tree.text_of(&(start..end)));
            let alike = forms.filter(|form| form.to_lowercase() == lower).map(|form| (form, 1));
            let shown = label::best(alike).unwrap_or(text);
            let spaced = shown.split_whitespace().collect::<Vec<_>>().join(" ");
            if draft.class() == Class::Person { label::of_person(&spaced) } else { spaced }
        }
    }
}

fn statement(
    cast: &Cast<'_>,
    draft: DraftStatement,
    number: &BTreeMap<DraftIndex, EntityIndex>,
) -> Option<Statement> {
    let tree = cast.reading.tree;
    let ontology = cast.reading.ontology;
    let confidence = (draft.confidence() * 100.0).round() / 100.0;
    let relation = &ontology[draft.relation];
    let codes = draft.frame.and_then(|id| ontology.frames[id.0 as usize].codes.clone());
    let (object, object_span) = match &draft.object {
        DraftObject::Entity(Filler { entity, tokens, .. }) => {
            (Object::Entity(*number.get(entity)?), tree.span(tokens))
        }
        DraftObject::Text(tokens) => (Object::Text(tree.span(tokens)), tree.span(tokens)),
        DraftObject::Date(time) => (Object::Date(time.clone()), time.span),
        DraftObject::Value(value) => {
            let span = tree.span(&value.tokens);
            (Object::Value(span, value.text.clone()), span)
        }
    };
    let attribution = draft
        .speaker
        .and_then(|(speaker, kind)| number.get(&speaker).map(|&speaker| Attribution { speaker, kind }));
    let path = draft.path().map(str::to_owned);
    let frame = if path.is_some() { format!("{}#open", relation.name) } else { draft.frame_name };
    Some(Statement {
        subject: *number.get(&draft.subject.entity)?,
        relation: relation.name.clone(),
        relation_iri: relation.iri.clone(),
        relation_kind: ontology
            .known_relation(&relation.name)
            .filter(|kind| *kind != relation.name)
            .map(str::to_owned),
        object,
        status: draft.status,
        attribution,
        time: draft.time,
        place: draft.place.and_then(|place| number.get(&place).copied()),
        quantity: draft.quantity,
        confidence,
        features: draft.features,
        codes: codes.unwrap_or_else(|| relation.codes.clone()),
        path,
        evidence: Evidence {
            span: tree.span(&draft.clause),
            trigger: tree.span(&draft.trigger),
            subject: tree.span(&draft.subject.tokens),
            object: object_span,
            frame,
        },
    })
}
