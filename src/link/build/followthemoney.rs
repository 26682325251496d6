//! Entities of FollowTheMoney, as OpenSanctions, Aleph and others publish them, and OpenSanctions' table of targets.

use serde_json::Value;

use super::State;
use super::error::Error;
use super::input::{Lines, csv_fields};
use super::record::Record;
use crate::link::entry::{Entry, NameKind, Office, Period};
use crate::ontology::Class;

/// Reads entities, one a line.
pub(super) fn read(lines: &mut Lines, state: &mut State, step: &mut dyn FnMut(&Lines)) -> Result<(), Error> {
    loop {
        let value = match lines.next()? {
            None => return Ok(()),
            Some(line) if line.trim().is_empty() => Ok(Value::Null),
            Some(line) => serde_json::from_str::<Value>(line).map_err(|error| error.to_string()),
        };
        step(lines);
        let value = value.map_err(|what| lines.wrong(what))?;
        if value.is_null() {
            continue;
        }
        let (Some(id), Some(schema)) = (value["id"].as_str(), value["schema"].as_str()) else {
            return Err(lines.wrong("an entity has the fields id, schema and properties"));
        };
        if let Some(record) = record(id, schema, &value) {
            state.add(&record, lines.line())?;
        }
    }
}

fn record(id: &str, schema: &str, value: &Value) -> Option<Record> {
    let properties = &value["properties"];
    if schema == "Occupancy" {
        return occupancy(properties);
    }
    let (class, kind) = class_of(schema)?;
    let caption = value["caption"].as_str();
    let label = caption.or_else(|| texts(properties, "name").next())?.to_owned();
    let mut entry = Entry::new(identifier(id), label, class);
    kind.clone_into(&mut entry.kind);
    for (property, kind) in [
        ("name", NameKind::Alias),
        ("alias", NameKind::Alias),
        ("weakAlias", NameKind::Alias),
        ("previousName", NameKind::Former),
        ("abbreviation", NameKind::Acronym),
    ] {
        entry.names.extend(texts(properties, property).map(|name| (kind, name.to_owned())));
    }
    for property in ["country", "jurisdiction", "nationality", "citizenship"] {
        entry.countries.extend(texts(properties, property).map(country));
    }
    let referents = value["referents"].as_array().into_iter().flatten().filter_map(Value::as_str);
    entry.identifiers.extend(texts(properties, "wikidataId").chain(referents).map(identifier));
    let first = |names: [&str; 2]| names.iter().find_map(|name| texts(properties, name).min()).unwrap_or("");
    entry.period = Period {
        start: first(["incorporationDate", "birthDate"]).to_owned(),
        end: first(["dissolutionDate", "deathDate"]).to_owned(),
    };
    entry.tidy();
    Some(Record::new(entry, source(value).to_owned()))
}

/// A term of office: it adds to who holds it.
fn occupancy(properties: &Value) -> Option<Record> {
    let (holder, post) = (texts(properties, "holder").next()?, texts(properties, "post").next()?);
    let mut entry = Entry::new(identifier(holder), "", Class::Person);
    let date = |name| texts(properties, name).min().unwrap_or("").to_owned();
    let period = Period { start: date("startDate"), end: date("endDate") };
    entry.offices.push(Office { office: identifier(post), period, ..Office::default() });
    let mut record = Record::new(entry, "FollowTheMoney");
    record.is_addition = true;
    Some(record)
}

/// Reads OpenSanctions' `targets.simple.csv`.
pub(super) fn read_targets(
    lines: &mut Lines,
    state: &mut State,
    step: &mut dyn FnMut(&Lines),
) -> Result<(), Error> {
    let header = csv_fields(lines)?.unwrap_or_default();
    let column = |name: &str| header.iter().position(|column| column == name);
    let (Some(id), Some(schema), Some(name)) = (column("id"), column("schema"), column("name")) else {
        return Err(lines.wrong("the columns id, schema and name are missing"));
    };
    let [aliases, countries, birth, dataset] = ["aliases", "countries", "birth_date", "dataset"].map(column);
    while let Some(fields) = csv_fields(lines)? {
        step(lines);
        if fields.len() != header.len() {
            return Err(lines.wrong(format!("{} columns, not {}", fields.len(), header.len())));
        }
        let field = |at: Option<usize>| at.and_then(|at| fields.get(at)).map_or("", String::as_str);
        let Some((class, kind)) = class_of(field(Some(schema))) else { continue };
        let mut entry = Entry::new(identifier(field(Some(id))), field(Some(name)), class);
        kind.clone_into(&mut entry.kind);
        let listed = |at| field(at).split(';').filter(|part: &&str| !part.is_empty());
        entry.names = listed(aliases).map(|name| (NameKind::Alias, name.to_owned())).collect();
        entry.countries = listed(countries).map(country).collect();
        entry.period.start = listed(birth).min().unwrap_or("").to_owned();
        entry.tidy();
        let source = listed(dataset).next().unwrap_or("OpenSanctions");
        state.add(&Record::new(entry, source.to_owned()), lines.line())?;
    }
    Ok(())
}

/// Our class and kind of a schema; things without an actor's or a place's name have none.
fn class_of(schema: &str) -> Option<(Class, &'static str)> {
    Some(match schema {
        "Person" => (Class::Person, "person"),
        "Company" => (Class::Organization, "company"),
        "Organization" => (Class::Organization, "organization"),
        "LegalEntity" => (Class::Organization, "legal-entity"),
        "PublicBody" => (Class::GovernmentBody, "public-body"),
        "Event" => (Class::Event, "event"),
        _ => return None,
    })
}

fn source(value: &Value) -> &str {
    value["datasets"]
        .as_array()
        .and_then(|sets| sets.first())
        .and_then(Value::as_str)
        .unwrap_or("FollowTheMoney")
}

/// Items of Wikidata are the same everywhere; other identifiers are those of this data.
fn identifier(id: &str) -> String {
    let digits = id.strip_prefix('Q').unwrap_or("");
    let is_item = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_item { id.to_owned() } else { format!("ftm:{id}") }
}

fn country(code: &str) -> String {
    format!("iso:{}", code.to_uppercase())
}

fn texts<'a>(properties: &'a Value, name: &str) -> impl Iterator<Item = &'a str> {
    properties[name].as_array().into_iter().flatten().filter_map(Value::as_str)
}
