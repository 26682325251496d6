//! Counts of right and wrong, the figures made of them, and how far these would move with other documents.
//!
//! What comes in is a [`Score`] a document; what goes out is a [`Report`]. The intervals come from resampling whole
//! documents with a generator that always starts the same, so that the same input gives the same figures.

use std::collections::BTreeMap;

use super::Set;
use super::calibration::Case;

/// Rounds of resampling.
pub const ROUNDS: usize = 1_000;
/// Where the generator starts.
const SEED: u64 = 2_025;

/// How much of what was predicted is right, and how much of the gold was found.
///
/// The two numerators differ where several predictions meet one gold item.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Predictions that are right.
    pub right: f64,
    /// All predictions.
    pub predicted: f64,
    /// Gold items that were found.
    pub found: f64,
    /// All gold items.
    pub gold: f64,
}

impl Counts {
    /// The counts of a one-to-one matching.
    #[expect(clippy::cast_precision_loss, reason = "counts of documents are far below 2^52")]
    pub fn matched(both: usize, predicted: usize, gold: usize) -> Self {
        Self { right: both as f64, predicted: predicted as f64, found: both as f64, gold: gold as f64 }
    }

    /// Adds those of another document.
    pub fn add(&mut self, other: Self) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.found += other.found;
        self.gold += other.gold;
    }

    /// Precision, recall and their harmonic mean.
    pub fn figures(&self) -> Figures {
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let (precision, recall) = (share(self.right, self.predicted), share(self.found, self.gold));
        let f1 = share(2.0 * precision * recall, precision + recall);
        Figures { precision, recall, f1 }
    }
}

/// Precision, recall and F1, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Share of the predictions that is right.
    pub precision: f64,
    /// Share of the gold that was found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Figures {
    fn mean(of: &[Self]) -> Self {
        let count = of.iter().fold(0.0, |count, _| count + 1.0_f64).max(1.0);
        let mean = |part: fn(&Self) -> f64| of.iter().map(part).sum::<f64>() / count;
        Self { precision: mean(|f| f.precision), recall: mean(|f| f.recall), f1: mean(|f| f.f1) }
    }
}

/// A number of cases and how many of them are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accuracy {
    /// Right cases.
    pub right: usize,
    /// All cases.
    pub of: usize,
}

impl Accuracy {
    /// 0 to 1; 0 without cases.
    #[expect(clippy::cast_precision_loss, reason = "counts of documents are far below 2^52")]
    pub fn share(self) -> f64 {
        if self.of == 0 { 0.0 } else { self.right as f64 / self.of as f64 }
    }

    /// One more case.
    pub fn count(&mut self, is_right: bool) {
        self.right += usize::from(is_right);
        self.of += 1;
    }
}

/// Something that was missed, or found although the gold does not have it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Identifier of the document.
    pub document: String,
    /// What it is, such as `Sergey Lavrov ministerOf Russia`.
    pub what: String,
    /// The text that it stands in.
    pub evidence: String,
    /// Frame that made it; empty for what was missed.
    pub frame: String,
}

/// The score of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// One for each of [`Set::lines`].
    pub lines: Vec<Counts>,
    /// By relation or type.
    pub kinds: BTreeMap<String, Counts>,
    /// By part of the set, where it has parts.
    pub parts: BTreeMap<String, Counts>,
    /// One for each of [`Set::accuracies`].
    pub accuracies: Vec<Accuracy>,
    /// Gold and predicted relation of the same pair, with their number.
    pub confusion: BTreeMap<(String, String), usize>,
    /// What the gold has and the prediction has not.
    pub misses: Vec<Finding>,
    /// What the prediction has and the gold has not.
    pub extras: Vec<Finding>,
    /// All that was predicted, where confidence is measured.
    pub cases: Vec<Case>,
    /// Candidates with their features as tab-separated values, where links are measured.
    pub rows: Vec<String>,
}

/// A figure's 95% interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    /// 2.5% of the rounds are below.
    pub low: f64,
    /// 2.5% of the rounds are above.
    pub high: f64,
}

/// One line of the result, with intervals of precision, recall and F1.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What is measured.
    pub name: &'static str,
    /// The sums.
    pub counts: Counts,
    /// The figures.
    pub figures: Figures,
    /// Intervals of precision, recall and F1.
    pub intervals: [Interval; 3],
}

/// The result of a set.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Which set.
    pub set: Set,
    /// Number of documents.
    pub documents: usize,
    /// One for each of [`Set::lines`].
    pub lines: Vec<Line>,
    /// The figures that stand for all: of one line, or the mean of several.
    pub headline: Figures,
    /// Intervals of precision, recall and F1 of the headline.
    pub headline_intervals: [Interval; 3],
    /// By relation or type.
    pub kinds: BTreeMap<String, Counts>,
    /// By part of the set, where it has parts: the headline's line.
    pub parts: BTreeMap<String, Counts>,
    /// With their names.
    pub accuracies: Vec<(&'static str, Accuracy)>,
    /// Gold and predicted relation of the same pair, with their number.
    pub confusion: BTreeMap<(String, String), usize>,
    /// What was missed, in order of the documents.
    pub misses: Vec<Finding>,
    /// What is too much, in order of the documents.
    pub extras: Vec<Finding>,
    /// All that was predicted, in order of the documents, where confidence is measured.
    pub cases: Vec<Case>,
    /// Candidates with their features as tab-separated values, where links are measured.
    pub rows: Vec<String>,
}

impl Report {
    /// Sums up the scores of all documents.
    pub fn new(set: Set, scores: Vec<Score>) -> Self {
        let all: Vec<usize> = (0..scores.len()).collect();
        let sums = sums(set, &scores, &all);
        let rounds = resample(set, &scores);
        let lines = set.lines().iter().enumerate().map(|(i, name)| Line {
            name,
            counts: sums[i],
            figures: sums[i].figures(),
            intervals: intervals(&rounds, |round| round[i].figures()),
        });
        let mut report = Self {
            set,
            documents: scores.len(),
            lines: lines.collect(),
            headline: headline(set, &sums),
            headline_intervals: intervals(&rounds, |round| headline(set, round)),
            kinds: BTreeMap::new(),
            parts: BTreeMap::new(),
            accuracies: set.accuracies().iter().map(|name| (*name, Accuracy::default())).collect(),
            confusion: BTreeMap::new(),
            misses: Vec::new(),
            extras: Vec::new(),
            cases: Vec::new(),
            rows: Vec::new(),
        };
        scores.into_iter().for_each(|score| report.take(score));
        report
    }

    fn take(&mut self, score: Score) {
        for (kind, counts) in score.kinds {
            self.kinds.entry(kind).or_default().add(counts);
        }
        for (part, counts) in score.parts {
            self.parts.entry(part).or_default().add(counts);
        }
        for ((_, sum), one) in self.accuracies.iter_mut().zip(score.accuracies) {
            sum.right += one.right;
            sum.of += one.of;
        }
        for (pair, count) in score.confusion {
            *self.confusion.entry(pair).or_default() += count;
        }
        self.misses.extend(score.misses);
        self.extras.extend(score.extras);
        self.cases.extend(score.cases);
        self.rows.extend(score.rows);
    }
}

fn headline(set: Set, sums: &[Counts]) -> Figures {
    let of: Vec<Figures> = set.headline().iter().map(|&line| sums[line].figures()).collect();
    Figures::mean(&of)
}

fn sums(set: Set, scores: &[Score], chosen: &[usize]) -> Vec<Counts> {
    let mut sums = vec![Counts::default(); set.lines().len()];
    for &document in chosen {
        for (sum, counts) in sums.iter_mut().zip(&scores[document].lines) {
            sum.add(*counts);
        }
    }
    sums
}

/// The sums of as many documents as there are, drawn with replacement, in each round.
fn resample(set: Set, scores: &[Score]) -> Vec<Vec<Counts>> {
    let mut generator = SplitMix(SEED);
    let mut chosen = vec![0; scores.len()];
    let round = |_| {
        chosen.iter_mut().for_each(|document| *document = generator.below(scores.len()));
        sums(set, scores, &chosen)
    };
    (0..ROUNDS).map(round).collect()
}

fn intervals(rounds: &[Vec<Counts>], figures: impl Fn(&[Counts]) -> Figures) -> [Interval; 3] {
    let all: Vec<Figures> = rounds.iter().map(|round| figures(round)).collect();
    [|f: &Figures| f.precision, |f: &Figures| f.recall, |f: &Figures| f.f1].map(|part| {
        let mut values: Vec<f64> = all.iter().map(part).collect();
        values.sort_by(f64::total_cmp);
        let at = |rank: usize| values.get(rank).copied().unwrap_or_default();
        Interval { low: at(values.len() / 40), high: at(values.len().saturating_sub(values.len() / 40 + 1)) }
    })
}

/// Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators".
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is above zero; the bias is far below what a count of documents can show.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(right: usize) -> Score {
        let line = Counts::matched(right, 10, 10);
        Score { lines: vec![line; Set::Articles.lines().len()], ..Score::default() }
    }

    #[test]
    fn the_figures_of_nothing_are_zero() {
        assert_eq!(Counts::default().figures(), Figures::default());
        let report = Report::new(Set::Articles, Vec::new());
        assert_eq!(report.headline.f1, 0.0);
    }

    #[test]
    fn the_interval_holds_the_figure_and_is_the_same_each_time() {
        let make = || Report::new(Set::Articles, (0..=10).map(score).collect());
        let (report, again) = (make(), make());
        assert_eq!(report, again);
        let [_, _, interval] = report.headline_intervals;
        assert!((report.headline.f1 - 0.5).abs() < 1e-12);
        assert!(interval.low < 0.4 && interval.high > 0.6, "{interval:?}");
        assert!(interval.low > 0.2 && interval.high < 0.8, "{interval:?}");
        let even = Report::new(Set::Articles, (0..5).map(|_| score(5)).collect());
        assert_eq!(even.headline_intervals[2], Interval { low: 0.5, high: 0.5 });
    }
}
