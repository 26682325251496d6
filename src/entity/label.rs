//! Which of several forms of one name people are shown.
//!
//! In come the forms of a name; out goes one of them. Never makes up a form, but for a surname in capitals.

use std::cmp::Reverse;

/// Words of so many letters are written in capitals for emphasis; shorter ones may be acronyms.
const SHORTEST: usize = 4;

/// The form that people are shown, of forms with how often each occurs: one that is not in capitals before one that
/// is, then the most frequent, then the longest.
///
/// ```
/// use chancery::entity::label::best;
/// assert_eq!(best([("MOSCOW", 3), ("Moscow", 1)]), Some("Moscow"));
/// assert_eq!(best([("Erdogan", 1), ("Erdoğan", 2)]), Some("Erdoğan"));
/// ```
pub fn best<'a>(forms: impl IntoIterator<Item = (&'a str, usize)>) -> Option<&'a str> {
    let key = |&(form, count): &(&'a str, usize)| {
        (capitals(form), Reverse(count), Reverse(form.chars().count()), form)
    };
    forms.into_iter().min_by_key(key).map(|(form, _)| form)
}

/// How many words are in capitals for emphasis: one in "MOSCOW" and "Mahmoud ABBAS", none in "UK" and "BBC News".
pub fn capitals(name: &str) -> usize {
    name.split_whitespace().filter(|word| is_capitals(word)).count()
}

/// A person's name with a surname in capitals as others write it: "Mahmoud ABBAS" as "Mahmoud Abbas". A name all in
/// capitals stays, since nobody knows which of its letters are small.
pub fn of_person(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let has_small = words.iter().any(|word| word.chars().any(char::is_lowercase));
    let word = |word: &&str| if has_small && is_capitals(word) { titled(word) } else { (*word).to_owned() };
    words.iter().map(word).collect::<Vec<_>>().join(" ")
}

fn is_capitals(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic());
    letters.count() >= SHORTEST && !word.chars().any(char::is_lowercase)
}

/// "SAINT-JUST" as "Saint-Just".
fn titled(word: &str) -> String {
    let mut is_first = true;
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if is_first {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        is_first = !c.is_alphabetic();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{best, capitals, of_person};

    #[test]
    fn forms_in_capitals_come_last() {
        assert_eq!(best([("HELSINKI", 9), ("Helsinki", 1), ("Helsinki ", 1)]), Some("Helsinki "));
        assert_eq!(best([("ANNA BERG", 1), ("Anna BERG", 1)]), Some("Anna BERG"));
        assert_eq!(best([("UNESCO", 1)]), Some("UNESCO"));
        assert_eq!(best([]), None);
        assert_eq!((capitals("the UK and the USA"), capitals("قطر")), (0, 0));
    }

    #[test]
    fn a_surname_in_capitals_is_set_as_others() {
        for (name, expected) in [
            ("Anna BERG", "Anna Berg"),
            ("Louis de SAINT-JUST", "Louis de Saint-Just"),
            ("ANNA BERG", "ANNA BERG"),
            ("Bo UUK Ng", "Bo UUK Ng"),
        ] {
            assert_eq!(of_person(name), expected);
        }
    }
}
