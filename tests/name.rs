//! Names of text from letters, reviews and other writing without lines and capitals.

use crate::statement::read;

/// The entities of a text that a name stands for, as `name (type)`, in order of the text.
fn names(text: &str) -> Vec<String> {
    let analysis = read(text, None);
    let named = analysis.entities.iter().filter(|entity| entity.is_named);
    named.map(|entity| format!("{} ({:?})", entity.name, entity.class)).collect()
}

#[test]
fn a_letter_without_lines_gives_each_person() {
    let text = "Let me know on Monday. Sarah Kevin, Take a look at this.";
    assert_eq!(names(text), ["Sarah (Person)", "Kevin (Person)"]);
    let text = "Attendees: Sarah Butler Kevin Lewis. We met on Monday.";
    assert_eq!(names(text), ["Sarah Butler (Person)", "Kevin Lewis (Person)"]);
}

#[test]
fn a_name_of_three_words_stays_whole() {
    assert_eq!(
        names("Abdel Rahim Hussein met Juan Manuel Santos."),
        ["Abdel Rahim Hussein (Person)", "Juan Manuel Santos (Person)"]
    );
}

#[test]
fn places_without_capitals_are_found_and_ordinary_words_are_not() {
    let text = "i am from mexico and want to fly to chicago with a turkey and some china";
    assert_eq!(names(text), ["Mexico (State)", "Chicago (Place)"]);
}

#[test]
fn praise_products_and_drawn_out_words_name_nobody() {
    let text = "Great Service! Sooooo good. I took it with my SX40 and Acrobat 4.0.";
    assert_eq!(names(text), Vec::<String>::new());
}

#[test]
fn a_business_is_called_by_its_owner() {
    let found = names("We had dinner at Kenneally's on Monday.");
    assert_eq!(found, ["Kenneally's (Organization)"]);
}

#[test]
fn a_day_is_no_part_of_a_name() {
    let found = names("Boris Dunn was heard by the Riverdale Council on Monday and the Civic Union for May.");
    assert_eq!(
        found,
        ["Boris Dunn (Person)", "Riverdale Council (GovernmentBody)", "Civic Union (Organization)"]
    );
    assert_eq!(names("They joined the Council on Education."), ["Council on Education (GovernmentBody)"]);
}

#[test]
fn letters_behind_a_name_do_not_hide_it() {
    let found = names("Alice Berg MP met Boris Dunn MP in Riverdale.");
    assert_eq!(found[..2], ["Alice Berg (Person)", "Boris Dunn (Person)"]);
    let found = names("It was said by the Speaker of the House Nancy Berg, who left.");
    assert!(found.contains(&"Nancy Berg (Person)".to_owned()), "{found:?}");
}
