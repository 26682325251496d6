//! Shares: "19 per cent of Ukraine", "two-thirds of the seats".

use super::cast::{Cast, Draft, Filler};
use super::{EntityIndex, MentionKind, Share};
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Pos};

impl Cast<'_> {
    /// "more than 19 per cent of Ukraine": a fraction of something.
    pub(super) fn share(&mut self, head: usize) -> Option<Vec<Filler>> {
        let tree = self.reading.tree;
        if !tree.is_word(
            head,
            &["cent", "percent", "%", "per_cent", "quarter", "third", "half", "fifth", "two-thirds"],
        ) {
            return None;
        }
        let of = tree.children_with(head, &[Label::Prep]).find(|&kid| tree.word(kid) == "of")?;
        let object = tree.child(of, &[Label::Pobj])?;
        let whole = self.resolve(object, ClassSet::ANY).into_iter().next()?;
        let start = tree.subtree_without(head, |kid| kid > head).start;
        let (fraction, first, bound) = fraction(self, start, head)?;
        let mut draft = Draft {
            share: Some(Share { fraction, of: EntityIndex(u32::try_from(whole.entity).ok()?), bound }),
            ..Draft::default()
        };
        draft.votes.add(Class::Share, 3.0);
        let entity = self.add(draft);
        let end = whole.tokens.end.max(object + 1);
        self.note(&whole);
        Some(vec![Filler { entity, tokens: first..end, kind: MentionKind::Nominal }])
    }
}

/// The number of a share, the token that it begins at, and its bound.
fn fraction(cast: &Cast<'_>, start: usize, head: usize) -> Option<(f64, usize, Option<String>)> {
    let tree = cast.reading.tree;
    let word = match tree.word(head) {
        "half" => Some(0.5),
        "third" => Some(1.0 / 3.0),
        "quarter" => Some(0.25),
        "fifth" => Some(0.2),
        _ => None,
    };
    let number = (start..head).find(|&i| tree.pos(i) == Pos::Num || tree.text(i).parse::<f64>().is_ok());
    let value = match (word, number) {
        // "two-thirds", "three quarters"
        (Some(part), Some(at)) => {
            let parts = crate::entity::number(tree.text(at)).filter(|parts| parts * part <= 1.0);
            part * parts.unwrap_or(1.0)
        }
        (Some(part), None) => part,
        (None, Some(at)) => crate::entity::number(tree.text(at))? / 100.0,
        (None, None) => return None,
    };
    let first = number.unwrap_or(head);
    let text = tree.text_of(&(start..first));
    // "about a fifth", "the first third": the article is of the number, not of its bound.
    let text = text.trim().trim_start_matches("the ").trim();
    let bound = ["a", "an", "the"].iter().find_map(|article| text.strip_suffix(article)?.strip_suffix(' '));
    let bound = bound.unwrap_or(text).trim().to_lowercase();
    let is_bound =
        !bound.is_empty() && cast.reading.ontology.lists("quantityBound", &bound.replace(' ', "_"));
    Some(((value * 10_000.0).round() / 10_000.0, first, is_bound.then_some(bound)))
}
