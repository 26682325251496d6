//! What the graph needs to know of relations of an ontology of the user's own: `relations.json`.
//!
//! Comes in: the ontology that documents are read with, and the bundled one. Goes out: the relations in which the two
//! differ, so that every command can name them, tell which hold both ways, and write a document anew as it was, without
//! the ontology at hand. A graph without the file (of the bundled ontology, or of an earlier version) has none. Relations are
//! added and replaced, never taken out: documents may be of several builds.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::manifest;
use super::{Archive, Error};
use crate::graph::RelationIris;
use crate::ontology::{Ontology, Relation};

/// Name and version of the file's format.
const FORMAT: &str = "chancery.relations/1";

/// Relations that the bundled ontology does not have, or has otherwise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OwnRelations {
    format: String,
    /// The version of the ontology that the last of them are of.
    pub version: String,
    /// By local name.
    pub relations: BTreeMap<String, OwnRelation>,
}

/// A relation of a user's own ontology.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OwnRelation {
    /// Its IRI.
    pub iri: String,
    /// Label for people.
    pub label: String,
    /// Family of relations; may be empty.
    pub family: String,
    /// Whether it holds both ways.
    pub symmetric: bool,
    /// Local name of the relation of the bundled ontology that it is below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// CAMEO code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cameo: Option<String>,
    /// PLOVER type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plover: Option<String>,
    /// PLOVER mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plover_mode: Option<String>,
    /// Goldstein's scale, -10 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goldstein: Option<f32>,
}

impl OwnRelation {
    fn of(ontology: &Ontology, relation: &Relation) -> Self {
        Self {
            iri: relation.iri.clone(),
            label: relation.label.clone(),
            family: relation.family.clone(),
            symmetric: relation.is_symmetric,
            kind: ontology
                .known_relation(&relation.name)
                .filter(|kind| *kind != relation.name)
                .map(str::to_owned),
            cameo: relation.codes.cameo.clone(),
            plover: relation.codes.plover.clone(),
            plover_mode: relation.codes.plover_mode.clone(),
            goldstein: relation.codes.goldstein,
        }
    }
}

impl OwnRelations {
    /// Those in which an ontology differs from the bundled one.
    pub fn beside(bundled: &Ontology, ontology: &Ontology) -> Self {
        let of = |ontology: &Ontology| -> BTreeMap<String, OwnRelation> {
            let relations = ontology.relations.iter();
            relations.map(|relation| (relation.name.clone(), OwnRelation::of(ontology, relation))).collect()
        };
        let known = of(bundled);
        let mut relations = of(ontology);
        relations.retain(|name, relation| known.get(name) != Some(relation));
        Self { format: FORMAT.to_owned(), version: ontology.version.clone(), relations }
    }

    /// Those of the graph in `folder`; none if there is no file.
    ///
    /// # Errors
    /// If the file is damaged or of another version, or cannot be read.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let path = path(folder);
        match manifest::read::<Self>(&path) {
            Ok(read) if read.format == FORMAT => Ok(read),
            Ok(read) => Err(Error::damaged(&path, 0, format!("it is of another format, {}", read.format))),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Err(Error::damaged(&path, 0, error.to_string()))
            }
            Err(_) if !fs::exists(&path).unwrap_or(true) => Ok(Self::default()),
            Err(error) => Err(Error::io("read", &path)(error)),
        }
    }

    /// IRIs and directions of the relations of an ontology, and of these.
    pub fn iris(&self, ontology: &Ontology) -> RelationIris {
        let mut iris = RelationIris::from_ontology(ontology);
        for (name, relation) in &self.relations {
            iris.add(name, &relation.iri, relation.symmetric);
        }
        if self.version.is_empty() { iris } else { iris.with_ontology_version(&self.version) }
    }
}

impl Archive {
    /// Keeps relations of a user's own ontology with the graph.
    ///
    /// # Errors
    /// If the archive was opened for reading, the file that is there is damaged, or the disk refuses.
    pub fn keep_relations(&mut self, own: &OwnRelations) -> Result<(), Error> {
        if own.relations.is_empty() {
            return Ok(());
        }
        if self.writer.is_none() {
            return Err(Error::ReadOnly(self.folder.clone()));
        }
        let before = OwnRelations::read(&self.folder)?;
        let mut all = OwnRelations { relations: before.relations.clone(), ..own.clone() };
        all.relations.extend(own.relations.clone());
        if all == before {
            return Ok(());
        }
        let path = path(&self.folder);
        manifest::replace(&path, &all).map_err(Error::io("write", &path))
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join("relations.json")
}
