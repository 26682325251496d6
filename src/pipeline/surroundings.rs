//! What stands around the names of a record and bears on what they mean: teams called as places, and places behind places.
//!
//! Comes in: a record as it was extracted. Goes out: places in its list of entities, and states. Nothing is changed here.

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::record::{DocumentRecord, EntityRecord, MentionRecord};
use crate::link::Damage;
use crate::link::choose::{Linker, Scene};
use crate::link::team::{self, Use};

/// Entities that the text calls as a place and means the team of: "England captain Ann Lee". By their place in the record.
pub(super) fn teams(record: &DocumentRecord) -> BTreeSet<usize> {
    let text: Vec<char> = record.text.chars().collect();
    let entities = record.entities.iter().enumerate();
    entities.filter(|(_, entity)| is_place(entity) && is_team(entity, &text)).map(|(at, _)| at).collect()
}

/// Entities that the text calls as a person and lets win or lose a game by figures: "George Washington defeated Hurricane 1-0". A
/// politician of that name is not meant, be it a team or a player.
pub(super) fn players(record: &DocumentRecord) -> BTreeSet<usize> {
    let text: Vec<char> = record.text.chars().collect();
    let entities = record.entities.iter().enumerate();
    let is_player = |entity: &EntityRecord| entity.class == "Person" && is_team(entity, &text);
    entities.filter(|(_, entity)| is_player(entity)).map(|(at, _)| at).collect()
}

/// Whether an entity is used as a team for half of its names or more, and more often than as a place.
fn is_team(entity: &EntityRecord, text: &[char]) -> bool {
    let uses = names(entity).map(|mention| {
        let before = text.get(mention.start.saturating_sub(team::WINDOW)..mention.start);
        let after = text.get(mention.end..(mention.end + team::WINDOW).min(text.len()));
        let [before, after] = [before, after].map(|part| part.unwrap_or_default().iter().collect::<String>());
        team::used_for(&before, &after)
    });
    let uses: Vec<Use> = uses.collect();
    let count = |wanted| uses.iter().filter(|one| **one == wanted).count();
    count(Use::Team) > count(Use::Place) && count(Use::Team) * 2 >= uses.len()
}

/// Places right behind places: "Moscow, Idaho".
pub(super) struct Beside {
    /// What a name lies in and where that begins, by the place where the name ends.
    wholes: BTreeMap<usize, (usize, String)>,
    /// What lies in a name, by the place where that begins.
    parts: BTreeMap<usize, String>,
}

impl Beside {
    pub(super) fn of(record: &DocumentRecord) -> Self {
        let text: Vec<char> = record.text.chars().collect();
        let places = || record.entities.iter().filter(|entity| is_place(entity)).flat_map(names);
        let starts: BTreeMap<usize, &str> =
            places().map(|mention| (mention.start, mention.text.as_str())).collect();
        let whole = |end: usize| {
            let rest = text.get(end..).unwrap_or_default();
            // Texts that were put together of words have a blank before the comma, too.
            let before = usize::from(rest.first() == Some(&' '));
            if rest.get(before..before + 2) != Some(&[',', ' ']) {
                return None;
            }
            let behind = end + before + 2;
            let place = || starts.get(&behind).map(|place| super::verdict::bare(place));
            let whole = abbreviated(text.get(behind..).unwrap_or_default()).or_else(place)?;
            Some((behind, whole.to_owned()))
        };
        let wholes: BTreeMap<usize, (usize, String)> =
            places().filter_map(|mention| Some((mention.end, whole(mention.end)?))).collect();
        let part = |mention: &MentionRecord| {
            let (start, _) = wholes.get(&mention.end)?;
            Some((*start, super::verdict::bare(&mention.text).to_owned()))
        };
        let parts = places().filter_map(part).collect();
        Self { wholes, parts }
    }

    /// The place right before a name and a comma.
    fn part(&self, mention: &MentionRecord) -> Option<&str> {
        self.parts.get(&mention.start).map(String::as_str)
    }

    /// What the text says that a name lies in.
    pub(super) fn whole(&self, mention: &MentionRecord) -> Option<&str> {
        self.found(mention).map(|(_, whole)| whole.as_str())
    }

    /// Where the name of that begins.
    pub(super) fn start(&self, mention: &MentionRecord) -> Option<usize> {
        self.found(mention).map(|(start, _)| *start)
    }

    fn found(&self, mention: &MentionRecord) -> Option<&(usize, String)> {
        self.wholes.get(&mention.end).filter(|_| mention.kind == "name")
    }
}

/// "Moscow, Idaho": a place lies in the states that a place right behind it may lie in, if that is a state or a province. In
/// "Rome, Paris and London" none is.
///
/// # Errors
/// [`Damage`] if an index is damaged where it is needed.
pub(super) fn put_beside(
    record: &DocumentRecord,
    scene: &mut Scene,
    places: &[usize],
    linker: &mut Linker<'_>,
) -> Result<(), Damage> {
    let beside = Beside::of(record);
    let text: Vec<char> = record.text.chars().collect();
    for (asked, at) in scene.asked.iter_mut().zip(places) {
        let Some(entity) = record.entities.get(*at).filter(|entity| is_place(entity)) else { continue };
        for part in names(entity).filter_map(|mention| beside.part(mention)) {
            asked.parts.extend(linker.wholes_of(part)?);
        }
        if entity.class != "Place" {
            continue;
        }
        asked.is_settlement = names(entity).any(|mention| is_settlement(&text, mention.start));
        asked.has_article = names(entity).all(|mention| has_article(&text, mention));
        for whole in entity.mentions.iter().filter_map(|mention| beside.whole(mention)) {
            if linker.is_wide(whole)? {
                asked.states.extend(linker.states_of(whole)?);
                asked.regions.extend(linker.regions_of(whole)?);
            }
        }
    }
    Ok(())
}

/// "the town of Ireland", "the Denver suburb of Aurora".
fn is_settlement(text: &[char], start: usize) -> bool {
    let before: String = text.get(start.saturating_sub(15)..start).unwrap_or_default().iter().collect();
    let noun = before.trim_end().strip_suffix(" of").and_then(|before| before.rsplit(' ').next());
    noun.is_some_and(|noun| ["hamlet", "suburb", "town", "township", "village"].contains(&noun))
}

/// "the Batman is", but not "the Paris office": the name heads a phrase with an article.
fn has_article(text: &[char], mention: &MentionRecord) -> bool {
    const GOING_ON: [&str; 16] = [
        "and", "are", "at", "had", "has", "in", "is", "of", "on", "said", "that", "was", "were", "who",
        "will", "with",
    ];
    let slice = |from: usize, to: usize| {
        text.get(from..to.min(text.len())).unwrap_or_default().iter().collect::<String>()
    };
    let before = slice(mention.start.saturating_sub(5), mention.start);
    let is_led = ["the ", "The ", " a ", "A "].iter().any(|article| before.ends_with(article));
    let after = slice(mention.end, mention.end + 6);
    let next = after
        .strip_prefix(' ')
        .map(|after| after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default());
    is_led
        && next.is_none_or(|next| next.is_empty() || GOING_ON.contains(&next))
        && !after.starts_with(['-', '’', '\''])
}

fn is_place(entity: &EntityRecord) -> bool {
    entity.class == "Place" || entity.class == "State"
}

fn names(entity: &EntityRecord) -> impl Iterator<Item = &MentionRecord> {
    entity.mentions.iter().filter(|mention| mention.kind == "name")
}

/// How agencies shorten the names of states of the United States behind a town: the short form, a tab and the name a line.
static ABBREVIATED: &str = include_str!("../../ontology/state-abbreviations.tsv");

/// The state whose shortened name a text begins with.
fn abbreviated(text: &[char]) -> Option<&'static str> {
    let begins = |short: &str| text.iter().copied().take(short.chars().count()).eq(short.chars());
    let rows = ABBREVIATED.lines().filter_map(|line| line.split_once('\t'));
    rows.into_iter().find(|(short, _)| begins(short)).map(|(_, state)| state)
}
