//! Which format `chancery export` writes, by option or by the name of the file, and which options a format has a use for.

use std::path::Path;

use anyhow::bail;
use clap::ValueEnum;

use crate::commands::Context;
use crate::commands::export::{Args, ExportFormat};

/// Formats of a network.
const NETWORKS: &[ExportFormat] = &[
    ExportFormat::Dot,
    ExportFormat::Graphml,
    ExportFormat::Gexf,
    ExportFormat::Cytoscape,
    ExportFormat::Csv,
    ExportFormat::NodeLink,
    ExportFormat::Svg,
    ExportFormat::Html,
];
/// Formats of RDF.
const RDF: &[ExportFormat] = &[
    ExportFormat::Turtle,
    ExportFormat::Trig,
    ExportFormat::Ntriples,
    ExportFormat::Nquads,
    ExportFormat::Rdfxml,
    ExportFormat::Jsonld,
];
const PICTURES: &[ExportFormat] = &[ExportFormat::Svg, ExportFormat::Html];

/// What is written: what `--format` says, else what the name of the file ends in. Where the two differ, that is told.
///
/// # Errors
/// Neither says it.
pub(super) fn format(args: &Args, context: &Context) -> anyhow::Result<ExportFormat> {
    let by_name = args.output.as_deref().and_then(of_name);
    match (args.format, by_name) {
        (Some(given), Some(named)) if given != named && !may_be_called(given, named) => {
            let path = args.output.as_deref().unwrap_or(Path::new("-")).display();
            let (given_name, named) = (name(given), name(named));
            context.say(format_args!(
                "warning: {path} is written as {given_name}, but it is called like a file of {named}"
            ));
            Ok(given)
        }
        (Some(given), _) => Ok(given),
        (None, Some(named)) => Ok(named),
        (None, None) => {
            let names: Vec<String> = ExportFormat::value_variants().iter().map(|it| name(*it)).collect();
            bail!("which format? add --format with one of: {}", names.join(", "))
        }
    }
}

/// The format that the name of a file ends in.
fn of_name(path: &Path) -> Option<ExportFormat> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    if name.ends_with(".ftm.json") {
        return Some(ExportFormat::Ftm);
    }
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending {
        "dot" | "gv" => ExportFormat::Dot,
        "graphml" => ExportFormat::Graphml,
        "gexf" => ExportFormat::Gexf,
        "cyjs" => ExportFormat::Cytoscape,
        "geojson" => ExportFormat::Geojson,
        "jsonl" | "ndjson" => ExportFormat::Jsonl,
        "ftm" | "ijson" => ExportFormat::Ftm,
        "svg" => ExportFormat::Svg,
        "html" | "htm" => ExportFormat::Html,
        "tsv" => ExportFormat::Events,
        "zip" => ExportFormat::Brat,
        "ttl" => ExportFormat::Turtle,
        "trig" => ExportFormat::Trig,
        "nt" => ExportFormat::Ntriples,
        "nq" => ExportFormat::Nquads,
        "rdf" => ExportFormat::Rdfxml,
        "jsonld" => ExportFormat::Jsonld,
        _ => return None,
    })
}

/// Other names that people give to files of a format.
fn may_be_called(given: ExportFormat, named: ExportFormat) -> bool {
    // Entities of FollowTheMoney are JSON Lines, N-Triples are N-Quads and Turtle too.
    matches!(
        (given, named),
        (ExportFormat::Ftm, ExportFormat::Jsonl)
            | (ExportFormat::Ntriples, ExportFormat::Nquads | ExportFormat::Turtle)
            | (ExportFormat::Csv, _)
    )
}

/// Refuses what the format would ignore, with the formats that do not.
///
/// # Errors
/// An option that the format has no use for.
pub(super) fn check(args: &Args, format: ExportFormat) -> anyhow::Result<()> {
    use ExportFormat::{Brat, Events, Ftm, Geojson, Graphml, Jsonl};
    let chosen = |others: &[ExportFormat]| [NETWORKS, RDF, others].concat();
    let part = &args.part;
    let options = [
        (!part.actor.is_empty(), "--actor", chosen(&[Brat, Events, Ftm, Geojson, Jsonl])),
        (part.depth != 1, "--depth", chosen(&[Brat, Ftm, Jsonl])),
        (args.rdf.is_some(), "--rdf", RDF.to_vec()),
        (args.inferred, "--inferred", RDF.to_vec()),
        (args.flavour.is_some(), "--flavour", vec![Graphml, Events]),
        (args.all_status, "--all-status", vec![Events]),
        (!args.indexes.is_empty(), "--index", vec![Events, Geojson]),
        (args.max_actors.is_some(), "--max-actors", PICTURES.to_vec()),
        (args.title.is_some(), "--title", PICTURES.to_vec()),
    ];
    for (is_given, option, formats) in options {
        if is_given && !formats.contains(&format) {
            let names: Vec<String> = formats.into_iter().map(name).collect();
            bail!("{option} is of no use to {}; it is for {}", name(format), names.join(", "));
        }
    }
    Ok(())
}

fn name(format: ExportFormat) -> String {
    format.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}
