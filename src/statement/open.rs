//! Open predications: which words join two phrases, whether or not a frame knows them.
//!
//! Comes in: a token. Goes out: for each pair of phrases that the token joins, the words between them written as a frame
//! would be (`SUBJ sign pact with OBJ`, `SUBJ 's support for OBJ`, `SUBJ-led OBJ`), so that a path that is seen often can
//! be copied into the ontology. What the phrases refer to is not looked at here.

use std::ops::Range;

use crate::mention::{Reading, clause};
use crate::parse::{Label, Pos, Tag};

/// Two phrases and the words that join them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predication {
    /// The lemmas that join them, in the grammar of frames.
    pub path: String,
    /// Tokens of the word that joins them.
    pub trigger: Range<usize>,
    /// Head of the first phrase.
    pub subject: usize,
    /// Head of the second phrase.
    pub object: usize,
}

/// A preposition and the heads of the phrases that it leads.
type Led = (String, Vec<usize>);

/// What token `trigger` joins: by a verb, an adjective or noun that is said of somebody, a noun with its owner and its
/// prepositions, a preposition alone, or a participle behind a hyphen.
pub fn at(reading: &Reading<'_>, trigger: usize) -> Vec<Predication> {
    let tree = reading.tree;
    let mut found = Found { reading, trigger, list: Vec::new() };
    if trigger > 1
        && tree.text(trigger - 1) == "-"
        && matches!(tree.tag(trigger), Tag::Vbn | Tag::Vbd | Tag::Jj)
    {
        found.hyphen();
    } else if tree.is_verb(trigger) && !tree.is_word(trigger, &["be"]) {
        found.verb();
    } else if tree.pos(trigger) == Pos::Noun {
        found.noun();
    } else if tree.label(trigger) == Label::Acomp {
        found.said_of();
    } else if tree.label(trigger) == Label::Prep {
        found.preposition();
    }
    found.list.sort_by(|a, b| (&a.path, a.subject, a.object).cmp(&(&b.path, b.subject, b.object)));
    found.list.dedup();
    found.list
}

struct Found<'r> {
    reading: &'r Reading<'r>,
    trigger: usize,
    list: Vec<Predication>,
}

impl Found<'_> {
    fn put(&mut self, path: &str, subjects: &[usize], objects: &[usize]) {
        for &subject in subjects {
            for &object in objects.iter().filter(|&&object| object != subject) {
                let trigger = self.trigger..self.trigger + 1;
                self.list.push(Predication { path: path.to_owned(), trigger, subject, object });
            }
        }
    }

    fn verb(&mut self) {
        let tree = self.reading.tree;
        let verb = self.trigger;
        let particle = tree.child(verb, &[Label::Prt]).map(|kid| format!("_{}", tree.word(kid)));
        let word = format!("{}{}", tree.word(verb), particle.unwrap_or_default());
        let (agents, patients) = (clause::agents(self.reading, verb), clause::patients(self.reading, verb));
        self.put(&format!("SUBJ {word} OBJ"), &agents, &patients);
        let noun = patients.first().copied().filter(|&patient| tree.pos(patient) == Pos::Noun);
        let led_by_noun = noun.map_or_else(Vec::new, |noun| led(self.reading, noun));
        for (preposition, heads) in led(self.reading, verb) {
            self.put(&format!("CLAUSE {word} SUBJ {preposition} OBJ"), &patients, &heads);
            let between = noun.map(|noun| format!(" {}", tree.word(noun))).unwrap_or_default();
            self.put(&format!("SUBJ {word}{between} {preposition} OBJ"), &agents, &heads);
        }
        for (preposition, heads) in led_by_noun {
            let noun = noun.map_or("", |noun| tree.word(noun));
            self.put(&format!("SUBJ {word} {noun} {preposition} OBJ"), &agents, &heads);
        }
    }

    fn noun(&mut self) {
        let tree = self.reading.tree;
        let noun = self.trigger;
        let word = tree.word(noun).to_owned();
        let led = led(self.reading, noun);
        let owner = tree.child(noun, &[Label::Poss]).or_else(|| modifying_name(self.reading, noun));
        let mut owners = owner.map_or_else(Vec::new, |owner| clause::coordinated(self.reading, owner));
        owners.extend(led.iter().filter(|(word, _)| word == "by").flat_map(|(_, heads)| heads));
        let others: Vec<&Led> = led.iter().filter(|(word, _)| word != "by").collect();
        for (i, (preposition, heads)) in others.iter().enumerate() {
            self.put(&format!("SUBJ 's {word} {preposition} OBJ"), &owners, heads);
            for (second, objects) in &others[i + 1..] {
                self.put(&format!("{word} {preposition} SUBJ {second} OBJ"), heads, objects);
            }
            if let ("between" | "among", [first, rest @ ..]) = (preposition.as_str(), heads.as_slice()) {
                self.put(&format!("{word} {preposition} SUBJ and OBJ"), &[*first], rest);
            }
        }
        self.said_of();
    }

    /// "X is critical of Y", "X is a hub for Y", "X, a hub for Y", "X is Y's protégé".
    fn said_of(&mut self) {
        let tree = self.reading.tree;
        let word = tree.word(self.trigger).to_owned();
        let subjects = self.bearers();
        for (preposition, heads) in led(self.reading, self.trigger) {
            self.put(&format!("SUBJ be {word} {preposition} OBJ"), &subjects, &heads);
        }
        if let Some(owner) = tree.child(self.trigger, &[Label::Poss]) {
            self.put(&format!("OBJ {word} SUBJ"), &subjects, &[owner]);
        }
    }

    /// Of whom a noun or adjective is said.
    fn bearers(&self) -> Vec<usize> {
        let tree = self.reading.tree;
        let Some(head) = tree.head(self.trigger) else { return Vec::new() };
        match tree.label(self.trigger) {
            Label::Attr | Label::Acomp | Label::Oprd => clause::subjects(self.reading, head),
            Label::Appos => vec![head],
            _ => tree.child(self.trigger, &[Label::Appos]).into_iter().collect(),
        }
    }

    /// "the summit in Geneva": only what belongs to the phrase before it.
    fn preposition(&mut self) {
        let tree = self.reading.tree;
        let Some(noun) = tree.head(self.trigger).filter(|&up| tree.is_noun(up)) else { return };
        let Some(object) = tree.child(self.trigger, &[Label::Pobj]) else { return };
        let path = format!("SUBJ {} OBJ", tree.word(self.trigger));
        self.put(&path, &[noun], &clause::coordinated(self.reading, object));
    }

    /// "a Saudi-led coalition"
    fn hyphen(&mut self) {
        let tree = self.reading.tree;
        let noun = tree.ancestors(self.trigger).take(3).find(|&up| up > self.trigger && tree.is_noun(up));
        let Some(noun) = noun else { return };
        let path = format!("SUBJ-{} OBJ", tree.text(self.trigger).to_lowercase());
        self.put(&path, &[self.trigger - 2], &[noun]);
    }
}

/// The last name among the modifiers of a noun: "the Russian invasion".
fn modifying_name(reading: &Reading<'_>, noun: usize) -> Option<usize> {
    let tree = reading.tree;
    tree.children_with(noun, &[Label::Amod, Label::Compound, Label::Nmod])
        .filter(|&kid| kid < noun && tree.is_capitalised(kid) && tree.pos(kid) != Pos::Noun)
        .last()
}

/// The prepositions below a word with what they lead, dates aside; "out of" counts as one word each.
fn led(reading: &Reading<'_>, governor: usize) -> Vec<Led> {
    let tree = reading.tree;
    let mut found = Vec::new();
    for kid in tree.children_with(governor, &[Label::Prep, Label::Dative]).filter(|&kid| kid > governor) {
        let mut word = tree.word(kid).to_owned();
        let mut at = kid;
        if let Some(inner) = tree.child(kid, &[Label::Prep]) {
            word = format!("{word}_{}", tree.word(inner));
            at = inner;
        }
        let Some(object) = tree.child(at, &[Label::Pobj]) else { continue };
        if !reading.is_dated(object) {
            found.push((word, clause::coordinated(reading, object)));
        }
    }
    found
}
