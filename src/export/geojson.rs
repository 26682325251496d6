//! GeoJSON (RFC 7946): places and events as points, for QGIS, Leaflet, kepler.gl and geopandas.
//!
//! Comes in: a network, its coded events, and where its places lie. Goes out: a feature collection, a feature a line: the places in
//! order of their IRI, then the events in order of time. A point is of an identifier and says which; what is nowhere is counted
//! in the loss report, never guessed. Every event has its status, so that what is denied is not taken for what happened.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::LossReport;
use crate::graph::place::Point;
use crate::network::{Actor, Event, Events, Network};
use crate::ontology::Class;

/// Where actors lie, by their positions in the network.
pub type Points = BTreeMap<usize, Point>;

/// Writes the collection.
///
/// # Errors
/// If `out` refuses.
pub fn write(
    network: &Network,
    events: &Events,
    points: &Points,
    out: &mut dyn Write,
) -> io::Result<LossReport> {
    let mut loss = LossReport::new("GeoJSON");
    let mut features = Features { out, is_first: true };
    features.begin()?;
    for (at, actor) in network.actors().enumerate().filter(|(_, actor)| actor.class == Class::Place) {
        match points.get(&at) {
            Some(point) => features.add(&actor.iri, point, &place(actor, point))?,
            None => loss.add("places left out for want of coordinates", 1),
        }
    }
    for event in &events.events {
        match site(event, points) {
            Some((at, point)) => features.add(&identifier(event), point, &told(network, event, at, point))?,
            None => loss.add("events left out for want of coordinates", 1),
        }
    }
    features.end()?;
    Ok(loss)
}

/// Where an event was: its place, else the place that it was done to, such as one that was visited.
fn site<'a>(event: &Event, points: &'a Points) -> Option<(usize, &'a Point)> {
    let found = |at: usize| points.get(&at).map(|point| (at, point));
    event.place.and_then(found).or_else(|| event.target.and_then(found))
}

/// Document and statement that first told of it.
fn identifier(event: &Event) -> String {
    event.mentions.first().map(|first| format!("{}#{}", first.document, first.statement)).unwrap_or_default()
}

fn place(actor: &Actor, point: &Point) -> Map<String, Json> {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Json| drop(fields.insert(name.to_owned(), value));
    put("kind", "place".into());
    put("name", actor.name.as_str().into());
    put("located_by", point.identifier.as_str().into());
    put("documents", actor.documents.into());
    put("statements", actor.statements.into());
    put("links", actor.links.iter().map(String::as_str).collect());
    fields
}

fn told(network: &Network, event: &Event, at: usize, point: &Point) -> Map<String, Json> {
    let name = |at: usize| network.actor(at).name.as_str();
    let mut fields = Map::new();
    let mut put = |key: &str, value: Json| drop(fields.insert(key.to_owned(), value));
    put("kind", "event".into());
    put("status", event.status.as_str().into());
    put("relation", event.relation.as_str().into());
    put("actors", std::iter::once(event.source).chain(event.target).map(name).collect());
    put("source", name(event.source).into());
    put("target", event.target.map(name).into());
    put("place", name(at).into());
    put("place_of", if event.place == Some(at) { "event" } else { "target" }.into());
    put("located_by", point.identifier.as_str().into());
    put("date", event.when.map(|when| when.first.to_string()).into());
    put("date_end", event.when.map(|when| when.last.to_string()).into());
    put("date_precision", event.when.map(|when| when.precision.as_str()).into());
    put("cameo", event.cameo.as_deref().into());
    put("plover", event.plover.as_deref().into());
    put("documents", event.documents().len().into());
    if let Some(first) = event.mentions.first() {
        put("sentence", first.text.as_str().into());
        put("document", first.document.as_str().into());
        put("speaker", first.speaker.map(name).into());
        put("confidence", json!((f64::from(first.confidence) * 100.0).round() / 100.0));
    }
    fields
}

struct Features<'a> {
    out: &'a mut dyn Write,
    is_first: bool,
}

impl Features<'_> {
    fn begin(&mut self) -> io::Result<()> {
        write!(self.out, "{{\"type\":\"FeatureCollection\",\"features\":[")
    }

    fn add(&mut self, id: &str, point: &Point, properties: &Map<String, Json>) -> io::Result<()> {
        let comma = if self.is_first { "" } else { "," };
        self.is_first = false;
        let feature = json!({
            "type": "Feature",
            "id": id,
            "geometry": { "type": "Point", "coordinates": [point.longitude, point.latitude] },
            "properties": properties,
        });
        write!(self.out, "{comma}\n{feature}")
    }

    fn end(&mut self) -> io::Result<()> {
        writeln!(self.out, "\n]}}")
    }
}
