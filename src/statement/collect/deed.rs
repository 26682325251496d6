//! Deeds whose doer or target stands in another clause: "was arrested in Kenya", "claimed responsibility for the attack",
//! "were killed when rebels shelled the town".
//!
//! Who is arrested or sentenced with no word of by whom was so by the state where that happened. An attack that a noun
//! takes up is the one that the text told of last, and what that one hit is its target. Which words tell of attacks and
//! of custody is said by the lexicon.

use super::event::Told;
use super::{Collector, DraftObject, DraftStatement, actors};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::clause;
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Pos};

/// Tokens back in which the attack that a noun takes up is looked for.
const MAX_TOKENS: usize = 200;

impl Collector<'_, '_> {
    /// Statements of deeds that no single clause tells whole.
    pub(super) fn deeds(&mut self) {
        for i in 0..self.reading().tree.len() {
            self.custody(i);
            self.attack_taken_up(i);
        }
        self.only_killed();
    }

    /// "shot and killed" is one deed.
    fn only_killed(&mut self) {
        let ontology = self.reading().ontology;
        let (Some(attacked), Some(killed)) = (ontology.relation("attacked"), ontology.relation("killed"))
        else {
            return;
        };
        let reading = self.reading();
        let tree = reading.tree;
        let place = |s: &DraftStatement| (s.entities(), tree.sentence_number(s.trigger.start));
        let kills: Vec<_> = self.statements.iter().filter(|s| s.relation == killed).map(place).collect();
        self.statements.retain(|s| {
            let is_wound = reading.lists("woundingVerb", s.trigger.start);
            s.relation != attacked || !is_wound || !kills.contains(&place(s))
        });
    }

    /// "was jailed", "is in prison", "the arrest of": whoever is in custody, and the state that holds him or her.
    fn custody(&mut self, i: usize) {
        let reading = self.reading();
        let Some(detained) = reading.ontology.relation("detained") else { return };
        let victims = self.held(i);
        if victims.is_empty() {
            return;
        }
        let range = reading.ontology[detained].range;
        let victims: Vec<Filler> =
            victims.into_iter().flat_map(|victim| self.cast.resolve(victim, range)).collect();
        let told = |victim: &Filler| {
            self.statements.iter().any(|s| {
                s.relation == detained
                    && s.entities().contains(&victim.entity)
                    && reading.tree.sentence_number(s.trigger.start) == reading.tree.sentence_number(i)
            })
        };
        // "officials convicted of treason" are nobody in particular.
        let is_somebody = |victim: &Filler| {
            let head = victim.tokens.end - 1;
            let is_counted = [Label::Det, Label::Nummod, Label::Poss];
            victim.kind != MentionKind::Nominal
                || !reading.tree.is_plural(head)
                || reading.tree.children_with(head, &is_counted).next().is_some()
        };
        let victims: Vec<Filler> =
            victims.into_iter().filter(|victim| is_somebody(victim) && !told(victim)).collect();
        // Who is in prison pays no visit to it.
        let visited = reading.ontology.relation("visited");
        self.statements.retain(|s| {
            Some(s.relation) != visited
                || !matches!(&s.object, DraftObject::Entity(object) if object.tokens.contains(&i))
        });
        let Some(state) = self.state_at_work(i) else { return };
        for victim in victims.into_iter().filter(|victim| victim.entity != state.entity) {
            self.put_event(i, detained, state.clone(), victim, Told::Clause);
        }
    }

    /// Heads of those who are in custody by token `i`, where nobody is named that took them.
    fn held(&self, i: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        if reading.lists("custodyVerb", i) && clause::is_passive(&reading, i) {
            return if clause::agents(&reading, i).is_empty() {
                clause::subjects(&reading, i)
            } else {
                Vec::new()
            };
        }
        if !tree.is_noun(i) || !reading.lists_noun("custodyNoun", i) {
            return Vec::new();
        }
        // "is in prison", "has been under house arrest"
        let up =
            tree.head(i).filter(|&up| tree.label(i) == Label::Pobj && tree.is_word(up, &["in", "under"]));
        if let Some(verb) = up.and_then(|up| tree.head(up)) {
            let is_state = tree.is_word(verb, &["be", "remain", "languish", "sit", "stay"]);
            // "was placed under house arrest"
            let is_put = tree.is_word(verb, &["hold", "keep", "place", "put", "take"])
                && clause::is_passive(&reading, verb)
                && clause::agents(&reading, verb).is_empty();
            return if is_state || is_put { clause::subjects(&reading, verb) } else { Vec::new() };
        }
        let is_act = reading.lists("arrestNoun", i);
        let is_owned = tree.child(i, &[Label::Poss]).is_some()
            || !clause::prepositional(&reading, i, &["by"]).is_empty();
        if !is_act || is_owned {
            return Vec::new();
        }
        let of = clause::prepositional(&reading, i, &["of"]);
        of.into_iter().flat_map(|(_, object)| clause::coordinated(&reading, object)).collect()
    }

    /// The state that the sentence names as the place of what token `i` tells, else the one that the text is about.
    fn state_at_work(&mut self, i: usize) -> Option<Filler> {
        let tree = self.reading().tree;
        let wanted = ClassSet::of(&[Class::State, Class::Place]);
        let sentence = tree.sentence(i);
        let places: Vec<usize> = sentence
            .filter(|&at| {
                let is_town = self.reading().lists("settlementNoun", at);
                (tree.pos(at) == Pos::Propn || is_town) && tree.label(at) == Label::Pobj
            })
            .filter(|&at| tree.head(at).is_some_and(|up| tree.is_word(up, &["in", "at"])))
            .collect();
        let nearest = places.into_iter().filter(|&at| at > i).find_map(|at| {
            let place = self.cast.resolve(at, wanted).into_iter().next()?;
            let entity = self.cast.entity_of(self.state_around(place.entity)?);
            Some(Filler { entity, ..place })
        });
        nearest.or_else(|| {
            let entity: DraftIndex = self.cast.home?;
            let tokens = self.cast.named_near(entity, i)?;
            Some(Filler { entity, tokens, kind: MentionKind::Name })
        })
    }

    /// "claimed responsibility for the attack", "said it had carried out the raid": the doer and what was hit before.
    fn attack_taken_up(&mut self, i: usize) {
        let reading = self.reading();
        let Some(attacked) = reading.ontology.relation("attacked") else { return };
        let Some(doers) = self.claimants(i) else { return };
        if self.target_of_noun(i).is_some() {
            return;
        }
        let domain = reading.ontology[attacked].domain;
        let doers: Vec<Filler> = doers.into_iter().flat_map(|head| self.cast.resolve(head, domain)).collect();
        if doers.is_empty() {
            return;
        }
        let Some(target) = self.last_target(i, &doers) else { return };
        for doer in doers {
            self.put_event(i, attacked, doer, target.clone(), Told::Clause);
        }
    }

    /// Heads of those whom a clause calls the doers of the attack that token `i` means, if it means one.
    fn claimants(&self, i: usize) -> Option<Vec<usize>> {
        let reading = self.reading();
        let tree = reading.tree;
        let head = tree.head(i)?;
        if tree.word(i) == "responsibility" && tree.is_word(head, &["claim", "take", "accept"]) {
            let of = clause::prepositional(&reading, i, &["for"]);
            let of = of.into_iter().chain(clause::prepositional(&reading, head, &["for"])).next();
            let is_attack = of.is_none_or(|(_, noun)| reading.lists_noun("attackNoun", noun));
            let has_target = of.is_some_and(|(_, noun)| self.target_of_noun(noun).is_some());
            return (is_attack && !has_target).then(|| clause::agents(&reading, head));
        }
        if !tree.is_noun(i) || !reading.lists_noun("attackNoun", i) || !self.cast.is_definite(i) {
            return None;
        }
        let is_done = |verb: usize| reading.lists_verb("perpetrateVerb", verb);
        let heads = match tree.label(i) {
            Label::Dobj | Label::Nsubjpass if is_done(head) => Some(clause::agents(&reading, head)),
            // "was behind the attack"
            Label::Pobj if tree.word(head) == "behind" => {
                let verb = tree.head(head).filter(|&up| tree.is_word(up, &["be"]))?;
                Some(clause::subjects(&reading, verb))
            }
            _ => {
                let verb = tree.children_with(i, &[Label::Acl]).find(|&kid| is_done(kid))?;
                Some(clause::agents(&reading, verb))
            }
        };
        heads.filter(|heads| !heads.is_empty())
    }

    /// What an attack's own phrase names as its target.
    fn target_of_noun(&self, noun: usize) -> Option<usize> {
        let reading = self.reading();
        let below = clause::prepositional(&reading, noun, &["on", "against", "at", "upon", "in", "of"]);
        below.first().map(|(_, target)| *target).filter(|&target| !reading.is_dated(target))
    }

    /// What the attack that was told last before token `i` hit.
    fn last_target(&mut self, i: usize, doers: &[Filler]) -> Option<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        let wanted = actors().with(Class::Place);
        let first = i.saturating_sub(MAX_TOKENS);
        for at in (first..i).rev() {
            let mut heads = Vec::new();
            if tree.is_verb(at) && reading.lists_verb("attackVerb", at) {
                heads.extend(clause::patients(&reading, at));
                let places =
                    clause::prepositional(&reading, at, &["at", "into", "near", "outside", "in", "on"]);
                heads.extend(places.into_iter().map(|(_, place)| place).filter(|&p| !reading.is_dated(p)));
            } else if tree.is_noun(at) && reading.lists_noun("attackNoun", at) {
                heads.extend(self.target_of_noun(at));
            }
            let found = heads.into_iter().flat_map(|head| self.cast.resolve(head, wanted)).find(|target| {
                !doers.iter().any(|doer| doer.entity == target.entity)
                    && !reading.lists("attackNoun", target.tokens.end - 1)
            });
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// "were killed when rebels shelled the town": who attacked, in the clause that tells when or how.
    pub(super) fn attackers_beside(&self, verb: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let clause = tree.children_with(verb, &[Label::Advcl]).find(|&kid| {
            reading.lists_verb("attackVerb", kid)
                && tree
                    .children_with(kid, &[Label::Advmod, Label::Mark])
                    .any(|word| tree.is_word(word, &["when", "as", "after"]))
        });
        clause.map_or_else(Vec::new, |kid| clause::agents(&reading, kid))
    }
}
