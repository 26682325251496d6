//! Arguments about what is read, shared by the commands that read articles.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use jiff::civil::Date;

use super::Context;
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
}

impl InputArgs {
    /// Begins to read `files`; without any, standard input.
    ///
    /// # Errors
    /// An input that is not there, or of a format that cannot be told.
    pub(super) fn read(&self, files: &[PathBuf], context: &Context) -> Result<Readings, source::Error> {
        let options = Options { format: self.input_format, date: self.date, limits: context.limits.clone() };
        if files.is_empty() {
            return source::read(&[PathBuf::from("-")], &options);
        }
        source::read(files, &options)
    }
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
