//! Arguments to command to exit status; everything else is in [`chancery::commands`].
//!
//! Exit status: 0 done; 1 done, but something was refused or a check failed; 2 could not run; 130 interrupted.
//! A reader that closes the pipe early is no error. An interrupt ends `build` after the document at hand and everything else
//! at once: what was committed before is whole, because the archive's commits are.

use std::process::ExitCode;

use chancery::commands::{self, Cli, Outcome};
use clap::Parser;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let context = cli.context();
    match commands::run(&cli, &context) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Negative) => ExitCode::from(1),
        Ok(Outcome::Interrupted) => ExitCode::from(130),
        Err(error) if commands::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            context.fail(&error);
            ExitCode::from(2)
        }
    }
}
