//! Where the actors stand in a picture: the same places on every run, with room for their labels.
//!
//! Each connected group is laid out for itself, by ForceAtlas2 from a fixed spiral and, if it is not too large, by
//! stress majorization (Gansner, Koren and North 2004), which makes distances in the picture follow those in the
//! network. Then footprints are pushed apart and the groups packed. One thread, and only arithmetic that every
//! platform rounds alike.

use fa2::{FA2Data, FA2Settings};

use super::Network;

/// Of the places: whoever changes where an actor stands counts it up, so that what was kept is not taken for it.
pub(super) const REVISION: u64 = 1;
/// Groups up to this size are laid out by forces. Nobody reads a picture of more, and programs such as Gephi, which
/// show them in motion, have layouts of their own: there the busiest stand in the middle.
const MAX_FORCED: usize = 5000;
/// Groups up to this size are refined by stress majorization (quadratic in time and memory).
const MAX_STRESS: usize = 500;
/// In groups up to this size actors step off the ties of others (its square times the ties).
const MAX_CLEARED: usize = 150;
/// Length of a tie between two actors that have no others.
const TIE_LENGTH: f64 = 120.0;
/// Space left between footprints.
const GAP: f64 = 8.0;

/// A place; y grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Position {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// The room that an actor takes with its label, around its position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Footprint {
    /// To the left and to the right.
    pub half_width: f64,
    /// Upwards and downwards.
    pub half_height: f64,
}

impl Network {
    /// A place for each actor, in their order. `footprints` are in the same order.
    pub fn layout(&self, footprints: &[Footprint]) -> Vec<Position> {
        let count = self.actors().len();
        let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (from, to, _) in self.ties().filter(|(from, to, _)| from != to) {
            neighbours[from].push(to);
            neighbours[to].push(from);
        }
        for list in &mut neighbours {
            list.sort_unstable();
            list.dedup();
        }
        let mut local = vec![usize::MAX; count];
        let mut placed: Vec<Group> = (groups(&neighbours).into_iter())
            .map(|members| Group::new(members, &neighbours, footprints, &mut local))
            .collect();
        // The greatest first; equals stay in order of their first actor.
        placed.sort_by_key(|group| std::cmp::Reverse(group.members.len()));
        pack(&mut placed);
        let mut positions = vec![Position::default(); count];
        for group in placed {
            for (member, position) in group.members.into_iter().zip(group.positions) {
                positions[member] = position;
            }
        }
        positions
    }
}

/// Connected actors with their places.
struct Group {
    members: Vec<usize>,
    positions: Vec<Position>,
    footprints: Vec<Footprint>,
}

impl Group {
    /// `local` is room for a number of each actor.
    fn new(
        members: Vec<usize>,
        neighbours: &[Vec<usize>],
        footprints: &[Footprint],
        local: &mut [usize],
    ) -> Self {
        if let [member] = members[..] {
            return Self {
                positions: vec![Position::default()],
                footprints: vec![footprints[member]],
                members,
            };
        }
        members.iter().enumerate().for_each(|(at, &member)| local[member] = at);
        let lists: Vec<Vec<usize>> = members
            .iter()
            .map(|&member| neighbours[member].iter().map(|&next| local[next]).collect())
            .collect();
        let footprints: Vec<Footprint> = members.iter().map(|&member| footprints[member]).collect();
        if members.len() > MAX_FORCED {
            return Self { positions: sunflower(&lists), members, footprints };
        }
        let mut positions = attract(&lists);
        if members.len() <= MAX_STRESS {
            majorize(&mut positions, &lists);
        }
        turn(&mut positions);
        part(&mut positions, &footprints);
        if members.len() <= MAX_CLEARED {
            clear(&mut positions, &footprints, &lists);
        }
        Self { members, positions, footprints }
    }

    /// Left, top, right and bottom.
    fn bounds(&self) -> (f64, f64, f64, f64) {
        let mut bounds = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
        for (position, footprint) in self.positions.iter().zip(&self.footprints) {
            bounds.0 = bounds.0.min(position.x - footprint.half_width);
            bounds.1 = bounds.1.min(position.y - footprint.half_height);
            bounds.2 = bounds.2.max(position.x + footprint.half_width);
            bounds.3 = bounds.3.max(position.y + footprint.half_height);
        }
        bounds
    }

    fn shift(&mut self, x: f64, y: f64) {
        for position in &mut self.positions {
            position.x += x;
            position.y += y;
        }
    }
}

/// Connected actors, each group in order.
fn groups(neighbours: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; neighbours.len()];
    let mut groups = Vec::new();
    for start in 0..neighbours.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let (mut members, mut next) = (vec![start], 0);
        while let Some(&at) = members.get(next) {
            next += 1;
            for &other in &neighbours[at] {
                if !std::mem::replace(&mut seen[other], true) {
                    members.push(other);
                }
            }
        }
        members.sort_unstable();
        groups.push(members);
    }
    groups
}

/// ForceAtlas2 from a spiral of golden angles, scaled so that a middling tie has its length.
fn attract(lists: &[Vec<usize>]) -> Vec<Position> {
    let start = spiral(lists.len());
    if lists.len() < 3 {
        return (0..lists.len()).map(|at| Position { x: at as f64 * TIE_LENGTH * 1.3, y: 0.0 }).collect();
    }
    let mut data = FA2Data::<f64>::with_node_capacity(lists.len());
    for at in &start {
        data.add_node_with_position(at.x * 10.0, at.y * 10.0);
    }
    let edges = || {
        lists
            .iter()
            .enumerate()
            .flat_map(|(from, list)| list.iter().map(move |&to| (from, to)))
            .filter(|(a, b)| a < b)
    };
    for (from, to) in edges() {
        data.add_edge(from, to);
    }
    // Not `from_graph_order`: its logarithm is rounded differently on different platforms.
    let settings = FA2Settings::default().strong_gravity_mode(true).gravity(0.05).scaling_ratio(10.0);
    let large = lists.len() >= 1000;
    let settings = if large { settings.slow_down(8.0).with_barnes_hut() } else { settings.slow_down(4.0) };
    let mut layout = settings.build(data);
    let rounds = if large { 60 } else { 200 };
    for _ in 0..rounds {
        layout.epoch();
    }
    let mut positions: Vec<Position> =
        layout.into_data().positions().map(|(x, y)| Position { x, y }).collect();
    let mut lengths: Vec<f64> = edges().map(|(from, to)| distance(positions[from], positions[to])).collect();
    lengths.sort_by(f64::total_cmp);
    let middle = lengths.get(lengths.len() / 2).copied().unwrap_or(1.0);
    if !middle.is_finite() || middle <= 0.0 {
        return start.into_iter().map(|at| Position { x: at.x * TIE_LENGTH, y: at.y * TIE_LENGTH }).collect();
    }
    for position in &mut positions {
        position.x *= TIE_LENGTH / middle;
        position.y *= TIE_LENGTH / middle;
    }
    positions
}

/// The busiest in the middle, all evenly spread.
fn sunflower(lists: &[Vec<usize>]) -> Vec<Position> {
    let mut order: Vec<usize> = (0..lists.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(lists[at].len()), at));
    let mut positions = vec![Position::default(); lists.len()];
    for (at, place) in order.into_iter().zip(spiral(lists.len())) {
        positions[at] = Position { x: place.x * TIE_LENGTH / 2.0, y: place.y * TIE_LENGTH / 2.0 };
    }
    positions
}

/// Points of a sunflower: no two alike, evenly spread, by rotation without trigonometric functions.
fn spiral(count: usize) -> Vec<Position> {
    // Cosine and sine of the golden angle, 137.5 degrees.
    const COSINE: f64 = -0.737_368_878_078_319_8;
    const SINE: f64 = 0.675_490_294_261_523_8;
    let (mut x, mut y) = (1.0, 0.0);
    (0..count)
        .map(|at| {
            let radius = (at as f64 + 0.5).sqrt();
            let point = Position { x: x * radius, y: y * radius };
            (x, y) = (x * COSINE - y * SINE, x * SINE + y * COSINE);
            point
        })
        .collect()
}

fn distance(a: Position, b: Position) -> f64 {
    ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).sqrt()
}

/// Moves each actor to where its distances to all others fit best, again and again.
fn majorize(positions: &mut [Position], lists: &[Vec<usize>]) {
    let count = positions.len();
    if count < 3 {
        return;
    }
    let wanted: Vec<Vec<f64>> = (0..count).map(|source| wanted_distances(source, lists)).collect();
    for _ in 0..150 {
        for at in 0..count {
            let (mut x, mut y, mut sum) = (0.0, 0.0, 0.0);
            for other in (0..count).filter(|&other| other != at) {
                let ideal = wanted[at][other];
                let weight = 1.0 / (ideal * ideal);
                let found = distance(positions[at], positions[other]).max(1e-6);
                x += weight * (positions[other].x + ideal * (positions[at].x - positions[other].x) / found);
                y += weight * (positions[other].y + ideal * (positions[at].y - positions[other].y) / found);
                sum += weight;
            }
            positions[at] = Position { x: x / sum, y: y / sum };
        }
    }
}

/// How far all others should be from `source`: along the shortest path, whose ties are longer between busy actors.
fn wanted_distances(source: usize, lists: &[Vec<usize>]) -> Vec<f64> {
    let length = |a: usize, b: usize| {
        let crowd = lists[a].len().min(lists[b].len()) as f64 - 1.0;
        TIE_LENGTH * (1.0 + 0.35 * crowd.max(0.0).sqrt())
    };
    let (mut wanted, mut steps) = (vec![f64::MAX; lists.len()], vec![usize::MAX; lists.len()]);
    (wanted[source], steps[source]) = (0.0, 0);
    let mut queue = std::collections::VecDeque::from([source]);
    while let Some(at) = queue.pop_front() {
        for &next in &lists[at] {
            if steps[next] == usize::MAX {
                steps[next] = steps[at] + 1;
                queue.push_back(next);
            }
            if steps[next] == steps[at] + 1 {
                wanted[next] = wanted[next].min(wanted[at] + length(at, next));
            }
        }
    }
    wanted
}

/// Turns the group so that it is widest across: pictures are wider than high.
fn turn(positions: &mut [Position]) {
    let count = positions.len() as f64;
    let (x, y) = positions.iter().fold((0.0, 0.0), |sum, at| (sum.0 + at.x / count, sum.1 + at.y / count));
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for at in positions.iter() {
        xx += (at.x - x) * (at.x - x);
        xy += (at.x - x) * (at.y - y);
        yy += (at.y - y) * (at.y - y);
    }
    // The principal axis of the covariance matrix.
    let half = (xx - yy) / 2.0;
    let root = (half * half + xy * xy).sqrt();
    let (mut across, mut down) = if half >= 0.0 { (half + root, xy) } else { (xy, root - half) };
    let length = (across * across + down * down).sqrt();
    if length <= 0.0 {
        return;
    }
    if across < 0.0 {
        (across, down) = (-across, -down);
    }
    let (cosine, sine) = (across / length, down / length);
    for at in positions.iter_mut() {
        let (dx, dy) = (at.x - x, at.y - y);
        *at = Position { x: dx * cosine + dy * sine, y: dy * cosine - dx * sine };
    }
}

/// Pushes overlapping footprints apart, along the axis on which they overlap less.
fn part(positions: &mut [Position], footprints: &[Footprint]) {
    let mut order: Vec<usize> = (0..positions.len()).collect();
    let widest = footprints.iter().map(|footprint| footprint.half_width).fold(0.0, f64::max);
    let rounds = if positions.len() > 1000 { 20 } else { 300 };
    for _ in 0..rounds {
        order.sort_by(|&a, &b| positions[a].x.total_cmp(&positions[b].x).then(a.cmp(&b)));
        let mut moved = false;
        for (rank, &a) in order.iter().enumerate() {
            for &b in &order[rank + 1..] {
                if positions[b].x - positions[a].x > footprints[a].half_width + widest + GAP {
                    break;
                }
                moved |= part_pair(positions, footprints, a.min(b), a.max(b));
            }
        }
        if !moved {
            break;
        }
    }
}

/// Moves actors off the ties of others, a little each time, and keeps footprints apart.
fn clear(positions: &mut [Position], footprints: &[Footprint], lists: &[Vec<usize>]) {
    for _ in 0..80 {
        let mut moved = false;
        for (from, list) in lists.iter().enumerate() {
            for &to in list.iter().filter(|&&to| from < to) {
                for at in (0..positions.len()).filter(|&at| at != from && at != to) {
                    moved |= step_aside(positions, footprints[at], (from, to, at));
                }
            }
        }
        part(positions, footprints);
        if !moved {
            break;
        }
    }
}

/// Moves the third actor from the tie of the first two if that runs through it.
fn step_aside(
    positions: &mut [Position],
    footprint: Footprint,
    (from, to, at): (usize, usize, usize),
) -> bool {
    let (a, b, p) = (positions[from], positions[to], positions[at]);
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let square = dx * dx + dy * dy;
    let along = ((p.x - a.x) * dx + (p.y - a.y) * dy) / square.max(1.0);
    if !(0.08..0.92).contains(&along) {
        return false;
    }
    let length = square.sqrt();
    // How far the tie is from the middle, to its right, and how far it should be, given its slope.
    let off = (dx * (p.y - a.y) - dy * (p.x - a.x)) / length;
    let room = (footprint.half_height * dx.abs() + footprint.half_width * dy.abs()) / length + 3.0;
    if off.abs() >= room {
        return false;
    }
    let step = (room - off.abs()).min(12.0) * if off < 0.0 { -0.3 } else { 0.3 };
    positions[at].x -= dy / length * step;
    positions[at].y += dx / length * step;
    for end in [from, to] {
        positions[end].x += dy / length * step * 0.25;
        positions[end].y -= dx / length * step * 0.25;
    }
    true
}

/// Pushes two actors apart if their footprints overlap.
fn part_pair(positions: &mut [Position], footprints: &[Footprint], a: usize, b: usize) -> bool {
    let (dx, dy) = (positions[b].x - positions[a].x, positions[b].y - positions[a].y);
    let across = footprints[a].half_width + footprints[b].half_width + GAP - dx.abs();
    let down = footprints[a].half_height + footprints[b].half_height + GAP - dy.abs();
    if across <= 0.01 || down <= 0.01 {
        return false;
    }
    if across < down {
        let step = if dx < 0.0 { -across / 2.0 } else { across / 2.0 };
        positions[a].x -= step;
        positions[b].x += step;
    } else {
        let step = if dy < 0.0 { -down / 2.0 } else { down / 2.0 };
        positions[a].y -= step;
        positions[b].y += step;
    }
    true
}

/// Puts the groups beside and below each other in rows, the greatest first.
fn pack(groups: &mut [Group]) {
    let area: f64 = groups.iter().map(Group::bounds).map(|(l, t, r, b)| (r - l + GAP) * (b - t + GAP)).sum();
    let widest = groups.iter().map(Group::bounds).map(|(l, _, r, _)| r - l).fold(0.0, f64::max);
    let width = widest.max((area * 1.6).sqrt());
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0_f64);
    for group in groups {
        let (left, top, right, bottom) = group.bounds();
        if x > 0.0 && x + right - left > width {
            (x, y, row) = (0.0, y + row + 2.0 * GAP, 0.0);
        }
        group.shift(x - left, y - top);
        x += right - left + 2.0 * GAP;
        row = row.max(bottom - top);
    }
}
