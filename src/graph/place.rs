//! Where a place of the graph lies, as far as an index of names knows it.
//!
//! Comes in: the IRI of an entity, the links that it has, an index. Goes out: a [`Point`] with the identifier that it is
//! from. A place is found by identifier only (of its IRI, of its links, or of the gazetteer that read its name), never by
//! a likeness of names: a point in the wrong town is worse than none. What the text puts elsewhere ("Moscow, Idaho") has an IRI that no
//! gazetteer knows.

use super::iri::{Base, EntityPath};
use crate::link::{Damage, Layers};

/// Where something lies (WGS 84).
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// The identifier in the index that it is from.
    pub identifier: String,
}

impl Point {
    /// As GeoSPARQL 1.1 writes it (section 8.5.1): longitude first, as CRS 84 has it.
    pub fn to_wkt(&self) -> String {
        format!("POINT({} {})", self.longitude, self.latitude)
    }
}

/// Where an entity lies.
///
/// # Errors
/// If the index is damaged.
pub fn locate<'a>(
    layers: &Layers,
    base: &Base,
    iri: &str,
    links: impl Iterator<Item = &'a str>,
) -> Result<Option<Point>, Damage> {
    let own = base.entity_path(iri).and_then(|path| match path {
        EntityPath::Item(item) => Some(item.to_owned()),
        EntityPath::Named { class: "place", name } => Some(format!("gazetteer:{name}")),
        _ => None,
    });
    for identifier in links.filter_map(identifier).chain(own) {
        let Some(entry) = layers.entry(&identifier)? else { continue };
        if let Some((latitude, longitude)) = entry.coordinates {
            let degrees = |value: i32| f64::from(value) / 100_000.0;
            let (latitude, longitude) = (degrees(latitude), degrees(longitude));
            return Ok(Some(Point { latitude, longitude, identifier }));
        }
    }
    Ok(None)
}

/// An IRI of Wikidata or GeoNames as an index names it.
fn identifier(link: &str) -> Option<String> {
    let rest = link.split_once("://")?.1;
    if let Some(id) = rest.strip_prefix("www.wikidata.org/entity/") {
        return Some(id.to_owned());
    }
    let id = rest.strip_prefix("sws.geonames.org/").or_else(|| rest.strip_prefix("www.geonames.org/"))?;
    Some(format!("geonames:{}", id.split('/').next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_by_identifier_only() {
        let (layers, base) = (Layers::bundled().unwrap(), Base::default());
        let located = |iri: &str, links: &[&str]| locate(&layers, &base, iri, links.iter().copied()).unwrap();
        let paris = base.entity("Place", "Paris", []);
        let point = located(paris.as_str(), &[]).unwrap();
        assert!((point.latitude - 48.853).abs() < 0.01 && (point.longitude - 2.349).abs() < 0.01);
        assert!(point.to_wkt().starts_with("POINT(2.34"));
        let linked = located("urn:x", &["https://sws.geonames.org/2988507/"]).unwrap();
        assert_eq!((linked.latitude, linked.longitude), (point.latitude, point.longitude));
        // A person of that name, a village that no source knows, a link to elsewhere.
        for iri in [base.entity("Person", "Paris", []), base.entity("Place", "Zorblax", [])] {
            assert_eq!(located(iri.as_str(), &["http://e.org/Q90", "http://www.wikidata.org/entity/"]), None);
        }
    }
}
