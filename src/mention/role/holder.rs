//! Who holds a role: the name beside it, what it explains, or the subject of the verb that gives it.

use super::Scan;
use crate::mention::{Holder, NameMention, clause};
use crate::ontology::Class;
use crate::parse::{Label, Pos, Tag};

/// Tokens of a second role that shares its holder with the first.
const MAX_SHARED: usize = 6;

/// Titles between a role and its holder.
const MAX_TITLES: usize = 3;

impl Scan<'_> {
    /// A name directly right; else the appositive either way; else name and comma before; else the subject of the
    /// copula; else whom or what "as" speaks of; else the phrase itself. And whether a verb gives the role.
    pub(super) fn holder(&self, start: usize, head: usize, end: usize) -> (Holder, bool) {
        if let Some(heads) = self.names_right(head) {
            return (Holder::Named(heads), false);
        }
        // "Ruto is chairman of X, Y and Z": the name behind the comma is no holder.
        let first = clause::first_coordinated(self.reading, self.hyphened_to(head));
        if self.reading.tree.label(first) == Label::Attr {
            let heads = self.predicated(head);
            if heads.iter().any(|&it| it < start && self.names_person(it)) {
                return (Holder::Named(heads), true);
            }
        }
        if let Some(holder) = self.apposed(start, head, end).or_else(|| self.shared(head)) {
            return (Holder::Named(vec![holder]), false);
        }
        match self.predicated(head) {
            heads if heads.is_empty() => (Holder::Phrase, false),
            heads => (Holder::Named(heads), true),
        }
    }

    /// "party leader and Prime Minister Anna Berg": who holds the second role holds the first as well.
    fn shared(&self, head: usize) -> Option<usize> {
        let tree = self.reading.tree;
        let sentence = tree.sentence(head);
        let joins = head + 2 < sentence.end && matches!(tree.text(head + 1), "and" | "&");
        if !joins || tree.is_plural(head) || tree.tag(head + 2) == Tag::Dt {
            return None;
        }
        let mut at = head + 2;
        while at < sentence.end.min(head + 2 + MAX_SHARED) {
            if self.reading.is_role_word(at) {
                if let Some([only]) = self.names_right(at).as_deref() {
                    return Some(*only);
                }
            } else if self.name_at[at].is_none() && !matches!(tree.pos(at), Pos::Adj | Pos::Noun) {
                return None;
            }
            at += 1;
        }
        None
    }

    /// "Ruto is president", "elected him speaker", "served as mayor".
    fn predicated(&self, head: usize) -> Vec<usize> {
        let tree = self.reading.tree;
        let at = clause::first_coordinated(self.reading, self.hyphened_to(head));
        let Some(above) = tree.head(at) else { return Vec::new() };
        match tree.label(at) {
            Label::Attr => clause::subjects(self.reading, above),
            // "was a member of X, and a member of Y": parsers join the second to the verb.
            Label::Conj if tree.is_word(above, &["be"]) && at > above => {
                clause::subjects(self.reading, above)
            }
            // "The president of X is Ruto."
            Label::Nsubj if tree.is_word(above, &["be"]) => {
                let name = tree.child(above, &[Label::Attr]).filter(|&name| self.is_person(name));
                name.into_iter().collect()
            }
            // "Ruto is a politician, the president of X", "Ruto is an Air Force (USAF) colonel."
            Label::Appos
                if tree.label(above) == Label::Attr
                    && (self.name_at[above].is_none() || tree.text(at - 1) == ")") =>
            {
                tree.head(above).map_or_else(Vec::new, |verb| clause::subjects(self.reading, verb))
            }
            Label::Oprd => {
                let object = clause::patients(self.reading, above);
                if object.is_empty() { clause::subjects(self.reading, above) } else { object }
            }
            Label::Pobj if tree.word(above) == "as" => {
                let Some(verb) = tree.head(above).filter(|&up| tree.is_verb(up)) else {
                    return tree.head(above).map_or_else(Vec::new, |noun| self.given_beside(noun));
                };
                let object = clause::patients(self.reading, verb);
                let object: Vec<usize> = object.into_iter().map(|i| self.before_letters(i)).collect();
                let is_given = object.iter().any(|&i| self.may_be_given(i))
                    && !self.reading.lists("successionVerb", verb);
                if is_given { object } else { clause::subjects(self.reading, verb) }
            }
            _ => Vec::new(),
        }
    }

    /// "commander-in-chief": the first of words that hyphens join, by which the others hang. Else the token itself.
    fn hyphened_to(&self, head: usize) -> usize {
        let tree = self.reading.tree;
        let up = |&at: &usize| tree.head(at).filter(|&up| up < at && at > 0 && tree.text(at - 1) == "-");
        std::iter::successors(Some(head), up).last().unwrap_or(head)
    }

    /// "her first trip as secretary", "Anna Berg MP as minister": who has an office by "as" behind a noun or name.
    fn given_beside(&self, noun: usize) -> Vec<usize> {
        let tree = self.reading.tree;
        let named = self.before_letters(noun);
        if self.is_person(named) {
            return vec![named];
        }
        let is_owner = |&owner: &usize| self.is_person(owner) || tree.is_word(owner, &["his", "her"]);
        tree.child(noun, &[Label::Poss]).filter(is_owner).into_iter().collect()
    }

    /// "Anna Berg MP": the name before the letters of a seat or an honour.
    fn before_letters(&self, i: usize) -> usize {
        let is_suffix = self.name_at[i].is_none()
            && self.reading.ontology.lists("personSuffix", &self.reading.tree.text(i).to_lowercase());
        let number = i.checked_sub(1).filter(|_| is_suffix).and_then(|before| self.name_at[before]);
        number.map_or(i, |number| self.names[number].tokens.end - 1)
    }

    /// Whether token `i` heads a name of a person, as far as the evidence for its class goes.
    fn is_person(&self, i: usize) -> bool {
        self.domain.contains(Class::Person)
            && self.name_at[i].is_some_and(|number| {
                self.names[number].head == i
                    && self.names[number].votes.best().is_some_and(|(class, _)| class == Class::Person)
            })
    }

    fn names_person(&self, i: usize) -> bool {
        self.is_person(i) || self.reading.tree.is_word(i, &["he", "she", "i"])
    }

    /// Whether a role may be given to what an object speaks of: "elected her as mayor", not "served two years as mayor".
    fn may_be_given(&self, object: usize) -> bool {
        let tree = self.reading.tree;
        // "identified one of the men as a member"
        let of = clause::prepositional(self.reading, object, &["of"]);
        let is_some_of_them = of.first().is_some_and(|&(_, many)| {
            tree.pos(object) == Pos::Num && tree.is_plural(many) && self.reading.lists("groupNoun", many)
        });
        self.name_at[object].is_some()
            || tree.pos(object) == Pos::Pron
            || self.reading.is_role_word(object)
            || self.reading.lists("groupNoun", object)
            || is_some_of_them
    }

    /// "President Biden", "Presidents Xi and Putin".
    fn names_right(&self, head: usize) -> Option<Vec<usize>> {
        let tree = self.reading.tree;
        let next = self.past_titles(head + 1);
        let number = *self.name_at.get(next)?;
        let name = &self.names[number?];
        if name.tokens.start != next
            || tree.sentence_number(next) != tree.sentence_number(head)
            || !self.may_hold(name)
        {
            return None;
        }
        let mut heads = vec![name.head];
        if tree.is_plural(head) {
            let mut end = name.tokens.end;
            while end + 1 < tree.len() && matches!(tree.text(end), "and" | ",") {
                let Some(number) = self.name_at[end + 1] else { break };
                heads.push(self.names[number].head);
                end = self.names[number].tokens.end;
            }
        }
        Some(heads)
    }

    /// "Prime Minister Dr. Anna Berg": the first token behind titles, from token `next` on.
    fn past_titles(&self, next: usize) -> usize {
        let tree = self.reading.tree;
        let is_title = |i: usize| {
            i < tree.len()
                && self.name_at[i].is_none()
                && tree.is_capitalised(i)
                && self.reading.ontology.lists("title", tree.word(i).trim_end_matches('.'))
        };
        let behind = (next..next + MAX_TITLES).find(|&i| !is_title(i)).unwrap_or(next);
        if behind < tree.len() && self.name_at[behind].is_some() { behind } else { next }
    }

    /// Whether a name may be what holds the role, as far as the evidence for its class goes.
    fn may_hold(&self, name: &NameMention) -> bool {
        let Some((class, weight)) = name.votes.best() else { return true };
        self.domain.contains(class) || (name.sense.is_none() && weight < 1.5)
    }

    fn apposed(&self, start: usize, head: usize, end: usize) -> Option<usize> {
        let tree = self.reading.tree;
        let sentence = tree.sentence(head);
        // "…, the envoy of X, Amos Hochstein, …", "…, the envoy of X, Mr. Amos Hochstein, …"
        let mut next = end + 1;
        while next + 1 < sentence.end.min(end + 3 + MAX_TITLES)
            && (tree.tag(next) == Tag::Dt
                || self.reading.ontology.lists("title", tree.word(next).trim_end_matches('.')))
        {
            next += 1;
        }
        // "former mayor of Lyon Gérard Collomb": the holder stands right behind the body.
        if end > head + 1
            && end < sentence.end
            && let Some(number) = self.name_at[end]
            && self.names[number].tokens.start == end
            && self.is_held_by(&self.names[number])
        {
            return Some(self.names[number].head);
        }
        // "Amos Hochstein, the envoy of X"
        let before = (start > sentence.start + 1
            && tree.text(start - 1) == ","
            && !self.begins_clause(start, head, end))
        .then(|| self.name_at[start - 2])
        .flatten()
        .filter(|&number| !self.is_where(&self.names[number]) && self.is_held_by(&self.names[number]));
        let after = (next < sentence.end && tree.text(end) == ",")
            .then(|| self.name_at[next])
            .flatten()
            .filter(|&number| {
                let name = &self.names[number];
                name.tokens.start == next
                    && self.may_hold(name)
                    && !self.is_listed(head, end)
                    && !self.is_address(head, end)
                    && !self.is_subject_behind(head, name)
            });
        // "Hochstein, envoy to Beirut, Lebanon": what is sure to be a holder goes before what only may be.
        let is_sure = after.is_some_and(|number| self.is_held_by(&self.names[number]));
        if let Some(number) = after.filter(|_| is_sure).or(before).or(after) {
            return Some(self.names[number].head);
        }
        // "Hochstein (born 1973), the envoy of X", "Hochstein, a lawyer and the envoy of X": by the tree.
        let first = clause::first_coordinated(self.reading, head);
        let above = tree.head(first).filter(|&up| tree.label(first) == Label::Appos && up < start)?;
        let number = self.name_at[above]?;
        self.is_held_by(&self.names[number]).then_some(self.names[number].head)
    }

    /// Whether the evidence says that a name is what holds the role.
    fn is_held_by(&self, name: &NameMention) -> bool {
        self.may_hold(name) && name.votes.best().is_some_and(|(class, _)| self.domain.contains(class))
    }

    /// "At the request of Anna Berg, the king dissolved": behind a phrase in front of the clause stands its subject.
    fn begins_clause(&self, start: usize, head: usize, end: usize) -> bool {
        let tree = self.reading.tree;
        let is_object =
            || self.name_at[start - 2].is_some_and(|name| tree.label(self.names[name].head) == Label::Pobj);
        tree.label(head) == Label::Nsubj && tree.head(head) == Some(end) && tree.is_verb(end) && is_object()
    }

    /// "was born in Milford, the son of": what a preposition of place leads holds no role.
    fn is_where(&self, name: &NameMention) -> bool {
        let tree = self.reading.tree;
        let before = name.tokens.start.checked_sub(1);
        before.is_some_and(|before| tree.is_word(before, &["in", "at", "near"]))
            && self.domain.contains(Class::Person)
    }

    /// "a hospital in Ghent, Belgium": the second place tells where the first one is.
    fn is_address(&self, head: usize, comma: usize) -> bool {
        let tree = self.reading.tree;
        let is_place =
            |i: usize| self.name_at[i].is_some_and(|number| self.names[number].votes.of(Class::Place) > 0.0);
        !self.domain.contains(Class::Person)
            && comma > head + 2
            && is_place(comma - 1)
            && (head + 1..comma).any(|i| tree.is_word(i, &["in", "at", "near", "on"]))
            && (is_place(comma + 1) || self.reading.state_named(&(comma + 1..comma + 2)).is_some())
    }

    /// "In a speech to lawmakers in Oslo, Anna Lind said": the subject of the clause that the phrase only opens.
    fn is_subject_behind(&self, head: usize, name: &NameMention) -> bool {
        let tree = self.reading.tree;
        let Some(verb) = tree.head(name.head).filter(|_| tree.label(name.head) == Label::Nsubj) else {
            return false;
        };
        let closes = name.tokens.end < tree.len() && tree.text(name.tokens.end) == ",";
        let opens =
            |i: usize| matches!(tree.label(i), Label::Prep | Label::Advcl) && tree.head(i) == Some(verb);
        !closes && verb > name.head && tree.ancestors(head).any(opens)
    }

    /// Whether the phrase is a member of a list, where a comma joins and does not explain.
    fn is_listed(&self, head: usize, comma: usize) -> bool {
        let tree = self.reading.tree;
        if tree.child(head, &[Label::Appos]).is_some() {
            return false;
        }
        let goes_on = |member: usize| tree.children_with(member, &[Label::Conj]).any(|kid| kid > comma);
        // "delegates from Chad, Niger and Mali": the list may be that of the bodies.
        goes_on(head) || (head + 1..comma).any(|i| tree.label(i) == Label::Pobj && goes_on(i))
    }
}
