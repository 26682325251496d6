//! The JSON of news services is read as a map says.

use chancery::source::map::FieldMap;
use chancery::source::{self, Format, Options};

use crate::source::{ENGLISH, Found, one, refusal};

fn mapped(map: &str, content: &str) -> Found {
    let map = FieldMap::preset(map).or_else(|_| FieldMap::parse(map)).unwrap();
    let options = Options { map: Some(std::sync::Arc::new(map)), ..Options::default() };
    source::read_bytes("answer.json", content.as_bytes(), Format::Json, &options)
}

#[test]
fn answers_of_news_services_are_read_by_a_map() {
    let answers = [
        (
            "newsapi",
            serde_json::json!({"status": "ok", "articles": [{"source": {"id": null, "name": "Daily"},
            "author": "Jane Roe", "title": "Deal", "url": "https://example.org/1", "publishedAt": "2015-07-14T10:00:00Z",
            "content": ENGLISH}]}),
        ),
        (
            "guardian",
            serde_json::json!({"response": {"results": [{"id": "w/1", "webTitle": "Deal",
            "webPublicationDate": "2015-07-14T10:00:00Z", "webUrl": "https://example.org/1",
            "fields": {"body": format!("<p>{ENGLISH}</p>"), "byline": "Jane Roe", "publication": "Daily"}}]}}),
        ),
        (
            "nyt",
            serde_json::json!({"response": {"docs": [{"_id": "1", "headline": {"main": "Deal"}, "abstract": ENGLISH,
            "pub_date": "2015-07-14T10:00:00+0000", "web_url": "https://example.org/1", "source": "Daily",
            "byline": {"original": "By Jane Roe"}, "lead_paragraph": ""}]}}),
        ),
        (
            "eventregistry",
            serde_json::json!({"articles": {"results": [{"uri": "1", "title": "Deal", "body": ENGLISH,
            "dateTime": "2015-07-14T10:00:00Z", "url": "https://example.org/1", "lang": "eng",
            "source": {"title": "Daily"}, "authors": [{"name": "Jane Roe"}]}]}}),
        ),
        (
            "newsdata",
            serde_json::json!({"results": [{"article_id": "1", "title": "Deal", "link": "https://example.org/1",
            "content": "ONLY AVAILABLE IN PAID PLANS", "description": ENGLISH, "pubDate": "2015-07-14 10:00:00",
            "source_name": "Daily", "creator": ["Jane Roe"], "language": "english"}]}),
        ),
        (
            "items=[],text=a.b[],title=t,date=d,url=u,source=s,author=w",
            serde_json::json!([{"a": {"b": [ENGLISH]}, "t": "Deal", "d": 1_436_868_000, "u": "https://example.org/1",
            "s": "Daily", "w": "Jane Roe"}]),
        ),
    ];
    for (map, answer) in answers {
        let found = mapped(map, &answer.to_string());
        let document = one(&found);
        assert_eq!(document.whole(), ENGLISH, "{map}");
        assert_eq!(document.title, "Deal", "{map}");
        assert_eq!(document.date.map(|day| day.to_string()).as_deref(), Some("2015-07-14"), "{map}");
        assert_eq!(document.url.as_deref(), Some("https://example.org/1"), "{map}");
        assert_eq!(document.source.as_deref(), Some("Daily"), "{map}");
        assert_eq!(document.author.as_deref(), Some("Jane Roe"), "{map}");
    }
    let gdelt = serde_json::json!({"articles": [{"url": "https://example.org/1", "title": "Iran and six powers agree",
        "seendate": "20150714T101500Z", "domain": "example.org", "language": "English"}]});
    assert_eq!(one(&mapped("gdelt", &gdelt.to_string())).date.unwrap().to_string(), "2015-07-14");
}

#[test]
fn what_a_map_does_not_find_is_named_with_the_keys_that_are_there() {
    let messages = |map: &str, content: &str| -> Vec<String> {
        mapped(map, content).iter().filter_map(|item| item.as_ref().err()).map(ToString::to_string).collect()
    };
    let answer =
        serde_json::json!({"articles": [{"content": null}, {"body": ENGLISH}, {"content": ENGLISH}, 7]});
    let found = mapped("newsapi", &answer.to_string());
    assert_eq!(one(&found).whole(), ENGLISH);
    let told = messages("newsapi", &answer.to_string());
    assert_eq!(told.len(), 3);
    for (message, part) in told.iter().zip([
        "answer.json[0]: error: not a document: no text: `content` is null",
        "answer.json[1]: error: not a document: no text: there is no `content`; the keys are body",
        "answer.json[3]: error: not a document: no text: there is no `content`, which is a number",
    ]) {
        assert!(message.starts_with(part), "{message}");
    }
    let refused = messages("newsapi", "{\"status\": \"error\", \"message\": \"no key\"}");
    assert!(
        refused[0].contains("there is no `articles`; the keys are status, message; the service says: no key"),
        "{refused:?}"
    );
    let empty = mapped("newsapi", "{\"articles\": []}");
    assert!(source::is_passed_over(refusal(&empty)), "{empty:?}");
    assert!(messages("newsapi", "{\"articles\": [")[0].contains("not JSON"));
    // What a service cut off is told, and its mark is no part of the text.
    let cut = serde_json::json!({"content": format!("{ENGLISH} The… [+1234 chars]")}).to_string();
    let found = mapped("newsapi", &cut);
    assert!(one(&found).whole().ends_with("The…"));
    assert!(messages("newsapi", &cut)[0].contains("the service left out 1234 characters"));
}
