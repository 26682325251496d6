//! The entries of indexes of names as a catalogue.

use super::{About, Catalogue, Found, Item, Property, Value, Wanted};
use crate::link::{Entry, Held, How, Layers, NameKind, Office, Query};
use crate::ontology::Class;
use crate::server::Error;

/// Properties of entries.
const PROPERTIES: [(&str, &str); 12] = [
    ("type", "class"),
    ("kind", "kind"),
    ("country", "country"),
    ("alias", "other name"),
    ("acronym", "acronym"),
    ("identifier", "identifier"),
    ("wikidata", "Wikidata item"),
    ("coordinates", "latitude and longitude"),
    ("population", "inhabitants"),
    ("office", "office"),
    ("start", "since"),
    ("end", "until"),
];
/// States that a description names.
const MAX_NAMED: usize = 3;
/// Values of one property at most.
const MAX_VALUES: usize = 200;

/// Indexes of names as a catalogue.
#[derive(Debug)]
pub struct IndexCatalogue {
    layers: Layers,
    about: About,
}

impl IndexCatalogue {
    /// A catalogue of what `layers` know.
    pub fn new(layers: Layers) -> Self {
        let about = About {
            name: "chancery: index of names".to_owned(),
            identifier_space: "https://w3id.org/chancery/index/".to_owned(),
            path: "/reconcile/index",
            page: "/index",
        };
        Self { layers, about }
    }

    /// Entries of all indexes.
    pub fn len(&self) -> u64 {
        self.layers.indexes().iter().map(|index| index.contents().entries).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn entry(&self, id: &str) -> Result<Option<Entry>, Error> {
        let id = id.strip_prefix(self.about.identifier_space.as_str()).unwrap_or(id);
        let id = ["http://www.wikidata.org/entity/", "https://www.wikidata.org/wiki/"]
            .iter()
            .find_map(|space| id.strip_prefix(space))
            .unwrap_or(id);
        Ok(self.layers.entry(id)?)
    }

    /// What an identifier names, as far as an index knows it.
    fn named(&self, id: &str) -> Result<Value, Error> {
        Ok(match self.layers.entry(id)? {
            Some(entry) => Value::Item { id: entry.identifier().to_owned(), name: entry.label },
            None => Value::Text(id.to_owned()),
        })
    }

    fn item_of(&self, entry: &Entry) -> Result<Item, Error> {
        Ok(Item {
            id: entry.identifier().to_owned(),
            name: entry.label.clone(),
            class: entry.class,
            description: self.description(entry)?,
        })
    }

    /// What tells an entry from others of its name.
    fn description(&self, entry: &Entry) -> Result<String, Error> {
        let mut parts = Vec::new();
        // The last office says most, and one with a name of its own more than "president" of many.
        let last = |a: &&Office, b: &&Office| {
            let key = |office: &Office| (!office.label.is_empty(), office.period.start.clone());
            key(a).cmp(&key(b))
        };
        let office = entry.offices.iter().max_by(last);
        if let Some(office) = office {
            let is_held = matches!(office.held("9999"), Held::Sure | Held::Inferred);
            let until = if is_held { "" } else { office.period.end.as_str() };
            let label = if office.label.is_empty() { &office.office } else { &office.label };
            parts.push(format!("{label} {}–{until}", office.period.start));
        } else if !entry.kind.is_empty() {
            parts.push(entry.kind.clone());
        }
        let own = office.map(|office| &office.country).filter(|country| !country.is_empty());
        let own = own.map(|country| vec![country.clone()]);
        let states = own.as_ref().unwrap_or(&entry.countries);
        if !states.is_empty() && entry.class != Class::State {
            parts.push(format!("in {}", self.named_all(states)?));
        }
        if entry.population > 0 {
            parts.push(format!("{} inhabitants", entry.population));
        }
        if !entry.period.end.is_empty() {
            parts.push(format!("{}–{}", entry.period.start, entry.period.end));
        }
        Ok(parts.join(", "))
    }

    /// The names of a few states, and how many more there are.
    fn named_all(&self, ids: &[String]) -> Result<String, Error> {
        let mut names = Vec::new();
        for id in ids.iter().take(MAX_NAMED) {
            names.push(match self.named(id)? {
                Value::Item { name, .. } => name,
                _ => id.clone(),
            });
        }
        let more = ids.len().saturating_sub(MAX_NAMED);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        Ok(format!("{}{rest}", names.join(", ")))
    }
}

impl Catalogue for IndexCatalogue {
    fn about(&self) -> &About {
        &self.about
    }

    fn find(&self, name: &str, wanted: &Wanted) -> Result<Vec<Found>, Error> {
        if let Some(entry) = self.entry(name.trim())? {
            let (similarity, is_exact, is_mixed) = (1.0, true, false);
            return Ok(vec![Found { item: self.item_of(&entry)?, similarity, is_exact, is_mixed }]);
        }
        let query = Query {
            classes: wanted.classes,
            limit: wanted.limit,
            prefix: wanted.is_prefix,
            ..Query::default()
        };
        let found = self.layers.find(name, &query)?;
        let found = found.into_iter().map(|candidate| {
            Ok(Found {
                item: self.item_of(&candidate.entry)?,
                // A name found by initials or family name alone is less sure than its letters say.
                similarity: match candidate.how {
                    How::Exact | How::Acronym => 1.0,
                    How::Sound => candidate.similarity.max(0.9),
                    How::Initialed | How::Surname => candidate.similarity.min(0.8),
                    How::Prefix | How::Fuzzy => candidate.similarity.min(0.9),
                },
                is_exact: candidate.how == How::Exact,
                is_mixed: candidate.is_mixed,
            })
        });
        found.collect()
    }

    fn having(
        &self,
        property: &str,
        values: &[String],
        is_it: &dyn Fn(&Value) -> bool,
        wanted: &Wanted,
    ) -> Result<Vec<Found>, Error> {
        let mut found: Vec<Found> = Vec::new();
        for value in values.iter().take(wanted.limit) {
            let Some(entry) = self.entry(value)? else { continue };
            let is_named = self.values(entry.identifier(), property)?.iter().any(is_it);
            let is_new = found.iter().all(|other| other.item.id != entry.identifier());
            if is_named && is_new && wanted.classes.contains(entry.class) {
                let item = self.item_of(&entry)?;
                found.push(Found { item, similarity: 1.0, is_exact: true, is_mixed: false });
            }
        }
        Ok(found)
    }

    fn item(&self, id: &str) -> Result<Option<Item>, Error> {
        self.entry(id)?.map(|entry| self.item_of(&entry)).transpose()
    }

    fn properties(&self, class: Option<Class>) -> Vec<Property> {
        let fits = |id: &str| match class {
            Some(Class::Person) => !matches!(id, "coordinates" | "population" | "acronym"),
            Some(_) => id != "office",
            None => true,
        };
        let own = PROPERTIES.iter().filter(|(id, _)| fits(id));
        own.map(|(id, name)| Property::new(id, name)).collect()
    }

    fn values(&self, id: &str, property: &str) -> Result<Vec<Value>, Error> {
        let Some(entry) = self.entry(id)? else { return Ok(Vec::new()) };
        let texts = |texts: Vec<String>| -> Vec<Value> {
            texts.into_iter().filter(|text| !text.is_empty()).take(MAX_VALUES).map(Value::Text).collect()
        };
        let names = |wanted: &dyn Fn(NameKind) -> bool| -> Vec<String> {
            entry.names.iter().filter(|(kind, _)| wanted(*kind)).map(|(_, name)| name.clone()).collect()
        };
        Ok(match property {
            "type" => texts(vec![entry.class.as_str().to_owned()]),
            "kind" => texts(vec![entry.kind]),
            "country" => {
                entry.countries.iter().map(|id| self.named(id)).collect::<Result<Vec<Value>, Error>>()?
            }
            "alias" => texts(names(&|kind| matches!(kind, NameKind::Alias | NameKind::Former))),
            "acronym" => texts(names(&|kind| kind == NameKind::Acronym)),
            "identifier" => texts(entry.identifiers),
            "wikidata" => texts(entry.identifiers.into_iter().filter(|id| is_item(id)).collect()),
            "coordinates" => {
                let degrees = |value: i32| f64::from(value) / 100_000.0;
                let both = |(lat, lon)| format!("{},{}", degrees(lat), degrees(lon));
                texts(entry.coordinates.map(both).into_iter().collect())
            }
            "population" if entry.population > 0 => vec![Value::Integer(entry.population)],
            "office" => {
                let name =
                    |office: Office| if office.label.is_empty() { office.office } else { office.label };
                texts(entry.offices.into_iter().map(name).collect())
            }
            "start" => texts(vec![entry.period.start]),
            "end" => texts(vec![entry.period.end]),
            _ => Vec::new(),
        })
    }
}

/// Whether an identifier is one of Wikidata.
fn is_item(id: &str) -> bool {
    id.strip_prefix('Q')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}
