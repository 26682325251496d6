//! Tables of a user's own: comma-separated values, and records as the bundled sources have them.

use serde_json::Value;

use super::State;
use super::error::Error;
use super::input::{Lines, csv_fields};
use super::record::{Record, Source};
use crate::link::entry::{Entry, NameKind, Office, Period, Tie};
use crate::ontology::Class;

/// Reads a table with a header: `id`, `name`, `type`, `aliases` (with `;` between them), and, where wanted, `kind`,
/// `countries`, `start`, `end`, `population`, `lat`, `lon`.
pub(super) fn read_csv(
    lines: &mut Lines,
    state: &mut State,
    step: &mut dyn FnMut(&Lines),
) -> Result<(), Error> {
    let header = csv_fields(lines)?.unwrap_or_default();
    let column = |name: &str| header.iter().position(|column| column.trim().eq_ignore_ascii_case(name));
    for wanted in ["id", "name", "type"] {
        if column(wanted).is_none() {
            return Err(lines.wrong(format!("the column {wanted} is missing")));
        }
    }
    while let Some(fields) = csv_fields(lines)? {
        step(lines);
        if fields.len() != header.len() && fields != [""] {
            return Err(lines.wrong(format!(
                "{} columns, not {} as in the header",
                fields.len(),
                header.len()
            )));
        }
        let field = |name: &str| column(name).and_then(|at| fields.get(at)).map_or("", |field| field.trim());
        if fields == [""] {
            continue;
        }
        let entry = row(&field).map_err(|what| lines.wrong(what))?;
        state.add(&Record::new(entry, "table"), lines.line())?;
    }
    Ok(())
}

fn row<'a>(field: &dyn Fn(&str) -> &'a str) -> Result<Entry, String> {
    let class = class(field("type"))?;
    if field("id").is_empty() || field("name").is_empty() {
        return Err("id or name is empty".to_owned());
    }
    let mut entry = Entry::new(field("id"), field("name"), class);
    let listed = |name| field(name).split(';').map(str::trim).filter(|part| !part.is_empty());
    entry.names = listed("aliases").map(|name| (NameKind::Alias, name.to_owned())).collect();
    entry.countries = listed("countries").map(str::to_owned).collect();
    field("kind").clone_into(&mut entry.kind);
    entry.period = Period { start: field("start").to_owned(), end: field("end").to_owned() };
    let number = |name| match field(name) {
        "" => Ok(None),
        text => text.parse::<f64>().map(Some).map_err(|_| format!("{name}: \"{text}\" is no number")),
    };
    entry.population = number("population")?.map_or(0, |value| value as u64);
    entry.coordinates = match (number("lat")?, number("lon")?) {
        (None, None) => None,
        (Some(lat), Some(lon)) if lat.abs() <= 90.0 && lon.abs() <= 180.0 => {
            Some((degrees(lat), degrees(lon)))
        }
        (Some(lat), Some(lon)) => return Err(format!("latitude {lat}, longitude {lon} is not on Earth")),
        _ => return Err("lat and lon belong together, and one is empty".to_owned()),
    };
    entry.tidy();
    Ok(entry)
}

fn class(text: &str) -> Result<Class, String> {
    let found = Class::ALL.into_iter().find(|class| class.as_str().eq_ignore_ascii_case(text));
    found.ok_or_else(|| {
        let all: Vec<&str> = Class::ALL.iter().map(|class| class.as_str()).collect();
        format!("the type \"{text}\" is none of {}", all.join(", "))
    })
}

fn degrees(value: f64) -> i32 {
    (value * 100_000.0).round() as i32
}

/// Reads records, one a line; the first line may state source and licence of all: `{"source":"…","licence":"…"}`.
pub(super) fn read_records(
    lines: &mut Lines,
    state: &mut State,
    step: &mut dyn FnMut(&Lines),
) -> Result<(), Error> {
    let mut source: Source = ("records".into(), "".into());
    loop {
        let value = match lines.next()? {
            None => return Ok(()),
            Some(line) => serde_json::from_str::<Value>(line).map_err(|error| error.to_string()),
        };
        step(lines);
        let value = value.map_err(|what| lines.wrong(what))?;
        if let (Some(name), None) = (value["source"].as_str(), value.get("id")) {
            source = (name.to_owned().into(), text(&value, "licence").into());
            continue;
        }
        let entry = record(&value).map_err(|what| lines.wrong(what))?;
        let mut record = Record::new(entry, "");
        record.source.clone_from(&source);
        // Without a name it adds to an entry of another table.
        record.is_addition = record.entry.label.is_empty();
        state.add(&record, lines.line())?;
    }
}

fn record(value: &Value) -> Result<Entry, String> {
    let id = value["id"].as_str().filter(|id| !id.is_empty()).ok_or("a record without id")?;
    let label = text(value, "name");
    let class = match value["class"].as_str() {
        Some(name) => class(name)?,
        None if label.is_empty() => Class::Place,
        None => return Err("a record with a name and without class".to_owned()),
    };
    let mut entry = Entry::new(id, label, class);
    entry.kind = text(value, "kind");
    entry.identifiers.extend(texts(&value["ids"]));
    for (field, kind) in [
        ("aliases", NameKind::Alias),
        ("former", NameKind::Former),
        ("acronyms", NameKind::Acronym),
        ("metonyms", NameKind::Metonym),
        ("adjectives", NameKind::Adjective),
    ] {
        entry.names.extend(texts(&value[field]).map(|name| (kind, name)));
    }
    entry.countries.extend(texts(&value["countries"]));
    entry.population = value["population"].as_u64().unwrap_or(0);
    entry.sitelinks = value["sitelinks"].as_u64().unwrap_or(0);
    let degree = |name: &str| value[name].as_f64().map(degrees);
    entry.coordinates = degree("lat").zip(degree("lon"));
    entry.period = Period { start: text(value, "start"), end: text(value, "end") };
    entry.offices.extend(value["offices"].as_array().into_iter().flatten().map(office));
    for pair in value["ties"].as_array().into_iter().flatten() {
        let tie = pair[0].as_str().and_then(Tie::from_text);
        let (Some(tie), Some(other)) = (tie, pair[1].as_str()) else {
            return Err(format!("{pair} is no tie to another record"));
        };
        entry.ties.push((tie, other.to_owned()));
    }
    entry.tidy();
    Ok(entry)
}

fn office(value: &Value) -> Office {
    Office {
        office: text(value, "office"),
        label: text(value, "label"),
        country: text(value, "country"),
        period: Period { start: text(value, "start"), end: text(value, "end") },
        sure_until: text(value, "sure"),
    }
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or("").to_owned()
}

fn texts(value: &Value) -> impl Iterator<Item = String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned)
}
