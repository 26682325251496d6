//! The forms in which descriptions are recorded as mentions.

use crate::statement::read;

/// Sentences with the forms of one description in them, the first of which is its name.
const FORMS: [(&str, &[&str]); 7] = [
    ("Those countries rejected the treaty.", &["countries", "Those countries"]),
    ("Mali killed up to 20 soldiers.", &["up to 20 soldiers", "20 soldiers"]),
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
