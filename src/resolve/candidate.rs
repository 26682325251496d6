//! Pairs that may be one, with the features that speak for and against it. Never automatic.
//!
//! In come the actors of all documents, out go [`Candidate`]s, ranked. A score is the sum of its features, cut to 0 to 1: a number that
//! a reader can check, and no probability. Only pairs within a block (same surname, same beginning) are compared, so that the work grows with the
//! number of actors and not with its square.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::profile::{Profile, Profiles};
use super::replay::Verdicts;
use super::{Draft, Resolution};
use crate::graph::iri::{Base, EntityPath};

/// Pairs that are kept, the most promising first.
const MAX_QUEUE: usize = 5_000;
/// Actors of one block that are compared with each other, those of most documents first.
const MAX_BLOCK: usize = 60;
/// Pairs below this are not worth anybody's time.
const MIN_SCORE: f64 = 0.3;
/// Days apart from which the time between documents speaks against a pair.
const FAR_DAYS: i64 = 1_100;

/// What speaks for (above 0) or against a pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feature {
    /// What it is, in words.
    pub name: String,
    /// What it adds to the score.
    pub value: f64,
}

/// One of a pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// Its IRI.
    pub iri: String,
    /// Best name.
    pub name: String,
    /// Local name of its class.
    #[serde(rename = "type")]
    pub class: String,
    /// Documents that speak of it.
    pub documents: usize,
    /// One of them, the first by id.
    pub example: String,
}

/// A pair to look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Why it is proposed: `surname`, `similar`, `acronym`, `office`, `homonym`, `homograph`.
    pub kind: String,
    /// Sum of the features, 0 to 1.
    pub score: f64,
    /// What speaks for and against it.
    pub features: Vec<Feature>,
    /// The reason in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// The document that may speak of somebody else, where the pair is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The one of more documents: it gives the IRI if both are one.
    pub a: Side,
    /// The other.
    pub b: Side,
}

/// A pair before it is scored.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Proposal {
    a: String,
    b: String,
    kind: &'static str,
    why: String,
    document: Option<String>,
}

impl Proposal {
    pub(super) fn pair(a: &str, b: &str, kind: &'static str, why: impl Into<String>) -> Self {
        Self { a: a.to_owned(), b: b.to_owned(), kind, why: why.into(), document: None }
    }

    /// Whether one document speaks of the same as all others of that IRI.
    pub(super) fn within(iri: &str, document: &str, why: impl Into<String>) -> Self {
        Self { document: Some(document.to_owned()), ..Self::pair(iri, iri, "homonym", why) }
    }
}

/// An actor of a block.
#[derive(Clone, Copy)]
struct Named<'a> {
    iri: &'a str,
    key: &'a str,
    profile: &'a Profile<'a>,
}

/// Proposes what has nearly the same name.
pub(super) fn near(draft: &mut Draft<'_>, profiles: &Profiles<'_>) {
    let mut found = BTreeSet::new();
    let mut blocks: BTreeMap<(String, &str), Vec<Named<'_>>> = BTreeMap::new();
    let mut shapes: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (iri, profile) in &profiles.actors {
        let Some(key) = key_of(iri, draft.base) else { continue };
        let named = Named { iri, key, profile };
        for block in blocks_of(key, profile.class) {
            blocks.entry((block, profile.class)).or_default().push(named);
        }
        if let Some(shape) = shape(profile.name()) {
            shapes.entry(shape).or_default().insert(iri);
        }
    }
    for ((_, class), mut block) in blocks {
        block.sort_by_key(|named| (std::cmp::Reverse(named.profile.documents.len()), named.iri));
        block.truncate(MAX_BLOCK);
        for (at, a) in block.iter().enumerate() {
            for b in block.iter().skip(at + 1) {
                if let Some(kind) = likeness(a.key, b.key, class) {
                    found.insert(Proposal::pair(a.iri, b.iri, kind, ""));
                }
            }
        }
    }
    homographs(draft.base, profiles, &shapes, &mut found);
    draft.queue.extend(found);
}

/// Names with letters of another script that look like a name without.
fn homographs(
    base: &Base,
    profiles: &Profiles<'_>,
    shapes: &BTreeMap<String, BTreeSet<&str>>,
    found: &mut BTreeSet<Proposal>,
) {
    let plain = profiles
        .actors
        .iter()
        .filter_map(|(iri, profile)| Some((plain_key(profile.name()), iri, key_of(iri, base)?)));
    for (key, iri, _) in plain {
        for other in shapes.get(&key).into_iter().flatten().filter(|other| **other != iri.as_str()) {
            found.insert(Proposal::pair(
                iri,
                other,
                "homograph",
                "the letters look the same but are of another script",
            ));
        }
    }
}

/// The name in an IRI that is made of one; a homonym has its name.
fn key_of<'a>(iri: &'a str, base: &Base) -> Option<&'a str> {
    match base.entity_path(iri) {
        Some(EntityPath::Named { name, .. }) => Some(name.split('~').next().unwrap_or(name)),
        _ => None,
    }
}

/// Where an actor is compared: persons with those of their surname and with those of their first name and a like surname;
/// organizations with those of their first word.
fn blocks_of(key: &str, class: &str) -> Vec<String> {
    let words: Vec<&str> = key.split('-').collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return Vec::new() };
    let start = |word: &str| word.chars().take(2).collect::<String>();
    if class != "Person" {
        return if words.len() > 1 { vec![(*first).to_owned()] } else { Vec::new() };
    }
    let mut blocks = vec![format!("={last}")];
    if words.len() > 1 {
        blocks.push(format!("{first} {}", start(last)));
    }
    blocks
}

/// How two names of a block are alike enough to be proposed.
fn likeness(a: &str, b: &str, class: &str) -> Option<&'static str> {
    if a == b {
        return None;
    }
    if class != "Person" {
        // The Group of 7 is not the Group of 8.
        let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
        return (digits(a) == digits(b) && strsim::jaro_winkler(a, b) >= 0.93).then_some("similar");
    }
    let (words_a, words_b): (Vec<&str>, Vec<&str>) = (a.split('-').collect(), b.split('-').collect());
    let (last_a, last_b) = (words_a.last()?, words_b.last()?);
    let (first_a, first_b) = (words_a.first()?, words_b.first()?);
    match (words_a.len(), words_b.len(), last_a == last_b) {
        (1, 1, _) => None,
        (1, _, true) | (_, 1, true) => Some("surname"),
        (1, _, false) | (_, 1, false) => None,
        (_, _, true) => is_first_name_alike(first_a, first_b).then_some("similar"),
        (_, _, false) => {
            (first_a == first_b && strsim::jaro_winkler(last_a, last_b) >= 0.88).then_some("similar")
        }
    }
}

/// The same, an initial, or another spelling.
fn is_first_name_alike(a: &str, b: &str) -> bool {
    let initial = |short: &str, long: &str| {
        let letter = short.trim_end_matches('.');
        letter.chars().count() == 1 && long.starts_with(letter)
    };
    a == b || initial(a, b) || initial(b, a) || strsim::jaro_winkler(a, b) >= 0.9
}

/// Letters of Cyrillic and Greek that look like Latin ones.
const LOOK_ALIKE: &str = "аaеeоoрpсcуyхxіiјjѕsԁdһhкkмmтtвbнhαaοoρpνvιiκkτtυuχx";

/// The name as it looks, if it has letters of two scripts; what is all of another script is no trick.
fn shape(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let has_latin = lower.chars().any(|c| c.is_ascii_alphabetic());
    let table: Vec<char> = LOOK_ALIKE.chars().collect();
    let latin = |c: char| table.chunks_exact(2).find(|pair| pair[0] == c).map(|pair| pair[1]);
    if !has_latin || !lower.chars().any(|c| latin(c).is_some()) {
        return None;
    }
    Some(plain_key(&lower.chars().map(|c| latin(c).unwrap_or(c)).collect::<String>()))
}

fn plain_key(name: &str) -> String {
    crate::graph::iri::normalise(name)
}

/// Scores proposals, leaves out what is decided or the same already, and sorts.
pub(super) fn ranked(
    proposals: Vec<Proposal>,
    profiles: &Profiles<'_>,
    verdicts: &Verdicts,
    resolution: &Resolution,
) -> Vec<Candidate> {
    let rivals = rivals(&proposals);
    let proposals: BTreeSet<Proposal> = proposals.into_iter().collect();
    let current =
        |iri: &str| resolution.everywhere.get(iri).map_or_else(|| iri.to_owned(), |found| found.iri.clone());
    let mut seen = BTreeSet::new();
    let mut found: Vec<Candidate> = Vec::new();
    for proposal in &proposals {
        let (a, b) = (current(&proposal.a), current(&proposal.b));
        let is_open = proposal.document.as_ref().map_or_else(
            || a != b && !verdicts.are_apart(&a, &b) && !verdicts.are_apart(&proposal.a, &proposal.b),
            |document| !verdicts.is_settled(&a, document),
        );
        let key = (a.clone().min(b.clone()), a.clone().max(b.clone()), proposal.document.clone());
        if is_open && seen.insert(key) {
            found.extend(scored(proposal, &a, &b, profiles, rivals.get(&proposal.b).copied().unwrap_or(1)));
        }
    }
    let weight = |candidate: &Candidate| {
        let documents = candidate.a.documents.min(candidate.b.documents).min(1_000) as f64;
        candidate.score * (1.0 + documents.sqrt() / 4.0)
    };
    found.sort_by(|one, other| {
        let key = |of: &Candidate| (of.a.iri.clone(), of.b.iri.clone(), of.document.clone());
        weight(other).total_cmp(&weight(one)).then_with(|| key(one).cmp(&key(other)))
    });
    found.truncate(MAX_QUEUE);
    found
}

/// How many each surname alone, acronym or description could be.
fn rivals(proposals: &[Proposal]) -> BTreeMap<String, usize> {
    let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for proposal in proposals {
        all.entry(&proposal.a).or_default().insert(&proposal.b);
        all.entry(&proposal.b).or_default().insert(&proposal.a);
    }
    all.into_iter().map(|(iri, others)| (iri.to_owned(), others.len())).collect()
}

fn scored(
    proposal: &Proposal,
    a: &str,
    b: &str,
    profiles: &Profiles<'_>,
    rivals: usize,
) -> Option<Candidate> {
    let empty = Profile::default();
    let (one, other) = (profiles.get(a).unwrap_or(&empty), profiles.get(b).unwrap_or(&empty));
    // The one of more documents first; of a surname and a full name the full one.
    let is_turned = proposal.document.is_none()
        && (one.documents.len(), one.name().len()) < (other.documents.len(), other.name().len())
        && proposal.kind != "office"
        && proposal.kind != "acronym";
    let is_turned =
        if proposal.kind == "surname" { one.name().len() < other.name().len() } else { is_turned };
    let (a, b, one, other) = if is_turned { (b, a, other, one) } else { (a, b, one, other) };
    let features = features(proposal, one, other, profiles, rivals);
    let score = rounded(features.iter().map(|feature| feature.value).sum::<f64>().clamp(0.0, 1.0));
    let is_named = matches!(proposal.kind, "surname" | "similar");
    if is_named && score < MIN_SCORE {
        return None;
    }
    let mut second = side(b, other);
    if let Some(document) = &proposal.document {
        second = Side { documents: 1, example: document.clone(), ..second };
    }
    Some(Candidate {
        kind: proposal.kind.to_owned(),
        score,
        features,
        why: proposal.why.clone(),
        document: proposal.document.clone(),
        a: side(a, one),
        b: second,
    })
}

fn side(iri: &str, profile: &Profile<'_>) -> Side {
    let local = || iri.rsplit('/').next().unwrap_or(iri).replace('-', " ");
    let name = Some(profile.name()).filter(|name| !name.is_empty());
    Side {
        iri: iri.to_owned(),
        name: name.map_or_else(local, str::to_owned),
        class: if profile.class.is_empty() { "Person" } else { profile.class }.to_owned(),
        documents: profile.documents.len(),
        example: profile.documents.first().map(|document| (*document).to_owned()).unwrap_or_default(),
    }
}

fn features(
    proposal: &Proposal,
    a: &Profile<'_>,
    b: &Profile<'_>,
    profiles: &Profiles<'_>,
    rivals: usize,
) -> Vec<Feature> {
    let mut out = Vec::new();
    let mut add = |name: &str, value: f64| {
        let value = rounded(value);
        if value != 0.0 {
            out.push(Feature { name: name.to_owned(), value });
        }
    };
    let base = match proposal.kind {
        "surname" => 0.4,
        "similar" => 0.6 * strsim::jaro_winkler(&plain_key(a.name()), &plain_key(b.name())),
        "homograph" => 0.7,
        _ => 0.5,
    };
    add("name", base);
    if proposal.document.is_some() {
        return out;
    }
    add("company shared", 0.08 * profiles.shared_company(a, b, 3) as f64);
    let states = if a.states.is_empty() || b.states.is_empty() {
        0.0
    } else if a.states.is_disjoint(&b.states) {
        -0.3
    } else {
        0.15
    };
    add(if states < 0.0 { "other states" } else { "state shared" }, states);
    add("office shared", if a.offices.is_disjoint(&b.offices) { 0.0 } else { 0.1 });
    add("in one document", if a.documents.is_disjoint(&b.documents) { 0.0 } else { -0.3 });
    add("years apart", if days_apart(a, b) > FAR_DAYS { -0.1 } else { 0.0 });
    add("others it could be", -0.06 * (rivals.saturating_sub(1).min(5)) as f64);
    out
}

/// Days between the last document of one and the first of the other; 0 if they overlap.
fn days_apart(a: &Profile<'_>, b: &Profile<'_>) -> i64 {
    let gap = |earlier: &Profile<'_>, later: &Profile<'_>| {
        let span = later.first?.since(earlier.last?).ok()?;
        Some(i64::from(span.get_days()))
    };
    gap(a, b).unwrap_or(0).max(gap(b, a).unwrap_or(0)).max(0)
}

/// Three decimals, so that sums print the same everywhere.
fn rounded(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}
