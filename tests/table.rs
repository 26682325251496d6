//! Tables: a row is an article, by the names of the columns.

use chancery::diagnostic::Diagnostic;
use chancery::document::Document;
use chancery::source::map::FieldMap;
use chancery::source::{self, Format, Options};

use crate::cli::{assert_status, err, out, run, text};

const PARIS: &str =
    "Alice Berg met Boris Dunn in Paris on Monday, and they spoke of the harvest for an hour.";
const OSLO: &str =
    "Carla Engel praised Derek Falk in Oslo on Friday, and the council agreed with what she said.";

fn read(table: &[u8]) -> Vec<Result<Document, Diagnostic>> {
    source::read_bytes("news.csv", table, Format::Csv, &Options::default())
}

fn documents(table: &str) -> Vec<Document> {
    read(table.as_bytes()).into_iter().map(|item| item.unwrap_or_else(|told| panic!("{told}"))).collect()
}

#[test]
fn a_row_is_an_article_by_the_usual_names_of_columns() {
    let table = format!(
        "\u{feff}Row,Headline,Article_Text,Published At,Link,Publisher,By-line,language\r\n\
         0,Berg meets Dunn,\"<p>{PARIS}</p>\n<p>He said \"\"yes\"\".</p>\",\"Mon, 24 Nov 2025 10:00\",https://one.example/a,One,By Jane Roe,en\r\n"
    );
    let found = documents(&table);
    let first = &found[0];
    assert_eq!((first.id.as_str(), first.title.as_str()), ("https://one.example/a", "Berg meets Dunn"));
    assert_eq!(first.whole(), format!("{PARIS}\n\nHe said \"yes\"."));
    assert_eq!((first.source.as_deref(), first.author.as_deref()), (Some("One"), Some("Jane Roe")));
    assert_eq!(first.date.unwrap().to_string(), "2025-11-24");
    assert_eq!(
        (first.url.as_deref(), first.language.as_deref()),
        (Some("https://one.example/a"), Some("en"))
    );
}

#[test]
fn semicolons_tabs_and_the_encodings_of_spreadsheets_are_read() {
    for separator in [';', '\t', '|'] {
        let table = format!("id{separator}text\n7{separator}{PARIS}\n8{separator}{OSLO}");
        let found = documents(&table);
        let ids: Vec<&str> = found.iter().map(|document| document.id.as_str()).collect();
        assert_eq!((ids.as_slice(), found[1].whole()), (["news/7", "news/8"].as_slice(), OSLO));
        let utf16: Vec<u8> = format!("\u{feff}{table}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf16)[1].as_ref().unwrap().whole(), OSLO);
    }
    // Excel is told by a line of its own what separates the cells.
    for start in ["sep=;\r\n", "\u{feff}SEP=;\n", "\"sep=;\"\n"] {
        let found = documents(&format!("{start}id;a,b,c,d;text\n7;;{PARIS}\n8;;{OSLO}"));
        assert_eq!((found.len(), found[0].id.as_str(), found[1].whole()), (2, "news/7", OSLO), "{start}");
    }
    let told = read(format!("sep=;\nid;text\n7;{PARIS}\n8;\n").as_bytes());
    assert_eq!(told[1].as_ref().unwrap_err().position, Some((4, 1)), "lines are those of the file");
    assert!(read(b"sep=;\n").is_empty() && read(b"sep=;").is_empty());
    let found = read(b"id,text\n1,President Erdo\xf0an met Alice Berg in the capital on Monday.\n");
    assert_eq!(found[0].as_ref().unwrap_err().position, Some((2, 1)));
    assert!(found[1].as_ref().unwrap().whole().starts_with("President Erdo\u{f0}an met"));
}

#[test]
fn odd_rows_are_told_by_their_line_and_the_rest_is_read() {
    let table =
        format!("id,date,text,note\n1,soon,{PARIS}\n2,,,\n3,2025-11-27,\"{OSLO}\",\"a\nb\",more,cells\n4\n");
    let found = read(table.as_bytes());
    let told = found.iter().filter_map(|item| item.as_ref().err());
    let told: Vec<String> =
        told.map(|told| told.to_string().lines().next().unwrap_or_default().to_owned()).collect();
    assert_eq!(
        told,
        [
            "news.csv:2:1: warning: cannot read the date \"soon\": the document goes without",
            "news.csv:3:1: warning: skipped: no text",
            "news.csv:6:1: warning: skipped: no text",
        ]
    );
    assert_eq!(found.iter().filter(|item| item.is_ok()).count(), 2);
}

#[test]
fn tables_of_something_else_are_passed_over_and_a_map_says_where_the_text_is() {
    let table = format!("code,who,said\n7,Alice Berg,{PARIS}\n");
    let found = read(table.as_bytes());
    let told = found[0].as_ref().unwrap_err();
    assert!(
        source::is_passed_over(told) && told.message.ends_with("the columns are code, who, said"),
        "{told}"
    );
    assert!(told.hint.as_ref().unwrap().contains("--map text=column"));
    let map = FieldMap::parse("id=code,text=said,author=who").ok().map(Into::into);
    let options = Options { map, ..Options::default() };
    let found = source::read_bytes("news.csv", table.as_bytes(), Format::Csv, &options);
    let document = found[0].as_ref().unwrap();
    assert_eq!((document.id.as_str(), document.author.as_deref()), ("news/7", Some("Alice Berg")));
    assert!(read(b"").is_empty());
}

#[test]
fn a_quote_that_is_never_closed_fills_no_memory() {
    let mut options = Options::default();
    options.limits.max_document_bytes = 20_000;
    let table = format!("id,text\n1,{PARIS}\n2,\"{}", "a,b\n".repeat(50_000));
    let found = source::read_bytes("news.csv", table.as_bytes(), Format::Csv, &options);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].is_ok());
    let told = found[1].as_ref().unwrap_err();
    assert!(
        told.message.contains("a row is larger than one document may be; is a quote not closed?"),
        "{told}"
    );
}

#[test]
fn rows_of_two_tables_with_one_number_are_two_articles_and_a_changed_row_is_a_new_version() {
    let dir = tempfile::tempdir().unwrap();
    let (kg, one, two) =
        (dir.path().join("kg"), dir.path().join("one/news.csv"), dir.path().join("two/news.tsv"));
    for (path, table) in
        [(&one, format!("id,text\n1,\"{PARIS}\"\n")), (&two, format!("id\ttext\n1\t{OSLO}\n"))]
    {
        std::fs::create_dir(path.parent().unwrap()).unwrap();
        std::fs::write(path, table).unwrap();
        let output = run(&["build", text(path), "-o", text(&kg)]);
        assert_status(&output, 0);
        assert!(err(&output).contains("1 article (1 new)"), "{}", err(&output));
    }
    std::fs::write(&one, format!("id,text\n1,\"{PARIS} They left.\"\n2,\"{OSLO}\"\n")).unwrap();
    let output = run(&["build", text(&one), text(&two), "-o", text(&kg)]);
    assert!(err(&output).contains("(1 new, 1 changed, 1 unchanged)"), "{}", err(&output));
    let listed = out(&run(&["info", text(&kg), "--documents"]));
    let ids: Vec<&str> = listed.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(ids, ["news/1", "news/2", "two/news/1"]);
}
