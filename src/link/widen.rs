//! Other forms of a name under which an index may have what is meant, each with what has to hold of what it finds.
//!
//! "US Environmental Protection Agency" is the one of that name of the United States; "Donald John Trump" is a Donald Trump
//! whose second name begins with J. Comes in: a name. Goes out: names to look up. Never here: indexes, decisions.

use super::entry::{Entry, NameKind};
use super::normalise::Keys;

/// A name of a body with the name of a state taken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Split<'n> {
    /// What may be the name of a state, or its adjective.
    pub state: &'n str,
    /// The rest of the name.
    pub rest: &'n str,
}

/// The ways to take a state off a name: one or two words in front, or what is behind the last "of".
pub(super) fn splits(name: &str) -> Vec<Split<'_>> {
    let mut splits = Vec::new();
    let blanks: Vec<usize> = name.match_indices(' ').map(|(at, _)| at).collect();
    for at in blanks.into_iter().take(2) {
        let (state, rest) = name.split_at(at);
        splits.push(Split { state, rest: rest.trim_start() });
    }
    if let Some((rest, state)) = name.rsplit_once(" of ") {
        splits.push(Split { state: state.strip_prefix("the ").unwrap_or(state), rest });
    }
    splits.retain(|split| {
        split.state.starts_with(char::is_uppercase) && split.rest.starts_with(char::is_uppercase)
    });
    splits
}

/// The first and the last word of a name of three; `None` for others.
pub(super) fn without_middle(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    match words.as_slice() {
        [first, _, last] => Some(format!("{first} {last}")),
        _ => None,
    }
}

/// Whether one of the names of a person has the first and last word of `name`, and between them one that begins as the one
/// there: one of the two may be an initial.
pub(super) fn has_middle(entry: &Entry, name: &str) -> bool {
    let own = Keys::of(name).plain;
    let parts = |key: &str| -> Option<[String; 3]> {
        let words: Vec<String> = key.split(' ').map(str::to_owned).collect();
        words.try_into().ok()
    };
    let Some([first, middle, last]) = parts(&own) else { return false };
    entry.all_names().filter_map(|(_, other)| parts(&Keys::of(other).plain)).any(|other| {
        let begins = middle.starts_with(&other[1]) || other[1].starts_with(&middle);
        other[0] == first
            && other[2] == last
            && begins
            && (middle.len() == 1 || other[1].len() == 1 || middle == other[1])
    })
}

/// A name with a state, as bodies and parties have it: "Communist Party of China", "Chinese Communist Party".
pub(super) fn with_state(name: &str, state: &Entry) -> Vec<String> {
    let before = state.all_names().filter(|(kind, _)| *kind == NameKind::Adjective).map(|(_, word)| word);
    let mut forms: Vec<String> =
        before.chain([state.label.as_str()]).map(|word| format!("{word} {name}")).collect();
    forms.extend(["of", "of the"].map(|of| format!("{name} {of} {}", state.label)));
    forms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::Class;

    #[test]
    fn a_state_is_taken_off_at_either_end() {
        let found: Vec<(&str, &str)> =
            splits("New Zealand Police").into_iter().map(|split| (split.state, split.rest)).collect();
        assert_eq!(found, [("New", "Zealand Police"), ("New Zealand", "Police")]);
        let found = splits("Ministry of Defence of the Netherlands");
        assert_eq!(found.last(), Some(&Split { state: "Netherlands", rest: "Ministry of Defence" }));
        assert!(splits("Interfax").is_empty());
    }

    #[test]
    fn a_second_name_agrees_with_its_initial_and_with_no_other() {
        let entry = Entry::new("Q1", "Alice B. Lang", Class::Person);
        assert!(has_middle(&entry, "Alice Berta Lang"));
        assert!(!has_middle(&entry, "Alice Clara Lang") && !has_middle(&entry, "Alice Lang"));
        let entry = Entry::new("Q1", "Alice Lang", Class::Person);
        assert!(!has_middle(&entry, "Alice Berta Lang"));
        assert_eq!(without_middle("Alice Berta Lang").as_deref(), Some("Alice Lang"));
        assert_eq!(without_middle("Alice Lang"), None);
    }
}
