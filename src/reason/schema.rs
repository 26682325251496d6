//! What an ontology declares of its classes and relations, as far as inference takes it.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term, Triple};
use oxttl::TurtleParser;

use super::Rule;

const OWL: &str = "http://www.w3.org/2002/07/owl#";
/// A text without any of these words declares nothing that inference takes; names of places fill most files.
const WORDS: [&str; 9] = [
    "subClassOf",
    "equivalentClass",
    "subPropertyOf",
    "equivalentProperty",
    "domain",
    "range",
    "inverseOf",
    "propertyChainAxiom",
    "Property",
];

/// One declaration: IRIs of classes and relations.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Axiom {
    /// By a rule with one premise: from a class or relation to another.
    Step(Rule, NamedNode, NamedNode),
    /// Two relations in a row, and the relation that they make.
    Chain(Rule, [NamedNode; 2], NamedNode),
}

/// What an ontology declares: the classes and relations that rules are about.
///
/// Only of relations (`owl:ObjectProperty` and `owl:DatatypeProperty`): what is said about statements is data about the
/// data. A domain or range that is a union of classes says of nothing that it is of one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    pub(super) axioms: BTreeSet<Axiom>,
}

impl Schema {
    /// Reads Turtle texts. A text that is no Turtle counts up to its first error: [`crate::ontology::load`] reports it.
    pub fn read<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut facts = Facts::default();
        for text in texts {
            if WORDS.iter().any(|word| text.contains(word)) {
                TurtleParser::new()
                    .for_slice(text)
                    .map_while(Result::ok)
                    .for_each(|triple| facts.add(triple));
            }
        }
        facts.axioms()
    }

    /// Whether nothing is declared.
    pub fn is_empty(&self) -> bool {
        self.axioms.is_empty()
    }

    /// The relations whose triples are premises.
    pub fn relations(&self) -> BTreeSet<&NamedNode> {
        let mut relations = BTreeSet::new();
        for axiom in &self.axioms {
            match axiom {
                Axiom::Step(Rule::SubClass, ..) => {}
                Axiom::Step(Rule::Domain | Rule::Range, relation, _) => drop(relations.insert(relation)),
                Axiom::Step(_, one, other) => relations.extend([one, other]),
                Axiom::Chain(_, parts, whole) => relations.extend(parts.iter().chain([whole])),
            }
        }
        relations
    }

    /// The classes that it names.
    pub fn classes(&self) -> BTreeSet<&NamedNode> {
        let mut classes = BTreeSet::new();
        for axiom in &self.axioms {
            match axiom {
                Axiom::Step(Rule::SubClass, one, other) => classes.extend([one, other]),
                Axiom::Step(Rule::Domain | Rule::Range, _, class) => drop(classes.insert(class)),
                _ => {}
            }
        }
        classes
    }
}

/// The triples of all texts that axioms are read from.
#[derive(Default)]
struct Facts {
    /// Subject, local name in OWL or RDFS, object.
    named: Vec<(NamedNode, String, Term)>,
    relations: BTreeSet<NamedNode>,
    lists: BTreeMap<String, [Option<Term>; 2]>,
}

impl Facts {
    fn add(&mut self, Triple { subject, predicate, object }: Triple) {
        if predicate.as_ref() == rdf::FIRST || predicate.as_ref() == rdf::REST {
            let place = usize::from(predicate.as_ref() == rdf::REST);
            self.lists.entry(subject.to_string()).or_default()[place] = Some(object);
            return;
        }
        let NamedOrBlankNode::NamedNode(subject) = subject else { return };
        let word = if predicate.as_ref() == rdf::TYPE {
            let Term::NamedNode(class) = &object else { return };
            let Some(class) = class.as_str().strip_prefix(OWL) else { return };
            if matches!(class, "ObjectProperty" | "DatatypeProperty") {
                self.relations.insert(subject.clone());
            }
            class.to_owned()
        } else {
            let iri = predicate.as_str();
            let rest =
                iri.strip_prefix(OWL).or_else(|| iri.strip_prefix("http://www.w3.org/2000/01/rdf-schema#"));
            let Some(rest) = rest else { return };
            rest.to_owned()
        };
        self.named.push((subject, word, object));
    }

    fn axioms(self) -> Schema {
        let mut axioms = BTreeSet::new();
        for (subject, word, object) in &self.named {
            axioms.extend(self.of(subject, word, object));
        }
        let is_relation = |node: &NamedNode| self.relations.contains(node);
        axioms.retain(|axiom| match axiom {
            Axiom::Step(Rule::SubClass, one, other) => one != other,
            Axiom::Step(Rule::Domain | Rule::Range, relation, _) => is_relation(relation),
            Axiom::Step(Rule::SubProperty, one, other) => one != other && is_relation(one),
            Axiom::Step(_, one, _) | Axiom::Chain(_, _, one) => is_relation(one),
        });
        Schema { axioms }
    }

    fn of(&self, subject: &NamedNode, word: &str, object: &Term) -> Vec<Axiom> {
        let own = || subject.clone();
        let other = match object {
            Term::NamedNode(node) => Some(node.clone()),
            _ => None,
        };
        let step = |rule: Rule| other.clone().map(|other| Axiom::Step(rule, own(), other));
        let back = |rule: Rule| other.clone().map(|other| Axiom::Step(rule, other, own()));
        match word {
            "subClassOf" => step(Rule::SubClass).into_iter().collect(),
            "equivalentClass" => step(Rule::SubClass).into_iter().chain(back(Rule::SubClass)).collect(),
            "subPropertyOf" => step(Rule::SubProperty).into_iter().collect(),
            "equivalentProperty" => {
                step(Rule::SubProperty).into_iter().chain(back(Rule::SubProperty)).collect()
            }
            // Datatypes are not of entities.
            "domain" | "range" if other.as_ref().is_some_and(is_datatype) => Vec::new(),
            "domain" => step(Rule::Domain).into_iter().collect(),
            "range" => step(Rule::Range).into_iter().collect(),
            "inverseOf" => step(Rule::Inverse).into_iter().chain(back(Rule::InverseBack)).collect(),
            "SymmetricProperty" => vec![Axiom::Step(Rule::Symmetric, own(), own())],
            "TransitiveProperty" => vec![Axiom::Chain(Rule::Transitive, [own(), own()], own())],
            "propertyChainAxiom" => {
                self.chain(object).map(|parts| Axiom::Chain(Rule::Chain, parts, own())).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The members of a list of two relations. Longer chains are not taken.
    fn chain(&self, list: &Term) -> Option<[NamedNode; 2]> {
        let cell = |list: &Term| match self.lists.get(&list.to_string())? {
            [Some(Term::NamedNode(first)), Some(rest)] => Some((first.clone(), rest.clone())),
            _ => None,
        };
        let (first, rest) = cell(list)?;
        let (second, rest) = cell(&rest)?;
        (rest == rdf::NIL.into_owned().into()).then_some([first, second])
    }
}

fn is_datatype(node: &NamedNode) -> bool {
    node.as_str().starts_with("http://www.w3.org/2001/XMLSchema#") || node.as_ref() == rdfs::LITERAL
}
