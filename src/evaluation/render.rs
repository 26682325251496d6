//! A [`Report`] as text: a table for people, Markdown for documents, JSON for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::calibration::{Bin, Calibration};
use super::measure::{Counts, Figures, Finding, Interval, Line, Report};
use crate::diagnostic::counted;

/// Pairs of relations that the confusion table of texts shows.
const CONFUSIONS: usize = 20;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Columns.
    Table,
    /// One JSON object.
    Json,
    /// Tables of Markdown.
    Markdown,
}

/// Writes `report`; its errors too, if wanted.
pub fn render(report: &Report, layout: Layout, with_errors: bool) -> String {
    let mut text = match layout {
        Layout::Json => {
            let mut text = to_json(report, with_errors).to_string();
            text.push('\n');
            return text;
        }
        Layout::Table => Sheet { is_markdown: false, text: String::new() },
        Layout::Markdown => Sheet { is_markdown: true, text: String::new() },
    };
    text.summary(report);
    text.calibration(report);
    text.counts("part", &report.parts);
    text.counts("kind", &report.kinds);
    text.confusion(report);
    if with_errors {
        text.findings("missed", &report.misses);
        text.findings("too much", &report.extras);
    }
    text.text
}

struct Sheet {
    is_markdown: bool,
    text: String,
}

impl Sheet {
    /// Rows below a head; the first column is text, the others are figures.
    fn table(&mut self, head: &[&str], rows: &[Vec<String>]) {
        let mut widths: Vec<usize> = head.iter().map(|cell| cell.chars().count()).collect();
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        self.row(&head.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>(), &widths);
        if self.is_markdown {
            self.text.push_str("| --- |");
            self.text.push_str(&" ---: |".repeat(head.len() - 1));
            self.text.push('\n');
        }
        for row in rows {
            self.row(row, &widths);
        }
        self.text.push('\n');
    }

    fn row(&mut self, cells: &[String], widths: &[usize]) {
        if self.is_markdown {
            let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
            // Writing into a String cannot fail, here and below.
            let _ = writeln!(self.text, "| {} |", cells.join(" | "));
            return;
        }
        let mut line = String::new();
        for (at, (cell, &width)) in cells.iter().zip(widths).enumerate() {
            let _ = if at == 0 { write!(line, "{cell:width$}") } else { write!(line, "  {cell:>width$}") };
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn summary(&mut self, report: &Report) {
        let _ = writeln!(
            self.text,
            "{}: {}, 95% intervals of {} resamplings of the documents\n",
            report.set,
            counted(report.documents, "document"),
            super::measure::ROUNDS
        );
        let mut rows: Vec<Vec<String>> = report.lines.iter().map(line_row).collect();
        if report.set.headline().len() > 1 {
            let (figures, intervals) = (report.headline, report.headline_intervals);
            rows.push(figure_row("mean", figures, intervals, String::new(), String::new()));
        }
        let head = ["measure", "precision", "95%", "recall", "95%", "F1", "95%", "gold", "predicted"];
        self.table(&head, &rows);
        if !report.accuracies.is_empty() {
            let rows: Vec<Vec<String>> = report
                .accuracies
                .iter()
                .map(|(name, accuracy)| {
                    vec![(*name).to_owned(), format!("{:.3}", accuracy.share()), accuracy.of.to_string()]
                })
                .collect();
            self.table(&["right", "share", "of"], &rows);
        }
    }

    fn calibration(&mut self, report: &Report) {
        let Some(calibration) = Calibration::new(&report.cases) else { return };
        let two = |bin: &Bin| vec![format!("{:.3}", bin.share), format!("{}", bin.number)];
        let filled = calibration.bins.iter().filter(|bin| bin.number > 0.0);
        let row = |bin: &Bin| {
            let mut row = vec![format!("{:.1}", bin.from), format!("{:.3}", bin.confidence)];
            row.extend(two(bin));
            row
        };
        let rows: Vec<Vec<String>> = filled.map(row).collect();
        self.table(&["confidence from", "mean", "right", "of"], &rows);
        let error = vec![vec!["expected calibration error".to_owned(), format!("{:.3}", calibration.error)]];
        self.table(&["confidence", "value"], &error);
        let row = |bin: &Bin| {
            let mut row = vec![format!("{:.1}", bin.from)];
            row.extend(two(bin));
            row
        };
        let kept = calibration.thresholds.iter().filter(|bin| bin.number > 0.0);
        let rows: Vec<Vec<String>> = kept.map(row).collect();
        self.table(&["at least", "precision", "predicted"], &rows);
    }

    /// Figures by relation, by type or by part of the set.
    fn counts(&mut self, title: &str, counts: &BTreeMap<String, Counts>) {
        let mut kinds: Vec<(&String, &Counts)> = counts.iter().collect();
        kinds.sort_by(|a, b| b.1.gold.total_cmp(&a.1.gold).then_with(|| a.0.cmp(b.0)));
        let rows: Vec<Vec<String>> = kinds
            .into_iter()
            .map(|(kind, counts)| {
                let Figures { precision, recall, f1 } = counts.figures();
                vec![
                    kind.clone(),
                    format!("{precision:.3}"),
                    format!("{recall:.3}"),
                    format!("{f1:.3}"),
                    format!("{}", counts.gold),
                    format!("{}", counts.predicted),
                ]
            })
            .collect();
        if !rows.is_empty() {
            self.table(&[title, "precision", "recall", "F1", "gold", "predicted"], &rows);
        }
    }

    fn confusion(&mut self, report: &Report) {
        let mut pairs: Vec<_> = report.confusion.iter().filter(|((gold, found), _)| gold != found).collect();
        if report.confusion.is_empty() {
            return;
        }
        pairs.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
        let right: usize =
            report.confusion.iter().filter(|((gold, found), _)| gold == found).map(|(_, count)| count).sum();
        let mut rows = vec![vec!["the same on both sides".to_owned(), String::new(), right.to_string()]];
        rows.extend(
            pairs
                .iter()
                .take(CONFUSIONS)
                .map(|((gold, found), count)| vec![gold.clone(), found.clone(), count.to_string()]),
        );
        self.table(&["gold", "predicted for the same pair", "number"], &rows);
    }

    fn findings(&mut self, title: &str, findings: &[Finding]) {
        let _ = writeln!(
            self.text,
            "{}{title}: {}\n",
            if self.is_markdown { "### " } else { "" },
            findings.len()
        );
        for finding in findings {
            let mark = if self.is_markdown { "- " } else { "" };
            let frame = if finding.frame.is_empty() { "-" } else { &finding.frame };
            let _ = writeln!(
                self.text,
                "{mark}{title}\t{}\t{}\t{frame}\t{}",
                one_line(&finding.document),
                one_line(&finding.what),
                one_line(&finding.evidence)
            );
        }
        self.text.push('\n');
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line_row(line: &Line) -> Vec<String> {
    let (gold, predicted) = (format!("{}", line.counts.gold), format!("{}", line.counts.predicted));
    figure_row(line.name, line.figures, line.intervals, gold, predicted)
}

fn figure_row(
    name: &str,
    figures: Figures,
    intervals: [Interval; 3],
    gold: String,
    predicted: String,
) -> Vec<String> {
    let mut row = vec![name.to_owned()];
    for (figure, interval) in [figures.precision, figures.recall, figures.f1].into_iter().zip(intervals) {
        row.push(format!("{figure:.3}"));
        row.push(format!("{:.3}–{:.3}", interval.low, interval.high));
    }
    row.extend([gold, predicted]);
    row
}

fn to_json(report: &Report, with_errors: bool) -> Value {
    let kinds: serde_json::Map<String, Value> = report
        .kinds
        .iter()
        .map(|(kind, counts)| (kind.clone(), with_counts(figures(counts.figures()), counts)))
        .collect();
    let parts: serde_json::Map<String, Value> = report
        .parts
        .iter()
        .map(|(part, counts)| (part.clone(), with_counts(figures(counts.figures()), counts)))
        .collect();
    let confusion: Vec<Value> = report
        .confusion
        .iter()
        .map(|((gold, predicted), number)| json!({"gold": gold, "predicted": predicted, "number": number}))
        .collect();
    let accuracies: Vec<Value> = report
        .accuracies
        .iter()
        .map(|(name, accuracy)| json!({"name": name, "share": rounded(accuracy.share()), "of": accuracy.of}))
        .collect();
    let lines: Vec<Value> = report
        .lines
        .iter()
        .map(|line| {
            let mut value = with_counts(with_intervals(line.figures, line.intervals), &line.counts);
            value["name"] = line.name.into();
            value
        })
        .collect();
    let mut value = json!({
        "schema": "chancery.evaluation/1", "set": report.set.as_str(), "documents": report.documents,
        "headline": with_intervals(report.headline, report.headline_intervals), "lines": lines,
        "accuracies": accuracies, "parts": parts, "kinds": kinds, "confusion": confusion,
    });
    if let Some(calibration) = Calibration::new(&report.cases) {
        let bins = |bins: &[Bin]| bins.iter().map(bin).collect::<Vec<_>>();
        value["calibration"] = json!({
            "error": rounded(calibration.error), "bins": bins(&calibration.bins),
            "thresholds": bins(&calibration.thresholds),
        });
    }
    if with_errors {
        value["missed"] = report.misses.iter().map(finding).collect();
        value["extra"] = report.extras.iter().map(finding).collect();
    }
    value
}

fn bin(bin: &Bin) -> Value {
    json!({
        "from": rounded(bin.from), "number": rounded(bin.number), "confidence": rounded(bin.confidence),
        "right": rounded(bin.share),
    })
}

fn finding(finding: &Finding) -> Value {
    json!({"document": finding.document, "what": finding.what, "evidence": finding.evidence, "frame": finding.frame})
}

fn figures(figures: Figures) -> Value {
    json!({"precision": rounded(figures.precision), "recall": rounded(figures.recall), "f1": rounded(figures.f1)})
}

fn with_counts(mut value: Value, counts: &Counts) -> Value {
    value["gold"] = rounded(counts.gold);
    value["predicted"] = rounded(counts.predicted);
    value["found"] = rounded(counts.found);
    value["right"] = rounded(counts.right);
    value
}

fn with_intervals(of: Figures, intervals: [Interval; 3]) -> Value {
    let mut value = figures(of);
    for (name, interval) in ["precision", "recall", "f1"].into_iter().zip(intervals) {
        value["intervals"][name] = json!([rounded(interval.low), rounded(interval.high)]);
    }
    value
}

/// Four digits are more than the figures are worth.
fn rounded(value: f64) -> Value {
    json!((value * 10_000.0).round() / 10_000.0)
}
