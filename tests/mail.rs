//! Mails and saved pages, as programs for mail and browsers write them.

use chancery::diagnostic::Diagnostic;
use chancery::document::Document;
use chancery::source::{self, Format, Options};

const PARIS: &str =
    "Alice Berg met Boris Dunn in Paris on Monday, and they spoke of the harvest for an hour.";
const OSLO: &str =
    "Carla Engel praised Derek Falk in Oslo on Friday, and the council agreed with what she said.";

fn read(mail: &str) -> Vec<Result<Document, Diagnostic>> {
    source::read_bytes("x.eml", mail.replace('\n', "\r\n").as_bytes(), Format::Mail, &Options::default())
}

fn one(mail: &str) -> Document {
    let found = read(mail);
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap().unwrap()
}

#[test]
fn a_newsletter_is_an_article_of_its_sender() {
    let mail = format!(
        "From: =?utf-8?q?The_Brief_=C3=A9?= <brief@news.example>\nTo: me@x.example\nSubject: =?utf-8?b?VGFsa3MgaW4gUGFyaXM=?=\n\
         Date: Mon, 24 Nov 2025 23:30:00 -0500\nMessage-ID: <abc.1@news.example>\nList-Unsubscribe: <https://news.example/u>\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=b0\n\n--b0\nContent-Type: multipart/alternative; boundary=b1\n\n--b1\nContent-Type: text/html; charset=utf-8\n\
         Content-Transfer-Encoding: quoted-printable\n\n<style>p {{ color: red }}</style><p>By Jane Roe</p><p>{PARIS}</p><p>caf=C3=A9 &amp; more.</p>\n--b1--\n\
         --b0\nContent-Type: text/plain; name=a.txt\nContent-Disposition: attachment; filename=a.txt\n\nAn attachment.\n--b0--\n"
    );
    let found = one(&mail);
    assert_eq!((found.id.as_str(), found.title.as_str()), ("mid:abc.1@news.example", "Talks in Paris"));
    assert_eq!((found.source.as_deref(), found.author.as_deref()), (Some("The Brief é"), Some("Jane Roe")));
    assert_eq!(found.date.unwrap().to_string(), "2025-11-24");
    assert_eq!(found.whole(), format!("{PARIS}\n\ncafé & more."));
}

#[test]
fn a_letter_is_read_as_the_text_that_was_sent() {
    let mail = format!(
        "From: jane@desk.example\nSubject: Oslo\nContent-Type: multipart/alternative; boundary=b1\n\n--b1\nContent-Type: text/plain; charset=iso-8859-1\n\
         Content-Transfer-Encoding: quoted-printable\n\n{OSLO}\nMalm=F6 was calm.\n--b1\nContent-Type: text/html\n\n<p>Other words.</p>\n--b1--\n"
    );
    let found = one(&mail);
    assert!(
        found.whole().starts_with(OSLO) && found.whole().ends_with("Malmö was calm."),
        "{}",
        found.whole()
    );
    assert_eq!((found.source.as_deref(), found.id.as_str()), (Some("desk.example"), "x"));
}

#[test]
fn a_saved_page_gives_its_main_text_and_its_address() {
    let body = format!("<p>{PARIS} {OSLO}</p>").repeat(3);
    let mail = format!(
        "From: <Saved by a browser>\nSnapshot-Content-Location: https://paper.example/paris\nSubject: Talks\nDate: Mon, 24 Nov 2025 10:00:00 -0000\n\
         MIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"--b\"\n\n----b\nContent-Type: text/html\n\
         Content-Location: https://paper.example/paris\n\n<html lang=\"en\"><head><title>Talks</title></head><body><nav><a href=\"/\">Home</a></nav>\
         <article><h1>Talks</h1>{body}</article></body></html>\n----b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n----b--\n"
    );
    let found = one(&mail);
    assert_eq!((found.url.as_deref(), found.title.as_str()), (Some("https://paper.example/paris"), "Talks"));
    assert!(found.whole().starts_with(PARIS) && !found.whole().contains("Home"), "{}", found.whole());
    assert_eq!(found.date.unwrap().to_string(), "2025-11-24");
}

#[test]
fn what_is_no_mail_is_refused() {
    for text in ["", "NATO met.", "\u{0}\u{1}", "Subject: x\n\nNATO met."] {
        let found = read(text);
        let [Err(told)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(told.message, "neither a mail nor a saved page", "{text}");
    }
}

fn mailbox(text: &str, options: &Options) -> Vec<Result<Document, Diagnostic>> {
    source::read_bytes("inbox.mbox", text.as_bytes(), Format::Mailbox, options)
}

#[test]
fn a_mailbox_gives_each_of_its_mails() {
    let two = format!(
        "From jane@desk.example Mon Nov 24 10:00:00 2025\nFrom: Jane Roe <jane@desk.example>\nSubject: One\nMessage-ID: <1@desk.example>\n\
         Date: Mon, 24 Nov 2025 10:00:00 +0000\n\n{PARIS}\nFrom here on they were silent.\n>From Oslo came a word.\n>>From afar.\n> a quote\n\n\
         From MAILER Tue Nov 25 10:00:00 2025\nFrom: Desk <desk@desk.example>\nSubject: Two\n\n{OSLO}\n"
    );
    for text in [two.clone(), two.replace('\n', "\r\n")] {
        let found = mailbox(&text, &Options::default());
        let found: Vec<&Document> = found.iter().map(|item| item.as_ref().unwrap()).collect();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].id.as_str(), found[0].title.as_str()), ("mid:1@desk.example", "One"));
        let body = format!(
            "{PARIS}\nFrom here on they were silent.\nFrom Oslo came a word.\n>From afar.\n> a quote"
        );
        assert_eq!(found[0].whole(), body);
        assert_eq!((found[1].title.as_str(), found[1].whole()), ("Two", OSLO));
    }
    // Without a Message-ID its name is that of its text: it stays when the mail before it is deleted.
    let alone = two.split_once("\n\nFrom MAILER").unwrap().1;
    let [all, rest] = [&two, &format!("From MAILER{alone}")].map(|text| mailbox(text, &Options::default()));
    assert_eq!(all[1].as_ref().unwrap().id, rest[0].as_ref().unwrap().id);
}

#[test]
fn what_is_wrong_in_a_mailbox_is_told_by_its_line_and_the_rest_is_read() {
    let mut options = Options::default();
    options.limits.max_document_bytes = 500;
    let letter = |text: &str| format!("From x Mon Nov 24 2025\nFrom: jane@desk.example\n\n{text}\n\n");
    let wrong = "From x Mon Nov 24 2025\nnothing that a mail has\n\n";
    let text = [
        &letter(PARIS),
        wrong,
        &letter(&"x".repeat(2_000)),
        &letter(&"long line\n".repeat(90)),
        &letter(OSLO),
    ];
    let found = mailbox(&text.map(str::to_owned).concat(), &options);
    let lines: Vec<_> =
        found.iter().filter_map(|item| item.as_ref().err()).map(|told| told.position).collect();
    assert_eq!(lines, [Some((6, 1)), Some((9, 1)), Some((14, 1))]);
    assert!(found[1].as_ref().unwrap_err().message.contains("neither a mail"), "{:?}", found[1]);
    assert!(found[2].as_ref().unwrap_err().message.contains("more than 500 bytes"), "{:?}", found[2]);
    assert_eq!((found[0].as_ref().unwrap().whole(), found[4].as_ref().unwrap().whole()), (PARIS, OSLO));
    let one = mailbox("From: jane@desk.example\n\nText\n", &options);
    assert!(one[0].as_ref().unwrap_err().hint.as_deref().unwrap().contains("--input-format mail"), "{one:?}");
    for empty in ["", "\n\n"] {
        assert!(mailbox(empty, &options).is_empty(), "{empty:?}");
    }
}
