//! The forms in which descriptions are recorded as mentions.

use std::path::Path;

use crate::statement::read;

/// Sentences with the forms of one description in them, the first of which is its name.
const FORMS: [(&str, &[&str]); 9] = [
    ("Those countries rejected the treaty.", &["countries", "Those countries"]),
    ("Mali killed up to 20 soldiers.", &["up to 20 soldiers", "20 soldiers"]),
    ("At least 52 politicians rejected the treaty.", &["At least 52 politicians"]),
    ("Anna Berg warned two Danish workers of attacks.", &["two Danish workers"]),
    ("Groups loyal to Boris Dunn attacked Tripoli.", &["Groups loyal to Boris Dunn", "Groups"]),
    (
        "The soldiers responsible for the coup attacked Mali.",
        &["soldiers responsible for the coup", "soldiers"],
    ),
    ("A couple of suicide bombings hit Kabul.", &["couple of suicide bombings", "suicide bombings"]),
    ("Police were sent to the border area in case of fire.", &["border area"]),
    ("Mali sent police to the area in an effort to stop the riots.", &["area"]),
];

#[test]
fn descriptions_are_recorded_in_the_forms_that_later_text_takes_up() {
    for (sentence, forms) in FORMS {
        let record = read(sentence, Some("2024-05-02"));
        let named = record.entities.iter().find(|entity| entity.name == forms[0]);
        let entity = named.unwrap_or_else(|| panic!("{sentence}: {} is no entity", forms[0]));
        for form in forms {
            assert!(
                entity.mentions.iter().any(|mention| record.document.text(mention.span) == *form),
                "{sentence}: {form}"
            );
        }
    }
}

/// A text that is cut off ends in a word that others have something behind.
#[test]
fn a_text_may_end_in_any_word() {
    let mut texts: Vec<String> =
        ["people abroad", "the soldiers there", "Mali killed up to", "people in an", "another"]
            .map(String::from)
            .into();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "md")) {
        let article = std::fs::read_to_string(file).unwrap();
        for line in article.lines().filter(|line| line.split(' ').count() > 8).take(3) {
            let ends = line.match_indices(' ').map(|(at, _)| at).take(40);
            texts.extend(ends.map(|end| line[..end].to_owned()));
        }
    }
    assert!(texts.len() > 500, "{} texts", texts.len());
    for text in texts {
        assert_eq!(read(&text, None).document.whole(), text);
    }
}
