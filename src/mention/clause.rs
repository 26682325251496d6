//! Clauses: who does what to whom, whatever the word order.
//!
//! The functions here look through passives, relative clauses, coordination, control and raising. They return tokens:
//! the heads of the phrases that fill a role. Each follows a bounded number of steps.

use super::joined::{before_day, joint_antecedents};
pub use super::joined::{coordinated, first_coordinated};
use super::{Reading, slip};
use crate::parse::{Label, Pos, Tag};

/// Clauses between a verb and the one that lends it a subject.
const MAX_LOANS: usize = 8;

/// Whether a verb is in the passive: by its subject, its auxiliary, or as a bare participle after a noun.
pub fn is_passive(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    if is_held(reading, verb) {
        return true;
    }
    if tree.tag(verb) != Tag::Vbn {
        // "four Britons taken hostage by": taggers take a form for a past tense that is none.
        return tree.child(verb, &[Label::Nsubjpass, Label::Auxpass]).is_some()
            || (reading.ontology.lists("participle", tree.text(verb))
                && tree.child(verb, &[Label::Aux]).is_none());
    }
    if tree.child(verb, &[Label::Nsubjpass, Label::Auxpass, Label::Agent]).is_some() {
        return true;
    }
    if tree.child(verb, &[Label::Nsubj]).is_some() || tree.child(verb, &[Label::Aux]).is_some() {
        return false;
    }
    match tree.label(verb) {
        Label::Acl | Label::Amod | Label::Advcl => true,
        // "was arrested and charged": the first verb's auxiliary counts for both.
        Label::Conj => tree.head(verb).is_some_and(|head| {
            tree.tag(head) == Tag::Vbn && tree.child(head, &[Label::Auxpass, Label::Nsubjpass]).is_some()
        }),
        _ => false,
    }
}

/// What somebody is held or taken as.
const HELD_AS: [&str; 3] = ["captive", "hostage", "prisoner"];

/// "four Afghans held hostage since July": a bare "hostage" right behind the verb is what its subject was held as.
fn is_held(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    let next = verb + 1;
    tree.is_word(verb, &["hold", "take", "keep"])
        && next < tree.len()
        && is_held_as(reading, next)
        && tree.tag(next) == Tag::Nn
        && !tree.children_with(verb, &[Label::Dobj]).any(|object| object > next)
        && !tree
            .children_with(verb, &[Label::Aux])
            .any(|aux| tree.is_word(aux, &["have", "will", "would", "may", "might", "could", "can"]))
}

/// Whether a word says as what somebody is held: "hostage".
fn is_held_as(reading: &Reading<'_>, i: usize) -> bool {
    reading.tree.is_word(i, &HELD_AS)
}

/// "took two Germans hostage": whom the phrase speaks of, where parsers take "hostage" for its head.
fn taken_hostage(reading: &Reading<'_>, object: usize) -> Option<usize> {
    let tree = reading.tree;
    let before = object.checked_sub(1).filter(|&before| tree.head(before) == Some(object))?;
    let is_as = tree.tag(object) == Tag::Nn && is_held_as(reading, object);
    (is_as && (tree.is_plural(before) || tree.pos(before) == Pos::Propn)).then_some(before)
}

/// Heads of the phrase that acts: the subject, or the *by* phrase of a passive.
pub fn agents(reading: &Reading<'_>, verb: usize) -> Vec<usize> {
    if !is_passive(reading, verb) {
        return subjects(reading, verb);
    }
    let tree = reading.tree;
    let by = tree.children(verb).iter().copied().find(|&kid| {
        tree.label(kid) == Label::Agent || (tree.label(kid) == Label::Prep && tree.word(kid) == "by")
    });
    by.and_then(|by| tree.child(by, &[Label::Pobj]))
        .map_or_else(Vec::new, |object| coordinated(reading, object))
}

/// Heads of the phrase that is acted upon: the object, the subject of a passive, or what a relative clause stands by.
pub fn patients(reading: &Reading<'_>, verb: usize) -> Vec<usize> {
    let tree = reading.tree;
    if is_passive(reading, verb) {
        return subjects(reading, verb);
    }
    if let Some(object) = tree.child(verb, &[Label::Dobj]) {
        // "information that A attacked B": parsers take "that" for an object beside the one that is there.
        let own = || tree.children_with(verb, &[Label::Dobj]).find(|&kid| kid > verb && tree.is_noun(kid));
        if !is_relative(reading, object) {
            return coordinated(reading, taken_hostage(reading, object).unwrap_or(object));
        }
        return match own() {
            Some(own) => coordinated(reading, own),
            None => antecedent(reading, verb, object).into_iter().collect(),
        };
    }
    if let Some(named) = slip::what_is_called(reading, verb) {
        return coordinated(reading, named);
    }
    if let Some(name) = object_before_day(reading, verb) {
        return vec![name];
    }
    // "Asked Oslo to go": the object is the subject of what it is asked to do.
    // "Help Oslo rebuild": after some verbs without "to".
    let is_bare = tree.is_word(verb, &["help", "let", "make", "watch"]);
    let inner = tree
        .children_with(verb, &[Label::Ccomp, Label::Xcomp])
        .find(|&kid| tree.is_infinitive(kid) || (is_bare && tree.tag(kid) == Tag::Vb));
    if let Some(subject) = inner.and_then(|kid| tree.child(kid, &[Label::Nsubj])) {
        return coordinated(reading, subject);
    }
    if let Some(dative) = tree.child(verb, &[Label::Dative]).filter(|&kid| tree.is_noun(kid)) {
        return coordinated(reading, dative);
    }
    // "the deal (that) they signed": a relative clause with a subject of its own and a gap for the object.
    if tree.label(verb) == Label::Relcl
        && let Some(subject) = tree.child(verb, &[Label::Nsubj])
        && !is_relative(reading, subject)
        && let Some(head) = tree.head(verb)
    {
        return vec![head];
    }
    // "B, whom A met and praised", "A met and praised B": the object stands with another member.
    let other = tree.children_with(verb, &[Label::Conj]).find(|&kid| tree.is_verb(kid));
    if let Some(object) = other
        .filter(|&kid| tree.child(kid, &[Label::Nsubj]).is_none())
        .and_then(|kid| tree.child(kid, &[Label::Dobj]))
        && tree.children(verb).iter().all(|&kid| kid < verb || tree.label(kid) != Label::Prep)
    {
        return coordinated(reading, object);
    }
    Vec::new()
}

/// Heads of the grammatical subject, looked up in other clauses where the verb has none of its own.
pub fn subjects(reading: &Reading<'_>, verb: usize) -> Vec<usize> {
    let mut at = verb;
    for _ in 0..MAX_LOANS {
        match own_subject(reading, at) {
            Some(subject) if is_relative(reading, subject) => {
                return antecedent(reading, at, subject)
                    .map_or_else(Vec::new, |noun| joint_antecedents(reading, at, subject, noun));
            }
            Some(subject) => return coordinated(reading, subject),
            None => {}
        }
        match lender(reading, at) {
            Loan::Clause(next) => at = next,
            Loan::Phrase(noun) => return coordinated(reading, noun),
            Loan::None => {
                return swallowed(reading, at).map_or_else(Vec::new, |noun| coordinated(reading, noun));
            }
        }
    }
    Vec::new()
}

/// The subject that hangs by the verb itself.
fn own_subject(reading: &Reading<'_>, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    if let Some(name) = slip::before_parentheses(reading, verb) {
        return Some(name);
    }
    if let Some(subject) = tree.child(verb, &[Label::Nsubj, Label::Nsubjpass]) {
        // "Kim Jong-il and Lind met": parsers hang each part of such a name by the verb, and the rest by the last.
        let goes_on = |i: usize| {
            i < tree.len()
                && tree.head(i) == Some(verb)
                && tree.label(i) == tree.label(subject)
                && tree.pos(i) == Pos::Propn
        };
        let last = (subject..verb).take_while(|&i| goes_on(i)).last().unwrap_or(subject);
        return Some(last).filter(|&subject| tree.tag(subject) != Tag::Ex);
    }
    if let Some(subject) = slip::subject_of_auxiliary(reading, verb) {
        return Some(subject);
    }
    // A name at the beginning of a sentence is often called a compound of the finite verb after it.
    let is_finite = matches!(tree.tag(verb), Tag::Vbd | Tag::Vbz | Tag::Vbp);
    tree.children_with(verb, &[Label::Compound, Label::Nmod, Label::Npadvmod])
        .filter(|&kid| is_finite && kid < verb && tree.pos(kid) == Pos::Propn)
        .last()
}

/// "Speaking to Reuters, Anna Lind, the minister, said": the subject of a finite verb that parsers join to the last noun
/// of the phrase that opens the sentence. It stands behind a comma and reaches to the verb.
fn swallowed(reading: &Reading<'_>, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    if !tree.is_finite(verb) {
        return None;
    }
    let first_aux = tree.children_with(verb, &[Label::Aux, Label::Auxpass, Label::Neg, Label::Advmod]);
    let start = first_aux.filter(|&kid| kid < verb).min().unwrap_or(verb);
    let opening = tree
        .children_with(verb, &[Label::Advcl, Label::Prep])
        .filter(|&kid| kid < start && (tree.label(kid) == Label::Prep || !tree.is_finite(kid)))
        .last()?;
    (opening + 1..start).find(|&i| {
        let is_joined = matches!(tree.label(i), Label::Conj | Label::Appos)
            && tree.is_noun(i)
            && tree.is_below(i, opening)
            && tree.head(i).is_some_and(|head| head < i && tree.child(head, &[Label::Cc]).is_none());
        let phrase = tree.subtree(i);
        let before = phrase.start.checked_sub(1);
        let is_behind_comma = before.is_some_and(|comma| tree.text(comma) == ",");
        let reaches = phrase.end == start || (phrase.end + 1 == start && tree.text(phrase.end) == ",");
        is_joined && is_behind_comma && reaches && tree.child(i, &[Label::Cc]).is_none()
    })
}

enum Loan {
    /// The subject of that clause.
    Clause(usize),
    /// That phrase.
    Phrase(usize),
    None,
}

/// Where a clause without a subject has it from.
fn lender(reading: &Reading<'_>, verb: usize) -> Loan {
    let tree = reading.tree;
    let Some(head) = tree.head(verb) else { return Loan::None };
    match tree.label(verb) {
        Label::Conj if tree.is_verb(head) || tree.pos(head) == Pos::Aux => Loan::Clause(head),
        // "told the paper that … walked in": a finite clause that has lost its subject has it from nobody.
        Label::Ccomp if tree.is_finite(verb) && has_that(reading, verb) => Loan::None,
        Label::Xcomp | Label::Ccomp | Label::Oprd => controller(reading, head, verb),
        Label::Advcl if let Some(deed) = slip::deed_before(reading, head, verb) => Loan::Clause(deed),
        // A finite adverbial clause without a subject is a slip of the parser: nobody lends it one.
        Label::Advcl if tree.is_verb(head) && !tree.is_finite(verb) => {
            asked(reading, head, verb).map_or(Loan::Clause(head), Loan::Phrase)
        }
        // "Chad, accusing Oslo of spying, closed": a participle may hang by the name before it.
        Label::Advcl if tree.is_noun(head) && head < verb && !tree.is_finite(verb) => Loan::Phrase(head),
        Label::Pcomp => complement_subject(reading, head),
        Label::Acl if tree.is_infinitive(verb) => of_noun(reading, head),
        Label::Acl if let Some(be) = slip::being_there(reading, head, verb) => Loan::Clause(be),
        Label::Acl => slip::march_above(reading, head, verb).map_or_else(
            || Loan::Phrase(slip::document_above(reading, head, verb).unwrap_or(head)),
            Loan::Clause,
        ),
        Label::Relcl if own_subject(reading, verb).is_none() => Loan::Phrase(head),
        Label::Dep | Label::Parataxis if tree.is_verb(head) => Loan::Clause(head),
        _ => Loan::None,
    }
}

/// "said that she left": whether a clause is led by "that".
pub fn has_that(reading: &Reading<'_>, verb: usize) -> bool {
    reading.tree.children_with(verb, &[Label::Mark]).any(|mark| reading.tree.word(mark) == "that")
}

/// Who is asked or enabled to do what an infinitive says, where a preposition leads them: "appealed to Oslo to stop",
/// "granted a visa to the minister to attend".
fn asked(reading: &Reading<'_>, above: usize, infinitive: usize) -> Option<usize> {
    let tree = reading.tree;
    if !tree.is_infinitive(infinitive) || is_passive(reading, above) {
        return None;
    }
    let gives = reading.lists("transferVerb", above);
    tree.children_with(above, &[Label::Prep, Label::Dative, Label::Prt])
        .filter(|&kid| kid > above && kid < infinitive)
        .filter_map(|kid| {
            let object = tree.child(kid, &[Label::Pobj]).filter(|&object| object < infinitive)?;
            let phrase = format!("{}_{}", tree.word(above), tree.word(kid));
            let leads = reading.ontology.lists("objectControl", &phrase) || (gives && tree.word(kid) == "to");
            leads.then_some(object)
        })
        .last()
        .map(|goal| sent(reading, above).unwrap_or(goal))
}

/// "sent a team to Oslo to talk": those who are sent somewhere do what they are sent for.
fn sent(reading: &Reading<'_>, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    let object = tree.child(verb, &[Label::Dobj]).filter(|_| tree.is_word(verb, &["send"]))?;
    let may_act = tree.pos(object) == Pos::Propn
        || ["groupNoun", "personNoun", "sentForceNoun"].iter().any(|list| reading.lists(list, object))
        || reading.is_role_word(object);
    may_act.then_some(object)
}

/// The subject of an infinitive: the object of the verb above, unless that verb keeps it for its own subject.
fn controller(reading: &Reading<'_>, above: usize, infinitive: usize) -> Loan {
    let tree = reading.tree;
    if let Some(object) = asked(reading, above, infinitive) {
        return Loan::Phrase(object);
    }
    if matches!(tree.pos(above), Pos::Adj | Pos::Noun) && tree.label(above) != Label::Root {
        return tree.head(above).map_or(Loan::None, Loan::Clause);
    }
    if is_passive(reading, above) {
        return Loan::Clause(above);
    }
    match tree.child(above, &[Label::Dobj, Label::Dative]) {
        Some(object) if !reading.lists("subjectControl", above) || reading.lists("objectControl", above) => {
            Loan::Phrase(object)
        }
        _ => Loan::Clause(above),
    }
}

/// "accused Oslo of spying", "quoted Oslo as saying": Oslo; "by enlarging": the subject of the verb above.
fn complement_subject(reading: &Reading<'_>, preposition: usize) -> Loan {
    let tree = reading.tree;
    let Some(above) = tree.head(preposition) else { return Loan::None };
    // "came close to attacking", "is capable of attacking", "talked Oslo out of attacking"
    if matches!(tree.label(above), Label::Advmod | Label::Acomp | Label::Prep) && !tree.is_noun(above) {
        let verb = tree.head(above).filter(|&verb| tree.is_verb(verb) || tree.pos(verb) == Pos::Aux);
        let object = verb.and_then(|verb| tree.child(verb, &[Label::Dobj]));
        let is_out = tree.label(above) == Label::Prep && tree.word(above) == "out";
        return match (object.filter(|_| is_out), verb) {
            (Some(object), _) => Loan::Phrase(object),
            (None, verb) => verb.map_or(Loan::None, Loan::Clause),
        };
    }
    if !tree.is_verb(above) {
        return match charged(reading, preposition) {
            Some((_, noun)) => Loan::Phrase(noun),
            None => of_noun(reading, above),
        };
    }
    // "criticised Oslo instead of attacking Bergen", "… as well as attacking Bergen": both are deeds of one subject.
    let before = preposition.checked_sub(1).map(|before| tree.text(before).to_lowercase());
    if before.is_some_and(|word| matches!(word.as_str(), "instead" | "well")) {
        return Loan::Clause(above);
    }
    // "was awarded the prize for ending": in the passive the object is no doer.
    let object = tree.child(above, &[Label::Dobj]).or_else(|| object_before_day(reading, above));
    match object.filter(|_| !is_passive(reading, above)) {
        Some(object)
            if matches!(
                tree.word(preposition),
                "as" | "of" | "for" | "from" | "into" | "against" | "over"
            ) || tree.word(preposition) == "with" && reading.lists("chargingVerb", above) =>
        {
            Loan::Phrase(object)
        }
        _ => Loan::Clause(above),
    }
}

/// "accused a chief of helping Oslo", "charged the police with brutality": the verb of charging and who is charged, where
/// parsers hang the charge by who is charged.
pub fn charged(reading: &Reading<'_>, preposition: usize) -> Option<(usize, usize)> {
    let noun = reading.tree.head(preposition)?;
    charging(reading, noun, preposition, "chargePhrase").map(|verb| (verb, noun))
}

/// The verb of a `list` that charges what `noun` heads with what a preposition behind it leads to, wherever that hangs, or
/// tells them of it.
fn charging(reading: &Reading<'_>, noun: usize, preposition: usize, list: &str) -> Option<usize> {
    let tree = reading.tree;
    // "accused each other of spying": both are charged.
    let is_charged = matches!(tree.label(noun), Label::Dobj | Label::Nsubjpass) && tree.word(noun) != "other";
    let verb = tree.head(noun).filter(|_| is_charged)?;
    let phrase = format!("{}_{}", tree.word(verb), tree.word(preposition));
    reading.ontology.lists(list, &phrase).then_some(verb)
}

/// Whether a preposition behind a noun leads to what somebody is charged with or told of, and to no part of who they are:
/// "accused the police of brutality", "warned the minister of attacks".
pub fn is_charge(reading: &Reading<'_>, noun: usize, preposition: usize) -> bool {
    charging(reading, noun, preposition, "chargePhrase").is_some()
        || charging(reading, noun, preposition, "tellingPhrase").is_some()
}

/// "Iran's plan to build", "their decision to leave": the possessor, else the subject of the verb that holds the noun.
fn of_noun(reading: &Reading<'_>, noun: usize) -> Loan {
    let tree = reading.tree;
    if let Some(owner) = tree.child(noun, &[Label::Poss]) {
        return Loan::Phrase(owner);
    }
    // "arrested two men on suspicion of killing Berg": the men are the suspects.
    if tree.is_word(noun, &["accusation", "allegation", "charge", "suspicion"])
        && tree.label(noun) == Label::Pobj
        && let Some(verb) = tree.ancestors(noun).take(2).find(|&up| tree.is_verb(up))
        && !is_passive(reading, verb)
        && let Some(object) = tree.child(verb, &[Label::Dobj])
    {
        return Loan::Phrase(object);
    }
    match tree.label(noun) {
        Label::Dobj | Label::Attr | Label::Oprd => tree.head(noun).map_or(Loan::None, Loan::Clause),
        Label::Pobj => {
            let verb = tree.ancestors(noun).take(3).find(|&up| tree.is_verb(up));
            verb.map_or(Loan::None, Loan::Clause)
        }
        Label::Nsubj | Label::Nsubjpass => Loan::None,
        // "A year after visiting Oslo, she resigned"
        Label::Npadvmod => tree.head(noun).map_or(Loan::None, Loan::Clause),
        _ => Loan::Phrase(noun),
    }
}

/// Whose a noun is by what stands before it: its possessor, else the name or nationality that modifies it.
pub fn owners(reading: &Reading<'_>, noun: usize) -> Vec<usize> {
    let tree = reading.tree;
    let modifier = || {
        tree.children_with(noun, &[Label::Amod, Label::Compound, Label::Nmod])
            .filter(|&kid| kid < noun && tree.is_capitalised(kid) && tree.pos(kid) != Pos::Num)
            .last()
    };
    let owner = tree.child(noun, &[Label::Poss]).or_else(modifier);
    owner.map_or_else(Vec::new, |owner| coordinated(reading, owner))
}

/// "a police raid", "rebel attacks", "opposition protests": whether a noun before another says who did it.
pub fn names_doer(reading: &Reading<'_>, i: usize) -> bool {
    const DOERS: [&str; 3] = ["armedGroupNoun", "bodyNoun", "fighterNoun"];
    let tree = reading.tree;
    matches!(tree.label(i), Label::Compound | Label::Nmod)
        && tree.pos(i) == Pos::Noun
        && !reading.lists("stateAgentNoun", i)
        && (DOERS.iter().any(|list| reading.lists_noun(list, i)) || tree.word(i) == "opposition")
}

/// Whether token `i` is a relative pronoun.
pub fn is_relative(reading: &Reading<'_>, i: usize) -> bool {
    matches!(reading.tree.tag(i), Tag::Wdt | Tag::Wp) || reading.tree.tag(i) == Tag::WpPoss
}

/// What a relative pronoun refers to: the noun above its clause, or a nearer name between the two.
pub fn antecedent(reading: &Reading<'_>, verb: usize, pronoun: usize) -> Option<usize> {
    let tree = reading.tree;
    if let Some(noun) = cleft(reading, verb) {
        return Some(noun);
    }
    let clause =
        std::iter::once(verb).chain(tree.ancestors(verb)).find(|&up| tree.label(up) == Label::Relcl)?;
    let noun = tree.head(clause)?;
    let between = (noun + 1..pronoun).rev().find(|&i| {
        tree.pos(i) == Pos::Propn
            && tree.is_below(i, noun)
            && !tree.is_below(i, clause)
            && tree.head(i).is_none_or(|head| head < i || head > pronoun || tree.pos(head) != Pos::Propn)
    });
    let found = between.filter(|&name| pronoun - name <= 2).map_or(noun, |name| last_of_name(reading, name));
    Some(beyond_site(reading, found, pronoun).unwrap_or(found))
}

/// "a raid on a post in Kabul that killed two": a name needs no clause with "that" to tell which it is, so that the clause is
/// about the event that happened there.
fn beyond_site(reading: &Reading<'_>, name: usize, pronoun: usize) -> Option<usize> {
    let tree = reading.tree;
    let is_bare = tree.text(pronoun) == "that" && name + 1 == pronoun && tree.pos(name) == Pos::Propn;
    let mut at = Some(name).filter(|_| is_bare);
    for _ in 0..3 {
        let lead = tree.head(at?).filter(|_| at.is_some_and(|at| tree.label(at) == Label::Pobj))?;
        let is_site = tree.is_word(lead, &["against", "at", "in", "near", "of", "on", "outside"]);
        at = tree.head(lead).filter(|&noun| is_site && tree.is_noun(noun));
        if at.is_some_and(|noun| reading.lists("eventNoun", noun)) {
            return at;
        }
    }
    None
}

/// "It was Chad that attacked Sudan": Chad, where parsers take the clause for a complement.
fn cleft(reading: &Reading<'_>, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    let be = tree.head(verb).filter(|&be| tree.label(verb) == Label::Ccomp && tree.is_word(be, &["be"]))?;
    let is_it = tree.child(be, &[Label::Nsubj]).is_some_and(|subject| tree.is_word(subject, &["it"]));
    tree.child(be, &[Label::Attr]).filter(|&noun| is_it && be < noun && noun < verb)
}

fn last_of_name(reading: &Reading<'_>, i: usize) -> usize {
    let tree = reading.tree;
    tree.head(i).filter(|&head| head > i && tree.label(i) == Label::Compound).unwrap_or(i)
}

/// "quoted Anna Berg Tuesday as saying": the object of a verb, where parsers take it for a part of the day.
fn object_before_day(reading: &Reading<'_>, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    let day = tree.children_with(verb, &[Label::Npadvmod]).find(|&kid| kid > verb && reading.is_time(kid))?;
    Some(before_day(reading, day)).filter(|&name| name != day)
}

/// The objects of the prepositions `words` below `governor`, each with its preposition; "out of" counts as either.
pub fn prepositional(reading: &Reading<'_>, governor: usize, words: &[&str]) -> Vec<(usize, usize)> {
    let tree = reading.tree;
    let mut found = Vec::new();
    for &kid in tree.children(governor) {
        let labelled = matches!(
            tree.label(kid),
            Label::Prep | Label::Agent | Label::Dative | Label::Prt | Label::Advmod
        );
        if !labelled {
            continue;
        }
        let mut at = kid;
        for _ in 0..3 {
            if (words.contains(&tree.word(at)) || words.contains(&tree.text(at)))
                && let Some(object) = tree.child(at, &[Label::Pobj, Label::Pcomp])
            {
                found.push((at, object));
            }
            match tree.child(at, &[Label::Prep]) {
                Some(inner) => at = inner,
                None => break,
            }
        }
        // A dative noun counts as *to*.
        if tree.label(kid) == Label::Dative && tree.is_noun(kid) && words.contains(&"to") {
            found.push((kid, kid));
        }
    }
    if found.is_empty() && words.contains(&"by") {
        found.extend(slip::second_agent(reading, governor));
    }
    found
}

/// "her ally, Lars Holm": what explains a noun behind it; not the letters for a name that the noun's phrase ends in ("a group in
/// the Democratic Republic of Congo (DRC)").
pub fn apposition(reading: &Reading<'_>, noun: usize) -> Option<usize> {
    let tree = reading.tree;
    tree.children_with(noun, &[Label::Appos])
        .find(|&kid| kid > noun && !is_short_for_other(reading, noun, kid))
}

/// Whether `kid` stands in parentheses and spells the first letters of the capitalised words before it, all behind `noun`.
fn is_short_for_other(reading: &Reading<'_>, noun: usize, kid: usize) -> bool {
    let tree = reading.tree;
    if kid < 2 || tree.text(kid - 1) != "(" || tree.tag(noun) == Tag::Nnp {
        return false;
    }
    let mut letters = tree.text(kid).chars().rev().filter(|c| c.is_alphabetic());
    let mut initials = (noun + 1..kid - 1)
        .rev()
        .filter(|&i| tree.pos(i) == Pos::Propn)
        .filter_map(|i| tree.text(i).chars().next());
    letters.clone().count() > 1 && letters.all(|letter| initials.next() == Some(letter))
}

/// "after", "amid", "following": whether a preposition leads to what happened before, around or besides the clause.
pub fn leads_to_backdrop(reading: &Reading<'_>, preposition: usize) -> bool {
    let words = ["after", "amid", "before", "despite", "during", "follow", "following", "since"];
    reading.tree.is_word(preposition, &words)
}

/// "between Israel and Syria, Bush and Chirac both spoke of": the pair, and not those whom parsers join to it behind a comma.
pub fn first_pair<'h>(reading: &Reading<'_>, heads: &'h [usize]) -> &'h [usize] {
    let tree = reading.tree;
    let has = |from: usize, to: usize, word: &str| (from..to).any(|i| tree.text(i) == word);
    match heads {
        [one, two, three, _, ..]
            if tree.label(*one) == Label::Pobj
                && one < two
                && two < three
                && has(*one, *two, "and")
                && !has(*one, *two, ",")
                && has(*two, *three, ",") =>
        {
            &heads[..2]
        }
        _ => heads,
    }
}

/// "in an effort to", "in case of": a phrase that says why or when something is done, though parsers hang it by the noun
/// before it.
pub fn is_of_clause(reading: &Reading<'_>, preposition: usize) -> bool {
    let tree = reading.tree;
    let object = tree.child(preposition, &[Label::Pobj]);
    tree.is_word(preposition, &["in", "on"])
        && object.is_some_and(|object| {
            reading.lists("purposeNoun", object)
                && !tree.is_plural(object)
                && tree.child(object, &[Label::Poss]).is_none()
        })
}

/// "in front of parliament", "in charge of the army": whether a noun is only a part of a preposition in several words.
pub fn is_in_preposition(reading: &Reading<'_>, noun: usize) -> bool {
    let tree = reading.tree;
    let leads_on = tree.children_with(noun, &[Label::Prep]).any(|kid| kid == noun + 1);
    let preposition = tree.head(noun).filter(|_| tree.label(noun) == Label::Pobj && leads_on);
    preposition.is_some_and(|preposition| preposition + 1 == noun && is_of_clause(reading, preposition))
}
