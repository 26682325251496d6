//! FollowTheMoney entities as JSON lines, for Aleph, OpenSanctions and yente.
//!
//! Comes in: a network, and in which documents its actors are [mentioned](Mentions). Goes out: one entity a line, after the
//! schema of FollowTheMoney 4 (<https://followthemoney.tech>): actors, positions, links and events with the articles that
//! prove them, and mentions. Identifiers are hashes of what an entity is, so that the same graph gives the same ones and
//! two files can be merged. The model has no status for a link, so that only what is told as a fact is written, and
//! offices and memberships that ended, which it can say; the rest is in the loss report and never looks like a fact.

mod link;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::LossReport;
use crate::archive::Sketch;
use crate::document::hidden::plain;
use crate::network::{Actor, Affiliations, Network, Source};
use crate::ontology::{Class, Countries, Ontology};

/// Names of actors by document and IRI.
#[derive(Clone, Debug, Default)]
pub struct Mentions(BTreeMap<String, BTreeMap<String, BTreeSet<String>>>);

impl Mentions {
    /// Takes the names that a document has for its entities.
    pub fn add(&mut self, sketch: &Sketch<'_>) {
        let names = self.0.entry(sketch.id.to_owned()).or_default();
        for entity in &sketch.entities {
            let own = names.entry(entity.iri.to_owned()).or_default();
            own.extend(entity.names.iter().map(|name| (*name).to_owned()));
            own.insert(entity.name.to_owned());
        }
    }
}

/// Values by property, in order.
type Properties = BTreeMap<&'static str, BTreeSet<String>>;

/// What an entity is and says.
#[derive(Clone, Debug, Default)]
struct Entity {
    id: String,
    schema: &'static str,
    properties: Properties,
}

impl Entity {
    /// An entity whose identifier is a hash of `keys`.
    fn new(schema: &'static str, keys: &[&str]) -> Self {
        Self { id: identifier(keys), schema, properties: Properties::new() }
    }

    /// Adds a value, if there is anything in it.
    fn add(&mut self, property: &'static str, value: &str) {
        let value = plain(value);
        if !value.is_empty() {
            self.properties.entry(property).or_default().insert(value);
        }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let properties: Map<String, Value> = (self.properties.iter())
            .map(|(&property, values)| (property.to_owned(), values.iter().cloned().collect()))
            .collect();
        let line = serde_json::json!({"id": self.id, "schema": self.schema, "properties": properties});
        writeln!(out, "{line}")
    }
}

/// The same for the same parts; parts may hold any character.
fn identifier(keys: &[&str]) -> String {
    let mut hash = Sha256::new();
    for key in keys {
        hash.update((key.len() as u64).to_le_bytes());
        hash.update(key);
    }
    let digest: String = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("chancery-{digest}")
}

/// The identifier of the actor of that IRI.
pub fn actor_key(iri: &str) -> String {
    identifier(&["actor", iri])
}

fn actor_id(actor: &Actor) -> String {
    actor_key(&actor.iri)
}

fn article_id(document: &str) -> String {
    identifier(&["document", document])
}

/// Last words of names that only companies have: the form that the law gives them.
const LEGAL_FORMS: [&str; 32] = [
    "AB",
    "AG",
    "ASA",
    "BV",
    "Bhd",
    "Co",
    "Corp",
    "GmbH",
    "Inc",
    "Incorporated",
    "JSC",
    "KG",
    "KGaA",
    "LLC",
    "LLP",
    "LP",
    "Limited",
    "Ltd",
    "Ltda",
    "NV",
    "OAO",
    "OOO",
    "Oy",
    "Oyj",
    "PAO",
    "PJSC",
    "PLC",
    "SARL",
    "SE",
    "SpA",
    "Srl",
    "plc",
];

/// The schema of an actor; a share of something has none.
fn schema(actor: &Actor) -> Option<&'static str> {
    Some(match actor.class {
        Class::Organization if actor.names.iter().any(|name| is_company(name)) => "Company",
        Class::Person => "Person",
        // A state acts, has members and is represented, which a territory cannot.
        Class::State | Class::GovernmentBody => "PublicBody",
        Class::Organization | Class::ArmedGroup => "Organization",
        Class::Group => "LegalEntity",
        Class::Place => "Address",
        Class::Agreement | Class::Proposal => "Document",
        Class::Event | Class::War => "Event",
        Class::Share => return None,
    })
}

/// Whether a name of several words ends in a legal form, such as "Alder Works Ltd." or "Dunn S.p.A.".
fn is_company(name: &str) -> bool {
    let Some((_, last)) = name.trim_end().rsplit_once([' ', ',']) else { return false };
    let form: String = last.chars().filter(|c| *c != '.').collect();
    LEGAL_FORMS.contains(&form.as_str())
}

/// The countries that the actors of `network` are, act for or belong to, as the codes of the model: ISO 3166-1 alpha-2 in
/// lower case.
pub fn countries(network: &Network, ontology: &Ontology) -> Vec<Option<String>> {
    let table = Countries::bundled();
    let codes: BTreeMap<&str, &str> = (ontology.gazetteer.entries.iter())
        .filter_map(|entry| Some((table.of_item(entry.wikidata.as_deref()?)?.iso3, entry.iso.as_deref()?)))
        .collect();
    let affiliations = Affiliations::new(network, ontology);
    let code = |at| Some(codes.get(affiliations.of(at).country?.iso3)?.to_lowercase());
    (0..network.actors().len()).map(code).collect()
}

/// Writes actors, articles, links and mentions, each in a fixed order. `countries` has the [codes](countries()) of the actors.
///
/// # Errors
/// If `out` refuses.
pub fn write(
    network: &Network,
    mentions: &Mentions,
    countries: &[Option<String>],
    out: &mut dyn Write,
) -> io::Result<LossReport> {
    let mut loss = LossReport::new("FollowTheMoney");
    for (at, actor) in network.actors().enumerate() {
        loss.add("reported clauses left out (they have no object to point to)", actor.texts);
        match schema(actor) {
            Some(schema) => {
                let mut entity = of_actor(actor, schema);
                entity.add("country", countries.get(at).and_then(Option::as_deref).unwrap_or_default());
                entity.write(out)?;
            }
            None => loss.add("shares of something left out, with their ties", 1),
        }
    }
    for (id, source) in network.documents() {
        of_document(id, source).write(out)?;
    }
    let (told, mut written) = (link::Told::new(network), BTreeSet::new());
    for (from, to, tie) in network.ties() {
        for entity in link::entities(&told, [from, to], tie, &mut loss) {
            // An office is held by many.
            if written.insert(entity.id.clone()) {
                entity.write(out)?;
            }
        }
    }
    write_mentions(network, mentions, out)?;
    Ok(loss)
}

fn of_actor(actor: &Actor, schema: &'static str) -> Entity {
    let mut entity = Entity::new(schema, &["actor", &actor.iri]);
    // Names of invisible characters alone are still somebody's.
    let name = if plain(&actor.name).is_empty() { "(unnamed)" } else { actor.name.as_str() };
    entity.add("name", name);
    for name in actor.names.iter().filter(|name| plain(name) != plain(&actor.name)) {
        entity.add("alias", name);
    }
    match schema {
        "Address" => entity.add("full", name),
        "Document" => {
            entity.add("title", name);
            entity.add("fileName", name);
        }
        _ => {}
    }
    for link in actor.links.iter().chain([&actor.iri]) {
        let item = link.strip_prefix("http://www.wikidata.org/entity/").unwrap_or_default();
        if item
            .strip_prefix('Q')
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        {
            entity.add("wikidataId", item);
        }
    }
    entity.add("keywords", actor.class.as_str());
    entity
}

fn of_document(id: &str, source: &Source) -> Entity {
    let mut entity = Entity::new("Article", &["document", id]);
    entity.add("title", &source.title);
    entity.add("fileName", id);
    entity.add("publisher", source.publisher.as_deref().unwrap_or_default());
    let url = source.url.as_deref().filter(|url| url.starts_with("http://") || url.starts_with("https://"));
    entity.add("sourceUrl", url.unwrap_or_default());
    if let Some(date) = source.date {
        entity.add("publishedAt", &date.to_string());
    }
    entity
}

/// Which names an article has for which actor. The model knows mentions of those that can act.
fn write_mentions(network: &Network, mentions: &Mentions, out: &mut dyn Write) -> io::Result<()> {
    let acting: BTreeMap<&str, (&Actor, &'static str)> = (network.actors())
        .filter_map(|actor| Some((actor.iri.as_str(), (actor, schema(actor)?))))
        .filter(|(_, (_, schema))| link::is_legal(schema))
        .collect();
    for (document, names) in &mentions.0 {
        for (iri, names) in names {
            let Some((actor, schema)) = acting.get(iri.as_str()) else { continue };
            let mut entity = Entity::new("Mention", &["mention", document, iri]);
            names.iter().for_each(|name| entity.add("name", name));
            if !entity.properties.contains_key("name") {
                continue;
            }
            entity.add("document", &article_id(document));
            entity.add("resolved", &actor_id(actor));
            entity.add("detectedSchema", schema);
            entity.write(out)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legal_form_makes_a_company_and_nothing_else_does() {
        for (name, expected) in [
            ("Alder Works Ltd.", true),
            ("Alder,Inc", true),
            ("Dunn S.p.A.", true),
            ("Ltd", false),
            ("", false),
            ("Red Cross", false),
            ("Inc Union", false),
        ] {
            assert_eq!(is_company(name), expected, "{name}");
        }
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(identifier(&["a", "bc"]), identifier(&["ab", "c"]));
    }
}
