//! The legend: the classes and statuses that are in the picture, in rows below it.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::scene::Scene;
use super::{PALE_INK, outline, text};
use crate::export::style;
use crate::export::view::number;
use crate::ontology::{Class, Status};

/// One sample with its word.
enum Entry {
    Class(Class),
    Status(Status),
}

/// Samples in their places.
pub(super) struct Legend {
    entries: Vec<(Entry, f64, f64)>,
    /// Of the whole legend.
    pub(super) height: f64,
}

const ROW: f64 = 22.0;

impl Legend {
    pub(super) fn new(scene: &Scene<'_>) -> Self {
        let classes: BTreeSet<Class> = scene.network.actors().map(|actor| actor.class).collect();
        let statuses: BTreeSet<Status> = scene.lines.iter().map(|line| line.status).collect();
        let (mut x, mut y, mut entries) = (24.0, 30.0, Vec::new());
        let groups: [Vec<Entry>; 2] = [
            classes.into_iter().map(Entry::Class).collect(),
            statuses.into_iter().map(Entry::Status).collect(),
        ];
        for group in groups {
            for entry in group {
                let wide = entry.sample() + text::width(entry.word(), 11.0) + 22.0;
                if x > 24.0 && x + wide > scene.width - 24.0 {
                    (x, y) = (24.0, y + ROW);
                }
                entries.push((entry, x, y));
                x += wide;
            }
            if x > 24.0 {
                (x, y) = (24.0, y + ROW);
            }
        }
        Self { entries, height: y + 18.0 }
    }

    pub(super) fn write(&self, out: &mut dyn Write, scene: &Scene<'_>) -> io::Result<()> {
        let top = scene.height;
        let (right, line_y) = (number(scene.width - 24.0, 1), number(top + 8.0, 1));
        writeln!(out, "<g id=\"legend\" font-size=\"11\" fill=\"{PALE_INK}\">")?;
        writeln!(out, "<path d=\"M24 {line_y}H{right}\" stroke=\"#d5dade\"/>")?;
        for (entry, x, y) in &self.entries {
            entry.write(out, *x, top + y)?;
            let (x, y) = (number(x + entry.sample(), 1), number(top + y + 3.8, 1));
            writeln!(out, "<text x=\"{x}\" y=\"{y}\">{}</text>", entry.word())?;
        }
        let (x, y) = (24, number(top + self.height - 14.0, 1));
        writeln!(
            out,
            "<text x=\"{x}\" y=\"{y}\">Larger: more statements. Arrows run from who does to whom; lines without one hold both ways. ×n: told n times.</text>\n</g>"
        )
    }
}

impl Entry {
    fn word(&self) -> &'static str {
        match self {
            Self::Class(class) => style::class_label(*class),
            Self::Status(status) => status.as_str(),
        }
    }

    /// Width of the sample.
    fn sample(&self) -> f64 {
        match self {
            Self::Class(_) => 18.0,
            Self::Status(_) => 42.0,
        }
    }

    fn write(&self, out: &mut dyn Write, x: f64, y: f64) -> io::Result<()> {
        match self {
            Self::Class(class) => {
                let shape = outline::path(style::shape(*class), x + 6.5, y, 6.5);
                let fill = style::color(*class).hex();
                writeln!(out, "<path d=\"{shape}\" fill=\"{fill}\" stroke=\"#333d47\"/>")
            }
            Self::Status(status) => {
                let look = style::line(*status);
                let (color, y) = (look.color.hex(), number(y, 1));
                let dashes: Vec<String> =
                    look.dashes.iter().map(|&d| number(f64::from(d) / 2.0, 1)).collect();
                let (left, right, middle) = (number(x, 1), number(x + 34.0, 1), x + 17.0);
                writeln!(
                    out,
                    "<path d=\"M{left} {y}H{right}\" stroke=\"{color}\" stroke-width=\"2\" stroke-linecap=\"round\" stroke-dasharray=\"{}\"/>",
                    if dashes.is_empty() { "none".to_owned() } else { dashes.join(" ") }
                )?;
                if look.crossed {
                    let left = number(middle - 4.0, 1);
                    writeln!(
                        out,
                        "<path d=\"M{left} {y}m0 -4l8 8m0 -8l-8 8\" stroke=\"{color}\" stroke-width=\"2\"/>"
                    )?;
                }
                Ok(())
            }
        }
    }
}
