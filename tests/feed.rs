//! Feeds as newspapers, weblogs and aggregators write them: what is the article's is taken, what is a picture's or another feed's is not.

use chancery::diagnostic::Diagnostic;
use chancery::document::Document;
use chancery::source::{self, Format, Options};

use crate::cli::{assert_status, err, out, run, text};

const PARIS: &str =
    "Alice Berg met Boris Dunn in Paris on Monday, and they spoke of the harvest for an hour.";
const OSLO: &str =
    "Carla Engel praised Derek Falk in Oslo on Friday, and the council agreed with what she said.";

fn read(feed: &str) -> Vec<Result<Document, Diagnostic>> {
    source::read_bytes("feed.xml", feed.as_bytes(), Format::Feed, &Options::default())
}

fn documents(feed: &str) -> Vec<Document> {
    read(feed).into_iter().map(|item| item.unwrap_or_else(|told| panic!("{told}"))).collect()
}

#[test]
fn the_photo_of_a_newspapers_item_does_not_take_the_place_of_the_article() {
    // Media RSS behind the fields of the item, as large papers write it.
    let feed = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0">
<channel><image><title>Logo of the paper</title><url>https://paper.example/logo.png</url><link>https://logo.example</link></image>
  <title>World | The Paper</title><link>https://paper.example/world</link>
  <atom:link href="https://paper.example/world/rss" rel="self" type="application/rss+xml"/>
  <item><title>Berg meets Dunn</title><link>https://paper.example/world/berg</link>
    <atom:link href="https://paper.example/short/1" rel="standout"/><atom:link rel="self"/>
    <description>A short talk.</description><content:encoded><![CDATA[<p>{PARIS}</p>]]></content:encoded>
    <pubDate>Mon, 24 Nov 2025 10:00:00 GMT</pubDate><guid>https://paper.example/world/berg</guid>
    <dc:creator>Jane Roe in Paris</dc:creator><dc:date>2025-11-25T08:00:00Z</dc:date>
    <media:group><media:title>A group</media:title><media:description>Of pictures</media:description></media:group>
    <media:content width="460" url="https://paper.example/1.jpg"><media:credit scheme="urn:ebu">Photograph: Pic/Agency</media:credit>
      <media:title>The two in a garden</media:title><media:description>Boris Dunn smiles</media:description></media:content>
    <media:title>A photo</media:title><media:description>Alice Berg waves.</media:description>
    <description/><title></title><content:encoded></content:encoded></item>
  <item><title>Engel praises Falk</title><link>https://paper.example/world/engel</link><description>&lt;p&gt;{OSLO}&lt;/p&gt;</description>
    <content:encoded><![CDATA[<figure><img src="https://paper.example/2.jpg"/></figure>]]></content:encoded>
    <media:content url="https://paper.example/2.jpg"/></item>
</channel></rss>"#
    );
    let found = documents(&feed);
    assert_eq!(found.len(), 2);
    let first = &found[0];
    assert_eq!((first.title.as_str(), first.whole()), ("Berg meets Dunn", PARIS));
    assert_eq!(
        (first.id.as_str(), first.url.as_deref()),
        ("https://paper.example/world/berg", Some("https://paper.example/world/berg"))
    );
    assert_eq!(
        (first.source.as_deref(), first.author.as_deref()),
        (Some("World | The Paper"), Some("Jane Roe in Paris"))
    );
    assert_eq!(first.date.unwrap().to_string(), "2025-11-24");
    assert_eq!(
        (found[1].title.as_str(), found[1].whole()),
        ("Engel praises Falk", OSLO),
        "a picture is no text"
    );
}

#[test]
fn the_whole_text_of_a_weblog_counts_wherever_it_stands() {
    // The content before and behind the summary, and a prefix that nobody declared.
    for (before, behind) in [("<content:encoded>", ""), ("", "<content:encoded>")] {
        let full = |mark: &str| {
            if mark.is_empty() {
                String::new()
            } else {
                format!("{mark}<![CDATA[<p>{PARIS}</p>]]></content:encoded>")
            }
        };
        let feed = format!(
            r#"<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
            <channel><title>A weblog</title><link>https://blog.example</link><item><title>A visit</title>
            <link>https://blog.example/2025/11/visit/</link><guid isPermaLink="false">https://blog.example/?p=101</guid>
            {}<description><![CDATA[<p>A visit [&#8230;]</p>]]></description>{}
            <wfw:commentRss>https://blog.example/2025/11/visit/feed/</wfw:commentRss><slash:comments>3</slash:comments></item></channel></rss>"#,
            full(before),
            full(behind)
        );
        let found = documents(&feed);
        assert_eq!((found[0].whole(), found[0].id.as_str()), (PARIS, "https://blog.example/?p=101"));
        assert_eq!(found[0].url.as_deref(), Some("https://blog.example/2025/11/visit/"));
    }
}

#[test]
fn entries_of_an_aggregator_keep_their_own_identifiers_and_name_their_publishers() {
    let entry = |id: &str, title: &str, body: &str| {
        format!(
            r#"<entry><id>tag:news.example,2025:{id}</id><title>{title}</title><link href="https://news.example/{id}"/>
            <link rel="enclosure" href="https://news.example/{id}.mp3"/><updated>2025-11-26T00:00:00Z</updated>
            <published>2025-11-24T00:00:00Z</published><content type="html">&lt;p&gt;{body}&lt;/p&gt;</content>
            <source><id>tag:news.example,2025:feed</id><title>The News</title><link href="https://news.example/"/>
            <updated>2020-01-01T00:00:00Z</updated><author><name>Ann Desk</name></author></source></entry>"#
        )
    };
    let feed = format!(
        r#"<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:planet.example,2025:all</id><title>The Planet</title>
        <author><name>The Planet's robot</name></author>{}{}</feed>"#,
        entry("1", "Berg meets Dunn", PARIS),
        entry("2", "Engel praises Falk", OSLO)
    );
    let found = documents(&feed);
    let ids: Vec<&str> = found.iter().map(|document| document.id.as_str()).collect();
    assert_eq!(ids, ["tag:news.example,2025:1", "tag:news.example,2025:2"]);
    assert_eq!((found[1].title.as_str(), found[1].whole()), ("Engel praises Falk", OSLO));
    assert_eq!(
        (found[0].source.as_deref(), found[0].author.as_deref()),
        (Some("The News"), Some("Ann Desk"))
    );
    assert_eq!(
        (found[0].url.as_deref(), found[0].date.unwrap().to_string().as_str()),
        (Some("https://news.example/1"), "2025-11-24")
    );
    // RSS has a source as text.
    let rss = format!(
        r#"<rss><channel><title>Search</title><item><title>T</title><source url="https://news.example">The News</source>
        <description>{PARIS}</description></item></channel></rss>"#
    );
    assert_eq!(documents(&rss)[0].source.as_deref(), Some("The News"));
}

#[test]
fn rss_1_has_items_beside_the_channel_and_dublin_core_in_them() {
    let feed = format!(
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://old.example/"><title>Old paper</title>
        <link>https://old.example/</link><items><rdf:Seq><rdf:li resource="https://old.example/1"/></rdf:Seq></items></channel>
        <image><title>Logo</title></image><item rdf:about="https://old.example/1"><title>Visit</title><link>https://old.example/1</link>
        <description>{PARIS}</description><dc:date>2025-11-24</dc:date><dc:creator>Jane Roe</dc:creator></item></rdf:RDF>"#
    );
    let found = documents(&feed);
    let first = &found[0];
    assert_eq!((first.id.as_str(), first.source.as_deref()), ("https://old.example/1", Some("Old paper")));
    assert_eq!(
        (first.date.unwrap().to_string().as_str(), first.author.as_deref()),
        ("2025-11-24", Some("Jane Roe"))
    );
}

#[test]
fn scripts_in_xhtml_are_no_words_and_what_was_left_open_ends_with_its_field() {
    let feed = format!(
        r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>tag:a.example,2025:1</id><title>T</title>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><script>var a = 1;</script><p>{PARIS}<br></p><p>End.</p></div></content>
        <summary>Short.</summary></entry><entry><id>tag:a.example,2025:2</id><content type="image/png">iVBORw0KGgo</content>
        <content src="https://a.example/2"/><summary>{OSLO}</summary></entry></feed>"#
    );
    let found = documents(&feed);
    assert_eq!(found[0].whole(), format!("{PARIS}\n\nEnd."));
    assert_eq!(found[1].whole(), OSLO);
}

fn feed_of(link: &str, guid: &str, body: &str) -> String {
    format!(
        r#"<rss version="2.0"><channel><title>News</title>{link}<item><guid isPermaLink="false">{guid}</guid><title>T</title>
        <description>{body}</description></item></channel></rss>"#
    )
}

#[test]
fn the_same_number_in_two_feeds_is_two_articles() {
    let dir = tempfile::tempdir().unwrap();
    let kg = dir.path().join("kg");
    for (folder, link, body) in [
        ("one", "<link>https://one.example/</link>", PARIS),
        ("two", "<link>https://two.example/</link>", OSLO),
        ("three", "", "Edith Gruber criticised Frank Holm in Bonn on Sunday, and nobody agreed with her."),
        ("four", "", "Gina Ibsen thanked Hugo Jensen in Rome on Tuesday, and they left for the coast."),
    ] {
        let path = dir.path().join(folder).join("feed.xml");
        std::fs::create_dir(dir.path().join(folder)).unwrap();
        std::fs::write(&path, feed_of(link, "101", body)).unwrap();
        let output = run(&["build", text(&path), "-o", text(&kg)]);
        assert_status(&output, 0);
        assert!(err(&output).contains("1 article (1 new)"), "{}", err(&output));
    }
    let listed = out(&run(&["info", text(&kg), "--documents"]));
    let ids: Vec<&str> = listed.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(ids, ["feed/101", "four/feed/101", "https://one.example/#101", "https://two.example/#101"]);
    // The same feeds again, and one that has changed.
    let changed = dir.path().join("four/feed.xml");
    std::fs::write(&changed, feed_of("", "101", "Gina Ibsen thanked Hugo Jensen in Rome on Wednesday."))
        .unwrap();
    let output = run(&["build", text(dir.path().join("one").as_path()), text(&changed), "-o", text(&kg)]);
    assert!(err(&output).contains("2 articles (1 changed, 1 unchanged)"), "{}", err(&output));
}

#[test]
fn identifiers_of_feeds_come_from_the_feed_the_address_or_the_file() {
    let id = |link: &str, guid: &str| documents(&feed_of(link, guid, PARIS))[0].id.to_string();
    assert_eq!(id("<link>https://one.example/</link>", "urn:x:101"), "urn:x:101");
    assert_eq!(id("<link>https://one.example/</link>", " 101 "), "https://one.example/#101");
    assert_eq!(id("<link>/relative</link>", "101"), "feed/101");
    assert_eq!(id("", ""), id("", ""));
    let by_address =
        feed_of("", "101", PARIS).replace("<title>T", "<link>https://one.example/a</link><title>T");
    assert_eq!(documents(&by_address)[0].id.as_str(), "https://one.example/a");
}
