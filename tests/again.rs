//! Names inside longer names, and where no sentence had them, are mentions of what the text names elsewhere.

use serde_json::Value;

use crate::cli::{assert_status, out, run, text, write};

/// Where a text names an entity: the words before each of its names, and the name.
fn places_of(article: &str, name: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let input = write(folder.path(), "article.txt", article);
    let output = run(&["extract", text(&input)]);
    assert_status(&output, 0);
    let record: Value = serde_json::from_str(&out(&output)).unwrap();
    let read: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    let entities = record["entities"].as_array().unwrap();
    let entity = entities.iter().find(|entity| entity["name"] == name);
    let mentions = entity.map_or(&[][..], |entity| entity["mentions"].as_array().unwrap());
    let names = mentions.iter().filter(|mention| mention["kind"] == "name");
    let place = |mention: &Value| {
        let at = |field: &str| usize::try_from(mention[field].as_u64().unwrap()).unwrap();
        let found: String = read[at("start")..at("end")].iter().collect();
        assert_eq!(found, mention["text"].as_str().unwrap(), "{article}");
        read[at("start").saturating_sub(4)..at("end")].iter().collect()
    };
    names.map(place).collect()
}

#[test]
fn a_place_is_named_inside_longer_names() {
    let article = "Alice Berg left Osaka on Monday. She teaches at the University of Osaka.";
    assert_eq!(places_of(article, "Osaka"), ["eft Osaka", " of Osaka"]);
    let article = "Boris Dunn flew to Los Angeles. The Los Angeles Sheriff thanked him.";
    assert_eq!(places_of(article, "Los Angeles"), [" to Los Angeles", "The Los Angeles"]);
    let article = "Boris Dunn flew to New South Wales. The University of NSW thanked him.";
    assert_eq!(places_of(article, "New South Wales"), [" to New South Wales", " of NSW"]);
}

#[test]
fn the_town_of_a_dateline_and_whoever_is_below_a_picture_are_named() {
    let article = "OSAKA (AP) -- Alice Berg flew to Osaka on Monday.\n\nBerg (left) and others. Berg spoke.";
    assert_eq!(places_of(article, "Osaka"), ["OSAKA", " to Osaka"]);
    assert_eq!(places_of(article, "Alice Berg").len(), 3);
}

#[test]
fn a_part_of_another_name_is_none() {
    for (article, name, count) in [
        ("Alice Berg left Virginia. She teaches at West Virginia University.", "Virginia", 1),
        ("Alice Berg left Jordan. Peter Jordan Smith stayed.", "Jordan", 1),
        ("Alice Berg left Mexico. The Mexico City Times wrote that.", "Mexico", 1),
        ("Alice Berg left Kansas. The shop is in Kansas Avenue.", "Kansas", 1),
        ("Alice Berg left Guinea. Guinea-Bissau stayed.", "Guinea", 1),
    ] {
        assert_eq!(places_of(article, name).len(), count, "{article}");
    }
}

#[test]
fn a_title_makes_a_name_of_a_word() {
    let article = "John Key spoke in Osaka. Mr Key promoted a new flag. Key facts were given.";
    assert_eq!(places_of(article, "John Key").len(), 2);
}

#[test]
fn a_text_full_of_names_is_read() {
    let article = format!("Alice Berg left Osaka. {}", "OSAKA University of Osaka Osaka-Osaka é".repeat(300));
    assert!(places_of(&article, "Osaka").len() > 2);
}
