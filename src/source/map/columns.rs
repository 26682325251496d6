//! Which column of a table holds what, by the names that people give their columns.

use std::collections::BTreeMap;

use super::path::Path;
use super::{Field, FieldMap};

/// Names of columns in lower case without spaces and marks, those that say it best first.
const NAMES: [(Field, &str); 8] = [
    (Field::Id, "id docid documentid articleid newsid guid uid uuid identifier"),
    (Field::Title, "title headline heading articletitle newstitle subject name"),
    (
        Field::Text,
        "text fulltext articletext content contents fullcontent articlecontent body articlebody bodytext maintext article story \
         plaintext transcript message description summary abstract snippet",
    ),
    (
        Field::Date,
        "date published publishedat publisheddate publisheddatetime publicationdate publishdate pubdate datepublished dateofpublication \
         articledate datetime timestamp time day seendate created createdat",
    ),
    (Field::Url, "url link href articleurl weburl weblink permalink address uri"),
    (
        Field::Source,
        "source publisher publication outlet newspaper sourcename sourcetitle sitename site domain media feed",
    ),
    (Field::Author, "author authors byline writer creator journalist reporter"),
    (Field::Lang, "lang language languagecode locale"),
];

impl FieldMap {
    /// The map of a table by the names of its columns; `None` if none of them holds a text.
    pub(in super::super) fn of_columns(columns: &[String]) -> Option<Self> {
        let mut fields = BTreeMap::new();
        for (field, names) in NAMES {
            let named = names
                .split_whitespace()
                .flat_map(|name| columns.iter().filter(move |column| bare(column) == name));
            let paths: Vec<Path> = named.map(|column| Path::of_key(column)).collect();
            if !paths.is_empty() {
                fields.insert(field, paths);
            }
        }
        fields.contains_key(&Field::Text).then_some(Self { fields })
    }
}

/// `Published_At` as `publishedat`.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_their_usual_names_and_the_whole_text_comes_first() {
        let columns = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let map =
            FieldMap::of_columns(&columns(&["Summary", "Full Text", "published_at", "Article.URL"])).unwrap();
        let row = serde_json::json!({"Summary": "Short.", "Full Text": "Long.", "published_at": "2025-11-27", "Article.URL": "u"});
        let article = map.article(&row).unwrap().article;
        assert_eq!((article.text.as_str(), article.url.as_deref()), ("Long.", Some("u")));
        assert_eq!(article.date.unwrap().to_string(), "2025-11-27");
        let row = serde_json::json!({"Summary": "Short.", "Full Text": " "});
        assert_eq!(map.article(&row).unwrap().article.text, "Short.");
        assert!(FieldMap::of_columns(&columns(&["id", "title"])).is_none());
    }
}
