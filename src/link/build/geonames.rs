//! Tables of GeoNames: places with their coordinates and inhabitants, and their names in many languages.
//!
//! The columns are those of <https://download.geonames.org/export/dump/readme.txt>.

use super::error::Error;
use super::input::Lines;
use super::record::Record;
use super::{Options, State};
use crate::diagnostic::counted;
use crate::link::entry::{Entry, NameKind};
use crate::ontology::Class;

const SOURCE: (&str, &str) = ("GeoNames", "CC BY 4.0, https://www.geonames.org");
/// Columns of a table of places.
const COLUMNS: usize = 19;
/// Feature codes of the classes L, T and H that news name: regions and parks, islands and mountains, seas.
const KEPT: &[&str] = &[
    "RGN", "RGNE", "AREA", "CONT", "MILB", "NVB", "ISL", "ISLS", "MTS", "PEN", "DSRT", "SEA", "OCN", "GULF",
    "STRT", "CHN", "BAY",
];

/// Reads places.
pub(super) fn read(
    lines: &mut Lines,
    options: &Options,
    state: &mut State,
    step: &mut dyn FnMut(&Lines),
) -> Result<(), Error> {
    loop {
        let entry = match lines.next()? {
            None => return Ok(()),
            Some("") => Ok(None),
            Some(line) => place(line, options.min_population),
        };
        step(lines);
        if let Some(entry) = entry.map_err(|what| lines.wrong(what))? {
            let mut record = Record::new(entry, SOURCE.0);
            record.source.1 = SOURCE.1.into();
            state.add(&record, lines.line())?;
        }
    }
}

fn place(line: &str, min_population: u64) -> Result<Option<Entry>, String> {
    let mut columns = [""; COLUMNS];
    let mut count = 0;
    for column in line.split('\t') {
        if let Some(slot) = columns.get_mut(count) {
            *slot = column;
        }
        count += 1;
    }
    if count != COLUMNS {
        return Err(format!("{} between tabs, not {COLUMNS}", counted(count, "column")));
    }
    let [id, name, ascii, others, lat, lon, class, code, country, ..] = columns;
    let number =
        |what: &str, text: &str| text.parse().map_err(|_| format!("the {what} \"{text}\" is no number"));
    let _: u64 = number("geonameid", id)?;
    let population = if columns[14].is_empty() { 0 } else { number("population", columns[14])? };
    let kind = match class {
        "A" if code.starts_with("PCL") => "country",
        "A" => "region",
        "P" if code == "PPLC" => "capital",
        "P" => "settlement",
        "L" | "T" | "H" if KEPT.contains(&code) => "landscape",
        _ => return Ok(None),
    };
    if population < min_population {
        return Ok(None);
    }
    // A country that is no more (PCLH), or is one, is a state; its territories too.
    let is_state = kind == "country";
    let mut entry =
        Entry::new(format!("geonames:{id}"), name, if is_state { Class::State } else { Class::Place });
    kind.clone_into(&mut entry.kind);
    entry.population = population;
    entry.coordinates = Some((degrees(lat)?, degrees(lon)?));
    if !country.is_empty() {
        let iso = format!("iso:{country}");
        if matches!(code, "PCLI" | "PCLD" | "PCLS" | "PCLF") {
            entry.identifiers.push(iso.clone());
        }
        entry.countries.push(iso);
    }
    let names = std::iter::once(ascii).chain(others.split(','));
    entry.names = names.map(|name| (alias_kind(name), name.to_owned())).collect();
    entry.tidy();
    Ok(Some(entry))
}

/// Codes of airports and the like stand among the alternate names.
fn alias_kind(name: &str) -> NameKind {
    let is_code = (2..=4).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_code { NameKind::Acronym } else { NameKind::Alias }
}

fn degrees(text: &str) -> Result<i32, String> {
    let value: f64 = text.parse().map_err(|_| format!("the coordinate \"{text}\" is no number"))?;
    if value.is_finite() && value.abs() <= 180.0 {
        Ok((value * 100_000.0).round() as i32)
    } else {
        Err(format!("the coordinate {text} is not on Earth"))
    }
}

/// Reads alternate names: they add to places that another input gives.
pub(super) fn read_names(
    lines: &mut Lines,
    state: &mut State,
    step: &mut dyn FnMut(&Lines),
) -> Result<(), Error> {
    loop {
        let entry = match lines.next()? {
            None => return Ok(()),
            Some("") => Ok(None),
            Some(line) => alternate(line),
        };
        step(lines);
        if let Some(entry) = entry.map_err(|what| lines.wrong(what))? {
            let mut record = Record::new(entry, SOURCE.0);
            record.source.1 = SOURCE.1.into();
            record.is_addition = true;
            state.add(&record, lines.line())?;
        }
    }
}

fn alternate(line: &str) -> Result<Option<Entry>, String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [number, place, language, name, rest @ ..] = columns.as_slice() else {
        return Err(format!("{} between tabs, not 8 or 10", counted(columns.len(), "column")));
    };
    if number.parse::<u64>().is_err() || place.parse::<u64>().is_err() {
        return Err(format!("\"{number}\" or \"{place}\" is no number"));
    }
    let mut entry = Entry::new(format!("geonames:{place}"), "", Class::Place);
    let is_historic = rest.get(3).is_some_and(|flag| *flag == "1");
    let kind = match *language {
        "link" | "post" | "iata" | "icao" | "faac" | "tcid" | "unlc" | "phon" | "piny" => return Ok(None),
        "wkdt" if name.starts_with('Q') => {
            entry.identifiers.push((*name).to_owned());
            return Ok(Some(entry));
        }
        "abbr" => NameKind::Acronym,
        _ if is_historic => NameKind::Former,
        _ => NameKind::Alias,
    };
    entry.names.push((kind, (*name).to_owned()));
    Ok(Some(entry))
}
