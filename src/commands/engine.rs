//! Arguments about model and ontology, shared by the commands that understand articles.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use super::Context;
use crate::diagnostic::Severity;
use crate::ontology::{Ontology, load};
use crate::parse::Model;
use crate::pipeline::Pipeline;

/// Which model.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct ModelArgs {
    /// Language model to use instead of the bundled one.
    #[arg(long, value_name = "FILE")]
    pub(super) model: Option<PathBuf>,
}

/// Which model and which ontology.
#[derive(Debug, Default, clap::Args)]
pub(super) struct EngineArgs {
    #[command(flatten)]
    pub(super) model: ModelArgs,
    /// Folder of Turtle files that adds to the bundled ontology.
    #[arg(long, value_name = "DIR")]
    pub(super) ontology: Option<PathBuf>,
}

impl ModelArgs {
    /// The model.
    ///
    /// # Errors
    /// A file that cannot be read or is no model.
    pub(super) fn load(&self) -> anyhow::Result<Model> {
        let Some(path) = &self.model else { return Ok(Model::bundled()?) };
        const REMEDY: &str = "leave out --model to use the bundled one";
        let bytes = std::fs::read(path)
            .map_err(|error| anyhow!("cannot read the model {}: {error}; {REMEDY}", path.display()))?;
        Model::from_bytes(&bytes)
            .map_err(|error| anyhow!("cannot use the model {}: {error}; {REMEDY}", path.display()))
    }
}

impl EngineArgs {
    /// Model and ontology, ready to read articles.
    ///
    /// # Errors
    /// A model or an ontology that cannot be used. An ontology with errors is not used, because what it would miss
    /// could not be told from what the articles do not say.
    pub(super) fn pipeline(&self, context: &Context) -> anyhow::Result<Pipeline> {
        let ontology = match &self.ontology {
            Some(folder) => own_ontology(folder, context)?,
            None => load::bundled()?,
        };
        Ok(Pipeline::new(self.model.load()?, ontology, context.limits.clone()))
    }
}

fn own_ontology(folder: &Path, context: &Context) -> anyhow::Result<Ontology> {
    let (ontology, diagnostics) = load::with_folder(folder, &context.limits)?;
    for diagnostic in &diagnostics {
        context.report(diagnostic);
    }
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    if errors > 0 {
        let s = if errors == 1 { "" } else { "s" };
        bail!("the ontology in {} has {errors} error{s}; chancery check {0} lists them", folder.display());
    }
    Ok(ontology)
}
