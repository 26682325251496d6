//! How far an archive had been written, so that what is derived from it can tell what came since.

use std::collections::BTreeSet;
use std::io::BufReader;

use super::at::At;
use super::manifest::hex;
use super::segment::{self, FILE_HEAD, Hash, Scanner};
use super::{Archive, Error, read, records_path};

/// A state of an archive: its records up to some byte, known by their running hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Records, those that were replaced or take documents out included.
    pub records: u64,
    /// Bytes of the record file.
    pub bytes: u64,
    /// Running hash over the heads of the records.
    pub hash: [u8; 32],
}

impl Archive {
    /// The state of the archive as it is.
    pub fn state(&self) -> State {
        State { records: self.records, bytes: self.end, hash: self.hash }
    }

    /// The ids of the documents that were added, replaced or taken out since `state`; `None` if the archive never was
    /// in that state.
    ///
    /// # Errors
    /// If the record file cannot be read.
    pub fn changes_since(&self, state: &State) -> Result<Option<BTreeSet<String>>, Error> {
        if *state == self.state() {
            return Ok(Some(BTreeSet::new()));
        }
        if state.bytes > self.end || state.records > self.records {
            return Ok(None);
        }
        let path = records_path(&self.folder);
        let mut scanner =
            Scanner::new(BufReader::with_capacity(1 << 16, At::begin(&self.file)), FILE_HEAD, self.end)
                .map_err(Error::io("read", &path))?;
        let (mut hash, mut records) = (Hash::default(), 0);
        let mut changed = BTreeSet::new();
        loop {
            if scanner.offset() == state.bytes && (records, hash) != (state.records, state.hash) {
                return Ok(None);
            }
            let Some(found) = scanner.next(false).map_err(Error::io("read", &path))? else { break };
            if found.offset >= state.bytes {
                changed.insert(found.head.id);
            } else {
                hash = found.head.chain(&hash);
                records += 1;
            }
        }
        // A state that ends within a record is none of this archive.
        Ok((records == state.records && hash == state.hash).then_some(changed))
    }

    /// The live documents with a text that names the state of each, in the order of their ids: what has the same name
    /// has the same quads.
    pub fn versions(&self) -> impl Iterator<Item = (&str, String)> {
        self.live.iter().map(|(id, place)| {
            let hash = hex(place.payload_hash.get(..16).unwrap_or_default());
            (id.as_str(), format!("{hash}-{:08x}", place.body_crc))
        })
    }

    /// The ids of all documents that the archive ever held: of one that was taken out the record file tells also after
    /// compaction.
    ///
    /// # Errors
    /// If the record file cannot be read.
    pub fn ids_ever(&self) -> Result<BTreeSet<String>, Error> {
        let nothing = State { records: 0, bytes: FILE_HEAD, hash: Hash::default() };
        Ok(self.changes_since(&nothing)?.unwrap_or_default())
    }

    /// The canonical N-Quads of some documents, in the order in which they are named. Those that are not live are left out.
    ///
    /// # Errors
    /// If a record is damaged.
    pub fn nquads_of(&self, ids: &[&str]) -> Result<Vec<String>, Error> {
        let places = ids.iter().filter_map(|&id| Some((id, self.live.get(id)?)));
        places
            .map(|(id, place)| {
                let body = read::body(self, id, place)?;
                let (_, nquads) =
                    segment::unpack(&body).map_err(|error| self.damage(id, place, &error.to_string()))?;
                Ok(nquads)
            })
            .collect()
    }
}
