//! What the table of offices says of whose an office is: "President Putin" is that of Russia, wherever else a sentence is about.
//!
//! In come a role, its holder and the states of the text; out goes the one state among them that has had a holder of that
//! name, or that it is another which the text does not name.

use std::collections::{BTreeMap, BTreeSet};

use super::Collector;
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::RolePhrase;
use crate::ontology::Office;

/// What the table of offices knows of a name.
pub(super) struct Listed {
    office: Option<Office>,
    /// Wikidata items of the states that have had such a holder.
    states: BTreeSet<&'static str>,
    /// Whether the text has more of the name than one word.
    is_whole: bool,
    /// The only one of them that the text speaks of.
    pub(super) state: Option<DraftIndex>,
}

impl Collector<'_, '_> {
    /// What the table says of a person with an office, by the longest name that the text has for them.
    pub(super) fn office_listed(
        &self,
        role: &RolePhrase,
        holder: &Filler,
        spoken_of: &BTreeMap<DraftIndex, f32>,
    ) -> Listed {
        let reading = self.reading();
        let words: Vec<&str> = role.nouns.clone().map(|i| reading.tree.word(i)).collect();
        let office = Office::of_title(&words.join(" ")).filter(|_| !role.is_deputy);
        let mentions = &self.cast.drafts[holder.entity].mentions;
        let names = mentions.iter().filter(|(_, kind)| **kind == MentionKind::Name).map(|(&span, _)| span);
        let longest = names.max_by_key(|&(start, end)| (end - start, std::cmp::Reverse(start)));
        let name = longest.map_or("", |(start, end)| reading.tree.text_of(&(start..end)));
        let namesakes = &reading.ontology.namesakes;
        let states = office.map_or_else(BTreeSet::new, |office| namesakes.states(office, name));
        let mut told = spoken_of
            .keys()
            .copied()
            .filter(|&state| self.item_of(state).is_some_and(|item| states.contains(item)));
        let state = told.next().filter(|_| told.next().is_none());
        Listed { office, states, is_whole: name.split_whitespace().count() > 1, state }
    }

    /// Whether the table has somebody of that name in other states only: a whole name, or a surname where it has the
    /// holders of the office of `state` as well.
    pub(super) fn is_of_others(&self, listed: &Listed, state: DraftIndex) -> bool {
        let Some(office) = listed.office.filter(|_| !listed.states.is_empty()) else { return false };
        let knows = |item: &str| self.reading().ontology.namesakes.knows(item, office);
        self.item_of(state)
            .is_none_or(|item| !listed.states.contains(item) && (listed.is_whole || knows(item)))
    }

    fn item_of(&self, state: DraftIndex) -> Option<&str> {
        let entry = self.cast.drafts[state].entry?;
        self.reading().ontology.gazetteer[entry].wikidata.as_deref()
    }
}
