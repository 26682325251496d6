//! Where the JSON of a news service has its articles, and where an article has its text, title and date.
//!
//! A map is written as `items=articles[],text=content|description,title=title,date=publishedAt,source=source.name`: names
//! of fields apart by commas or on lines of their own, each with one or more paths. In a path a point goes into an object
//! and `[]` to each member of an array. What comes in is a JSON value; what goes out is an article for each item, or
//! the reason why not, which names the item, the path and the keys that are there.

mod columns;
mod path;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::Offset;
use serde_json::Value;

use super::article::Article;
use super::{byline, date, html};
use path::{Path, first, kind};

/// The services that are known by name.
const PRESETS: &str = include_str!("maps.tsv");
/// What services put in the place of a text that has to be paid for.
const PLACEHOLDERS: [&str; 1] = ["ONLY AVAILABLE IN"];

/// What an article has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Items,
    Id,
    Title,
    Date,
    Text,
    Url,
    Source,
    Author,
    Lang,
}

impl Field {
    const ALL: [(&str, Self); 9] = [
        ("items", Self::Items),
        ("id", Self::Id),
        ("title", Self::Title),
        ("date", Self::Date),
        ("text", Self::Text),
        ("url", Self::Url),
        ("source", Self::Source),
        ("author", Self::Author),
        ("lang", Self::Lang),
    ];
}

/// Why a map cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A part that is not `field=path`.
    #[error("cannot understand `{0}` in the map; write field=path, such as text=content")]
    NotAField(String),
    /// A field that there is not.
    #[error("the map has a field `{name}`, which there is not; the fields are {}", names_of_fields())]
    UnknownField {
        /// What was written.
        name: String,
    },
    /// The same field again.
    #[error("the map has the field `{0}` twice; put the second path behind the first with |")]
    Twice(String),
    /// A path that is empty or has an empty key.
    #[error(
        "cannot understand the path `{0}`; write keys apart by points and [] behind an array, such as source.name"
    )]
    BadPath(String),
    /// Nothing says where the text is.
    #[error("the map does not say where the text is; add text=path")]
    NoText,
    /// No service has the name.
    #[error("no service is called `{name}`; known are {}; or write a map, such as text=content,title=title", FieldMap::names().join(", "))]
    UnknownService {
        /// What was written.
        name: String,
    },
}

fn names_of_fields() -> String {
    Field::ALL.map(|(name, _)| name).join(", ")
}

/// Which paths have which field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMap {
    fields: BTreeMap<Field, Vec<Path>>,
}

/// What a map made of one item.
pub(super) struct Mapped {
    pub(super) article: Article,
    /// What is wrong with it, though there is a document, and what to do about it.
    pub(super) warnings: Vec<(String, Option<String>)>,
}

impl FieldMap {
    /// Names of the services that are known.
    pub fn names() -> Vec<&'static str> {
        presets().map(|(name, _)| name).collect()
    }

    /// The map of a service.
    ///
    /// # Errors
    /// No service has the name.
    pub fn preset(name: &str) -> Result<Self, Error> {
        let found = presets().find(|(preset, _)| preset.eq_ignore_ascii_case(name.trim()));
        let (_, map) = found.ok_or_else(|| Error::UnknownService { name: name.to_owned() })?;
        Self::parse(map)
    }

    /// A map as people write it; lines that begin with `#` are comments.
    ///
    /// # Errors
    /// What cannot be understood, with how to write it.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut fields: BTreeMap<Field, Vec<Path>> = BTreeMap::new();
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        for part in lines.flat_map(|line| line.split(',')).map(str::trim).filter(|part| !part.is_empty()) {
            let (name, paths) = part.split_once('=').ok_or_else(|| Error::NotAField(part.to_owned()))?;
            let name = name.trim();
            let field = Field::ALL.into_iter().find(|(known, _)| *known == name);
            let (_, field) = field.ok_or_else(|| Error::UnknownField { name: name.to_owned() })?;
            let paths = paths.split('|').map(Path::parse).collect::<Result<_, _>>()?;
            if fields.insert(field, paths).is_some() {
                return Err(Error::Twice(name.to_owned()));
            }
        }
        if fields.contains_key(&Field::Text) { Ok(Self { fields }) } else { Err(Error::NoText) }
    }

    /// The articles in an answer: what the path of the items leads to, the members of an array, or the one object.
    pub(super) fn items<'v>(&self, root: &'v Value) -> Result<Vec<&'v Value>, String> {
        let Some(paths) = self.fields.get(&Field::Items) else {
            return Ok(root.as_array().map_or_else(|| vec![root], |members| members.iter().collect()));
        };
        let found = first(paths, root);
        match (&found, root) {
            // Articles that were taken out of the answer, one a line or in an array.
            (Err(_), Value::Array(members)) => Ok(members.iter().collect()),
            (Err(_), Value::Object(_)) if self.value(Field::Text, root).is_ok() => Ok(vec![root]),
            (Err(reason), _) => Err(match root.get("message").and_then(Value::as_str) {
                Some(message) => format!("{reason}; the service says: {message}"),
                None => reason.clone(),
            }),
            (Ok(_), _) => found,
        }
    }

    /// The article in an item; without text there is none.
    pub(super) fn article(&self, item: &Value) -> Result<Mapped, String> {
        let mut warnings = Vec::new();
        let text = self.value(Field::Text, item).map_err(|reason| format!("no text: {reason}"))?;
        let (by_line, text) = byline::taken_out(html::fragment(text.trim()));
        let (text, left_out) = without_mark_of_cut(text);
        if let Some(count) = left_out {
            warnings.push((format!("the text is cut: the service left out {count} characters"), None));
        }
        let optional = |field| self.value(field, item).ok();
        let written = self.written_date(item);
        let day = written.as_deref().and_then(day);
        if let (Some(written), None) = (written, day) {
            let message = format!("cannot read the date {written:?}: the document goes without");
            warnings.push((message, Some(date::remedy(&written))));
        }
        let authors = self.fields.get(&Field::Author).and_then(|paths| first(paths, item).ok());
        let authors = authors.unwrap_or_default().into_iter().filter_map(Value::as_str);
        let article = Article {
            id: optional(Field::Id),
            title: optional(Field::Title).map(|title| html::fragment(title.trim())).unwrap_or_default(),
            date: day,
            url: optional(Field::Url),
            source: optional(Field::Source),
            author: byline::joined(authors).or(by_line),
            language: optional(Field::Lang),
            text,
        };
        Ok(Mapped { article, warnings })
    }

    fn written_date(&self, item: &Value) -> Option<String> {
        let date = self.value(Field::Date, item).ok()?;
        (!date.trim().is_empty()).then_some(date)
    }

    /// The first value that is a text or a number, of the first path that has one.
    fn value(&self, field: Field, item: &Value) -> Result<String, String> {
        let paths = self.fields.get(&field).map_or(&[][..], Vec::as_slice);
        let mut reasons = Vec::new();
        for path in paths {
            let found = path.walk(item).and_then(|values| {
                let written = values.iter().find_map(|value| match value {
                    Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
                    Value::Number(number) => Some(number.to_string()),
                    _ => None,
                });
                written.ok_or_else(|| {
                    format!("`{path}` is {}", values.first().map_or("an empty array", |value| kind(value)))
                })
            });
            match found {
                Ok(text) if PLACEHOLDERS.iter().any(|start| text.starts_with(start)) => {
                    reasons.push(format!("`{path}` says {text:?}"));
                }
                Ok(text) => return Ok(text),
                Err(reason) => reasons.push(reason),
            }
        }
        Err(reasons.join("; "))
    }
}

/// Names and maps of the services.
fn presets() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = PRESETS.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?))
    })
}

/// A text without `… [+1234 chars]` at its end, and the number of characters that were left out.
fn without_mark_of_cut(text: String) -> (String, Option<u64>) {
    let found = text.trim_end().strip_suffix(" chars]").and_then(|head| {
        let (head, count) = head.rsplit_once('[')?;
        Some((head, count.trim_start_matches('+').parse().ok()?))
    });
    match found {
        Some((head, count)) => (
            head.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '…' | '.')).to_owned() + "…",
            Some(count),
        ),
        None => (text, None),
    }
}

/// A day as services write it: as people do, `20250714T101500Z`, or the seconds or milliseconds since 1970.
fn day(written: &str) -> Option<jiff::civil::Date> {
    let written = written.trim();
    let digits = written.bytes().take_while(u8::is_ascii_digit).count();
    if digits == written.len() && digits > 8 {
        let number: i64 = written.parse().ok()?;
        let instant =
            if digits > 11 { Timestamp::from_millisecond(number) } else { Timestamp::from_second(number) };
        return Some(Offset::UTC.to_datetime(instant.ok()?).date());
    }
    if digits == 8 || digits == 14 {
        let (year, month, day) = (written.get(..4)?, written.get(4..6)?, written.get(6..8)?);
        return date::iso(&format!("{year}-{month}-{day}"));
    }
    date::find(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn every_preset_is_a_map_and_is_told_in_the_help() {
        let names = FieldMap::names();
        assert!(names.len() >= 9, "{names:?}");
        for name in names {
            assert!(FieldMap::preset(name).is_ok(), "{name}");
        }
        assert!(FieldMap::preset("nothing").unwrap_err().to_string().contains("newsapi, guardian"));
    }

    #[test]
    fn mistakes_in_a_map_say_how_it_is_written() {
        for (map, part) in [
            ("text", "write field=path"),
            ("text=a,boby=b", "the fields are items, id"),
            ("text=a,text=b", "twice"),
            ("text=a..b", "cannot understand the path `a..b`"),
            ("text=a[0]", "cannot understand the path"),
            ("text=", "cannot understand the path"),
            ("title=a", "add text=path"),
        ] {
            let found = FieldMap::parse(map).unwrap_err().to_string();
            assert!(found.contains(part), "{map}: {found}");
        }
        assert!(FieldMap::parse("# mine\nitems = [] \n\n text = a.b | c[].d, title=t\n").is_ok());
    }

    #[test]
    fn days_are_read_as_services_write_them() {
        for (written, expected) in [
            ("2025-07-14T10:00:00Z", Some("2025-07-14")),
            ("20250714T101500Z", Some("2025-07-14")),
            ("1752487200", Some("2025-07-14")),
            ("1752487200000", Some("2025-07-14")),
            ("Mon, 14 Jul 2025 10:00:00 GMT", Some("2025-07-14")),
            ("99999999999999999999", None),
            ("soon", None),
        ] {
            assert_eq!(day(written).map(|day| day.to_string()).as_deref(), expected, "{written}");
        }
    }

    proptest! {
        #[test]
        fn no_map_and_no_answer_makes_it_panic(map in "[a-z=.,|\\[\\]]{0,40}", text in "\\PC{0,30}( \\[\\+?[0-9]{0,25} chars\\])?") {
            let answer = json!({"text": text, "a": [text]});
            for map in [FieldMap::parse(&map), FieldMap::parse("items=a[],text=text|a")].into_iter().flatten() {
                let _ = map.items(&answer).map(|items| items.len());
                let _ = map.article(&answer).map(|mapped| mapped.warnings);
            }
        }
    }
}
