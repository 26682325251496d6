//! Inference: what follows from asserted triples by what the ontology declares.
//!
//! Comes in: triples that documents assert, and a [`Schema`] read from Turtle. Goes out: a [`Closure`] of the triples that
//! follow and that no document states, each with the rule that gave it and the triples it was made of. The rules are those
//! of RDFS and of OWL 2 RL for subclass, domain, range, sub-property, inverse, symmetric and transitive relations and
//! chains of two (OWL 2 Profiles, section 4.3). It is worked out anew each time, so that what a document alone supported
//! is gone with it. This module reads no file and knows no document; planned, possible, denied, negated and former
//! statements are no triples and never a premise.
//!
//! ```
//! use chancery::reason::{Schema, close};
//! let schema = Schema::read(["@prefix e: <http://e.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
//!     e:in a owl:ObjectProperty , owl:TransitiveProperty ."]);
//! let triple = |s: &str, o: &str| {
//!     let node = |name: &str| oxigraph::model::NamedNode::new(format!("http://e.org/{name}")).unwrap();
//!     oxigraph::model::Triple::new(node(s), node("in"), node(o))
//! };
//! let closure = close(&[triple("Ghent", "Flanders"), triple("Flanders", "Belgium")], &schema, 1_000);
//! assert_eq!(closure.triple(&closure.derived[0].triple), Some(triple("Ghent", "Belgium")));
//! ```

mod close;
mod schema;

pub use close::{Closure, Derived, Fact, close};
pub use schema::Schema;

/// A rule of OWL 2 RL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// What is of a class is of the class above it.
    SubClass,
    /// The subject of a relation is of its domain.
    Domain,
    /// The object of a relation is of its range.
    Range,
    /// A relation holds wherever a narrower one does.
    SubProperty,
    /// The inverse, of the relation that declares it.
    Inverse,
    /// The inverse, of the relation that is declared.
    InverseBack,
    /// It holds both ways.
    Symmetric,
    /// It holds over two steps.
    Transitive,
    /// Two relations in a row make a third.
    Chain,
}

impl Rule {
    /// Its name in the specification (OWL 2 Profiles, tables 5 and 7).
    pub fn name(self) -> &'static str {
        match self {
            Self::SubClass => "cax-sco",
            Self::Domain => "prp-dom",
            Self::Range => "prp-rng",
            Self::SubProperty => "prp-spo1",
            Self::Inverse => "prp-inv1",
            Self::InverseBack => "prp-inv2",
            Self::Symmetric => "prp-symp",
            Self::Transitive => "prp-trp",
            Self::Chain => "prp-spo2",
        }
    }
}
