//! The tree of classes: what `ch:Actor` in a domain admits, and which leaf a class of a user's own counts as.
//!
//! The leaves are fixed ([`Class`]); the tree above them, and classes below them, are read from Turtle.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Fact, Facts, Report};
use super::turtle::Part;
use super::vocabulary as v;
use super::{Class, ClassSet, near};

/// Subclass tree of all declared classes.
#[derive(Debug, Default)]
pub(super) struct Tree<'a> {
    parents: BTreeMap<&'a str, Vec<&'a str>>,
    children: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Tree<'a> {
    /// Reads the classes and reports cycles and unknown parents.
    pub(super) fn read(facts: &Facts<'a>, report: &mut Report<'_>) -> Self {
        let mut tree = Self::default();
        let is_class = |subject: &&super::facts::Subject<'a>| {
            !subject.is_blank && (subject.is_a(v::OWL_CLASS) || subject.is_a(v::RDFS_CLASS))
        };
        let mut links: Vec<(&'a str, Fact<'a>)> = Vec::new();
        for subject in facts.subjects.iter().filter(is_class) {
            let parents = tree.parents.entry(subject.name).or_default();
            for fact in subject.all(v::RDFS_SUB_CLASS_OF) {
                let Some(parent) = fact.iri() else { continue };
                parents.push(parent);
                tree.children.entry(parent).or_default().push(subject.name);
                links.push((subject.name, *fact));
            }
        }
        for (class, fact) in links {
            tree.judge(class, &fact, report);
        }
        tree
    }

    /// Whether a class of that IRI is known.
    pub(super) fn knows(&self, iri: &str) -> bool {
        self.parents.contains_key(iri) || leaf(iri).is_some()
    }

    /// The leaves at or below a class; of a class without any, those of its nearest ancestors.
    pub(super) fn leaves(&self, iri: &str) -> ClassSet {
        if iri == v::OWL_THING {
            return ClassSet::ANY;
        }
        let below = self.reach(iri, &self.children).into_iter().filter_map(leaf);
        let set = below.fold(ClassSet::NONE, ClassSet::with);
        if !set.is_empty() {
            return set;
        }
        self.leaf_of(iri).map_or(ClassSet::NONE, |class| ClassSet::of(&[class]))
    }

    /// The leaf that things of a class count as: the class itself or its nearest ancestor that is one.
    pub(super) fn leaf_of(&self, iri: &str) -> Option<Class> {
        self.reach(iri, &self.parents).into_iter().find_map(leaf)
    }

    /// What the name of a class in a frame admits: a class of chancery's, or one of a user's own.
    pub(super) fn named(&self, name: &str) -> Option<ClassSet> {
        let own = self.parents.keys().filter(|iri| v::local_name(iri) == name).map(|iri| self.leaves(iri));
        let leaf = Class::from_text(name).map(|class| self.leaves(&format!("{}{class}", v::CH)));
        let set = own.chain(leaf).fold(ClassSet::NONE, ClassSet::union);
        (!set.is_empty()).then_some(set)
    }

    /// The name of a known class that looks like `iri`.
    pub(super) fn near(&self, iri: &str) -> Option<String> {
        let known = self.parents.keys().map(|iri| v::local_name(iri)).chain(Class::ALL.map(Class::as_str));
        near(v::local_name(iri), known).map(str::to_owned)
    }

    /// A class and all that is reached from it, nearest first.
    fn reach<'t>(&'t self, iri: &'t str, links: &BTreeMap<&'a str, Vec<&'a str>>) -> Vec<&'t str>
    where
        'a: 't,
    {
        let (mut found, mut seen) = (vec![iri], BTreeSet::from([iri]));
        let mut next = 0;
        while let Some(&class) = found.get(next) {
            next += 1;
            for &other in links.get(class).into_iter().flatten() {
                if seen.insert(other) {
                    found.push(other);
                }
            }
        }
        found
    }

    /// Reports a parent that is unknown, or that is below its own child.
    fn judge(&self, class: &str, fact: &Fact<'_>, report: &mut Report<'_>) {
        let Some(parent) = fact.iri() else { return };
        let name = v::local_name(parent);
        if self.reach(parent, &self.parents).contains(&class) {
            report.error(
                fact,
                Part::Object,
                format!("class `{}` is below itself: `{name}` is a subclass of it", v::local_name(class)),
                "take one of the `rdfs:subClassOf` of the circle away",
            );
        } else if parent.starts_with(v::CH) && !self.knows(parent) {
            let hint = self.near(parent).map_or_else(
                || "declare it: `a owl:Class`".to_owned(),
                |near| format!("did you mean `ch:{near}`?"),
            );
            report.error(fact, Part::Object, format!("unknown class `ch:{name}`"), hint);
        }
    }
}

fn leaf(iri: &str) -> Option<Class> {
    Class::from_text(iri.strip_prefix(v::CH)?)
}
