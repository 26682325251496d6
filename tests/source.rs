//! What is in files, however odd, becomes documents or a reason why not.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use chancery::diagnostic::{Diagnostic, Severity};
use chancery::document::Document;
use chancery::source::{self, Error, Format, Options};
use proptest::prelude::*;

pub(crate) type Found = Vec<Result<Document, Diagnostic>>;

pub(crate) const ENGLISH: &str = "Iran and six powers reached an agreement in Vienna on Tuesday. It limits the nuclear programme of \
    the country for more than a decade, and sanctions will be lifted in return, officials of both sides said.";

fn bytes(name: &str, bytes: &[u8], format: Format) -> Found {
    source::read_bytes(name, bytes, format, &Options::default())
}

pub(crate) fn one(found: &Found) -> &Document {
    let documents: Vec<&Document> = found.iter().filter_map(|item| item.as_ref().ok()).collect();
    assert_eq!(documents.len(), 1, "{found:?}");
    documents[0]
}

pub(crate) fn refusal(found: &Found) -> &Diagnostic {
    let [Err(diagnostic)] = found.as_slice() else { panic!("{found:?}") };
    diagnostic
}

fn write(dir: &Path, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = dir.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::File::create(&path).unwrap().write_all(content.as_ref()).unwrap();
    path
}

fn read(inputs: &[PathBuf]) -> Found {
    source::read(inputs, &Options::default()).unwrap().collect()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_text_file_has_its_name_as_identifier_and_its_date_line_as_date() {
    let text = format!("Deal in Vienna\n\n{ENGLISH}\n\nPublished in Dawn, July 15th, 2015\n");
    let found = bytes("vienna.txt", text.as_bytes(), Format::Text);
    let document = one(&found);
    assert_eq!(document.id.as_str(), "vienna");
    assert_eq!(document.title, "Deal in Vienna");
    assert_eq!(document.date.unwrap().to_string(), "2015-07-15");
    assert_eq!(document.whole(), text.trim_end());
}

#[test]
fn the_date_of_a_file_name_counts_and_the_option_fills_in() {
    let found = bytes("2015-07-14_vienna.txt", ENGLISH.as_bytes(), Format::Text);
    assert_eq!(one(&found).date.unwrap().to_string(), "2015-07-14");
    let options = Options { date: "2015-07-16".parse().ok(), ..Options::default() };
    let found = source::read_bytes("vienna.txt", ENGLISH.as_bytes(), Format::Text, &options);
    assert_eq!(one(&found).date.unwrap().to_string(), "2015-07-16");
}

#[test]
fn windows_line_ends_become_one_character() {
    let found = bytes("a.txt", b"One.\r\n\r\nTwo.", Format::Text);
    assert_eq!(one(&found).whole(), "One.\n\nTwo.");
}

#[test]
fn front_matter_of_markdown_is_metadata() {
    let text = format!(
        "---\ntitle: Deal\ndate: 2015-07-14\nsource: Agency\nurl: https://x.example/1\n---\n{ENGLISH}"
    );
    let found = bytes("a.md", text.as_bytes(), Format::Markdown);
    let document = one(&found);
    assert_eq!((document.title.as_str(), document.source.as_deref()), ("Deal", Some("Agency")));
    assert_eq!(document.url.as_deref(), Some("https://x.example/1"));
    assert_eq!(document.whole(), ENGLISH);
}

#[test]
fn a_broken_line_is_named_and_the_next_one_is_read() {
    let lines = format!(
        "{{\"id\":\"a\",\"title\":\"T\",\"date\":\"2015-07-14\",\"text\":{ENGLISH:?}}}\n{{\"id\":\"b\",\"text\":7}}\n\n{{\"id\":3,\"text\":{ENGLISH:?}}}\n{{\"id\":\"c\"}}\n"
    );
    let found = bytes("news.jsonl", lines.as_bytes(), Format::JsonLines);
    assert_eq!(found.len(), 4);
    assert_eq!(found[0].as_ref().unwrap().id.as_str(), "a");
    let second = found[1].as_ref().unwrap_err();
    assert_eq!(second.position, Some((2, 18)), "{second}");
    assert!(
        second.to_string().starts_with("news.jsonl:2:18: error: not a document: invalid type"),
        "{second}"
    );
    assert_eq!(found[2].as_ref().unwrap().id.as_str(), "3");
    assert!(found[3].as_ref().unwrap_err().message.contains("missing field `text`"));
}

#[test]
fn a_date_that_is_none_is_a_warning_and_the_document_is_read() {
    let found = bytes("a.jsonl", br#"{"text":"NATO met.","date":"last week"}"#, Format::JsonLines);
    assert_eq!(found[0].as_ref().unwrap_err().severity, Severity::Warning);
    assert_eq!(one(&found).date, None);
}

#[test]
fn a_day_of_no_newspaper_is_refused_with_the_years_that_are_read() {
    let found = bytes("a.jsonl", br#"{"text":"NATO met.","date":"9999-12-31"}"#, Format::JsonLines);
    let told = found[0].as_ref().unwrap_err();
    assert_eq!(told.hint.as_deref(), Some("days of the years 1800 to 2199 are read, not of 9999"));
    let found = bytes("9999-12-31_a.txt", b"NATO met.", Format::Text);
    assert_eq!(one(&found).date, None);
}

#[test]
fn half_a_megabyte_of_the_nastiest_characters_is_read_in_no_time_worth_speaking_of() {
    // Each of these took minutes when it was looked at again from every character on.
    const SIZE: usize = 500_000;
    let flood = |unit: &str| unit.repeat(SIZE / unit.len());
    let mut options = Options::default();
    options.limits.max_text_chars = 1_000;
    let read = |content: &str, format: Format| source::read_bytes("x", content.as_bytes(), format, &options);
    for unit in ["[", "[](", "![", ")(]["] {
        assert_eq!(read(&flood(unit), Format::Markdown).len(), 1, "{unit}");
    }
    assert_eq!(read(&format!("{}](x)", flood("[")), Format::Markdown).len(), 1);
    let headings = format!("{}x\n{}", flood("\n"), flood("# a\n"));
    assert_eq!(read(&headings, Format::Markdown).len(), 1);
    for unit in ["&", "&#", "&a "] {
        let message = "it has more than 100000 ampersands";
        assert_eq!(refusal(&read(&flood(unit), Format::Html)).message, message);
    }
    let attributes: String = (0..SIZE / 8).map(|number| format!(" a{number}=1")).collect();
    let found = read(&format!("<p{attributes}>NATO met."), Format::Html);
    assert_eq!(refusal(&found).message, "an element has more than 1000 attributes");
    let authors: Vec<String> = (0..SIZE / 8).map(|number| format!("A{number}")).collect();
    let found = read(&serde_json::json!({"text": "NATO met.", "author": authors}).to_string(), Format::Json);
    assert_eq!(one(&found).author, None);
    let feed = format!("<rss><channel><item>{}{}", "<a>".repeat(50_000), "</b>".repeat(SIZE / 4));
    assert!(refusal(&read(&feed, Format::Feed)).message.starts_with("not well-formed"));
}

#[test]
fn json_is_one_document_or_an_array() {
    let found = bytes("a.json", br#"{"text":"NATO met.","extra":[1]}"#, Format::Json);
    assert_eq!(one(&found).id.as_str(), "a");
    let found =
        bytes("a.json", br#"[{"text":"NATO met."},{"no":1},{"id":"x","text":"It did."}]"#, Format::Json);
    assert_eq!(found.iter().filter(|item| item.is_ok()).count(), 2);
    assert_eq!(found[1].as_ref().unwrap_err().source, "a.json[1]");
    let found = bytes("a.json", b"{\n \"text\": oops}", Format::Json);
    assert_eq!(refusal(&found).position, Some((2, 10)));
}

#[test]
fn the_main_text_of_a_page_is_read_and_nothing_else() {
    let paragraph = format!("<p>{ENGLISH} {ENGLISH}</p>");
    let page = format!(
        r#"<html lang="en"><head><title>Deal in Vienna - Agency</title>
        <meta property="og:site_name" content="Agency"><meta property="og:title" content="Deal in Vienna">
        <meta property="article:published_time" content="2015-07-14T11:00:00+02:00">
        <script>var evil = "nuclear secrets";</script><style>p {{ color: red }}</style></head>
        <body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Deal in Vienna</h1>{paragraph}{paragraph}
        <script>alert(1)</script></article><footer>Copyright, all rights reserved</footer></body></html>"#
    );
    let found = bytes("vienna.html", page.as_bytes(), Format::Html);
    let document = one(&found);
    assert_eq!(document.title, "Deal in Vienna");
    assert_eq!(document.date.unwrap().to_string(), "2015-07-14");
    assert_eq!(document.source.as_deref(), Some("Agency"));
    assert!(document.whole().starts_with("Iran and six powers"), "{}", document.whole());
    for foreign in ["evil", "alert", "Home", "Copyright", "<p>"] {
        assert!(!document.whole().contains(foreign), "{foreign}");
    }
}

#[test]
fn a_page_of_a_million_open_elements_is_refused() {
    let page = "<div>".repeat(1_000_000);
    assert!(refusal(&bytes("deep.html", page.as_bytes(), Format::Html)).message.contains("nested"));
}

#[test]
fn rss_and_atom_give_a_document_an_item() {
    let rss = format!(
        "<?xml version=\"1.0\"?><rss xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Agency &amp; Co</title>
        <item><title>Deal</title><link>https://x.example/1</link><pubDate>Tue, 14 Jul 2015 10:00:00 GMT</pubDate>
        <description>Short.</description><content:encoded><![CDATA[<p>{ENGLISH}</p><script>x</script>]]></content:encoded></item>
        <item><guid>two</guid><description>&lt;b&gt;NATO&lt;/b&gt; met &amp;eacute;lan.</description></item><item/></channel></rss>"
    );
    let found = bytes("feed.xml", rss.as_bytes(), Format::Feed);
    let first = found[0].as_ref().unwrap();
    assert_eq!(first.id.as_str(), "https://x.example/1");
    assert_eq!((first.title.as_str(), first.source.as_deref()), ("Deal", Some("Agency & Co")));
    assert_eq!(first.date.unwrap().to_string(), "2015-07-14");
    assert_eq!(first.whole(), ENGLISH);
    assert_eq!(found[1].as_ref().unwrap().whole(), "NATO met élan.");
    assert_eq!(found[2].as_ref().unwrap_err().severity, Severity::Warning);

    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Agency</title><entry><id>tag:1</id><title>Deal</title>
        <link rel=\"alternate\" href=\"https://x.example/2?a=1&amp;b=2\"/><updated>2015-07-15T00:00:00Z</updated>
        <published>2015-07-14T00:00:00Z</published><content type=\"xhtml\"><div><p>{ENGLISH}</p><p>End.</p></div></content></entry></feed>"
    );
    let found = bytes("feed.atom", atom.as_bytes(), Format::Feed);
    let document = one(&found);
    assert_eq!(document.url.as_deref(), Some("https://x.example/2?a=1&b=2"));
    assert_eq!(document.date.unwrap().to_string(), "2015-07-14");
    assert_eq!(document.whole(), format!("{ENGLISH}\n\nEnd."));
}

#[test]
fn other_xml_is_refused_and_broken_xml_has_a_place() {
    assert_eq!(refusal(&bytes("a.xml", b"<html/>", Format::Feed)).message, "neither RSS nor Atom");
    let broken = refusal(&bytes("a.xml", b"<rss>\n<channel>\n<item", Format::Feed)).clone();
    assert_eq!(broken.position.unwrap().0, 3, "{broken}");
}

#[test]
fn entities_of_a_document_type_are_not_expanded() {
    let xml = b"<!DOCTYPE rss [<!ENTITY a \"NATO\"><!ENTITY b \"&a;&a;&a;\">]><rss><channel><item><description>&b;!</description></item></channel></rss>";
    assert_eq!(one(&bytes("a.xml", xml, Format::Feed)).whole(), "&b;!");
}

#[test]
fn a_web_archive_gives_its_pages() {
    let record = |kind: &str, url: &str, body: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2015-07-14T10:00:00Z\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    };
    let response = |kind: &str, body: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n{body}");
    let archive = [
        record("warcinfo", "", "software: x"),
        record("request", "https://x.example/1", "GET /1"),
        record("response", "https://x.example/1", &response("text/plain", ENGLISH)),
        record("response", "https://x.example/i.png", &response("image/png", "....")),
        record("response", "https://x.example/2", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nNATO met.\r\n0\r\n\r\n"),
    ]
    .concat();
    let found = bytes("crawl.warc", archive.as_bytes(), Format::Warc);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0].as_ref().unwrap().id.as_str(), "https://x.example/1");
    assert_eq!(found[0].as_ref().unwrap().date.unwrap().to_string(), "2015-07-14");
    assert_eq!(found[1].as_ref().unwrap().whole(), "NATO met.");
    assert!(
        refusal(&bytes("crawl.warc", b"WARC/1.0\r\nContent-Le", Format::Warc)).message.contains("cut off")
    );
}

#[test]
fn texts_that_are_empty_or_foreign_are_passed_over() {
    for (name, text) in [
        ("empty.txt", " \n\u{feff}".to_owned()),
        ("french.txt", "Le président a déclaré mercredi que les négociations de Genève s'étaient achevées sans résultat et \
         que les deux parties se retrouveraient la semaine prochaine dans une ville qui reste à choisir, selon un porte-parole \
         du ministère des affaires étrangères cité par une agence de presse locale dans la soirée de mardi.".to_owned()),
    ] {
        assert_eq!(refusal(&bytes(name, text.as_bytes(), Format::Text)).severity, Severity::Warning, "{name}");
    }
    let tagged = br#"{"lang":"fr","text":"NATO met."}"#;
    assert_eq!(refusal(&bytes("a.jsonl", tagged, Format::JsonLines)).message, "skipped: its language is fr");
}

#[test]
fn what_is_no_text_or_too_much_of_it_is_refused() {
    assert!(refusal(&bytes("a.txt", b"\x7fELF\0\0\0", Format::Text)).message.starts_with("binary"));
    let mut options = Options::default();
    options.limits.max_document_bytes = 100;
    options.limits.max_text_chars = 50;
    let found = source::read_bytes("a.txt", &[b'a'; 101], Format::Text, &options);
    assert!(refusal(&found).message.starts_with("larger than 100 bytes"));
    let found = source::read_bytes("a.txt", &[b'a'; 51], Format::Text, &options);
    assert!(refusal(&found).message.starts_with("51 characters"));
    let long = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"NATO met.\"}}\n", "a".repeat(200));
    let found = source::read_bytes("a.jsonl", long.as_bytes(), Format::JsonLines, &options);
    assert_eq!(found.len(), 2);
    assert!(found[0].is_err() && found[1].is_ok());
}

#[test]
fn a_gigabyte_is_refused_by_its_size_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("huge.txt");
    std::fs::File::create(&path).unwrap().set_len(1 << 30).unwrap();
    assert!(refusal(&read(&[path])).message.starts_with("larger than"));
}

#[test]
fn folders_are_read_in_order_and_names_below_them_are_identifiers() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "b.txt", ENGLISH);
    write(dir.path(), "2015/a.txt", ENGLISH);
    write(dir.path(), "notes.pdf", "no");
    write(dir.path(), ".hidden.txt", "no");
    write(dir.path(), "c.txt.gz", gzip(ENGLISH.as_bytes()));
    let found = read(&[dir.path().to_owned()]);
    let ids: Vec<&str> = found.iter().filter_map(|item| item.as_ref().ok()).map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["2015/a", "b", "c"]);
    assert_eq!(found.iter().filter(|item| item.is_err()).count(), 1);
}

#[test]
fn of_files_of_one_name_the_later_ones_have_their_folders_in_their_identifiers() {
    let dir = tempfile::tempdir().unwrap();
    let names = ["x/n.txt", "y/n.txt", "z/y/n.txt", "x/n.txt"];
    let files = names.map(|name| write(dir.path(), name, ENGLISH));
    let found = read(&files);
    let ids: Vec<String> = found.iter().map(|item| item.as_ref().unwrap().id.to_string()).collect();
    assert_eq!(ids, ["n", "y/n", "z/y/n", "n"]);
    let folders = read(&["x", "y", "z"].map(|name| dir.path().join(name)));
    let ids: Vec<String> = folders.iter().map(|item| item.as_ref().unwrap().id.to_string()).collect();
    assert_eq!(ids, ["n", "y/n", "z/y/n"], "folder or file, it is the same");
}

#[test]
fn a_file_is_the_same_however_it_is_named_and_members_of_archives_are_their_own() {
    let dir = tempfile::tempdir().unwrap();
    let file = write(dir.path(), "y/n.txt", ENGLISH);
    let other = dir.path().join("y/../y/n.txt");
    let origin = |path: &Path| read(&[path.to_owned()])[0].as_ref().unwrap().origin.clone().unwrap();
    assert_eq!(origin(&file), origin(&other));
    assert_ne!(origin(&file).file(), origin(&write(dir.path(), "y/m.txt", ENGLISH)).file());
    let member = origin(&file).within("deep/a.txt", "deep/a");
    assert!(member.names().next().unwrap() == "n/deep/a" && member.file() != origin(&file).file());
}

#[test]
fn a_pattern_stands_for_its_files() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "b.txt", ENGLISH);
    write(dir.path(), "a.txt", ENGLISH);
    assert_eq!(read(&[dir.path().join("*.txt")]).len(), 2);
    let none = source::read(&[dir.path().join("*.md")], &Options::default());
    assert!(matches!(none, Err(Error::NothingToRead { .. })));
}

#[test]
fn what_cannot_be_read_is_named_first_and_the_rest_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let good = write(dir.path(), "a.txt", ENGLISH);
    let unknown = write(dir.path(), "a.pdf", "x");
    let missing = dir.path().join("missing.txt");
    let found = read(&[good, missing.clone(), unknown.clone()]);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(
        found[0].as_ref().unwrap_err().to_string().contains("missing.txt: error: cannot be read: No such")
    );
    let hint = found[1].as_ref().unwrap_err().hint.as_deref();
    assert_eq!(hint, Some("turn it into text first: pdftotext FILE.pdf FILE.txt"));
    assert!(found[2].is_ok());
    let error = source::read(&[missing.clone(), unknown], &Options::default()).unwrap_err();
    assert!(matches!(&error, Error::All(all) if all.len() == 2), "{error}");
    assert!(matches!(source::read(&[missing], &Options::default()), Err(Error::Unreadable { .. })));
}

#[test]
fn archives_are_read_in_memory_and_their_names_are_only_names() {
    let archive = zip(&[
        ("../../etc/a.txt", ENGLISH.as_bytes()),
        ("b/c.jsonl", br#"{"id":"x","text":"NATO met."}"#),
        ("inner.zip", b"PK"),
        ("__MACOSX/._a.txt", b"x"),
        ("picture.png", b"x"),
    ]);
    let found = bytes("news.zip", &archive, Format::Zip);
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(found[0].as_ref().unwrap().id.as_str(), "news/../../etc/a");
    assert_eq!(found[1].as_ref().unwrap().id.as_str(), "x");
    assert!(found[2].as_ref().unwrap_err().message.contains("archive inside an archive"));
    assert_eq!(found[3].as_ref().unwrap_err().severity, Severity::Note);
    assert!(refusal(&bytes("news.zip", b"no zip", Format::Zip)).message.starts_with("not a zip archive"));
}

#[test]
fn members_that_are_called_alike_have_their_extensions_in_their_names() {
    let archive =
        zip(&[("a.txt", ENGLISH.as_bytes()), ("a.md", ENGLISH.as_bytes()), ("b/a.txt", ENGLISH.as_bytes())]);
    let found = bytes("x.zip", &archive, Format::Zip);
    let ids: Vec<&str> = found.iter().map(|item| item.as_ref().unwrap().id.as_str()).collect();
    assert_eq!(ids, ["x/a", "x/a.md", "x/b/a"]);
}

#[test]
fn bombs_are_defused_while_they_expand() {
    let zeros = vec![b'\n'; 5_000_000];
    let archive = zip(&[("a.jsonl", &zeros), ("b.txt", ENGLISH.as_bytes())]);
    let found = bytes("bomb.zip", &archive, Format::Zip);
    assert!(found[0].as_ref().unwrap_err().message.contains("200-fold"), "{found:?}");
    assert!(found[1].is_ok());

    let mut options = Options::default();
    options.limits.max_expanded_bytes = 1_000;
    let archive =
        zip(&[("a.txt", ENGLISH.as_bytes()), ("b.txt", &[b'b'; 5_000]), ("c.txt", ENGLISH.as_bytes())]);
    let found = source::read_bytes("big.zip", &archive, Format::Zip, &options);
    assert!(found[0].is_ok() && found[1].is_err() && found[2].is_err(), "{found:?}");

    let dir = tempfile::tempdir().unwrap();
    let bomb = write(dir.path(), "bomb.txt.gz", gzip(&vec![0; 8_000_000]));
    assert!(refusal(&read(&[bomb])).message.contains("200-fold"));
    options.limits.max_archive_members = 2;
    assert!(
        refusal(&source::read_bytes("m.zip", &archive, Format::Zip, &options)).message.contains("3 members")
    );
}

#[test]
fn a_reader_that_stops_listening_ends_the_reading() {
    let dir = tempfile::tempdir().unwrap();
    let lines = "{\"text\":\"NATO met.\"}\n".repeat(10_000);
    let path = write(dir.path(), "a.jsonl", lines);
    let mut readings = source::read(&[path], &Options::default()).unwrap();
    assert!(readings.next().is_some());
    assert_eq!(readings.bytes_total(), Some(210_000));
    assert!(readings.bytes_read() <= 210_000);
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(content in proptest::collection::vec(any::<u8>(), 0..400), which in 0..Format::ALL.len()) {
        for item in bytes("x", &content, Format::ALL[which]) {
            if let Err(diagnostic) = item {
                prop_assert!(!diagnostic.message.contains("failed on this input"), "{diagnostic}");
            }
        }
    }

    #[test]
    fn no_markup_makes_a_reader_panic(content in "(<[/a-z!?]{0,4}( [a-z]=\"[^\"]{0,5}\")?/?>|&[a-z#0-9]{0,5};|[{}\\[\\]:,\"a-zé\n-]){0,60}", which in 0..Format::ALL.len()) {
        for item in bytes("x", content.as_bytes(), Format::ALL[which]) {
            if let Err(diagnostic) = item {
                prop_assert!(!diagnostic.message.contains("failed on this input"), "{diagnostic}");
            }
        }
    }
}

#[test]
fn who_wrote_it_is_known_from_every_format_and_no_part_of_the_text() {
    let body = format!("<p>{ENGLISH}</p><p>{ENGLISH}</p><p>{ENGLISH}</p>");
    let ld = r#"<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
        "headline":"Deal in Vienna reached after years","author":{"@type":"Person","name":"Ann Berg"}}</script>"#;
    for (head, line, author) in [
        ("<meta name=\"author\" content=\"By Jane Roe\">", "", "Jane Roe"),
        (ld, "<p>By Ann Berg</p>", "Ann Berg"),
        ("", "<p>By Jane Roe, Reuters</p>", "Jane Roe, Reuters"),
        ("", "<p class=\"byline\">By Jane Roe</p>", "Jane Roe"),
    ] {
        let page = format!(
            "<html lang=\"en\"><head><title>Deal in Vienna</title>{head}</head>\
             <body><article>{line}{body}</article></body></html>"
        );
        let found = bytes("a.html", page.as_bytes(), Format::Html);
        let document = one(&found);
        assert_eq!(document.author.as_deref(), Some(author), "{page}");
        assert!(document.whole().starts_with("Iran and six powers"), "{}", document.whole());
    }
    let rss = format!(
        "<rss><channel><title>Agency</title><item><guid>1</guid><dc:creator>Jane Roe</dc:creator><dc:creator>John Doe\
         </dc:creator><description>{ENGLISH}</description></item><item><guid>2</guid><author>j@example.org (Jane Roe)\
         </author><description>{ENGLISH}</description></item></channel></rss>"
    );
    let atom = format!(
        "<feed><title>Agency</title><author><name>The Desk</name><uri>https://example.org</uri></author><entry><id>1</id>\
         <author><email>j@example.org</email><name>Jane Roe</name></author><contributor><name>Nobody</name></contributor>\
         <content>{ENGLISH}</content></entry><entry><id>2</id><content>{ENGLISH}</content></entry></feed>"
    );
    let authors = |found: &Found| -> Vec<Option<String>> {
        found.iter().flatten().map(|document| document.author.clone()).collect()
    };
    let some = |name: &str| Some(name.to_owned());
    assert_eq!(
        authors(&bytes("a.xml", rss.as_bytes(), Format::Feed)),
        [some("Jane Roe, John Doe"), some("Jane Roe")]
    );
    assert_eq!(authors(&bytes("b.xml", atom.as_bytes(), Format::Feed)), [some("Jane Roe"), some("The Desk")]);
    let lines = [
        serde_json::json!({"id": "1", "text": ENGLISH, "author": "Jane Roe"}),
        serde_json::json!({"id": "2", "text": ENGLISH, "authors": [{"name": "Jane Roe"}, "John Doe"], "author": null}),
        serde_json::json!({"id": "3", "text": ENGLISH, "byline": "By Jane Roe"}),
        serde_json::json!({"id": "4", "text": ENGLISH, "author": 7}),
    ];
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    assert_eq!(
        authors(&bytes("c.jsonl", lines.join("\n").as_bytes(), Format::JsonLines)),
        [some("Jane Roe"), some("Jane Roe, John Doe"), some("Jane Roe"), None]
    );
    // Offsets into plain text are those of the file: the byline is known, and stays.
    let plain = format!("Deal in Vienna\n\nBy Jane Roe\n\n{ENGLISH}");
    let found = bytes("d.txt", plain.as_bytes(), Format::Text);
    assert_eq!((one(&found).author.clone(), one(&found).whole()), (some("Jane Roe"), plain.as_str()));
}
