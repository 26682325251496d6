//! A report as one HTML file: a picture of the network, every actor with what is told of it, and the sentences that
//! say so.
//!
//! The file needs no other file, no network and no script: the script in it only searches and filters, and the
//! page's content security policy (W3C CSP Level 3) allows that script by its hash and nothing else, so that no text of an article
//! can ever run. All texts are escaped and set apart in their direction of writing.

mod actor;
mod disagreement;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::{LossReport, style, svg, xml};
use crate::diagnostic::counted;
use crate::network::{Network, Source};
use crate::ontology::{Class, Status};

/// How the page looks.
const STYLE: &str = include_str!("html/page.css");
/// What searches and filters.
const SCRIPT: &str = include_str!("html/page.js");

/// What the report says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Heading of the page.
    pub title: String,
    /// More about what was chosen, such as `Around Russia, 2 steps.`
    pub note: Option<String>,
    /// Actors in the picture at most, those with most ties first. The list has all.
    pub max_actors: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { title: "Actors and their ties".to_owned(), note: None, max_actors: 60 }
    }
}

/// Numbers of the documents that something here is told in, by identifier: their order in the list of sources.
type Numbers<'n> = BTreeMap<&'n str, usize>;

fn cited(network: &Network) -> Numbers<'_> {
    let ids: Vec<&str> = network.documents().keys().map(String::as_str).collect();
    let of_ties = network.ties().flat_map(|(_, _, tie)| &tie.sources).filter_map(|&at| ids.get(at).copied());
    let said = network.actors().flat_map(|actor| &actor.said);
    let of_clauses = said.map(|said| said.evidence.document.as_str());
    of_ties.chain(of_clauses).collect::<BTreeSet<_>>().into_iter().zip(1..).collect()
}

/// Writes the report of `network`.
///
/// # Errors
/// `out` cannot be written.
pub fn write(network: &Network, options: &Options, out: &mut dyn Write) -> io::Result<LossReport> {
    let numbers = cited(network);
    head(options, out)?;
    heading(network, &numbers, options, out)?;
    picture(network, options, out)?;
    disagreement::write_all(network, &numbers, out)?;
    actors(network, &numbers, out)?;
    sources(network, &numbers, out)?;
    writeln!(out, "<script>{SCRIPT}</script>\n</body>\n</html>")?;
    let mut report = LossReport::new("html");
    let shown: usize = network.ties().map(|(_, _, tie)| tie.evidence.len()).sum();
    let told: usize = network.actors().map(|actor| actor.texts.saturating_sub(actor.said.len())).sum();
    report.add("sentences left out: three of a tie are kept", network.statements().saturating_sub(shown));
    report.add("reported clauses left out: three of an actor are kept", told);
    Ok(report)
}

fn head(options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let hash = STANDARD.encode(Sha256::digest(SCRIPT.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
    );
    writeln!(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>")?;
    writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"/>")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")?;
    writeln!(out, "<meta name=\"generator\" content=\"chancery {}\"/>", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "<title>{}</title>\n<style>\n{STYLE}", escape(&options.title))?;
    for class in Class::ALL {
        writeln!(out, ".k-{class} {{ background: {}; }}", style::color(class).hex())?;
    }
    for status in Status::ALL {
        // The grey of its line is too pale for text.
        let color =
            if status == Status::Former { "#5a646e".to_owned() } else { style::line(status).color.hex() };
        writeln!(out, ".s-{status} {{ color: {color}; }}")?;
    }
    writeln!(out, "</style>\n</head>")
}

fn heading(
    network: &Network,
    numbers: &Numbers<'_>,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let days = numbers.keys().filter_map(|&id| network.documents().get(id)?.date);
    let period = match (days.clone().min(), days.max()) {
        (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
        (Some(day), _) => format!(", {day}"),
        _ => String::new(),
    };
    let clauses: usize = network.actors().map(|actor| actor.texts).sum();
    writeln!(out, "<body>\n<header>\n<h1>{}</h1>", escape(&options.title))?;
    writeln!(
        out,
        "<p class=\"pale\">{}, {} and {} of {}{period}.{}</p>",
        counted(network.actors().len(), "actor"),
        counted(network.statements(), "statement"),
        counted(clauses, "reported clause"),
        counted(numbers.len(), "document"),
        options.note.as_deref().map(|note| format!(" {}", escape(note))).unwrap_or_default()
    )?;
    writeln!(out, "<p class=\"pale\">Every line says who states it and how it holds: {}.</p>", statuses())?;
    writeln!(
        out,
        "<nav><a href=\"#picture\">Picture</a> <a href=\"#list\">Actors</a> <a href=\"#sources\">Sources</a></nav>\n</header>"
    )
}

/// A badge for each status, as a legend.
fn statuses() -> String {
    Status::ALL.map(badge).join(" ")
}

/// The status as a word in its colour.
fn badge(status: Status) -> String {
    format!("<span class=\"status s-{status}\">{status}</span>")
}

/// The picture. What it leaves out, the list has.
fn picture(network: &Network, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<section id=\"picture\">\n<h2>Picture</h2>\n<figure>")?;
    let drawing = svg::Options {
        title: options.title.clone(),
        note: options.note.clone(),
        max_actors: options.max_actors,
        ..svg::Options::default()
    };
    svg::write(network, &drawing, out)?;
    writeln!(out, "</figure>\n</section>")
}

fn actors(network: &Network, numbers: &Numbers<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<section id=\"list\">\n<h2>Actors</h2>\n<form id=\"filter\" hidden=\"hidden\">")?;
    writeln!(
        out,
        "<input id=\"query\" type=\"search\" aria-label=\"Search\" placeholder=\"Search names and sentences\"/>"
    )?;
    let kinds: Vec<(String, String)> = (Class::ALL.into_iter())
        .filter(|&class| network.actors().any(|actor| actor.class == class))
        .map(|class| (class.to_string(), style::class_label(class).to_owned()))
        .collect();
    choice("kind", "All kinds", &kinds, out)?;
    let statuses = Status::ALL.map(|status| (status.to_string(), status.to_string()));
    choice("status", "Any status", &statuses, out)?;
    writeln!(out, "<output id=\"found\" class=\"pale\"></output>\n</form>")?;
    actor::write_all(network, numbers, out)?;
    writeln!(out, "</section>")
}

fn choice(id: &str, all: &str, options: &[(String, String)], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<select id=\"{id}\" aria-label=\"{all}\"><option value=\"\">{all}</option>")?;
    for (value, label) in options {
        write!(out, "<option value=\"{}\">{}</option>", escape(value), escape(label))?;
    }
    writeln!(out, "</select>")
}

fn sources(network: &Network, numbers: &Numbers<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<section id=\"sources\">\n<h2>Sources</h2>\n<table>")?;
    writeln!(
        out,
        "<thead><tr><th>No.</th><th>Date</th><th>Title</th><th>Publisher</th><th>Author</th><th>Identifier</th></tr></thead>\n<tbody>"
    )?;
    for (id, source) in network.documents() {
        let Some(number) = numbers.get(id.as_str()) else {
            continue;
        };
        let date = source.date.map(|date| date.to_string()).unwrap_or_default();
        let [publisher, author] =
            [&source.publisher, &source.author].map(|name| escape(name.as_deref().unwrap_or_default()));
        let first = source.same_text_as.as_ref().and_then(|first| numbers.get(first.as_str()));
        let first =
            first.map(|at| format!(" <span class=\"pale\">same text as <a href=\"#d{at}\">{at}</a></span>"));
        writeln!(
            out,
            "<tr id=\"d{number}\"><td>{number}</td><td>{date}</td><td>{}{}</td><td><bdi>{publisher}</bdi></td><td><bdi>{author}</bdi></td><td><code><bdi>{}</bdi></code></td></tr>",
            title(source),
            first.unwrap_or_default(),
            escape(id)
        )?;
    }
    writeln!(out, "</tbody>\n</table>\n</section>")
}

/// The headline, as a link where the address is one of the web.
fn title(source: &Source) -> String {
    let title = if source.title.is_empty() { "(no title)" } else { &source.title };
    let title = format!("<bdi>{}</bdi>", escape(title));
    match source.url.as_deref() {
        Some(url) if is_web(url) => format!("<a rel=\"noreferrer\" href=\"{}\">{title}</a>", escape(url)),
        _ => title,
    }
}

/// `text` as it stands in an element or an attribute, with marks of direction shown and not obeyed.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(xml::is_direction) {
        return xml::escape(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if xml::is_direction(character) {
            shown.push_str(&format!("\\u{{{:x}}}", u32::from(character)));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(xml::escape(&shown).into_owned())
}

/// Whether an address can be followed without running anything: `javascript:` and the like cannot.
pub(crate) fn is_web(address: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}
