//! The index that comes with the program. `data/link/README.md` says what it is made of.

use super::index::{Damage, Index};

static BYTES: &[u8] = include_bytes!("../../data/link/bundled.index");

impl Index {
    /// The index that comes with the program: states, cities, organizations, holders of offices, events.
    ///
    /// # Errors
    /// [`Damage`] if the program is damaged.
    pub fn bundled() -> Result<Self, Damage> {
        Self::from_bytes("bundled", BYTES)
    }
}
