//! Whether a capitalised phrase names anybody at all.
//!
//! Words are capitalised at the head of a sentence, in headlines and for emphasis, and the recogniser takes addresses and
//! greetings for names. Also left out are eras, beliefs, works and products: they take no part in statements.

use std::ops::Range;

use super::name::is_lone_body;
use super::{Reading, clause};
use crate::ontology::gazetteer::Sense;
use crate::parse::{Label, NameKind, Pos, Tag};

/// Whether the phrase `tokens`, which neither the gazetteer nor a noun vouches for, is a name of somebody or something.
pub(super) fn is_name(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let tree = reading.tree;
    let text = tree.text_of(tokens);
    !text.contains(['@', '<', '>', '_', '=', '*', '+'])
        && !text.contains("://")
        && !is_not_name(reading, tokens)
        && !is_file(text)
        && !is_drawn_out(text)
        && !is_praise(reading, tokens)
        && !is_model(reading, tokens)
        && !is_ordinary(reading, tokens)
        && !is_one_of_many(reading, tokens)
        && !is_field_of_minister(reading, tokens)
        && !is_work(reading, tokens)
}

/// "speaks English", "wrote in French": the adjective of a state for what is spoken there.
pub(super) fn is_language(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let (tree, i) = (reading.tree, tokens.start);
    let is_adjective = tokens.len() == 1
        && matches!(tree.tag(i), Tag::Nn | Tag::Nnp | Tag::Jj)
        && tree.child(i, &[Label::Det, Label::Amod, Label::Relcl]).is_none()
        && reading.senses(tokens).iter().all(|(_, sense)| matches!(sense, Sense::Adjective | Sense::Demonym))
        && !reading.senses(tokens).is_empty();
    if !is_adjective {
        return false;
    }
    let Some(above) = tree.head(clause::first_coordinated(reading, i)) else { return false };
    match tree.label(clause::first_coordinated(reading, i)) {
        Label::Dobj => {
            let verbs = [
                "know",
                "learn",
                "read",
                "speak",
                "study",
                "teach",
                "translate",
                "understand",
                "use",
                "write",
            ];
            tree.is_word(above, &verbs)
        }
        Label::Pobj => tree.is_word(above, &["in", "into"]),
        _ => false,
    }
}

fn lists(reading: &Reading<'_>, list: &str, i: usize) -> bool {
    reading.ontology.lists(list, &reading.tree.text(i).to_lowercase())
}

fn is_not_name(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let is_numeral = tokens.len() == 1
        && reading.tree.text(tokens.start).len() > 1
        && reading.tree.text(tokens.start).chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let is_belief = tokens.len() == 1
        && reading.tree.text(tokens.start).len() > 5
        && reading.tree.text(tokens.start).ends_with("ism");
    is_belief
        || is_numeral
        || tokens.clone().all(|i| lists(reading, "notName", i) || reading.tree.pos(i) == Pos::Punct)
}

/// "Sooooo": a letter three times over, in a word that is no numeral or address.
fn is_drawn_out(text: &str) -> bool {
    let letters: Vec<char> = text.to_lowercase().chars().collect();
    letters.windows(3).any(|three| {
        three[0].is_alphabetic() && three[0] != 'i' && three[0] != 'w' && three.iter().all(|c| *c == three[0])
    })
}

/// "Great Service", "Best Pizza": praise or blame that a title or the head of a sentence capitalises.
pub(super) fn is_praise(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let is_judged = lists(reading, "praiseWord", tokens.start);
    let is_plain = |i: usize| {
        !lists(reading, "givenName", i)
            && !lists(reading, "familyName", i)
            && !lists(reading, "placeName", i)
            && reading.senses(&(i..i + 1)).is_empty()
    };
    is_judged
        && tokens.len() > 1
        && opens(reading, tokens.start)
        && tokens.clone().all(is_plain)
        && !recurs(reading, tokens)
}

/// "Acrobat 4.0", "SX40": a product by its number, where nobody says that it is an organisation or a place.
fn is_model(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let tree = reading.tree;
    let last = tree.text(tokens.end - 1);
    let has_digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let is_version = tokens.len() > 1
        && has_digit(last)
        && last.contains('.')
        && last.chars().all(|c| c.is_ascii_digit() || c == '.');
    is_version || tokens.len() == 1 && has_digit(last) && !is_recognised(reading, tokens)
}

/// "resume.doc", "example.com"
fn is_file(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(stem, ending)| {
        stem.chars().next_back().is_some_and(char::is_alphanumeric)
            && (2..=4).contains(&ending.len())
            && !text.contains(' ')
            && ending.chars().all(|c| c.is_ascii_lowercase())
    })
}

/// Ordinary words at the head of a sentence, in capitals, or alone; and those that no recogniser took for a name.
fn is_ordinary(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let tree = reading.tree;
    let is_filler = |i: usize| matches!(tree.pos(i), Pos::Punct | Pos::Num | Pos::Adp | Pos::Det | Pos::Intj);
    let opens = opens(reading, tokens.start) && !recurs(reading, tokens);
    let is_word = |i: usize| {
        let is_listed = |list| lists(reading, list, i) || reading.ontology.lists(list, tree.word(i));
        let is_person =
            lists(reading, "givenName", i) || tokens.len() == 1 && lists(reading, "familyName", i);
        !is_person && (is_listed("ordinaryWord") || opens && is_listed("commonWord")) || is_filler(i)
    };
    let is_shouted = tokens.clone().all(|i| !tree.text(i).chars().any(char::is_lowercase));
    if is_shouted && stands_in_shouting(reading, tokens) {
        return true;
    }
    if tokens.len() == 1 && is_addressed(reading, tokens.start) {
        return false;
    }
    let is_short = tokens.len() == 1
        && !is_called_organization(reading, tokens.start)
        && (opens || !is_lone_body(reading, tokens.start));
    tokens.clone().all(is_word)
        && (is_short || is_shouted || opens && tokens.len() > 1 || !is_recognised(reading, tokens))
}

/// "Mr Key": somebody, by a family name that is a word, too.
fn is_addressed(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    i > tree.sentence(i).start
        && tree.tag(i) == Tag::Nnp
        && matches!(tree.text(i - 1).trim_end_matches('.'), "Mr" | "Mrs" | "Ms")
}

/// "Shell", "Time": an ordinary word that the recogniser takes for an organisation, and that heads a phrase of its own.
fn is_called_organization(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    tree.tag(i) == Tag::Nnp
        && tree.children(i).is_empty()
        && matches!(tree.label(i), Label::Nsubj | Label::Pobj | Label::Poss | Label::Agent)
        && tree.parse().names.iter().any(|name| name.kind == NameKind::Org && name.tokens == (i..i + 1))
}

/// Whether a token stands where everything has a capital.
fn opens(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    i == tree.sentence(i).start
        || matches!(tree.text(i - 1), "." | "!" | "?" | ":" | "\"" | "“" | "(" | "-" | "..." | "*" | "•")
}

/// Whether the text has the same words once more, where no sentence begins.
fn recurs(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    reading.occurrences(tokens).any(|i| i != tokens.start && !opens(reading, i))
}

/// "WILL SOMEONE PLZ HELP": capitals among ordinary words in capitals.
fn stands_in_shouting(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let tree = reading.tree;
    let sentence = tree.sentence(tokens.start);
    let is_shouted_word = |i: usize| {
        let text = tree.text(i);
        text.len() > 1 && !text.chars().any(char::is_lowercase) && lists(reading, "ordinaryWord", i)
    };
    let before = tokens.start.checked_sub(1).filter(|i| sentence.contains(i));
    let after = Some(tokens.end).filter(|i| sentence.contains(i));
    let is_known = tokens
        .clone()
        .any(|i| ["givenName", "familyName", "placeName"].iter().any(|list| lists(reading, list, i)));
    !is_known && [before, after].into_iter().flatten().any(is_shouted_word)
}

fn is_recognised(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    reading.tree.parse().names.iter().any(|name| {
        name.tokens.start < tokens.end
            && tokens.start < name.tokens.end
            && matches!(
                name.kind,
                NameKind::Org
                    | NameKind::Gpe
                    | NameKind::Loc
                    | NameKind::Fac
                    | NameKind::Event
                    | NameKind::Norp
            )
    })
}

/// "a Ferrari", "my Lexus": one of many things, and no name of one of them.
fn is_one_of_many(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    const WORDS: [&str; 14] = [
        "a", "an", "my", "your", "his", "her", "our", "their", "no", "any", "every", "each", "this", "these",
    ];
    let tree = reading.tree;
    let last = tokens.end - 1;
    let heads_phrase = tree.head(last).is_none_or(|head| !(tokens.end..tokens.end + 3).contains(&head));
    let before = tokens.start.checked_sub(1).filter(|&i| tree.sentence(i) == tree.sentence(last));
    let is_person = tokens.clone().any(|i| lists(reading, "givenName", i) || lists(reading, "familyName", i));
    let is_determiner = |i: usize| WORDS.iter().any(|word| tree.text(i).eq_ignore_ascii_case(word));
    heads_phrase
        && !is_person
        && before.is_some_and(is_determiner)
        && reading.occurrences(tokens).all(|i| i > 0 && is_determiner(i - 1))
}

/// "Britain's International Development Secretary": the field of an office of a state, by its possessor.
pub(super) fn is_field_of_minister(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let tree = reading.tree;
    let (first, office) = (tree.sentence(tokens.start).start, tokens.end);
    let is_office = office < tree.sentence(tokens.start).end
        && matches!(tree.text(office), "Minister" | "Secretary")
        && tree.head(tokens.end - 1).is_some_and(|up| up >= office);
    let is_of_state = tokens.start > first + 1
        && tree.tag(tokens.start - 1) == Tag::Pos
        && (first..tokens.start - 1)
            .rev()
            .take(3)
            .any(|start| reading.state_named(&(start..tokens.start - 1)).is_some());
    let has_body =
        tokens.clone().any(|i| reading.lists("bodyNoun", i) || reading.lists("organizationNoun", i));
    is_office && is_of_state && !has_body && reading.senses(tokens).is_empty()
}

/// "the film Vertigo", "his novel Emma": what a noun of works stands beside.
fn is_work(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let tree = reading.tree;
    let start = tree.sentence(tokens.start).start;
    let mut before = tokens.start;
    while before > start
        && matches!(tree.text(before - 1), "\"" | "“" | "'" | "‘" | "," | "The" | "A" | "the")
    {
        before -= 1;
    }
    let noun = before.checked_sub(1).filter(|&i| i >= start && reading.lists_noun("workNoun", i));
    let is_recognised = tree.parse().names.iter().any(|name| {
        name.tokens.start < tokens.end
            && tokens.start < name.tokens.end
            && matches!(
                name.kind,
                NameKind::WorkOfArt | NameKind::Product | NameKind::Law | NameKind::Language
            )
    });
    let is_possessor = tokens.clone().any(|i| tree.label(i) == Label::Poss);
    let whole = tree.text_of(tokens).to_lowercase().replace(' ', "_");
    let is_known = lists(reading, "givenName", tokens.start)
        || lists(reading, "familyName", tokens.end - 1)
        || reading.ontology.lists("placeName", &whole);
    is_recognised && !is_known || noun.is_some_and(|i| tree.pos(i) == Pos::Noun) && !is_possessor
}
