//! How classes and statuses look, alike in every format: a colour and a shape for each class, a line for each status.
//!
//! Fills are of the palette of Okabe and Ito (2008) and tints of it, which people with any colour vision tell apart;
//! shapes say the same without colour.

use crate::ontology::{Class, Status};

/// Outline of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// People.
    Circle,
    /// States and other bodies of power.
    Square,
    /// What they are in.
    RoundedSquare,
    /// What fights.
    Triangle,
    /// Places.
    Pentagon,
    /// What happens.
    Diamond,
    /// What is written.
    Document,
    /// Measures.
    Hexagon,
}

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// As in HTML, such as `#0072b2`.
    pub fn hex(self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut hex = String::with_capacity(7);
        hex.push('#');
        for part in [self.0, self.1, self.2] {
            hex.extend([part >> 4, part & 15].map(|digit| char::from(DIGITS[usize::from(digit)])));
        }
        hex
    }
}

/// Fill of a class.
pub fn color(class: Class) -> Color {
    match class {
        Class::Person => Color(0xe6, 0x9f, 0x00),
        Class::State => Color(0x00, 0x72, 0xb2),
        Class::GovernmentBody => Color(0x56, 0xb4, 0xe9),
        Class::Organization => Color(0x00, 0x9e, 0x73),
        Class::ArmedGroup => Color(0xd5, 0x5e, 0x00),
        Class::Group => Color(0x8f, 0xd3, 0xbd),
        Class::Place => Color(0xcc, 0x79, 0xa7),
        Class::Agreement => Color(0xf0, 0xe4, 0x42),
        Class::Proposal => Color(0xf8, 0xf2, 0xa8),
        Class::Event => Color(0xe3, 0xbf, 0xd5),
        Class::War => Color(0x8c, 0x2d, 0x04),
        Class::Share => Color(0xbb, 0xbb, 0xbb),
    }
}

/// Outline of a class.
pub fn shape(class: Class) -> Shape {
    match class {
        Class::Person => Shape::Circle,
        Class::State | Class::GovernmentBody => Shape::Square,
        Class::Organization | Class::Group => Shape::RoundedSquare,
        Class::ArmedGroup => Shape::Triangle,
        Class::Place => Shape::Pentagon,
        Class::Event | Class::War => Shape::Diamond,
        Class::Agreement | Class::Proposal => Shape::Document,
        Class::Share => Shape::Hexagon,
    }
}

/// Name of a class for people.
pub fn class_label(class: Class) -> &'static str {
    match class {
        Class::GovernmentBody => "Government body",
        Class::ArmedGroup => "Armed group",
        other => other.as_str(),
    }
}

/// Line of a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its colour.
    pub color: Color,
    /// Lengths of dashes and gaps, in half points; empty for a solid line.
    pub dashes: &'static [u8],
    /// The nearest of Graphviz: `solid`, `dashed` or `dotted`.
    pub word: &'static str,
    /// Whether a cross stands on it.
    pub crossed: bool,
}

/// Line of a status.
pub fn line(status: Status) -> Line {
    let red = Color(0xb0, 0x1e, 0x2e);
    match status {
        Status::Asserted => {
            Line { color: Color(0x33, 0x3d, 0x47), dashes: &[], word: "solid", crossed: false }
        }
        Status::Planned => {
            Line { color: Color(0x33, 0x3d, 0x47), dashes: &[14, 8], word: "dashed", crossed: false }
        }
        Status::Possible => {
            Line { color: Color(0x33, 0x3d, 0x47), dashes: &[3, 8], word: "dotted", crossed: false }
        }
        Status::Negated => Line { color: red, dashes: &[], word: "solid", crossed: true },
        Status::Denied => Line { color: red, dashes: &[14, 8], word: "dashed", crossed: true },
        // Grey must be dark enough for print, so the pattern too tells it from what holds.
        Status::Former => {
            Line { color: Color(0x76, 0x80, 0x8b), dashes: &[18, 7, 2, 7], word: "solid", crossed: false }
        }
    }
}

/// Radius of an actor with so many statements, in points.
pub fn radius(statements: usize) -> f64 {
    (6.0 + 2.6 * (statements as f64).sqrt()).min(26.0)
}
