//! A picture of a network for a report: one SVG file without scripts, fonts or other files.
//!
//! Colour and outline say the class of an actor, size its statements, the line its status; the same relation told
//! several times is one line, and lines of different statuses are never one. Every line and actor has its details as
//! a tooltip. Texts are always escaped and never laid over each other.

mod legend;
mod line;
mod outline;
mod scene;
mod text;
pub mod timeline;

pub use scene::Options;

use std::io::{self, Write};

use self::line::Line;
use self::scene::Scene;
use super::LossReport;
use super::style;
use super::view::number;
use super::xml::escape;
use crate::diagnostic::counted;
use crate::document::hidden::plain;
use crate::network::Network;
use crate::ontology::Status;

/// Fonts in order of preference.
const FONTS: &str = "'Helvetica Neue',Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif";
/// Ink of titles.
const INK: &str = "#1c242b";
/// Ink of captions.
const PALE_INK: &str = "#5a646e";

/// Draws `network`, or as much of it as `options` allow.
pub fn write(network: &Network, options: &Options, out: &mut dyn Write) -> io::Result<LossReport> {
    let chosen = scene::choose(network, options);
    let scene = Scene::new(&chosen, network, options);
    let legend = legend::Legend::new(&scene);
    let (width, height) = (number(scene.width, 1), number(scene.height + legend.height, 1));
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONTS}\">"
    )?;
    writeln!(out, "<title>{}</title>", escape(&scene.title))?;
    writeln!(out, "<desc>{}</desc>", escape(&scene.caption.join(" ")))?;
    writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>")?;
    write_heading(out, &scene)?;
    writeln!(out, "<g id=\"ties\" fill=\"none\" stroke-linecap=\"round\">")?;
    scene.lines.iter().try_for_each(|line| write_line(out, &scene, line))?;
    writeln!(out, "</g>\n<g id=\"actors\">")?;
    (0..scene.spots.len()).try_for_each(|at| write_actor(out, &scene, at))?;
    writeln!(out, "</g>")?;
    write_texts(out, &scene)?;
    legend.write(out, &scene)?;
    writeln!(out, "</svg>")?;
    Ok(scene.loss)
}

fn write_heading(out: &mut dyn Write, scene: &Scene<'_>) -> io::Result<()> {
    let title = escape(&scene.title);
    writeln!(
        out,
        "<text x=\"24\" y=\"36\" font-size=\"20\" font-weight=\"600\" fill=\"{INK}\">{title}</text>"
    )?;
    for (row, caption) in scene.caption.iter().enumerate() {
        let y = 56 + 16 * row;
        writeln!(
            out,
            "<text x=\"24\" y=\"{y}\" font-size=\"12\" fill=\"{PALE_INK}\">{}</text>",
            escape(caption)
        )?;
    }
    Ok(())
}

fn write_line(out: &mut dyn Write, scene: &Scene<'_>, line: &Line<'_>) -> io::Result<()> {
    let look = style::line(line.status);
    let color = look.color.hex();
    writeln!(out, "<g stroke=\"{color}\"><title>{}</title>", escape(&line.details(scene.network)))?;
    write!(out, "<path d=\"{}\" stroke-width=\"{}\"", line.path(), number(line.width, 2))?;
    if !look.dashes.is_empty() {
        let dashes: Vec<String> =
            look.dashes.iter().map(|&length| number(f64::from(length) / 2.0, 1)).collect();
        write!(out, " stroke-dasharray=\"{}\"", dashes.join(" "))?;
    }
    writeln!(out, "/>")?;
    for arrow in line.arrows() {
        writeln!(out, "<path d=\"{arrow}\" fill=\"{color}\" stroke=\"none\"/>")?;
    }
    if look.crossed {
        writeln!(out, "<path d=\"{}\" stroke=\"#ffffff\" stroke-width=\"5\"/>", line.cross())?;
        writeln!(out, "<path d=\"{}\" stroke-width=\"2.2\"/>", line.cross())?;
    }
    writeln!(out, "</g>")
}

fn write_actor(out: &mut dyn Write, scene: &Scene<'_>, at: usize) -> io::Result<()> {
    let (spot, actor) = (&scene.spots[at], scene.network.actor(at));
    let shape = outline::path(style::shape(actor.class), spot.x, spot.y, spot.radius);
    let details = format!(
        "{} ({}), {} in {}\n{}",
        plain(&actor.name),
        style::class_label(actor.class),
        counted(actor.statements, "statement"),
        counted(actor.documents, "document"),
        actor.iri
    );
    writeln!(out, "<g><title>{}</title>", escape(&details))?;
    let fill = style::color(actor.class).hex();
    writeln!(out, "<path d=\"{shape}\" fill=\"{fill}\" stroke=\"#ffffff\" stroke-width=\"4\"/>")?;
    writeln!(out, "<path d=\"{shape}\" fill=\"{fill}\" stroke=\"#333d47\" stroke-width=\"1.1\"/></g>")
}

/// The labels, above everything. Below each stands the same text with a white outline, which keeps lines off it; not
/// every renderer knows `paint-order`.
fn write_texts(out: &mut dyn Write, scene: &Scene<'_>) -> io::Result<()> {
    let words = words(scene);
    writeln!(
        out,
        "<g id=\"halos\" aria-hidden=\"true\" text-anchor=\"middle\" fill=\"#ffffff\" stroke=\"#ffffff\" stroke-width=\"5\" stroke-linejoin=\"round\">"
    )?;
    words.iter().try_for_each(|word| word.write(out, ""))?;
    writeln!(out, "</g>\n<g id=\"labels\" text-anchor=\"middle\">")?;
    words.iter().try_for_each(|word| word.write(out, &format!(" fill=\"{}\"", word.color)))?;
    writeln!(out, "</g>")
}

/// One row of a label.
struct Word<'s> {
    text: &'s str,
    x: f64,
    y: f64,
    size: f64,
    color: String,
    /// Names of actors are heavier than those of ties.
    is_heavy: bool,
}

impl Word<'_> {
    fn write(&self, out: &mut dyn Write, paint: &str) -> io::Result<()> {
        let (x, y, size) = (number(self.x, 1), number(self.y, 1), number(self.size, 1));
        let weight = if self.is_heavy { " font-weight=\"500\"" } else { "" };
        let text = escape(self.text);
        writeln!(out, "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{weight}{paint}>{text}</text>")
    }
}

fn words<'s>(scene: &'s Scene<'_>) -> Vec<Word<'s>> {
    let mut words = Vec::new();
    for line in &scene.lines {
        let Some(label) = &line.label else { continue };
        // The grey of its line is too pale for text.
        let is_pale = line.status == Status::Former;
        let color = if is_pale { PALE_INK.to_owned() } else { style::line(line.status).color.hex() };
        for (row, text) in label.rows.iter().enumerate() {
            let (y, color) = (label.row_y(row), color.clone());
            words.push(Word { text, x: label.x, y, size: line::FONT, color, is_heavy: false });
        }
    }
    for spot in &scene.spots {
        for (row, text) in spot.rows.iter().enumerate() {
            let (y, color) = (spot.row_y(row), INK.to_owned());
            words.push(Word { text, x: spot.x, y, size: spot.font, color, is_heavy: true });
        }
    }
    words
}
