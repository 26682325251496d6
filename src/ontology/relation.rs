//! Relations with their frames and examples, from the triples about them.
//!
//! Every `owl:ObjectProperty` and `owl:DatatypeProperty` is a relation; what the files say about statements and about the
//! ontology itself is declared as `rdf:Property` or `owl:AnnotationProperty`.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Literal;

use super::facts::{Fact, Facts, Report, Subject};
use super::frame::{self, Frame};
use super::tree::Tree;
use super::turtle::Part;
use super::vocabulary as v;
use super::{ClassSet, Codes, Example, Relation, RelationId, Status, near};
use crate::diagnostic::Severity;

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

    fn read_frames(&mut self, facts: &Facts<'a>, tree: &Tree<'a>, report: &mut Report<'_>) {
        let mut first: BTreeMap<&str, RelationId> = BTreeMap::new();
        let mut counts: BTreeMap<RelationId, u32> = BTreeMap::new();
        for (id, fact) in self.in_order(facts, v::FRAME, report) {
            let inner = facts.object(&fact);
            let written = inner.map_or(Some(fact), |subject| subject.first(v::PATTERN).copied());
            let Some((written, pattern)) = written.and_then(|fact| Some((fact, fact.literal()?.value())))
            else {
                let place = inner.and_then(|inner| inner.facts.first()).unwrap_or(&fact);
                report.error(
                    place,
                    Part::Predicate,
                    "a frame without a pattern",
                    "write `ch:pattern \"SUBJ … OBJ\"`",
                );
                continue;
            };
            // A frame that is left out keeps its number: identifiers of the others do not move.
            let ordinal = counts.entry(id).and_modify(|count| *count += 1).or_insert(1);
            let built = self.frame(tree, (id, *ordinal, pattern), (&written, inner), report);
            let Some(frame) = built.filter(|_| self.is_new(&first, id, pattern, &written, report)) else {
                continue;
            };
            first.entry(pattern).or_insert(id);
            self.frames.push(frame);
        }
    }

    fn frame(
        &self,
        tree: &Tree<'a>,
        (relation, ordinal, pattern): (RelationId, u32, &str),
        (written, inner): (&Fact<'a>, Option<&Subject<'a>>),
        report: &mut Report<'_>,
    ) -> Option<Frame> {
        // Everything that is wrong with a frame is told at once.
        let given = inner.and_then(|subject| subject.first(v::STATUS));
        let status = given.map(|fact| status(fact, report));
        let base = self.relations.get(usize::from(relation.0)).map(|relation| &relation.codes);
        let codes = inner.zip(base).and_then(|(subject, base)| overriding(base, &codes(subject, report)));
        let compiled = frame::compile(pattern, &|name| tree.named(name));
        let elements = match compiled {
            Ok(elements) => elements,
            Err(error) => {
                let place = (Part::Object, error.column);
                report.tell(Severity::Error, written, place, error.message, error.hint);
                return None;
            }
        };
        let status = match status {
            Some(None) => return None,
            Some(status) => status,
            None => None,
        };
        Some(Frame { relation, ordinal, pattern: pattern.to_owned(), elements, status, codes })
    }

    /// Whether a pattern is new; a second one would never win.
    fn is_new(
        &self,
        first: &BTreeMap<&str, RelationId>,
        id: RelationId,
        pattern: &str,
        written: &Fact<'a>,
        report: &mut Report<'_>,
    ) -> bool {
        let Some(&earlier) = first.get(pattern) else { return true };
        let get = |id: RelationId| self.relations.get(usize::from(id.0));
        let (Some(one), Some(two)) = (get(earlier), get(id)) else { return true };
        if earlier == id {
            let message = format!("frame \"{pattern}\" of `{}` is there already", one.name);
            report.warning(written, Part::Object, message, "take one of the two away");
            return false;
        }
        let is_covered = |inner: ClassSet, outer: ClassSet| inner.intersection(outer) == inner;
        if is_covered(two.domain, one.domain)
            && is_covered(two.range, one.range)
            && one.takes_text == two.takes_text
        {
            let message =
                format!("frame \"{pattern}\" of `{}` is never reached: `{}` has it", two.name, one.name);
            report.warning(written, Part::Object, message, "type a slot, as in `OBJ:Place`, or add a word");
        }
        true
    }

    fn read_examples(&mut self, facts: &Facts<'a>, report: &mut Report<'_>) {
        for (id, fact) in self.in_order(facts, v::EXAMPLE, report) {
            let Some(subject) = facts.object(&fact) else {
                let hint = "write `ch:example [ ch:text \"…\" ; ch:expect \"A relation B\" ]`";
                report.error(&fact, Part::Object, "an example needs a text and what to expect of it", hint);
                continue;
            };
            let Some(text) = subject.text(v::TEXT) else {
                let place = subject.facts.first().unwrap_or(&fact);
                report.error(place, Part::Predicate, "an example without a text", "write `ch:text \"…\"`");
                continue;
            };
            let status = match subject.first(v::STATUS) {
                Some(fact) => status(fact, report),
                None => Some(Status::Asserted),
            };
            let Some(status) = status else { continue };
            let before = self.examples.len();
            for expect in subject.all(v::EXPECT) {
                self.read_expectation(id, text, status, expect, report);
            }
            if before == self.examples.len() && subject.first(v::EXPECT).is_none() {
                let place = subject.first(v::TEXT).unwrap_or(&fact);
                report.error(
                    place,
                    Part::Object,
                    "an example that expects nothing",
                    "write `ch:expect \"A relation B\"`",
                );
            }
        }
    }

    fn read_expectation(
        &mut self,
        own: RelationId,
        text: &str,
        status: Status,
        expect: &Fact<'a>,
        report: &mut Report<'_>,
    ) {
        let Some(line) = expect.literal().map(Literal::value) else { return };
        let words: Vec<&str> = line.split_whitespace().collect();
        let own_name = self.relations.get(usize::from(own.0)).map_or("", |relation| relation.name.as_str());
        let at = words.iter().position(|&word| word == own_name).or_else(|| {
            words.iter().skip(1).position(|&word| self.names.contains_key(word)).map(|at| at + 1)
        });
        let Some((at, relation)) = at.and_then(|at| Some((at, *self.names.get(*words.get(at)?)?))) else {
            let hint = words.iter().find_map(|word| near(word, self.names.keys().map(String::as_str)));
            let hint = hint.map_or_else(
                || format!("write subject, relation, object: `A {own_name} B`"),
                |name| format!("did you mean `{name}`?"),
            );
            return report.error(expect, Part::Object, format!("no known relation in \"{line}\""), hint);
        };
        let (subject, object) = (words[..at].join(" "), words[at + 1..].join(" "));
        let takes_text =
            self.relations.get(usize::from(relation.0)).is_some_and(|relation| relation.takes_text);
        if subject.is_empty() || object.is_empty() && !takes_text {
            let name = words.get(at).copied().unwrap_or("");
            let message = format!("`{name}` needs a subject and an object in \"{line}\"");
            return report.error(expect, Part::Object, message, format!("write `A {name} B`"));
        }
        self.examples.push(Example {
            relation,
            text: text.to_owned(),
            subject,
            object: (!takes_text && !object.is_empty()).then_some(object),
            status,
            place: report.place(expect),
        });
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
    let takes_text = subject.is_a(v::OWL_DATATYPE_PROPERTY) || subject.all(v::RDFS_RANGE).any(is_text);
    let domain = class_set(facts, tree, subject, (v::RDFS_DOMAIN, "domain"), declaration, report);
    let range = if takes_text && subject.first(v::RDFS_RANGE).is_some() {
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
        range: if takes_text { ClassSet::NONE } else { range },
        takes_text,
        is_symmetric: subject.is_a(v::OWL_SYMMETRIC_PROPERTY),
        inverse: inverse.map(|iri| v::local_name(iri).to_owned()),
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

fn status(fact: &Fact<'_>, report: &mut Report<'_>) -> Option<Status> {
    let written = fact.iri().or_else(|| fact.literal().map(Literal::value)).unwrap_or("");
    let name = v::local_name(written);
    let status = fact.iri().and_then(|iri| Status::from_text(iri.strip_prefix(v::CH)?));
    if status.is_none() {
        let near = near(name, Status::ALL.map(Status::as_str));
        let hint = match near {
            Some(near) => format!("did you mean `ch:{near}`?"),
            None => format!("one of {}", Status::ALL.map(|status| format!("ch:{status}")).join(", ")),
        };
        report.error(fact, Part::Object, format!("unknown status `{name}`"), hint);
    }
    status
}

/// The codes given at a relation or a frame; what cannot be one is reported and left out.
fn codes(subject: &Subject<'_>, report: &mut Report<'_>) -> Codes {
    let mut codes = Codes::default();
    if let Some((fact, code)) = subject.first(v::CAMEO).and_then(|fact| Some((fact, fact.literal()?.value())))
    {
        if (2..=4).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit()) {
            codes.cameo = Some(code.to_owned());
        } else {
            let hint = "two to four digits in quotation marks, as in \"041\"";
            report.error(fact, Part::Object, format!("`{code}` is no CAMEO code"), hint);
        }
    }
    if let Some(fact) = subject.first(v::PLOVER_TYPE) {
        codes.plover = plover(fact, report);
        codes.plover_mode = subject.text(v::PLOVER_MODE).map(str::to_owned);
    } else if let Some(fact) = subject.first(v::PLOVER_MODE) {
        report.warning(fact, Part::Predicate, "a PLOVER mode without its type", "add `ch:plover`");
    }
    if let Some((fact, value)) =
        subject.first(v::GOLDSTEIN).and_then(|fact| Some((fact, fact.literal()?.value())))
    {
        match value.parse::<f32>() {
            Ok(number) if (-10.0..=10.0).contains(&number) => codes.goldstein = Some(number),
            _ => report.error(
                fact,
                Part::Object,
                format!("`{value}` is not on Goldstein's scale"),
                "it runs from -10.0 (military attack) to 10.0",
            ),
        }
    }
    codes
}

fn plover(fact: &Fact<'_>, report: &mut Report<'_>) -> Option<String> {
    let name = fact.iri().map_or("", v::local_name);
    let is_known =
        fact.iri().is_some_and(|iri| iri.starts_with(v::PLOVER)) && v::PLOVER_TYPES.contains(&name);
    if !is_known {
        let hint = near(&name.to_uppercase(), v::PLOVER_TYPES);
        let hint = hint.map_or_else(
            || "one of PLOVER's sixteen types, as in `plover:CONSULT`".to_owned(),
            |near| format!("did you mean `plover:{near}`?"),
        );
        report.error(fact, Part::Object, "unknown PLOVER type", hint);
    }
    is_known.then(|| name.to_owned())
}

/// The codes of a frame: its own, completed by those of its relation where they still fit.
///
/// A Goldstein value belongs to its CAMEO code, and a mode to its type: neither outlives a change of the other.
fn overriding(base: &Codes, own: &Codes) -> Option<Codes> {
    if *own == Codes::default() {
        return None;
    }
    let keeps_cameo = own.cameo.is_none() || own.cameo == base.cameo;
    let keeps_plover = own.plover.is_none() || own.plover == base.plover;
    let kept = |keeps: bool, value: &Option<String>| value.clone().filter(|_| keeps);
    Some(Codes {
        cameo: own.cameo.clone().or_else(|| base.cameo.clone()),
        plover: own.plover.clone().or_else(|| base.plover.clone()),
        plover_mode: own.plover_mode.clone().or_else(|| kept(keeps_plover, &base.plover_mode)),
        goldstein: own.goldstein.or(base.goldstein.filter(|_| keeps_cameo)),
    })
}
