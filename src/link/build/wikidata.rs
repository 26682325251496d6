//! The JSON dump of Wikidata, one item a line (<https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html>).

use serde_json::Value;

use super::State;
use super::class::number;
use super::error::Error;
use super::input::Lines;
use super::record::Record;
use crate::link::entry::{Entry, NameKind, Office, Period, Tie};
use crate::ontology::Class;

/// Languages whose label is shown, the best first.
const SHOWN: &[&str] = &["en", "mul", "en-gb", "fr", "de", "es", "pt", "it", "nl", "pl", "tr", "id"];
/// Properties that tie an item to another.
const TIES: &[(&str, Tie)] = &[
    ("P361", Tie::PartOf),
    ("P131", Tie::PartOf),
    ("P749", Tie::PartOf),
    ("P463", Tie::MemberOf),
    ("P102", Tie::MemberOf),
    ("P1376", Tie::CapitalOf),
    ("P1365", Tie::Follows),
    ("P155", Tie::Follows),
    ("P1366", Tie::FollowedBy),
    ("P156", Tie::FollowedBy),
];

/// Reads items; a dump is one array, and one without its end is cut short.
pub(super) fn read(lines: &mut Lines, state: &mut State, step: &mut dyn FnMut(&Lines)) -> Result<(), Error> {
    let (mut is_array, mut is_closed) = (false, false);
    loop {
        let value = match lines.next()?.map(|line| line.trim().trim_end_matches(',')) {
            None => break,
            Some("[") => {
                is_array = true;
                continue;
            }
            Some("]") => {
                is_closed = true;
                continue;
            }
            Some("") => continue,
            Some(line) => serde_json::from_str::<Value>(line).map_err(|error| error.to_string()),
        };
        step(lines);
        let item = value.map_err(|what| lines.wrong(what))?;
        let id = item["id"].as_str().unwrap_or("").to_owned();
        if item["claims"].is_null() || item["labels"].is_null() {
            return Err(lines.wrong("an item has the fields id, labels and claims"));
        }
        for parent in items(&item, "P279").filter_map(number) {
            number(&id).into_iter().for_each(|class| state.tree.add(class, parent));
        }
        let Some(record) = number(&id).and_then(|_| record(&id, &item)) else { continue };
        state.add(&record, lines.line())?;
    }
    if is_array && !is_closed { Err(lines.cut()) } else { Ok(()) }
}

fn record(id: &str, item: &Value) -> Option<Record> {
    let instance_of: Vec<u32> = items(item, "P31").filter_map(number).collect();
    if instance_of.is_empty() {
        return None;
    }
    let label = label(item)?;
    // The class is that of the classes above it, when all of them are known.
    let mut entry = Entry::new(id, label, Class::Event);
    names(item, &mut entry);
    entry.countries = ["P17", "P27"].iter().flat_map(|of| items(item, of)).map(str::to_owned).collect();
    entry.sitelinks = item["sitelinks"].as_object().map_or(0, |links| links.len() as u64);
    entry.population = quantities(item, "P1082").max().unwrap_or(0);
    entry.coordinates = coordinates(item);
    let date = |names: [&str; 3]| names.iter().find_map(|name| dates(item, name).next()).unwrap_or_default();
    entry.period = Period { start: date(["P571", "P580", "P569"]), end: date(["P576", "P582", "P570"]) };
    for (property, prefix) in [("P1566", "geonames:"), ("P297", "iso:"), ("P6782", "ror:")] {
        entry.identifiers.extend(strings(item, property).map(|value| format!("{prefix}{value}")));
    }
    for (property, tie) in TIES {
        entry.ties.extend(items(item, property).map(|other| (*tie, other.to_owned())));
    }
    entry.offices = offices(item);
    entry.tidy();
    let mut record = Record::new(entry, "Wikidata");
    record.source.1 = "CC0 1.0".into();
    record.instance_of = instance_of;
    Some(record)
}

fn label(item: &Value) -> Option<String> {
    let labels = item["labels"].as_object()?;
    let shown = SHOWN.iter().find_map(|language| labels.get(*language));
    // Without one of these, the first in order of languages.
    let shown = shown.or_else(|| labels.iter().min_by_key(|(language, _)| *language).map(|(_, label)| label));
    shown?["value"].as_str().filter(|label| !label.trim().is_empty()).map(str::to_owned)
}

fn names(item: &Value, entry: &mut Entry) {
    let labels = item["labels"].as_object().into_iter().flat_map(|labels| labels.values());
    entry.names.extend(
        labels.filter_map(|label| label["value"].as_str()).map(|label| (NameKind::Alias, label.to_owned())),
    );
    let aliases = ["en", "mul"].iter().filter_map(|language| item["aliases"][language].as_array()).flatten();
    let aliases = aliases.filter_map(|alias| alias["value"].as_str());
    let short = item["claims"]["P1813"].as_array().into_iter().flatten();
    let short = short.filter_map(|claim| value(claim)?["text"].as_str());
    for alias in aliases.chain(short) {
        let is_acronym =
            alias.len() <= 8 && alias.chars().any(char::is_uppercase) && !alias.contains(char::is_lowercase);
        entry.names.push((if is_acronym { NameKind::Acronym } else { NameKind::Alias }, alias.to_owned()));
    }
}

/// Terms of office (P39), with begin and end where they are stated.
fn offices(item: &Value) -> Vec<Office> {
    let terms = claims(item, "P39").filter_map(|claim| {
        let office = value(claim)?["id"].as_str()?.to_owned();
        let qualifier = |name: &str| claim["qualifiers"][name][0]["datavalue"]["value"].clone();
        let date = |name| time(&qualifier(name)).unwrap_or_default();
        let country =
            ["P642", "P17"].iter().find_map(|name| qualifier(name)["id"].as_str().map(str::to_owned));
        let period = Period { start: date("P580"), end: date("P582") };
        Some(Office { office, country: country.unwrap_or_default(), period, ..Office::default() })
    });
    terms.collect()
}

/// Statements that are not deprecated.
fn claims<'a>(item: &'a Value, property: &str) -> impl Iterator<Item = &'a Value> {
    let all = item["claims"][property].as_array().into_iter().flatten();
    all.filter(|claim| claim["rank"] != "deprecated")
}

fn value(claim: &Value) -> Option<&Value> {
    claim["mainsnak"].get("datavalue")?.get("value")
}

fn items<'a>(item: &'a Value, property: &str) -> impl Iterator<Item = &'a str> {
    claims(item, property).filter_map(|claim| value(claim)?["id"].as_str())
}

fn strings<'a>(item: &'a Value, property: &str) -> impl Iterator<Item = &'a str> {
    claims(item, property).filter_map(|claim| value(claim)?.as_str())
}

fn quantities(item: &Value, property: &str) -> impl Iterator<Item = u64> {
    claims(item, property)
        .filter_map(|claim| value(claim)?["amount"].as_str()?.trim_start_matches('+').parse().ok())
}

fn dates(item: &Value, property: &str) -> impl Iterator<Item = String> {
    claims(item, property).filter_map(|claim| time(value(claim)?))
}

/// `+1991-12-26T00:00:00Z` with its precision (9 a year, 10 a month, 11 a day) as an ISO date.
fn time(value: &Value) -> Option<String> {
    let text = value["time"].as_str()?;
    let length = match value["precision"].as_u64()? {
        9 => 4,
        10 => 7,
        11 => 10,
        _ => return None,
    };
    let (sign, rest) = text.split_at_checked(1)?;
    let date = rest.get(..length)?;
    Some(if sign == "-" { format!("-{date}") } else { date.to_owned() })
}

fn coordinates(item: &Value) -> Option<(i32, i32)> {
    let place = claims(item, "P625").find_map(value)?;
    let degrees = |name: &str| place[name].as_f64().map(|value| (value * 100_000.0).round() as i32);
    degrees("latitude").zip(degrees("longitude"))
}
