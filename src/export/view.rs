//! A network with what every export needs beside it: measures, and places where they are asked for, computed once.

use std::fmt::Write as _;
use std::sync::OnceLock;

use crate::network::{Footprint, Measures, Network, Position, TieMeasures};

use super::style;

/// A network, its measures and the places of its actors.
#[derive(Clone, Debug)]
pub struct View {
    /// The network.
    pub network: Network,
    /// In the order of the actors.
    pub measures: Vec<Measures>,
    /// In the order of the ties.
    pub ties: Vec<TieMeasures>,
    /// In the order of the actors, from their first use on.
    positions: OnceLock<Vec<Position>>,
}

impl View {
    /// Measures `network`.
    pub fn new(network: Network) -> Self {
        let measured = network.measure_all();
        Self { measures: measured.actors, ties: measured.ties, positions: OnceLock::new(), network }
    }

    /// The places of the actors, in their order, with room for their labels.
    pub fn positions(&self) -> &[Position] {
        self.positions.get_or_init(|| {
            let actors = self.network.actors();
            let footprints: Vec<Footprint> =
                actors.map(|actor| footprint(&actor.name, actor.statements)).collect();
            self.network.layout(&footprints)
        })
    }
}

/// Room for the shape of an actor with its label below it, both lines of it if it is long.
fn footprint(name: &str, statements: usize) -> Footprint {
    let radius = style::radius(statements);
    let letters = name.chars().count().min(22) as f64;
    Footprint { half_width: radius.max(letters * 3.1), half_height: radius + 9.0 }
}

/// `value` with at most `digits` decimals and without trailing zeros: the one way in which numbers are written.
pub fn number(value: f64, digits: usize) -> String {
    let mut text = String::new();
    push_number(&mut text, value, digits);
    text
}

/// Writes a [`number`] behind a text.
pub fn push_number(text: &mut String, value: f64, digits: usize) {
    let start = text.len();
    // Writing into a String cannot fail.
    let _ = write!(text, "{value:.digits$}");
    let written = text.get(start..).unwrap_or_default();
    if written.contains('.') {
        let length = written.trim_end_matches('0').trim_end_matches('.').len();
        text.truncate(start + length);
    }
    if text.get(start..) == Some("-0") {
        text.remove(start);
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_short() {
        for (value, expected) in [
            (0.93, "0.93"),
            (1.0, "1"),
            (-0.0001, "0"),
            (10.0, "10"),
            (1.005, "1"),
            (-2.5, "-2.5"),
            (0.0, "0"),
        ] {
            assert_eq!(number(value, 2), expected);
        }
    }
}
