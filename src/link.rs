//! The index of names: a name comes in, [`Candidate`]s from data of others go out. Offline.
//!
//! An [`Index`] is one checksummed file that [`build`] makes of what a user downloads (Wikidata, GeoNames,
//! FollowTheMoney, RDF, tables); one is bundled ([`Index::bundled`]). [`Layers`] asks several. Names are compared by the
//! keys of [`normalise`], the same for indexing and look-up. [`choose`] decides which candidate an entity of a document is,
//! or none. Only [`build`] and `file` touch files; nothing here reaches the network.

pub mod build;
mod bundled;
pub mod choose;
mod entry;
pub mod features;
mod file;
mod find;
mod fuzzy;
mod index;
mod layers;
mod layout;
pub mod normalise;
mod shard;
pub mod team;
pub mod whereabouts;
mod widen;
mod wire;

pub use entry::{Entry, Held, NameKind, Office, Period, Tie};
pub use find::{Candidate, How, Query};
pub use index::{Damage, EntryId, Index};
pub use layers::Layers;
pub use layout::{Contents, InputInfo};
