//! Quotations with the name of who says them.
//!
//! For each quotation of the gold the innermost `said` or `denied` is looked up that covers most of it. Its speaker is
//! right if one of the speaker's names is that of the gold, or holds it with a title or a further name. What the gold
//! does not list is not counted: words in quotation marks that nobody named says are no quotations here.

use serde::Deserialize;

use super::matching::{Page, Points, plain};
use super::measure::{Counts, Finding, Score};
use crate::archive::DocumentRecord;
use crate::archive::record::{EntityRecord, ObjectRecord};

/// What is measured.
pub(super) const LINES: [&str; 1] = ["speakers of quotations"];

/// Gold quotations of one document.
#[derive(Clone, Debug, Deserialize)]
pub struct Quotes {
    quotes: Vec<GoldQuote>,
}

#[derive(Clone, Debug, Deserialize)]
struct GoldQuote {
    start: usize,
    end: usize,
    speaker: String,
}

/// Compares the speakers of one document's quotations with its gold.
pub(super) fn score(gold: &Quotes, record: &DocumentRecord) -> Score {
    let page = Page::new(&record.text);
    let (mut right, mut answered) = (0, 0);
    let mut score = Score::default();
    for quote in &gold.quotes {
        let span = (quote.start, quote.end);
        let finding = |who: &str| Finding {
            document: record.id.clone(),
            what: format!("{who}: {}", page.text(span)),
            evidence: page.text((span.0.saturating_sub(80), span.1 + 80)),
            frame: String::new(),
        };
        let speakers = speakers(record, span);
        answered += usize::from(!speakers.is_empty());
        if speakers.iter().any(|speaker| is_called(speaker, &quote.speaker)) {
            right += 1;
            continue;
        }
        score.misses.push(finding(&quote.speaker));
        if let Some(speaker) = speakers.first() {
            score.extras.push(finding(&speaker.name));
        }
    }
    score.lines.push(Counts::matched(right, answered, gold.quotes.len()));
    score
}

/// Who says what stands at `span`, by the shortest clause that covers most of it.
fn speakers(record: &DocumentRecord, span: Points) -> Vec<&EntityRecord> {
    let said = record.statements.iter().filter_map(|statement| match &statement.object {
        ObjectRecord::Text { start, end, value: None, .. } => {
            let both = span.1.min(*end).saturating_sub(span.0.max(*start));
            (both * 2 > span.1 - span.0).then_some((end - start, statement))
        }
        _ => None,
    });
    let said: Vec<_> = said.collect();
    let shortest = said.iter().map(|(length, _)| *length).min();
    let innermost = said.iter().filter(|(length, _)| Some(*length) == shortest);
    innermost
        .filter_map(|(_, statement)| record.entities.iter().find(|entity| entity.id == statement.subject))
        .collect()
}

/// Whether `name` is one of an entity's names, or the end or beginning of one.
fn is_called(entity: &EntityRecord, name: &str) -> bool {
    let wanted = plain(name);
    let names = entity.mentions.iter().filter(|mention| mention.kind == "name");
    let mut all = names.map(|mention| plain(&mention.text)).chain([plain(&entity.name)]);
    all.any(|have| {
        have == wanted || have.ends_with(&format!(" {wanted}")) || have.starts_with(&format!("{wanted} "))
    })
}
