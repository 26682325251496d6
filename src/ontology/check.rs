//! What can be wrong with any triple, whatever it is about: unknown terms and labels in another language.

use std::collections::BTreeSet;

use oxigraph::model::Literal;

use super::facts::{Fact, Facts, Report};
use super::near;
use super::turtle::Part;
use super::vocabulary as v;

/// Checks every triple.
///
/// Terms of the ontology's own namespace have to be declared somewhere in the files; where none of its vocabulary is
/// there (a folder that is checked alone), terms are not judged.
pub(super) fn all(facts: &Facts<'_>, report: &mut Report<'_>) {
    let known = declared(facts);
    let judges_terms = known.contains(v::STATUS);
    for subject in &facts.subjects {
        for fact in &subject.facts {
            if judges_terms {
                judge_term(fact, fact.predicate, Part::Predicate, &known, report);
                if let Some(object) = fact.iri().filter(|_| !is_reported_elsewhere(fact.predicate)) {
                    judge_term(fact, object, Part::Object, &known, report);
                }
            }
            judge_language(fact, report);
        }
    }
}

/// Every term of the namespace that some file declares by a type.
fn declared<'a>(facts: &Facts<'a>) -> BTreeSet<&'a str> {
    let own = facts.subjects.iter().filter(|subject| !subject.is_blank && subject.name.starts_with(v::CH));
    own.filter(|subject| subject.first(v::RDF_TYPE).is_some()).map(|subject| subject.name).collect()
}

/// Objects of these predicates are classes, statuses and relations that their readers judge.
fn is_reported_elsewhere(predicate: &str) -> bool {
    [
        v::RDFS_DOMAIN,
        v::RDFS_RANGE,
        v::RDFS_SUB_CLASS_OF,
        v::RDFS_SUB_PROPERTY_OF,
        v::OWL_INVERSE_OF,
        v::STATUS,
        v::RDF_FIRST,
    ]
    .contains(&predicate)
}

fn judge_term(fact: &Fact<'_>, iri: &str, part: Part, known: &BTreeSet<&str>, report: &mut Report<'_>) {
    let Some(name) = iri.strip_prefix(v::CH).filter(|name| !name.is_empty()) else { return };
    if known.contains(iri) {
        return;
    }
    let names = known.iter().filter_map(|iri| iri.strip_prefix(v::CH));
    let hint = near(name, names).map_or_else(
        || "the terms are in ontology/chancery.ttl; for one of your own use a prefix of your own".to_owned(),
        |near| format!("did you mean `ch:{near}`?"),
    );
    report.error(fact, part, format!("unknown term `ch:{name}`"), hint);
}

/// Labels and definitions are English: the parser reads English, and one label a language is what tools expect.
fn judge_language(fact: &Fact<'_>, report: &mut Report<'_>) {
    let predicates = [v::RDFS_LABEL, v::SKOS_PREF_LABEL, v::SKOS_ALT_LABEL, v::SKOS_DEFINITION];
    if !predicates.contains(&fact.predicate) {
        return;
    }
    let Some(language) = fact.literal().and_then(Literal::language) else {
        if fact.literal().is_some() {
            report.warning(
                fact,
                Part::Object,
                "a text without a language",
                "add `@en` after the quotation mark",
            );
        }
        return;
    };
    if language != "en" && !language.starts_with("en-") {
        let message = format!("language `{language}` where English is read");
        report.warning(
            fact,
            Part::Object,
            message,
            "write `@en`; names in other languages are not looked for",
        );
    }
}
