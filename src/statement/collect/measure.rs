//! How much: the quantity that belongs to a statement.
//!
//! It is that of the object ("killed 11 people"), of what the verb acts upon beside it ("sent 2,000 troops to Mali"), of
//! the noun that tells the act ("a $50 million loan to", "a three-day visit to"), or what the act cost ("attacked the
//! town, killing 11").

use super::{Collector, governing_verb};
use crate::entity::cast::Filler;
use crate::mention::Reading;
use crate::ontology::Class;
use crate::parse::{Label, Tag};
use crate::statement::Quantity;
use crate::statement::quantity::{Counted, QuantityKind};

/// Steps from a quantity to the word that it qualifies.
const MAX_STEPS: usize = 6;

impl Collector<'_, '_> {
    /// The quantity of the statement of a trigger about an object.
    pub(super) fn quantity_of(&self, trigger: usize, object: &Filler) -> Option<Quantity> {
        // A share is a quantity itself.
        if self.cast.drafts[object.entity].class() == Class::Share {
            return None;
        }
        let reading = self.reading();
        let sentence = reading.tree.sentence(trigger);
        let near = || self.counted.iter().filter(|counted| sentence.contains(&counted.site));
        let of_object = |counted: &&Counted| {
            let head = head_of(&reading, object);
            counted.site == head && counted.quantity.kind == QuantityKind::Count
        };
        let of_act = |counted: &&Counted| {
            !object.tokens.contains(&counted.site) && qualifies(&reading, counted, trigger)
        };
        // Of several, what is given or sent comes before how long it took.
        let order =
            |counted: &&Counted| (counted.quantity.kind == QuantityKind::Duration, counted.tokens.start);
        let found = near()
            .find(of_object)
            .or_else(|| near().filter(of_act).min_by_key(order))
            .or_else(|| near().find(|counted| is_toll(&reading, counted, trigger)))?;
        Some(found.quantity.clone())
    }
}

/// The token of a phrase that hangs by a word outside of it; of "dozens of villagers" the villagers.
pub(super) fn head_of(reading: &Reading<'_>, filler: &Filler) -> usize {
    let tree = reading.tree;
    let is_outside = |&i: &usize| tree.head(i).is_none_or(|head| !filler.tokens.contains(&head));
    let head = filler.tokens.clone().find(is_outside).unwrap_or(filler.tokens.start);
    let of = tree.children_with(head, &[Label::Prep]).find(|&kid| tree.word(kid) == "of");
    let counted = of.and_then(|of| tree.child(of, &[Label::Pobj])).filter(|i| filler.tokens.contains(i));
    let is_number = tree.tag(head) == Tag::Cd || reading.lists("transparentNoun", head);
    counted.filter(|_| is_number).unwrap_or(head)
}

/// Whether a quantity says how much of the act of a trigger there was.
fn qualifies(reading: &Reading<'_>, counted: &Counted, trigger: usize) -> bool {
    let tree = reading.tree;
    let verb = governing_verb(reading, trigger);
    // "$50 million in aid": the act hangs by the amount.
    let is_above = || {
        tree.ancestors(trigger)
            .take(MAX_STEPS)
            .take_while(|&up| !tree.is_verb(up))
            .any(|up| up == counted.site)
    };
    let is_direct =
        |i: usize| matches!(tree.label(i), Label::Dobj | Label::Nsubjpass | Label::Npadvmod | Label::Attr);
    if counted.quantity.kind == QuantityKind::Count {
        // Things counted anywhere else are no measure of the act.
        return tree.head(counted.site).is_some_and(|up| up == trigger)
            && tree.label(counted.site) == Label::Dobj
            || is_partitive(reading, counted.site, trigger);
    }
    let mut at = counted.site;
    for _ in 0..MAX_STEPS {
        if at == trigger || tree.is_noun(trigger) && is_above() {
            return true;
        }
        let Some(head) = tree.head(at) else { return false };
        if Some(head) == verb && tree.is_verb(head) {
            let is_phrase = tree.is_word(at, &["for", "of", "with", "worth", "over", "by"]);
            return (is_direct(at) || is_phrase) && (trigger == head || tree.head(trigger) == Some(head));
        }
        let is_way = !tree.is_verb(head)
            && (tree.is_noun(head) || tree.is_word(head, &["of", "worth", "for", "in", "with"]));
        if !is_way {
            return false;
        }
        at = head;
    }
    false
}

/// "attacked the town, killing at least 11 people": what the act cost.
fn is_toll(reading: &Reading<'_>, counted: &Counted, trigger: usize) -> bool {
    let tree = reading.tree;
    let harm = tree.ancestors(counted.site).take(3).find(|&up| tree.is_verb(up));
    let Some(harm) =
        harm.filter(|&harm| reading.lists("casualtyVerb", harm) && !reading.lists("casualtyVerb", trigger))
    else {
        return false;
    };
    let is_participle = tree.label(harm) == Label::Advcl && tree.tag(harm) == Tag::Vbg;
    let is_direct = tree
        .children_with(harm, &[Label::Dobj])
        .any(|kid| kid == counted.site || is_partitive(reading, counted.site, harm));
    is_participle && is_direct && tree.head(harm) == governing_verb(reading, trigger)
}

/// "sent hundreds of troops to": the number is the object, and what is counted stands behind its "of".
fn is_partitive(reading: &Reading<'_>, site: usize, trigger: usize) -> bool {
    let tree = reading.tree;
    let above = tree.head(site).filter(|_| tree.label(site) == Label::Pobj);
    // Parsers take "between" for a preposition of the verb.
    if above.is_some_and(|above| tree.word(above) == "between" && tree.head(above) == Some(trigger)) {
        return true;
    }
    let of = above.filter(|&of| tree.word(of) == "of");
    of.and_then(|of| tree.head(of))
        .is_some_and(|number| tree.label(number) == Label::Dobj && tree.head(number) == Some(trigger))
}
