//! The cast of a document: its entities, and which of them a phrase refers to.
//!
//! Names give the first entities. Descriptions and pronouns are resolved when a slot of a statement asks for them, so
//! that only what takes part in a statement becomes an entity. A phrase that fits nothing stays unresolved.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::cluster::{Cluster, cluster};
use super::{MentionKind, Share};
use crate::mention::{Holder, NameMention, Quote, Reading, RolePhrase, Votes, clause};
use crate::ontology::gazetteer::{EntryId, Sense};
use crate::ontology::{Class, ClassSet};
use crate::parse::{Pos, Tag};

/// Index of a draft in [`Cast::drafts`].
pub type DraftIndex = usize;

/// An entity in the making.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Evidence for the class.
    pub votes: Votes,
    /// The gazetteer's entry.
    pub entry: Option<EntryId>,
    /// Whether it has a name.
    pub is_named: bool,
    /// Whether nothing but one word of unsure kind speaks for its class.
    pub is_weak: bool,
    /// Mentions: tokens and kind.
    pub mentions: BTreeMap<(usize, usize), MentionKind>,
    /// A fraction of something.
    pub share: Option<Share>,
    /// `true` for she, `false` for he, once a pronoun told.
    pub is_female: Option<bool>,
    /// Nouns that describe it: "president", "envoy".
    pub nouns: Vec<String>,
}

impl Draft {
    /// The class that most evidence speaks for.
    pub fn class(&self) -> Class {
        self.votes.best().map_or(Class::Group, |(class, _)| class)
    }
}

/// A phrase that fills a slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Filler {
    /// What it refers to.
    pub entity: DraftIndex,
    /// The tokens of the phrase.
    pub tokens: Range<usize>,
    /// How it refers.
    pub kind: MentionKind,
}

/// The entities of a document and what refers to them.
#[derive(Debug)]
pub struct Cast<'a> {
    /// The text.
    pub reading: Reading<'a>,
    /// Its names.
    pub names: &'a [NameMention],
    /// Its role phrases.
    pub roles: &'a [RolePhrase],
    /// Its quotations.
    pub quotes: &'a [Quote],
    /// Subject of the reporting verb of each quotation.
    pub speakers: Vec<Option<usize>>,
    /// The entities.
    pub drafts: Vec<Draft>,
    pub(super) name_at: Vec<Option<usize>>,
    pub(super) of_name: Vec<DraftIndex>,
    pub(super) role_at: HashMap<usize, usize>,
    pub(super) by_entry: HashMap<EntryId, DraftIndex>,
    pub(super) settled: BTreeMap<usize, Vec<Filler>>,
    /// Him and her whom the text never names.
    pub(super) somebody: [Option<DraftIndex>; 2],
    /// Peoples by the word that names them.
    peoples: BTreeMap<String, DraftIndex>,
    pub(super) depth: usize,
    /// The state that the text speaks of, where one stands out.
    pub home: Option<DraftIndex>,
}

/// The most named state has to be named so many times as often as the next.
const LEAD: f32 = 2.0;
/// The most named state has to be named so many times.
const LEAST: f32 = 3.0;

/// Phrases that lead to each other are followed so far.
const MAX_DEPTH: usize = 12;

impl<'a> Cast<'a> {
    /// The cast of a text with what was found in it.
    pub fn new(
        reading: Reading<'a>,
        names: &'a [NameMention],
        roles: &'a [RolePhrase],
        quotes: &'a [Quote],
        speakers: Vec<Option<usize>>,
    ) -> Self {
        let (clusters, of_name) = cluster(&reading, names);
        let mut name_at = vec![None; reading.tree.len()];
        for (number, name) in names.iter().enumerate() {
            name_at[name.tokens.clone()].fill(Some(number));
            // "Alice Berg MP": the letters head the phrase.
            if has_letters(&reading, name) {
                name_at[name.tokens.end] = Some(number);
            }
        }
        let drafts: Vec<Draft> = clusters.iter().map(|cluster| draft(&reading, names, cluster)).collect();
        let by_entry =
            drafts.iter().enumerate().filter_map(|(i, draft)| draft.entry.map(|entry| (entry, i))).collect();
        let role_at = roles.iter().enumerate().map(|(i, role)| (role.head, i)).collect();
        let mut cast = Self {
            reading,
            names,
            roles,
            quotes,
            speakers,
            drafts,
            name_at,
            of_name,
            role_at,
            by_entry,
            settled: BTreeMap::new(),
            somebody: [None; 2],
            peoples: BTreeMap::new(),
            depth: 0,
            home: None,
        };
        cast.home = most_named(&cast.states_spoken_of(), &BTreeSet::new());
        cast.describe_holders();
        cast
    }

    /// How often each state is named: by its name, its adjective, or one of its bodies.
    pub fn states_spoken_of(&mut self) -> BTreeMap<DraftIndex, f32> {
        let gazetteer = &self.reading.ontology.gazetteer;
        let is_state = |entry: &EntryId| gazetteer[*entry].class == Class::State;
        let mut counts = BTreeMap::new();
        for name in self.names {
            let of_body = || name.whole.or_else(|| name.sense.and_then(|(entry, _)| gazetteer[entry].state));
            let direct = name.sense.map(|(entry, _)| entry).filter(is_state);
            if let Some(entry) = direct.or_else(|| of_body().filter(is_state)) {
                *counts.entry(self.entity_of(entry)).or_insert(0.0) += 1.0;
            }
        }
        counts
    }

    /// Who holds a role is what its frames admit, and the role's nouns describe them.
    fn describe_holders(&mut self) {
        for role in self.roles {
            let Holder::Named(heads) = &role.holder else { continue };
            for &head in heads {
                if let Some(entity) = self.name_at[head].map(|name| self.of_name[name])
                    && self.drafts[entity].entry.is_none()
                {
                    if let Some(class) = [Class::Person, Class::Organization, Class::Place]
                        .into_iter()
                        .find(|&class| role.domain.contains(class))
                    {
                        self.drafts[entity].votes.add(class, 1.5);
                    }
                    self.drafts[entity]
                        .nouns
                        .extend(role.nouns.clone().map(|i| self.reading.tree.word(i).to_owned()));
                }
            }
        }
    }

    /// The name that covers token `i`.
    pub fn name_of(&self, i: usize) -> Option<&'a NameMention> {
        self.name_at[i].map(|number| &self.names[number])
    }

    /// The entity that the name over token `i` refers to.
    pub fn named_entity(&self, i: usize) -> Option<DraftIndex> {
        self.name_at[i].map(|number| self.of_name[number])
    }

    /// The role phrase whose last noun is token `i`.
    pub fn role_of(&self, i: usize) -> Option<&'a RolePhrase> {
        self.role_at.get(&i).map(|&number| &self.roles[number])
    }

    /// Entities that the phrase headed by token `head` refers to, as far as they are of a class in `wanted`; more than
    /// one for "they" and "both countries".
    pub fn resolve(&mut self, head: usize, wanted: ClassSet) -> Vec<Filler> {
        if self.depth >= MAX_DEPTH {
            return Vec::new();
        }
        self.depth += 1;
        let found = self.resolve_once(head, wanted);
        self.depth -= 1;
        found
    }

    fn resolve_once(&mut self, head: usize, wanted: ClassSet) -> Vec<Filler> {
        if let Some(number) = self.name_at[head] {
            return self.resolve_name(number, wanted).into_iter().collect();
        }
        let fillers = match self.settled.get(&head) {
            Some(fillers) => fillers.clone(),
            None => {
                let tree = self.reading.tree;
                let found = if let Some(filler) = self.people_without_noun(head) {
                    vec![filler]
                } else if self.is_part_of_many(head) || self.is_list_of_places(head) {
                    self.through(head)
                } else if matches!(tree.pos(head), Pos::Pron)
                    || matches!(tree.tag(head), Tag::Prp | Tag::PrpPoss | Tag::WpPoss)
                {
                    self.pronoun(head)
                } else {
                    self.nominal(head)
                };
                self.settled.insert(head, found.clone());
                found
            }
        };
        let admitted: Vec<Filler> =
            fillers.into_iter().filter_map(|filler| self.admit(filler, wanted)).collect();
        // "Danish soldiers serve in": a group where one is wanted, else the state that they serve.
        if admitted.is_empty()
            && wanted.contains(Class::State)
            && self.reading.lists("stateAgentNoun", head)
            && !self.is_of_no_state(head)
            && let Some(entity) = self.state_of(head)
        {
            return vec![Filler { entity, tokens: self.phrase(head), kind: MentionKind::Nominal }];
        }
        admitted
    }

    /// "the security apparatus, the National Bureau": the name that explains a noun which stands for nobody by itself.
    pub fn apposed(&mut self, noun: usize, wanted: ClassSet) -> Option<Filler> {
        let tree = self.reading.tree;
        let name = clause::apposition(&self.reading, noun)
            .filter(|&kid| tree.tag(noun) == Tag::Nn && tree.pos(kid) == Pos::Propn)?;
        let number = self.name_at[name]?;
        self.resolve_name(number, wanted)
    }

    /// A filler whose class fits, or whose class is so unsure that the slot may decide it.
    fn admit(&mut self, filler: Filler, wanted: ClassSet) -> Option<Filler> {
        let draft = &mut self.drafts[filler.entity];
        if wanted.contains(draft.class()) {
            return Some(filler);
        }
        if !draft.is_weak {
            return None;
        }
        let class =
            [Class::Person, Class::Place, Class::Organization].into_iter().find(|&c| wanted.contains(c))?;
        // A weak name is called what most of its slots want: a third of a recogniser's vote each.
        draft.votes.add(class, 0.35);
        Some(filler)
    }

    fn resolve_name(&mut self, number: usize, wanted: ClassSet) -> Option<Filler> {
        let name = &self.names[number];
        let entity = self.of_name[number];
        let filler = Filler { entity, tokens: name.tokens.clone(), kind: MentionKind::Name };
        if wanted.contains(Class::Group)
            && let Some(some) = self.some_of(number)
        {
            return Some(some);
        }
        if wanted.contains(Class::Person)
            && let Some(one) = self.one_of(number)
        {
            return Some(one);
        }
        // "is holding a Peruvian" holds no part of Peru.
        if self.is_one_of(number) {
            return None;
        }
        if wanted.contains(self.drafts[entity].class()) {
            return Some(filler);
        }
        if let Some(state) = self.capital_of(&name.tokens)
            && wanted.contains(Class::State)
        {
            let entity = self.entity_of(state);
            return Some(Filler { entity, ..filler });
        }
        if let Some(people) = self.people(number, wanted) {
            return Some(Filler { entity: people, ..filler });
        }
        self.admit(filler, wanted)
    }

    /// "Libyans" where a group is wanted and no state: the people, and not the state that they are of.
    fn people(&mut self, number: usize, wanted: ClassSet) -> Option<DraftIndex> {
        let name = &self.names[number];
        let is_people = matches!(name.sense, Some((_, Sense::Demonym | Sense::Adjective)))
            && self.reading.tree.is_plural(name.head)
            && wanted.contains(Class::Group);
        if !is_people {
            return None;
        }
        let text = self.reading.tree.text_of(&name.tokens);
        let known = self.peoples.get(text).copied();
        Some(known.unwrap_or_else(|| {
            let mut draft = Draft { nouns: vec![text.to_lowercase()], ..Draft::default() };
            draft.votes.add(Class::Group, 2.0);
            let entity = self.add(draft);
            self.peoples.insert(text.to_owned(), entity);
            entity
        }))
    }

    /// The state whose capital a range of tokens names.
    fn capital_of(&self, tokens: &Range<usize>) -> Option<EntryId> {
        let mut senses = self.reading.senses(tokens).iter();
        let state = senses.find(|(_, sense)| *sense == Sense::Capital).map(|(entry, _)| *entry)?;
        (!self.lies_outside(tokens.end, state)).then_some(state)
    }

    /// "London, Ontario": whether a province of another state stands right behind a name.
    fn lies_outside(&self, end: usize, state: EntryId) -> bool {
        let tree = self.reading.tree;
        let gazetteer = &self.reading.ontology.gazetteer;
        let is_outside = |entry: EntryId| {
            let entry = &gazetteer[entry];
            let is_province =
                entry.class == Class::Place && entry.wikidata.is_some() && entry.geonames.is_none();
            is_province && entry.state.is_some_and(|other| other != state)
        };
        end + 1 < tree.len()
            && tree.text(end) == ","
            && self.name_of(end + 1).and_then(|name| name.sense).is_some_and(|(entry, _)| is_outside(entry))
    }

    /// The entity of a gazetteer entry, made if the text did not name it so far.
    pub fn entity_of(&mut self, entry: EntryId) -> DraftIndex {
        if let Some(&entity) = self.by_entry.get(&entry) {
            return entity;
        }
        let mut draft = Draft { entry: Some(entry), is_named: true, ..Draft::default() };
        draft.votes.add(self.reading.ontology.gazetteer[entry].class, 3.0);
        let entity = self.add(draft);
        self.by_entry.insert(entry, entity);
        entity
    }

    /// Adds an entity.
    pub fn add(&mut self, draft: Draft) -> DraftIndex {
        self.drafts.push(draft);
        self.drafts.len() - 1
    }

    /// The tokens that name an entity nearest to token `at`.
    pub fn named_near(&self, entity: DraftIndex, at: usize) -> Option<Range<usize>> {
        let names = self.drafts[entity].mentions.iter().filter(|(_, kind)| **kind == MentionKind::Name);
        names.map(|(&(start, end), _)| start..end).min_by_key(|tokens| tokens.start.abs_diff(at))
    }

    /// The state that a phrase belongs to, by an adjective, a name before it, a possessor or "of".
    pub fn state_of(&mut self, head: usize) -> Option<DraftIndex> {
        use crate::parse::Label as L;
        let tree = self.reading.tree;
        let kids: Vec<usize> = tree
            .children_with(head, &[L::Amod, L::Compound, L::Nmod, L::Poss])
            .chain(
                tree.children_with(head, &[L::Prep])
                    .filter(|&kid| tree.word(kid) == "of")
                    .filter_map(|kid| tree.child(kid, &[L::Pobj])),
            )
            .collect();
        kids.into_iter().find_map(|kid| self.state_at(kid))
    }

    pub(super) fn state_at(&mut self, token: usize) -> Option<DraftIndex> {
        let name = self.name_of(token)?;
        let state = self.reading.state_named(&name.tokens)?;
        Some(self.entity_of(state))
    }
}

/// The state that is named most, if no other comes near.
pub fn most_named(
    spoken_of: &BTreeMap<DraftIndex, f32>,
    excluded: &BTreeSet<DraftIndex>,
) -> Option<DraftIndex> {
    let mut best: Option<(f32, DraftIndex)> = None;
    let mut next = 0.0_f32;
    for (&state, &count) in spoken_of {
        if excluded.contains(&state) {
            continue;
        }
        match best {
            Some((most, _)) if count <= most => next = next.max(count),
            _ => {
                next = best.map_or(0.0, |(most, _)| most);
                best = Some((count, state));
            }
        }
    }
    best.filter(|&(count, _)| count >= LEAST && count >= LEAD * next).map(|(_, state)| state)
}

/// Whether the letters of an honour or a seat stand behind a name.
fn has_letters(reading: &Reading<'_>, name: &NameMention) -> bool {
    let (tree, next) = (reading.tree, name.tokens.end);
    let last = next - 1;
    next < tree.sentence(last).end
        && tree.head(last) == Some(next)
        && tree.text(next).chars().all(|c| c.is_uppercase() || c == '.')
        && reading.ontology.lists("personSuffix", &tree.text(next).to_lowercase())
}

/// Where a name begins that is known with the title before it: "Pope Francis", "King Hamad".
fn with_title(reading: &Reading<'_>, name: &NameMention) -> Option<usize> {
    let tree = reading.tree;
    let before = name.tokens.start.checked_sub(1)?;
    let is_title = tree.is_capitalised(before)
        && reading.lists("partOfNameTitle", before)
        && tree.sentence_number(before) == tree.sentence_number(name.tokens.start);
    (is_title && name.tokens.len() <= 2).then_some(before)
}

fn draft(reading: &Reading<'_>, names: &[NameMention], cluster: &Cluster) -> Draft {
    let is_single = cluster.names.iter().all(|&i| names[i].tokens.len() == 1);
    let (class, weight) = cluster.votes.best().unwrap_or((Class::Person, 0.0));
    let most = weight / cluster.names.len() as f32;
    // What stands around a name adds to the votes for these; a noun in the name alone speaks for the others.
    let is_guessed = matches!(class, Class::Person | Class::Place | Class::Organization);
    let mut draft = Draft {
        votes: cluster.votes,
        entry: cluster.entry,
        is_named: true,
        is_weak: cluster.entry.is_none()
            && (is_single || most < 0.5)
            && most < if is_guessed { 2.3 } else { 1.5 },
        ..Draft::default()
    };
    for &i in &cluster.names {
        draft.mentions.insert((names[i].tokens.start, names[i].tokens.end), MentionKind::Name);
        if let Some(start) = with_title(reading, &names[i]).filter(|_| class == Class::Person) {
            draft.mentions.insert((start, names[i].tokens.end), MentionKind::Name);
        }
    }
    if draft.votes.best().is_none() {
        draft.votes.add(Class::Person, 0.3);
    }
    draft
}
