//! What is named inside a name: the state in "Syrian Army", the place in "northern Syria".

use std::ops::Range;

use super::Reading;
use super::name::{head_of, naming_noun};
use crate::ontology::Class;
use crate::ontology::gazetteer::{EntryId, Sense};

/// What a body's name begins with: the state in "Syrian Army", the organisation in "UN Security Council".
pub(super) fn named_first(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<EntryId> {
    let noun = naming_noun(reading, tokens, head_of(reading, tokens))?;
    if !matches!(noun, Class::GovernmentBody | Class::Organization | Class::ArmedGroup) {
        return None;
    }
    let gazetteer = &reading.ontology.gazetteer;
    let first = (1..tokens.len()).rev().find_map(|n| {
        reading.senses(&(tokens.start..tokens.start + n)).iter().map(|(entry, _)| *entry).find(|&entry| {
            matches!(gazetteer[entry].class, Class::State | Class::Organization | Class::GovernmentBody)
        })
    });
    first.or_else(|| adjective_inside(reading, tokens).filter(|_| noun != Class::ArmedGroup))
}

/// The state of an adjective that is not the first word of a body's name: "Royal Danish Navy".
fn adjective_inside(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<EntryId> {
    let gazetteer = &reading.ontology.gazetteer;
    (tokens.start + 1..tokens.end - 1).find_map(|i| {
        let senses = reading.senses(&(i..i + 1)).iter();
        senses
            .filter(|(_, sense)| *sense == Sense::Adjective)
            .map(|(entry, _)| *entry)
            .find(|&entry| gazetteer[entry].class == Class::State)
    })
}

/// The place that a region is part of: its name without the compass word.
pub(super) fn named_last(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<EntryId> {
    let gazetteer = &reading.ontology.gazetteer;
    (tokens.start + 1..tokens.end).find_map(|start| {
        reading
            .senses(&(start..tokens.end))
            .iter()
            .map(|(entry, _)| *entry)
            .find(|&entry| matches!(gazetteer[entry].class, Class::State | Class::Place))
    })
}
