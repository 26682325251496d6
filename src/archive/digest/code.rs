//! Digests as bytes and back: one description of the fields, for both ways.
//!
//! Comes in: the digests of a block. Goes out: bytes, in which each string stands once; and the other way about. Never takes a
//! length for true that the bytes do not hold.

use std::collections::{BTreeMap, HashMap};

use super::Digest;
use crate::archive::record::{
    DocumentRecord, EntityRecord, EvidenceRecord, LinkRecord, MentionRecord, ObjectRecord, QuantityRecord,
    SCHEMA, SpanRecord, StatementRecord,
};

/// The digests of a block as bytes.
pub(super) fn encode(digests: &mut [Digest]) -> Vec<u8> {
    let mut writer = Writer::default();
    digests.iter_mut().for_each(|digest| document(&mut writer, &mut digest.record));
    let mut bytes = Vec::new();
    put(&mut bytes, writer.strings.len() as u64);
    for string in &writer.strings {
        put(&mut bytes, string.len() as u64);
        bytes.extend(string.as_bytes());
    }
    bytes.extend(writer.body);
    bytes
}

/// The records that [`encode`] wrote, without shingles; `None` if the bytes are none.
pub(super) fn decode(bytes: &[u8], count: usize) -> Option<Vec<DocumentRecord>> {
    let mut rest = bytes;
    let strings = usize::try_from(take(&mut rest)?).ok().filter(|&strings| strings <= rest.len())?;
    let mut table = Vec::with_capacity(strings);
    for _ in 0..strings {
        let length = usize::try_from(take(&mut rest)?).ok()?;
        let (string, after) = rest.split_at_checked(length)?;
        table.push(std::str::from_utf8(string).ok()?);
        rest = after;
    }
    let mut reader = Reader { strings: table, rest, is_broken: false };
    let mut records = Vec::with_capacity(count.min(rest.len()));
    for _ in 0..count {
        let mut record = blank_document();
        document(&mut reader, &mut record);
        if reader.is_broken {
            return None;
        }
        records.push(record);
    }
    reader.rest.is_empty().then_some(records)
}

/// Writes values, or reads them into their places.
trait Coder: Sized {
    fn bits(&mut self, value: &mut u64);
    fn text(&mut self, value: &mut String);
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

    fn list<T>(&mut self, list: &mut Vec<T>, blank: impl Fn() -> T, each: impl Fn(&mut Self, &mut T)) {
        let mut length = list.len();
        self.size(&mut length);
        if list.is_empty() {
            list.reserve_exact(length.min(self.limit()));
        }
        for at in 0..length.min(self.limit()) {
            if at == list.len() {
                list.push(blank());
            }
            if let Some(item) = list.get_mut(at) {
                each(self, item);
            }
        }
    }

    fn option<T>(&mut self, value: &mut Option<T>, blank: impl Fn() -> T, each: impl Fn(&mut Self, &mut T)) {
        let mut given = u64::from(value.is_some());
        self.bits(&mut given);
        if given == 1 {
            each(self, value.get_or_insert_with(blank));
        }
    }

    fn some_text(&mut self, value: &mut Option<String>) {
        self.option(value, String::new, Self::text);
    }
}

#[derive(Default)]
struct Writer {
    numbers: HashMap<String, u64>,
    /// In the order of their first use.
    strings: Vec<String>,
    body: Vec<u8>,
}

impl Coder for Writer {
    fn bits(&mut self, value: &mut u64) {
        put(&mut self.body, *value);
    }

    fn text(&mut self, value: &mut String) {
        let number = self.numbers.get(value).copied().unwrap_or_else(|| {
            let number = self.strings.len() as u64;
            self.numbers.insert(value.clone(), number);
            self.strings.push(value.clone());
            number
        });
        put(&mut self.body, number);
    }

    fn limit(&self) -> usize {
        usize::MAX
    }
}

struct Reader<'b> {
    strings: Vec<&'b str>,
    rest: &'b [u8],
    is_broken: bool,
}

impl Coder for Reader<'_> {
    fn bits(&mut self, value: &mut u64) {
        match take(&mut self.rest) {
            Some(found) => *value = found,
            None => (*value, self.is_broken) = (0, true),
        }
    }

    fn text(&mut self, value: &mut String) {
        let mut number = 0;
        self.size(&mut number);
        match self.strings.get(number) {
            Some(string) => value.push_str(string),
            None => self.is_broken = true,
        }
    }

    fn limit(&self) -> usize {
        self.rest.len()
    }
}

/// Seven bits a byte, the lowest first.
fn put(bytes: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
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

fn document<C: Coder>(coder: &mut C, record: &mut DocumentRecord) {
    coder.text(&mut record.id);
    coder.text(&mut record.title);
    for value in [&mut record.date, &mut record.source, &mut record.author, &mut record.url] {
        coder.some_text(value);
    }
    coder.some_text(&mut record.fingerprint);
    coder.list(&mut record.entities, blank_entity, entity);
    coder.list(&mut record.statements, blank_statement, statement);
}

fn entity<C: Coder>(coder: &mut C, entity: &mut EntityRecord) {
    for value in [&mut entity.id, &mut entity.iri, &mut entity.name, &mut entity.class] {
        coder.text(value);
    }
    let mention = |coder: &mut C, mention: &mut MentionRecord| {
        coder.text(&mut mention.text);
        coder.text(&mut mention.kind);
    };
    let blank = || MentionRecord { start: 0, end: 0, text: String::new(), kind: String::new() };
    coder.list(&mut entity.mentions, blank, mention);
    let link = |coder: &mut C, link: &mut LinkRecord| {
        coder.text(&mut link.iri);
        coder.single(&mut link.score);
        coder.text(&mut link.by);
        coder.some_text(&mut link.label);
        coder.some_text(&mut link.method);
    };
    let blank = || LinkRecord {
        iri: String::new(),
        score: 0.0,
        by: String::new(),
        label: None,
        method: None,
        features: BTreeMap::new(),
    };
    coder.list(&mut entity.links, blank, link);
    coder.list(&mut entity.candidates, blank, link);
    coder.option(&mut entity.share, f64::default, C::double);
    coder.some_text(&mut entity.of);
    coder.some_text(&mut entity.bound);
}

fn statement<C: Coder>(coder: &mut C, statement: &mut StatementRecord) {
    for value in [&mut statement.id, &mut statement.subject, &mut statement.predicate, &mut statement.status]
    {
        coder.text(value);
    }
    object(coder, &mut statement.object);
    for value in [
        &mut statement.predicate_iri,
        &mut statement.attributed_to,
        &mut statement.attribution,
        &mut statement.time,
        &mut statement.place,
        &mut statement.cameo,
        &mut statement.plover,
        &mut statement.plover_mode,
        &mut statement.path,
    ] {
        coder.some_text(value);
    }
    coder.option(&mut statement.quantity, blank_quantity, quantity);
    coder.single(&mut statement.confidence);
    coder.option(&mut statement.goldstein, f32::default, C::single);
    let evidence = &mut statement.evidence;
    coder.size(&mut evidence.start);
    coder.text(&mut evidence.text);
    coder.size(&mut evidence.trigger.start);
    coder.size(&mut evidence.trigger.end);
}

fn object<C: Coder>(coder: &mut C, object: &mut ObjectRecord) {
    let mut is_text = u64::from(matches!(object, ObjectRecord::Text { .. }));
    coder.bits(&mut is_text);
    if is_text == 1 && matches!(object, ObjectRecord::Entity(_)) {
        *object = ObjectRecord::Text { text: String::new(), start: 0, end: 0, value: None };
    }
    match object {
        ObjectRecord::Entity(id) => coder.text(id),
        ObjectRecord::Text { text, value, .. } => {
            coder.text(text);
            coder.some_text(value);
        }
    }
}

fn quantity<C: Coder>(coder: &mut C, quantity: &mut QuantityRecord) {
    coder.double(&mut quantity.value);
    coder.option(&mut quantity.max, f64::default, C::double);
    coder.text(&mut quantity.unit);
    coder.some_text(&mut quantity.kind);
    coder.some_text(&mut quantity.bound);
}

fn blank_document() -> DocumentRecord {
    DocumentRecord {
        schema: SCHEMA.to_owned(),
        id: String::new(),
        title: String::new(),
        date: None,
        source: None,
        author: None,
        url: None,
        lang: None,
        fingerprint: None,
        text: String::new(),
        entities: Vec::new(),
        statements: Vec::new(),
    }
}

fn blank_entity() -> EntityRecord {
    EntityRecord {
        id: String::new(),
        iri: String::new(),
        name: String::new(),
        class: String::new(),
        mentions: Vec::new(),
        links: Vec::new(),
        candidates: Vec::new(),
        share: None,
        of: None,
        bound: None,
    }
}

fn blank_quantity() -> QuantityRecord {
    QuantityRecord { value: 0.0, max: None, unit: String::new(), kind: None, bound: None, start: 0, end: 0 }
}

fn blank_statement() -> StatementRecord {
    const NOWHERE: SpanRecord = SpanRecord { start: 0, end: 0 };
    let evidence = EvidenceRecord {
        start: 0,
        end: 0,
        text: String::new(),
        trigger: NOWHERE,
        subject: NOWHERE,
        object: NOWHERE,
        frame: String::new(),
    };
    StatementRecord {
        id: String::new(),
        subject: String::new(),
        predicate: String::new(),
        predicate_iri: None,
        object: ObjectRecord::Entity(String::new()),
        status: String::new(),
        attributed_to: None,
        attribution: None,
        time: None,
        time_evidence: None,
        place: None,
        quantity: None,
        confidence: 0.0,
        cameo: None,
        plover: None,
        plover_mode: None,
        goldstein: None,
        path: None,
        evidence,
    }
}
