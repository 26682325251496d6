//! Whether the name of a place means a team that plays for it: "England captain", "Boston beat the Minnesota Twins 6-4".
//!
//! Comes in: what stands before and behind the name. Goes out: what the name is used for there ([`Use`]). The words are those of
//! `ontology/teams.tsv`. Never here: what the place is, or what becomes of the entity.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

static BUNDLED: &str = include_str!("../../ontology/teams.tsv");

/// Characters on each side of a name in which words of a game count.
pub const WINDOW: usize = 250;

/// What a name of a place is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// For a team.
    Team,
    /// For the place: somebody is in it, or goes there.
    Place,
    /// Nothing tells.
    Open,
}

/// What a name between two pieces of a text is used for; [`WINDOW`] characters on each side are enough.
///
/// ```
/// use chancery::link::team::{Use, used_for};
/// assert_eq!(used_for("They met ", " captain Ann Lee."), Use::Team);
/// assert_eq!(used_for("Rain fell in ", " on the third day of the match."), Use::Place);
/// assert_eq!(used_for("The president of ", " won the election."), Use::Place);
/// ```
pub fn used_for(before: &str, after: &str) -> Use {
    let (own, behind) = without_genitive(after);
    let next = first_word(behind);
    let last = last_word(before);
    if has(Kind::Role, &next) {
        return Use::Team;
    }
    if PLACING.contains(&last.as_str()) {
        return Use::Place;
    }
    let signs: usize = signs(before).union(&signs(after)).map(|(_, weight)| weight).sum();
    let is_figure = !own && starts_with_figure(behind);
    let is_result = !own && (has(Kind::Result, &next) || has(Kind::Result, &last));
    let is_office = has(Kind::Office, &next);
    match signs {
        2.. if is_figure || is_result || is_office => Use::Team,
        // "France's charge in the final quarter", but "Germany's Anna Lang".
        4.. if own && next.starts_with(char::is_lowercase) => Use::Team,
        _ => Use::Open,
    }
}

/// Behind these a name is a place.
const PLACING: [&str; 16] = [
    "across",
    "around",
    "at",
    "between",
    "from",
    "in",
    "inside",
    "into",
    "near",
    "of",
    "outside",
    "through",
    "throughout",
    "to",
    "toward",
    "towards",
];

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Role,
    Office,
    Result,
    Game,
    Hint,
}

/// Words by kind. Look-up only.
static WORDS: LazyLock<HashMap<Kind, HashSet<&'static str>>> = LazyLock::new(|| {
    let mut words: HashMap<Kind, HashSet<&'static str>> = HashMap::new();
    for line in BUNDLED.lines().filter(|line| !line.starts_with('#')) {
        let kind = match line.split_once('\t') {
            Some(("role", word)) => (Kind::Role, word),
            Some(("office", word)) => (Kind::Office, word),
            Some(("result", word)) => (Kind::Result, word),
            Some(("game", word)) => (Kind::Game, word),
            Some(("hint", word)) => (Kind::Hint, word),
            _ => continue,
        };
        words.entry(kind.0).or_default().insert(kind.1);
    }
    words
});

fn has(kind: Kind, word: &str) -> bool {
    WORDS.get(&kind).is_some_and(|words| words.contains(word))
}

/// Different words of a game, each with its weight; figures are one.
fn signs(text: &str) -> BTreeSet<(&str, usize)> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '-');
    let sign = |word| match word {
        figure if is_figure(figure) => Some(("6-4", 2)),
        game if has(Kind::Game, game) => Some((game, 2)),
        hint => has(Kind::Hint, hint).then_some((hint, 1)),
    };
    words.filter_map(sign).collect()
}

/// Whether a word is the result of a game: "6-4", not "2010-11".
fn is_figure(word: &str) -> bool {
    let is_count =
        |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once('-').is_some_and(|(own, other)| is_count(own) && is_count(other))
}

fn starts_with_figure(text: &str) -> bool {
    text.trim_start().split(|c: char| !c.is_alphanumeric() && c != '-').next().is_some_and(is_figure)
}

/// Whether a genitive stands in front, and what is behind it.
fn without_genitive(text: &str) -> (bool, &str) {
    let text = text.trim_start();
    match text.strip_prefix("'s").or_else(|| text.strip_prefix("’s")) {
        Some(rest) => (true, rest),
        None => (false, text),
    }
}

/// The word that a text begins with; empty if a mark stands before it.
fn first_word(text: &str) -> String {
    let is_part = |c: &char| c.is_alphanumeric() || *c == '-';
    text.trim_start().chars().take_while(is_part).collect()
}

/// The word that a text ends with, an article and "the" passed over; in lower case.
fn last_word(text: &str) -> String {
    let text = text.trim_end();
    let text = text.strip_suffix(" the").unwrap_or(text);
    if text.ends_with(|c: char| !c.is_alphanumeric()) {
        return String::new();
    }
    text.rsplit(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_is_told_from_the_place_that_it_plays_for() {
        for (text, wanted) in [
            ("Former [Argentina] captain Ann Lee spoke.", Use::Team),
            ("[Baltimore] beat the Red Sox 7-1 on Tuesday.", Use::Team),
            ("On Sunday [Boston] edged Toronto in overtime.", Use::Team),
            ("They beat [Nebraska] and won the title of the league.", Use::Team),
            ("The season was long for the squad, [Norway] manager Ann Lee said.", Use::Team),
            (
                "Lee led [France]'s charge in the last quarter of the game: the striker, a substitute, missed.",
                Use::Team,
            ),
            ("[Norway] manager Ann Lee resigned.", Use::Open),
            ("[Norway] defeated Sweden in the war.", Use::Open),
            ("[Germany]'s Ann Lee won the match 6-3, 6-4 in the tournament.", Use::Open),
            ("Lang beat [Germany]'s Ann Lee 6-3, 6-4 in the tournament.", Use::Open),
            ("The match was played in [Norway].", Use::Place),
            ("The president of [Norway] won.", Use::Place),
            ("[Norway] president Ann Lee spoke.", Use::Open),
        ] {
            let (before, rest) = text.split_once('[').unwrap();
            let (_, after) = rest.split_once(']').unwrap();
            assert_eq!(used_for(before, after), wanted, "{text}");
        }
    }

    #[test]
    fn every_line_of_the_table_is_a_kind_and_a_word() {
        let lines = BUNDLED.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(WORDS.values().map(HashSet::len).sum::<usize>(), lines, "each word of a kind once");
    }
}
