//! A picture of a timeline: cooperation above the line, conflict below it, a bar a step.
//!
//! What happened is filled, what is only planned, possible or denied is hollow on top of it. Every bar has its counts and
//! its first events as a tooltip. One SVG file without scripts, fonts or other files, as the network's.

use std::io::{self, Write};

use jiff::civil::Date;

use super::{FONTS, INK, PALE_INK, text};
use crate::document::hidden::plain;
use crate::export::view::number;
use crate::export::xml::escape;
use crate::network::{Bar, Timeline};

/// Blue of cooperation and vermilion of conflict, of the palette of Okabe and Ito (2008).
const COLORS: [&str; 2] = ["#0072b2", "#d55e00"];
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 420.0;
/// Edges of the area of the bars.
const LEFT: f64 = 64.0;
const RIGHT: f64 = WIDTH - 24.0;
const TOP: f64 = 104.0;
const BOTTOM: f64 = HEIGHT - 66.0;
/// Width of a bar at most.
const WIDEST: f64 = 44.0;
/// Labels below the bars at most.
const LABELS: i64 = 12;
/// Characters of a heading or a row of a tooltip.
const LETTERS: usize = 110;

/// Words around the bars.
#[derive(Clone, Debug, Default)]
pub struct Caption {
    /// Above, large.
    pub title: String,
    /// Below the title, small.
    pub notes: Vec<String>,
}

/// Draws `timeline`; `tell` says an event in a line, for the tooltips.
pub fn write(
    timeline: &Timeline,
    caption: &Caption,
    tell: &dyn Fn(usize) -> String,
    out: &mut dyn Write,
) -> io::Result<()> {
    let scale = Scale::new(timeline);
    let (width, height) = (number(WIDTH, 1), number(HEIGHT, 1));
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONTS}\">"
    )?;
    writeln!(out, "<title>{}</title>", escape(&plain(&caption.title)))?;
    writeln!(out, "<desc>{}</desc>", escape(&plain(&caption.notes.join(" "))))?;
    writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>")?;
    write_heading(caption, out)?;
    write_grid(&scale, out)?;
    writeln!(out, "<g id=\"bars\">")?;
    for (day, bar) in &timeline.bars {
        write_bar(timeline, &scale, *day, bar, tell, out)?;
    }
    writeln!(out, "</g>")?;
    write_axis(timeline, &scale, out)?;
    write_legend(timeline, out)?;
    writeln!(out, "</svg>")
}

/// Where steps and counts are.
struct Scale {
    first: Option<Date>,
    steps: i64,
    /// Width of one step.
    pitch: f64,
    /// Height of one event.
    unit: f64,
    /// Height of the line between cooperation and conflict.
    zero: f64,
    /// Events between two lines of the grid.
    grid: usize,
    /// Events above and below the line.
    up: usize,
    down: usize,
}

impl Scale {
    fn new(timeline: &Timeline) -> Self {
        let span = timeline.span();
        let steps = span.map_or(1, |(first, last)| timeline.step.between(first, last) + 1);
        let most = |count: fn(&Bar) -> usize| timeline.bars.values().map(count).max().unwrap_or(0);
        let (up, down) = (most(Bar::all_cooperation).max(1), most(Bar::all_conflict).max(1));
        let grid = grid(up.max(down));
        let (up, down) = (up.div_ceil(grid) * grid, down.div_ceil(grid) * grid);
        let unit = (BOTTOM - TOP) / (up + down) as f64;
        Self {
            first: span.map(|(first, _)| first),
            steps,
            pitch: (RIGHT - LEFT) / steps as f64,
            unit,
            zero: TOP + up as f64 * unit,
            grid,
            up,
            down,
        }
    }

    /// Middle of a step.
    fn x(&self, step: i64) -> f64 {
        LEFT + (step as f64 + 0.5) * self.pitch
    }
}

/// 1, 2 or 5 times a power of ten, so that at most about five lines are needed.
fn grid(most: usize) -> usize {
    let mut power = 1;
    loop {
        for digit in [1, 2, 5] {
            if most <= 5 * digit * power || power >= usize::MAX / 100 {
                return digit * power;
            }
        }
        power *= 10;
    }
}

fn write_heading(caption: &Caption, out: &mut dyn Write) -> io::Result<()> {
    let title = text::wrap(&plain(&caption.title), 80, 1).concat();
    writeln!(
        out,
        "<text x=\"24\" y=\"36\" font-size=\"20\" font-weight=\"600\" fill=\"{INK}\">{}</text>",
        escape(&title)
    )?;
    let rows = caption.notes.iter().flat_map(|note| text::wrap(&plain(note), LETTERS + 30, 2));
    for (row, note) in rows.take(3).enumerate() {
        let y = 56 + 16 * row;
        writeln!(
            out,
            "<text x=\"24\" y=\"{y}\" font-size=\"12\" fill=\"{PALE_INK}\">{}</text>",
            escape(&note)
        )?;
    }
    Ok(())
}

/// Lines at round counts, with the counts; those of conflict are counted downwards.
fn write_grid(scale: &Scale, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<g id=\"grid\" font-size=\"11\" fill=\"{PALE_INK}\" text-anchor=\"end\">")?;
    let (left, right) = (number(LEFT, 1), number(RIGHT, 1));
    let above = (1..=scale.up / scale.grid).map(|line| (line * scale.grid, -1.0));
    let below = (1..=scale.down / scale.grid).map(|line| (line * scale.grid, 1.0));
    for (count, sign) in above.chain(below) {
        let height = scale.zero + sign * count as f64 * scale.unit;
        let (y, base) = (number(height, 1), number(height + 4.0, 1));
        writeln!(out, "<path d=\"M{left} {y}H{right}\" stroke=\"#e4e8eb\"/>")?;
        writeln!(out, "<text x=\"{}\" y=\"{base}\">{count}</text>", number(LEFT - 8.0, 1))?;
    }
    writeln!(out, "</g>")
}

fn write_bar(
    timeline: &Timeline,
    scale: &Scale,
    day: Date,
    bar: &Bar,
    tell: &dyn Fn(usize) -> String,
    out: &mut dyn Write,
) -> io::Result<()> {
    let step = scale.first.map_or(0, |first| timeline.step.between(first, day));
    let width = (scale.pitch * 0.8).clamp(2.0, WIDEST);
    let (left, wide) = (number(scale.x(step) - width / 2.0, 2), number(width, 2));
    writeln!(out, "<g><title>{}</title>", escape(&tooltip(timeline, day, bar, tell)))?;
    let halves = [
        (bar.cooperation, bar.unreal_cooperation, COLORS[0], -1.0),
        (bar.conflict, bar.unreal_conflict, COLORS[1], 1.0),
    ];
    for (real, unreal, color, sign) in halves {
        let mut rect = |from: usize, count: usize, paint: &str| {
            if count == 0 {
                return Ok(());
            }
            let (a, b) = (from as f64 * scale.unit, (from + count) as f64 * scale.unit);
            let y = scale.zero + if sign < 0.0 { -b } else { a };
            let (y, height) = (number(y, 2), number(b - a, 2));
            writeln!(out, "<rect x=\"{left}\" y=\"{y}\" width=\"{wide}\" height=\"{height}\" {paint}/>")
        };
        rect(0, real, &format!("fill=\"{color}\""))?;
        rect(real, unreal, &format!("fill=\"#ffffff\" stroke=\"{color}\" stroke-dasharray=\"3 2\""))?;
    }
    writeln!(out, "</g>")
}

fn tooltip(timeline: &Timeline, day: Date, bar: &Bar, tell: &dyn Fn(usize) -> String) -> String {
    const TOLD: usize = 6;
    let mut rows = vec![format!(
        "{}: {} of cooperation, {} of conflict, Goldstein {}",
        timeline.step.label(day),
        bar.cooperation,
        bar.conflict,
        number(bar.goldstein(), 1)
    )];
    if bar.unreal_cooperation + bar.unreal_conflict > 0 {
        let (cooperation, conflict) = (bar.unreal_cooperation, bar.unreal_conflict);
        rows.push(format!("not realised: {cooperation} of cooperation, {conflict} of conflict"));
    }
    let told = bar.events.iter().take(TOLD).map(|&at| plain(&tell(at)));
    rows.extend(told.map(|row| text::wrap(&row, LETTERS, 1).concat()));
    if bar.events.len() > TOLD {
        rows.push(format!("… {} more", bar.events.len() - TOLD));
    }
    rows.join("\n")
}

/// The line between the halves, the names of steps, and what is up and down.
fn write_axis(timeline: &Timeline, scale: &Scale, out: &mut dyn Write) -> io::Result<()> {
    let (left, right, zero) = (number(LEFT, 1), number(RIGHT, 1), number(scale.zero, 1));
    writeln!(out, "<path d=\"M{left} {zero}H{right}\" stroke=\"{INK}\"/>")?;
    writeln!(out, "<g id=\"axis\" font-size=\"11\" fill=\"{PALE_INK}\" text-anchor=\"middle\">")?;
    let every = (scale.steps + LABELS - 1) / LABELS;
    let (mut day, mut step) = (scale.first, 0);
    while let Some(here) = day.filter(|_| step < scale.steps) {
        if step % every == 0 {
            let (x, from, to) = (number(scale.x(step), 1), number(BOTTOM, 1), number(BOTTOM + 5.0, 1));
            writeln!(out, "<path d=\"M{x} {from}V{to}\" stroke=\"{PALE_INK}\"/>")?;
            let label = timeline.step.label(here);
            writeln!(out, "<text x=\"{x}\" y=\"{}\">{label}</text>", number(BOTTOM + 19.0, 1))?;
        }
        (day, step) = (timeline.step.next(here), step + 1);
    }
    writeln!(out, "</g>")?;
    for (word, color, y) in [
        ("cooperation", COLORS[0], (TOP + scale.zero) / 2.0),
        ("conflict", COLORS[1], (scale.zero + BOTTOM) / 2.0),
    ] {
        let y = number(y, 1);
        writeln!(
            out,
            "<text x=\"20\" y=\"{y}\" font-size=\"12\" fill=\"{color}\" text-anchor=\"middle\" transform=\"rotate(-90 20 {y})\">{word}</text>"
        )?;
    }
    Ok(())
}

fn write_legend(timeline: &Timeline, out: &mut dyn Write) -> io::Result<()> {
    let y = HEIGHT - 20.0;
    let samples = [("cooperation", COLORS[0]), ("conflict", COLORS[1])];
    let unreal = timeline.total.unreal_cooperation + timeline.total.unreal_conflict > 0;
    writeln!(out, "<g id=\"legend\" font-size=\"11\" fill=\"{PALE_INK}\">")?;
    let mut x = 24.0;
    let mut entry = |word: &str, paint: &str, out: &mut dyn Write| {
        let (left, top) = (number(x, 1), number(y - 9.0, 1));
        writeln!(out, "<rect x=\"{left}\" y=\"{top}\" width=\"10\" height=\"10\" {paint}/>")?;
        writeln!(out, "<text x=\"{}\" y=\"{}\">{word}</text>", number(x + 16.0, 1), number(y, 1))?;
        x += 16.0 + text::width(word, 11.0) + 22.0;
        Ok::<(), io::Error>(())
    };
    for (word, color) in samples {
        entry(&format!("{word}, realised"), &format!("fill=\"{color}\""), out)?;
    }
    if unreal {
        let paint = format!("fill=\"#ffffff\" stroke=\"{PALE_INK}\" stroke-dasharray=\"3 2\"");
        entry("planned, possible, denied or negated", &paint, out)?;
    }
    let step = format!("One bar a {}; its height is the number of events.", timeline.step.as_str());
    writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{step}</text>\n</g>",
        number(RIGHT, 1),
        number(y, 1)
    )
}

#[cfg(test)]
mod tests {
    use super::grid;

    #[test]
    fn lines_of_the_grid_are_at_round_counts() {
        for (most, expected) in [(1, 1), (5, 1), (6, 2), (10, 2), (11, 5), (25, 5), (26, 10), (730, 200)] {
            assert_eq!(grid(most), expected, "{most}");
        }
        assert!(grid(usize::MAX) > 0);
    }
}
