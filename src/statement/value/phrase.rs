//! Values in words and codes: time zones, offsets, codes of districts, titles and forms of government.

use std::ops::Range;

use super::{Value, before, behind};
use crate::mention::Reading;
use crate::parse::Pos;

/// Tokens between an attribute and its value.
const REACH: usize = 8;

/// What stands before "Time" in the name of a zone.
const KINDS: [&str; 4] = ["standard", "daylight", "summer", "mean"];

/// Abbreviations of time zones.
const ZONES: [(&str, &str); 14] = [
    ("CDT", "Central Daylight Time"),
    ("CEST", "Central European Summer Time"),
    ("CET", "Central European Time"),
    ("CST", "Central Standard Time"),
    ("EDT", "Eastern Daylight Time"),
    ("EEST", "Eastern European Summer Time"),
    ("EET", "Eastern European Time"),
    ("EST", "Eastern Standard Time"),
    ("GMT", "Greenwich Mean Time"),
    ("MDT", "Mountain Daylight Time"),
    ("MST", "Mountain Standard Time"),
    ("PDT", "Pacific Daylight Time"),
    ("PST", "Pacific Standard Time"),
    ("WET", "Western European Time"),
];

/// The zone that the words are a part of, or the next one beside them.
pub(super) fn time_zone(reading: &Reading<'_>, words: &Range<usize>) -> Option<Value> {
    let own = words.start.saturating_sub(4)..words.end;
    let (after, back) = (behind(reading, words, REACH), before(reading, words, REACH));
    own.chain(after).chain(back.rev()).find_map(|i| zone(reading, i))
}

/// The name of a zone that begins at a token.
fn zone(reading: &Reading<'_>, first: usize) -> Option<Value> {
    let tree = reading.tree;
    let end = tree.sentence(first).end;
    let known = ZONES.iter().find(|(code, _)| *code == tree.text(first));
    if let Some((_, name)) = known {
        return Some(Value { tokens: first..first + 1, text: (*name).to_owned(), quantity: None });
    }
    if !tree.is_capitalised(first) {
        return None;
    }
    let is = |i: usize, words: &[&str]| i < end && words.contains(&tree.text(i).to_lowercase().as_str());
    let kind = (first + 1..end.min(first + 4)).find(|&i| is(i, &KINDS))?;
    let is_name = (first..kind).all(|i| tree.is_capitalised(i) && !is(i, &["the"]));
    // "Pacific Standard Time (Zone)"; where two share it ("Pacific Daylight and Standard Time"), the word may be far.
    let named = kind + 1 + usize::from(is(kind + 1, &["time"]));
    let last = named + usize::from(named > kind + 1 && is(named, &["zone"]));
    let name: Vec<&str> = (first..=kind).map(|i| tree.text(i)).collect();
    (is_name && named > kind + 1).then(|| Value {
        tokens: first..last,
        text: format!("{} Time", name.join(" ")),
        quantity: None,
    })
}

/// "-6", "- 7", "+5:30", as `UTC-06:00`.
pub(super) fn offset(reading: &Reading<'_>, words: &Range<usize>) -> Option<Value> {
    let tree = reading.tree;
    // "UTC offset -6" names it twice.
    let start = words.end;
    let end = tree.sentence(words.start).end.min(start + REACH);
    let glued = (words.start.saturating_sub(1)..end).find_map(|i| {
        let text = tree.text(i);
        let rest = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")).unwrap_or(text);
        signed(rest, "").map(|text| Value { tokens: i..i + 1, text, quantity: None })
    });
    glued.or_else(|| {
        (start..end).find_map(|i| {
            let sign = matches!(tree.text(i), "-" | "−" | "–" | "+").then(|| tree.text(i))?;
            let text = signed(tree.text((i + 1).min(end - 1)), sign)?;
            Some(Value { tokens: i..i + 2, text, quantity: None })
        })
    })
}

fn signed(text: &str, sign: &str) -> Option<String> {
    let text = format!("{sign}{text}");
    let first = text.chars().next().filter(|c| matches!(c, '-' | '−' | '–' | '+' | '±'))?;
    let rest = text.get(first.len_utf8()..)?;
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    let (hours, minutes) = (hours.parse::<u8>().ok()?, minutes.parse::<u8>().ok()?);
    let sign = if first == '+' || first == '±' { '+' } else { '-' };
    (hours <= 14 && minutes < 60).then(|| format!("UTC{sign}{hours:02}:{minutes:02}"))
}

/// The figures behind the words: "area codes 657 and 714" has the first.
pub(super) fn code(reading: &Reading<'_>, words: &Range<usize>) -> Option<Value> {
    let tree = reading.tree;
    let is_code = |text: &str| {
        (2..=10).contains(&text.len())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && text.chars().any(|c| c.is_ascii_digit())
    };
    let at = behind(reading, words, REACH).find(|&i| is_code(tree.text(i)))?;
    Some(Value { tokens: at..at + 1, text: tree.text(at).to_owned(), quantity: None })
}

/// What who leads is called: "is led by the Governor", "the leader is called the City Manager", "Mayor is the title of".
pub(super) fn title(reading: &Reading<'_>, words: &Range<usize>) -> Option<Value> {
    let tree = reading.tree;
    let after = behind(reading, words, 2 * REACH);
    let mark = after.clone().rfind(|&i| is_mark(reading, i));
    let found = mark.and_then(|mark| run(reading, mark + 1, after.end));
    found.or_else(|| {
        let (before, sentence) = (before(reading, words, 2 * REACH), tree.sentence(words.start));
        // "The Governor leads Lindby", "Governor is the title of the leader"
        run(reading, sentence.start, before.end).filter(|value| {
            let next = value.tokens.end;
            next == words.start || (next < words.start && tree.word(next) == "be")
        })
    })
}

/// Words behind which a title stands.
fn is_mark(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    matches!(tree.word(i), "call" | "name" | "know" | "title" | "as" | "by" | "be" | "with" | ":")
}

/// The title that begins at a token, with or without an article.
fn run(reading: &Reading<'_>, first: usize, end: usize) -> Option<Value> {
    let tree = reading.tree;
    let skipped =
        (first..end).take_while(|&i| matches!(tree.word(i), "a" | "an" | "the" | "as" | "by" | "“" | "\""));
    let start = first + skipped.count();
    let has_article = (first..start).any(|i| matches!(tree.word(i), "a" | "an" | "the"));
    let is_noun = |i: usize| matches!(tree.pos(i), Pos::Noun | Pos::Propn);
    let is_link = |i: usize| {
        matches!(tree.word(i), "of" | "the" | "-")
            && (i + 1..end.min(i + 3)).any(|next| tree.is_capitalised(next))
    };
    let mut last = start;
    while last < end && (is_noun(last) || (last > start && is_link(last))) {
        last += 1;
    }
    let head = (start..last).take_while(|&i| is_noun(i)).last()?;
    let is_office = reading.lists_noun("officeTitle", head) || reading.lists_noun("title", head);
    let is_body = reading.lists_noun("bodyNoun", head) && tree.is_capitalised(head);
    let is_coined =
        has_article && head == start && tree.is_capitalised(head) && tree.text(head).ends_with("or");
    (is_office || is_body || is_coined).then(|| Value {
        tokens: start..last,
        text: tree.text_of(&(start..last)).to_owned(),
        quantity: None,
    })
}

/// The form of government: "council-manager", "federal republic".
pub(super) fn form(reading: &Reading<'_>, words: &Range<usize>) -> Option<Value> {
    let tree = reading.tree;
    let (after, back) = (behind(reading, words, REACH), before(reading, words, REACH));
    let own = words.start.saturating_sub(4)..words.start;
    let found = own.rev().chain(after).chain(back.rev()).find_map(|i| listed(reading, i))?;
    let whole = found.end + usize::from(found.end < tree.len() && tree.word(found.end) == "government");
    let text: String = tree.text_of(&found).to_lowercase().replace(' ', "-");
    let is_noun = reading.lists("governmentNoun", found.end - 1)
        || text.ends_with("monarchy")
        || text.ends_with("republic");
    let text = if is_noun { text.replace('-', " ") } else { format!("{text} government") };
    Some(Value { tokens: found.start..whole, text, quantity: None })
}

/// The longest listed form that begins at a token.
fn listed(reading: &Reading<'_>, first: usize) -> Option<Range<usize>> {
    let tree = reading.tree;
    let end = tree.sentence(first).end;
    (1..=3usize).rev().filter(|n| first + n <= end).map(|n| first..first + n).find(|tokens| {
        let words = tokens.clone().filter(|&i| tree.text(i) != "-");
        let joined: Vec<String> = words.map(|i| tree.text(i).to_lowercase()).collect();
        reading.ontology.lists("governmentForm", &joined.join("_").replace('-', "_"))
    })
}
