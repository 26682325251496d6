//! Lines between actors: which ties share one, how it runs, and what it says.

use crate::document::hidden::plain;
use crate::export::view::number;
use crate::network::{Network, Tie};
use crate::ontology::Status;

use super::scene::Spot;

/// Size of the letters on lines, in points.
pub(super) const FONT: f64 = 11.0;
/// From row to row.
pub(super) const ROW: f64 = 12.5;

/// Ties of the same two actors and the same status, as one line.
pub(super) struct Line<'n> {
    /// The ends, the smaller first.
    pub(super) ends: (usize, usize),
    /// Of all of its ties.
    pub(super) status: Status,
    /// The ties with whether they run from the first end to the second.
    pub(super) ties: Vec<(&'n Tie, bool)>,
    /// In points.
    pub(super) width: f64,
    /// What stands on it, if there was room.
    pub(super) label: Option<Label>,
    /// The fraction at which its cross stands, if its status has one.
    pub(super) cross_at: f64,
    curve: Curve,
}

/// A label on a line.
pub(super) struct Label {
    /// Its centre.
    pub(super) x: f64,
    /// Its centre.
    pub(super) y: f64,
    /// One below the other.
    pub(super) rows: Vec<String>,
}

impl Label {
    /// Base line of a row.
    pub(super) fn row_y(&self, row: usize) -> f64 {
        self.y + FONT / 3.0 + ROW * (row as f64 - (self.rows.len() as f64 - 1.0) / 2.0)
    }
}

/// A quadratic curve.
#[derive(Clone, Copy, Default)]
struct Curve {
    start: (f64, f64),
    bend: (f64, f64),
    end: (f64, f64),
}

impl Curve {
    fn point(&self, fraction: f64) -> (f64, f64) {
        let rest = 1.0 - fraction;
        let (a, b, c) = (rest * rest, 2.0 * fraction * rest, fraction * fraction);
        let Self { start, bend, end } = self;
        (a * start.0 + b * bend.0 + c * end.0, a * start.1 + b * bend.1 + c * end.1)
    }

    fn turned(&self) -> Self {
        Self { start: self.end, bend: self.bend, end: self.start }
    }

    /// The fraction at which it has left the shape of `spot`, where it starts, and the label of it.
    fn leave(&self, spot: &Spot, arrow: bool) -> f64 {
        let room = spot.radius * 1.06 + if arrow { 3.5 } else { 1.5 };
        let [_, label] = spot.boxes();
        let inside = |step: &i32| {
            let (x, y) = self.point(f64::from(*step) / 100.0);
            let (dx, dy) = (x - spot.x, y - spot.y);
            dx * dx + dy * dy < room * room || label.holds((x, y), 1.0)
        };
        (0..100).take_while(inside).count() as f64 / 100.0
    }

    /// The part between two fractions (de Casteljau).
    fn cut(&self, first: f64, last: f64) -> Self {
        let between = |a: (f64, f64), b: (f64, f64), t: f64| (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t);
        let bend = between(between(self.start, self.bend, first), between(self.bend, self.end, first), last);
        Self { start: self.point(first), bend, end: self.point(last) }
    }
}

impl<'n> Line<'n> {
    /// A line of the status of `ties`, which have the same ends; `lane` tells the lines of two actors apart, 0 is
    /// the straight one.
    pub(super) fn new(
        ends: (usize, usize),
        status: Status,
        ties: Vec<(&'n Tie, bool)>,
        lane: f64,
        spots: &[Spot],
    ) -> Self {
        let count: usize = ties.iter().map(|(tie, _)| tie.count).sum();
        let mut line = Self {
            ends,
            status,
            width: (0.9 + 0.5 * (count as f64).sqrt()).min(4.5),
            ties,
            label: None,
            cross_at: 0.5,
            curve: Curve::default(),
        };
        line.curve = line.run(lane, &spots[ends.0], &spots[ends.1]);
        line
    }

    /// From outline to outline.
    fn run(&self, lane: f64, from: &Spot, to: &Spot) -> Curve {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = (dx * dx + dy * dy).sqrt().max(1.0);
        let (nx, ny) = (-dy / length, dx / length);
        let bend = ((from.x + to.x) / 2.0 + nx * lane * 34.0, (from.y + to.y) / 2.0 + ny * lane * 34.0);
        let (forth, back) = self.directions();
        let whole = Curve { start: (from.x, from.y), bend, end: (to.x, to.y) };
        let (first, last) = (whole.leave(from, back), 1.0 - whole.turned().leave(to, forth));
        if first < last { whole.cut(first, last) } else { whole.cut(0.45, 0.55) }
    }

    /// Whether a tie runs from the first end to the second, and whether one runs back.
    fn directions(&self) -> (bool, bool) {
        let runs = |way: bool| self.ties.iter().any(|&(tie, forth)| !tie.symmetric && forth == way);
        (runs(true), runs(false))
    }

    /// The point at a fraction of it.
    pub(super) fn point(&self, fraction: f64) -> (f64, f64) {
        self.curve.point(fraction)
    }

    /// As an SVG path; it ends where its arrowheads begin.
    pub(super) fn path(&self) -> String {
        let (forth, back) = self.directions();
        let size = self.arrow_size();
        let start =
            if back { toward(self.curve.start, self.curve.bend, size * 0.8) } else { self.curve.start };
        let end = if forth { toward(self.curve.end, self.curve.bend, size * 0.8) } else { self.curve.end };
        let pair = |(x, y): (f64, f64)| format!("{} {}", number(x, 1), number(y, 1));
        format!("M{}Q{} {}", pair(start), pair(self.curve.bend), pair(end))
    }

    /// Its arrowheads as SVG paths.
    pub(super) fn arrows(&self) -> Vec<String> {
        let (forth, back) = self.directions();
        let tips = [(forth, self.curve.end), (back, self.curve.start)];
        tips.iter().filter(|(wanted, _)| *wanted).map(|&(_, tip)| self.arrow(tip)).collect()
    }

    fn arrow_size(&self) -> f64 {
        5.5 + self.width * 1.6
    }

    fn arrow(&self, tip: (f64, f64)) -> String {
        let size = self.arrow_size();
        let heel = toward(tip, self.curve.bend, size);
        let (nx, ny) = ((heel.1 - tip.1) * 0.38, (tip.0 - heel.0) * 0.38);
        let pair = |x: f64, y: f64| format!("{} {}", number(x, 1), number(y, 1));
        format!(
            "M{}L{}L{}Z",
            pair(tip.0, tip.1),
            pair(heel.0 + nx, heel.1 + ny),
            pair(heel.0 - nx, heel.1 - ny)
        )
    }

    /// Its cross, as an SVG path.
    pub(super) fn cross(&self) -> String {
        let (x, y) = self.point(self.cross_at);
        let at = |dx: f64, dy: f64| format!("{} {}", number(x + dx, 1), number(y + dy, 1));
        format!("M{}L{}M{}L{}", at(-4.5, -4.5), at(4.5, 4.5), at(-4.5, 4.5), at(4.5, -4.5))
    }

    /// The relations, with an arrow in front of each if they do not all run one way, `most` rows at most.
    pub(super) fn rows(&self, spots: &[Spot], most: usize) -> Vec<String> {
        let mixed = self.directions() == (true, true);
        let rightwards = spots[self.ends.1].x >= spots[self.ends.0].x;
        let mut said: Vec<(String, usize)> = Vec::new();
        for &(tie, forth) in &self.ties {
            let arrow = match (mixed && !tie.symmetric, forth == rightwards) {
                (false, _) => "",
                (true, true) => "→ ",
                (true, false) => "← ",
            };
            let label = format!("{arrow}{}", plain(&tie.label));
            match said.iter_mut().find(|(other, _)| *other == label) {
                Some((_, count)) => *count += tie.count,
                None => said.push((label, tie.count)),
            }
        }
        said.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let shown = if said.len() > most { most.saturating_sub(1).max(1) } else { most };
        let more = said.len().saturating_sub(shown);
        let mut rows: Vec<String> = (said.into_iter().take(shown))
            .map(|(label, count)| if count > 1 { format!("{label} ×{count}") } else { label })
            .collect();
        match rows.last_mut() {
            Some(only) if more > 0 && most == 1 => only.push_str(&format!(" +{more}")),
            _ if more > 0 => rows.push(format!("+{more} more")),
            _ => {}
        }
        rows
    }

    /// All of its ties with status, speaker, time and source.
    pub(super) fn details(&self, network: &Network) -> String {
        let mut details = Vec::new();
        for &(tie, forth) in &self.ties {
            let (from, to) = if forth { self.ends } else { (self.ends.1, self.ends.0) };
            let (from, to) = (plain(&network.actor(from).name), plain(&network.actor(to).name));
            let mut row = format!("{from} — {} — {to} [{}]", plain(&tie.label), tie.status);
            if let Some(speaker) = &tie.speaker {
                row.push_str(&format!(", according to {}", plain(&speaker.name)));
            }
            if !tie.times.is_empty() {
                let times = tie.times.iter().map(|time| plain(time)).collect::<Vec<_>>();
                row.push_str(&format!(", {}", times.join(", ")));
            }
            if tie.count > 1 {
                row.push_str(&format!(", {} statements", tie.count));
            }
            if let Some(sentence) = tie.evidence.first() {
                row.push_str(&format!("\n  “{}” ({})", plain(&sentence.text), plain(&sentence.document)));
            }
            details.push(row);
        }
        details.join("\n")
    }
}

/// The point at some distance from `from` in the direction of `to`.
fn toward(from: (f64, f64), to: (f64, f64), distance: f64) -> (f64, f64) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    (from.0 + dx / length * distance, from.1 + dy / length * distance)
}
