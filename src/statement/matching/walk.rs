//! Where a pattern begins: its trigger in the text, by the shape of the pattern, and what stands left of it.

use std::ops::Range;

use super::pair::{each_other, is_mutual};
use super::{Match, bearer, is_participle};
use crate::mention::{Reading, clause, role};
use crate::ontology::frame::{Element, Role, is_all_prepositions, is_preposition};
use crate::ontology::{Frame, FrameId};
use crate::parse::{Label, Pos, Tag};

/// One attempt to fit one frame at one token.
pub(super) struct Walk<'r> {
    pub(super) reading: &'r Reading<'r>,
    pub(super) frame: &'r Frame,
    pub(super) trigger: usize,
    pub(super) words: Range<usize>,
    /// Tokens that the next constituent may hang by, nearest last.
    pub(super) governors: Vec<usize>,
    /// The preposition that was matched last, if nothing was taken below it yet.
    pub(super) preposition: Option<usize>,
    pub(super) subjects: Vec<usize>,
    pub(super) objects: Vec<usize>,
    pub(super) pairs: Vec<(usize, usize)>,
    pub(super) clause: Option<Range<usize>>,
    pub(super) weight: usize,
    /// Further tokens that words of the pattern took.
    pub(super) named: Vec<usize>,
    /// The verb of a complement whose subject filled a slot and which the pattern has not named yet.
    pub(super) embedded: Option<usize>,
    /// What the pattern has behind the element that is looked up.
    pub(super) ahead: &'r [Element],
    pub(super) is_pair: bool,
}

impl<'r> Walk<'r> {
    pub(super) fn new(reading: &'r Reading<'r>, frame: &'r Frame, trigger: usize) -> Self {
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
            named: Vec::new(),
            embedded: None,
            ahead: &[],
            is_pair: false,
        }
    }

    pub(super) fn finish(self, frame: FrameId) -> Option<Match> {
        let mut pairs = self.pairs;
        let (mutual, objects): (Vec<usize>, Vec<usize>) =
            self.objects.iter().partition(|&&object| is_mutual(self.reading, object));
        for &subject in &self.subjects {
            pairs
                .extend(objects.iter().filter(|&&object| object != subject).map(|&object| (subject, object)));
        }
        let is_pair = self.is_pair || !mutual.is_empty();
        if !mutual.is_empty() {
            pairs.extend(each_other(&self.subjects));
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
            named: self.named,
            clause: self.clause,
            is_pair,
        })
    }

    pub(super) fn fill(&mut self, role: Role, heads: Vec<usize>) -> Option<()> {
        let mut heads = if role == Role::Subject { heads } else { self.without_unheld(heads) };
        // "blew himself up": whom it happens to is whoever does it.
        heads.retain(|&head| !is_reflexive(self.reading, head));
        if heads.is_empty() {
            return None;
        }
        let heads: Vec<usize> =
            heads.into_iter().flat_map(|head| self.listed(head).unwrap_or_else(|| vec![head])).collect();
        match role {
            Role::Subject => self.subjects.extend(heads),
            Role::Object | Role::SecondObject => self.objects.extend(heads),
        }
        Some(())
    }

    /// Whether the object is a date or another value, which is read off the clause and not looked up as a phrase.
    pub(super) fn takes_literal(&self) -> bool {
        let relation = &self.reading.ontology[self.frame.relation];
        relation.takes_date || relation.value.is_some()
    }

    pub(super) fn rest(&mut self) -> Option<()> {
        let frame = self.frame;
        self.elements(&frame.elements[frame.trigger() + 1..])
    }

    /// `SUBJ accuse OBJ of …`
    pub(super) fn verb(&mut self) -> Option<()> {
        self.verb_words()?;
        if self.is_copula_of_noun() || self.is_naming() || self.has_object_of_its_own() || self.is_contest() {
            return None;
        }
        match self.frame.elements.first()? {
            Element::Slot(role, _) => {
                let heads = clause::agents(self.reading, self.trigger);
                self.fill(*role, heads)?;
            }
            // Whoever did it: `CLAUSE found SUBJ in OBJ`.
            Element::Clause => {}
            _ => return None,
        }
        self.rest()
    }

    /// "is the head of state in": a phrase below what somebody is does not say where he or she is.
    fn is_copula_of_noun(&self) -> bool {
        let tree = self.reading.tree;
        let next = self.frame.elements.get(self.frame.trigger() + 1);
        tree.word(self.trigger) == "be"
            && next.is_some_and(is_all_prepositions)
            && tree.child(self.trigger, &[Label::Attr]).is_some()
    }

    /// "called the raid an attack on Oslo": what somebody calls something asks nobody for anything.
    fn is_naming(&self) -> bool {
        let tree = self.reading.tree;
        let next = self.frame.elements.get(self.frame.trigger() + 1);
        tree.word(self.trigger) == "call"
            && next.is_some_and(is_all_prepositions)
            && (tree.child(self.trigger, &[Label::Dobj, Label::Oprd]).is_some()
                || tree.child(self.trigger, &[Label::Ccomp]).is_some_and(|kid| !tree.is_infinitive(kid)))
    }

    /// The words of the trigger: the verb with its particles, or with a noun or preposition that belongs to it.
    pub(super) fn verb_words(&mut self) -> Option<()> {
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
        if self.is_other_verb(&tokens) {
            return None;
        }
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

    /// "turned over the post to Oslo" turns to nobody: a particle that the pattern does not have makes another verb.
    fn is_other_verb(&self, tokens: &[usize]) -> bool {
        let tree = self.reading.tree;
        let mut particles = tree.children_with(self.trigger, &[Label::Prt]);
        let rest = &self.frame.elements[self.frame.trigger() + 1..];
        let is_named = |kid: usize| {
            rest.iter().any(|element| match element {
                Element::Words(alternatives) => {
                    alternatives.iter().any(|words| words.iter().any(|word| word == tree.word(kid)))
                }
                _ => false,
            })
        };
        // "travels on to Oslo" travels there.
        let is_onward = |kid: usize| {
            tree.is_word(kid, &["back", "home", "on"]) && self.reading.lists("motionVerb", self.trigger)
        };
        particles.any(|kid| !tokens.contains(&kid) && !is_named(kid) && !is_onward(kid))
    }

    /// Tokens of the further words of a verb: each hangs by the one before or by the verb.
    pub(super) fn follow(&self, words: &[String]) -> Option<Vec<usize>> {
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
    pub(super) fn take(&mut self, token: usize) {
        let tree = self.reading.tree;
        let is_waiting = matches!(tree.label(token), Label::Prep | Label::Agent | Label::Dative)
            || (tree.label(token) == Label::Mark && is_preposition(tree.word(token)))
            || (tree.pos(token) == Pos::Adp && tree.child(token, &[Label::Pobj, Label::Pcomp]).is_some());
        self.preposition = is_waiting.then_some(token);
        self.governors.push(token);
        self.named.push(token);
    }

    /// `SUBJ be critical of OBJ`, with the copula, in apposition, or as a participle after its noun.
    pub(super) fn copula(&mut self) -> Option<()> {
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

    pub(super) fn copula_subject(&self) -> Option<Vec<usize>> {
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
            // "A and B, the aide of C": the apposition explains the nearest member.
            Label::Appos if tree.is_noun(at) => clause::coordinated(self.reading, head)
                .into_iter()
                .rfind(|&member| member < at)
                .map(|it| vec![it]),
            Label::Amod | Label::Acl if tree.pos(at) == Pos::Adj => Some(vec![head]),
            _ => None,
        }
    }

    /// `SUBJ 's invasion of OBJ`, `call between SUBJ and OBJ`.
    pub(super) fn noun(&mut self) -> Option<()> {
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
            let heads = match self.reading.ontology[self.frame.relation].value {
                Some(_) => bearer::bearers(self.reading, &self.words),
                None => self.possessors(holder),
            };
            self.fill(*role, heads)?;
        }
        self.rest()
    }

    /// The light verb that holds the noun: "held talks", "launched an attack"; or the passive of one.
    pub(super) fn holding_verb(&self) -> Option<usize> {
        let tree = self.reading.tree;
        let head = tree.head(self.trigger)?;
        let label = tree.label(self.trigger);
        let holds = matches!(label, Label::Dobj | Label::Nsubjpass) && tree.is_verb(head);
        (holds && (self.reading.lists("lightVerb", head) || label == Label::Nsubjpass)).then_some(head)
    }

    /// Whose a noun is: possessor, nationality or name before it, *by* phrase, subject of the light verb, or subject of
    /// the motion that it is the purpose of.
    pub(super) fn possessors(&self, holder: Option<usize>) -> Vec<usize> {
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
        if let Some(leader) = self.leader() {
            return vec![leader];
        }
        let modifier = tree
            .children_with(self.trigger, &[Label::Amod, Label::Compound, Label::Nmod])
            .filter(|&kid| tree.is_capitalised(kid) || clause::names_doer(self.reading, kid))
            .filter(|&kid| tree.pos(kid) != Pos::Num)
            .last();
        if let Some(kid) = modifier {
            return clause::coordinated(self.reading, kid);
        }
        // "the attack was condemned by Chile" is no attack of Chile's.
        if let Some(verb) = holder.filter(|&verb| self.reading.lists("lightVerb", verb)) {
            return clause::agents(self.reading, verb);
        }
        if let Some(verb) = self.verb_beside_talks() {
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

    /// "the Danish-led invasion of Bergen", "an EU-imposed embargo on Chad": who leads or imposes what hits somebody.
    fn leader(&self) -> Option<usize> {
        let tree = self.reading.tree;
        let family = self.reading.ontology[self.frame.relation].family.as_str();
        if !matches!(family, "assault" | "coerce" | "conflict" | "sanction" | "territory") {
            return None;
        }
        let leads = |&kid: &usize| {
            kid > 1
                && kid < self.trigger
                && tree.is_word(kid, &["lead", "impose", "launch"])
                && tree.text(kid - 1) == "-"
                && tree.pos(kid - 2) != Pos::Num
        };
        let kid =
            tree.children_with(self.trigger, &[Label::Amod, Label::Compound, Label::Nmod]).find(leads)?;
        Some(kid - 2)
    }

    /// "After talks with Oslo, Lind said": who does what is told beside talks was at them.
    fn verb_beside_talks(&self) -> Option<usize> {
        let tree = self.reading.tree;
        let family = self.reading.ontology[self.frame.relation].family.as_str();
        if !matches!(family, "consult" | "cooperate") {
            return None;
        }
        let words = ["after", "at", "before", "during", "follow", "following", "in"];
        let preposition = tree
            .head(self.trigger)
            .filter(|&up| tree.label(self.trigger) == Label::Pobj && tree.is_word(up, &words))?;
        tree.head(preposition).filter(|&up| tree.is_verb(up))
    }

    /// `SUBJ-backed OBJ`
    pub(super) fn hyphen(&mut self) -> Option<()> {
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
    pub(super) fn preposition(&mut self) -> Option<()> {
        let tree = self.reading.tree;
        if tree.label(self.trigger) != Label::Prep {
            return None;
        }
        let left = self.left_of_preposition()?;
        let right = tree.child(self.trigger, &[Label::Pobj])?;
        // "Zebari, Iraq's foreign minister": who holds an office lies nowhere.
        let owner = std::iter::once(right)
            .chain(tree.ancestors(right))
            .take(3)
            .find(|&up| tree.label(up) == Label::Poss);
        let owned = owner.and_then(|owner| tree.head(owner));
        if owned.is_some_and(|noun| self.reading.is_role_word(noun) || self.reading.lists("personNoun", noun))
        {
            return None;
        }
        let [Element::Slot(first, _), _, Element::Slot(second, _)] = self.frame.elements.as_slice() else {
            return None;
        };
        self.fill(*first, vec![left])?;
        self.fill(*second, clause::coordinated(self.reading, right))
    }

    /// The noun that a preposition hangs by, or the name right before one that the parser hung by the verb ("docked at
    /// Odesa in Ukraine").
    fn left_of_preposition(&self) -> Option<usize> {
        let tree = self.reading.tree;
        let head = tree.head(self.trigger)?;
        if tree.is_noun(head) {
            return Some(head);
        }
        let before = self.trigger.checked_sub(1)?;
        let is_object = std::iter::once(before)
            .chain(tree.ancestors(before))
            .take_while(|&up| up != head)
            .any(|up| tree.label(up) == Label::Pobj);
        (tree.pos(before) == Pos::Propn && tree.is_below(before, head) && is_object).then_some(before)
    }

    /// Whether the coordination that a name is a member of has no conjunction and not more than three members.
    fn is_bare_list(&self, name: usize) -> bool {
        let tree = self.reading.tree;
        let top = std::iter::once(name)
            .chain(tree.ancestors(name))
            .take(4)
            .find(|&up| !matches!(tree.label(up), Label::Conj | Label::Compound));
        let Some(top) = top else { return false };
        let members = clause::coordinated(self.reading, top);
        let joins = |member: usize| tree.child(member, &[Label::Cc]).is_some();
        members.len() <= 3 && tree.pos(top) == Pos::Propn && !members.into_iter().any(joins)
    }

    /// `SUBJ:Place , OBJ:Place`: two names side by side; not in a list.
    pub(super) fn comma(&mut self) -> Option<()> {
        let tree = self.reading.tree;
        let (left, right) = (self.trigger.checked_sub(1)?, self.trigger + 1);
        let is_name = |i: usize| i < tree.len() && tree.pos(i) == Pos::Propn;
        let below = |i: usize, labels: &[Label]| {
            std::iter::once(i).chain(tree.ancestors(i)).take(3).any(|up| labels.contains(&tree.label(up)))
        };
        if tree.text(self.trigger) != "," || !is_name(left) || !is_name(right) {
            return None;
        }
        // "in Los Angeles, California": parsers call that a list, which has an "and".
        if below(right, &[Label::Conj]) && !self.is_bare_list(right) {
            return None;
        }
        // "As long as Russia holds Donetsk, Canada will help": the subject of another clause.
        let verb = tree.head(right).filter(|_| matches!(tree.label(right), Label::Nsubj | Label::Nsubjpass));
        let is_clause = |up: usize| {
            tree.label(up) == Label::Advcl && tree.is_finite(up) && tree.subtree(up).end <= self.trigger
        };
        if verb.is_some_and(|verb| tree.ancestors(left).take_while(|&up| up != verb).any(is_clause)) {
            return None;
        }
        let [Element::Slot(first, _), _, Element::Slot(second, _)] = self.frame.elements.as_slice() else {
            return None;
        };
        self.fill(*first, vec![left])?;
        self.fill(*second, vec![right])
    }
}

/// "himself", "themselves"
fn is_reflexive(reading: &Reading<'_>, head: usize) -> bool {
    let word = reading.tree.text(head).to_lowercase();
    matches!(word.as_str(), "herself" | "himself" | "itself" | "themselves")
}
