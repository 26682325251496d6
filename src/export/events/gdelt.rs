//! The 61 columns of GDELT 2.0 events, in order, after the "GDELT Event Database Data Format Codebook V2.0" (2015).

use super::{Column, Row, Side};
use crate::network::{Quad, When};
use crate::ontology::Class;

/// Name and value of each column. Those that are always empty hold what chancery does not know.
pub(super) const COLUMNS: [Column; 61] = [
    ("GLOBALEVENTID", |row| row.number().to_string()),
    ("SQLDATE", |row| row.day("%Y%m%d")),
    ("MonthYear", |row| row.day("%Y%m")),
    ("Year", |row| row.day("%Y")),
    ("FractionDate", |row| row.fraction_date()),
    ("Actor1Code", |row| row.actor_code(Side::Source)),
    ("Actor1Name", |row| row.party_name(Side::Source)),
    ("Actor1CountryCode", |row| row.iso3(Side::Source)),
    ("Actor1KnownGroupCode", empty),
    ("Actor1EthnicCode", empty),
    ("Actor1Religion1Code", empty),
    ("Actor1Religion2Code", empty),
    ("Actor1Type1Code", |row| row.sector(Side::Source)),
    ("Actor1Type2Code", empty),
    ("Actor1Type3Code", empty),
    ("Actor2Code", |row| row.actor_code(Side::Target)),
    ("Actor2Name", |row| row.party_name(Side::Target)),
    ("Actor2CountryCode", |row| row.iso3(Side::Target)),
    ("Actor2KnownGroupCode", empty),
    ("Actor2EthnicCode", empty),
    ("Actor2Religion1Code", empty),
    ("Actor2Religion2Code", empty),
    ("Actor2Type1Code", |row| row.sector(Side::Target)),
    ("Actor2Type2Code", empty),
    ("Actor2Type3Code", empty),
    ("IsRootEvent", empty),
    ("EventCode", |row| row.event.cameo.clone().unwrap_or_default()),
    ("EventBaseCode", |row| row.code(3)),
    ("EventRootCode", |row| row.code(2)),
    ("QuadClass", |row| row.event.quad().map(Quad::number).map_or_else(String::new, |quad| quad.to_string())),
    ("GoldsteinScale", |row| row.goldstein()),
    ("NumMentions", |row| row.event.mentions.len().to_string()),
    ("NumSources", |row| row.publishers().to_string()),
    ("NumArticles", |row| row.event.documents().len().to_string()),
    ("AvgTone", empty),
    ("Actor1Geo_Type", empty),
    ("Actor1Geo_FullName", empty),
    ("Actor1Geo_CountryCode", empty),
    ("Actor1Geo_ADM1Code", empty),
    ("Actor1Geo_ADM2Code", empty),
    ("Actor1Geo_Lat", empty),
    ("Actor1Geo_Long", empty),
    ("Actor1Geo_FeatureID", empty),
    ("Actor2Geo_Type", empty),
    ("Actor2Geo_FullName", empty),
    ("Actor2Geo_CountryCode", empty),
    ("Actor2Geo_ADM1Code", empty),
    ("Actor2Geo_ADM2Code", empty),
    ("Actor2Geo_Lat", empty),
    ("Actor2Geo_Long", empty),
    ("Actor2Geo_FeatureID", empty),
    ("ActionGeo_Type", |row| row.place_type()),
    ("ActionGeo_FullName", |row| row.place_name()),
    ("ActionGeo_CountryCode", |row| row.place_fips()),
    ("ActionGeo_ADM1Code", empty),
    ("ActionGeo_ADM2Code", empty),
    ("ActionGeo_Lat", |row| row.latitude()),
    ("ActionGeo_Long", |row| row.longitude()),
    ("ActionGeo_FeatureID", |row| if row.place_type() == "1" { row.place_fips() } else { String::new() }),
    ("DATEADDED", |row| row.date_added()),
    ("SOURCEURL", |row| row.address()),
];

fn empty(_: &Row<'_>) -> String {
    String::new()
}

impl Row<'_> {
    /// The first day of the event.
    fn day(&self, format: &str) -> String {
        self.event.when.map_or_else(String::new, |when| when.first.strftime(format).to_string())
    }

    /// The year with the part of it that is over. GDELT says "0 to 0.9999" but counts twelve months of 30 days from 30 on,
    /// by which the end of December falls into the next year.
    fn fraction_date(&self) -> String {
        let Some(When { first, .. }) = self.event.when else { return String::new() };
        // Days of the year that are over, so that no date leaves its year.
        let days = f64::from(first.day_of_year() - 1) / f64::from(first.days_in_year());
        format!("{:.4}", f64::from(first.year()) + days)
    }

    /// Country and sector, as in `USAGOV`.
    fn actor_code(&self, side: Side) -> String {
        self.iso3(side) + &self.sector(side)
    }

    /// Name of who acts or to whom it is done; empty for what is nobody, such as an agreement or a clause.
    pub(super) fn party_name(&self, side: Side) -> String {
        self.party(side).map_or_else(String::new, |actor| actor.name.clone())
    }

    /// The first digits of the CAMEO code.
    fn code(&self, digits: usize) -> String {
        let code = self.event.cameo.as_deref().unwrap_or_default();
        code.get(..digits).unwrap_or(code).to_owned()
    }

    /// 1 for a country, 4 for any other place: a city in the world, as most are.
    fn place_type(&self) -> String {
        let class = self.site().map(|at| self.table.network.actor(at).class);
        class.map_or("", |class| if class == Class::State { "1" } else { "4" }).to_owned()
    }

    pub(super) fn place_name(&self) -> String {
        self.site().map_or_else(String::new, |at| self.table.network.actor(at).name.clone())
    }

    fn place_fips(&self) -> String {
        let country = self.site().and_then(|at| self.table.affiliations.of(at).country);
        country.map_or("", |country| country.fips).to_owned()
    }

    /// Midnight of the day of the first document that tells of it.
    fn date_added(&self) -> String {
        let published = self.mention().and_then(|mention| mention.published);
        published.map_or_else(String::new, |day| day.strftime("%Y%m%d000000").to_string())
    }
}
