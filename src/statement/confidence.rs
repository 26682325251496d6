//! How far a statement is to be trusted: a few features of it, weighed by a logistic model.
//!
//! What comes in is what the collector knows of a drafted statement; what goes out is a probability, that of finding the
//! statement in what a reader of the text would note down. The weights stand in `model/confidence.tsv` and are fitted by
//! `scripts/confidence.py` on annotated articles. Only open statements, of which no gold knows, are bounded by hand.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::weight::{self, features};

/// The bundled weights: a name and a number a line.
static BUNDLED: &str = include_str!("../../model/confidence.tsv");

/// What a statement rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A frame on a clause or a phrase.
    Frame,
    /// A role phrase.
    Role,
    /// Words that somebody says.
    Speech,
    /// The form of a name or a parenthesis after it.
    Form,
    /// The text as a whole, or what stands elsewhere in the sentence.
    Inference,
}

features! {
    "What is known of a statement before it is compared with anything. Counts and lengths are logarithms.";

    /// Always one.
    Bias = "bias",
    /// Rests on a role phrase.
    Role = "role",
    /// Rests on a frame that a noun or adjective evokes.
    Noun = "noun",
    /// Rests on a frame of two phrases side by side.
    Phrase = "phrase",
    /// Rests on words that somebody says.
    Speech = "speech",
    /// Rests on the form of a name.
    Form = "form",
    /// Rests on an inference.
    Inference = "inference",
    /// Names of which only a recogniser says what they name.
    Weak = "weak",
    /// Arguments that are descriptions.
    Nominal = "nominal",
    /// Arguments that are pronouns.
    Pronoun = "pronoun",
    /// Tokens between the trigger and the argument farther away.
    Distance = "distance",
    /// Tokens of the words that somebody says.
    Words = "words",
    /// The status is not `asserted`.
    Unreal = "unreal",
    /// Fixed words of the frame beyond the first.
    Fixed = "fixed",
    /// Typed slots of the frame.
    Typed = "typed",
    /// Mentions of the argument with fewer of them.
    Salience = "salience",
    /// Other places where the same is told.
    Again = "again",
    /// Sentences before it.
    Position = "position",
}

/// The values of all features of one statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Features([f32; Feature::ALL.len()]);

impl Features {
    /// Those that what a statement rests on gives.
    pub fn of(basis: Basis) -> Self {
        let mut features = Self([0.0; Feature::ALL.len()]);
        features.set(Feature::Bias, 1.0);
        let feature = match basis {
            Basis::Frame => return features,
            Basis::Role => Feature::Role,
            Basis::Speech => Feature::Speech,
            Basis::Form => Feature::Form,
            Basis::Inference => Feature::Inference,
        };
        features.set(feature, 1.0);
        features
    }

    /// Whether the statement rests on a frame.
    pub fn is_of_frame(&self) -> bool {
        use Feature::{Form, Inference, Role, Speech};
        [Role, Speech, Form, Inference].iter().all(|&feature| self.get(feature) == 0.0)
    }

    /// Gives a feature its value.
    pub fn set(&mut self, feature: Feature, value: f32) {
        self.0[feature as usize] = value;
    }

    /// Gives a feature the logarithm of one more than a count.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of one text are far below 2^23, and a logarithm is taken"
    )]
    pub fn count(&mut self, feature: Feature, count: usize) {
        self.set(feature, (count as f32).ln_1p());
    }

    /// The value of a feature.
    pub fn get(&self, feature: Feature) -> f32 {
        self.0[feature as usize]
    }
}

/// What a line of the file of weights begins with where it is about a relation.
const OF_RELATION: &str = "relation:";

/// A weight for each feature, one for each relation that was seen often enough to tell, and the confidence that nothing
/// exceeds.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    ceiling: f32,
    of: [f32; Feature::ALL.len()],
    relations: BTreeMap<String, f32>,
}

impl Weights {
    const NONE: Self = Self { ceiling: 1.0, of: [0.0; Feature::ALL.len()], relations: BTreeMap::new() };

    /// Reads `name`, tab, number, a line each; lines that begin with `#` are comments. What is told of a relation has the name
    /// `relation:` and its name, and may be missing.
    ///
    /// # Errors
    /// What is wrong, if a feature has no weight or a line no feature.
    pub fn from_text(text: &str) -> Result<Self, String> {
        let mut numbers: BTreeMap<&str, f32> = weight::read(text)?;
        let mut relations = BTreeMap::new();
        numbers.retain(|name, number| match name.strip_prefix(OF_RELATION) {
            Some(relation) => {
                relations.insert(relation.to_owned(), *number);
                false
            }
            None => true,
        });
        let mut take = |name: &str| numbers.remove(name).ok_or_else(|| format!("no weight for {name}"));
        let mut weights = Self { ceiling: take("ceiling")?, relations, ..Self::NONE };
        for feature in Feature::ALL {
            weights.of[feature as usize] = take(feature.as_str())?;
        }
        match numbers.into_keys().next() {
            Some(name) => Err(format!("no feature is called {name:?}")),
            None => Ok(weights),
        }
    }

    /// The weights that come with the program. A test holds that they can be read.
    pub fn bundled() -> &'static Self {
        static WEIGHTS: LazyLock<Weights> =
            LazyLock::new(|| Weights::from_text(BUNDLED).unwrap_or(Weights::NONE));
        &WEIGHTS
    }

    /// The probability that a statement of `relation` with these features is right.
    pub fn probability(&self, relation: &str, features: &Features) -> f32 {
        let sum: f32 = self.of.iter().zip(features.0).map(|(weight, value)| weight * value).sum();
        let own = self.relations.get(relation).copied().unwrap_or_default();
        self.ceiling / (1.0 + (-sum - own).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_weights_are_complete() {
        assert_eq!(Weights::from_text(BUNDLED).as_ref(), Ok(Weights::bundled()));
    }

    #[test]
    fn a_file_of_weights_says_what_is_wrong_with_it() {
        let wrong = |text: &str| Weights::from_text(text).unwrap_err();
        assert!(wrong("bias 1").contains("no tab"));
        assert!(wrong("bias\tNaN").contains("NaN"));
        assert!(wrong("# nothing\n\nceiling\t1\nbias\t1").contains("no weight for role"));
        assert!(wrong(&format!("{BUNDLED}charm\t1\n")).contains("charm"));
    }

    #[test]
    fn a_relation_that_is_often_wrong_is_less_sure() {
        let text = format!("{BUNDLED}relation:envied\t-1.5\nrelation:admired\t0.5\n");
        let weights = Weights::from_text(&text).unwrap_or(Weights::NONE);
        let of = |relation| weights.probability(relation, &Features::of(Basis::Frame));
        assert!(of("envied") < of("unheard") && of("unheard") < of("admired"));
    }

    #[test]
    fn what_is_not_named_is_less_sure() {
        let named = Features::of(Basis::Role);
        for doubt in [Feature::Weak, Feature::Nominal, Feature::Pronoun, Feature::Distance] {
            let mut other = named;
            other.count(doubt, 1);
            assert!(
                Weights::bundled().probability("", &other) < Weights::bundled().probability("", &named),
                "{doubt:?}"
            );
        }
        assert!((Weights::NONE.probability("", &named) - 0.5).abs() < 1e-6);
    }
}
