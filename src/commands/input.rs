//! Arguments about what is read, shared by the commands that read articles.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::builder::PossibleValue;
use jiff::civil::Date;

use super::Context;
use crate::limits::Limits;
use crate::source::map::FieldMap;
use crate::source::{self, Format, Options, Readings};

/// What to read, and how.
#[derive(Debug, clap::Args)]
pub(super) struct InputArgs {
    /// Format of all inputs, instead of what their extensions say.
    #[arg(long, value_name = "FORMAT")]
    pub(super) input_format: Option<Format>,
    /// Day of publication of articles that carry none, such as 2025-11-27.
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub(super) date: Option<Date>,
    /// Read JSON as a news service writes it: newsapi, guardian, nyt, gdelt, mediastack, eventregistry, gnews, newsdata,
    /// currents, a file with a map, or a map such as items=articles[],text=content,title=title,date=publishedAt.
    ///
    /// A table (.csv, .tsv) with columns of other names is read by the same, as in text=said,author=who.
    ///
    /// Fields are items, id, title, date, text, url, source, author and lang. A point goes into an object, [] to each member
    /// of an array; of several paths apart by | the first with a value counts.
    #[arg(long, value_name = "MAP")]
    pub(super) map: Option<String>,
    /// Read more, or less, than by default: document-bytes=10M, text-chars=1M, archive-members=10k,
    /// expanded-bytes=1G or expansion-ratio=200 (may be given again).
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_limit, env = "CHANCERY_INPUT_LIMIT", value_delimiter = ',')]
    pub(super) input_limit: Vec<(String, u64)>,
}

impl InputArgs {
    /// How to read.
    ///
    /// # Errors
    /// A map that cannot be read.
    pub(super) fn options(&self, context: &Context) -> anyhow::Result<Options> {
        let map = self.map.as_deref().map(field_map).transpose()?.map(Arc::new);
        let mut limits = context.limits.clone();
        for (name, value) in &self.input_limit {
            limits.set(name, *value);
        }
        Ok(Options { format: self.input_format, date: self.date, map, limits })
    }

    /// Begins to read `files`; without any, standard input.
    ///
    /// # Errors
    /// An input that is not there, or of a format that cannot be told.
    pub(super) fn read(&self, files: &[PathBuf], context: &Context) -> anyhow::Result<Readings> {
        let options = self.options(context)?;
        if files.is_empty() {
            return Ok(source::read(&[PathBuf::from("-")], &options)?);
        }
        Ok(source::read(files, &options)?)
    }
}

/// A map by its name, from a file, or as it stands.
fn field_map(wanted: &str) -> anyhow::Result<FieldMap> {
    if wanted.contains('=') {
        return Ok(FieldMap::parse(wanted)?);
    }
    if !Path::new(wanted).is_file() {
        return Ok(FieldMap::preset(wanted)?);
    }
    let text = std::fs::read_to_string(wanted).with_context(|| format!("cannot read the map {wanted}"))?;
    FieldMap::parse(&text).with_context(|| format!("cannot use the map {wanted}"))
}

impl clap::ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()))
    }
}

fn parse_date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "not a day; write it as 2025-11-27".to_owned())
}

/// `document-bytes=50M`.
fn parse_limit(text: &str) -> Result<(String, u64), String> {
    let names = || Limits::SETTABLE.map(|(name, _, _)| name).join(", ");
    let (name, value) = text.split_once('=').ok_or_else(|| "write it as document-bytes=50M".to_owned())?;
    if !Limits::default().set(name, 1) {
        return Err(format!("there is no limit `{name}`; there are {}", names()));
    }
    let (digits, factor) = match value.char_indices().last() {
        Some((at, 'k')) => (&value[..at], 1_000),
        Some((at, 'M')) => (&value[..at], 1_000_000),
        Some((at, 'G')) => (&value[..at], 1_000_000_000),
        _ => (value, 1_u64),
    };
    let number = digits.parse::<u64>().ok().filter(|number| *number > 0).and_then(|n| n.checked_mul(factor));
    number
        .map(|number| (name.to_owned(), number))
        .ok_or_else(|| format!("`{value}` is no whole number above zero; k, M and G may stand behind it"))
}
