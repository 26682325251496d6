//! The 40 columns of POLECAT, in order, as its files have them in their first line (Harvard Dataverse, AJGVIT).

use std::collections::BTreeSet;

use super::{Column, Row, Side};
use crate::network::{Mention, Quad};
use crate::ontology::Class;

/// Name and value of each column. Those that are always empty hold what chancery does not know.
pub(super) const COLUMNS: [Column; 40] = [
    ("Event ID", |row| row.event_id()),
    ("Event Date", |row| row.event.when.map_or_else(String::new, |when| when.first.to_string())),
    ("Event Type", |row| row.event.plover.clone().unwrap_or_default()),
    ("Event Mode", |row| row.event.plover_mode.clone().unwrap_or_default()),
    ("Intensity", |row| row.goldstein()),
    ("Quad Code", |row| row.event.quad().map_or("", Quad::words).to_owned()),
    ("Contexts", empty),
    ("Actor Name", |row| row.party_name(Side::Source)),
    ("Actor Country", |row| row.iso3(Side::Source)),
    ("Actor COW", |row| row.cow(Side::Source)),
    ("Primary Actor Sector", |row| row.sector(Side::Source)),
    ("Actor Sectors", |row| row.sector(Side::Source)),
    ("Actor Title", empty),
    ("Actor Name Raw", |row| row.raw(Side::Source)),
    ("Wikipedia Actor ID", empty),
    ("Recipient Name", |row| row.party_name(Side::Target)),
    ("Recipient Country", |row| row.iso3(Side::Target)),
    ("Recipient COW", |row| row.cow(Side::Target)),
    ("Primary Recipient Sector", |row| row.sector(Side::Target)),
    ("Recipient Sectors", |row| row.sector(Side::Target)),
    ("Recipient Title", empty),
    ("Recipient Name Raw", |row| row.raw(Side::Target)),
    ("Wikipedia Recipient ID", empty),
    ("Placename", |row| row.place_name()),
    ("City", empty),
    ("District", empty),
    ("Province", empty),
    ("Country", |row| row.place_country()),
    ("Latitude", |row| row.latitude()),
    ("Longitude", |row| row.longitude()),
    ("GeoNames ID", |row| row.geonames()),
    ("Raw Placename", |row| row.place_name()),
    ("Feature Type", empty),
    ("Source", |row| row.source().and_then(|source| source.publisher.clone()).unwrap_or_default()),
    ("Publication Date", |row| row.published()),
    ("Story People", |row| row.story(&[Class::Person])),
    ("Story Organizations", |row| {
        row.story(&[Class::Organization, Class::GovernmentBody, Class::ArmedGroup])
    }),
    ("Story Locations", |row| row.story(&[Class::Place, Class::State])),
    ("Language", |_| "English".to_owned()),
    ("Version", |_| concat!("chancery ", env!("CARGO_PKG_VERSION")).to_owned()),
];

fn empty(_: &Row<'_>) -> String {
    String::new()
}

impl Row<'_> {
    /// Day, number and type, as in `20251126-0123456789abcd_CONSULT`; without what is not known.
    fn event_id(&self) -> String {
        let day = self.event.when.map_or_else(String::new, |when| when.first.strftime("%Y%m%d-").to_string());
        let kind = self.event.plover.as_deref().map_or_else(String::new, |kind| format!("_{kind}"));
        format!("{day}{:014x}{kind}", self.number())
    }

    /// What the document calls a party.
    fn raw(&self, side: Side) -> String {
        let mention = self.mention().filter(|_| self.party(side).is_some());
        let name = |mention: &Mention| match side {
            Side::Source => mention.source.clone(),
            Side::Target => mention.target.clone(),
        };
        mention.map_or_else(String::new, name)
    }

    fn cow(&self, side: Side) -> String {
        let country = self.affiliation(side).and_then(|its| its.country);
        country.map_or("", |country| country.cow).to_owned()
    }

    fn place_country(&self) -> String {
        let country = self.site().and_then(|at| self.table.affiliations.of(at).country);
        country.map_or("", |country| country.iso3).to_owned()
    }

    /// Identifier of the place, by its link or by its name in the gazetteer.
    fn geonames(&self) -> String {
        let Some(actor) = self.site().map(|at| self.table.network.actor(at)) else {
            return String::new();
        };
        let of_link = actor.links.iter().find_map(|link| {
            let rest = link.split_once("geonames.org/")?.1;
            Some(rest.trim_end_matches('/').to_owned())
                .filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()))
        });
        let of_name = || {
            let gazetteer = self.table.gazetteer;
            let entries = gazetteer.senses(&actor.name).iter().map(|(entry, _)| &gazetteer[*entry]);
            let id = entries.filter(|entry| entry.class == actor.class).find_map(|entry| entry.geonames);
            id.map(|id| id.to_string())
        };
        of_link.or_else(of_name).unwrap_or_default()
    }

    fn published(&self) -> String {
        self.mention().and_then(|mention| mention.published).map_or_else(String::new, |day| day.to_string())
    }

    /// Names of the actors of some classes that take part in the event, say it, or are its place.
    fn story(&self, classes: &[Class]) -> String {
        let speakers = self.event.mentions.iter().filter_map(|mention| mention.speaker);
        let all = [Some(self.event.source), self.event.target, self.event.place]
            .into_iter()
            .flatten()
            .chain(speakers);
        let actors =
            all.map(|at| self.table.network.actor(at)).filter(|actor| classes.contains(&actor.class));
        let names: BTreeSet<&str> = actors.map(|actor| actor.name.as_str()).collect();
        names.into_iter().collect::<Vec<_>>().join("; ")
    }
}
