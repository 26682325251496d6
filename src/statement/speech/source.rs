//! Sources that are named without a reporting verb: "according to X", "in the words of X".

use super::reported::{after_semicolon, trim};
use super::verb::cited;
use super::{AttributionKind, Speech, passed_on};
use crate::mention::{Quote, Reading, clause};
use crate::parse::{Label, Tag};

/// "According to X, …", "…, according to X".
pub(super) fn according_to(reading: &Reading<'_>, quotes: &[Quote], i: usize) -> Vec<Speech> {
    let tree = reading.tree;
    let next = (i + 1).min(tree.len() - 1);
    let is_according = tree.text(i).eq_ignore_ascii_case("according") && tree.word(next) == "to";
    // "In the words of the envoy, …"
    let is_words = tree.text(i) == "words"
        && tree.text(next) == "of"
        && i >= 2
        && tree.text(i - 2).eq_ignore_ascii_case("in");
    let speaker = tree.child(next, &[Label::Pobj]).or_else(|| tree.child(i, &[Label::Pobj]));
    let Some(speaker) = speaker.filter(|_| is_according || is_words) else { return Vec::new() };
    let i = if is_words { i - 2 } else { i };
    let own =
        i..tree.subtree_without(speaker, |kid| matches!(tree.label(kid), Label::Relcl | Label::Punct)).end;
    let sentence = tree.sentence(i);
    let (before, after) = (sentence.start..i, own.end.min(sentence.end)..sentence.end);
    // "largely Kurdish and, according to Ankara, close to": put in after a conjunction it is about what follows.
    let is_put_in = i >= 2 && tree.text(i - 1) == "," && tree.tag(i - 2) == Tag::Cc;
    let is_first = i <= sentence.start + 1 || before.len() < 3 || (is_put_in && after.len() > 1);
    let clause = if is_first { after } else { after_semicolon(reading, before, i) };
    let clause = trim(reading, clause, i);
    let near = |quote: &&Quote| quote.tokens.end < i && quote.tokens.end + 3 >= i;
    let clause = match quotes.iter().find(near) {
        Some(quote) if clause.len() < 2 => quote.tokens.clone(),
        _ => clause,
    };
    if clause.len() < 2 {
        return Vec::new();
    }
    let speakers = clause::coordinated(reading, speaker);
    let cited = cited(reading, speaker, &speakers);
    let kind = AttributionKind::Report;
    let own = Speech { trigger: i, speakers, clause, kind, is_denial: false, relay: None };
    passed_on(vec![own], cited, Some(speaker))
}
