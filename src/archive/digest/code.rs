//! Digests as bytes and back: one description of the fields, for both ways.
//!
//! Comes in: the sketches of a block. Goes out: two parts of bytes, in each of which a string stands once; and the other way
//! about, where strings are borrowed of the bytes. The first part has the documents with their entities and the heads of their
//! statements (who, which relation, with whom), the second the rest of the statements, and candidates for links. Never takes a length for true that the bytes do
//! not hold.
//!
//! ```text
//! part = count ( length string )* ( length document )*      (numbers of seven bits a byte)
//! ```

use std::collections::HashMap;

use super::sketch::{
    CandidateSketch, EntitySketch, LinkSketch, ObjectSketch, QuantitySketch, Sketch, StatementSketch,
};

/// The sketches of a block as bytes: heads, and the rest.
pub(super) fn encode<'b>(sketches: &mut [Sketch<'b>]) -> [Vec<u8>; 2] {
    let (mut heads, mut rests) = (Writer::default(), Writer::default());
    for sketch in sketches {
        heads.document(|writer| head(writer, sketch));
        rests.document(|writer| rest(writer, sketch));
    }
    [heads.finish(), rests.finish()]
}

/// A part of a block that is read.
pub(super) struct Part<'b> {
    strings: Vec<&'b str>,
    documents: Vec<&'b [u8]>,
}

impl<'b> Part<'b> {
    /// `None` if the bytes are no part of so many documents.
    pub(super) fn of(bytes: &'b [u8], count: usize) -> Option<Self> {
        let mut rest = bytes;
        let strings = usize::try_from(take(&mut rest)?).ok().filter(|&strings| strings <= rest.len())?;
        let mut table = Vec::with_capacity(strings);
        for _ in 0..strings {
            table.push(std::str::from_utf8(piece(&mut rest)?).ok()?);
        }
        let mut documents = Vec::with_capacity(count.min(rest.len()));
        for _ in 0..count {
            documents.push(piece(&mut rest)?);
        }
        rest.is_empty().then_some(Self { strings: table, documents })
    }

    fn read(&self, at: usize, each: impl FnOnce(&mut Reader<'_, 'b>)) -> Option<()> {
        let rest = self.documents.get(at)?;
        let mut reader = Reader { strings: &self.strings, rest, is_broken: false };
        each(&mut reader);
        (reader.rest.is_empty() && !reader.is_broken).then_some(())
    }
}

/// The document at a place of a block; `None` if the bytes are none. Without the second part the statements have heads alone.
pub(super) fn decode<'b>(heads: &Part<'b>, rests: Option<&Part<'b>>, at: usize) -> Option<Sketch<'b>> {
    let mut sketch = Sketch::default();
    heads.read(at, |reader| head(reader, &mut sketch))?;
    if let Some(rests) = rests {
        rests.read(at, |reader| rest(reader, &mut sketch))?;
    }
    Some(sketch)
}

/// Bytes with their length before them.
pub(super) fn piece<'b>(bytes: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = usize::try_from(take(bytes)?).ok()?;
    let (piece, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(piece)
}

/// Writes values, or reads them into their places.
trait Coder<'b>: Sized {
    /// Whether it writes.
    const WRITES: bool;

    fn bits(&mut self, value: &mut u64);
    fn text(&mut self, value: &mut &'b str);
    /// How many more there can be.
    fn limit(&self) -> usize;

    fn size(&mut self, value: &mut usize) {
        let mut bits = *value as u64;
        self.bits(&mut bits);
        *value = usize::try_from(bits).unwrap_or(usize::MAX);
    }

    fn single(&mut self, value: &mut f32) {
        let mut bits = u64::from(value.to_bits());
        self.bits(&mut bits);
        *value = f32::from_bits(bits as u32);
    }

    fn double(&mut self, value: &mut f64) {
        let mut bits = value.to_bits();
        self.bits(&mut bits);
        *value = f64::from_bits(bits);
    }

    fn list<T: Default>(&mut self, list: &mut Vec<T>, each: impl Fn(&mut Self, &mut T)) {
        let mut length = list.len();
        self.size(&mut length);
        if !Self::WRITES {
            list.resize_with(length.min(self.limit()), T::default);
        }
        list.iter_mut().for_each(|item| each(self, item));
    }

    fn option<T: Default>(&mut self, value: &mut Option<T>, each: impl Fn(&mut Self, &mut T)) {
        let mut given = u64::from(value.is_some());
        self.bits(&mut given);
        if given == 1 {
            each(self, value.get_or_insert_with(T::default));
        }
    }

    fn some_text(&mut self, value: &mut Option<&'b str>) {
        self.option(value, Self::text);
    }
}

#[derive(Default)]
struct Writer<'b> {
    numbers: HashMap<&'b str, u64>,
    /// In the order of their first use.
    strings: Vec<&'b str>,
    body: Vec<u8>,
    documents: Vec<u8>,
}

impl<'b> Writer<'b> {
    fn document(&mut self, each: impl FnOnce(&mut Self)) {
        each(self);
        put(&mut self.documents, self.body.len() as u64);
        self.documents.append(&mut self.body);
    }

    fn finish(self) -> Vec<u8> {
        let mut bytes = Vec::new();
        put(&mut bytes, self.strings.len() as u64);
        for string in &self.strings {
            put(&mut bytes, string.len() as u64);
            bytes.extend(string.as_bytes());
        }
        bytes.extend(self.documents);
        bytes
    }
}

impl<'b> Coder<'b> for Writer<'b> {
    const WRITES: bool = true;

    fn bits(&mut self, value: &mut u64) {
        put(&mut self.body, *value);
    }

    fn text(&mut self, value: &mut &'b str) {
        let next = self.strings.len() as u64;
        let number = *self.numbers.entry(value).or_insert(next);
        if number == next {
            self.strings.push(value);
        }
        put(&mut self.body, number);
    }

    fn limit(&self) -> usize {
        usize::MAX
    }
}

struct Reader<'r, 'b> {
    strings: &'r [&'b str],
    rest: &'b [u8],
    is_broken: bool,
}

impl<'b> Coder<'b> for Reader<'_, 'b> {
    const WRITES: bool = false;

    fn bits(&mut self, value: &mut u64) {
        match take(&mut self.rest) {
            Some(found) => *value = found,
            None => (*value, self.is_broken) = (0, true),
        }
    }

    fn text(&mut self, value: &mut &'b str) {
        let mut number = 0;
        self.size(&mut number);
        match self.strings.get(number) {
            Some(string) => *value = string,
            None => self.is_broken = true,
        }
    }

    fn limit(&self) -> usize {
        self.rest.len()
    }
}

/// Seven bits a byte, the lowest first.
pub(super) fn put(bytes: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

pub(super) fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// Local ids of the entities of a document, which statements name by number.
struct Ids<'b> {
    list: Vec<&'b str>,
    /// For writing; of equal ids the last, as for all who look one up.
    numbers: HashMap<&'b str, u64>,
}

impl<'b> Ids<'b> {
    fn of<C: Coder<'b>>(entities: &[EntitySketch<'b>]) -> Self {
        let list: Vec<&str> = entities.iter().map(|entity| entity.id).collect();
        let numbers = if C::WRITES { list.iter().copied().zip(1..).collect() } else { HashMap::new() };
        Self { list, numbers }
    }

    /// An id by its number; one that no entity has by its letters.
    fn code<C: Coder<'b>>(&self, coder: &mut C, id: &mut &'b str) {
        let mut number = self.numbers.get(id).copied().unwrap_or(0);
        coder.bits(&mut number);
        let at = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        match at.and_then(|at| self.list.get(at)) {
            Some(found) => *id = found,
            None => coder.text(id),
        }
    }
}

fn head<'b, C: Coder<'b>>(coder: &mut C, sketch: &mut Sketch<'b>) {
    coder.text(&mut sketch.id);
    coder.text(&mut sketch.title);
    for value in [&mut sketch.date, &mut sketch.source, &mut sketch.author, &mut sketch.url] {
        coder.some_text(value);
    }
    coder.list(&mut sketch.entities, entity);
    let ids = Ids::of::<C>(&sketch.entities);
    coder.list(&mut sketch.statements, |coder, statement: &mut StatementSketch<'b>| {
        ids.code(coder, &mut statement.subject);
        coder.text(&mut statement.predicate);
        let mut is_text = u64::from(matches!(statement.object, ObjectSketch::Text(_)));
        coder.bits(&mut is_text);
        match &mut statement.object {
            ObjectSketch::Entity(id) if is_text == 0 => ids.code(coder, id),
            object if !C::WRITES => *object = ObjectSketch::Text(""),
            _ => {}
        }
        coder.text(&mut statement.status);
        coder.option(&mut statement.attributed_to, |coder, id| ids.code(coder, id));
    });
}

fn entity<'b, C: Coder<'b>>(coder: &mut C, entity: &mut EntitySketch<'b>) {
    for value in [&mut entity.id, &mut entity.iri, &mut entity.name, &mut entity.class] {
        coder.text(value);
    }
    coder.list(&mut entity.names, C::text);
    coder.list(&mut entity.links, |coder, link: &mut LinkSketch<'b>| {
        coder.text(&mut link.iri);
        coder.single(&mut link.score);
        coder.text(&mut link.by);
        coder.some_text(&mut link.method);
    });
    coder.option(&mut entity.share, C::double);
    coder.some_text(&mut entity.of);
    coder.some_text(&mut entity.bound);
}

/// Of each entity and statement what its head has not.
fn rest<'b, C: Coder<'b>>(coder: &mut C, sketch: &mut Sketch<'b>) {
    for entity in &mut sketch.entities {
        coder.list(&mut entity.candidates, candidate);
    }
    let ids = Ids::of::<C>(&sketch.entities);
    for statement in &mut sketch.statements {
        coder.text(&mut statement.id);
        if let ObjectSketch::Text(text) = &mut statement.object {
            coder.text(text);
        }
        coder.option(&mut statement.place, |coder, id| ids.code(coder, id));
        for value in [
            &mut statement.predicate_iri,
            &mut statement.attribution,
            &mut statement.time,
            &mut statement.cameo,
            &mut statement.plover,
            &mut statement.plover_mode,
        ] {
            coder.some_text(value);
        }
        coder.option(&mut statement.quantity, quantity);
        coder.single(&mut statement.confidence);
        coder.option(&mut statement.goldstein, C::single);
        coder.size(&mut statement.start);
        coder.text(&mut statement.text);
        coder.size(&mut statement.trigger.start);
        coder.size(&mut statement.trigger.end);
    }
}

fn candidate<'b, C: Coder<'b>>(coder: &mut C, candidate: &mut CandidateSketch<'b>) {
    coder.text(&mut candidate.iri);
    coder.single(&mut candidate.score);
    coder.text(&mut candidate.by);
    coder.some_text(&mut candidate.label);
    coder.some_text(&mut candidate.method);
    coder.list(&mut candidate.features, |coder, (name, value): &mut (&'b str, f64)| {
        coder.text(name);
        coder.double(value);
    });
}

fn quantity<'b, C: Coder<'b>>(coder: &mut C, quantity: &mut QuantitySketch<'b>) {
    coder.double(&mut quantity.value);
    coder.option(&mut quantity.max, C::double);
    coder.text(&mut quantity.unit);
    coder.some_text(&mut quantity.bound);
}
