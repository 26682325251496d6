//! Persons of one name who are not one person.
//!
//! Extraction gives all persons of one name one IRI. Here the documents of such a name are put together as far as they share a
//! year of birth, a state (one that a document only mentions counts, too) or company (other persons and organizations that few
//! documents name, in a document that is no list); what then contradicts each other, by year of birth or death or by state, is told apart. A document that tells nothing of it goes with the one that has by far the most
//! documents, or keeps the plain IRI. One document against many is taken for a slip and proposed to people instead. The
//! result depends on the set of documents only: features are taken in their order, documents in the order of their ids.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::candidate::Proposal;
use super::collect::Seen;
use super::profile::MAX_COMPANY;
use super::{Draft, Identity, Method, few};
use crate::graph::iri;

/// A name in more documents than this says nothing of who keeps company with whom (or than one in a hundred).
const FREQUENT: usize = 8;
/// One has by far the most documents if it has so many times those of the others.
const DOMINANT: usize = 5;
/// A single document that contradicts so many is taken for a slip.
const SLIP: usize = 10;
/// Documents of one name that are proposed at most.
const MAX_DOUBTS: usize = 3;
/// Years by which sources may err in a birth or a death.
const YEARS: i16 = 1;

/// A document in which the name occurs.
struct Occurrence<'a> {
    document: &'a str,
    seen: &'a Seen,
}

/// Documents that speak of one person.
#[derive(Clone, Debug, Default)]
struct Cluster<'a> {
    members: BTreeSet<usize>,
    states: BTreeSet<&'a str>,
    born: BTreeSet<i16>,
    died: BTreeSet<i16>,
}

/// Tells apart what contradicts itself.
pub(super) fn split(draft: &mut Draft<'_>) {
    let mut found: BTreeMap<&str, Vec<Occurrence<'_>>> = BTreeMap::new();
    for (document, facts) in draft.facts {
        for seen in facts.seen.iter().filter(|seen| seen.is_named && &*seen.class == "Person") {
            found.entry(&seen.iri).or_default().push(Occurrence { document, seen });
        }
    }
    found.retain(|iri, all| all.len() > 1 && (may_differ(all) || draft.verdicts.is_loose(iri)));
    if found.is_empty() {
        return;
    }
    let frequency = frequency(draft);
    for (iri, occurrences) in &found {
        let is_forced = draft.verdicts.is_loose(iri);
        let limit = if is_forced { usize::MAX } else { FREQUENT.max(draft.facts.len() / 100) };
        let mut clusters =
            gather(draft, occurrences, &|name| frequency.get(name).is_none_or(|&n| n <= limit));
        sort(&mut clusters);
        let slips = if is_forced { Vec::new() } else { settle(&mut clusters) };
        for slip in &slips {
            propose_slip(draft, iri, occurrences, slip);
        }
        if clusters.len() == 1 && slips.is_empty() && !is_forced {
            propose_doubts(draft, iri, occurrences);
        }
        if clusters.len() > 1 {
            tell_apart(draft, iri, occurrences, &clusters, is_forced);
        }
    }
}

/// Whether there are two states or years at all.
fn may_differ(all: &[Occurrence<'_>]) -> bool {
    let states: BTreeSet<&str> = all.iter().flat_map(|one| &one.seen.states).map(|state| &**state).collect();
    let born: BTreeSet<i16> = all.iter().flat_map(|one| &one.seen.born).copied().collect();
    let died: BTreeSet<i16> = all.iter().flat_map(|one| &one.seen.died).copied().collect();
    states.len() > 1 || born.len() > 1 || died.len() > 1
}

/// Documents that name each actor.
fn frequency<'a>(draft: &Draft<'a>) -> HashMap<&'a str, usize> {
    let mut counts = HashMap::new();
    for seen in draft.facts.values().flat_map(|facts| &facts.seen) {
        *counts.entry(&*seen.iri).or_insert(0) += 1;
    }
    counts
}

/// Puts together what shares a feature, years of birth first, then states, then company.
fn gather<'a>(
    draft: &Draft<'a>,
    occurrences: &[Occurrence<'a>],
    is_rare: &dyn Fn(&str) -> bool,
) -> Vec<Cluster<'a>> {
    let mut features: BTreeMap<(u8, String), Vec<usize>> = BTreeMap::new();
    let claimed: BTreeSet<&str> =
        occurrences.iter().flat_map(|one| &one.seen.states).map(|state| &**state).collect();
    for (at, one) in occurrences.iter().enumerate() {
        let mut add = |order, text: String| features.entry((order, text)).or_default().push(at);
        one.seen.born.iter().for_each(|year| add(0, year.to_string()));
        one.seen.states.iter().for_each(|state| add(1, state.to_string()));
        let facts = draft.facts.get(one.document);
        let mentioned =
            facts.into_iter().flat_map(|facts| &facts.states).filter(|state| claimed.contains(&***state));
        mentioned.for_each(|state| add(1, state.to_string()));
        let company = facts.into_iter().flat_map(|facts| &facts.seen);
        let company: Vec<&Seen> = company
            .filter(|other| other.is_named && other.iri != one.seen.iri && is_rare(&other.iri))
            .collect();
        if company.len() <= MAX_COMPANY {
            company.into_iter().for_each(|other| add(2, other.iri.to_string()));
        }
    }
    let mut clusters: Vec<Option<Cluster<'a>>> =
        occurrences.iter().enumerate().map(|(at, o)| Some(alone(at, o.seen))).collect();
    let mut home: Vec<usize> = (0..occurrences.len()).collect();
    for members in features.values() {
        for pair in members.windows(2) {
            let [a, b] = [home[pair[0]].min(home[pair[1]]), home[pair[0]].max(home[pair[1]])];
            unite(&mut clusters, &mut home, a, b);
        }
    }
    clusters.into_iter().flatten().collect()
}

/// Those of most documents first.
fn sort(clusters: &mut [Cluster<'_>]) {
    clusters
        .sort_by_key(|cluster| (std::cmp::Reverse(cluster.members.len()), cluster.members.first().copied()));
}

fn alone(at: usize, seen: &Seen) -> Cluster<'_> {
    Cluster {
        members: BTreeSet::from([at]),
        states: seen.states.iter().map(|state| &**state).collect(),
        born: seen.born.clone(),
        died: seen.died.clone(),
    }
}

/// Makes two clusters one, unless their lives contradict each other.
fn unite(clusters: &mut [Option<Cluster<'_>>], home: &mut [usize], a: usize, b: usize) {
    if a == b {
        return;
    }
    let is_apart = match (&clusters[a], &clusters[b]) {
        (Some(a), Some(b)) => differ_in_life(a, b),
        _ => true,
    };
    let Some(from) = clusters[b].take_if(|_| !is_apart) else { return };
    for member in &from.members {
        home[*member] = a;
    }
    if let Some(into) = &mut clusters[a] {
        absorb(into, from);
    }
}

fn absorb<'a>(into: &mut Cluster<'a>, from: Cluster<'a>) {
    into.members.extend(from.members);
    into.states.extend(from.states);
    into.born.extend(from.born);
    into.died.extend(from.died);
}

fn differ_in_life(a: &Cluster<'_>, b: &Cluster<'_>) -> bool {
    let far = |x: &BTreeSet<i16>, y: &BTreeSet<i16>| {
        let nearest = x.iter().flat_map(|x| y.iter().map(move |y| (x - y).abs())).min();
        nearest.is_some_and(|years| years > YEARS)
    };
    let born_after = |x: &BTreeSet<i16>, y: &BTreeSet<i16>| matches!((x.first(), y.last()), (Some(born), Some(died)) if born > died);
    far(&a.born, &b.born)
        || far(&a.died, &b.died)
        || born_after(&a.born, &b.died)
        || born_after(&b.born, &a.died)
}

fn contradict(a: &Cluster<'_>, b: &Cluster<'_>) -> bool {
    differ_in_life(a, b) || !a.states.is_empty() && !b.states.is_empty() && a.states.is_disjoint(&b.states)
}

/// Leaves the clusters that contradict another, the one with most documents first; all that contradicts none goes with
/// it if it is by far the largest, else stands last and alone. Returns those that were taken for slips.
fn settle<'a>(clusters: &mut Vec<Cluster<'a>>) -> Vec<Cluster<'a>> {
    let all = std::mem::take(clusters);
    let is_apart: Vec<bool> = all.iter().map(|one| all.iter().any(|other| contradict(one, other))).collect();
    let (mut apart, mut neutral) = (Vec::new(), Cluster::default());
    for (cluster, is_apart) in all.into_iter().zip(is_apart) {
        if is_apart { apart.push(cluster) } else { absorb(&mut neutral, cluster) }
    }
    let Some((leader, others)) = apart.split_first_mut() else {
        clusters.push(neutral);
        return Vec::new();
    };
    let rest: usize = others.iter().map(|cluster| cluster.members.len()).sum();
    let is_dominant = leader.members.len() >= DOMINANT * rest;
    if is_dominant && !neutral.members.is_empty() {
        absorb(leader, std::mem::take(&mut neutral));
    }
    let is_slip = |leader: &Cluster<'_>, one: &Cluster<'_>| {
        one.members.len() == 1 && leader.members.len() >= SLIP && !differ_in_life(leader, one)
    };
    let leader = leader.clone();
    let (slips, mut kept): (Vec<_>, Vec<_>) = apart.into_iter().partition(|one| is_slip(&leader, one));
    if let Some(first) = kept.first_mut() {
        // The documents stay with the name; what they say of its state does not.
        slips.iter().for_each(|slip| first.members.extend(&slip.members));
    }
    if !neutral.members.is_empty() {
        kept.push(neutral);
    }
    *clusters = kept;
    slips
}

/// A document that contradicts all others is for people to look at.
fn propose_slip(draft: &mut Draft<'_>, iri: &str, occurrences: &[Occurrence<'_>], slip: &Cluster<'_>) {
    let Some(one) = slip.members.first().and_then(|&at| occurrences.get(at)) else { return };
    let states: Vec<&str> = slip.states.iter().map(|state| last(state)).collect();
    let why =
        format!("one document of many gives the state {}: another person, or a slip", states.join(", "));
    draft.queue.push(Proposal::within(iri, one.document, why));
}

/// Documents that give another state than most do, but are tied to them: who is meant is for people to say.
fn propose_doubts(draft: &mut Draft<'_>, iri: &str, occurrences: &[Occurrence<'_>]) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let states = occurrences.iter().flat_map(|one| &one.seen.states);
    states.for_each(|state| *counts.entry(state).or_default() += 1);
    let most = counts.iter().max_by_key(|(state, count)| (**count, std::cmp::Reverse(**state)));
    let Some(most) = most.map(|(state, _)| (*state).to_owned()) else { return };
    let has = |one: &Occurrence<'_>, state: &str| one.seen.states.iter().any(|found| **found == *state);
    // Who has both somewhere may have both everywhere.
    let both: BTreeSet<&str> = occurrences
        .iter()
        .filter(|one| has(one, &most))
        .flat_map(|one| &one.seen.states)
        .map(|state| &**state)
        .collect();
    let is_odd = |one: &&Occurrence<'_>| {
        !one.seen.states.is_empty() && one.seen.states.iter().all(|state| !both.contains(&**state))
    };
    for one in occurrences.iter().filter(is_odd).take(MAX_DOUBTS) {
        let states: Vec<&str> = one.seen.states.iter().map(|state| last(state)).collect();
        let why = format!("the document gives the state {}, most give {}", states.join(", "), last(&most));
        draft.queue.push(Proposal::within(iri, one.document, why));
    }
}

/// Gives each cluster an IRI of its own. The first keeps the plain one if it is by far the largest, the one of which nothing is
/// known always does.
fn tell_apart(
    draft: &mut Draft<'_>,
    iri: &str,
    occurrences: &[Occurrence<'_>],
    clusters: &[Cluster<'_>],
    is_forced: bool,
) {
    let size = |cluster: &Cluster<'_>| cluster.members.len();
    let rest: usize = clusters.iter().skip(1).map(size).sum();
    let keeps = clusters.first().is_some_and(|first| size(first) >= DOMINANT * rest);
    let mut marks = BTreeSet::new();
    let mut taken = Vec::new();
    for (number, cluster) in clusters.iter().enumerate() {
        let is_plain = keeps && number == 0 || !is_forced && is_neutral(cluster, clusters);
        let marked = mark(cluster, occurrences, &mut marks);
        let new = if is_plain { None } else { iri::homonym(iri, &marked) };
        let new = new.map_or_else(|| iri.to_owned(), |node| node.as_str().to_owned());
        let documents =
            || cluster.members.iter().filter_map(|&at| occurrences.get(at)).map(|one| one.document);
        if new != iri {
            let identity = Identity {
                iri: new.clone(),
                method: Method::Homonym,
                why: told(cluster, clusters),
                documents: few(documents()),
                decision: draft.verdicts.loosened(iri).filter(|_| is_forced),
                name: None,
                link: None,
            };
            for document in documents() {
                let within = draft.out.within.entry(document.to_owned()).or_default();
                within.insert(iri.to_owned(), identity.clone());
            }
        }
        taken.push((new, is_neutral(cluster, clusters)));
    }
    for (unknown, _) in taken.iter().filter(|(_, is_neutral)| *is_neutral && !is_forced) {
        for (other, _) in taken.iter().filter(|(other, _)| other != unknown) {
            draft.queue.push(Proposal::pair(
                other,
                unknown,
                "homonym",
                "one name, and nothing that tells which of several",
            ));
        }
    }
}

/// Whether nothing of it contradicts any other.
fn is_neutral(cluster: &Cluster<'_>, all: &[Cluster<'_>]) -> bool {
    !all.iter().any(|other| contradict(other, cluster))
}

/// What tells a cluster apart, in a word: a state, a year, or a document; each only once.
fn mark(cluster: &Cluster<'_>, occurrences: &[Occurrence<'_>], marks: &mut BTreeSet<String>) -> String {
    let states = cluster.states.iter().map(|state| last(state).to_owned());
    let years = cluster.born.iter().chain(&cluster.died).map(ToString::to_string);
    let documents =
        cluster.members.iter().filter_map(|&at| occurrences.get(at)).map(|one| one.document.to_owned());
    let free = states.chain(years).chain(documents).find(|mark| !marks.contains(mark));
    let mark = free.unwrap_or_default();
    marks.insert(mark.clone());
    mark
}

/// Why a cluster stands apart.
fn told(cluster: &Cluster<'_>, all: &[Cluster<'_>]) -> String {
    let part = |cluster: &Cluster<'_>| {
        let mut parts: Vec<String> = Vec::new();
        if !cluster.states.is_empty() {
            let states: Vec<&str> = cluster.states.iter().map(|state| last(state)).collect();
            parts.push(format!("state {}", states.join(", ")));
        }
        parts.extend(cluster.born.iter().map(|year| format!("born {year}")));
        parts.extend(cluster.died.iter().map(|year| format!("died {year}")));
        if parts.is_empty() { "unknown".to_owned() } else { parts.join(", ") }
    };
    let others: BTreeSet<String> = all.iter().filter(|other| contradict(other, cluster)).map(part).collect();
    let others: Vec<String> = others.into_iter().take(4).collect();
    if others.is_empty() {
        return format!("told apart: {}", part(cluster));
    }
    format!("told apart: {}; against: {}", part(cluster), others.join("; "))
}

fn last(iri: &str) -> &str {
    iri.rsplit('/').next().unwrap_or(iri)
}
