//! Relations with their frames and examples, from the triples about them.
//!
//! Every `owl:ObjectProperty` and `owl:DatatypeProperty` is a relation; what the files say about statements and about the
//! ontology itself is declared as `rdf:Property` or `owl:AnnotationProperty`.

mod code;
mod example;
mod pattern;

use std::collections::{BTreeMap, BTreeSet};

use self::code::codes;
use super::facts::{Fact, Facts, Report, Subject};
use super::frame::Frame;
use super::tree::Tree;
use super::turtle::Part;
use super::vocabulary as v;
use super::{ClassSet, Example, Relation, RelationId, ValueKind, near};

/// What this module reads.
#[derive(Debug, Default)]
pub(super) struct Relations<'a> {
    pub(super) relations: Vec<Relation>,
    pub(super) frames: Vec<Frame>,
    pub(super) examples: Vec<Example>,
    ids: BTreeMap<&'a str, RelationId>,
    names: BTreeMap<String, RelationId>,
}

/// Whether a subject is declared as a relation.
pub(super) fn is_relation(subject: &Subject<'_>) -> bool {
    !subject.is_blank && (subject.is_a(v::OWL_OBJECT_PROPERTY) || subject.is_a(v::OWL_DATATYPE_PROPERTY))
}

impl<'a> Relations<'a> {
    /// Reads all relations, then their frames and examples in the order of the files.
    pub(super) fn read(facts: &Facts<'a>, tree: &Tree<'a>, report: &mut Report<'_>) -> Self {
        let mut all = Self::default();
        for subject in facts.subjects.iter().filter(|subject| is_relation(subject)) {
            all.declare(facts, tree, subject, report);
        }
        all.judge_links(facts, report);
        all.read_frames(facts, tree, report);
        all.read_examples(facts, report);
        all
    }

    fn declare(
        &mut self,
        facts: &Facts<'a>,
        tree: &Tree<'a>,
        subject: &Subject<'a>,
        report: &mut Report<'_>,
    ) {
        let Some(declaration) = declaration(subject, report) else { return };
        let name = v::local_name(subject.name).to_owned();
        let Ok(id) = u16::try_from(self.relations.len()).map(RelationId) else {
            return report.error(&declaration, Part::Subject, "too many relations", "65,535 are the end");
        };
        if self.names.contains_key(&name) {
            let hint = "statements know relations by their local names; rename it";
            return report.error(
                &declaration,
                Part::Subject,
                format!("a relation `{name}` is there already"),
                hint,
            );
        }
        let relation = build(facts, tree, subject, &declaration, report);
        if let Some(twin) = self.relations.iter().find(|other| other.label == relation.label) {
            let message = format!("label \"{}\" is that of `{}` as well", relation.label, twin.name);
            report.warning(&declaration, Part::Subject, message, "give each relation a label of its own");
        }
        self.relations.push(relation);
        self.ids.insert(subject.name, id);
        self.names.insert(name, id);
    }

    /// Checks inverses and the tree of relations.
    fn judge_links(&self, facts: &Facts<'a>, report: &mut Report<'_>) {
        for (&iri, &id) in &self.ids {
            let Some(subject) = facts.named(iri) else { continue };
            for fact in subject.all(v::OWL_INVERSE_OF) {
                self.judge_inverse(id, fact, report);
            }
            for fact in subject.all(v::RDFS_SUB_PROPERTY_OF) {
                self.judge_parent(facts, iri, fact, report);
            }
        }
    }

    fn judge_inverse(&self, id: RelationId, fact: &Fact<'a>, report: &mut Report<'_>) {
        let Some(relation) = self.relations.get(usize::from(id.0)) else { return };
        let Some(iri) = fact.iri() else { return };
        let other = self.ids.get(iri).and_then(|other| self.relations.get(usize::from(other.0)));
        let Some(other) = other else {
            let hint = self.hint_for(v::local_name(iri), "declare it, or take the `owl:inverseOf` away");
            let message = format!("inverse `{}` of `{}` is not declared", v::local_name(iri), relation.name);
            return report.error(fact, Part::Object, message, hint);
        };
        if other.inverse.as_ref().is_some_and(|back| *back != relation.name) {
            let back = other.inverse.as_deref().unwrap_or("");
            let message = format!("`{}` is the inverse of `{back}`, not of `{}`", other.name, relation.name);
            report.error(fact, Part::Object, message, "an inverse holds both ways; correct one of the two");
        } else if (relation.domain, relation.range) != (other.range, other.domain) {
            let message =
                format!("domain and range of `{}` are not those of `{}` turned", relation.name, other.name);
            report.warning(fact, Part::Object, message, "the domain of one is the range of the other");
        }
    }

    fn judge_parent(&self, facts: &Facts<'a>, iri: &'a str, fact: &Fact<'a>, report: &mut Report<'_>) {
        let Some(parent) = fact.iri() else { return };
        let mut seen = BTreeSet::new();
        let mut open = vec![parent];
        while let Some(next) = open.pop().filter(|_| !seen.contains(iri)) {
            if seen.insert(next) {
                let above =
                    facts.named(next).into_iter().flat_map(|subject| subject.all(v::RDFS_SUB_PROPERTY_OF));
                open.extend(above.filter_map(Fact::iri));
            }
        }
        let name = v::local_name(parent);
        if seen.contains(iri) {
            let message =
                format!("relation `{}` is below itself: `{name}` is a part of it", v::local_name(iri));
            report.error(fact, Part::Object, message, "take one `rdfs:subPropertyOf` of the circle away");
        } else if parent.starts_with(v::CH) && !self.ids.contains_key(parent) {
            let hint = self.hint_for(name, "declare it, or take the `rdfs:subPropertyOf` away");
            report.error(fact, Part::Object, format!("unknown relation `ch:{name}`"), hint);
        }
    }

    /// The facts of one predicate about relations, in the order of the files. One about no relation is reported.
    fn in_order(
        &self,
        facts: &Facts<'a>,
        predicate: &str,
        report: &mut Report<'_>,
    ) -> Vec<(RelationId, Fact<'a>)> {
        let mut found = Vec::new();
        for subject in facts.subjects.iter().filter(|subject| !subject.is_blank) {
            for fact in subject.all(predicate) {
                if let Some(&id) = self.ids.get(subject.name) {
                    found.push((id, *fact));
                } else if !is_relation(subject) {
                    let name = v::local_name(subject.name);
                    let hint = self
                        .hint_for(name, "declare it: `a owl:ObjectProperty`, with label, domain and range");
                    report.error(fact, Part::Subject, format!("unknown relation `{name}`"), hint);
                }
            }
        }
        found.sort_by_key(|(_, fact)| fact.at);
        found
    }

    fn hint_for(&self, name: &str, otherwise: &str) -> String {
        let near = near(name, self.names.keys().map(String::as_str));
        near.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
    }
}

/// The fact that declares a relation. A second declaration is reported.
fn declaration<'a>(subject: &Subject<'a>, report: &mut Report<'_>) -> Option<Fact<'a>> {
    let is_declaration = |fact: &&Fact<'a>| {
        fact.iri().is_some_and(|class| class == v::OWL_OBJECT_PROPERTY || class == v::OWL_DATATYPE_PROPERTY)
    };
    let declarations: Vec<_> = subject.all(v::RDF_TYPE).filter(is_declaration).copied().collect();
    for second in declarations.iter().skip(1) {
        let message = format!("relation `{}` is declared twice", v::local_name(subject.name));
        let hint = "to add frames to it write `ch:frame` without the declaration; for a relation of your own take \
                    another name";
        report.error(second, Part::Subject, message, hint);
    }
    declarations.first().copied()
}

fn build<'a>(
    facts: &Facts<'a>,
    tree: &Tree<'a>,
    subject: &Subject<'a>,
    declaration: &Fact<'a>,
    report: &mut Report<'_>,
) -> Relation {
    let name = v::local_name(subject.name);
    let mut text = |predicate: &str, written: &str, hint: &str| {
        subject.text(predicate).map(str::to_owned).or_else(|| {
            let message = format!("relation `{name}` has no {written}");
            report.warning(declaration, Part::Subject, message, hint);
            None
        })
    };
    let label = text(v::RDFS_LABEL, "label", "add `rdfs:label \"…\"@en`").unwrap_or_else(|| name.to_owned());
    let definition =
        text(v::SKOS_DEFINITION, "definition", "add `skos:definition \"…\"@en`").unwrap_or_default();
    let family =
        text(v::FAMILY, "family", "add `ch:family`, such as \"consult\" or \"tie\"").unwrap_or_default();
    let is_text = |fact: &Fact<'a>| fact.iri() == Some(v::RDFS_LITERAL);
    let takes_date = subject.all(v::RDFS_RANGE).any(|fact| fact.iri() == Some(v::DATE));
    let value = subject
        .all(v::RDFS_RANGE)
        .find_map(|fact| fact.iri().and_then(|iri| iri.strip_prefix(v::CH)).and_then(ValueKind::named));
    let is_literal = subject.is_a(v::OWL_DATATYPE_PROPERTY) || subject.all(v::RDFS_RANGE).any(is_text);
    let domain = class_set(facts, tree, subject, (v::RDFS_DOMAIN, "domain"), declaration, report);
    let range = if is_literal && subject.first(v::RDFS_RANGE).is_some() {
        ClassSet::NONE
    } else {
        class_set(facts, tree, subject, (v::RDFS_RANGE, "range"), declaration, report)
    };
    let inverse = subject.first(v::OWL_INVERSE_OF).and_then(Fact::iri);
    Relation {
        name: name.to_owned(),
        iri: subject.name.to_owned(),
        label,
        definition,
        family,
        domain,
        range: if is_literal { ClassSet::NONE } else { range },
        takes_text: is_literal && !takes_date && value.is_none(),
        takes_date,
        value,
        is_attribute: takes_date || value.is_some() || subject.is_a(v::ATTRIBUTE_PROPERTY),
        is_symmetric: subject.is_a(v::OWL_SYMMETRIC_PROPERTY),
        is_carried: subject.first(v::OWL_PROPERTY_CHAIN).is_some(),
        inverse: inverse.map(|iri| v::local_name(iri).to_owned()),
        wider: (subject.all(v::RDFS_SUB_PROPERTY_OF).filter_map(Fact::iri))
            .map(|iri| v::local_name(iri).to_owned())
            .collect(),
        codes: codes(subject, report),
    }
}

/// The leaves that a domain or range admits. One that is missing or cannot be read admits everything.
fn class_set<'a>(
    facts: &Facts<'a>,
    tree: &Tree<'a>,
    subject: &Subject<'a>,
    (predicate, word): (&str, &str),
    declaration: &Fact<'a>,
    report: &mut Report<'_>,
) -> ClassSet {
    let name = v::local_name(subject.name);
    let given: Vec<Fact<'a>> = subject.all(predicate).copied().collect();
    if given.is_empty() {
        let hint =
            format!("add `rdfs:{word} ch:Actor`, or a narrower class; until then it admits everything");
        report.warning(declaration, Part::Subject, format!("relation `{name}` has no {word}"), hint);
    }
    if let Some(second) = given.get(1) {
        let hint = "several are read as all of them at once; for one or the other write `[ a owl:Class ; owl:unionOf ( \
                    … ) ]`";
        report.warning(second, Part::Predicate, format!("relation `{name}` has a second {word}"), hint);
    }
    let mut set = ClassSet::ANY;
    for fact in given {
        let union =
            facts.object(&fact).filter(|_| fact.iri().is_none()).and_then(|node| node.first(v::OWL_UNION_OF));
        let classes = union.map_or_else(|| vec![fact], |list| facts.members(list));
        let one = classes.iter().fold(ClassSet::NONE, |set, class| set.union(known(tree, class, report)));
        set = set.intersection(one);
    }
    if set.is_empty() { ClassSet::ANY } else { set }
}

fn known(tree: &Tree<'_>, fact: &Fact<'_>, report: &mut Report<'_>) -> ClassSet {
    let Some(iri) = fact.iri() else { return ClassSet::NONE };
    let set = tree.leaves(iri);
    if set.is_empty() {
        let name = v::local_name(iri);
        let message = format!("unknown class `{name}`");
        let hint = match tree.near(iri) {
            _ if tree.knows(iri) => {
                "put it into the tree: `rdfs:subClassOf` one of the classes of chancery.ttl".into()
            }
            Some(near) => format!("did you mean `ch:{near}`?"),
            None => "declare it with `rdfs:subClassOf` one of the classes of chancery.ttl".into(),
        };
        report.error(fact, Part::Object, message, hint);
    }
    set
}
