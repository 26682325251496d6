//! Outlines of actors as SVG paths.

use crate::export::style::Shape;
use crate::export::view::number;

/// The outline around a centre; all shapes of a radius look about equally large.
pub(super) fn path(shape: Shape, x: f64, y: f64, radius: f64) -> String {
    let corners = |points: &[(f64, f64)]| {
        let points: Vec<String> = (points.iter())
            .map(|(dx, dy)| format!("{} {}", number(x + dx * radius, 1), number(y + dy * radius, 1)))
            .collect();
        format!("M{}Z", points.join("L"))
    };
    match shape {
        Shape::Circle => {
            let (left, r) = (number(x - radius, 1), number(radius, 1));
            let (y, across) = (number(y, 1), number(radius * 2.0, 1));
            format!("M{left} {y}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0Z")
        }
        Shape::Square => corners(&[(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)]),
        Shape::RoundedSquare => rounded(x, y, radius * 0.9),
        Shape::Triangle => corners(&[(0.0, -1.15), (1.08, 0.78), (-1.08, 0.78)]),
        Shape::Pentagon => corners(&[(0.0, -1.05), (1.0, -0.32), (0.62, 0.85), (-0.62, 0.85), (-1.0, -0.32)]),
        Shape::Diamond => corners(&[(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)]),
        Shape::Document => corners(&[(-0.75, -1.0), (0.35, -1.0), (0.75, -0.6), (0.75, 1.0), (-0.75, 1.0)]),
        Shape::Hexagon => {
            corners(&[(-0.5, -0.9), (0.5, -0.9), (1.05, 0.0), (0.5, 0.9), (-0.5, 0.9), (-1.05, 0.0)])
        }
    }
}

fn rounded(x: f64, y: f64, half: f64) -> String {
    let bend = half * 0.55;
    let (side, r) = (number(2.0 * (half - bend), 1), number(bend, 1));
    let (left, top) = (number(x - half + bend, 1), number(y - half, 1));
    format!(
        "M{left} {top}h{side}q{r} 0 {r} {r}v{side}q0 {r} -{r} {r}h-{side}q-{r} 0 -{r} -{r}v-{side}q0 -{r} {r} -{r}Z"
    )
}
