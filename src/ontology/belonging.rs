//! Whom somebody acts for, what they belong to and where they are: the relations that tell it, from `ontology/belonging.tsv`.
//!
//! In comes the local name of a relation, out goes what it tells. Never here: who it is told of.

use std::sync::LazyLock;

static TABLE: &str = include_str!("../../ontology/belonging.tsv");

/// How somebody belongs; the first says more than the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Acts for it.
    Office,
    /// Is part of it.
    Member,
    /// Is there.
    Place,
}

/// What a relation is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Use {
    /// A state that it leads to tells who is meant by a name.
    Link,
    /// Whom it ties to different states are two people.
    Person,
    /// What its holder signs, the state signs.
    Signs,
}

/// A relation that tells where somebody belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Belonging {
    /// Local name of the relation.
    pub relation: &'static str,
    /// How; `None` if it says nothing of the country of an actor.
    pub kind: Option<Kind>,
    /// Sector of who holds the office, such as `GOV`; `=` is that of the body.
    pub sector: Option<&'static str>,
    uses: Vec<Use>,
}

impl Belonging {
    /// Whether it is read for something.
    pub fn is_for(&self, wanted: Use) -> bool {
        self.uses.contains(&wanted)
    }
}

/// All of them, in the order of the table.
pub fn all() -> &'static [Belonging] {
    static ROWS: LazyLock<Vec<Belonging>> = LazyLock::new(|| TABLE.lines().filter_map(row).collect());
    &ROWS
}

/// What a relation tells, by its local name.
///
/// ```
/// use chancery::ontology::belonging::{Kind, Use, of};
/// assert!(of("ministerOf").is_some_and(|its| its.kind == Some(Kind::Office) && its.is_for(Use::Signs)));
/// assert_eq!(of("attacked"), None);
/// ```
pub fn of(relation: &str) -> Option<&'static Belonging> {
    all().iter().find(|row| row.relation == relation)
}

fn row(line: &'static str) -> Option<Belonging> {
    let mut cells = line.split('\t').filter(|_| !line.starts_with('#'));
    let relation = cells.next()?;
    let kind = match cells.next()? {
        "office" => Some(Kind::Office),
        "member" => Some(Kind::Member),
        "place" => Some(Kind::Place),
        _ => None,
    };
    let sector = cells.next().filter(|sector| *sector != "-");
    let uses = cells.next()?.split(' ').filter_map(|word| match word {
        "link" => Some(Use::Link),
        "person" => Some(Use::Person),
        "signs" => Some(Use::Signs),
        _ => None,
    });
    Some(Belonging { relation, kind, sector, uses: uses.collect() })
}
