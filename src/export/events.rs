//! Coded events as a table: one row an event, in the columns of GDELT 2.0 or of POLECAT.
//!
//! Cells are separated by tabs, as both have it, and never quoted: tabs, line breaks and control characters in texts are
//! turned into spaces, and an apostrophe is put before what a spreadsheet would calculate. `docs/EVENTS.md` says what
//! each column holds.

mod gdelt;
mod polecat;

use std::collections::BTreeSet;
use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::LossReport;
use super::csv::starts_formula;
use super::geojson::Points;
use super::view::number;
use crate::graph::place::Point;
use crate::network::{Actor, Affiliation, Affiliations, Event, Events, Mention, Network};
use crate::ontology::Class;
use crate::ontology::gazetteer::Gazetteer;

/// Which columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Columns {
    /// A header; the 61 columns of GDELT 2.0, then those of chancery.
    Named,
    /// The 61 columns of GDELT 2.0 alone, without a header, as its files are: realised events only.
    Gdelt,
    /// A header; the 40 columns of POLECAT, then those of chancery.
    Polecat,
}

/// What the rows are made of.
#[derive(Clone, Copy)]
pub struct Table<'a> {
    /// Actors and documents.
    pub network: &'a Network,
    /// Their countries and sectors.
    pub affiliations: &'a Affiliations,
    /// Identifiers of places.
    pub gazetteer: &'a Gazetteer,
    /// The events.
    pub events: &'a Events,
    /// Where places lie.
    pub points: &'a Points,
}

/// Stands among the speakers of an event for the writers of documents that state it themselves.
const WRITER: &str = "(writer)";

/// Name of a column, and what an event has in it.
type Column = (&'static str, fn(&Row<'_>) -> String);

/// Columns of chancery's own, behind those of others.
const OWN: [Column; 20] = [
    ("Status", |row| row.event.status.to_string()),
    ("DatePrecision", |row| row.event.when.map_or("", |when| when.precision.as_str()).to_owned()),
    ("FirstDay", |row| row.event.when.map_or_else(String::new, |when| when.first.to_string())),
    ("LastDay", |row| row.event.when.map_or_else(String::new, |when| when.last.to_string())),
    ("Relation", |row| row.event.relation.clone()),
    ("Mutual", |row| u8::from(row.event.is_mutual).to_string()),
    ("CameoCode", |row| row.event.cameo.clone().unwrap_or_default()),
    ("PloverType", |row| row.event.plover.clone().unwrap_or_default()),
    ("PloverMode", |row| row.event.plover_mode.clone().unwrap_or_default()),
    ("Goldstein", |row| row.goldstein()),
    ("SourceIRI", |row| row.actor(Side::Source).map_or_else(String::new, |actor| actor.iri.clone())),
    ("SourceType", |row| row.actor(Side::Source).map_or("", |actor| actor.class.as_str()).to_owned()),
    ("TargetIRI", |row| row.actor(Side::Target).map_or_else(String::new, |actor| actor.iri.clone())),
    ("TargetType", |row| row.actor(Side::Target).map_or("", |actor| actor.class.as_str()).to_owned()),
    ("Target", |row| row.name(Side::Target).to_owned()),
    ("Speakers", |row| row.speakers()),
    ("Quantity", |row| row.quantities()),
    ("Confidence", |row| row.confidence()),
    ("Statements", |row| row.statements()),
    ("Sentence", |row| row.mention().map_or_else(String::new, |mention| mention.text.clone())),
];

/// Writes the table.
pub fn write(table: Table<'_>, columns: Columns, out: &mut dyn Write) -> io::Result<LossReport> {
    let (format, theirs) = match columns {
        Columns::Named | Columns::Gdelt => ("GDELT events", &gdelt::COLUMNS[..]),
        Columns::Polecat => ("POLECAT events", &polecat::COLUMNS[..]),
    };
    let mut loss = LossReport::new(format);
    let all: Vec<&Column> = match columns {
        Columns::Gdelt => theirs.iter().collect(),
        Columns::Named | Columns::Polecat => theirs.iter().chain(&OWN).collect(),
    };
    if columns != Columns::Gdelt {
        let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
        writeln!(out, "{}", names.join("\t"))?;
    }
    let mut line = String::new();
    for event in &table.events.events {
        if columns == Columns::Gdelt && !event.is_realised() {
            loss.add("events left out as not realised (there is no column for a status)", 1);
            continue;
        }
        let row = Row { table, event };
        line.clear();
        for (at, (_, value)) in all.iter().enumerate() {
            if at > 0 {
                line.push('\t');
            }
            push_cell(&mut line, &value(&row), &mut loss);
        }
        line.push('\n');
        out.write_all(line.as_bytes())?;
        loss.add("sentences beyond the first of an event", event.mentions.len() - 1);
    }
    for (status, &count) in &table.events.left_out {
        let what = match status.as_str() {
            "planned" => "coded statements left out: planned (--all-status keeps them)",
            "possible" => "coded statements left out: possible (--all-status keeps them)",
            "denied" => "coded statements left out: denied (--all-status keeps them)",
            "negated" => "coded statements left out: negated (--all-status keeps them)",
            "former" => "coded statements left out: former (--all-status keeps them)",
            _ => "coded statements left out: asserted (--all-status keeps them)",
        };
        // GDELT has no column for a status, so nothing keeps them.
        let what = what.split_once(" (").filter(|_| columns == Columns::Gdelt).map_or(what, |(what, _)| what);
        loss.add(what, count);
    }
    Ok(loss)
}

/// Names of the columns in order.
pub fn names(columns: Columns) -> Vec<&'static str> {
    let theirs = if columns == Columns::Polecat { &polecat::COLUMNS[..] } else { &gdelt::COLUMNS[..] };
    let own = if columns == Columns::Gdelt { &[] } else { &OWN[..] };
    theirs.iter().chain(own).map(|(name, _)| *name).collect()
}

/// Writes `text` without what would end a cell, and not as a formula.
fn push_cell(written: &mut String, text: &str, loss: &mut LossReport) {
    if starts_formula(text) && text.parse::<f64>().is_err() {
        loss.add("cells defused by an apostrophe (a spreadsheet would calculate them)", 1);
        written.push('\'');
    }
    let is_hidden =
        |character: char| character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{85}');
    if !text.contains(is_hidden) {
        written.push_str(text);
        return;
    }
    loss.add("control characters (tabs and line breaks, too) turned into spaces", 1);
    written.extend(text.chars().map(|character| if is_hidden(character) { ' ' } else { character }));
}

/// Who acts or to whom it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Source,
    Target,
}

/// An event with what its cells need.
struct Row<'a> {
    table: Table<'a>,
    event: &'a Event,
}

impl<'a> Row<'a> {
    fn at(&self, side: Side) -> Option<usize> {
        match side {
            Side::Source => Some(self.event.source),
            Side::Target => self.event.target,
        }
    }

    fn actor(&self, side: Side) -> Option<&'a Actor> {
        self.at(side).map(|at| self.table.network.actor(at))
    }

    /// The actor, if it is one that acts, or a territory, which stands for who holds it: an agreement is nobody.
    fn party(&self, side: Side) -> Option<&'a Actor> {
        let is_party =
            |actor: &&Actor| crate::network::affiliation::acts(actor.class) || actor.class == Class::Place;
        self.actor(side).filter(is_party)
    }

    fn affiliation(&self, side: Side) -> Option<&'a Affiliation> {
        self.party(side)?;
        self.at(side).map(|at| self.table.affiliations.of(at))
    }

    fn iso3(&self, side: Side) -> String {
        let country = self.affiliation(side).and_then(|its| its.country);
        country.map_or("", |country| country.iso3).to_owned()
    }

    fn sector(&self, side: Side) -> String {
        self.affiliation(side).and_then(|its| its.sector.clone()).unwrap_or_default()
    }

    /// Name of the actor, or the reported clause.
    fn name(&self, side: Side) -> &'a str {
        match self.actor(side) {
            Some(actor) => &actor.name,
            None => self.mention().map_or("", |mention| &mention.target),
        }
    }

    fn mention(&self) -> Option<&'a Mention> {
        self.event.mentions.first()
    }

    fn goldstein(&self) -> String {
        self.event.goldstein.map_or_else(String::new, |value| number(value.into(), 1))
    }

    fn confidence(&self) -> String {
        let best = self.event.mentions.iter().map(|mention| mention.confidence).fold(0.0, f32::max);
        number(best.into(), 4)
    }

    /// Nobody if the writers state it; with others, they are named as such.
    fn speakers(&self) -> String {
        let name = |at: usize| self.table.network.actor(at).name.as_str();
        let speakers = self.event.mentions.iter().map(|mention| mention.speaker.map_or(WRITER, name));
        let mut names: Vec<&str> = speakers.collect::<BTreeSet<_>>().into_iter().collect();
        if names == [WRITER] {
            names.clear();
        }
        names.join("; ")
    }

    /// Each that is told, in the order of the mentions: sources differ, and none is preferred.
    fn quantities(&self) -> String {
        let told = self.event.mentions.iter().filter_map(|mention| mention.quantity.as_deref());
        let mut seen = BTreeSet::new();
        told.filter(|quantity| seen.insert(*quantity)).collect::<Vec<_>>().join("; ")
    }

    /// Identifiers that `chancery explain` takes.
    fn statements(&self) -> String {
        let of = |mention: &Mention| format!("{}#{}", mention.document, mention.statement);
        self.event.mentions.iter().map(of).collect::<Vec<_>>().join("; ")
    }

    /// The document of the first mention.
    fn source(&self) -> Option<&'a crate::network::Source> {
        self.table.network.documents().get(&self.mention()?.document)
    }

    /// Address of the document, or else its identifier.
    fn address(&self) -> String {
        let url = self.source().and_then(|source| source.url.clone());
        url.or_else(|| self.mention().map(|mention| mention.document.clone())).unwrap_or_default()
    }

    /// Where it was: its place, else the place that it was done to, such as one that was visited.
    fn site(&self) -> Option<usize> {
        let is_place = |at: &usize| self.table.network.actor(*at).class == Class::Place;
        self.event.place.or_else(|| self.event.target.filter(is_place))
    }

    fn point(&self) -> Option<&'a Point> {
        self.table.points.get(&self.site()?)
    }

    /// Degrees north.
    fn latitude(&self) -> String {
        self.point().map_or_else(String::new, |point| number(point.latitude, 5))
    }

    /// Degrees east.
    fn longitude(&self) -> String {
        self.point().map_or_else(String::new, |point| number(point.longitude, 5))
    }

    /// Publishers that tell of it; a document without one counts as one.
    fn publishers(&self) -> usize {
        let documents = self.table.network.documents();
        let publisher =
            |id: &'a str| documents.get(id).and_then(|source| source.publisher.as_deref()).unwrap_or(id);
        self.event.documents().into_iter().map(publisher).collect::<BTreeSet<_>>().len()
    }

    /// A number that depends on the event alone: 53 bits, so that every reader can hold it.
    fn number(&self) -> u64 {
        let event = self.event;
        let mut hash = Sha256::new();
        let actors = [self.actor(Side::Source), self.actor(Side::Target)];
        let iris = actors.map(|actor| actor.map_or("", |actor| actor.iri.as_str()));
        let codes =
            [&event.cameo, &event.plover, &event.plover_mode].map(|code| code.as_deref().unwrap_or(""));
        let when = event
            .when
            .map_or_else(String::new, |when| format!("{} {} {}", when.first, when.last, when.precision));
        let clause = if event.target.is_some() { "" } else { self.name(Side::Target) };
        for part in
            iris.iter().chain(&codes).chain(&[when.as_str(), &event.relation, event.status.as_str(), clause])
        {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        let bytes = hash.finalize();
        bytes.iter().take(7).fold(0, |number, byte| number << 8 | u64::from(*byte)) >> 3
    }
}

#[cfg(test)]
mod tests {
    use super::{Columns, LossReport, names, push_cell};
    use std::collections::BTreeSet;

    #[test]
    fn cells_hold_no_tabs_and_no_formulas() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a\tb\r\nc", "a b  c"),
            ("=1+1", "'=1+1"),
            ("-7.2", "-7.2"),
            ("-1+2", "'-1+2"),
            ("say \"hi\"", "say \"hi\""),
            ("\u{1b}[31mred", " [31mred"),
            ("", ""),
        ] {
            let mut written = String::new();
            push_cell(&mut written, text, &mut LossReport::new("events"));
            assert_eq!(written, expected, "{text:?}");
        }
    }

    #[test]
    fn columns_are_as_many_as_their_sources_have_and_unique() {
        for (columns, count) in [(Columns::Gdelt, 61), (Columns::Named, 81), (Columns::Polecat, 60)] {
            let names = names(columns);
            assert_eq!(names.len(), count);
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), count, "{columns:?}");
        }
    }
}
