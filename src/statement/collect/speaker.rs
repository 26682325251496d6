//! Who a phrase before a reporting verb is: an actor, or whoever issued the statement that "said".

use super::{Collector, actors};
use crate::entity::cast::Filler;
use crate::mention::{Reading, clause};
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Pos, Tag};

impl Collector<'_, '_> {
    /// The actors that speak where `head` is the subject of a reporting verb.
    pub(super) fn speaker(&mut self, head: usize) -> Vec<Filler> {
        let reading = self.reading();
        if let Some(name) = name_beside(&reading, head) {
            let found = self.cast.resolve(name, actors());
            if !found.is_empty() {
                return found;
            }
        }
        let found = self.cast.resolve(head, actors());
        if !found.is_empty() || !reading.lists("reportingNoun", head) {
            return found;
        }
        let mut found = self.author(head);
        if found.is_empty() && is_definite(&reading, head) {
            found = self.author_before(head);
        }
        // "Reports say" names nobody. "Reports from Lima say": nobody knows by whom, but the text does not say it itself.
        if found.is_empty()
            && reading.tree.is_plural(head)
            && reading.lists("hearsayNoun", head)
            && !reading.tree.children(head).is_empty()
        {
            found = vec![self.cast.as_group(head)];
        }
        found
    }

    /// Who issued a document, by what stands beside its noun.
    fn author(&mut self, noun: usize) -> Vec<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        // "a poll by A and B"
        if let Some(&(_, first)) = clause::prepositional(&reading, noun, &["by"]).first() {
            let authors = clause::coordinated(&reading, first);
            let found: Vec<Filler> =
                authors.into_iter().flat_map(|author| self.cast.resolve(author, actors())).collect();
            if !found.is_empty() {
                return found;
            }
        }
        // "Reports from the hospital": of a body, and not of whoever is in a place.
        if let Some(&(_, sender)) = clause::prepositional(&reading, noun, &["from"]).first() {
            let bodies = ClassSet::of(&[Class::Organization, Class::GovernmentBody]);
            let found = self.cast.resolve(sender, bodies);
            if tree.is_plural(noun) && !found.is_empty() {
                return found;
            }
        }
        let source = tree
            .child(noun, &[Label::Poss])
            .filter(|&owner| !reading.is_dated(owner))
            .or_else(|| {
                // "Reports from Lima" are by whoever is there.
                let leads: &[&str] = if tree.is_plural(noun) { &["by"] } else { &["by", "from", "of"] };
                clause::prepositional(&reading, noun, leads).first().map(|(_, object)| *object)
            })
            .or_else(|| issuer(&reading, noun));
        // "The Foreign Office letter reads"
        let source = source.or_else(|| {
            let before = tree.children_with(noun, &[Label::Amod, Label::Compound, Label::Nmod]);
            let issues = |kid: usize| {
                kid < noun
                    && (self.cast.name_of(kid).is_some()
                        || reading.lists("bodyNoun", kid)
                        || tree.label(kid) != Label::Amod
                            && ["groupNoun", "mediaNoun"].iter().any(|list| reading.lists(list, kid)))
            };
            before.filter(|&kid| issues(kid)).last()
        });
        source.map_or_else(Vec::new, |source| self.cast.resolve(source, actors()))
    }

    /// "Amnesty released a report. The report says": the author of the last document before that is called the same.
    fn author_before(&mut self, noun: usize) -> Vec<Filler> {
        let reading = self.reading();
        let text = reading.tree.text(noun);
        let before: Vec<usize> = (0..noun).rev().filter(|&i| reading.tree.text(i) == text).take(8).collect();
        let known = before.into_iter().map(|i| self.author(i)).find(|found| !found.is_empty());
        known.unwrap_or_else(|| self.reporter_before(noun))
    }

    /// "Fars wrote of a deal. The report said": whoever last reported something in the sentences before; a report is by
    /// an organization.
    fn reporter_before(&mut self, noun: usize) -> Vec<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        let sentence = tree.sentence_number(noun);
        let start = tree.sentences()[sentence.saturating_sub(2)].start;
        let is_by_body = tree.is_word(noun, &["article", "broadcast", "dispatch", "report", "story"]);
        let reports = (start..tree.sentence(noun).start)
            .rev()
            .filter(|&i| tree.is_verb(i) && reading.ontology.reports(tree.word(i)));
        let agents: Vec<usize> = reports.flat_map(|verb| clause::agents(&reading, verb)).collect();
        for agent in agents {
            let found = self.cast.resolve(agent, actors());
            let is_body = |who: &Filler| self.cast.drafts[who.entity].class() == Class::Organization;
            if !found.is_empty() && (!is_by_body || found.iter().any(is_body)) {
                return found;
            }
        }
        Vec::new()
    }
}

/// "issued a statement saying", "a statement issued by", "in a statement, X said": whoever issued it.
fn issuer(reading: &Reading<'_>, noun: usize) -> Option<usize> {
    let tree = reading.tree;
    let agent = |verb: usize| clause::agents(reading, verb).first().copied();
    if let Some(verb) = tree.children_with(noun, &[Label::Acl]).find(|&kid| tree.tag(kid) == Tag::Vbn) {
        return agent(verb);
    }
    let above = tree.head(noun)?;
    match tree.label(noun) {
        Label::Dobj if reading.lists("issuingVerb", above) => agent(above),
        Label::Pobj if tree.is_word(above, &["in"]) => {
            let verb = tree.head(above).filter(|&verb| reading.ontology.reports(tree.word(verb)))?;
            clause::subjects(reading, verb).first().copied()
        }
        _ => None,
    }
}

/// Whether a noun stands for one that was mentioned: "the report", "this statement".
fn is_definite(reading: &Reading<'_>, noun: usize) -> bool {
    let tree = reading.tree;
    let is_dated = tree.child(noun, &[Label::Poss]).is_some_and(|owner| reading.is_dated(owner));
    is_dated
        || tree
            .child(noun, &[Label::Det])
            .is_some_and(|det| matches!(tree.word(det), "the" | "this" | "that"))
}

/// "An official with the charity involved, Jane Berg, denied", "a student named Berg said": the name of who is described.
fn name_beside(reading: &Reading<'_>, head: usize) -> Option<usize> {
    let tree = reading.tree;
    if tree.pos(head) == Pos::Propn || tree.tag(head) != Tag::Nn {
        return None;
    }
    let apposed = clause::apposition(reading, head).filter(|&kid| tree.pos(kid) == Pos::Propn);
    apposed.or_else(|| {
        let named = tree
            .children_with(head, &[Label::Acl])
            .find(|&kid| tree.tag(kid) == Tag::Vbn && tree.is_word(kid, &["name", "call", "identify"]))?;
        tree.child(named, &[Label::Oprd]).filter(|&kid| tree.pos(kid) == Pos::Propn)
    })
}
