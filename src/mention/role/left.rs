//! What stands to the left of the nouns of a role: whose it is, the party of whoever holds it and where the post is.

use std::ops::Range;

use super::{DEPUTY, Scan, TIME_MODIFIERS, domain, ending};
use crate::mention::clause;
use crate::ontology::gazetteer::Sense;
use crate::ontology::{Class, FrameId};
use crate::parse::{Label, Pos, Tag};

impl Scan<'_> {
    /// To the left over adjectives and nouns: the first token of the phrase, and the nearest name or possessor.
    pub(super) fn left(&self, nouns: &Range<usize>) -> (usize, Option<usize>) {
        let tree = self.reading.tree;
        let first = tree.sentence(nouns.start).start;
        let (mut start, mut body) = (nouns.start, None);
        let mut party = None;
        while start > first {
            let before = start - 1;
            if let Some(number) = self.name_at[before] {
                let found = self.body_before(number, nouns.start);
                if self.is_party_of_holder(number, found, nouns.end - 1) {
                    party = party.or(Some(found));
                } else if !self.is_half_of_word(number) {
                    body = body.filter(|&near| !self.is_seat(near, number, nouns.start)).or(Some(found));
                }
                start = self.names[number].tokens.start;
                continue;
            }
            // "a United States Air Force (USAF) colonel"
            if let Some(open) = self.letters_before(before) {
                start = open;
                continue;
            }
            let is_modifier = matches!(tree.pos(before), Pos::Adj | Pos::Noun | Pos::Num | Pos::Adv)
                || matches!(tree.tag(before), Tag::Pos | Tag::Jj)
                || (matches!(tree.tag(before), Tag::Vbn | Tag::Vbg)
                    && matches!(
                        tree.label(before),
                        Label::Amod | Label::Compound | Label::Nmod | Label::Punct
                    ))
                // "International Development Secretary"
                || tree.pos(before) == Pos::Propn
                    && tree.label(before) == Label::Compound
                    && tree.is_word(nouns.end - 1, &["minister", "secretary"])
                || matches!(tree.text(before), "-" | "." | "’s" | "'s")
                || TIME_MODIFIERS.iter().any(|list| self.reading.lists(list, before))
                || (tree.tag(before) == Tag::Cc && self.joins_modifiers(before, first));
            if matches!(tree.tag(before), Tag::PrpPoss | Tag::WpPoss) {
                body = body.or(party).or(Some(before));
                start = before;
                break;
            }
            if matches!(tree.tag(before), Tag::Dt) {
                start = before;
                // "the group's leader": a possessor before an article stays out, a determiner ends the phrase.
                break;
            }
            let is_role = self.reading.is_role_word(before) && !tree.is_word(before, &DEPUTY);
            if !is_modifier || is_role {
                break;
            }
            if tree.tag(before) == Tag::Pos && before > first {
                // A possessor that is no name: "the group's leader".
                if self.name_at[before - 1].is_none() {
                    body = body.or(Some(before - 1));
                    start = tree.subtree(before - 1).start.max(first).min(before - 1);
                    break;
                }
            }
            start = before;
        }
        (start, body.or(party))
    }

    /// Where the parentheses begin that `close` ends and that only hold the letters of the name before them.
    fn letters_before(&self, close: usize) -> Option<usize> {
        let tree = self.reading.tree;
        let open = close.checked_sub(2).filter(|&open| tree.text(close) == ")" && tree.text(open) == "(")?;
        let is_acronym = tree.text(open + 1).chars().filter(|c| c.is_uppercase()).count() > 1;
        let name = open.checked_sub(1).filter(|&name| is_acronym && self.name_at[name].is_some())?;
        (tree.sentence_number(name) == tree.sentence_number(close)).then_some(open)
    }

    /// "CNN's Baghdad bureau chief": whether the name right before a role only says where the post is that another name owns.
    fn is_seat(&self, near: usize, owner: usize, role: usize) -> bool {
        let (tree, owner) = (self.reading.tree, &self.names[owner]);
        let Some(seat) = self.name_at[near].map(|number| &self.names[number]) else { return false };
        let is_town = matches!(seat.sense, Some((_, Sense::Capital)))
            || seat.votes.best().is_some_and(|(class, _)| matches!(class, Class::Place | Class::State))
                && !matches!(seat.sense, Some((_, Sense::Adjective | Sense::Demonym)));
        let is_body = owner.votes.best().is_some_and(|(class, _)| class == Class::Organization);
        is_town && is_body && seat.tokens.end == role && tree.tag(owner.tokens.end) == Tag::Pos
    }

    /// "the city's Democratic mayor": the party of whoever holds the office, which is that of something else. "The
    /// Democratic leader" leads the party.
    fn is_party_of_holder(&self, number: usize, body: usize, office: usize) -> bool {
        let name = &self.names[number];
        let is_party = name.sense.is_some_and(|sense| self.reading.is_of_party(sense));
        is_party
            && body == name.head
            && self.domain.contains(Class::Person)
            && self.reading.tree.word(office) != "leader"
    }

    /// "the election commission chief", "Peru's electoral court president": the common noun before a role of persons that
    /// says of which body it is, where no name does or only that of the state.
    pub(super) fn common_body(&self, nouns: &Range<usize>, named: Option<usize>) -> Option<usize> {
        let tree = self.reading.tree;
        // "police officers" are known by what they are, and hold no post that has its place in the body.
        let is_post = self.domain.contains(Class::Person) && !tree.is_word(nouns.end - 1, &["officer"]);
        let noun = nouns.start.checked_sub(1).filter(|_| is_post)?;
        let is_before = tree.head(noun).is_some_and(|up| up > noun)
            && matches!(tree.label(noun), Label::Compound | Label::Nmod)
            && tree.pos(noun) == Pos::Noun
            && self.name_at[noun].is_none();
        let lists = |list: &str| self.reading.lists_noun(list, noun);
        let is_of_state = named.and_then(|i| self.name_at[i]).is_some_and(|number| {
            self.names[number]
                .sense
                .is_some_and(|(entry, _)| self.reading.ontology.gazetteer[entry].class == Class::State)
        });
        let is_body = match named {
            None => lists("armedGroupNoun") || lists("bodyNoun"),
            Some(_) => is_of_state && lists("bodyNoun"),
        };
        (is_before && is_body && !lists("stateAgentNoun") && !lists("fighterNoun")).then_some(noun)
    }

    /// The shorter role behind the body that an office begins with: "chief" of "police chief".
    pub(super) fn behind_body(&self, nouns: &Range<usize>) -> Option<(Range<usize>, Vec<FrameId>)> {
        let shorter = nouns.start + 1..nouns.end;
        let is_office_of_state = self.reading.lists("governmentNoun", nouns.start)
            || self.reading.tree.is_word(nouns.start, &["cabinet", "delegation", "government"]);
        if shorter.is_empty() || is_office_of_state {
            return None;
        }
        let frames = ending(self.reading, nouns.end - 1, |start| start == shorter.start);
        if frames.is_empty() {
            return None;
        }
        let scan = Scan { domain: domain(self.reading, &frames), ..*self };
        scan.common_body(&shorter, None).map(|_| (shorter, frames))
    }

    /// "the Syria-backed group", "NATO-led forces": who backs or leads a body is no whole of it.
    fn is_half_of_word(&self, number: usize) -> bool {
        let tree = self.reading.tree;
        let end = self.names[number].tokens.end;
        end + 1 < tree.len()
            && tree.text(end) == "-"
            && matches!(tree.tag(end + 1), Tag::Vbn | Tag::Vbd | Tag::Vbg)
    }

    /// "al-Qaida and Taleban fighters": the first of the bodies that stand joined before a role, and where its name begins.
    pub(super) fn first_body(&self, body: usize, nouns: &Range<usize>) -> Option<(usize, usize)> {
        let tree = self.reading.tree;
        let first = clause::first_coordinated(self.reading, body);
        let is_before = first < body
            && body < nouns.start
            && matches!(tree.label(first), Label::Amod | Label::Compound | Label::Nmod)
            && tree.head(first).is_some_and(|up| nouns.contains(&up));
        let name = self.name_at[first].filter(|_| is_before).map(|number| &self.names[number])?;
        // "Shi'ite and Sunni leaders": of faiths, which nobody is a member of.
        name.sense?;
        Some((name.head, name.tokens.start))
    }

    /// The head of a name before a role; "Labour committee chairman" heads the committee and not the party.
    fn body_before(&self, number: usize, role: usize) -> usize {
        let name = &self.names[number];
        let is_party = name.sense.is_some_and(|sense| self.reading.is_of_party(sense));
        let noun = role.saturating_sub(1);
        let is_body = noun >= name.tokens.end && self.reading.lists("bodyNoun", noun);
        if is_party && is_body { noun } else { name.head }
    }

    fn joins_modifiers(&self, and: usize, first: usize) -> bool {
        let tree = self.reading.tree;
        // "state and federal officials"
        let is_noun = |i: usize| {
            tree.tag(i) == Tag::Nn && tree.label(i) == Label::Nmod && tree.child(i, &[Label::Conj]).is_some()
        };
        and > first && (tree.pos(and - 1) == Pos::Adj || is_noun(and - 1)) && self.name_at[and - 1].is_none()
    }
}
