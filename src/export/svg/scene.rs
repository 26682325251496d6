//! What is in a picture and where: the choice of actors, their places, lines and labels.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::line::{self, Label, Line};
use super::text;
use crate::diagnostic::counted;
use crate::document::hidden::plain;
use crate::export::{LossReport, style};
use crate::network::{Footprint, Network, Tie};
use crate::ontology::Status;

/// What to draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Above the picture.
    pub title: String,
    /// More about what was chosen, such as `Around Russia, 2 steps.`
    pub note: Option<String>,
    /// Actors to draw at most, those with most ties first.
    pub max_actors: usize,
    /// Whether to draw actors without ties too.
    pub isolated: bool,
    /// Ties to label at most, those of most statements first.
    pub max_labels: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            title: "Actors and their ties".to_owned(),
            note: None,
            max_actors: 60,
            isolated: false,
            max_labels: 160,
        }
    }
}

/// Letters of a caption in a row: what the narrowest picture has room for.
const NOTE_LETTERS: usize = 110;
/// Rows of a note at most.
const NOTE_ROWS: usize = 4;

fn note_rows(note: &str) -> Vec<String> {
    text::wrap(&plain(note), NOTE_LETTERS, NOTE_ROWS)
}

/// Where an actor stands.
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) radius: f64,
    /// Its label, below it.
    pub(super) rows: Vec<String>,
    pub(super) font: f64,
}

impl Spot {
    /// Base line of a row of the label.
    pub(super) fn row_y(&self, row: usize) -> f64 {
        self.y + self.radius + 2.0 + self.font * (0.95 + 1.1 * row as f64)
    }

    fn label_height(&self) -> f64 {
        self.rows.len() as f64 * self.font * 1.1 + 4.0
    }

    fn label_width(&self) -> f64 {
        self.rows.iter().map(|row| text::width(row, self.font)).fold(0.0, f64::max)
    }

    /// Shape and label.
    pub(super) fn boxes(&self) -> [Box; 2] {
        let half = self.label_width() / 2.0;
        let foot = self.y + self.radius;
        [
            Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius),
            Box(self.x - half, foot, self.x + half, foot + self.label_height()),
        ]
    }
}

/// All that is drawn.
pub(super) struct Scene<'n> {
    pub(super) network: &'n Network,
    pub(super) spots: Vec<Spot>,
    pub(super) lines: Vec<Line<'n>>,
    pub(super) title: String,
    pub(super) caption: Vec<String>,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) loss: LossReport,
}

/// Room for the labels of ties, which the layout does not know of.
const SPREAD: f64 = 1.22;
/// Points of a line at which it is looked whether something is near.
const SAMPLES: usize = 48;
/// Room around the picture.
const MARGIN: f64 = 28.0;

/// As much of `network` as `options` allow: actors with most ties first, and none without ties unless wanted.
pub(super) fn choose(network: &Network, options: &Options) -> Network {
    let mut kept: Vec<usize> = if options.isolated {
        (0..network.actors().len()).collect()
    } else {
        tied(network).into_iter().collect()
    };
    if kept.len() > options.max_actors {
        let measures = network.measure();
        kept.sort_by_key(|&at| (Reverse(measures[at].degree), Reverse(network.actor(at).statements), at));
        kept = fill(network, kept, options);
    }
    network.only(&kept.into_iter().collect())
}

/// The first of `order` up to the number wanted. Who has no tie to another of these makes room for the next.
fn fill(network: &Network, mut order: Vec<usize>, options: &Options) -> Vec<usize> {
    loop {
        let first: BTreeSet<usize> = order.iter().take(options.max_actors).copied().collect();
        let among = |&(from, to, _): &(usize, usize, &Tie)| first.contains(&from) && first.contains(&to);
        let linked: BTreeSet<usize> = (network.ties().filter(|(from, to, _)| from != to).filter(among))
            .flat_map(|(from, to, _)| [from, to])
            .collect();
        if options.isolated || linked.len() == first.len() {
            return first.into_iter().collect();
        }
        order.retain(|at| linked.contains(at) || !first.contains(at));
    }
}

impl<'n> Scene<'n> {
    /// The scene of `chosen`, which is what [`choose`] took of `whole`.
    pub(super) fn new(chosen: &'n Network, whole: &Network, options: &Options) -> Self {
        let mut spots: Vec<Spot> = chosen.actors().map(|actor| spot(&actor.name, actor.statements)).collect();
        let footprints: Vec<Footprint> = spots.iter().map(footprint).collect();
        for (spot, place) in spots.iter_mut().zip(chosen.layout(&footprints)) {
            (spot.x, spot.y) = (place.x * SPREAD, place.y * SPREAD - spot.label_height() / 2.0);
        }
        let mut scene = Self {
            network: chosen,
            spots,
            lines: Vec::new(),
            title: plain(&options.title),
            caption: Vec::new(),
            width: 0.0,
            height: 0.0,
            loss: LossReport::new("SVG"),
        };
        let notes = options.note.as_deref().map(note_rows).unwrap_or_default();
        scene.frame(notes.len());
        scene.draw_lines();
        scene.place_crosses();
        scene.place_labels(options.max_labels);
        scene.describe(whole, notes);
        scene
    }

    /// Moves everything below the heading and inside the margins.
    fn frame(&mut self, notes: usize) {
        let boxes: Vec<Box> = self.spots.iter().flat_map(Spot::boxes).collect();
        let left = boxes.iter().map(|found| found.0).fold(f64::MAX, f64::min);
        let top = boxes.iter().map(|found| found.1).fold(f64::MAX, f64::min);
        let right = boxes.iter().map(|found| found.2).fold(f64::MIN, f64::max);
        let bottom = boxes.iter().map(|found| found.3).fold(f64::MIN, f64::max);
        let heading = 80.0 + 16.0 * notes as f64;
        let (inner, below) = if boxes.is_empty() { (0.0, 0.0) } else { (right - left, bottom - top) };
        self.width = (inner + 2.0 * MARGIN).max(760.0);
        self.height = heading + below + MARGIN;
        let (dx, dy) = ((self.width - inner) / 2.0 - left, heading + MARGIN / 2.0 - top);
        for spot in &mut self.spots {
            spot.x += dx;
            spot.y += dy;
        }
    }

    /// One line for the ties of two actors with one status.
    fn draw_lines(&mut self) {
        type Ties<'n> = BTreeMap<Status, Vec<(&'n Tie, bool)>>;
        let mut pairs: BTreeMap<(usize, usize), Ties<'n>> = BTreeMap::new();
        for (from, to, tie) in self.network.ties() {
            if from == to {
                self.loss.add("ties of an actor to itself not drawn", 1);
                continue;
            }
            pairs
                .entry((from.min(to), from.max(to)))
                .or_default()
                .entry(tie.status)
                .or_default()
                .push((tie, from < to));
        }
        for (ends, statuses) in pairs {
            let middle = (statuses.len() as f64 - 1.0) / 2.0;
            for (at, (status, ties)) in statuses.into_iter().enumerate() {
                self.lines.push(Line::new(ends, status, ties, at as f64 - middle, &self.spots));
            }
        }
    }

    /// Points along each line.
    fn traces(&self) -> Vec<Vec<(f64, f64)>> {
        let at = |step: usize| step as f64 / SAMPLES as f64;
        self.lines.iter().map(|line| (0..=SAMPLES).map(|step| line.point(at(step))).collect()).collect()
    }

    /// Puts the cross of what is not so where no other line and no actor is.
    fn place_crosses(&mut self) {
        const STOPS: [f64; 11] = [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75];
        let traces = self.traces();
        let mut taken: Vec<Box> = self.spots.iter().flat_map(Spot::boxes).collect();
        for at in 0..self.lines.len() {
            if !style::line(self.lines[at].status).crossed {
                continue;
            }
            let cost = |stop: f64| {
                let space = Box::around(self.lines[at].point(stop), 9.0, 9.0);
                let covered = taken.iter().filter(|other| space.overlaps(other)).count();
                crossings(&space, &traces, at) + covered
            };
            let best = STOPS.iter().copied().min_by_key(|&stop| cost(stop)).unwrap_or(0.5);
            taken.push(Box::around(self.lines[at].point(best), 6.0, 6.0));
            self.lines[at].cross_at = best;
        }
    }

    /// Labels the lines, the weightiest first, where they cover no actor and no other label, and other lines as little
    /// as can be.
    fn place_labels(&mut self, most: usize) {
        let traces = self.traces();
        let mut taken: Vec<Box> = self.spots.iter().flat_map(Spot::boxes).collect();
        for line in self.lines.iter().filter(|line| style::line(line.status).crossed) {
            taken.push(Box::around(line.point(line.cross_at), 6.0, 6.0));
        }
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        let count = |line: &Line<'_>| line.ties.iter().map(|(tie, _)| tie.count).sum::<usize>();
        order.sort_by_key(|&at| (Reverse(count(&self.lines[at])), self.lines[at].status, at));
        for at in order.into_iter().take(most) {
            let found = (1..=3).rev().find_map(|most| self.free_label(at, most, &traces, &taken));
            if let Some((label, space)) = found {
                taken.push(space);
                self.lines[at].label = Some(label);
            }
        }
    }

    /// A label of `most` rows at most for the line at `at`, with the space that it takes, if there is room.
    fn free_label(
        &self,
        at: usize,
        most: usize,
        traces: &[Vec<(f64, f64)>],
        taken: &[Box],
    ) -> Option<(Label, Box)> {
        let line = &self.lines[at];
        let rows = line.rows(&self.spots, most);
        let half = rows.iter().map(|row| text::width(row, line::FONT)).fold(0.0, f64::max) / 2.0 + 1.0;
        let tall = line::ROW * rows.len() as f64 / 2.0;
        // From the middle outwards, to both sides in turn.
        let stops = (0..=30).map(|step: i32| 0.5 + f64::from((step + 1) / 2 * (1 - step % 2 * 2)) * 0.02);
        let spaces = stops.map(|stop| (line.point(stop), Box::around(line.point(stop), half, tall)));
        let free = spaces.filter(|(_, space)| taken.iter().all(|other| !space.overlaps(other)));
        let ((x, y), space) = free.min_by_key(|(_, space)| crossings(space, traces, at))?;
        Some((Label { x, y, rows }, space))
    }

    /// The caption: what is drawn and what is not.
    fn describe(&mut self, whole: &Network, notes: Vec<String>) {
        let (drawn, all) = (self.network.actors().len(), whole.actors().len());
        let mut parts = vec![
            counted(drawn, "actor"),
            format!(
                "{} from {}",
                counted(self.network.ties().len(), "tie"),
                counted(self.network.statements(), "statement")
            ),
        ];
        // Only documents that have a tie of the picture: of a part of a graph the others tell nothing.
        let told: BTreeSet<usize> =
            self.network.ties().flat_map(|(_, _, tie)| tie.sources.iter().copied()).collect();
        let read = whole.documents().len();
        parts.push(if told.len() == read {
            counted(read, "document")
        } else {
            format!("{} of {}", told.len(), counted(read, "document"))
        });
        let days = || {
            let sources = whole.documents().values().enumerate().filter(|(at, _)| told.contains(at));
            sources.filter_map(|(_, source)| source.date)
        };
        if let (Some(first), Some(last)) = (days().min(), days().max()) {
            parts.push(if first == last { first.to_string() } else { format!("{first} to {last}") });
        }
        self.caption.push(parts.join(" · "));
        self.caption.extend(notes);
        if all > drawn {
            let why = if tied(whole).len() > drawn {
                "the others have fewer ties or none"
            } else {
                "the others have no ties"
            };
            self.caption.push(format!("Drawn: {drawn} of {all} actors; {why}."));
        }
        let unlabelled = self.lines.iter().filter(|line| line.label.is_none()).count();
        self.loss.add("actors not drawn", all - drawn);
        self.loss.add("ties of these not drawn", whole.ties().len() - self.network.ties().len());
        self.loss.add("lines without a label, for want of room (their tooltip has it)", unlabelled);
        self.loss.add("reported clauses left out", whole.actors().map(|actor| actor.texts).sum());
        let spoken = self.network.ties().filter(|(_, _, tie)| tie.speaker.is_some()).count();
        self.loss.add("speakers shown in tooltips only", spoken);
    }
}

fn spot(name: &str, statements: usize) -> Spot {
    let radius = style::radius(statements);
    let font = if radius > 20.0 {
        13.0
    } else if radius > 13.0 {
        12.0
    } else {
        11.0
    };
    Spot { x: 0.0, y: 0.0, radius, rows: text::wrap(&plain(name), 20, 2), font }
}

/// The actors that have a tie to another.
fn tied(network: &Network) -> BTreeSet<usize> {
    network.ties().filter(|(from, to, _)| from != to).flat_map(|(from, to, _)| [from, to]).collect()
}

/// Around the shape and the label below it.
fn footprint(spot: &Spot) -> Footprint {
    Footprint {
        half_width: spot.radius.max(spot.label_width() / 2.0),
        half_height: spot.radius + spot.label_height() / 2.0,
    }
}

/// Left, top, right and bottom.
#[derive(Clone, Copy)]
pub(super) struct Box(f64, f64, f64, f64);

impl Box {
    /// The box around a middle.
    fn around((x, y): (f64, f64), half_width: f64, half_height: f64) -> Self {
        Self(x - half_width, y - half_height, x + half_width, y + half_height)
    }

    /// Whether a point is in it or within `gap` of it.
    pub(super) fn holds(&self, (x, y): (f64, f64), gap: f64) -> bool {
        x > self.0 - gap && x < self.2 + gap && y > self.1 - gap && y < self.3 + gap
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.0 < other.2 && other.0 < self.2 && self.1 < other.3 && other.1 < self.3
    }
}

/// Lines other than that at `own` that run through a space.
fn crossings(space: &Box, traces: &[Vec<(f64, f64)>], own: usize) -> usize {
    let others = traces.iter().enumerate().filter(|(at, _)| *at != own);
    others.filter(|(_, trace)| trace.iter().any(|&point| space.holds(point, 2.0))).count()
}
