//! The ontology: classes, relations with their frames and codes, lexicons and the gazetteer, read from Turtle.
//!
//! Read-only after loading. What an analyst would change is in Turtle files; this module holds their compiled form.

pub mod belonging;
mod bundled;
mod check;
pub mod country;
mod facts;
pub mod frame;
pub mod gazetteer;
mod lexicon;
pub mod load;
pub mod namesake;
pub mod office;
mod relation;
mod tree;
mod turtle;
pub mod value;
mod vocabulary;

pub use bundled::{SHAPES, VOCABULARY};
pub use country::{Countries, Country};
pub use frame::{Frame, FrameId, FrameIndex};
pub use gazetteer::Gazetteer;
pub use lexicon::Lexicons;
pub use namesake::Namesakes;
pub use office::{Held, Holder, Office, Offices};
pub use value::ValueKind;

use std::collections::{HashSet, VecDeque};
use std::fmt;

/// Kind of an entity, as a leaf class of the ontology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "defined in ontology/chancery.ttl")]
pub enum Class {
    Person,
    State,
    GovernmentBody,
    Organization,
    ArmedGroup,
    Group,
    Place,
    Agreement,
    Proposal,
    Event,
    War,
    Share,
}

impl Class {
    /// All classes, in order.
    pub const ALL: [Self; 12] = [
        Self::Person,
        Self::State,
        Self::GovernmentBody,
        Self::Organization,
        Self::ArmedGroup,
        Self::Group,
        Self::Place,
        Self::Agreement,
        Self::Proposal,
        Self::Event,
        Self::War,
        Self::Share,
    ];

    /// Local name in the ontology.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::State => "State",
            Self::GovernmentBody => "GovernmentBody",
            Self::Organization => "Organization",
            Self::ArmedGroup => "ArmedGroup",
            Self::Group => "Group",
            Self::Place => "Place",
            Self::Agreement => "Agreement",
            Self::Proposal => "Proposal",
            Self::Event => "Event",
            Self::War => "War",
            Self::Share => "Share",
        }
    }

    /// The class of that local name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == text)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A set of leaf classes: what a domain, a range or a typed slot of a frame admits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassSet(u16);

impl ClassSet {
    /// Every class.
    pub const ANY: Self = Self((1 << Class::ALL.len()) - 1);
    /// No class.
    pub const NONE: Self = Self(0);

    /// The set of `classes`.
    pub fn of(classes: &[Class]) -> Self {
        classes.iter().fold(Self::NONE, |set, &class| set.with(class))
    }

    /// This set and `class`.
    #[must_use]
    pub fn with(self, class: Class) -> Self {
        Self(self.0 | 1 << class as u16)
    }

    /// What is in either.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether `class` is in it.
    pub fn contains(self, class: Class) -> bool {
        self.0 & 1 << class as u16 != 0
    }

    /// The number of classes.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether it is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Whether and how a statement holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The text states it as a fact, by the writer or by a source.
    #[default]
    Asserted,
    /// It is expected or intended.
    Planned,
    /// It may be, is proposed, or depends on a condition.
    Possible,
    /// It is said not to be so.
    Negated,
    /// Someone denies it.
    Denied,
    /// A role or state that has ended.
    Former,
}

impl Status {
    /// All, in order.
    pub const ALL: [Self; 6] =
        [Self::Asserted, Self::Planned, Self::Possible, Self::Negated, Self::Denied, Self::Former];

    /// Local name in the ontology and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Planned => "planned",
            Self::Possible => "possible",
            Self::Negated => "negated",
            Self::Denied => "denied",
            Self::Former => "former",
        }
    }

    /// The status of that name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Event codes of a relation or a frame. All are absent on states and roles: no default code is ever given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Codes {
    /// CAMEO code, two to four digits.
    pub cameo: Option<String>,
    /// PLOVER event type.
    pub plover: Option<String>,
    /// PLOVER mode of that type.
    pub plover_mode: Option<String>,
    /// Goldstein's conflict and cooperation scale, -10 to 10.
    pub goldstein: Option<f32>,
}

/// Index of a relation in [`Ontology::relations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationId(pub u16);

/// A property of the ontology that statements use.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Local name, such as `spokeWith`.
    pub name: String,
    /// The IRI, in the namespace of the ontology or of a user's own.
    pub iri: String,
    /// Label for people.
    pub label: String,
    /// Definition for people.
    pub definition: String,
    /// Family of relations, such as `consult`.
    pub family: String,
    /// What subjects may be.
    pub domain: ClassSet,
    /// What objects may be; empty if the object is text.
    pub range: ClassSet,
    /// Whether the object is a reported clause and not an entity.
    pub takes_text: bool,
    /// Whether the object is a date and not an entity.
    pub takes_date: bool,
    /// The form of the value that the object is, if it is neither an entity nor a clause nor a date.
    pub value: Option<ValueKind>,
    /// Whether its frames hold beside those of other relations that the same word evokes: "born in Oslo in 1950".
    pub is_attribute: bool,
    /// Whether it holds both ways.
    pub is_symmetric: bool,
    /// Whether it holds of the wider place as well, where the text names that beside the place: "born in Ghent, Belgium".
    pub is_carried: bool,
    /// Local name of the inverse.
    pub inverse: Option<String>,
    /// Local names of the relations that hold wherever this one does.
    pub wider: Vec<String>,
    /// Event codes.
    pub codes: Codes,
}

/// Index of an example in [`Ontology::examples`].
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The relation that it belongs to.
    pub relation: RelationId,
    /// The sentence.
    pub text: String,
    /// Name of the expected subject.
    pub subject: String,
    /// Name of the expected object; `None` where the object is a reported clause.
    pub object: Option<String>,
    /// Expected status.
    pub status: Status,
    /// File, line and column that it was read from.
    pub place: (String, u32, u32),
}

/// All that the Turtle files say, compiled.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    /// In order of the files.
    pub relations: Vec<Relation>,
    /// In order of the files: the order decides between equally specific frames.
    pub frames: Vec<Frame>,
    /// Frames by the words that evoke them; made by [`Ontology::index_frames`].
    pub index: FrameIndex,
    /// Sentences that `check` runs.
    pub examples: Vec<Example>,
    /// Verbs that report what somebody said.
    reporting: HashSet<String>,
    /// Lists of words that steps of the extraction read, such as the reporting verbs.
    pub lexicons: Lexicons,
    /// Names of states, places, bodies and groups.
    pub gazetteer: Gazetteer,
    /// Of which states somebody of a name has held an office.
    pub namesakes: Namesakes,
    /// Version of the program's ontology and a digest of all texts that were read, as in `0.1.0+3f9c0a11d2e4`: what
    /// is cited tells with which ontology it was read. Empty if it was not made of texts.
    pub version: String,
}

impl Ontology {
    /// The relation of a local name.
    pub fn relation(&self, name: &str) -> Option<RelationId> {
        let index = self.relations.iter().position(|relation| relation.name == name)?;
        u16::try_from(index).ok().map(RelationId)
    }

    /// Whether `wider` holds wherever the relation `name` does: it is the same, or above it by `rdfs:subPropertyOf`.
    pub fn entails(&self, name: &str, wider: &str) -> bool {
        let mut open = vec![name];
        let mut seen: Vec<&str> = Vec::new();
        while let Some(next) = open.pop() {
            if next == wider {
                return true;
            }
            if seen.contains(&next) {
                continue;
            }
            seen.push(next);
            if let Some(id) = self.relation(next) {
                open.extend(self[id].wider.iter().map(String::as_str));
            }
        }
        false
    }

    /// The relation of chancery's own that a relation is, or else the nearest above it by `rdfs:subPropertyOf`: what the program knows of
    /// that holds of it, too. `None` if there is none.
    pub fn known_relation(&self, name: &str) -> Option<&str> {
        let mut open = VecDeque::from([self.relation(name)?]);
        let mut seen: Vec<RelationId> = Vec::new();
        while let Some(next) = open.pop_front() {
            if seen.contains(&next) {
                continue;
            }
            seen.push(next);
            let relation = &self[next];
            if relation.iri.strip_prefix(vocabulary::CH) == Some(relation.name.as_str()) {
                return Some(&relation.name);
            }
            open.extend(relation.wider.iter().filter_map(|wider| self.relation(wider)));
        }
        None
    }

    /// Identifier of a frame: its relation and its number among the frames of it, as in `spokeWith#1`.
    pub fn frame_name(&self, id: FrameId) -> String {
        let frame = &self.frames[id.0 as usize];
        format!("{}#{}", self[frame.relation].name, frame.ordinal)
    }

    /// Makes [`Ontology::index`] anew: to be called when frames were added.
    pub fn index_frames(&mut self) {
        self.index = FrameIndex::new(&self.frames);
    }

    /// Whether `word` is a verb that reports what somebody said.
    pub fn reports(&self, word: &str) -> bool {
        self.reporting.contains(word)
    }

    /// The ontology that comes with the program.
    ///
    /// # Errors
    /// A [`load::Error`] if a bundled file is faulty, which the tests rule out.
    pub fn bundled() -> Result<Self, load::Error> {
        load::bundled()
    }

    /// Whether the lexicon `list` holds `word` (words of one entry joined by `_`).
    pub fn lists(&self, list: &str, word: &str) -> bool {
        self.lexicons.holds(list, word)
    }

    /// Whether `word` stands last in an entry of several words of any lexicon: "media" of `state_media`.
    pub fn ends_entry(&self, word: &str) -> bool {
        self.lexicons.ends_entry(word)
    }
}

impl std::ops::Index<RelationId> for Ontology {
    type Output = Relation;

    fn index(&self, id: RelationId) -> &Relation {
        &self.relations[usize::from(id.0)]
    }
}

/// The known name that looks most like `name`, if one is close enough to be what was meant.
fn near<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let limit = (name.chars().count() / 3).clamp(1, 3);
    let distances = known.into_iter().map(|other| (strsim::osa_distance(name, other), other));
    distances.filter(|&(distance, _)| distance <= limit).min().map(|(_, other)| other)
}
