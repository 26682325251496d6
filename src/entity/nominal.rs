//! Descriptions: "the US envoy", "Russian forces", "Western officials", "the deal", "19 per cent of Ukraine".
//!
//! A description is a stand-in for a state, the holder of a role, something that was mentioned before, or a new entity
//! of the class that its noun gives.

use std::ops::Range;

use super::MentionKind;
use super::cast::{Cast, Draft, DraftIndex, Filler};
use crate::mention::name::is_compass;
use crate::mention::{Holder, clause};
use crate::ontology::gazetteer::Sense;
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Pos, Tag};

impl Cast<'_> {
    /// What the description headed by token `head` refers to.
    pub(super) fn nominal(&mut self, head: usize) -> Vec<Filler> {
        let tree = self.reading.tree;
        // "China's central government": the adjective is no part of the land.
        if tree.tag(head) == Tag::Jj && is_compass(tree.word(head)) {
            return Vec::new();
        }
        if clause::is_in_preposition(&self.reading, head) {
            return self.through(head);
        }
        if let Some(fillers) = self.share(head) {
            return fillers;
        }
        if let Some(fillers) = self.both(head) {
            return fillers;
        }
        if let Some(entity) = self.country_of_person(head).or_else(|| self.event_before(head)) {
            return vec![Filler { entity, tokens: self.phrase(head), kind: MentionKind::Nominal }];
        }
        if let Some(filler) = self.officials(head) {
            return vec![filler];
        }
        let officials = self.officials_of_sides(head);
        if !officials.is_empty() {
            return officials;
        }
        let known =
            self.kind_of_name(head).or_else(|| self.place_called(head)).or_else(|| self.place_again(head));
        if let Some(entity) = known {
            return vec![Filler { entity, tokens: self.phrase(head), kind: MentionKind::Nominal }];
        }
        // A noun that only a body beside it makes a role is else a noun like others: "the country", "the company".
        if let Some(role) = self.role_of(head)
            && (!role.domain.contains(Class::State)
                || role.domain.contains(Class::Person)
                || role.body.is_some()
                || role.holder != Holder::Phrase)
        {
            return self.role_holder(role);
        }
        if !tree.is_noun(head) && !matches!(tree.tag(head), Tag::Cd | Tag::Dt | Tag::Jj | Tag::Nns) {
            return Vec::new();
        }
        if let Some(filler) = self.explained(head) {
            return vec![filler];
        }
        if matches!(tree.pos(head), Pos::Num | Pos::Det) || self.reading.lists("transparentNoun", head) {
            let through = self.through(head);
            if !through.is_empty() || !tree.is_noun(head) {
                return through;
            }
        }
        let tokens = self.phrase(head);
        if let Some(entity) = self.explained_by_name(head) {
            return vec![Filler { entity, tokens, kind: MentionKind::Nominal }];
        }
        let is_agent = self.reading.lists("stateAgentNoun", head)
            && !self.is_forces_body(head)
            && !self.is_of_no_state(head);
        if is_agent && tree.is_plural(head) {
            let sides = self.sides_before(head);
            if !sides.is_empty() {
                let kind = MentionKind::Nominal;
                return sides
                    .into_iter()
                    .map(|entity| Filler { entity, tokens: tokens.clone(), kind })
                    .collect();
            }
        }
        if is_agent && let Some(entity) = self.state_of(head).or_else(|| self.state_of_owner(head)) {
            return vec![Filler { entity, tokens, kind: MentionKind::Nominal }];
        }
        if let Some(entity) = self.state_of_text(head).or_else(|| self.named_possessor_body(head)) {
            return vec![Filler { entity, tokens, kind: MentionKind::Nominal }];
        }
        let before = self.mentioned_before(head).or_else(|| self.group_before(head, &tokens));
        if let Some(entity) = before.or_else(|| self.same_words_before(head, &tokens)) {
            return vec![Filler { entity, tokens, kind: MentionKind::Nominal }];
        }
        self.described(head, tokens).into_iter().collect()
    }

    /// "the Fatah movement", "the Likud party", "Hezbollah militants": a noun behind a name that only says what it is.
    fn kind_of_name(&self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let is_kind = !tree.is_plural(head) && self.reading.lists_noun("kindNoun", head)
            || self.reading.lists("fighterNoun", head)
                && tree.tag(head) == Tag::Nns
                && self.is_behind_name_alone(head);
        // "the Sandor news agency": the words before the noun that belong to what it is.
        let first = (head.saturating_sub(2)..head)
            .find(|&i| {
                let words: Vec<&str> = (i..=head).map(|at| tree.word(at)).collect();
                self.name_at[i].is_none() && self.reading.ontology.lists("kindNoun", &words.join("_"))
            })
            .unwrap_or(head);
        let name = first.checked_sub(1).filter(|_| is_kind || first < head).and_then(|i| self.name_of(i))?;
        let is_whole = name.tokens.end == first
            && tree.is_capitalised(name.head)
            && !matches!(name.sense, Some((_, Sense::Adjective | Sense::Demonym)));
        let entity = self.named_entity(name.head).filter(|_| is_whole)?;
        matches!(self.drafts[entity].class(), Class::Organization | Class::ArmedGroup).then_some(entity)
    }

    /// Whether one name stands before a noun, and neither a number nor anything else that picks out some of them.
    fn is_behind_name_alone(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        let before: Vec<usize> = tree.children(head).iter().copied().filter(|&kid| kid < head).collect();
        let is_bare = |&kid: &usize| tree.label(kid) == Label::Det || self.name_of(kid).is_some();
        before.iter().all(is_bare)
            && !before.iter().any(|&kid| tree.child(kid, &[Label::Conj]).is_some())
            && tree.child(head, &[Label::Relcl, Label::Acl]).is_none()
            && !tree
                .is_word(before.first().copied().unwrap_or(head), &["some", "any", "several", "many", "few"])
    }

    /// "Equinor is a company founded by", "Equinor, a company that": a noun that explains a name stands for it.
    pub(super) fn explained(&mut self, head: usize) -> Option<Filler> {
        let tree = self.reading.tree;
        if !tree.is_noun(head) || tree.is_plural(head) {
            return None;
        }
        let first = clause::first_coordinated(&self.reading, head);
        let above = tree.head(first)?;
        let named = match tree.label(first) {
            Label::Attr if tree.is_word(above, &["be", "become", "remain"]) => {
                match clause::subjects(&self.reading, above).as_slice() {
                    [one] if *one < head => *one,
                    _ => return None,
                }
            }
            Label::Appos if above < head => above,
            _ => return None,
        };
        let is_name = self.name_of(named).is_some() || tree.pos(named) == Pos::Pron;
        let filler = self.resolve(named, ClassSet::ANY).into_iter().next().filter(|_| is_name)?;
        let class = self.drafts[filler.entity].class();
        let fits =
            self.noun_class(head).is_none_or(|noun| noun == class || self.drafts[filler.entity].is_weak);
        fits.then_some(filler)
    }

    /// The tokens of a description: modifiers and noun without the article; for an event, an agreement or a war also
    /// its first prepositional phrase.
    pub(super) fn phrase(&self, head: usize) -> Range<usize> {
        let tree = self.reading.tree;
        let mut start = head;
        for &kid in tree.children(head) {
            let is_modifier = matches!(
                tree.label(kid),
                Label::Amod
                    | Label::Compound
                    | Label::Nmod
                    | Label::Nummod
                    | Label::Poss
                    | Label::Advmod
                    | Label::Quantmod
            );
            let is_participle = tree.tag(kid) == Tag::Vbg && !tree.is_capitalised(kid);
            // "only a gathering": about the whole clause.
            let is_of_clause = || tree.label(kid) == Label::Advmod && tree.tag(kid + 1) == Tag::Dt;
            if kid < head && is_modifier && !is_participle && !is_of_clause() {
                start = start.min(tree.subtree(kid).start);
            }
        }
        // "no-confidence motion" keeps its "no".
        // "this week's fighting" keeps its "this".
        let is_stripped = |start: usize| {
            matches!(tree.tag(start), Tag::Dt | Tag::Comma)
                && tree.text(start + 1) != "-"
                && (tree.head(start) == Some(head) || !tree.is_word(start, &["this", "that"]))
        };
        while start < head && is_stripped(start) {
            start += 1;
        }
        start = self.with_opening(start);
        let mut end = head + 1;
        let class = self.noun_class(head);
        if matches!(class, Some(Class::Event | Class::War)) {
            start = self.start_with_date(start);
        }
        if matches!(class, Some(Class::Agreement | Class::Proposal)) {
            return self.without_loose_end(start..self.act_end(head), head);
        }
        let is_body = matches!(class, Some(Class::GovernmentBody | Class::Organization));
        let is_people = matches!(class, Some(Class::Group | Class::Person));
        let takes_phrase = is_people || is_body || matches!(class, Some(Class::Event | Class::War));
        let is_happening = matches!(class, Some(Class::Event | Class::War));
        let leads = ["of", "in", "between", "for", "from", "into", "on", "with"];
        let leads_happening = ["about", "against", "among", "at", "by", "over", "to"];
        if takes_phrase
            && let Some(preposition) = tree.children_with(head, &[Label::Prep, Label::Agent]).find(|&kid| {
                kid == head + 1
                    && (tree.is_word(kid, &leads) || is_happening && tree.is_word(kid, &leads_happening))
                    && !clause::is_charge(&self.reading, head, kid)
                    && !clause::is_of_clause(&self.reading, kid)
                    && (class != Some(Class::Event) || tree.word(kid) != "for")
            })
            && let Some(object) = tree.child(preposition, &[Label::Pobj])
            && !self.reading.is_dated(object)
            // "killed nine guards in an attack": the deed is no place where they are.
            && (!is_people || tree.word(preposition) != "in" || !self.reading.lists_noun("eventNoun", object))
            && (!is_body || tree.is_word(preposition, &["in", "of"]) && self.name_of(object).is_some())
        {
            let is_pair = tree.is_word(preposition, &["among", "between", "by", "of", "with"]);
            let inner = tree.subtree_without(object, |kid| {
                let is_of = is_happening && tree.word(kid) == "of";
                let is_other = !is_pair && tree.label(kid) == Label::Conj && !tree.is_capitalised(kid);
                is_other
                    || !is_of
                        && matches!(
                            tree.label(kid),
                            Label::Relcl | Label::Acl | Label::Appos | Label::Prep | Label::Punct
                        )
            });
            end = inner.end.max(end);
        }
        self.without_loose_end(start..end, head)
    }

    /// "the May 7 floods", "their June summit": where the date begins that stands between an article or a possessor and
    /// an event.
    pub(super) fn start_with_date(&self, start: usize) -> usize {
        let tree = self.reading.tree;
        let is_date = |&i: &usize| self.reading.is_dated(i) && matches!(tree.tag(i), Tag::Nnp | Tag::Cd);
        let first = (tree.sentence(start).start..start).rev().take_while(is_date).last();
        let is_inside =
            |&first: &usize| first > 0 && matches!(tree.tag(first - 1), Tag::Dt | Tag::PrpPoss | Tag::Pos);
        first.filter(is_inside).unwrap_or(start)
    }

    /// The class that a common noun gives, by its lexicon and number.
    pub(super) fn noun_class(&self, head: usize) -> Option<Class> {
        let tree = self.reading.tree;
        let reading = &self.reading;
        let is_plural = tree.is_plural(head) || self.stands_for_many(head);
        if self.is_forces_body(head) {
            return Some(Class::GovernmentBody);
        }
        // "opened fire" is no blaze.
        let is_shooting = tree.word(head) == "fire"
            && tree.label(head) == Label::Dobj
            && tree.head(head).is_some_and(|verb| tree.is_word(verb, &["exchange", "open", "return"]));
        if is_shooting || self.is_side_of_known(head) {
            return None;
        }
        // "elected with 220 votes"
        if tree.word(head) == "vote" && is_plural && tree.child(head, &[Label::Nummod]).is_some() {
            return None;
        }
        // "the caucuses", "the primaries": a single one may be a body.
        if is_plural && reading.lists("electionNoun", head) {
            return Some(Class::Event);
        }
        let is_named_by_noun = || tree.child(head, &[Label::Compound, Label::Nmod]).is_some();
        if is_plural && reading.lists("moneyNoun", head) && !is_named_by_noun() {
            return None;
        }
        if is_plural && reading.lists("stateGroupNoun", head) || self.is_group_of_people(head) {
            return Some(Class::Group);
        }
        if reading.lists("groupNoun", head) {
            return Some(if is_plural || !reading.lists("personNoun", head) {
                Class::Group
            } else {
                Class::Person
            });
        }
        if reading.lists("personNoun", head) {
            return Some(if is_plural { Class::Group } else { Class::Person });
        }
        crate::mention::name::noun_class(reading, head)
    }

    /// "a group of pirates", "a gang of armed men": so many people and no body.
    fn is_group_of_people(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        let of = tree.children(head).iter().copied().find(|&kid| kid > head && tree.word(kid) == "of");
        tree.is_word(head, &["band", "crowd", "gang", "group", "mob"])
            && of.and_then(|kid| tree.child(kid, &[Label::Pobj])).is_some_and(|people| {
                tree.tag(people) == Tag::Nns && self.reading.lists("personNoun", people)
            })
    }

    /// "her counterpart, Lars Holm", "the daily, Le Soir": a singular description with a name of its class beside it.
    pub(super) fn explained_by_name(&self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        if tree.is_plural(head) {
            return None;
        }
        let name = clause::apposition(&self.reading, head).or_else(|| self.name_given(head))?;
        let entity =
            self.named_entity(name).filter(|_| self.name_of(name).is_some_and(|it| it.head == name))?;
        (self.noun_class(head)? == self.drafts[entity].class()).then_some(entity)
    }

    /// "the Kashmir region", "Basra province": the place whose name stands before what it is.
    fn place_called(&self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        if tree.is_plural(head) || !self.reading.lists("regionNoun", head) {
            return None;
        }
        // "the Helmand town of Sangin" is Sangin.
        let is_another = |&i: &usize| {
            self.named_entity(i).is_some_and(|entity| self.drafts[entity].class() != Class::State)
        };
        if let Some(Holder::Named(heads)) = self.role_of(head).map(|role| &role.holder)
            && heads.iter().any(is_another)
        {
            return None;
        }
        let before = head.checked_sub(1).filter(|&i| tree.head(i) == Some(head))?;
        let is_before = matches!(tree.label(before), Label::Compound | Label::Nmod | Label::Amod);
        let entity = self.named_entity(before).filter(|_| is_before)?;
        (self.drafts[entity].class() == Class::Place).then_some(entity)
    }

    /// "a student named Berg", "the ship called Aurora"
    fn name_given(&self, head: usize) -> Option<usize> {
        let tree = self.reading.tree;
        let verb = tree.children_with(head, &[Label::Acl]).find(|&kid| {
            kid > head && tree.tag(kid) == Tag::Vbn && tree.is_word(kid, &["name", "call", "dub"])
        })?;
        tree.child(verb, &[Label::Oprd, Label::Dobj, Label::Attr, Label::Ccomp]).filter(|&name| name > verb)
    }

    fn described(&mut self, head: usize, tokens: Range<usize>) -> Option<Filler> {
        let tree = self.reading.tree;
        let class = match self.noun_class(head) {
            Some(class) => class,
            // "Iraqis", "Kurdish fighters", "those" with a nationality: a plural with a people in it is a group.
            None if tree.is_plural(head) && self.state_of(head).is_some() => Class::Group,
            None => return self.forces_of(head, tokens),
        };
        if class == Class::Organization && tree.is_plural(head) {
            return Some(self.new_nominal(head, tokens, Class::Group));
        }
        if let Some(entity) = self.introduced_behind(head, class) {
            return Some(Filler { entity, tokens, kind: MentionKind::Nominal });
        }
        Some(self.new_nominal(head, tokens, class))
    }

    /// "NATO warplanes": the organization whose arms or people act.
    fn forces_of(&self, head: usize, tokens: Range<usize>) -> Option<Filler> {
        let tree = self.reading.tree;
        if !self.reading.lists("stateAgentNoun", head) {
            return None;
        }
        let owners = clause::owners(&self.reading, head);
        let entity = owners.into_iter().filter(|&owner| tree.pos(owner) == Pos::Propn).find_map(|owner| {
            let entity = self.named_entity(owner)?;
            matches!(self.drafts[entity].class(), Class::Organization | Class::ArmedGroup).then_some(entity)
        })?;
        Some(Filler { entity, tokens, kind: MentionKind::Nominal })
    }

    pub(super) fn new_nominal(&mut self, head: usize, tokens: Range<usize>, class: Class) -> Filler {
        let mut draft = Draft { nouns: vec![self.reading.tree.word(head).to_owned()], ..Draft::default() };
        draft.votes.add(class, 1.0);
        // A statement may know it by a pronoun alone; what it is called is still its description.
        draft.mentions.insert((tokens.start, tokens.end), MentionKind::Nominal);
        let entity = self.add(draft);
        Filler { entity, tokens, kind: MentionKind::Nominal }
    }

    /// Whether a determiner says that the reader knows what is meant: "the", "these", "both".
    pub fn is_definite(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        tree.children_with(head, &[Label::Det])
            .any(|kid| tree.is_word(kid, &["the", "this", "that", "these", "those", "both"]))
    }

    /// "both countries", "the two leaders": the last two entities of that class that were named together or alone.
    fn both(&mut self, head: usize) -> Option<Vec<Filler>> {
        let tree = self.reading.tree;
        let is_pair =
            tree.children(head).iter().any(|&kid| kid < head && tree.is_word(kid, &["both", "two"]));
        if !is_pair
            || !tree.is_plural(head)
            || !(self.is_definite(head) || tree.children(head).iter().any(|&k| tree.word(k) == "both"))
        {
            return None;
        }
        let class = if self.reading.lists("countryWord", head) || tree.is_word(head, &["side", "party"]) {
            Class::State
        } else if self.role_of(head).is_some()
            || self.reading.lists("personNoun", head)
            || self.reading.lists("groupNoun", head)
        {
            Class::Person
        } else {
            return None;
        };
        let tokens = self.phrase(head);
        let filler = |entity| Filler { entity, tokens: tokens.clone(), kind: MentionKind::Nominal };
        if class == Class::State
            && let Some(pair) = self.pair_between(head, !self.reading.lists("countryWord", head))
        {
            return Some(pair.into_iter().map(filler).collect());
        }
        if let Some(pair) = self.joined_pair(head, class) {
            return Some(pair.into_iter().map(filler).collect());
        }
        let mut found: Vec<DraftIndex> = Vec::new();
        for i in (0..head).rev() {
            let Some(name) = self.name_of(i) else { continue };
            if name.head != i {
                continue;
            }
            let entity = self.of_name[self.name_at[i].unwrap_or(0)];
            if self.drafts[entity].class() == class && !found.contains(&entity) {
                found.push(entity);
            }
            if found.len() == 2 {
                break;
            }
        }
        if found.len() < 2 {
            return None;
        }
        found.reverse();
        Some(found.into_iter().map(filler).collect())
    }

    /// "trips to Syria and Lebanon by Berg of Malta … both countries": the two of a class that are joined, and no third with
    /// them, in the sentence of token `head` or the one before.
    fn joined_pair(&self, head: usize, class: Class) -> Option<Vec<DraftIndex>> {
        let tree = self.reading.tree;
        let start = tree.sentences()[tree.sentence_number(head).saturating_sub(1)].start;
        let named = |&i: &usize| {
            let name = self.name_of(i).filter(|name| name.head == i)?;
            let entity = self.named_entity(name.head)?;
            (self.drafts[entity].class() == class).then_some(entity)
        };
        // Who is named in the own sentence is nearer than a pair before it.
        let is_alone = !(tree.sentence(head).start..head).any(|i| named(&i).is_some());
        let start = if is_alone { start } else { tree.sentence(head).start };
        (start..head).rev().filter(|i| named(i).is_some()).find_map(|i| {
            let members = clause::coordinated(&self.reading, i);
            let pair: Vec<DraftIndex> = members.iter().filter_map(named).collect();
            let is_pair = members.len() == 2 && pair.len() == 2 && pair[0] != pair[1];
            (is_pair && members[1] < head).then_some(pair)
        })
    }

    /// "a number of rebels", "one of the ministers", "Russian territory": the phrase within, or the state.
    pub(super) fn through(&mut self, head: usize) -> Vec<Filler> {
        let tree = self.reading.tree;
        let of = tree.children_with(head, &[Label::Prep]).find(|&kid| tree.word(kid) == "of");
        if let Some(object) = of.and_then(|kid| tree.child(kid, &[Label::Pobj])) {
            if self.is_list_of_places(head) {
                let names = clause::coordinated(&self.reading, object);
                return names.into_iter().flat_map(|name| self.resolve(name, ClassSet::ANY)).collect();
            }
            let fillers = self.resolve(object, ClassSet::ANY);
            return self.widened(head, fillers);
        }
        let tokens = self.phrase(head);
        self.state_of(head)
            .map(|entity| Filler { entity, tokens, kind: MentionKind::Nominal })
            .into_iter()
            .collect()
    }

    /// "some of the rebels", "many of the ministers": a word for an amount that taggers take for a pronoun, with what it is of.
    pub(super) fn is_part_of_many(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        let of =
            tree.children_with(head, &[Label::Prep]).find(|&kid| kid == head + 1 && tree.word(kid) == "of");
        tree.is_word(
            head,
            &["all", "both", "few", "half", "many", "more", "most", "several", "some", "those"],
        ) && !matches!(tree.tag(head), Tag::Prp | Tag::PrpPoss)
            && !tree.is_noun(head)
            && of.and_then(|kid| tree.child(kid, &[Label::Pobj])).is_some_and(|i| tree.is_plural(i))
    }

    /// "the states of Ohio and Iowa", "the towns of Ruma and Sabac": a plural that the names behind it are.
    pub(super) fn is_list_of_places(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        if !tree.is_noun(head)
            || !tree.is_plural(head)
            || !(self.reading.lists("settlementNoun", head)
                || tree.is_word(head, &["region", "state", "territory"]))
        {
            return false;
        }
        let of =
            tree.children_with(head, &[Label::Prep]).find(|&kid| kid == head + 1 && tree.word(kid) == "of");
        of.and_then(|kid| tree.child(kid, &[Label::Pobj])).is_some_and(|first| {
            let names = clause::coordinated(&self.reading, first);
            names.len() > 1 && names.iter().all(|&name| self.name_at[name].is_some())
        })
    }

    /// Whether a plural means several; "police" is one body.
    pub(super) fn is_many(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        tree.is_plural(head)
            && !self.is_forces_body(head)
            && !(self.reading.lists("bodyNoun", head) && tree.text(head).to_lowercase() == tree.word(head))
    }

    /// "security forces", "the armed forces": a body of the state, where its "forces" or "troops" are just the state.
    pub fn is_forces_body(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        tree.word(head) == "force" && tree.is_plural(head) && self.reading.lists_noun("bodyNoun", head)
    }
}

/// Whether several of a class are of that class: two wars are War, two companies are a Group.
pub(super) fn is_many_of_itself(class: Class) -> bool {
    matches!(class, Class::Place | Class::Event | Class::War | Class::Agreement | Class::Proposal)
}
