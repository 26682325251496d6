//! What speaks for a candidate, as numbers, and the logistic model that weighs them.
//!
//! Comes in: what [`super::choose`] knows of a candidate. Goes out: a probability that it is meant. The weights stand in
//! `model/linking.tsv` and are fitted by `scripts/linking.py` on annotated texts; nothing here looks at a name.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::weight::{self, features};

/// The bundled weights: a name and a number a line.
static BUNDLED: &str = include_str!("../../model/linking.tsv");

features! {
    "What is known of a candidate for an entity. Each is from 0 to 1 or a logarithm.";

    /// Always one.
    Bias = "bias",
    /// Found by an acronym.
    Acronym = "acronym",
    /// Found by first letters that no source states as an acronym.
    Initials = "initials",
    /// Found by sound: another spelling or order of words.
    Sound = "sound",
    /// Found by initial and family name, or by the family name alone.
    Surname = "surname",
    /// Found although letters differ.
    Fuzzy = "fuzzy",
    /// Its most similar name is so unlike: 0 for the same.
    Unlike = "unlike",
    /// The name is one that it had, or that stands for it.
    Former = "former",
    /// The name is not the one that it is shown by.
    Alias = "alias",
    /// The name has one word.
    OneWord = "one-word",
    /// Its class is another than that of the entity, but one that is often confused with it.
    NearClass = "near-class",
    /// It is a person.
    Person = "person",
    /// It is a place or a state.
    Place = "place",
    /// Share of the document's mentions of states that are of its own.
    Home = "home",
    /// The document speaks of states, and not of its own.
    Abroad = "abroad",
    /// A statement of the document ties it to its own state.
    Tied = "tied",
    /// Statements of the document tie it to other states only.
    TiedElsewhere = "tied-elsewhere",
    /// Another entity of the document is linked to something of its state, or to it.
    Neighbour = "neighbour",
    /// Its state, a tie or a neighbour speaks for it, and nothing of that for any other candidate.
    OnlyHere = "only-here",
    /// It lies in a province that the document speaks of, or with another place of it in one, and no other candidate does.
    OnlyNear = "only-near",
    /// It is a state that is still there.
    Sovereign = "sovereign",
    /// Inhabitants: their logarithm to base ten, a seventh of it.
    Population = "population",
    /// It has not the fullest of the names that the document has.
    Partial = "partial",
    /// It is the capital of a state.
    Capital = "capital",
    /// It is a province or territory.
    Region = "region",
    /// It was not there on the date of the document.
    Gone = "gone",
    /// It held an office on the date of the document.
    InOffice = "in-office",
    /// It held one of a state that the document speaks of.
    Ruling = "ruling",
    /// It held offices, but none on the date of the document.
    OutOfOffice = "out-of-office",
    /// Other candidates found in as sure a way (by a family name: those in office then): logarithm of one more than their
    /// number.
    Rivals = "rivals",
    /// The same, where the document speaks for this one and for none of those.
    RivalsElsewhere = "rivals-elsewhere",
    /// Of those, it has the most inhabitants or articles.
    Foremost = "foremost",
    /// It has more inhabitants than any of those: half the logarithm of how many times as many, to base ten.
    Larger = "larger",
    /// It alone has one of the names that the document has, and others have another.
    Distinct = "distinct",
    /// It held an office on the date of the document, and none of those that have the name as well did.
    Incumbent = "incumbent",
    /// It held none then, and one that has the name as well did.
    Predecessor = "predecessor",
    /// Found by the family name, and of all that have it, it alone held an office then, of a state that the document speaks of.
    Ruler = "ruler",
    /// Found by the family name that no other has, and it led a state that the document speaks of.
    Leader = "leader",
    /// Of all that have the name, it alone held an office while others of the document did; and none of them held one then.
    Contemporary = "contemporary",
    /// Its name has the state that the document speaks of most, which the document leaves out.
    Completed = "completed",
    /// The document calls it by two of its names: an acronym and what it stands for.
    Explained = "explained",
    /// Mentions of the entity: logarithm.
    Mentions = "mentions",
}

/// The values of all features of one candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Features([f64; Feature::ALL.len()]);

impl Features {
    /// Those of a candidate of which nothing is known.
    pub(super) fn new() -> Self {
        let mut features = Self([0.0; Feature::ALL.len()]);
        features.set(Feature::Bias, 1.0);
        features
    }

    /// Gives a feature its value.
    pub(super) fn set(&mut self, feature: Feature, value: f64) {
        self.0[feature as usize] = value;
    }

    /// Says that a feature holds, if it does.
    pub(super) fn mark(&mut self, feature: Feature, holds: bool) {
        self.set(feature, if holds { 1.0 } else { 0.0 });
    }

    /// The value of a feature.
    pub fn get(&self, feature: Feature) -> f64 {
        self.0[feature as usize]
    }

    /// Those that are not zero, by name, rounded to three digits; the bias is left out.
    pub fn told(&self) -> BTreeMap<String, f64> {
        let all = Feature::ALL.into_iter().skip(1).map(|feature| (feature, self.get(feature)));
        all.filter(|(_, value)| *value != 0.0)
            .map(|(feature, value)| (feature.as_str().to_owned(), (value * 1e3).round() / 1e3))
            .collect()
    }

    /// How likely it is that a candidate with these is meant, 0 to 1.
    pub fn score(&self) -> f64 {
        let logit: f64 = self.0.iter().zip(&WEIGHTS.0).map(|(value, weight)| value * weight).sum();
        1.0 / (1.0 + (-logit).exp())
    }
}

/// A weight for each feature.
struct Weights([f64; Feature::ALL.len()]);

/// Those that come with the program. A test holds that they can be read and are complete.
static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let by_name = weight::read(BUNDLED).unwrap_or_default();
    Weights(Feature::ALL.map(|feature| by_name.get(feature.as_str()).copied().unwrap_or_default()))
});

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_file_of_weights_knows_all_features_and_no_others() {
        let named: BTreeSet<&str> = weight::read::<f64>(BUNDLED).unwrap_or_default().into_keys().collect();
        assert_eq!(named, Feature::ALL.map(Feature::as_str).into());
    }

    #[test]
    fn only_what_holds_is_told() {
        let mut features = Features::new();
        features.mark(Feature::Tied, true);
        features.set(Feature::Home, 1.0 / 3.0);
        let told: Vec<(String, f64)> = features.told().into_iter().collect();
        assert_eq!(told, [("home".to_owned(), 0.333), ("tied".to_owned(), 1.0)]);
    }
}
