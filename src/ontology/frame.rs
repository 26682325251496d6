//! Frames: the short strings that teach a relation, and their compiled form.
//!
//! The grammar is in `ontology/README.md`. [`compile`] reads a pattern; [`FrameIndex`] finds the frames that a word may
//! evoke. Matching them on clauses is the work of [`crate::statement`].

use std::collections::HashMap;

use super::{Class, ClassSet, Codes, RelationId, Status};

/// Index of a frame in [`super::Ontology::frames`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameId(pub u32);

/// Slot of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// `SUBJ`
    Subject,
    /// `OBJ`
    Object,
    /// `OBJ2`: a further object of the same relation.
    SecondObject,
}

/// One element of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// `SUBJ`, `OBJ:State|Place`.
    Slot(Role, ClassSet),
    /// `'s`
    Possessive,
    /// `CLAUSE`: a reported or open clause.
    Clause,
    /// `,`
    Comma,
    /// `speak|talk`: alternatives of one or more lemmas (`hold_talk` is two).
    Words(Vec<Vec<String>>),
    /// `SUBJ-backed|SUBJ-held`: a slot joined to one of several participles by a hyphen.
    Hyphen(Role, Vec<String>),
}

/// Where the trigger of a pattern stands, which decides how it is matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// `SUBJ accuse OBJ`: a verb with arguments.
    Verb,
    /// `SUBJ be critical of OBJ`: an adjective, noun or participle under a copula.
    Copula,
    /// `SUBJ 's invasion of OBJ`, `call between SUBJ and OBJ`: a noun with arguments.
    Noun,
    /// `OBJ president SUBJ`: a noun of a role between its body and its holder; a verb, where the word is one.
    Role,
    /// `SUBJ-backed OBJ`: a compound modifier.
    Hyphen,
    /// `SUBJ and OBJ sign treaty`: both slots are coordinated.
    Pair,
    /// `SUBJ:Place in OBJ:Place`: a phrase below another, joined by a preposition alone.
    Preposition,
    /// `SUBJ:Place , OBJ:Place`: apposition without a word.
    Comma,
}

/// A syntactic pattern of a relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The relation that it evokes.
    pub relation: RelationId,
    /// Position among the frames of its relation, from 1: `spokeWith#1`.
    pub ordinal: u32,
    /// As written.
    pub pattern: String,
    /// Compiled.
    pub elements: Vec<Element>,
    /// Status that it gives, stronger than what the clause says.
    pub status: Option<Status>,
    /// Codes that override those of the relation.
    pub codes: Option<Codes>,
    /// Whether it holds beside what other frames say of the same word: "met him in Oslo" is a meeting and a stay.
    pub is_beside: bool,
}

impl Frame {
    /// How it is matched.
    pub fn shape(&self) -> Shape {
        shape_of(&self.elements)
    }

    /// Position of the trigger in [`Frame::elements`].
    pub fn trigger(&self) -> usize {
        trigger_of(&self.elements)
    }

    /// The slot of `role`, if the pattern has it.
    pub fn slot(&self, role: Role) -> Option<ClassSet> {
        self.elements.iter().find_map(|element| match element {
            Element::Slot(have, classes) if *have == role => Some(*classes),
            Element::Hyphen(have, _) if *have == role => Some(ClassSet::ANY),
            _ => None,
        })
    }

    /// How specific it is: fixed words first, then the narrowness of its slots. More is more specific.
    pub fn specificity(&self) -> (usize, usize) {
        let words =
            self.elements.iter().filter(|e| matches!(e, Element::Words(_) | Element::Hyphen(..))).count();
        let narrow = self
            .elements
            .iter()
            .map(|element| match element {
                Element::Slot(_, classes) => Class::ALL.len() - classes.len(),
                _ => 0,
            })
            .sum();
        (words, narrow)
    }
}

/// What is wrong with a pattern, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameError {
    /// Character of the pattern, from 0.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// Compiles a pattern. `classes` turns the name of a class into its leaf classes.
///
/// # Errors
/// A [`FrameError`] if the pattern is not of the grammar in `ontology/README.md`.
pub fn compile(
    pattern: &str,
    classes: &dyn Fn(&str) -> Option<ClassSet>,
) -> Result<Vec<Element>, FrameError> {
    let mut elements = Vec::new();
    let mut column = 0;
    for word in pattern.split(' ') {
        if !word.is_empty() {
            elements.push(element(word, column, classes)?);
        }
        column += word.chars().count() + 1;
    }
    validate(&elements)?;
    Ok(elements)
}

fn element(
    word: &str,
    column: usize,
    classes: &dyn Fn(&str) -> Option<ClassSet>,
) -> Result<Element, FrameError> {
    match word {
        "'s" | "’s" => return Ok(Element::Possessive),
        "CLAUSE" => return Ok(Element::Clause),
        "," => return Ok(Element::Comma),
        _ => {}
    }
    if let Some(slot) = hyphen(word) {
        return Ok(slot);
    }
    let (head, types) = word.split_once(':').map_or((word, None), |(head, types)| (head, Some(types)));
    let role = match head {
        "SUBJ" => Some(Role::Subject),
        "OBJ" => Some(Role::Object),
        "OBJ2" => Some(Role::SecondObject),
        _ => None,
    };
    if let Some(role) = role {
        return Ok(Element::Slot(role, slot_classes(types, column + head.chars().count() + 1, classes)?));
    }
    words(word, column)
}

fn slot_classes(
    types: Option<&str>,
    column: usize,
    classes: &dyn Fn(&str) -> Option<ClassSet>,
) -> Result<ClassSet, FrameError> {
    let Some(types) = types else { return Ok(ClassSet::ANY) };
    let mut set = ClassSet::NONE;
    let mut at = column;
    for name in types.split('|') {
        let found = classes(name).ok_or_else(|| FrameError {
            column: at,
            message: format!("unknown class `{name}`"),
            hint: "use a class of ontology/chancery.ttl, such as Person, State, Organization or Actor"
                .to_owned(),
        })?;
        set = set.union(found);
        at += name.chars().count() + 1;
    }
    Ok(set)
}

/// `SUBJ-backed|SUBJ-held`
fn hyphen(word: &str) -> Option<Element> {
    let mut role = None;
    let mut participles = Vec::new();
    for part in word.split('|') {
        let (slot, participle) = part.split_once('-')?;
        let this = match slot {
            "SUBJ" => Role::Subject,
            "OBJ" => Role::Object,
            _ => return None,
        };
        if participle.is_empty() || role.is_some_and(|role| role != this) {
            return None;
        }
        role = Some(this);
        participles.push(participle.to_owned());
    }
    role.map(|role| Element::Hyphen(role, participles))
}

fn words(word: &str, column: usize) -> Result<Element, FrameError> {
    let mut alternatives = Vec::new();
    let mut at = column;
    for alternative in word.split('|') {
        let bad = |message: &str, hint: &str| FrameError {
            column: at,
            message: message.to_owned(),
            hint: hint.to_owned(),
        };
        if alternative.is_empty() {
            return Err(bad("empty alternative", "write words between the bars, as in `speak|talk`"));
        }
        if alternative.chars().any(char::is_uppercase) {
            return Err(bad(
                &format!("`{alternative}` is neither a slot nor a lemma in lower case"),
                "slots are SUBJ, OBJ, OBJ2 and CLAUSE; words are lemmas in lower case",
            ));
        }
        // Hyphens are tokens of their own in the text, so they part words here as well.
        alternatives.push(alternative.split(['_', '-']).map(str::to_owned).collect());
        at += alternative.chars().count() + 1;
    }
    Ok(Element::Words(alternatives))
}

fn validate(elements: &[Element]) -> Result<(), FrameError> {
    let fail = |message: &str, hint: &str| {
        Err(FrameError { column: 0, message: message.to_owned(), hint: hint.to_owned() })
    };
    let count = |wanted: Role| {
        elements
            .iter()
            .filter(|e| matches!(e, Element::Slot(r, _) | Element::Hyphen(r, _) if *r == wanted))
            .count()
    };
    if count(Role::Subject) != 1 {
        return fail(
            "a frame has exactly one SUBJ",
            "write where the subject stands, as in `SUBJ visit OBJ`",
        );
    }
    if count(Role::Object) > 1 {
        return fail("a frame has at most one OBJ", "use OBJ2 for a further object of the same relation");
    }
    if count(Role::Object) == 0 && !elements.contains(&Element::Clause) {
        return fail(
            "a frame has an OBJ or a CLAUSE",
            "write where the object stands, as in `SUBJ visit OBJ`",
        );
    }
    let has_word = elements.iter().any(|e| matches!(e, Element::Words(_) | Element::Hyphen(..)));
    if !has_word && shape_of(elements) != Shape::Comma {
        return fail(
            "the frame has no word that evokes it",
            "add a verb, noun or adjective in its base form",
        );
    }
    Ok(())
}

fn is_be(element: Option<&Element>) -> bool {
    matches!(element, Some(Element::Words(words)) if words.len() == 1 && words[0].len() == 1 && words[0][0] == "be")
}

fn shape_of(elements: &[Element]) -> Shape {
    use Element as E;
    if elements.iter().any(|e| matches!(e, E::Hyphen(..))) {
        return Shape::Hyphen;
    }
    match elements {
        [E::Slot(..), E::Words(and), E::Slot(..), ..] if and == &[vec!["and".to_owned()]] => Shape::Pair,
        [E::Slot(..), E::Comma, E::Slot(..)] => Shape::Comma,
        [E::Slot(..), E::Possessive, ..] => Shape::Noun,
        [E::Slot(..), be, E::Words(_), ..] if is_be(Some(be)) => Shape::Copula,
        [E::Slot(..), words @ E::Words(_), E::Slot(..)] if is_all_prepositions(words) => Shape::Preposition,
        [E::Slot(Role::Object, _), E::Words(_), E::Slot(Role::Subject, _), ..] => Shape::Role,
        [E::Slot(..), ..] => Shape::Verb,
        [E::Clause, E::Words(_), E::Slot(..), ..] => Shape::Verb,
        [E::Words(_), E::Slot(Role::Subject, _), ..] => Shape::Role,
        _ => Shape::Noun,
    }
}

fn trigger_of(elements: &[Element]) -> usize {
    let is_word = |e: &Element| matches!(e, Element::Words(_) | Element::Hyphen(..));
    let first = elements.iter().position(is_word).unwrap_or(0);
    match shape_of(elements) {
        Shape::Pair => first + 1 + elements[first + 1..].iter().position(is_word).unwrap_or(0),
        Shape::Copula => {
            // "be at helm": the noun evokes the frame, not the preposition before it.
            let evokes = |e: &Element| is_word(e) && !is_all_prepositions(e);
            first + 1 + elements[first + 1..].iter().position(evokes).unwrap_or(0)
        }
        _ => first,
    }
}

/// Whether an element has only prepositions for words.
pub fn is_all_prepositions(element: &Element) -> bool {
    matches!(element, Element::Words(words) if words.iter().all(|w| w.len() == 1 && is_preposition(&w[0])))
}

/// Whether `word` is a preposition or particle that patterns use bare.
pub fn is_preposition(word: &str) -> bool {
    const PREPOSITIONS: [&str; 40] = [
        "about", "above", "across", "after", "against", "along", "among", "around", "as", "at", "before",
        "behind", "below", "between", "by", "during", "for", "from", "in", "inside", "into", "like", "near",
        "of", "off", "on", "onto", "out", "outside", "over", "through", "to", "toward", "towards", "under",
        "up", "upon", "with", "within", "without",
    ];
    PREPOSITIONS.contains(&word)
}

/// The frames that a word may evoke. Verbs are found by the first word of an alternative (`pull_out`), nouns by the last
/// (`prime_minister`).
#[derive(Clone, Debug, Default)]
pub struct FrameIndex {
    by_first: HashMap<String, Vec<FrameId>>,
    by_last: HashMap<String, Vec<FrameId>>,
    by_participle: HashMap<String, Vec<FrameId>>,
    /// Frames without a word.
    pub wordless: Vec<FrameId>,
}

impl FrameIndex {
    /// The index of `frames`.
    pub fn new(frames: &[Frame]) -> Self {
        let mut index = Self::default();
        for (number, frame) in frames.iter().enumerate() {
            let id = FrameId(u32::try_from(number).unwrap_or(u32::MAX));
            match frame.elements.get(frame.trigger()) {
                Some(Element::Words(alternatives)) => {
                    for words in alternatives {
                        if let (Some(first), Some(last)) = (words.first(), words.last()) {
                            insert(&mut index.by_first, first, id);
                            insert(&mut index.by_last, last, id);
                        }
                    }
                }
                Some(Element::Hyphen(_, participles)) => {
                    for participle in participles {
                        insert(&mut index.by_participle, participle, id);
                    }
                }
                _ => index.wordless.push(id),
            }
        }
        index
    }

    /// Frames whose trigger may begin with `word`, in order of the files.
    pub fn beginning(&self, word: &str) -> &[FrameId] {
        self.by_first.get(word).map_or(&[], Vec::as_slice)
    }

    /// Frames whose trigger may end with `word`, in order of the files.
    pub fn ending(&self, word: &str) -> &[FrameId] {
        self.by_last.get(word).map_or(&[], Vec::as_slice)
    }

    /// Frames with a hyphen before `participle`.
    pub fn hyphenated(&self, participle: &str) -> &[FrameId] {
        self.by_participle.get(participle).map_or(&[], Vec::as_slice)
    }
}

fn insert(map: &mut HashMap<String, Vec<FrameId>>, key: &str, id: FrameId) {
    let list = map.entry(key.to_owned()).or_default();
    if list.last() != Some(&id) {
        list.push(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compiled(pattern: &str) -> Result<Vec<Element>, FrameError> {
        compile(pattern, &|name| Class::from_text(name).map(|class| ClassSet::of(&[class])))
    }

    #[test]
    fn shapes_follow_the_order_of_slots_and_words() {
        for (pattern, shape, trigger) in [
            ("SUBJ speak|talk to|with OBJ", Shape::Verb, 1),
            ("SUBJ be critical of OBJ", Shape::Copula, 2),
            ("SUBJ 's invasion of OBJ", Shape::Noun, 2),
            ("call between SUBJ and OBJ", Shape::Noun, 0),
            ("OBJ:State prime_minister SUBJ", Shape::Role, 1),
            ("ambassador SUBJ to OBJ", Shape::Role, 0),
            ("SUBJ-backed OBJ", Shape::Hyphen, 0),
            ("SUBJ and OBJ sign treaty", Shape::Pair, 3),
            ("SUBJ:Place , OBJ:Place", Shape::Comma, 0),
        ] {
            let elements = compiled(pattern).unwrap();
            assert_eq!(shape_of(&elements), shape, "{pattern}");
            assert_eq!(trigger_of(&elements), trigger, "{pattern}");
        }
    }

    #[test]
    fn mistakes_are_placed() {
        assert_eq!(compiled("SUBJ visit OBJ:Stat").unwrap_err().column, 15);
        assert_eq!(compiled("visit OBJ").unwrap_err().message, "a frame has exactly one SUBJ");
        assert_eq!(compiled("SUBJ OBJ").unwrap_err().message, "the frame has no word that evokes it");
        assert_eq!(compiled("SUBJ Visit OBJ").unwrap_err().column, 5);
    }
}
