//! Gazetteer entries from Turtle: everything that is an instance of one of the ontology's classes.

use std::collections::HashMap;

use oxigraph::model::Literal;

use super::{Entry, EntryId, Gazetteer, Sense};
use crate::ontology::Class;
use crate::ontology::facts::{Fact, Facts, Report, Subject};
use crate::ontology::tree::Tree;
use crate::ontology::turtle::Part;
use crate::ontology::vocabulary as v;

/// Predicates that give names, with what they mean.
const NAMES: [(&str, Sense); 4] = [
    (v::SKOS_PREF_LABEL, Sense::Name),
    (v::SKOS_ALT_LABEL, Sense::Name),
    (v::ADJECTIVE, Sense::Adjective),
    (v::DEMONYM, Sense::Demonym),
];

/// Reads all entries, in the order of the files, then their names.
pub(in crate::ontology) fn read<'a>(
    facts: &Facts<'a>,
    tree: &Tree<'a>,
    report: &mut Report<'_>,
) -> Gazetteer {
    let mut gazetteer = Gazetteer::default();
    let mut ids: HashMap<&'a str, EntryId> = HashMap::new();
    let mut entries: Vec<(EntryId, &Subject<'a>)> = Vec::new();
    let mut leaves: HashMap<&'a str, Option<Class>> = HashMap::new();
    for subject in facts.subjects.iter().filter(|subject| !subject.is_blank) {
        let mut types = subject.all(v::RDF_TYPE).filter_map(Fact::iri);
        let Some(class) = types.find_map(|iri| *leaves.entry(iri).or_insert_with(|| tree.leaf_of(iri)))
        else {
            orphan(subject, report);
            continue;
        };
        let id = gazetteer.add(entry(subject, class, report));
        ids.insert(subject.name, id);
        entries.push((id, subject));
    }
    for &(id, subject) in &entries {
        link(&mut gazetteer, &ids, id, subject, report);
        name(&mut gazetteer, id, subject);
    }
    // Capitals last: their names are those of the city's own entry.
    for &(id, subject) in &entries {
        capitals(&mut gazetteer, facts, id, subject);
    }
    gazetteer
}

fn entry(subject: &Subject<'_>, class: Class, report: &mut Report<'_>) -> Entry {
    let key = v::local_name(subject.name);
    let label = subject.text(v::SKOS_PREF_LABEL).or_else(|| subject.text(v::RDFS_LABEL));
    if let Some(fact) = subject.facts.first().filter(|_| label.is_none()) {
        let hint = "add `skos:prefLabel \"…\"@en`";
        report.warning(fact, Part::Subject, format!("entry `{key}` has no name"), hint);
    }
    let same = subject.all(v::OWL_SAME_AS).filter_map(|fact| fact.iri()?.strip_prefix(v::WD));
    let year = |predicate| {
        let written = subject.text(predicate)?;
        written.get(..written.len().min(4)).and_then(|year| year.parse::<i16>().ok())
    };
    let years = (year(v::FROM), year(v::UNTIL));
    Entry {
        key: key.to_owned(),
        label: label.unwrap_or(key).to_owned(),
        class,
        state: None,
        wikidata: same.map(str::to_owned).next(),
        geonames: subject.text(v::GEONAMES).and_then(|number| number.parse().ok()),
        iso: subject.text(v::ISO).map(str::to_owned),
        years: (years != (None, None)).then_some(years),
    }
}

/// Ties an entry to its state.
fn link(
    gazetteer: &mut Gazetteer,
    ids: &HashMap<&str, EntryId>,
    id: EntryId,
    subject: &Subject<'_>,
    report: &mut Report<'_>,
) {
    let Some(fact) = subject.first(v::STATE) else { return };
    let state = fact.iri().and_then(|iri| ids.get(iri)).copied();
    if state.is_none() {
        let name = fact.iri().map_or("", v::local_name);
        let hint = "use the key of an entry of the gazetteer, as in `gaz:russia`";
        report.error(fact, Part::Object, format!("unknown entry `{name}`"), hint);
    }
    if let Some(entry) = gazetteer.entries.get_mut(id.0 as usize) {
        entry.state = state;
    }
}

fn name(gazetteer: &mut Gazetteer, id: EntryId, subject: &Subject<'_>) {
    for mark in subject.all(v::MARK).filter_map(Fact::literal) {
        gazetteer.mark(mark.value(), id);
    }
    for fact in &subject.facts {
        let Some((_, sense)) = NAMES.iter().find(|(predicate, _)| *predicate == fact.predicate) else {
            continue;
        };
        if let Some(alias) = fact.literal().map(Literal::value).filter(|alias| !alias.is_empty()) {
            gazetteer.name(alias, id, *sense);
        }
    }
}

/// The names of a capital, as stand-ins of its state.
fn capitals(gazetteer: &mut Gazetteer, facts: &Facts<'_>, id: EntryId, subject: &Subject<'_>) {
    for capital in subject.all(v::CAPITAL).filter_map(|fact| facts.object(fact)) {
        for predicate in [v::SKOS_PREF_LABEL, v::SKOS_ALT_LABEL] {
            for alias in capital.all(predicate).filter_map(Fact::literal) {
                gazetteer.name(alias.value(), id, Sense::Capital);
            }
        }
    }
}

/// Reports names of something that no file declares.
fn orphan(subject: &Subject<'_>, report: &mut Report<'_>) {
    let names = [v::ADJECTIVE, v::DEMONYM, v::CAPITAL, v::SKOS_ALT_LABEL];
    let named = names.iter().find_map(|predicate| subject.first(predicate));
    if let Some(fact) = named.filter(|_| subject.first(v::RDF_TYPE).is_none()) {
        let hint = "declare it, as in `a ch:Organization`, or use the key of an entry of the gazetteer";
        report.error(fact, Part::Subject, format!("unknown entry `{}`", v::local_name(subject.name)), hint);
    }
}
