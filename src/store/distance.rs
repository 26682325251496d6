//! `geof:distance` of GeoSPARQL 1.1 (section 9.4.3) for points: great circles on a sphere of the Earth's mean radius, at most
//! half a per cent from the ellipsoid.
//!
//! Comes in: two `geo:wktLiteral` of points in CRS 84 and a unit. Goes out: an `xsd:double`; nothing (an error of the expression)
//! for other geometries, reference systems and units.

use oxigraph::model::{Literal, Term};

use crate::graph::vocabulary::GEO_WKT;

/// The function's IRI.
pub(super) const DISTANCE: &str = "http://www.opengis.net/def/function/geosparql/distance";
/// Prefixes that queries may use for it without declaring them.
pub(super) const PREFIXES: [(&str, &str); 2] = [
    ("geof", "http://www.opengis.net/def/function/geosparql/"),
    ("uom", "http://www.opengis.net/def/uom/OGC/1.0/"),
];
/// Mean radius of the Earth in metres (IUGG, R1).
const RADIUS: f64 = 6_371_008.8;
/// The reference system that points have if they do not say another.
const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

/// The distance of two points.
pub(super) fn distance(arguments: &[Term]) -> Option<Term> {
    let [a, b, unit] = arguments else { return None };
    let Term::NamedNode(unit) = unit else { return None };
    let metres = metres(point(a)?, point(b)?);
    let value = match unit.as_str() {
        "http://www.opengis.net/def/uom/OGC/1.0/metre" | "http://qudt.org/vocab/unit/M" => metres,
        "http://www.opengis.net/def/uom/OGC/1.0/kilometre" | "http://qudt.org/vocab/unit/KiloM" => {
            metres / 1000.0
        }
        "http://www.opengis.net/def/uom/OGC/1.0/radian" => metres / RADIUS,
        "http://www.opengis.net/def/uom/OGC/1.0/degree" => (metres / RADIUS).to_degrees(),
        _ => return None,
    };
    Some(Literal::from(value).into())
}

/// Longitude and latitude in degrees.
fn point(term: &Term) -> Option<(f64, f64)> {
    let Term::Literal(literal) = term else { return None };
    if literal.datatype().as_str() != GEO_WKT.as_str() {
        return None;
    }
    let text = literal.value().trim();
    let text = match text.strip_prefix('<') {
        Some(rest) => rest.split_once('>').filter(|(system, _)| *system == CRS84)?.1.trim_start(),
        None => text,
    };
    let is_point = text.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("POINT"));
    let inside = text.get(5..).filter(|_| is_point)?.trim().strip_prefix('(')?.strip_suffix(')')?;
    let mut numbers = inside.split_whitespace().map(str::parse::<f64>);
    let (Some(Ok(longitude)), Some(Ok(latitude)), None) = (numbers.next(), numbers.next(), numbers.next())
    else {
        return None;
    };
    let is_on_earth = (-180.0..=180.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude);
    is_on_earth.then_some((longitude, latitude))
}

/// Along the great circle, by the haversine formula.
fn metres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (latitude_a, latitude_b) = (a.1.to_radians(), b.1.to_radians());
    let half_sine = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let h = half_sine(b.1 - a.1) + latitude_a.cos() * latitude_b.cos() * half_sine(b.0 - a.0);
    2.0 * RADIUS * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::NamedNode;

    fn asked(a: &str, b: &str, unit: &str) -> Option<f64> {
        let wkt = |text: &str| Literal::new_typed_literal(text, NamedNode::from(GEO_WKT)).into();
        let unit = NamedNode::new(format!("http://www.opengis.net/def/uom/OGC/1.0/{unit}")).unwrap().into();
        match distance(&[wkt(a), wkt(b), unit])? {
            Term::Literal(literal) => literal.value().parse().ok(),
            _ => None,
        }
    }

    #[test]
    fn distances_are_those_of_the_atlas() {
        let (paris, moscow) = (
            "POINT(2.3488 48.85341)",
            "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> Point (37.61556 55.75222)",
        );
        let found = asked(paris, moscow, "kilometre").unwrap();
        // The geodesic on the ellipsoid is 2,495 km.
        assert!((found - 2_495.0).abs() < 12.0, "{found}");
        assert_eq!(asked(paris, paris, "metre"), Some(0.0));
        let half = asked("POINT(0 0)", "POINT(180 0)", "degree").unwrap();
        assert!((half - 180.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_point_has_no_distance() {
        for other in [
            "",
            "POINT",
            "POINT()",
            "POINT(1)",
            "POINT(1 2 3)",
            "POINT(a b)",
            "POINT(200 0)",
            "POINT(0 91)",
            "LINESTRING(0 0,1 1)",
            "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(1 2)",
            "PÖINT(1 2)",
            "POINT(NaN 1)",
            "POINT(1 2",
        ] {
            assert_eq!(asked("POINT(1 2)", other, "metre"), None, "{other}");
        }
        assert_eq!(asked("POINT(1 2)", "POINT(1 2)", "parsec"), None);
    }
}
