//! What kind of file an input is: told by its name, or by its first line, never by both against each other.

use std::path::Path;

use super::error::Error;
use super::input::Lines;

/// What names can be read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JSON dump of Wikidata, an item a line.
    Wikidata,
    /// `allCountries.txt`, `cities15000.txt`, `RU.txt` of GeoNames.
    GeoNames,
    /// `alternateNamesV2.txt` of GeoNames; adds to what the other files of GeoNames give.
    GeoNamesNames,
    /// Entities of FollowTheMoney, one a line: OpenSanctions' `entities.ftm.json` and others.
    FollowTheMoney,
    /// `targets.simple.csv` of OpenSanctions.
    OpenSanctionsCsv,
    /// RDF with labels: N-Triples (also Wikidata's "truthy"), N-Quads, Turtle, TriG.
    Rdf,
    /// Comma-separated values with the columns id, name, type, aliases.
    Csv,
    /// Records as `data/link/README.md` describes them, one a line.
    Records,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Wikidata,
        Self::GeoNames,
        Self::GeoNamesNames,
        Self::FollowTheMoney,
        Self::OpenSanctionsCsv,
        Self::Rdf,
        Self::Csv,
        Self::Records,
    ];

    /// As it is given on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wikidata => "wikidata",
            Self::GeoNames => "geonames",
            Self::GeoNamesNames => "geonames-names",
            Self::FollowTheMoney => "ftm",
            Self::OpenSanctionsCsv => "opensanctions-csv",
            Self::Rdf => "rdf",
            Self::Csv => "csv",
            Self::Records => "records",
        }
    }

    /// As it stands in a sentence.
    pub(super) fn article(self) -> &'static str {
        match self {
            Self::Wikidata => "a JSON dump of Wikidata",
            Self::GeoNames => "a table of places of GeoNames",
            Self::GeoNamesNames => "a table of alternate names of GeoNames",
            Self::FollowTheMoney => "a file of FollowTheMoney entities",
            Self::OpenSanctionsCsv => "targets.simple.csv of OpenSanctions",
            Self::Rdf => "a file of RDF",
            Self::Csv => "a table with the columns id, name, type, aliases",
            Self::Records => "a file of records",
        }
    }

    /// The kind of a file, from its name or, for `.json`, `.jsonl` and `.csv`, its first lines.
    pub(super) fn tell(path: &Path) -> Result<Self, Error> {
        let name = super::file_name(path);
        let bare = [".gz", ".bz2", ".zst"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
        let extension = bare.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension {
            "nt" | "nq" | "ttl" | "trig" => Ok(Self::Rdf),
            "txt" if bare.starts_with("alternateNames") => Ok(Self::GeoNamesNames),
            "txt" => Ok(Self::GeoNames),
            "json" | "jsonl" | "ijson" | "csv" => Self::of_lines(path, extension == "csv"),
            _ if path.is_dir() => {
                let what = "it is a folder; name the files in it".to_owned();
                Err(Error::Kind { path: path.to_owned(), what })
            }
            _ => {
                let what = format!(
                    "\"{name}\" ends in none of .json .jsonl .csv .txt .nt .nq .ttl .trig (and .gz .bz2 .zst)"
                );
                Err(Error::Kind { path: path.to_owned(), what })
            }
        }
    }

    fn of_lines(path: &Path, is_csv: bool) -> Result<Self, Error> {
        let mut lines = Lines::open(path, "a file with names")?;
        let first = lines.next()?.unwrap_or_default().trim().to_owned();
        let line = if first == "[" { lines.next()?.unwrap_or_default().to_owned() } else { first.clone() };
        let found = if is_csv {
            let header = first.to_lowercase().replace('"', "");
            if header.starts_with("id,schema,") {
                Some(Self::OpenSanctionsCsv)
            } else {
                header.split(',').any(|column| column == "name").then_some(Self::Csv)
            }
        } else if line.contains("\"schema\"") && line.contains("\"properties\"") {
            Some(Self::FollowTheMoney)
        } else if line.contains("\"claims\"") || line.contains("\"labels\"") || first == "[" {
            Some(Self::Wikidata)
        } else {
            ["\"class\"", "\"licence\""].iter().any(|field| line.contains(field)).then_some(Self::Records)
        };
        let is_empty = first.is_empty() && line.is_empty();
        let what = if is_empty {
            "its first line is empty"
        } else {
            "its first line is that of no kind that is known"
        };
        let what = what.to_owned();
        found.ok_or_else(|| Error::Kind { path: path.to_owned(), what })
    }
}
