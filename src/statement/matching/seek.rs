//! The rest of a pattern, right of its trigger: each element is looked up below the words matched so far.

use std::ops::Range;

use super::is_participle;
use super::walk::Walk;
use crate::mention::{clause, role, slip};
use crate::ontology::frame::{Element, Role, is_all_prepositions, is_preposition};
use crate::parse::{Label, Pos, Tag};

/// Tokens behind a trigger in which a name is looked for that does not hang by it.
const MAX_BEHIND: usize = 30;

impl<'r> Walk<'r> {
    pub(super) fn elements(&mut self, elements: &'r [Element]) -> Option<()> {
        let mut rest = elements;
        while let Some((element, after)) = rest.split_first() {
            rest = after;
            self.ahead = rest;
            match element {
                // A date is found by the clause: "born in 1950", "born May 3", "in 1950 she was born".
                Element::Slot(Role::Object, _) if self.takes_literal() => self.objects.push(self.trigger),
                Element::Words(_)
                    if self.takes_literal()
                        && is_all_prepositions(element)
                        && matches!(rest.first(), Some(Element::Slot(Role::Object, _))) => {}
                Element::Slot(role, _) => {
                    if let [Element::Words(and), Element::Slot(..), tail @ ..] = rest
                        && and.iter().any(|words| words.len() == 1 && words[0] == "and")
                    {
                        let heads = self.constituents();
                        self.pair_up(&heads)?;
                        rest = tail;
                        continue;
                    }
                    let heads = self.recipient(rest).unwrap_or_else(|| self.constituents());
                    self.fill(*role, heads)?;
                }
                // The complementiser belongs to the clause, and news leaves it out at will.
                Element::Words(alternatives) if is_word(alternatives, "that") => {}
                Element::Words(alternatives) => {
                    if is_word(alternatives, "to") && self.infinitive(rest) {
                        self.weight += 1;
                        rest = &rest[1..];
                        continue;
                    }
                    if let Some(heads) = self.doer_of_noun(alternatives, rest) {
                        let Some((Element::Slot(role, _), after)) = rest.split_first() else { return None };
                        self.fill(*role, heads)?;
                        rest = after;
                        continue;
                    }
                    let Some((token, length)) = self.longest(alternatives) else {
                        let Some((Element::Slot(role, _), after)) = rest.split_first() else { return None };
                        let heads = self.names_behind(element).or_else(|| self.owners(alternatives))?;
                        self.fill(*role, heads)?;
                        rest = after;
                        continue;
                    };
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

    /// "gave Oslo a loan", where the pattern has `give OBJ loan`: the dative, and not the loan.
    fn recipient(&self, rest: &[Element]) -> Option<Vec<usize>> {
        let tree = self.reading.tree;
        let is_thing_next =
            rest.first().is_some_and(|next| matches!(next, Element::Words(_)) && !is_all_prepositions(next));
        let verb = self.governors.last().copied().filter(|&up| is_thing_next && tree.is_verb(up))?;
        let dative = tree.child(verb, &[Label::Dative]).filter(|&kid| tree.is_noun(kid))?;
        let is_waiting = self.preposition.is_some() || tree.child(verb, &[Label::Dobj]).is_none();
        (!is_waiting).then(|| clause::coordinated(self.reading, dative))
    }

    /// Heads of the phrase that the pattern wants next: the object of the waiting preposition, else of the verb.
    pub(super) fn constituents(&mut self) -> Vec<usize> {
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
                let mut heads = clause::coordinated(self.reading, object);
                if self.is_attribute() {
                    heads.extend(self.repeated(preposition));
                }
                return heads;
            }
            if let Some(named) = slip::what_is_called(self.reading, preposition) {
                return clause::coordinated(self.reading, named);
            }
            // "who(m) … with", "objected to by A": a stranded preposition takes the surface subject.
            let verb = tree.head(preposition).filter(|&up| tree.is_verb(up));
            return match verb {
                Some(verb) if tree.child(preposition, &[Label::Pcomp]).is_none() => self.stranded(verb),
                _ => Vec::new(),
            };
        }
        if let Some(subject) = self.subject_of_content() {
            return clause::coordinated(self.reading, subject);
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
            Some(&verb) if self.is_question(verb) => Vec::new(),
            Some(&verb) => {
                // "repeated its demand that Oslo leave": the demand was matched before.
                let mut heads = clause::patients(self.reading, verb);
                if tree.child(verb, &[Label::Ccomp]).is_some() {
                    heads.retain(|head| !self.governors.contains(head));
                }
                if heads.is_empty() { self.embedded_subject(verb) } else { heads }
            }
            None => Vec::new(),
        }
    }

    /// "studied at A and then at B", "graduated from A in 1950, from B in 1955": what the same preposition adds.
    fn repeated(&self, preposition: usize) -> Vec<usize> {
        let tree = self.reading.tree;
        let Some(above) = tree.head(preposition) else { return Vec::new() };
        let others = tree.children(above).iter().chain(tree.children(preposition)).copied().filter(|&kid| {
            kid > preposition
                && tree.word(kid) == tree.word(preposition)
                && matches!(tree.label(kid), Label::Conj | Label::Prep)
                && (tree.label(kid) == Label::Conj
                    || matches!(tree.text(kid - 1), "," | ";" | "and" | "then"))
        });
        let objects = others.filter_map(|kid| tree.child(kid, &[Label::Pobj]));
        objects.flat_map(|object| clause::coordinated(self.reading, object)).collect()
    }

    fn is_attribute(&self) -> bool {
        self.reading.ontology[self.frame.relation].is_attribute
    }

    /// "took a degree and a doctorate in law at X": the names that one of the prepositions leads further on, with no verb
    /// between, where the parser hung them by something else. Only for attributes, which are told in such rows.
    fn names_behind(&self, prepositions: &Element) -> Option<Vec<usize>> {
        let Element::Words(alternatives) = prepositions else { return None };
        if !self.is_attribute() || !is_all_prepositions(prepositions) {
            return None;
        }
        let tree = self.reading.tree;
        let end = tree.sentence(self.trigger).end.min(self.trigger + MAX_BEHIND);
        let mut heads = Vec::new();
        for i in self.trigger + 1..end {
            if is_word_of(alternatives, tree.word(i)) {
                heads.extend(self.name_behind(i, end));
            } else if (tree.is_verb(i) && tree.tag(i) != Tag::Vbn)
                || matches!(tree.tag(i), Tag::Wp | Tag::Wdt | Tag::Wrb)
                || tree.text(i) == ";"
            {
                break;
            }
        }
        (!heads.is_empty()).then_some(heads)
    }

    /// The first word of a name right behind a preposition, over an article and what describes the name.
    fn name_behind(&self, preposition: usize, end: usize) -> Option<usize> {
        let tree = self.reading.tree;
        let next = (preposition + 1..end.min(preposition + 5)).find(|&i| {
            tree.pos(i) == Pos::Propn || matches!(tree.text(i), "," | ".") || tree.pos(i) == Pos::Adp
        })?;
        (tree.pos(next) == Pos::Propn).then_some(next)
    }

    /// "renewed its demand that Oslo leave": who the clause is about that tells what a noun is.
    fn subject_of_content(&mut self) -> Option<usize> {
        let tree = self.reading.tree;
        let noun =
            self.governors.last().copied().filter(|&noun| noun != self.trigger && tree.is_noun(noun))?;
        let content = tree
            .children_with(noun, &[Label::Acl, Label::Ccomp])
            .find(|&kid| tree.children_with(kid, &[Label::Mark]).any(|mark| tree.word(mark) == "that"))?;
        tree.child(content, &[Label::Nsubj])
    }

    /// "an Iranian tanker", "Iran's tanker" where the pattern has `tanker of OBJ`.
    fn owners(&self, prepositions: &[Vec<String>]) -> Option<Vec<usize>> {
        let noun = *self.governors.last()?;
        let is_of =
            prepositions.iter().any(|words| words.len() == 1 && matches!(words[0].as_str(), "of" | "by"));
        let is_people = self.reading.lists("groupNoun", noun) || self.reading.lists("personNoun", noun);
        let is_phrase = is_of && noun != self.trigger && self.reading.tree.is_noun(noun) && !is_people;
        is_phrase.then(|| clause::owners(self.reading, noun)).filter(|heads| !heads.is_empty())
    }

    /// "condemned Oslo's treatment of refugees", "condemned the bombing of Bergen by Oslo": where a pattern asks whose a deed
    /// is, the *by* phrase and the possessor say so before the *of* phrase does.
    fn doer_of_noun(&self, prepositions: &[Vec<String>], rest: &[Element]) -> Option<Vec<usize>> {
        let tree = self.reading.tree;
        let asks = matches!(rest.first(), Some(Element::Slot(..))) && is_word_of(prepositions, "by");
        let noun = self.governors.last().copied().filter(|&noun| asks && noun != self.trigger)?;
        if !tree.is_noun(noun) || self.preposition.is_some() {
            return None;
        }
        if let Some((_, by)) = clause::prepositional(self.reading, noun, &["by"]).first() {
            return Some(clause::coordinated(self.reading, *by));
        }
        let owner = tree.child(noun, &[Label::Poss])?;
        Some(clause::coordinated(self.reading, owner))
    }

    /// "believe Iran was behind it": the object of the pattern is the subject of the complement. In "Iran was behind it,
    /// they said" the verb only reports.
    pub(super) fn embedded_subject(&mut self, verb: usize) -> Vec<usize> {
        let tree = self.reading.tree;
        let Some(inner) = tree.child(verb, &[Label::Ccomp]).filter(|&inner| inner > verb) else {
            return Vec::new();
        };
        let Some(subject) = tree.child(inner, &[Label::Nsubj, Label::Nsubjpass]) else { return Vec::new() };
        // "asked how Oslo could do that" asks nothing of Oslo, "asked that Oslo be heard" neither.
        let is_question = tree
            .children(inner)
            .iter()
            .any(|&kid| kid < subject && tree.is_word(kid, &["how", "why", "whether", "when"]));
        let is_request = self.reading.ontology[self.frame.relation].family == "request";
        if is_question || is_request && clause::is_passive(self.reading, inner) {
            return Vec::new();
        }
        if self.is_only_reported(verb, inner) || self.is_done_to(inner) {
            return Vec::new();
        }
        self.governors.push(inner);
        self.embedded = Some(inner);
        clause::coordinated(self.reading, subject)
    }

    /// The name that explains a noun: "Modi's party, the BJP", "Iran's ally Hezbollah".
    pub(super) fn beside(&self, noun: usize) -> Vec<usize> {
        let tree = self.reading.tree;
        if let Some(name) = clause::apposition(self.reading, noun) {
            return clause::coordinated(self.reading, name);
        }
        let heads = self.equated(noun);
        if !heads.is_empty() {
            return heads;
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

    /// "Anna's successor was Tom", "Tom is Anna's successor": the name that a copula puts beside a noun.
    fn equated(&self, noun: usize) -> Vec<usize> {
        let tree = self.reading.tree;
        // "is one of Oslo's allies"
        let one = tree
            .head(noun)
            .filter(|&of| tree.label(noun) == Label::Pobj && tree.word(of) == "of")
            .and_then(|of| tree.head(of))
            .filter(|&one| tree.word(one) == "one");
        let noun = one.unwrap_or(noun);
        let Some(verb) = tree.head(noun).filter(|&up| tree.is_word(up, &["be"])) else { return Vec::new() };
        let name = match tree.label(noun) {
            Label::Nsubj => tree.child(verb, &[Label::Attr]).filter(|&name| tree.pos(name) == Pos::Propn),
            Label::Attr => tree
                .child(verb, &[Label::Nsubj])
                .filter(|&name| name < verb && matches!(tree.pos(name), Pos::Propn | Pos::Pron))
                .filter(|&name| !matches!(tree.text(name).to_lowercase().as_str(), "it" | "this" | "that")),
            _ => None,
        };
        name.map_or_else(Vec::new, |name| clause::coordinated(self.reading, name))
    }

    pub(super) fn stranded(&self, verb: usize) -> Vec<usize> {
        let tree = self.reading.tree;
        if clause::is_passive(self.reading, verb) {
            return clause::subjects(self.reading, verb);
        }
        let relative = (tree.label(verb) == Label::Relcl).then(|| tree.head(verb)).flatten();
        relative.into_iter().collect()
    }

    /// The clause below what was matched so far, or the object of the waiting preposition.
    pub(super) fn open_clause(&mut self) -> Option<Range<usize>> {
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

    /// "threaten to attack": the infinitive below what was matched so far. What the pattern has after an open
    /// infinitive hangs by that: `refuse to CLAUSE in OBJ`.
    pub(super) fn infinitive(&mut self, rest: &[Element]) -> bool {
        let tree = self.reading.tree;
        let next = rest.first();
        if next == Some(&Element::Clause) {
            let found = self.governors.iter().rev().find_map(|&governor| {
                std::iter::once(governor)
                    .chain(
                        tree.children_with(governor, &[Label::Xcomp, Label::Acl, Label::Advcl, Label::Ccomp]),
                    )
                    .find(|&kid| tree.is_infinitive(kid) && kid != self.trigger)
                    // "warned that Oslo will try to go": the infinitive of the clause is not what is warned of.
                    .filter(|&kid| self.embedded.is_none_or(|inner| inner == kid) && !self.tells_how(kid))
            });
            self.clause = found.map(|verb| tree.subtree(verb));
            self.embedded = None;
            if rest.len() > 1 {
                self.governors.extend(found);
                self.preposition = None;
            }
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
            self.embedded = None;
        }
        found.is_some()
    }

    /// The alternative with most words that is found.
    pub(super) fn longest(&mut self, alternatives: &[Vec<String>]) -> Option<(usize, usize)> {
        if let Some(verb) = self.embedded.take() {
            let tree = self.reading.tree;
            // "said Oslo must leave": the auxiliary of the complement speaks for it.
            let is_auxiliary = |first: &String| {
                tree.children_with(verb, &[Label::Aux, Label::Auxpass]).any(|kid| tree.word(kid) == first)
            };
            // "said Chad was attacked": it is not Chad that attacks.
            let does = |first: &String| {
                self.reading.is_form(verb, first)
                    && !(tree.is_verb(verb) && clause::is_passive(self.reading, verb))
            };
            let named = alternatives.iter().find(|words| {
                words.first().is_some_and(|first| does(first) || is_auxiliary(first))
                    && words[1..].iter().all(|w| tree.children(verb).iter().any(|&kid| tree.word(kid) == w))
            });
            if let Some(words) = named {
                return Some((verb, words.len()));
            }
            // "said Chad faces attacks" does not say that Chad attacks: nothing below the complement's verb speaks for it.
            if tree.is_verb(verb) {
                return None;
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
    pub(super) fn find(&self, words: &[String]) -> Option<usize> {
        let tree = self.reading.tree;
        let first = words.first()?;
        if let Some(preposition) = self.preposition {
            let inner = tree
                .children_with(preposition, &[Label::Prep])
                .find(|&kid| words.len() == 1 && tree.word(kid) == first);
            if inner.is_some() {
                return inner;
            }
            // "described it as unfair": the adjective hangs by the preposition under several labels.
            let adjective = || {
                let is_after = |&kid: &usize| kid > preposition && tree.pos(kid) == Pos::Adj;
                tree.children(preposition).iter().copied().find(is_after)
            };
            let object = tree.child(preposition, &[Label::Pobj, Label::Pcomp]).or_else(adjective)?;
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
            candidates.extend(self.within(&candidates));
            let hit = candidates.into_iter().find(|&kid| {
                let is_subject = tree.label(kid) == Label::Nsubj && tree.head(kid) == Some(governor);
                // "declared a disaster" calls no disaster a disaster.
                let is_itself = tree.word(self.trigger) == "declare" && self.objects.contains(&kid);
                !is_subject
                    && !is_itself
                    && !matches!(tree.label(kid), Label::Punct | Label::Det)
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

    /// "thousands of soldiers", "ten days of exercises": what an amount is of.
    fn within(&self, candidates: &[usize]) -> Vec<usize> {
        let amounts = candidates.iter().filter(|&&kid| self.reading.lists("transparentNoun", kid));
        let of = |&amount: &usize| clause::prepositional(self.reading, amount, &["of"]);
        amounts.flat_map(of).map(|(_, object)| object).collect()
    }

    /// Whether the words stand before and at a token; a vice president is no president.
    pub(super) fn ends_with(&self, words: &[String], at: usize) -> bool {
        if words.len() == 1 && words[0] == "money" && self.is_sum(at) {
            return true;
        }
        let start = role::words_end_at(self.reading, words, at);
        let is_deputy = |start: usize| start > 0 && self.reading.tree.is_word(start - 1, &["vice", "deputy"]);
        start.is_some_and(|start| !is_deputy(start))
    }

    /// "$5 million", "€ 300": a number with the sign of a currency.
    fn is_sum(&self, at: usize) -> bool {
        let tree = self.reading.tree;
        let is_sign = |&kid: &usize| {
            matches!(
                tree.text(kid),
                "$" | "€" | "£" | "¥" | "US$" | "A$" | "C$" | "NZ$" | "HK$" | "US" | "USD" | "EUR"
            )
        };
        tree.pos(at) == Pos::Num && tree.children(at).iter().any(is_sign)
    }

    /// "in_favour", "out_of": a preposition and what hangs by it.
    pub(super) fn chain(&self, words: &[String], first: usize) -> bool {
        words.len() > 1 && self.reading.tree.word(first) == words[0] && self.chain_end(words, first) != first
    }

    pub(super) fn chain_end(&self, words: &[String], first: usize) -> usize {
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
    pub(super) fn find_preposition(&self, word: &str) -> Option<usize> {
        let tree = self.reading.tree;
        let below = |governor: usize| {
            tree.children(governor).iter().copied().find(|&kid| {
                matches!(
                    tree.label(kid),
                    Label::Prep | Label::Agent | Label::Dative | Label::Prt | Label::Advmod | Label::Mark
                ) && (tree.word(kid) == word || tree.text(kid).eq_ignore_ascii_case(word))
                    && tree.pos(kid) != Pos::Noun
                    && !self.is_doer_of_other_verb(kid, governor)
                    // "sanctions against Chad on Monday": a day is nobody.
                    && !tree.child(kid, &[Label::Pobj]).is_some_and(|object| self.reading.is_time(object))
            })
        };
        let direct = self.governors.iter().rev().find_map(|&governor| below(governor));
        let opens = |governor: usize| {
            tree.children_with(governor, &[Label::Advcl, Label::Ccomp, Label::Xcomp, Label::Acl])
                .filter(|&kid| tree.is_infinitive(kid))
                .find_map(|kid| tree.children_with(kid, &[Label::Mark]).find(|&mark| tree.word(mark) == word))
        };
        let direct = direct.or_else(|| self.governors.iter().rev().find_map(|&governor| opens(governor)));
        let direct = direct.or_else(|| {
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
                            // "imposed an embargo following a raid on Oslo": on nobody.
                            && (self.named.contains(&kid) || !clause::leads_to_backdrop(self.reading, kid))
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
            // "met people of Oslo to discuss Bergen's raid": what stands before a noun is not what the noun is of.
            let is_behind = |at: &usize| !tree.is_noun(self.trigger) || *at > self.trigger;
            // "approved the budget of Oslo" does not approve of Oslo: "of" goes with the noun before it.
            let is_taken = |noun: &usize| {
                self.named.contains(noun) || self.objects.contains(noun) || self.subjects.contains(noun)
            };
            let is_own = |noun: &usize| word == "of" && !is_taken(noun);
            nouns.into_iter().filter(|noun| !is_own(noun)).find_map(|noun| below(noun).filter(is_behind))
        });
        direct.or_else(|| self.below_last_object(word).and_then(below))
    }

    /// "the visit to Oslo was condemned by Dunn": Dunn condemned it and did not visit Oslo.
    fn is_doer_of_other_verb(&self, preposition: usize, governor: usize) -> bool {
        let tree = self.reading.tree;
        tree.label(preposition) == Label::Agent
            && tree.is_noun(self.trigger)
            && tree.is_verb(governor)
            && Some(governor) == self.holding_verb()
            && !self.reading.lists("lightVerb", governor)
    }

    /// "urges Oslo and its allies to stop", "blamed the rise in thefts on Oslo": where a preposition that the verb asks for
    /// hangs by the last noun of its object. Not "of", which goes with any noun.
    fn below_last_object(&self, word: &str) -> Option<usize> {
        let tree = self.reading.tree;
        let verb =
            self.governors.last().copied().filter(|&verb| verb == self.trigger && tree.is_verb(verb))?;
        let object = tree.child(verb, &[Label::Dobj]).filter(|&object| object > verb)?;
        let members = clause::coordinated(self.reading, object);
        if let [.., _, last] = members.as_slice()
            && word != "of"
            && self.preposition.is_none()
        {
            return Some(*last);
        }
        let is_apt = word == "on" && tree.is_word(verb, &["blame", "pin"]);
        let inner =
            tree.children_with(object, &[Label::Prep]).filter_map(|kid| tree.child(kid, &[Label::Pobj]));
        inner.last().filter(|_| is_apt)
    }
}

fn is_word_of(alternatives: &[Vec<String>], word: &str) -> bool {
    alternatives.iter().any(|words| words.len() == 1 && words[0] == word)
}

fn is_word(alternatives: &[Vec<String>], word: &str) -> bool {
    alternatives.len() == 1 && alternatives[0].len() == 1 && alternatives[0][0] == word
}
