//! Pronouns: who "he", "it", "they", "I" and "we" are.
//!
//! In order of certainty: the speaker for the first person in a quotation and for the subject of what is reported; the
//! subject of the own sentence; then subjects and other mentions of up to three sentences before, nearest first
//! (after the sieves of Lee et al. 2013). What fits nothing stays unresolved.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::MentionKind;
use super::cast::{Cast, Draft, DraftIndex, Filler};
use crate::mention::{Reading, clause};
use crate::ontology::gazetteer::Sense;
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Pos, Tag};

/// Sentences before the own one that are searched.
const MAX_SENTENCES: usize = 3;

/// What a pronoun asks of its antecedent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wants {
    Person { is_female: bool },
    Thing,
    Many,
    Speaker { is_plural: bool },
    Addressee,
}

/// What a phrase before a pronoun is to it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Candidate {
    /// It may mean these.
    Entities(Vec<DraftIndex>),
    /// It may mean something of which nothing is known.
    Unknown,
    /// It cannot be meant.
    Unfit,
}

impl Cast<'_> {
    /// Records every pronoun of the text as a mention, whether a statement asked for it or not. What stands for several
    /// entities is a mention of none of them.
    pub fn note_pronouns(&mut self) {
        let tree = self.reading.tree;
        for i in 0..tree.len() {
            if matches!(tree.tag(i), Tag::Prp | Tag::PrpPoss | Tag::Wp | Tag::WpPoss | Tag::Wdt)
                && self.name_at[i].is_none()
                && let [filler] = self.resolve(i, ClassSet::ANY).as_slice()
                && (self.drafts[filler.entity].class() != Class::Person
                    || wants(&tree.text(i).to_lowercase()) != Some(Wants::Speaker { is_plural: true }))
            {
                self.note(&Filler { tokens: i..i + 1, kind: MentionKind::Pronoun, ..filler.clone() });
            }
        }
    }

    /// What the pronoun at token `i` refers to.
    pub(super) fn pronoun(&mut self, i: usize) -> Vec<Filler> {
        let tree = self.reading.tree;
        let filler = |entity: DraftIndex| Filler { entity, tokens: i..i + 1, kind: MentionKind::Pronoun };
        if matches!(tree.tag(i), Tag::Wp | Tag::WpPoss | Tag::Wdt) {
            let verb = tree.ancestors(i).find(|&up| tree.label(up) == Label::Relcl);
            let noun = verb.and_then(|verb| clause::antecedent(&self.reading, verb, i));
            return noun.map_or_else(Vec::new, |noun| self.resolve(noun, ClassSet::ANY));
        }
        // "the i reported": a paper and no person.
        let Some(wants) = wants(&tree.text(i).to_lowercase()).filter(|_| tree.text(i) != "i") else {
            return Vec::new();
        };
        if wants == Wants::Addressee {
            // Who interviews asks; "you" in an answer is anybody.
            let entity = if self.is_quoted(i) || !self.is_asked(i) { None } else { self.interviewed() };
            return entity.map(filler).into_iter().collect();
        }
        if let Wants::Speaker { is_plural } = wants {
            return self.first_person(i, is_plural).map(filler).into_iter().collect();
        }
        if let Some(entities) = self.reported_subject(i, wants) {
            return entities.into_iter().map(filler).collect();
        }
        if let Some(entities) = self.speaker_again(i, wants).or_else(|| self.object_again(i, wants)) {
            return entities.into_iter().map(filler).collect();
        }
        if let Some(entity) = self.subject_ahead(i, wants) {
            return vec![filler(entity)];
        }
        let mut found = self.antecedents(i, wants);
        if let Wants::Person { is_female } = wants
            && found.is_empty()
        {
            found.extend(self.topic(i, is_female));
        }
        if let Wants::Person { is_female } = wants
            && let [entity] = found.as_slice()
        {
            self.drafts[*entity].is_female = Some(is_female);
        }
        found.into_iter().map(filler).collect()
    }

    /// *I* is the speaker of the quotation; *we* the body whose role the speaker holds, if it is known, else the speaker.
    fn first_person(&mut self, i: usize, is_plural: bool) -> Option<DraftIndex> {
        let Some(quote) = self.quotes.iter().position(|quote| quote.tokens.contains(&i)) else {
            return if is_plural || self.is_asked(i) { None } else { self.interviewed() };
        };
        let speaker = self.speakers[quote]?;
        let entity = self.resolve(speaker, ClassSet::ANY).first()?.entity;
        if !is_plural || self.drafts[entity].class() != Class::Person {
            return Some(entity);
        }
        let body = self.roles.iter().find_map(|role| {
            let is_theirs = match &role.holder {
                crate::mention::Holder::Named(heads) => {
                    heads.iter().any(|&h| self.named_entity(h) == Some(entity))
                }
                crate::mention::Holder::Phrase => role.head == speaker,
            };
            is_theirs.then_some(role.body).flatten()
        });
        match body {
            Some(body) => {
                let actor = ClassSet::of(&[
                    Class::State,
                    Class::GovernmentBody,
                    Class::Organization,
                    Class::ArmedGroup,
                ]);
                self.resolve(body, actor).first().map(|filler| filler.entity).or(Some(entity))
            }
            None => Some(entity),
        }
    }

    /// Whoever is interviewed: the person that the heading of an interview names last, as *I* and *you* outside of
    /// quotation marks.
    fn interviewed(&self) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let heading = tree.sentences().first()?.clone();
        let word = heading.clone().find(|&i| tree.is_word(i, &["interview"]))?;
        let names = (word..heading.end).rev().filter_map(|i| self.named_entity(i));
        names.into_iter().find(|&entity| self.drafts[entity].class() == Class::Person)
    }

    /// Whether token `i` stands in a question.
    fn is_asked(&self, i: usize) -> bool {
        let tree = self.reading.tree;
        let sentence = tree.sentence(i);
        sentence
            .rev()
            .take_while(|&at| tree.pos(at) == Pos::Punct || tree.tag(at) == Tag::Space)
            .any(|at| tree.text(at) == "?")
    }

    /// "Ushakov said he had spoken": the pronoun in what is reported is the one who reports, outside quotation marks.
    fn reported_subject(&mut self, i: usize, wants: Wants) -> Option<Vec<DraftIndex>> {
        let tree = self.reading.tree;
        if self.quotes.iter().any(|quote| quote.tokens.contains(&i)) {
            return None;
        }
        let mut below = i;
        for up in tree.ancestors(i) {
            let is_complement = matches!(tree.label(below), Label::Ccomp | Label::Xcomp | Label::Advcl);
            if is_complement && self.reading.ontology.reports(tree.word(up)) {
                let subjects = clause::subjects(&self.reading, up);
                if !subjects.is_empty() && !subjects.contains(&i) {
                    let classes = wants.classes();
                    let found: Vec<DraftIndex> = subjects
                        .iter()
                        .flat_map(|&s| self.resolve(s, classes))
                        .map(|filler| filler.entity)
                        .collect();
                    if !found.is_empty() && self.agrees(found[0], wants) {
                        return Some(found);
                    }
                }
                return None;
            }
            below = up;
        }
        None
    }

    /// "In his visit to Lima, Anna Berg said": whom the clause names behind the phrase in front of it that the pronoun stands
    /// in.
    fn subject_ahead(&mut self, i: usize, wants: Wants) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        if !matches!(wants, Wants::Person { .. }) || self.is_quoted(i) {
            return None;
        }
        let front = std::iter::once(i).chain(tree.ancestors(i)).find(|&up| {
            matches!(tree.label(up), Label::Prep | Label::Advcl)
                && tree.head(up).is_some_and(|verb| tree.is_verb(verb) && verb > up)
        })?;
        let verb = tree.head(front)?;
        let subject = tree.child(verb, &[Label::Nsubj, Label::Nsubjpass]).filter(|&subject| subject > i)?;
        let name = self.name_of(subject).filter(|name| name.head == subject && name.tokens.len() > 1)?;
        let entity = self.named_entity(name.head)?;
        (self.drafts[entity].class() == Class::Person && self.agrees(entity, wants)).then_some(entity)
    }

    /// Whom a text is about: the person named most often before the pronoun. A text that names nobody before it, as the
    /// excerpt of a biography, is about somebody unnamed.
    fn topic(&mut self, i: usize, is_female: bool) -> Option<DraftIndex> {
        if self.quotes.iter().any(|quote| quote.tokens.contains(&i)) {
            return None;
        }
        let wants = Wants::Person { is_female };
        let mut counts: BTreeMap<DraftIndex, usize> = BTreeMap::new();
        for name in self.names.iter().take_while(|name| name.head < i) {
            if let Some(entity) = self.named_entity(name.head)
                && self.drafts[entity].class() == Class::Person
            {
                *counts.entry(entity).or_default() += 1;
            }
        }
        if !counts.is_empty() {
            counts.retain(|&entity, _| self.agrees(entity, wants));
            return counts
                .into_iter()
                .max_by_key(|&(entity, n)| (n, Reverse(entity)))
                .map(|(entity, _)| entity);
        }
        let known = self.somebody[usize::from(is_female)];
        Some(known.unwrap_or_else(|| {
            let mut draft = Draft { is_female: Some(is_female), ..Draft::default() };
            draft.votes.add(Class::Person, 1.0);
            let entity = self.add(draft);
            self.somebody[usize::from(is_female)] = Some(entity);
            entity
        }))
    }

    fn antecedents(&mut self, i: usize, wants: Wants) -> Vec<DraftIndex> {
        if wants == Wants::Thing && is_expletive(&self.reading, i) {
            return Vec::new();
        }
        if wants == Wants::Many
            && let Some(members) = self.members_before(i)
        {
            return members;
        }
        if wants == Wants::Many
            && let Some(pair) = self.coordinated_before(i)
        {
            return pair;
        }
        // "They" are several, or else one body of many.
        let numbers: &[Option<bool>] =
            if wants == Wants::Many { &[Some(true), Some(false)] } else { &[None] };
        for &is_plural in numbers {
            match self.nearest(i, wants, is_plural) {
                Candidate::Entities(found) => return found,
                Candidate::Unknown => return Vec::new(),
                Candidate::Unfit => {}
            }
        }
        Vec::new()
    }

    /// The nearest phrase before a pronoun that it may mean, subjects before others in each sentence.
    fn nearest(&mut self, i: usize, wants: Wants, is_plural: Option<bool>) -> Candidate {
        let tree = self.reading.tree;
        let sentence = tree.sentence_number(i);
        let excluded: Vec<DraftIndex> =
            self.quoted_speaker(i).into_iter().chain(self.named_beside(i)).collect();
        for number in (sentence.saturating_sub(MAX_SENTENCES)..=sentence).rev() {
            let range = tree.sentences()[number].clone();
            let end = range.end.min(i);
            let mut candidates: Vec<(bool, bool, usize)> = (range.start..end)
                .filter(|&at| number != sentence || self.may_corefer(at, i))
                .filter(|&at| !self.is_quoted(at) || self.is_quoted(i))
                .filter(|&at| is_plural.is_none_or(|wanted| self.is_several(at) == wanted))
                .map(|at| {
                    let is_far = number == sentence && self.is_far(at, i);
                    (is_far, !is_subject(self, at) && !self.owns_subject(at), at)
                })
                .collect();
            candidates.sort_unstable();
            for (_, is_other, at) in candidates {
                match self.candidate(at, wants) {
                    Candidate::Entities(found) if !found.iter().any(|one| excluded.contains(one)) => {
                        return Candidate::Entities(found);
                    }
                    Candidate::Unknown if !is_other => return Candidate::Unknown,
                    _ => {}
                }
            }
        }
        Candidate::Unfit
    }

    /// "shoes were thrown at A during his visit": whether a phrase stands in another clause than the possessive at `i`.
    fn is_far(&self, at: usize, i: usize) -> bool {
        let tree = self.reading.tree;
        let governor = |token: usize| tree.ancestors(token).find(|&up| tree.is_verb(up));
        let own = governor(i);
        tree.tag(i) == Tag::PrpPoss
            && governor(at) != own
            && !own.is_some_and(|verb| tree.is_infinitive(verb))
    }

    /// Whether token `at` heads a plural: a noun, a people, or "they".
    pub(super) fn is_several(&self, at: usize) -> bool {
        let tree = self.reading.tree;
        if matches!(tree.tag(at), Tag::Prp | Tag::PrpPoss) {
            return wants(&tree.text(at).to_lowercase()) == Some(Wants::Many);
        }
        tree.is_plural(at)
            && self.name_of(at).is_none_or(|name| {
                name.sense.is_none_or(|(_, sense)| matches!(sense, Sense::Demonym | Sense::Adjective))
            })
    }

    /// What the phrase headed by token `at` is to a pronoun that comes after it.
    fn candidate(&mut self, at: usize, asked: Wants) -> Candidate {
        let tree = self.reading.tree;
        if matches!(tree.tag(at), Tag::Prp | Tag::PrpPoss) {
            // "He … he": who was meant before is meant again, also where that is not known.
            let is_same = wants(&tree.text(at).to_lowercase()) == Some(asked);
            if !is_same || self.is_quoted(at) {
                return Candidate::Unfit;
            }
            let known: Vec<DraftIndex> =
                self.resolve(at, ClassSet::ANY).iter().map(|filler| filler.entity).collect();
            return if known.is_empty() { Candidate::Unfit } else { Candidate::Entities(known) };
        }
        if self.is_candidate(at) {
            let found = self.resolve(at, asked.classes());
            if let Some(filler) = found.first()
                && asked.classes().contains(self.drafts[filler.entity].class())
                && self.agrees(filler.entity, asked)
            {
                if filler.kind == MentionKind::Nominal {
                    self.note(filler);
                }
                return Candidate::Entities(vec![filler.entity]);
            }
            return Candidate::Unfit;
        }
        let is_common = matches!(tree.tag(at), Tag::Nn | Tag::Nns) && self.name_of(at).is_none();
        let is_plural = tree.is_plural(at);
        let is_unknown = match asked {
            Wants::Thing => !is_plural,
            Wants::Many => is_plural,
            _ => false,
        };
        if is_common && is_unknown && !self.reading.is_dated(at) {
            Candidate::Unknown
        } else {
            Candidate::Unfit
        }
    }

    /// "Turkey's objection … its": the possessor in a subject is as near to mind as the subject.
    fn owns_subject(&self, at: usize) -> bool {
        let tree = self.reading.tree;
        tree.label(at) == Label::Poss && tree.head(at).is_some_and(|noun| is_subject(self, noun))
    }

    /// Whoever speaks the quotation that the pronoun at `i` stands in, whom no third person in it means.
    fn quoted_speaker(&mut self, i: usize) -> Option<DraftIndex> {
        let quote = self.quotes.iter().position(|quote| quote.tokens.contains(&i))?;
        let speaker = self.speakers[quote]?;
        Some(self.resolve(speaker, ClassSet::ANY).first()?.entity)
    }

    /// "He described Berg as a friend": whom a verb names beside a personal pronoun is not meant by it.
    fn named_beside(&self, i: usize) -> Vec<DraftIndex> {
        let tree = self.reading.tree;
        let is_personal = tree.tag(i) == Tag::Prp && !tree.text(i).contains("sel");
        let verb = tree.head(i).filter(|&verb| is_personal && tree.is_verb(verb));
        let kids = verb.into_iter().flat_map(|verb| {
            tree.children_with(verb, &[Label::Nsubj, Label::Nsubjpass, Label::Dobj, Label::Dative])
        });
        kids.filter(|&kid| kid != i && self.name_of(kid).is_some_and(|name| name.head == kid))
            .filter_map(|kid| self.named_entity(kid))
            .collect()
    }

    pub(super) fn is_quoted(&self, i: usize) -> bool {
        self.quotes.iter().any(|quote| quote.tokens.contains(&i))
    }

    /// "A, B and their supporters": those that the possessed is coordinated with.
    fn members_before(&mut self, i: usize) -> Option<Vec<DraftIndex>> {
        let tree = self.reading.tree;
        let noun = tree.head(i).filter(|_| tree.tag(i) == Tag::PrpPoss)?;
        let first = clause::first_coordinated(&self.reading, noun);
        let heads: Vec<usize> =
            clause::coordinated(&self.reading, first).into_iter().filter(|&head| head < i).collect();
        if heads.len() < 2 {
            return None;
        }
        let classes = Wants::Many.classes().union(ClassSet::of(&[Class::Person]));
        let mut found: Vec<DraftIndex> = Vec::new();
        for &head in &heads {
            found.push(self.resolve(head, classes).first()?.entity);
        }
        Some(found)
    }

    /// "A and B … they": the last coordination before.
    fn coordinated_before(&mut self, i: usize) -> Option<Vec<DraftIndex>> {
        let tree = self.reading.tree;
        let sentence = tree.sentence_number(i);
        let first = tree.sentences()[sentence.saturating_sub(1)].start;
        let classes = Wants::Many.classes().union(ClassSet::of(&[Class::Person]));
        for at in (first..i).rev() {
            if !is_subject(self, at) {
                continue;
            }
            let heads = clause::coordinated(&self.reading, at);
            if heads.len() > 1 && heads.iter().all(|&h| h < i) {
                let found: Vec<DraftIndex> = heads
                    .iter()
                    .flat_map(|&h| self.resolve(h, classes))
                    .map(|filler| filler.entity)
                    .collect();
                if found.len() == heads.len() {
                    return Some(found);
                }
            }
        }
        None
    }

    /// Whether token `at` heads a phrase that can be an antecedent: a name's head, a role, or a settled description.
    fn is_candidate(&self, at: usize) -> bool {
        let tree = self.reading.tree;
        match self.name_of(at) {
            // A nationality before a noun is hardly ever what a pronoun means.
            Some(name) => {
                let is_modifier = matches!(tree.label(at), Label::Amod | Label::Compound | Label::Nmod);
                name.head == at && (!is_modifier || self.is_body_of_subject(at))
            }
            // "press" of "press offences"
            None => {
                tree.is_noun(at)
                    && !matches!(tree.label(at), Label::Compound | Label::Nmod)
                    && (self.role_of(at).is_some() || self.noun_class(at).is_some())
            }
        }
    }

    /// "A Hamas spokesman says two of its negotiators": the body before the office of a subject.
    fn is_body_of_subject(&self, at: usize) -> bool {
        let bodies = [Class::Organization, Class::ArmedGroup];
        let class = self.named_entity(at).map(|entity| self.drafts[entity].class());
        let tree = self.reading.tree;
        let office = tree.head(at).filter(|_| class.is_some_and(|class| bodies.contains(&class)));
        office.is_some_and(|office| {
            let named = tree.head(office).filter(|_| tree.label(office) == Label::Compound);
            self.reading.is_role_word(office) && is_subject(self, named.unwrap_or(office))
        })
    }

    /// A personal pronoun is not the subject of its own verb; a possessive may be.
    fn may_corefer(&self, at: usize, i: usize) -> bool {
        let tree = self.reading.tree;
        if tree.tag(i) == Tag::PrpPoss {
            // "Ukraine and its allies": what is coordinated with a phrase hangs below it.
            let coordinated =
                tree.ancestors(i).take_while(|&up| up != at).any(|up| tree.label(up) == Label::Conj);
            return coordinated || !tree.is_below(i, at);
        }
        let governor = |token: usize| tree.ancestors(token).find(|&up| tree.is_verb(up));
        // "Speaking to Berg, he said": whom the subject of a participle speaks to is not the subject.
        let of_participle = || {
            governor(at).is_some_and(|verb| {
                // "Speaking to Berg, he said, “…”": the verb of the quotation may stand between the two.
                let said = governor(i);
                let above =
                    said.filter(|&said| tree.label(said) == Label::Parataxis).and_then(|it| tree.head(it));
                tree.label(verb) == Label::Advcl
                    && tree.tag(verb) == Tag::Vbg
                    && (tree.head(verb) == said || above.is_some() && tree.head(verb) == above)
                    && tree.label(i) == Label::Nsubj
            })
        };
        governor(at) != governor(i) && !tree.is_below(i, at) && !of_participle()
    }

    fn agrees(&self, entity: DraftIndex, wants: Wants) -> bool {
        match wants {
            Wants::Person { is_female } => self.is_female(entity).is_none_or(|have| have == is_female),
            _ => true,
        }
    }

    /// Whether an entity is known to be a woman, by a pronoun, a title, a given name or a noun.
    fn is_female(&self, entity: DraftIndex) -> Option<bool> {
        let draft = &self.drafts[entity];
        if draft.is_female.is_some() {
            return draft.is_female;
        }
        let tree = self.reading.tree;
        let told = |word: &str| {
            let is_female = self.reading.ontology.lists("femaleWord", word);
            (is_female || self.reading.ontology.lists("maleWord", word)).then_some(is_female)
        };
        let names = draft.mentions.iter().filter(|(_, kind)| **kind == MentionKind::Name);
        let by_name = names.clone().find_map(|(&(start, end), _)| {
            let title = start.checked_sub(1).and_then(|before| told(&tree.text(before).to_lowercase()));
            let given = || (end - start > 1).then(|| told(&tree.text(start).to_lowercase())).flatten();
            title.or_else(given)
        });
        by_name.or_else(|| draft.nouns.iter().find_map(|noun| told(noun)))
    }
}

impl Wants {
    pub(super) fn classes(self) -> ClassSet {
        match self {
            Self::Person { .. } => ClassSet::of(&[Class::Person]),
            Self::Thing => ClassSet::of(&[
                Class::State,
                Class::GovernmentBody,
                Class::Organization,
                Class::ArmedGroup,
                Class::Agreement,
                Class::Proposal,
            ]),
            Self::Many => ClassSet::of(&[
                Class::Group,
                Class::ArmedGroup,
                Class::Organization,
                Class::State,
                Class::GovernmentBody,
            ]),
            Self::Speaker { .. } | Self::Addressee => ClassSet::ANY,
        }
    }
}

fn wants(pronoun: &str) -> Option<Wants> {
    Some(match pronoun {
        "he" | "him" | "his" | "himself" => Wants::Person { is_female: false },
        "she" | "her" | "hers" | "herself" => Wants::Person { is_female: true },
        "it" | "its" | "itself" => Wants::Thing,
        "they" | "them" | "their" | "theirs" | "themselves" => Wants::Many,
        "i" | "me" | "my" | "mine" | "myself" => Wants::Speaker { is_plural: false },
        "we" | "us" | "our" | "ours" | "ourselves" => Wants::Speaker { is_plural: true },
        "you" | "your" | "yours" | "yourself" => Wants::Addressee,
        _ => return None,
    })
}

fn is_subject(cast: &Cast<'_>, i: usize) -> bool {
    let label = cast.reading.tree.label(i);
    matches!(label, Label::Nsubj | Label::Nsubjpass)
}

/// "it is likely that", "it is the Senate that", "it seems", "it was reported that": *it* stands for nothing.
fn is_expletive(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    if tree.word(i) != "it" || !matches!(tree.label(i), Label::Nsubj | Label::Nsubjpass | Label::Expl) {
        return false;
    }
    let Some(verb) = tree.head(i) else { return false };
    let has_clause = |head: usize| {
        tree.children(head).iter().any(|&kid| {
            kid > head
                && (matches!(tree.label(kid), Label::Ccomp | Label::Xcomp | Label::Relcl | Label::Csubj)
                    || (matches!(tree.label(kid), Label::Advcl | Label::Acl) && tree.is_infinitive(kid)))
        })
    };
    if tree.is_word(verb, &["seem", "appear", "happen", "turn", "rain", "snow", "remain"]) {
        return true;
    }
    if tree.word(verb) == "be" {
        let predicate = tree.child(verb, &[Label::Acomp, Label::Attr]);
        return predicate.is_some_and(|predicate| has_clause(verb) || has_clause(predicate));
    }
    clause::is_passive(reading, verb) && reading.ontology.reports(tree.word(verb)) && has_clause(verb)
}
