//! Whether confidence means what it says: of the statements with 0.8, eight of ten should be right.
//!
//! What comes in is a [`Case`] for each statement; what goes out is a [`Calibration`]: bins of equal width with their mean
//! confidence and their share of right statements, the expected calibration error (Naeini, Cooper and Hauskrecht 2015,
//! "Obtaining well calibrated probabilities using Bayesian binning"), and what is left at each threshold.

use std::fmt::Write as _;

use crate::archive::record::StatementRecord;
use crate::statement::confidence::{Feature, Features};

/// Bins of confidence, and thresholds.
pub const BINS: usize = 10;

/// A statement that was predicted.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Identifier of the document.
    pub document: String,
    /// Its relation.
    pub relation: String,
    /// Its confidence.
    pub confidence: f64,
    /// Whether the gold has it.
    pub is_right: bool,
    /// What the confidence is made of.
    pub features: Option<Features>,
}

impl Case {
    /// A statement of a document.
    pub(super) fn new(document: &str, statement: &StatementRecord, is_right: bool) -> Self {
        Self {
            document: document.to_owned(),
            relation: statement.predicate.clone(),
            confidence: f64::from(statement.confidence),
            is_right,
            features: None,
        }
    }
}

/// Some statements: how many, their mean confidence and the share that is right.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// The least confidence that is admitted.
    pub from: f64,
    /// Statements.
    pub number: f64,
    /// Mean of their confidence; 0 without any.
    pub confidence: f64,
    /// Share of right ones; 0 without any.
    pub share: f64,
}

impl Bin {
    fn new(from: f64, cases: &[&Case]) -> Self {
        let number = cases.iter().fold(0.0, |number, _| number + 1.0_f64);
        let whole = number.max(1.0);
        let confidence = cases.iter().fold(0.0, |sum, case| sum + case.confidence) / whole;
        let share = cases.iter().fold(0.0, |sum, case| sum + f64::from(u8::from(case.is_right))) / whole;
        Self { from, number, confidence, share }
    }
}

/// How well confidence is calibrated, and what a threshold buys.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// Bins of equal width, from 0 to 1.
    pub bins: Vec<Bin>,
    /// Mean distance of confidence and share over the bins, weighted by their statements.
    pub error: f64,
    /// The statements whose confidence reaches 0, 0.1, … 0.9.
    pub thresholds: Vec<Bin>,
}

impl Calibration {
    /// Of all statements of a set; `None` without any.
    pub fn new(cases: &[Case]) -> Option<Self> {
        if cases.is_empty() {
            return None;
        }
        let lower = |at: usize| f64::from(u32::try_from(at).unwrap_or(u32::MAX)) / 10.0;
        // Confidence has two digits: half of the last one keeps 0.7 out of the bin below.
        let reaches = |case: &Case, from: f64| case.confidence + 0.005 > from;
        let bins: Vec<Bin> = (0..BINS)
            .map(|at| {
                let is_in = |case: &&Case| {
                    reaches(case, lower(at)) && (at + 1 == BINS || !reaches(case, lower(at + 1)))
                };
                Bin::new(lower(at), &cases.iter().filter(is_in).collect::<Vec<_>>())
            })
            .collect();
        let whole: f64 = bins.iter().map(|bin| bin.number).sum();
        let error =
            bins.iter().map(|bin| bin.number * (bin.confidence - bin.share).abs()).sum::<f64>() / whole;
        let thresholds = (0..BINS)
            .map(|at| {
                Bin::new(lower(at), &cases.iter().filter(|case| reaches(case, lower(at))).collect::<Vec<_>>())
            })
            .collect();
        Some(Self { bins, error, thresholds })
    }
}

/// The features of all statements as tab-separated values, for `scripts/confidence.py`.
pub fn features(cases: &[Case]) -> String {
    let mut text = String::from("document\trelation\tright\tconfidence");
    for feature in Feature::ALL {
        text.push('\t');
        text.push_str(feature.as_str());
    }
    text.push('\n');
    for case in cases {
        let Some(features) = &case.features else { continue };
        // Writing into a String cannot fail.
        let _ = write!(
            text,
            "{}\t{}\t{}\t{:.2}",
            case.document,
            case.relation,
            u8::from(case.is_right),
            case.confidence
        );
        for feature in Feature::ALL {
            let _ = write!(text, "\t{:.4}", features.get(feature));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(confidence: f64, is_right: bool) -> Case {
        Case { document: String::new(), relation: String::new(), confidence, is_right, features: None }
    }

    #[test]
    fn the_error_is_the_distance_of_what_is_said_and_what_is_so() {
        let half = |confidence| [case(confidence, true), case(confidence, false)];
        let error = |cases: &[Case]| Calibration::new(cases).unwrap().error;
        assert!(error(&half(0.5)) < 1e-9);
        assert!((error(&half(0.9)) - 0.4).abs() < 1e-9);
        assert!((error(&[half(0.5), half(0.9)].concat()) - 0.2).abs() < 1e-9);
        assert_eq!(Calibration::new(&[]), None);
    }

    #[test]
    fn a_threshold_keeps_what_reaches_it() {
        let cases = [case(0.7, true), case(0.69, false), case(1.0, true)];
        let calibration = Calibration::new(&cases).unwrap();
        let kept = calibration.thresholds[7];
        assert_eq!((kept.number, kept.share), (2.0, 1.0));
        assert_eq!(calibration.bins.iter().map(|bin| bin.number).sum::<f64>(), 3.0);
        assert_eq!(calibration.bins[9].number, 1.0);
    }
}
