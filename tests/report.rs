//! The HTML report: all that is told, nothing that runs but its own script, whatever the texts say.

use std::collections::BTreeSet;

use base64::Engine as _;
use chancery::export::html;
use chancery::ontology::Status;
use quick_xml::Reader;
use quick_xml::events::Event;
use sha2::{Digest as _, Sha256};

use crate::sample::{NASTY, network};

/// An element with its attributes.
type Element = (String, Vec<(String, String)>);

fn report() -> String {
    let mut out = Vec::new();
    let options =
        html::Options { note: Some("Around <b>\"all\"</b>.".to_owned()), ..html::Options::default() };
    html::write(&network(), &options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Elements with their attributes, and the text of the page; its script and style are cut out, as they are no markup.
fn parsed(page: &str) -> (Vec<Element>, String) {
    let mut body = page.replacen("<!doctype html>", "", 1);
    for (start, end) in [("<script>", "</script>"), ("<style>", "</style>")] {
        let (from, to) = (body.find(start).unwrap() + start.len(), body.find(end).unwrap());
        body.replace_range(from..to, "");
    }
    let (mut elements, mut text) = (Vec::new(), String::new());
    let mut reader = Reader::from_str(&body);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => {
                let attributes = element.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let key = attribute.key.as_ref().to_owned();
                    (key, quick_xml::escape::unescape(&attribute.value).unwrap().into_owned())
                });
                let name = element.name().as_ref().to_owned();
                elements.push((name, attributes.collect()));
            }
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(part) => {
                let name = part.to_string();
                match part.resolve_char_ref().unwrap() {
                    Some(character) => text.push(character),
                    None => text.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap()),
                }
            }
            Event::Eof => return (elements, text),
            _ => {}
        }
    }
}

#[test]
fn every_actor_status_and_source_is_in_the_report() {
    let (network, page) = (network(), report());
    let (elements, text) = parsed(&page);
    let count = |class: &str| {
        let is = |(_, attributes): &&Element| {
            attributes.iter().any(|(key, value)| key == "class" && value == class)
        };
        elements.iter().filter(is).count()
    };
    assert_eq!(count("actor"), network.actors().len());
    let told: BTreeSet<Status> = network.ties().map(|(_, _, tie)| tie.status).collect();
    for status in told.into_iter().filter(|&status| status != Status::Asserted) {
        // Once in the legend, and once at least where it is told.
        assert!(count(&format!("status s-{status}")) > 1, "{status}");
    }
    for (_, _, tie) in network.ties() {
        for sentence in &tie.evidence {
            let cited = format!("{}#{}", sentence.document, sentence.statement);
            assert!(text.contains(&cited), "{cited}");
        }
    }
    for source in
        network.documents().values().filter(|source| source.title.chars().all(char::is_alphanumeric))
    {
        assert!(text.contains(&source.title));
    }
}

#[test]
fn links_within_the_report_lead_somewhere() {
    let (elements, _) = parsed(&report());
    let all = |wanted: &str| -> Vec<String> {
        let values = elements.iter().flat_map(|(_, attributes)| attributes);
        values.filter(|(key, _)| key == wanted).map(|(_, value)| value.clone()).collect()
    };
    let ids = all("id");
    let distinct: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len(), "an id stands twice");
    for link in all("href").iter().filter_map(|link| link.strip_prefix('#').map(str::to_owned)) {
        assert!(distinct.contains(&link), "#{link}");
    }
}

#[test]
fn no_text_of_an_article_becomes_markup_or_runs() {
    let page = report();
    let (elements, text) = parsed(&page);
    let known = [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "h1",
        "h2",
        "h3",
        "p",
        "nav",
        "a",
        "section",
        "figure",
        "svg",
        "desc",
        "rect",
        "g",
        "path",
        "text",
        "circle",
        "line",
        "tspan",
        "form",
        "input",
        "select",
        "option",
        "output",
        "details",
        "summary",
        "span",
        "b",
        "bdi",
        "div",
        "blockquote",
        "footer",
        "code",
        "mark",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "script",
    ];
    for (name, attributes) in &elements {
        assert!(known.contains(&name.as_str()), "<{name}> is none of ours");
        for (key, value) in attributes {
            assert!(!key.starts_with("on"), "{key}");
            assert!(!matches!(key.as_str(), "src" | "srcset" | "xlink:href"), "{key}={value}");
            if key == "href" {
                assert!(value.starts_with('#') || value.starts_with("http"), "{value}");
            }
        }
    }
    let nasty = NASTY.iter().filter(|name| name.chars().all(|c| !c.is_control()) && name.contains('<'));
    assert!(nasty.clone().count() > 0);
    for name in nasty {
        assert!(text.contains(*name), "{name:?}");
    }
    let turns =
        |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    assert!(!page.contains(turns) && page.contains("\\u{202e}desrever"));
    assert_eq!(page.matches("<script").count(), 1);
    let script = page.split("<script>").nth(1).and_then(|rest| rest.split("</script>").next()).unwrap();
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(script.as_bytes()));
    assert!(page.contains(&format!("script-src 'sha256-{hash}'")));
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn a_report_is_the_same_each_time() {
    assert_eq!(report(), report());
}

#[test]
fn only_the_documents_that_are_cited_are_counted_and_listed() {
    let dir = tempfile::tempdir().unwrap();
    let articles = dir.path().join("two.jsonl");
    std::fs::write(
        &articles,
        "{\"id\":\"old\",\"date\":\"2010-01-05\",\"source\":\"Daily <News>\",\"author\":\"Jane Roe\",\"text\":\"Norway attacked Chile.\"}\n\
         {\"id\":\"new\",\"date\":\"2020-01-05\",\"text\":\"Norway attacked Chile on 4 January 2020.\"}\n",
    )
    .unwrap();
    let graph = dir.path().join("kg");
    let run = |arguments: &[&str]| {
        let output = assert_cmd::Command::cargo_bin("chancery").unwrap().args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    run(&["build", articles.to_str().unwrap(), "-o", graph.to_str().unwrap()]);
    let page = |filters: &[&str]| {
        let (elements, text) =
            parsed(&run(&[&["export", graph.to_str().unwrap(), "--format", "html"], filters].concat()));
        let is_listed = |(name, attributes): &Element| {
            name == "tr" && attributes.iter().any(|(key, value)| key == "id" && value.starts_with('d'))
        };
        (elements.iter().filter(|element| is_listed(element)).count(), text)
    };
    let (listed, text) = page(&[]);
    assert!(listed == 2 && text.contains("of 2 documents, 2010-01-05 to 2020-01-05"), "{listed} {text}");
    assert_eq!(
        text.matches("2010-01-05, Daily <News>, by Jane Roe, source").count(),
        2,
        "at both ends: {text}"
    );
    let (listed, text) = page(&["--since", "2015-01-01"]);
    assert!(listed == 1 && text.contains("of 1 document, 2020-01-05. Since 2015-01-01."), "{listed} {text}");
    let filters = [
        "--actor",
        "Chile",
        "--since",
        "2015",
        "--until",
        "2020-02",
        "--status",
        "asserted,denied",
        "--relation",
        "attacked,assault",
        "--min-confidence",
        "0.1",
    ];
    let note = "Around Chile, 1 step away at most. Only the relations or families attacked, assault. \
        Only what is asserted, denied. From 2015-01-01 to 2020-02-29. Confidence 0.1 at least.";
    assert!(page(&filters).1.contains(note), "{}", page(&filters).1);
    let picture = run(&[&["export", graph.to_str().unwrap(), "--format", "svg"], &filters[..]].concat());
    assert!(picture.contains(note) && picture.contains(">Around Chile,"), "{picture}");
}
