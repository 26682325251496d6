//! Groups of people by other words than a noun for them: "five" of "killed five", "those on board", "anyone who
//! resists", "thousands of protesters", "student protests"; and which descriptions of groups mean the same one.

use std::ops::Range;

use super::cast::{Cast, DraftIndex, Filler};
use super::{MentionKind, number};
use crate::mention::clause;
use crate::ontology::gazetteer::Sense;
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Pos, Tag};

/// A clause that says who is meant is part of the description up to so many tokens.
const LONGEST_CLAUSE: usize = 12;

/// Lists of verbs for what is done to persons alone.
const HARMS: [&str; 5] = ["casualtyVerb", "custodyVerb", "killingVerb", "personObjectVerb", "woundingVerb"];

impl Cast<'_> {
    /// Persons that a number, "those", "others" or "anyone" stands for.
    pub(super) fn people_without_noun(&mut self, head: usize) -> Option<Filler> {
        let tree = self.reading.tree;
        let word = tree.text(head).to_lowercase();
        match word.as_str() {
            "those" | "anyone" | "anybody" | "everyone" | "everybody" => {
                // "Those attending are A and B": the names that follow stand for themselves.
                if clause::coordinated(&self.reading, head).len() > 1 {
                    return None;
                }
                let clause = self.clause_of_people(head)?;
                let tokens = head..clause.end;
                let is_short = tokens.len() <= LONGEST_CLAUSE;
                Some(self.new_nominal(head, if is_short { tokens } else { head..head + 1 }, Class::Group))
            }
            "others" if self.takes_part(head) => {
                let tokens = self.phrase(head);
                Some(self.new_nominal(head, tokens, Class::Group))
            }
            _ if self.is_count_of_people(head) => {
                let class = if number(&word) == Some(1.0) { Class::Person } else { Class::Group };
                let tokens = self.phrase(head);
                Some(self.new_nominal(head, tokens, class))
            }
            _ => None,
        }
    }

    /// What a plural describes, as a group that nothing else is known of.
    pub fn as_group(&mut self, head: usize) -> Filler {
        if let Some([filler]) = self.settled.get(&head).map(Vec::as_slice) {
            return filler.clone();
        }
        let filler = self.new_nominal(head, self.phrase(head), Class::Group);
        self.settled.insert(head, vec![filler.clone()]);
        filler
    }

    /// The clause or phrase that says of which persons a pronoun speaks: "who resist", "accused of spying", "on board".
    fn clause_of_people(&self, head: usize) -> Option<Range<usize>> {
        let tree = self.reading.tree;
        let is_any = tree.text(head).to_lowercase() != "those";
        let kid = tree.children(head).iter().copied().find(|&kid| {
            kid > head
                && match tree.label(kid) {
                    Label::Relcl => {
                        tree.subtree(kid).any(|i| tree.tag(i) == Tag::Wp && tree.text(i).starts_with("who"))
                    }
                    Label::Acl => {
                        is_any
                            || tree.tag(kid) == Tag::Vbg
                            || ["personObjectVerb", "casualtyVerb", "chargingVerb"]
                                .iter()
                                .any(|list| self.reading.lists(list, kid))
                            || tree.is_word(kid, &["involve", "displace", "affect", "want", "hold"])
                    }
                    Label::Prep => {
                        is_any || tree.is_word(kid, &["aboard", "behind"]) || {
                            tree.word(kid) == "on"
                                && tree.child(kid, &[Label::Pobj]).is_some_and(|i| tree.word(i) == "board")
                        }
                    }
                    Label::Amod | Label::Acomp => tree.is_word(kid, &["responsible", "present"]),
                    _ => false,
                }
        })?;
        let mut clause = tree.subtree(kid);
        while clause.len() > 1 && matches!(tree.pos(clause.end - 1), Pos::Punct | Pos::Space) {
            clause.end -= 1;
        }
        Some(clause)
    }

    fn takes_part(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        matches!(tree.label(head), Label::Nsubj | Label::Nsubjpass | Label::Dobj)
            || tree.label(head) == Label::Pobj
                && tree.head(head).is_some_and(|above| tree.label(above) == Label::Agent)
    }

    /// "killed five and wounded 110", "two died": a bare number of those whom only persons can be.
    fn is_count_of_people(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        let follows = |kid: usize| {
            matches!(tree.label(kid), Label::Cc | Label::Conj | Label::Punct)
                || tree.label(kid) == Label::Prep
                    && tree.is_word(kid, &["after", "at", "from", "in", "near", "on"])
        };
        let is_bare = tree.children(head).iter().all(|&kid| kid < head || follows(kid));
        let is_number = tree.tag(head) == Tag::Cd
            || tree.is_plural(head) && self.reading.lists("countNoun", head)
            || tree.is_word(head, &["many", "several"]);
        if !is_number || !is_bare || !self.takes_part(head) {
            return false;
        }
        let Some(verb) = tree.head(head).filter(|&verb| tree.is_verb(verb)) else { return false };
        let told = |list: &str| self.reading.lists(list, verb);
        let is_done_to = HARMS.iter().any(|list| told(list));
        match tree.label(head) {
            Label::Dobj => is_done_to,
            _ if clause::is_passive(&self.reading, verb) => is_done_to,
            _ => tree.word(verb) == "die" || tree.tag(head) != Tag::Cd && told("protestVerb"),
        }
    }

    /// "thousands of protesters", "a couple of bombings": the number belongs to the description of who or what they are.
    pub(super) fn widened(&self, head: usize, fillers: Vec<Filler>) -> Vec<Filler> {
        match fillers.as_slice() {
            [filler]
                if filler.kind == MentionKind::Nominal
                    && filler.tokens.start > head
                    && self.reading.tree.word(head) != "one"
                    && matches!(self.drafts[filler.entity].class(), Class::Event | Class::Group) =>
            {
                let tokens = self.phrase(head).start..filler.tokens.end;
                vec![Filler { tokens, ..filler.clone() }]
            }
            _ => fillers,
        }
    }

    /// "660 Palestinians", "many Democrats", "hundreds of Taliban", "Peruvians living abroad": some of a people or of a body,
    /// and neither the state nor the whole.
    pub(super) fn some_of(&mut self, number: usize) -> Option<Filler> {
        let tree = self.reading.tree;
        let name = &self.names[number];
        let (head, end) = (name.head, name.tokens.end);
        if let Some([filler]) = self.settled.get(&head).map(Vec::as_slice) {
            return Some(filler.clone());
        }
        let is_people = matches!(name.sense, Some((_, Sense::Demonym | Sense::Adjective)));
        let class = self.drafts[self.of_name[number]].class();
        let is_body =
            name.tokens.len() <= 2 && matches!(class, Class::ArmedGroup | Class::Group | Class::Organization);
        let is_several = tree.is_plural(head) || is_people && tree.text(head).ends_with("ese");
        // "hundreds of Taliban", "20 Taliban": the name has no plural of its own.
        let is_counted =
            || class == Class::ArmedGroup && name.tokens.len() == 1 && self.count_of(head).is_some();
        if !(is_people || is_body) || !is_several && !is_counted() {
            return None;
        }
        let start = self.count_of(head).or_else(|| self.kind_of_people(head))?;
        let filler = self.new_nominal(head, start..end, Class::Group);
        self.settled.insert(head, vec![filler.clone()]);
        Some(filler)
    }

    /// "killed an American", "another Peruvian said": one of a people, who is told of for the first time.
    pub(super) fn one_of(&mut self, number: usize) -> Option<Filler> {
        let name = &self.names[number];
        let head = name.head;
        if let Some([filler]) = self.settled.get(&head).map(Vec::as_slice) {
            return Some(filler.clone());
        }
        if !self.is_one_of(number) {
            return None;
        }
        let tokens = self.phrase(head).start..name.tokens.end;
        let filler = self.new_nominal(head, tokens, Class::Person);
        self.settled.insert(head, vec![filler.clone()]);
        Some(filler)
    }

    /// Whether the name of a people stands for one of them: "an American".
    pub(super) fn is_one_of(&self, number: usize) -> bool {
        let tree = self.reading.tree;
        let name = &self.names[number];
        let head = name.head;
        let is_of_state = matches!(name.sense, Some((entry, Sense::Demonym | Sense::Adjective))
            if self.reading.ontology.gazetteer[entry].class == Class::State);
        let is_told = matches!(tree.label(head), Label::Nsubj | Label::Nsubjpass | Label::Dobj | Label::Pobj);
        let is_one = |kid: usize| tree.is_word(kid, &["a", "an", "another", "one"]);
        is_of_state
            && is_told
            && !tree.is_plural(head)
            && tree.children_with(head, &[Label::Det, Label::Nummod]).any(is_one)
    }

    /// Where a phrase begins that says which of those are meant whom the plural `head` names: "Egyptian Christians",
    /// "Peruvians living abroad".
    fn kind_of_people(&self, head: usize) -> Option<usize> {
        let tree = self.reading.tree;
        let start = self.phrase(head).start;
        let is_next = |kid: usize| {
            kid == head + 1 && (tree.tag(kid) == Tag::Vbg || tree.is_word(kid, &["from", "in", "of"]))
        };
        let is_told = tree.children_with(head, &[Label::Acl, Label::Prep]).any(is_next);
        let is_kind = start < head
            && tree.children_with(head, &[Label::Amod, Label::Compound]).any(|kid| kid + 1 == head)
            && self.name_at[head - 1] != self.name_at[head];
        (is_told || is_kind).then_some(start)
    }

    /// Where a phrase begins that says how many of those are meant whom the plural `head` names.
    fn count_of(&self, head: usize) -> Option<usize> {
        let tree = self.reading.tree;
        let amount = |i: usize| {
            tree.tag(i) == Tag::Cd && number(&tree.text(i).to_lowercase()) != Some(1.0)
                || tree.is_word(i, &["few", "many", "more", "most", "numerous", "several", "some"])
        };
        let modifiers = [Label::Nummod, Label::Amod, Label::Det];
        let mut before = tree.children_with(head, &modifiers).filter(|&kid| kid < head);
        if before.any(amount) {
            return Some(self.phrase(head).start);
        }
        let above = tree.head(head).filter(|&of| tree.label(head) == Label::Pobj && tree.word(of) == "of")?;
        let counted = tree.head(above).filter(|&noun| noun < head)?;
        let is_count = amount(counted) || self.reading.lists("countNoun", counted);
        is_count.then(|| self.phrase(counted).start)
    }

    /// "rebel attacks", "student protests": a noun for a person that modifies another noun stands for many of them.
    pub(super) fn stands_for_many(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        let is_held =
            |above: usize| self.role_of(above).is_some_and(|role| role.domain.contains(Class::Person));
        let is_office = |above: usize| self.reading.lists("personNoun", above) || is_held(above);
        matches!(tree.label(head), Label::Amod | Label::Compound | Label::Nmod)
            && matches!(tree.pos(head), Pos::Adj | Pos::Noun | Pos::Propn)
            && self.reading.lists("personNoun", head)
            && tree.head(head).is_some_and(|above| above > head && tree.is_noun(above) && !is_office(above))
    }

    /// A group that was described before: "the protesters" of any protesters, "opposition lawmakers" of the same words.
    pub(super) fn group_before(&self, head: usize, tokens: &Range<usize>) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let is_many = tree.is_plural(head) || self.stands_for_many(head);
        if !is_many
            || self.noun_class(head) != Some(Class::Group)
            || tree.child(head, &[Label::Nummod]).is_some()
        {
            return None;
        }
        let is_bare = tokens.len() == 1;
        let is_open =
            is_bare && self.is_definite(head) && tree.child(head, &[Label::Relcl, Label::Acl]).is_none();
        let text = tree.text_of(tokens).to_lowercase();
        let noun = tree.word(head);
        // "people" are others each time.
        if is_bare && noun == "people" && !self.is_definite(head) {
            return None;
        }
        let earlier = self.settled.range(..head).rev().flat_map(|(_, fillers)| fillers);
        earlier
            .filter(|filler| filler.kind == MentionKind::Nominal)
            .find(|filler| {
                let draft = &self.drafts[filler.entity];
                !draft.is_named
                    && draft.class() == Class::Group
                    && draft.nouns.first().is_some_and(|have| have == noun)
                    && (is_open
                        || tree.text_of(&filler.tokens).to_lowercase() == text
                        || is_bare && filler.tokens.len() == 1)
            })
            .map(|filler| filler.entity)
    }

    /// "fighting between the army and the rebels … both sides": the last two that something was between, within three
    /// sentences; states, or sides of any kind.
    pub(super) fn pair_between(&mut self, head: usize, is_any: bool) -> Option<Vec<DraftIndex>> {
        let tree = self.reading.tree;
        let number = tree.sentence_number(head);
        let start = tree.sentences()[number.saturating_sub(3)].start;
        let wanted = if is_any {
            ClassSet::of(&[
                Class::State,
                Class::ArmedGroup,
                Class::Organization,
                Class::GovernmentBody,
                Class::Group,
            ])
        } else {
            ClassSet::of(&[Class::State])
        };
        (start..head).rev().filter(|&i| tree.word(i) == "between").find_map(|i| {
            let first = tree.child(i, &[Label::Pobj])?;
            let heads = clause::coordinated(&self.reading, first);
            let [one, other] = heads.as_slice() else { return None };
            if *one >= head || *other >= head {
                return None;
            }
            let pair: Vec<DraftIndex> = [*one, *other]
                .iter()
                .filter_map(|&at| Some(self.resolve(at, wanted).first()?.entity))
                .collect();
            (pair.len() == 2 && pair[0] != pair[1]).then_some(pair)
        })
    }
}
