//! Exports: the network and the documents, written for other programs.
//!
//! In comes a [`View`] (a network with measures and places) or the documents themselves; out goes one file in one
//! [`Format`], and a [`LossReport`] of what that format could not carry. Every format has the status of every tie,
//! and one escaping function with its own test, so that a name from an article is never markup. Writers stream; what they
//! write depends on neither clock nor threads. Files are put in place by [`file::write_atomically`].

pub mod attribute;
pub mod brat;
pub mod csv;
pub mod cytoscape;
pub mod dot;
pub mod events;
pub mod file;
pub mod ftm;
pub mod geojson;
pub mod gexf;
pub mod graphml;
pub mod html;
pub mod json;
pub mod kept;
pub mod loss;
pub mod node_link;
mod parts;
pub mod rdf;
pub mod style;
pub mod svg;
pub mod view;
pub mod xml;

pub use loss::LossReport;
pub use view::View;

use std::io::{self, Write};

/// A form in which a network can be written to one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Graphviz.
    Dot,
    /// GraphML for igraph, NetworkX, Neo4j, Cytoscape and Gephi.
    GraphMl,
    /// GraphML with yEd's labels, shapes and places.
    GraphMlYed,
    /// GEXF 1.3 for Gephi, with times, colours and places.
    Gexf,
    /// JSON of Cytoscape.js and Cytoscape.
    Cytoscape,
    /// JSON of NetworkX and D3.
    NodeLink,
    /// A picture.
    Svg,
}

impl Format {
    /// Writes `view` in this format.
    pub fn write(self, view: &View, out: &mut dyn Write) -> io::Result<LossReport> {
        match self {
            Self::Dot => dot::write(view, out),
            Self::GraphMl => graphml::write(view, graphml::Flavour::Plain, out),
            Self::GraphMlYed => graphml::write(view, graphml::Flavour::Yed, out),
            Self::Gexf => gexf::write(view, out),
            Self::Cytoscape => cytoscape::write(view, out),
            Self::NodeLink => node_link::write(view, out),
            Self::Svg => svg::write(&view.network, &svg::Options::default(), out),
        }
    }
}
