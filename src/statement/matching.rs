//! Frames on clauses: where a word of the text evokes a frame, which tokens fill its slots.
//!
//! A pattern is read from its trigger outwards. What stands left of a verb is its agent; what stands right of it is
//! looked up below the words matched so far, in order of the pattern and not of the text. Voice, relative clauses,
//! coordination and control are the business of [`crate::mention::clause`].

use std::ops::Range;

use crate::mention::{Reading, clause, participle_stems, role};
use crate::ontology::frame::{Element, Role, Shape, is_preposition};
use crate::ontology::{Frame, FrameId};
use crate::parse::{Label, Pos, Tag};

/// A frame that fits at a token, with the heads of the phrases that fill its slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The frame.
    pub frame: FrameId,
    /// The token that evokes it.
    pub trigger: usize,
    /// Tokens of the trigger.
    pub words: Range<usize>,
    /// Pairs of heads: subject and object.
    pub pairs: Vec<(usize, usize)>,
    /// Words of the pattern that were matched, those joined by `_` counted one by one.
    pub weight: usize,
    /// Tokens of the open clause, where the pattern has one.
    pub clause: Option<Range<usize>>,
    /// Whether both slots stand in one coordinated phrase, so that a plural may stand for the pair.
    pub is_pair: bool,
}

/// The frames that token `trigger` may evoke with both slots filled, most specific first.
pub fn matches(reading: &Reading<'_>, trigger: usize) -> Vec<Match> {
    let tree = reading.tree;
    let word = tree.word(trigger);
    let index = &reading.ontology.index;
    let surface = tree.text(trigger).to_lowercase();
    let mut ids: Vec<FrameId> = index.beginning(word).iter().chain(index.ending(word)).copied().collect();
    let mut others = if matches!(tree.tag(trigger), Tag::Jj | Tag::Vbd | Tag::Vbn) {
        participle_stems(&surface)
    } else {
        Vec::new()
    };
    others.push(surface);
    for other in others.iter().filter(|other| *other != word) {
        ids.extend(index.beginning(other).iter().chain(index.ending(other)));
    }
    if tree.text(trigger) == "," {
        ids.extend(&index.wordless);
    }
    ids.sort_unstable();
    ids.dedup();
    if trigger > 1 && tree.text(trigger - 1) == "-" {
        ids.extend(index.hyphenated(&tree.text(trigger).to_lowercase()));
    }
    let mut found: Vec<Match> = ids.into_iter().filter_map(|id| fit(reading, id, trigger)).collect();
    found.sort_by_key(|hit| {
        let (words, narrow) = reading.ontology.frames[hit.frame.0 as usize].specificity();
        (std::cmp::Reverse((words.max(hit.weight), narrow)), hit.frame)
    });
    found
}

fn fit(reading: &Reading<'_>, id: FrameId, trigger: usize) -> Option<Match> {
    let frame = &reading.ontology.frames[id.0 as usize];
    let is_verb = reading.tree.is_verb(trigger) || is_participle(reading, trigger);
    let mut walk = Walk::new(reading, frame, trigger);
    let done = match frame.shape() {
        Shape::Verb | Shape::Role if is_verb => walk.verb(),
        Shape::Copula => walk.copula(),
        Shape::Noun if !is_verb || reading.tree.is_noun(trigger) => walk.noun(),
        Shape::Pair if is_verb => walk.pair(),
        Shape::Hyphen => walk.hyphen(),
        Shape::Preposition => walk.preposition(),
        Shape::Comma => walk.comma(),
        _ => None,
    };
    done?;
    walk.finish(id)
}

/// A participle that modifies a noun is a verb too: "the captured town".
fn is_participle(reading: &Reading<'_>, i: usize) -> bool {
    matches!(reading.tree.tag(i), Tag::Vbn | Tag::Vbg | Tag::Vbd | Tag::Vb | Tag::Vbz | Tag::Vbp)
}

struct Walk<'r> {
    reading: &'r Reading<'r>,
    frame: &'r Frame,
    trigger: usize,
    words: Range<usize>,
    /// Tokens that the next constituent may hang by, nearest last.
    governors: Vec<usize>,
    /// The preposition that was matched last, if nothing was taken below it yet.
    preposition: Option<usize>,
    subjects: Vec<usize>,
    objects: Vec<usize>,
    pairs: Vec<(usize, usize)>,
    clause: Option<Range<usize>>,
    weight: usize,
    /// The verb of a complement whose subject filled a slot and which the pattern has not named yet.
    embedded: Option<usize>,
    is_pair: bool,
}

impl<'r> Walk<'r> {
    fn new(reading: &'r Reading<'r>, frame: &'r Frame, trigger: usize) -> Self {
        Self {
            reading,
            frame,
            trigger,
            words: trigger..trigger + 1,
            governors: Vec::new(),
            preposition: None,
            subjects: Vec::new(),
            objects: Vec::new(),
            pairs: Vec::new(),
            clause: None,
            weight: 0,
            embedded: None,
            is_pair: false,
        }
    }

    fn finish(self, frame: FrameId) -> Option<Match> {
        let mut pairs = self.pairs;
        for &subject in &self.subjects {
            pairs.extend(
                self.objects.iter().filter(|&&object| object != subject).map(|&object| (subject, object)),
            );
        }
        if self.frame.slot(Role::Object).is_none() && self.clause.is_some() {
            pairs = self.subjects.iter().map(|&subject| (subject, subject)).collect();
        }
        (!pairs.is_empty()).then_some(Match {
            frame,
            trigger: self.trigger,
            words: self.words,
            pairs,
            weight: self.weight,
            clause: self.clause,
            is_pair: self.is_pair,
        })
    }

    fn fill(&mut self, role: Role, heads: Vec<usize>) -> Option<()> {
        if heads.is_empty() {
            return None;
        }
        match role {
            Role::Subject => self.subjects.extend(heads),
            Role::Object | Role::SecondObject => self.objects.extend(heads),
        }
        Some(())
    }

    fn rest(&mut self) -> Option<()> {
        let frame = self.frame;
        self.elements(&frame.elements[frame.trigger() + 1..])
    }

    /// `SUBJ accuse OBJ of …`
    fn verb(&mut self) -> Option<()> {
        self.verb_words()?;
        match self.frame.elements.first()? {
            Element::Slot(role, _) => {
                let heads = clause::agents(self.reading, self.trigger);
                self.fill(*role, heads)?;
            }
            _ => return None,
        }
        self.rest()
    }

    /// The words of the trigger: the verb with its particles, or with a noun or preposition that belongs to it.
    fn verb_words(&mut self) -> Option<()> {
        let Element::Words(alternatives) = &self.frame.elements[self.frame.trigger()] else { return None };
        let word = self.reading.tree.word(self.trigger);
        let mut best: Option<(usize, Vec<usize>)> = None;
        for words in alternatives {
            if words.first().is_none_or(|first| first != word && !self.reading.is_form(self.trigger, first)) {
                continue;
            }
            if let Some(tokens) = self.follow(&words[1..])
                && best.as_ref().is_none_or(|(len, _)| words.len() > *len)
            {
                best = Some((words.len(), tokens));
            }
        }
        let (length, tokens) = best?;
        self.weight += length;
        self.governors.push(self.trigger);
        for token in tokens {
            if token == self.trigger + 1 {
                self.words.end = token + 1;
            }
            self.take(token);
        }
        Some(())
    }

    /// Tokens of the further words of a verb: each hangs by the one before or by the verb.
    fn follow(&self, words: &[String]) -> Option<Vec<usize>> {
        let tree = self.reading.tree;
        let mut tokens = Vec::new();
        let mut governors = vec![self.trigger];
        for wanted in words {
            let next = governors.iter().rev().find_map(|&governor| {
                tree.children(governor).iter().copied().find(|&kid| {
                    kid > self.trigger
                        && (tree.word(kid) == wanted || tree.text(kid).eq_ignore_ascii_case(wanted))
                })
            })?;
            tokens.push(next);
            governors.push(next);
        }
        Some(tokens)
    }

    /// Records a matched token: a preposition waits for its object, anything else may govern what follows.
    fn take(&mut self, token: usize) {
        let tree = self.reading.tree;
        let is_waiting = matches!(tree.label(token), Label::Prep | Label::Agent | Label::Dative)
            || (tree.label(token) == Label::Mark && is_preposition(tree.word(token)))
            || (tree.pos(token) == Pos::Adp && tree.child(token, &[Label::Pobj, Label::Pcomp]).is_some());
        self.preposition = is_waiting.then_some(token);
        self.governors.push(token);
    }

    /// `SUBJ be critical of OBJ`, with the copula, in apposition, or as a participle after its noun.
    fn copula(&mut self) -> Option<()> {
        let heads = self.copula_subject()?;
        let Element::Slot(role, _) = self.frame.elements.first()? else { return None };
        let Element::Words(alternatives) = &self.frame.elements[self.frame.trigger()] else { return None };
        let start = alternatives.iter().find_map(|words| {
            let ends = role::words_end_at(self.reading, words, self.trigger);
            let begins = words.first().is_some_and(|first| self.reading.is_form(self.trigger, first))
                && self.follow(&words[1..]).is_some();
            ends.or_else(|| begins.then_some(self.trigger))
        })?;
        self.words = start..self.trigger + 1;
        self.governors.push(self.trigger);
        self.fill(*role, heads)?;
        self.rest()
    }

    fn copula_subject(&self) -> Option<Vec<usize>> {
        let tree = self.reading.tree;
        let between = &self.frame.elements[2..self.frame.trigger()];
        let mut at = self.trigger;
        if let Some(Element::Words(prepositions)) = between.last() {
            let preposition = tree.head(at).filter(|_| tree.label(at) == Label::Pobj)?;
            if !prepositions
                .iter()
                .any(|words| words.first().is_some_and(|word| word == tree.word(preposition)))
            {
                return None;
            }
            at = preposition;
        }
        // "be at_war": the words begin with the preposition that the noun hangs by.
        if tree.label(at) == Label::Pobj
            && let Some(up) = tree.head(at)
            && let Some(Element::Words(alternatives)) = self.frame.elements.get(self.frame.trigger())
            && alternatives.iter().any(|words| words.len() > 1 && words[0] == tree.word(up))
        {
            at = up;
        }
        let is_passive = is_participle(self.reading, at) && clause::is_passive(self.reading, at);
        if is_passive {
            return Some(clause::subjects(self.reading, at)).filter(|heads| !heads.is_empty());
        }
        let head = tree.head(at)?;
        let is_copula = tree.is_word(head, &["be", "become", "remain", "appear", "seem", "stay"]);
        match tree.label(at) {
            Label::Acomp | Label::Attr | Label::Oprd | Label::Prep | Label::Advmod if is_copula => {
                Some(clause::subjects(self.reading, head)).filter(|heads| !heads.is_empty())
            }
            Label::Appos if tree.is_noun(at) => Some(vec![head]),
            Label::Amod | Label::Acl if tree.pos(at) == Pos::Adj => Some(vec![head]),
            _ => None,
        }
    }

    /// `SUBJ 's invasion of OBJ`, `call between SUBJ and OBJ`.
    fn noun(&mut self) -> Option<()> {
        let tree = self.reading.tree;
        if !tree.is_noun(self.trigger) && tree.tag(self.trigger) != Tag::Vbg {
            return None;
        }
        let Element::Words(alternatives) = &self.frame.elements[self.frame.trigger()] else { return None };
        let start = alternatives
            .iter()
            .filter_map(|words| role::words_end_at(self.reading, words, self.trigger))
            .min()?;
        self.words = start..self.trigger + 1;
        let holder = self.holding_verb();
        self.governors.extend(holder);
        self.governors.push(self.trigger);
        if let [Element::Slot(role, _), Element::Possessive, ..] = self.frame.elements.as_slice() {
            let heads = self.possessors(holder);
            self.fill(*role, heads)?;
        }
        self.rest()
    }

    /// The light verb that holds the noun: "held talks", "launched an attack"; or the passive of one.
    fn holding_verb(&self) -> Option<usize> {
        let tree = self.reading.tree;
        let head = tree.head(self.trigger)?;
        let label = tree.label(self.trigger);
        let holds = matches!(label, Label::Dobj | Label::Nsubjpass) && tree.is_verb(head);
        (holds && (self.reading.lists("lightVerb", head) || label == Label::Nsubjpass)).then_some(head)
    }

    /// Whose a noun is: possessor, nationality or name before it, *by* phrase, subject of the light verb, or subject of
    /// the motion that it is the purpose of.
    fn possessors(&self, holder: Option<usize>) -> Vec<usize> {
        let tree = self.reading.tree;
        if let Some(owner) = tree.child(self.trigger, &[Label::Poss]) {
            return clause::coordinated(self.reading, owner);
        }
        // "Burundi's neighbour Rwanda": the possessor hangs by the name.
        if matches!(tree.label(self.trigger), Label::Compound | Label::Nmod)
            && let Some(owner) = tree.head(self.trigger).and_then(|name| tree.child(name, &[Label::Poss]))
            && owner < self.trigger
        {
            return clause::coordinated(self.reading, owner);
        }
        if let Some((_, by)) = clause::prepositional(self.reading, self.trigger, &["by"]).first() {
            return clause::coordinated(self.reading, *by);
        }
        let modifier = tree
            .children_with(self.trigger, &[Label::Amod, Label::Compound, Label::Nmod])
            .filter(|&kid| tree.is_capitalised(kid) && tree.pos(kid) != Pos::Num)
            .last();
        if let Some(kid) = modifier {
            return clause::coordinated(self.reading, kid);
        }
        if let Some(verb) = holder {
            return clause::agents(self.reading, verb);
        }
        let verb = tree
            .head(self.trigger)
            .filter(|&up| tree.is_word(up, &["for", "on"]) && tree.label(self.trigger) == Label::Pobj);
        if let Some(motion) =
            verb.and_then(|up| tree.head(up)).filter(|&up| self.reading.lists("motionVerb", up))
        {
            return clause::agents(self.reading, motion);
        }
        Vec::new()
    }

    /// `SUBJ and OBJ sign treaty`
    fn pair(&mut self) -> Option<()> {
        self.verb_words()?;
        let heads = clause::agents(self.reading, self.trigger);
        self.is_pair = true;
        self.rest()?;
        self.pair_up(&heads)
    }

    fn pair_up(&mut self, heads: &[usize]) -> Option<()> {
        self.is_pair = true;
        if let [one] = heads {
            // "the two leaders met": the phrase may resolve to two.
            self.pairs.push((*one, *one));
            return Some(());
        }
        for (i, &subject) in heads.iter().enumerate() {
            self.pairs.extend(heads[i + 1..].iter().map(|&object| (subject, object)));
        }
        (!self.pairs.is_empty()).then_some(())
    }

    /// `SUBJ-backed OBJ`
    fn hyphen(&mut self) -> Option<()> {
        let tree = self.reading.tree;
        let name = self.trigger.checked_sub(2)?;
        let noun = std::iter::once(self.trigger)
            .chain(tree.ancestors(self.trigger))
            .take(4)
            .find(|&up| up > self.trigger && tree.is_noun(up))?;
        let Element::Hyphen(role, _) = self.frame.elements.get(self.frame.trigger())? else { return None };
        let other = if *role == Role::Subject { Role::Object } else { Role::Subject };
        self.fill(*role, vec![name])?;
        self.fill(other, vec![noun])
    }

    /// `SUBJ:Place in OBJ:Place`
    fn preposition(&mut self) -> Option<()> {
        let tree = self.reading.tree;
        if tree.label(self.trigger) != Label::Prep {
            return None;
        }
        let left = tree.head(self.trigger).filter(|&up| tree.is_noun(up))?;
        let right = tree.child(self.trigger, &[Label::Pobj])?;
        let [Element::Slot(first, _), _, Element::Slot(second, _)] = self.frame.elements.as_slice() else {
            return None;
        };
        self.fill(*first, vec![left])?;
        self.fill(*second, clause::coordinated(self.reading, right))
    }

    /// `SUBJ:Place , OBJ:Place`: two names side by side; not in a list.
    fn comma(&mut self) -> Option<()> {
        let tree = self.reading.tree;
        let (left, right) = (self.trigger.checked_sub(1)?, self.trigger + 1);
        let is_name = |i: usize| i < tree.len() && tree.pos(i) == Pos::Propn;
        let below = |i: usize, labels: &[Label]| {
            std::iter::once(i).chain(tree.ancestors(i)).take(3).any(|up| labels.contains(&tree.label(up)))
        };
        if tree.text(self.trigger) != "," || !is_name(left) || !is_name(right) || below(right, &[Label::Conj])
        {
            return None;
        }
        let [Element::Slot(first, _), _, Element::Slot(second, _)] = self.frame.elements.as_slice() else {
            return None;
        };
        self.fill(*first, vec![left])?;
        self.fill(*second, vec![right])
    }

    fn elements(&mut self, elements: &'r [Element]) -> Option<()> {
        let mut rest = elements;
        while let Some((element, after)) = rest.split_first() {
            rest = after;
            match element {
                Element::Slot(role, _) => {
                    if let [Element::Words(and), Element::Slot(..), tail @ ..] = rest
                        && and.iter().any(|words| words.len() == 1 && words[0] == "and")
                    {
                        let heads = self.constituents();
                        self.pair_up(&heads)?;
                        rest = tail;
                        continue;
                    }
                    let heads = self.constituents();
                    self.fill(*role, heads)?;
                }
                // The complementiser belongs to the clause, and news leaves it out at will.
                Element::Words(alternatives) if is_word(alternatives, "that") => {}
                Element::Words(alternatives) => {
                    if is_word(alternatives, "to") && self.infinitive(rest.first()) {
                        self.weight += 1;
                        rest = &rest[1..];
                        continue;
                    }
                    let (token, length) = self.longest(alternatives)?;
                    self.weight += length;
                    self.take(token);
                }
                Element::Clause => self.clause = self.clause.take().or_else(|| self.open_clause()),
                Element::Comma | Element::Possessive => {}
                Element::Hyphen(..) => return None,
            }
        }
        Some(())
    }

    /// Heads of the phrase that the pattern wants next: the object of the waiting preposition, else of the verb.
    fn constituents(&mut self) -> Vec<usize> {
        let tree = self.reading.tree;
        if let Some(preposition) = self.preposition.take() {
            // "call for Israel to stop": the preposition opens a clause with a subject.
            if tree.label(preposition) == Label::Mark {
                let clause = tree.head(preposition);
                let subject = clause.and_then(|clause| tree.child(clause, &[Label::Nsubj]));
                self.governors.extend(clause);
                return subject.map_or_else(Vec::new, |subject| clause::coordinated(self.reading, subject));
            }
            if let Some(object) = tree.child(preposition, &[Label::Pobj]) {
                return clause::coordinated(self.reading, object);
            }
            // "who(m) … with", "objected to by A": a stranded preposition takes the surface subject.
            let verb = tree.head(preposition).filter(|&up| tree.is_verb(up));
            return match verb {
                Some(verb) if tree.child(preposition, &[Label::Pcomp]).is_none() => self.stranded(verb),
                _ => Vec::new(),
            };
        }
        if let [only] = self.governors.as_slice()
            && *only == self.trigger
            && tree.is_noun(*only)
        {
            return self.beside(*only);
        }
        match self
            .governors
            .iter()
            .rev()
            .find(|&&governor| tree.is_verb(governor) || is_participle(self.reading, governor))
        {
            Some(&verb) => {
                let heads = clause::patients(self.reading, verb);
                if heads.is_empty() { self.embedded_subject(verb) } else { heads }
            }
            None => Vec::new(),
        }
    }

    /// "believe Iran was behind it": the object of the pattern is the subject of the complement.
    fn embedded_subject(&mut self, verb: usize) -> Vec<usize> {
        let tree = self.reading.tree;
        let Some(inner) = tree.child(verb, &[Label::Ccomp]) else { return Vec::new() };
        let Some(subject) = tree.child(inner, &[Label::Nsubj, Label::Nsubjpass]) else { return Vec::new() };
        self.governors.push(inner);
        self.embedded = Some(inner);
        clause::coordinated(self.reading, subject)
    }

    /// The name that explains a noun: "Modi's party, the BJP", "Iran's ally Hezbollah".
    fn beside(&self, noun: usize) -> Vec<usize> {
        let tree = self.reading.tree;
        if let Some(name) = tree.child(noun, &[Label::Appos]) {
            return clause::coordinated(self.reading, name);
        }
        let next = noun + 1;
        if next < tree.len()
            && tree.pos(next) == Pos::Propn
            && tree.sentence_number(next) == tree.sentence_number(noun)
        {
            return vec![next];
        }
        let head = tree.head(noun).filter(|&up| {
            matches!(tree.label(noun), Label::Compound | Label::Nmod | Label::Appos)
                && tree.pos(up) == Pos::Propn
        });
        head.map_or_else(Vec::new, |head| clause::coordinated(self.reading, head))
    }

    fn stranded(&self, verb: usize) -> Vec<usize> {
        let tree = self.reading.tree;
        if clause::is_passive(self.reading, verb) {
            return clause::subjects(self.reading, verb);
        }
        let relative = (tree.label(verb) == Label::Relcl).then(|| tree.head(verb)).flatten();
        relative.into_iter().collect()
    }

    /// The clause below what was matched so far, or the object of the waiting preposition.
    fn open_clause(&mut self) -> Option<Range<usize>> {
        let tree = self.reading.tree;
        if let Some(preposition) = self.preposition.take() {
            let object = tree.child(preposition, &[Label::Pobj, Label::Pcomp])?;
            return Some(tree.subtree(object));
        }
        let labels = [Label::Ccomp, Label::Acl, Label::Relcl, Label::Xcomp, Label::Advcl];
        let found = self.governors.iter().rev().find_map(|&governor| {
            tree.children_with(governor, &labels).find(|&kid| kid > governor && kid > self.trigger)
        })?;
        Some(tree.subtree(found))
    }

    /// "threaten to attack": the infinitive below what was matched so far.
    fn infinitive(&mut self, next: Option<&Element>) -> bool {
        let tree = self.reading.tree;
        if next == Some(&Element::Clause) {
            let found = self.governors.iter().rev().find_map(|&governor| {
                std::iter::once(governor)
                    .chain(
                        tree.children_with(governor, &[Label::Xcomp, Label::Acl, Label::Advcl, Label::Ccomp]),
                    )
                    .find(|&kid| tree.is_infinitive(kid) && kid != self.trigger)
            });
            self.clause = found.map(|verb| tree.subtree(verb));
            return found.is_some();
        }
        let Some(Element::Words(alternatives)) = next else { return false };
        let found = self.governors.iter().rev().find_map(|&governor| {
            tree.children_with(governor, &[Label::Xcomp, Label::Acl, Label::Advcl, Label::Ccomp]).find(
                |&kid| {
                    tree.is_infinitive(kid)
                        && alternatives.iter().any(|words| words.first().is_some_and(|w| w == tree.word(kid)))
                },
            )
        });
        if let Some(verb) = found {
            self.governors.push(verb);
            self.preposition = None;
        }
        found.is_some()
    }

    /// The alternative with most words that is found.
    fn longest(&mut self, alternatives: &[Vec<String>]) -> Option<(usize, usize)> {
        if let Some(verb) = self.embedded.take() {
            let tree = self.reading.tree;
            let named = alternatives.iter().find(|words| {
                words.first().is_some_and(|first| self.reading.is_form(verb, first))
                    && words[1..].iter().all(|w| tree.children(verb).iter().any(|&kid| tree.word(kid) == w))
            });
            if let Some(words) = named {
                return Some((verb, words.len()));
            }
        }
        let mut best: Option<(usize, usize)> = None;
        for words in alternatives {
            if best.is_none_or(|(_, length)| words.len() > length)
                && let Some(token) = self.find(words)
            {
                best = Some((token, words.len()));
            }
        }
        best
    }

    /// The token that the words of an alternative end with, below what was matched so far, nearest governor first.
    fn find(&self, words: &[String]) -> Option<usize> {
        let tree = self.reading.tree;
        let first = words.first()?;
        if let Some(preposition) = self.preposition {
            let inner = tree
                .children_with(preposition, &[Label::Prep])
                .find(|&kid| words.len() == 1 && tree.word(kid) == first);
            if inner.is_some() {
                return inner;
            }
            let object = tree.child(preposition, &[Label::Pobj, Label::Pcomp])?;
            return clause::coordinated(self.reading, object)
                .into_iter()
                .find(|&at| self.ends_with(words, at));
        }
        if words.len() == 1 && is_preposition(first) {
            return self.find_preposition(first);
        }
        for &governor in self.governors.iter().rev() {
            let mut candidates: Vec<usize> = tree.children(governor).to_vec();
            if tree.is_verb(governor) {
                candidates.extend(clause::patients(self.reading, governor));
            }
            let hit = candidates.into_iter().find(|&kid| {
                !matches!(tree.label(kid), Label::Nsubj | Label::Punct | Label::Det)
                    && (self.ends_with(words, kid) || self.chain(words, kid))
            });
            if let Some(kid) = hit {
                return Some(if is_preposition(first) && words.len() > 1 {
                    self.chain_end(words, kid)
                } else {
                    kid
                });
            }
        }
        None
    }

    /// Whether the words stand before and at a token; a vice president is no president.
    fn ends_with(&self, words: &[String], at: usize) -> bool {
        let start = role::words_end_at(self.reading, words, at);
        let is_deputy = |start: usize| start > 0 && self.reading.tree.is_word(start - 1, &["vice", "deputy"]);
        start.is_some_and(|start| !is_deputy(start))
    }

    /// "in_favour", "out_of": a preposition and what hangs by it.
    fn chain(&self, words: &[String], first: usize) -> bool {
        words.len() > 1 && self.reading.tree.word(first) == words[0] && self.chain_end(words, first) != first
    }

    fn chain_end(&self, words: &[String], first: usize) -> usize {
        let tree = self.reading.tree;
        let mut at = first;
        for wanted in &words[1..] {
            match tree.children(at).iter().copied().find(|&kid| tree.word(kid) == wanted) {
                Some(kid) => at = kid,
                None => return first,
            }
        }
        at
    }

    /// A preposition below what was matched so far; below an object of the verb as well, since parsers attach it to
    /// either.
    fn find_preposition(&self, word: &str) -> Option<usize> {
        let tree = self.reading.tree;
        let below = |governor: usize| {
            tree.children(governor).iter().copied().find(|&kid| {
                matches!(
                    tree.label(kid),
                    Label::Prep | Label::Agent | Label::Dative | Label::Prt | Label::Advmod | Label::Mark
                ) && (tree.word(kid) == word || tree.text(kid).eq_ignore_ascii_case(word))
                    && tree.pos(kid) != Pos::Noun
            })
        };
        let direct = self.governors.iter().rev().find_map(|&governor| below(governor));
        let opens = |governor: usize| {
            tree.children_with(governor, &[Label::Advcl, Label::Ccomp, Label::Xcomp, Label::Acl])
                .filter(|&kid| tree.is_infinitive(kid))
                .find_map(|kid| tree.children_with(kid, &[Label::Mark]).find(|&mark| tree.word(mark) == word))
        };
        let direct = direct.or_else(|| self.governors.iter().rev().find_map(|&governor| opens(governor)));
        direct.or_else(|| {
            let nouns = self.governors.iter().rev().flat_map(|&governor| {
                tree.children(governor)
                    .iter()
                    .copied()
                    .filter(|&kid| {
                        kid > governor
                            && matches!(
                                tree.label(kid),
                                Label::Dobj | Label::Prep | Label::Npadvmod | Label::Advmod | Label::Xcomp
                            )
                    })
                    .flat_map(|kid| {
                        let inner = if tree.label(kid) == Label::Prep {
                            tree.child(kid, &[Label::Pobj])
                        } else {
                            Some(kid)
                        };
                        inner.into_iter()
                    })
                    .collect::<Vec<_>>()
            });
            nouns.into_iter().find_map(below)
        })
    }
}

fn is_word(alternatives: &[Vec<String>], word: &str) -> bool {
    alternatives.len() == 1 && alternatives[0].len() == 1 && alternatives[0][0] == word
}
