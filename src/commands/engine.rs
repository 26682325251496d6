//! Arguments about model and ontology, shared by the commands that understand articles.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use super::Context;
use crate::diagnostic::{Severity, counted};
use crate::link::{Layers, choose};
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
    #[command(flatten)]
    pub(super) links: LinkArgs,
}

/// Which indexes of names.
#[derive(Debug, Default, clap::Args)]
pub(super) struct LinkArgs {
    /// Link entities to what this index knows, too, after the bundled one; may be repeated.
    #[arg(long = "index", value_name = "FILE")]
    pub(super) indexes: Vec<PathBuf>,
    /// Link nothing that is less sure than this, from 0 to 1 [default: 0.5].
    #[arg(long, value_name = "X", value_parser = super::part::confidence)]
    pub(super) min_link_score: Option<f32>,
    /// Do not link entities to indexes of names.
    #[arg(long, conflicts_with_all = ["indexes", "min_link_score"])]
    pub(super) no_links: bool,
}

impl LinkArgs {
    /// The bundled index and those that were named.
    ///
    /// # Errors
    /// An index that cannot be used.
    pub(super) fn layers(&self) -> anyhow::Result<Layers> {
        Ok(Layers::with_files(&self.indexes)?)
    }

    /// The least score of a link.
    pub(super) fn min_score(&self) -> f64 {
        self.min_link_score.map_or(choose::MIN_SCORE, f64::from)
    }
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
    /// The ontology.
    ///
    /// # Errors
    /// One that cannot be used, or has errors.
    pub(super) fn ontology(&self, context: &Context) -> anyhow::Result<Ontology> {
        match &self.ontology {
            Some(folder) => own_ontology(folder, context),
            None => Ok(load::bundled()?),
        }
    }

    /// Model and ontology, ready to read articles.
    ///
    /// # Errors
    /// A model or an ontology that cannot be used. An ontology with errors is not used, because what it would miss
    /// could not be told from what the articles do not say.
    pub(super) fn pipeline(&self, context: &Context) -> anyhow::Result<Pipeline> {
        let ontology = self.ontology(context)?;
        let pipeline = Pipeline::new(self.model.load()?, ontology, context.limits.clone());
        if self.links.no_links {
            return Ok(pipeline);
        }
        Ok(pipeline.with_links(self.links.layers()?, self.links.min_score()))
    }
}

fn own_ontology(folder: &Path, context: &Context) -> anyhow::Result<Ontology> {
    let (ontology, diagnostics) = load::with_folder(folder, &context.limits)?;
    for diagnostic in &diagnostics {
        context.report(diagnostic);
    }
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    if errors > 0 {
        let errors = counted(errors, "error");
        bail!("the ontology in {} has {errors}; chancery check {0} lists them", folder.display());
    }
    Ok(ontology)
}
