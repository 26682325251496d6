//! Codes of states, as data on events have them.
//!
//! The table `ontology/gazetteer/iso3.tsv` is written by `scripts/iso3.py`.

use std::collections::HashMap;

/// The table: Wikidata item, ISO 3166-1 alpha-3, FIPS 10-4, Correlates of War number, name.
const TABLE: &str = include_str!("../../ontology/gazetteer/iso3.tsv");

/// Codes of one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Country {
    /// ISO 3166-1 alpha-3, such as `UKR`.
    pub iso3: &'static str,
    /// FIPS 10-4, such as `UP`; empty if it has none.
    pub fips: &'static str,
    /// Number of the Correlates of War project, such as `369`; empty if it has none.
    pub cow: &'static str,
    /// English name.
    pub name: &'static str,
}

/// All states with codes, by Wikidata item. Look-up only.
#[derive(Clone, Debug)]
pub struct Countries(HashMap<&'static str, Country>);

impl Countries {
    /// The table that comes with the program.
    pub fn bundled() -> Self {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(row);
        Self(rows.collect())
    }

    /// The state of a Wikidata item such as `Q212`.
    pub fn of_item(&self, item: &str) -> Option<Country> {
        self.0.get(item).copied()
    }
}

fn row(line: &'static str) -> Option<(&'static str, Country)> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    Some((next()?, Country { iso3: next()?, fips: next()?, cow: next()?, name: next()? }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Countries, TABLE, row};
    use crate::ontology::{Class, Ontology};

    #[test]
    fn codes_are_unique_and_well_formed() {
        let rows: Vec<_> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        let read: Vec<_> = rows.iter().filter_map(|line| row(line)).collect();
        assert_eq!(read.len(), rows.len());
        assert!(read.len() > 240);
        let codes: BTreeSet<&str> = read.iter().map(|(_, country)| country.iso3).collect();
        assert_eq!(codes.len(), read.len());
        for (item, country) in read {
            assert!(item.starts_with('Q') && !country.name.is_empty(), "{item}");
            assert!(country.iso3.len() == 3 && matches!(country.fips.len(), 0 | 2), "{item}");
        }
    }

    #[test]
    fn every_state_of_today_in_the_gazetteer_has_a_code() {
        let (ontology, countries) = (Ontology::bundled().unwrap(), Countries::bundled());
        let lacking: Vec<&str> = (ontology.gazetteer.entries.iter())
            .filter(|entry| entry.class == Class::State && entry.years.is_none())
            .filter(|entry| entry.wikidata.as_deref().and_then(|item| countries.of_item(item)).is_none())
            .map(|entry| entry.label.as_str())
            .collect();
        // Recognized by few or none, and without a code of ISO 3166-1; or no more, and without years.
        let known = [
            "Artsakh",
            "Northern Cyprus",
            "Abkhazia",
            "Transnistria",
            "Somaliland",
            "South Ossetia",
            "Serbia and Montenegro",
            "Soviet Union",
            "Zaire",
        ];
        let unknown: Vec<_> = lacking
            .into_iter()
            .filter(|name| !known.contains(name) && !name.ends_with("People's Republic"))
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
