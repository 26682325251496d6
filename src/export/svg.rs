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

pub use scene::Options;

use std::io::{self, Write};

use self::line::Line;
use self::scene::Scene;
use super::LossReport;
use super::style;
use super::view::number;
use super::xml::escape;
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
        "{} ({}), {} statements in {} documents\n{}",
        text::visible(&actor.name),
        style::class_label(actor.class),
        actor.statements,
        actor.documents,
        actor.iri
    );
    writeln!(out, "<g><title>{}</title>", escape(&details))?;
    let fill = style::color(actor.class).hex();
    writeln!(out, "<path d=\"{shape}\" fill=\"{fill}\" stroke=\"#ffffff\" stroke-width=\"4\"/>")?;
    writeln!(out, "<path d=\"{shape}\" fill=\"{fill}\" stroke=\"#333d47\" stroke-width=\"1.1\"/></g>")
}

/// The labels, above everything, with a halo that keeps lines off them.
fn write_texts(out: &mut dyn Write, scene: &Scene<'_>) -> io::Result<()> {
    writeln!(
        out,
        "<g id=\"labels\" text-anchor=\"middle\" stroke=\"#ffffff\" stroke-width=\"3.4\" stroke-linejoin=\"round\" paint-order=\"stroke\">"
    )?;
    for line in &scene.lines {
        let Some(label) = &line.label else { continue };
        // The grey of its line is too pale for text.
        let is_pale = line.status == Status::Former;
        let color = if is_pale { PALE_INK.to_owned() } else { style::line(line.status).color.hex() };
        for (row, text) in label.rows.iter().enumerate() {
            let (x, y) = (number(label.x, 1), number(label.row_y(row), 1));
            writeln!(
                out,
                "<text x=\"{x}\" y=\"{y}\" font-size=\"9\" fill=\"{color}\">{}</text>",
                escape(text)
            )?;
        }
    }
    for spot in &scene.spots {
        for (row, text) in spot.rows.iter().enumerate() {
            let (x, y) = (number(spot.x, 1), number(spot.row_y(row), 1));
            let size = number(spot.font, 1);
            writeln!(
                out,
                "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"500\" fill=\"{INK}\">{}</text>",
                escape(text)
            )?;
        }
    }
    writeln!(out, "</g>")
}
