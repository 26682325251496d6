//! Forward chaining: each triple is taken once, in the order in which it was found, and meets those taken before.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term, Triple};

use super::Rule;
use super::schema::{Axiom, Schema};

/// Subject, relation and object as places in [`Closure::terms`].
pub type Fact = [u32; 3];

/// A triple that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// The triple.
    pub triple: Fact,
    /// What it was made by: of several ways one of the fewest steps, the same on every run.
    pub rule: Rule,
    /// What it was made of: asserted triples, or triples derived before it.
    pub premises: Vec<Fact>,
}

/// All that follows.
#[derive(Clone, Debug, Default)]
pub struct Closure {
    /// All terms, in the order of their N-Triples text.
    pub terms: Vec<Term>,
    /// In the order in which they were found: a premise stands before what follows from it.
    pub derived: Vec<Derived>,
    /// Whether that is all: `false` if more would follow than the cap allows.
    pub is_whole: bool,
}

impl Closure {
    /// The triple of a fact.
    pub fn triple(&self, [s, p, o]: &Fact) -> Option<Triple> {
        let term = |at: u32| self.terms.get(at as usize).cloned();
        let subject = match term(*s)? {
            Term::NamedNode(node) => NamedOrBlankNode::from(node),
            Term::BlankNode(node) => node.into(),
            _ => return None,
        };
        let Term::NamedNode(predicate) = term(*p)? else { return None };
        Some(Triple::new(subject, predicate, term(*o)?))
    }
}

/// What follows from `asserted` by `schema`, at most `cap` triples.
pub fn close(asserted: &[Triple], schema: &Schema, cap: usize) -> Closure {
    let terms = sorted_terms(asserted, schema);
    let numbers: HashMap<&Term, u32> = terms.iter().zip(0..).collect();
    let number = |term: &Term| numbers.get(term).copied().unwrap_or(u32::MAX);
    let facts: BTreeSet<Fact> = asserted
        .iter()
        .map(|Triple { subject, predicate, object }| {
            [number(&subject.clone().into()), number(&predicate.clone().into()), number(object)]
        })
        .collect();
    let is_literal = terms.iter().map(|term| matches!(term, Term::Literal(_) | Term::Triple(_))).collect();
    let rules = Rules::new(schema, &|node| number(&node.clone().into()));
    let mut chaining =
        Chaining { rules, is_literal, known: facts.iter().copied().collect(), ..Chaining::default() };
    chaining.queue.extend(facts);
    let is_whole = chaining.run(cap);
    drop(numbers);
    Closure { derived: chaining.derived, is_whole, terms }
}

fn sorted_terms(asserted: &[Triple], schema: &Schema) -> Vec<Term> {
    let mut seen: HashSet<Term> = HashSet::new();
    let mut all: Vec<(String, Term)> = Vec::new();
    let mut add = |term: Term| {
        if seen.insert(term.clone()) {
            all.push((term.to_string(), term));
        }
    };
    for Triple { subject, predicate, object } in asserted {
        add(subject.clone().into());
        add(predicate.clone().into());
        add(object.clone());
    }
    add(rdf::TYPE.into_owned().into());
    schema.relations().into_iter().chain(schema.classes()).for_each(|node| add(node.clone().into()));
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.into_iter().map(|(_, term)| term).collect()
}

/// Where the parts of what follows come from.
#[derive(Clone, Copy)]
enum Form {
    /// Same ends, another relation.
    Same(u32),
    /// Ends turned.
    Turned(u32),
    /// The subject is of a class.
    SubjectIs(u32),
    /// The object is of a class.
    ObjectIs(u32),
}

/// Axioms by what they wait for.
#[derive(Default)]
struct Rules {
    type_: u32,
    by_relation: HashMap<u32, Vec<(Rule, Form)>>,
    by_class: HashMap<u32, Vec<u32>>,
    /// Of a relation as the first of two: the second, and what they make.
    first: HashMap<u32, Vec<(Rule, u32, u32)>>,
    second: HashMap<u32, Vec<(Rule, u32, u32)>>,
}

impl Rules {
    fn new(schema: &Schema, number: &dyn Fn(&NamedNode) -> u32) -> Self {
        let mut rules = Self { type_: number(&rdf::TYPE.into_owned()), ..Self::default() };
        for axiom in &schema.axioms {
            match axiom {
                Axiom::Step(Rule::SubClass, one, other) => {
                    rules.by_class.entry(number(one)).or_default().push(number(other));
                }
                Axiom::Step(rule, one, other) => {
                    let other = number(other);
                    let form = match rule {
                        Rule::Domain => Form::SubjectIs(other),
                        Rule::Range => Form::ObjectIs(other),
                        Rule::SubProperty => Form::Same(other),
                        _ => Form::Turned(other),
                    };
                    rules.by_relation.entry(number(one)).or_default().push((*rule, form));
                }
                Axiom::Chain(rule, [first, second], whole) => {
                    let [first, second, whole] = [first, second, whole].map(number);
                    rules.first.entry(first).or_default().push((*rule, second, whole));
                    rules.second.entry(second).or_default().push((*rule, first, whole));
                }
            }
        }
        rules
    }
}

#[derive(Default)]
struct Chaining {
    rules: Rules,
    is_literal: Vec<bool>,
    known: HashSet<Fact>,
    queue: VecDeque<Fact>,
    derived: Vec<Derived>,
    /// Of what was taken: by relation and subject the objects, by relation and object the subjects.
    objects: HashMap<(u32, u32), Vec<u32>>,
    subjects: HashMap<(u32, u32), Vec<u32>>,
}

impl Chaining {
    /// Takes triples until no more follow; `false` if more than `cap` would.
    fn run(&mut self, cap: usize) -> bool {
        while let Some(fact) = self.queue.pop_front() {
            for derived in self.following(fact) {
                // A literal is nobody's subject.
                let is_literal = self.is_literal.get(derived.triple[0] as usize).copied().unwrap_or(true);
                if is_literal || self.known.contains(&derived.triple) {
                    continue;
                }
                if self.derived.len() >= cap {
                    return false;
                }
                self.known.insert(derived.triple);
                self.queue.push_back(derived.triple);
                self.derived.push(derived);
            }
        }
        true
    }

    /// What follows from a triple and those taken before it.
    fn following(&mut self, fact: Fact) -> Vec<Derived> {
        let [s, p, o] = fact;
        let rules = &self.rules;
        let mut found = Vec::new();
        if p == rules.type_ {
            let above = rules.by_class.get(&o).into_iter().flatten();
            found.extend(above.map(|&class| Derived {
                triple: [s, p, class],
                rule: Rule::SubClass,
                premises: vec![fact],
            }));
            return found;
        }
        for &(rule, form) in rules.by_relation.get(&p).into_iter().flatten() {
            let triple = match form {
                Form::Same(relation) => [s, relation, o],
                Form::Turned(relation) => [o, relation, s],
                Form::SubjectIs(class) => [s, rules.type_, class],
                Form::ObjectIs(class) => [o, rules.type_, class],
            };
            found.push(Derived { triple, rule, premises: vec![fact] });
        }
        let (first, second) = (rules.first.get(&p), rules.second.get(&p));
        if first.is_none() && second.is_none() {
            return found;
        }
        self.objects.entry((p, s)).or_default().push(o);
        self.subjects.entry((p, o)).or_default().push(s);
        for &(rule, next, whole) in first.into_iter().flatten() {
            for &end in self.objects.get(&(next, o)).into_iter().flatten() {
                found.push(Derived { triple: [s, whole, end], rule, premises: vec![fact, [o, next, end]] });
            }
        }
        for &(rule, before, whole) in second.into_iter().flatten() {
            for &start in self.subjects.get(&(before, s)).into_iter().flatten() {
                found.push(Derived {
                    triple: [start, whole, o],
                    rule,
                    premises: vec![[start, before, s], fact],
                });
            }
        }
        found
    }
}
