//! A network with what every export needs beside it: measures, and places where they are asked for, computed once.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jiff::civil::Date;

use crate::network::{Footprint, Measures, Network, Position, TieMeasures};

use super::{kept, style};

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
    /// Of the graph that it is the whole network of, where measures and places are kept.
    folder: Option<PathBuf>,
}

impl View {
    /// Measures `network`.
    pub fn new(network: Network) -> Self {
        let measured = network.measure_all();
        Self {
            measures: measured.actors,
            ties: measured.ties,
            positions: OnceLock::new(),
            network,
            folder: None,
        }
    }

    /// The same for the whole network of a graph, with what was kept in its folder of an earlier time if that is of the same network.
    pub fn of_graph(network: Network, folder: &Path) -> Self {
        let measured = kept::measured(&network, folder);
        Self {
            measures: measured.actors,
            ties: measured.ties,
            positions: OnceLock::new(),
            network,
            folder: Some(folder.to_owned()),
        }
    }

    /// The places of the actors, in their order, with room for their labels.
    pub fn positions(&self) -> &[Position] {
        self.positions.get_or_init(|| {
            let actors = self.network.actors();
            let footprints: Vec<Footprint> =
                actors.map(|actor| footprint(&actor.name, actor.statements)).collect();
            self.places(&footprints, kept::PLACES)
        })
    }

    /// The places of the actors, in their order, with other room; kept by `name`, if they are.
    pub(super) fn places(&self, footprints: &[Footprint], name: &str) -> Vec<Position> {
        match &self.folder {
            Some(folder) => kept::placed(&self.network, footprints, (folder, name)),
            None => self.network.layout(footprints),
        }
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
    if let Some(scaled) = scaled(value, digits) {
        return push_scaled(text, value < 0.0, scaled, digits);
    }
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

/// What `value` is in units of its last digit, without its sign; `None` where that needs more care: halves, and what is large.
fn scaled(value: f64, digits: usize) -> Option<u64> {
    /// Below, a product is off by less than 2^-13.
    const MAX: f64 = (1_u64 << 40) as f64;
    const HALF: std::ops::Range<f64> = 0.499..0.501;
    let power = POWERS.get(digits)?;
    let scaled = value.abs() * *power as f64;
    (scaled < MAX && !HALF.contains(&scaled.fract())).then(|| scaled.round() as u64)
}

const POWERS: [u64; 10] =
    [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

fn push_scaled(text: &mut String, is_negative: bool, mut scaled: u64, mut digits: usize) {
    if is_negative && scaled > 0 {
        text.push('-');
    }
    while digits > 0 && scaled.is_multiple_of(10) {
        (scaled, digits) = (scaled / 10, digits - 1);
    }
    let power = POWERS.get(digits).copied().unwrap_or(1);
    push_whole(text, scaled / power);
    if digits > 0 {
        text.push('.');
        push_padded(text, scaled % power, digits);
    }
}

/// Writes a whole number behind a text.
pub fn push_whole(text: &mut String, value: u64) {
    push_padded(text, value, 1);
}

/// Writes a day behind a text: ISO 8601.
pub fn push_day(text: &mut String, date: Date) {
    match u64::try_from(date.year()) {
        Ok(year) => {
            push_padded(text, year, 4);
            for part in [date.month(), date.day()] {
                text.push('-');
                push_padded(text, part.unsigned_abs().into(), 2);
            }
        }
        // Writing into a String cannot fail.
        Err(_) => drop(write!(text, "{date}")),
    }
}

/// A whole number with zeros before it, if it has fewer digits.
fn push_padded(text: &mut String, mut value: u64, digits: usize) {
    let mut bytes = [b'0'; 20];
    let mut start = bytes.len();
    while value > 0 {
        start -= 1;
        bytes[start] = b'0' + (value % 10) as u8;
        value /= 10;
    }
    let start = start.min(bytes.len() - digits);
    bytes[start..].iter().for_each(|&digit| text.push(char::from(digit)));
}

#[cfg(test)]
mod tests {
    use super::{number, push_day, push_whole};
    use jiff::civil::Date;
    use proptest::prelude::*;

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

    /// As the standard library writes them.
    fn plain(value: f64, digits: usize) -> String {
        let text = format!("{value:.digits$}");
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        if text == "-0" { "0".to_owned() } else { text.to_owned() }
    }

    proptest! {
        #[test]
        fn numbers_and_days_are_written_as_the_standard_library_does(
            any in any::<f64>(), near in -1e4..1e4, steps in -2_000_000_i64..2_000_000, digits in 0usize..12,
            whole in any::<u64>(), (year, month, day) in (-9999_i16..=9999, 1_i8..=12, 1_i8..=28),
        ) {
            let power = 10_f64.powi(digits as i32);
            for value in [any, near, (near * power).round() / power, steps as f64 / power, (steps as f64 + 0.5) / power] {
                prop_assert_eq!(number(value, digits), plain(value, digits), "{} {}", value, digits);
            }
            let (mut text, date) = (String::new(), Date::new(year, month, day).unwrap());
            push_whole(&mut text, whole);
            push_day(&mut text, date);
            prop_assert_eq!(text, format!("{whole}{date}"));
        }
    }
}
