//! `chancery link index find NAME`: what a name may stand for, as lines or as JSON.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::bail;
use serde_json::{Value, json};

use crate::commands::{Context, Outcome, visible};
use crate::link::{Candidate, Entry, Held, Index, Layers, Query};
use crate::ontology::{Class, ClassSet};

/// Exit status 1 if nothing is found.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chancery link index find Georgia
  chancery link index find \"S. Lavrov\" --type Person --at 2010-06-01
  chancery link index find \"Port Alba\" --index own.index --json")]
pub(super) struct Args {
    /// The name.
    name: String,
    /// Only things of this class, such as Person, State, Place, Organization; may be repeated.
    #[arg(long = "type", value_name = "CLASS")]
    classes: Vec<String>,
    /// Say what was there, and who was in office, on this day, month or year (2020-05-31, 2020-05, 2020).
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
    /// Ask this index too, after the bundled one; may be repeated.
    #[arg(long = "index", value_name = "FILE")]
    indexes: Vec<PathBuf>,
    /// Do not ask the bundled index.
    #[arg(long)]
    no_bundled: bool,
    /// Also list names that begin with the name.
    #[arg(long)]
    prefix: bool,
    /// Candidates at most.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Prints the candidates of the indexes, the likeliest first.
///
/// # Errors
/// An index cannot be read, or a class or a date is none.
pub(super) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let mut layers = if args.no_bundled { Layers::default() } else { Layers::bundled()? };
    for path in &args.indexes {
        layers.push(Index::open(path)?);
    }
    let query = Query {
        classes: classes(&args.classes)?,
        date: args.at.as_deref().map(date).transpose()?,
        limit: args.limit,
        prefix: args.prefix,
        fuzzy: true,
    };
    let found = layers.find(&args.name, &query)?;
    let mut out = context.stdout();
    if args.json {
        let candidates: Vec<Value> = found.iter().map(candidate).collect();
        let answer =
            json!({ "schema": "chancery.candidates/1", "name": args.name, "candidates": candidates });
        writeln!(out, "{answer:#}")?;
    } else {
        for candidate in &found {
            writeln!(out, "{}", visible(&line(candidate)))?;
        }
    }
    out.flush()?;
    if found.iter().any(|candidate| candidate.is_mixed) {
        context.say("the name mixes letters of scripts that look alike: it is not to be linked");
    }
    if found.is_empty() {
        context.say(format_args!("no name like \"{}\"", args.name));
        return Ok(Outcome::Negative);
    }
    Ok(Outcome::Done)
}

fn classes(names: &[String]) -> anyhow::Result<ClassSet> {
    if names.is_empty() {
        return Ok(ClassSet::ANY);
    }
    let mut set = ClassSet::NONE;
    for name in names {
        let Some(class) = Class::ALL.into_iter().find(|class| class.as_str().eq_ignore_ascii_case(name))
        else {
            let all: Vec<&str> = Class::ALL.iter().map(|class| class.as_str()).collect();
            bail!("no class is called \"{name}\"; there are {}", all.join(", "));
        };
        set = set.with(class);
    }
    Ok(set)
}

/// A day, month or year, as it is compared.
fn date(text: &str) -> anyhow::Result<String> {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    match whole.parse::<jiff::civil::Date>() {
        Ok(_) if matches!(text.len(), 4 | 7 | 10) => Ok(text.to_owned()),
        _ => bail!("\"{text}\" is no date; write 2020-05-31, 2020-05 or 2020"),
    }
}

/// One candidate as a line of tab-separated values.
fn line(candidate: &Candidate) -> String {
    let entry = &candidate.entry;
    let kind = if entry.kind.is_empty() { String::new() } else { format!("/{}", entry.kind) };
    let mut notes: Vec<String> = Vec::new();
    if !entry.countries.is_empty() {
        notes.push(format!("in {}", entry.countries.join(" ")));
    }
    if entry.population > 0 {
        notes.push(format!("{} inhabitants", entry.population));
    }
    if !(entry.period.start.is_empty() && entry.period.end.is_empty()) {
        notes.push(format!("{}–{}", entry.period.start, entry.period.end));
    }
    match candidate.existed {
        Some(true) => notes.push("was there".to_owned()),
        Some(false) => notes.push("was not there".to_owned()),
        None => {}
    }
    notes.extend(candidate.in_office.map(|held| held_text(held).to_owned()));
    if candidate.matched != entry.label {
        notes.push(format!("as \"{}\"", candidate.matched));
    }
    format!(
        "{}\t{}\t{}{kind}\t{}\t{:.2}\t{}",
        entry.identifier(),
        entry.label,
        entry.class,
        candidate.how.as_str(),
        candidate.similarity,
        notes.join(", ")
    )
}

fn held_text(held: Held) -> &'static str {
    match held {
        Held::Sure => "in office",
        Held::Inferred => "in office (inferred)",
        Held::No => "not in office",
    }
}

fn candidate(candidate: &Candidate) -> Value {
    let Candidate { entry, index, how, kind, matched, similarity, is_mixed, existed, in_office } = candidate;
    json!({
        "index": index,
        "how": how.as_str(),
        "matched": matched,
        "matched_as": kind.as_str(),
        "similarity": (similarity * 10_000.0).round() / 10_000.0,
        "mixed_scripts": is_mixed,
        "existed": existed,
        "in_office": in_office.map(held_text),
        "entry": self::entry(entry),
    })
}

fn entry(entry: &Entry) -> Value {
    let degrees = |value: i32| f64::from(value) / 100_000.0;
    json!({
        "id": entry.identifier(),
        "identifiers": entry.identifiers,
        "name": entry.label,
        "class": entry.class.as_str(),
        "kind": entry.kind,
        "countries": entry.countries,
        "population": entry.population,
        "sitelinks": entry.sitelinks,
        "coordinates": entry.coordinates.map(|(lat, lon)| [degrees(lat), degrees(lon)]),
        "start": entry.period.start,
        "end": entry.period.end,
        "offices": entry.offices.iter().map(|office| json!({
            "office": office.office,
            "label": office.label,
            "country": office.country,
            "start": office.period.start,
            "sure_until": office.sure_until,
            "end": office.period.end,
        })).collect::<Vec<_>>(),
        "ties": entry.ties.iter().map(|(tie, other)| json!([tie.as_str(), other])).collect::<Vec<_>>(),
        "names": entry.names.iter().map(|(kind, name)| json!([kind.as_str(), name])).collect::<Vec<_>>(),
    })
}
