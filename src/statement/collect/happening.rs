//! What the phrase of an event says of it: "talks between Oslo and Lima", "a Basra car bombing", "a Danish raid", "the
//! Iran-Iraq War".
//!
//! Frames find who attends, joins or holds an event and where it is held. This adds who and what stands in the event's
//! own phrase, and who speaks where the event is a speech.

use std::ops::Range;

use super::event::Told;
use super::{Collector, actors};
use crate::entity::MentionKind;
use crate::entity::cast::Filler;
use crate::mention::clause;
use crate::ontology::gazetteer::{EntryId, Sense};
use crate::ontology::{Class, ClassSet, RelationId, Status};
use crate::parse::{Label, Tag};
use crate::statement::modality;

/// Lists of events that are known by the state in which they happen: "the Chilean election".
const OF_STATE: [&str; 4] = ["electionNoun", "protestNoun", "disasterNoun", "coupNoun"];

impl Collector<'_, '_> {
    /// Participants and places that the phrases of events name.
    pub(super) fn happenings(&mut self) {
        let ontology = self.reading().ontology;
        let (Some(participated), Some(took_place), Some(fights)) = (
            ontology.relation("participatedIn"),
            ontology.relation("tookPlaceIn"),
            ontology.relation("fightsIn"),
        ) else {
            return;
        };
        let attacked = ontology.relation("attacked");
        for head in 0..self.reading().tree.len() {
            if !self.cast.is_event_phrase(head) {
                continue;
            }
            for (participant, told) in self.taking_part(head) {
                self.put_happening(head, [participated, fights], participant, told);
            }
            if let Some(attacked) = attacked {
                self.fought(head, attacked);
            }
            for place in self.sites(head) {
                let wanted = ClassSet::of(&[Class::Event, Class::War]);
                if let Some(event) = self.cast.resolve(head, wanted).into_iter().next()
                    && event.entity != place.entity
                {
                    self.put_event(head, took_place, event, place, Told::Phrase);
                }
            }
        }
    }

    /// One takes part in an event, and fights in a war.
    pub(super) fn put_happening(&mut self, head: usize, relations: [RelationId; 2], who: Filler, told: Told) {
        let wanted = ClassSet::of(&[Class::Event, Class::War]);
        let Some(event) = self.cast.resolve(head, wanted).into_iter().next() else { return };
        let is_war = self.cast.drafts[event.entity].class() == Class::War;
        let told = if self.is_mere_prospect(head) { Told::Clause } else { told };
        if event.entity != who.entity {
            self.put_event(head, relations[usize::from(is_war)], who, event, told);
        }
    }

    /// "the risk of a Danish raid", "fears an attack", "a Danish raid is unlikely", "in case of a raid by Denmark": an event that
    /// is not known to have been, whoever it would be by.
    pub(super) fn is_mere_prospect(&self, head: usize) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        let Some(above) = tree.head(head) else { return false };
        if self.cast.is_definite(head) || tree.child(head, &[Label::Poss]).is_some() {
            return false;
        }
        let is_of_noun = |noun: usize| {
            ["doubtNoun", "possibleNoun"].iter().any(|list| reading.lists(list, noun))
                || tree.is_word(noun, &["case", "event"])
        };
        let is_awaited = |verb: usize| modality::is_awaiting(&reading, verb) && tree.word(above) == "for";
        let is_averted = |verb: usize| {
            let lists = ["negativeVerb", "cancellingVerb"];
            !tree.is_word(verb, &["stop"]) && lists.iter().any(|list| reading.lists_verb(list, verb))
        };
        let status = || modality::status(&reading, head);
        match tree.label(head) {
            Label::Pobj => {
                let is_below = tree.head(above).is_some_and(|up| is_of_noun(up) || is_awaited(up))
                    || modality::is_absent(&reading, above);
                is_below && status() != Status::Asserted
            }
            Label::Dobj if is_averted(above) => true,
            Label::Dobj => reading.lists("possibleVerb", above) && status() == Status::Possible,
            Label::Nsubj => status() == Status::Possible,
            Label::Nsubjpass => is_averted(above),
            _ => false,
        }
    }

    fn taking_part(&mut self, head: usize) -> Vec<(Filler, Told)> {
        let mut found = Vec::new();
        for token in self.between(head).into_iter().chain(self.speaking(head)).chain(self.convened(head)) {
            found.extend(self.cast.resolve(token, actors()).into_iter().map(|who| (who, Told::Clause)));
        }
        for token in self.attackers(head) {
            found.extend(self.cast.resolve(token, actors()).into_iter().map(|who| (who, Told::Phrase)));
        }
        let (whose, wanted) = self.whose_event(head);
        for token in whose {
            found.extend(self.cast.resolve(token, wanted).into_iter().map(|who| (who, Told::Phrase)));
        }
        for token in self.bodies_attacking(head) {
            let bodies = self.cast.resolve(token, ClassSet::of(&[Class::GovernmentBody]));
            let alone = bodies.into_iter().filter(|body| body.tokens.len() == 1);
            found.extend(alone.map(|who| (who, Told::Phrase)));
        }
        // The name of a war may cover those of its parties.
        for token in self.belligerents(head) {
            let tokens = token..token + 1;
            if let Some(party) = self.party_to_war(token) {
                let entity = self.cast.entity_of(party);
                found.push((Filler { entity, tokens, kind: MentionKind::Name }, Told::Phrase));
            }
        }
        found
    }

    /// "between the three parties, A, B and C": those whom the phrase or its apposition names.
    fn between(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let mut heads = Vec::new();
        let kinds = ["talksNoun", "meetingNoun", "gatheringNoun", "protestNoun", "warNoun"];
        if !kinds.iter().any(|kind| reading.lists(kind, head)) && !reading.lists("fightNoun", head) {
            return heads;
        }
        let governors = std::iter::once(head).chain(self.breaks_out(head));
        // "killed in clashes with police"
        let leads: &[&str] = if reading.lists("fightNoun", head) {
            &["between", "among", "with"]
        } else {
            &["between", "among"]
        };
        let phrases = governors.flat_map(|governor| clause::prepositional(&reading, governor, leads));
        for (_, object) in phrases {
            let apposed: Vec<usize> = tree
                .children_with(object, &[Label::Appos])
                .filter(|_| tree.is_plural(object))
                .flat_map(|name| clause::coordinated(&reading, name))
                .collect();
            let joined = clause::coordinated(&reading, object);
            let pair = clause::first_pair(&reading, &joined).to_vec();
            let mut named = if apposed.is_empty() { pair } else { apposed };
            // Parsers also call "the three parties" the first of those that it sums up.
            let sums_up = tree.is_plural(object) && tree.child(object, &[Label::Nummod]).is_some();
            named.retain(|&name| !sums_up || name != object);
            heads.extend(named);
        }
        heads
    }

    /// "Fighting broke out between": the verb that parsers hang the parties of a fight by.
    fn breaks_out(&self, head: usize) -> Option<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let verb = tree.head(head).filter(|&up| tree.label(head) == Label::Nsubj && tree.is_verb(up))?;
        reading.lists("outbreakVerb", verb).then_some(verb)
    }

    /// "Fighting broke out between the army and the rebels", "clashes between them": each attacked the other.
    fn fought(&mut self, head: usize, attacked: RelationId) {
        let reading = self.reading();
        if !reading.lists("fightNoun", head) || reading.tree.word(head) == "war" {
            return;
        }
        let domain = reading.ontology[attacked].domain;
        let governors = std::iter::once(head).chain(self.breaks_out(head));
        let between = governors.flat_map(|governor| clause::prepositional(&reading, governor, &["between"]));
        let heads: Vec<usize> = between
            .flat_map(|(_, object)| {
                let joined = clause::coordinated(&reading, object);
                clause::first_pair(&reading, &joined).to_vec()
            })
            .collect();
        let sides: Vec<Filler> =
            heads.into_iter().flat_map(|side| self.cast.resolve(side, domain).into_iter().next()).collect();
        for one in &sides {
            for other in sides.iter().filter(|other| other.entity != one.entity) {
                self.put_event(head, attacked, one.clone(), other.clone(), Told::Clause);
            }
        }
    }

    /// "gave a speech", "in a speech to the workers, she said": who speaks.
    fn speaking(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        // "made a speech": of which nothing is told, it is no event that anybody remembers.
        let is_told = self.cast.is_definite(head)
            || tree.children(head).iter().any(|&kid| {
                matches!(
                    tree.label(kid),
                    Label::Amod | Label::Compound | Label::Nmod | Label::Nummod | Label::Poss
                ) || tree.label(kid) == Label::Prep && kid > head
            });
        if !reading.lists("speechNoun", head) || !is_told {
            return Vec::new();
        }
        let lead = tree.head(head).filter(|&up| {
            tree.label(head) == Label::Pobj
                && tree.is_word(up, &["during", "in"])
                && tree.child(head, &[Label::Det, Label::Poss]).is_some()
        });
        let above = lead.and_then(|lead| tree.head(lead)).filter(|&up| tree.is_verb(up));
        if let Some(verb) = above.filter(|&verb| self.is_spoken(head, verb)) {
            return clause::agents(&reading, verb);
        }
        let verb = tree.head(head).filter(|&up| tree.label(head) == Label::Dobj && tree.is_verb(up));
        let is_given = |&verb: &usize| {
            tree.is_word(verb, &["give", "deliver", "make", "hold", "have", "finish", "begin"])
        };
        verb.filter(is_given).map_or_else(Vec::new, |verb| clause::agents(&reading, verb))
    }

    /// Whether the subject of `verb` may be the one who speaks: not where the speech has another owner.
    fn is_spoken(&self, head: usize, verb: usize) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        let owner = tree.child(head, &[Label::Poss]);
        !clause::is_passive(&reading, verb)
            && owner.is_none_or(|owner| tree.tag(owner) == Tag::PrpPoss || reading.is_dated(owner))
    }

    /// "a meeting of the League", "the League's summit": whose gathering it is.
    fn convened(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        if !reading.lists("meetingNoun", head) || reading.tree.word(head) == "session" {
            return Vec::new();
        }
        let of = clause::prepositional(&reading, head, &["of"]);
        let of = of.into_iter().flat_map(|(_, object)| clause::coordinated(&reading, object));
        let owner = reading.tree.child(head, &[Label::Poss]);
        of.chain(owner).filter(|&token| !reading.is_dated(token)).collect()
    }

    /// "the trial of Anna Berg", "a trial against nine officers", "Anna Berg's election", "her campaign for mayor": heads of
    /// those whose it is, and what they may be.
    fn whose_event(&self, head: usize) -> (Vec<usize>, ClassSet) {
        let reading = self.reading();
        let persons = ClassSet::of(&[Class::Person]);
        let is_election = reading.tree.is_word(head, &["election", "re-election", "reelection"]);
        // "Kenya's trial of two sailors", "the town's election": not those who are tried or elected.
        let (leads, wanted): (&[&str], ClassSet) = match () {
            () if reading.lists_noun("trialNoun", head) => (&["against", "of"], persons.with(Class::Group)),
            () if is_election => (&["of"], persons),
            () if reading.lists_noun("campaignNoun", head) => (&[], actors()),
            () => return (Vec::new(), persons),
        };
        let behind = clause::prepositional(&reading, head, leads);
        let behind = behind.into_iter().flat_map(|(_, object)| clause::coordinated(&reading, object));
        let owner = reading.tree.child(head, &[Label::Poss]);
        (behind.chain(owner).filter(|&token| !reading.is_dated(token)).collect(), wanted)
    }

    /// "a police raid", "an army offensive": the body that the noun before an attack tells of.
    fn bodies_attacking(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        if !reading.lists("attackNoun", head) {
            return Vec::new();
        }
        let before = reading.tree.children_with(head, &[Label::Compound, Label::Nmod]);
        before.filter(|&kid| clause::names_doer(&reading, kid) && reading.lists("bodyNoun", kid)).collect()
    }

    /// "a Danish raid", "the rebels' attack", "an al-Qaeda bombing": whose attack it is.
    pub(super) fn attackers(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let is_made = reading.lists("attackNoun", head) || reading.lists("coupNoun", head);
        // "the Rwandan genocide" was Rwanda's, but not by Rwanda.
        if !is_made || self.cast.name_of(head).is_some() || tree.is_word(head, &["genocide", "massacre"]) {
            return Vec::new();
        }
        if let Some(owner) = tree.child(head, &[Label::Poss]).filter(|&owner| !reading.is_dated(owner)) {
            return vec![owner];
        }
        let by = self.made_by(head);
        if !by.is_empty() {
            return by;
        }
        let modifiers = tree.children_with(head, &[Label::Amod, Label::Compound, Label::Nmod]);
        modifiers.filter(|&kid| kid < head && self.is_doer(kid, head)).collect()
    }

    /// "a raid by A and B", "an offensive led by A": who makes an attack by what stands behind it.
    fn made_by(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let led = tree
            .children_with(head, &[Label::Acl])
            .filter(|&kid| reading.lists("leadingVerb", kid) && clause::is_passive(&reading, kid))
            .flat_map(|verb| clause::agents(&reading, verb));
        let by = clause::prepositional(&reading, head, &["by"]).into_iter().map(|(_, object)| object);
        let by = by.filter(|&object| !reading.is_dated(object));
        by.flat_map(|object| clause::coordinated(&reading, object)).chain(led).collect()
    }

    /// Whether the name before an attack tells who made it: a nationality (before one attack, as several are a way of
    /// war) or an armed group, and no place or victim.
    fn is_doer(&self, token: usize, head: usize) -> bool {
        let Some(name) = self.cast.name_of(token).filter(|name| name.head == token) else { return false };
        let class = self.cast.named_entity(token).map(|entity| self.cast.drafts[entity].class());
        let is_force = || self.reading().lists("operationNoun", head);
        match class {
            Some(Class::ArmedGroup) => true,
            Some(Class::Organization | Class::GovernmentBody) => is_force(),
            Some(Class::State) if !self.reading().tree.is_plural(head) => {
                let senses = self.reading().senses(&name.tokens);
                senses.iter().any(|(_, sense)| *sense == Sense::Adjective)
                    || is_initials(self.reading().tree.text_of(&name.tokens))
            }
            _ => false,
        }
    }

    /// "the Iran-Iraq War", "the India–Pakistan conflict": the two names before the noun.
    fn belligerents(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        if !reading.lists("warNoun", head) || head < 3 {
            return Vec::new();
        }
        let is_party = |i: usize| self.party_to_war(i).is_some();
        let is_joined = matches!(tree.text(head - 2), "-" | "–") && is_party(head - 3) && is_party(head - 1);
        if is_joined { vec![head - 3, head - 1] } else { Vec::new() }
    }

    /// The state or armed group that one word names.
    fn party_to_war(&self, token: usize) -> Option<EntryId> {
        let reading = self.reading();
        let tokens = token..token + 1;
        let gazetteer = &reading.ontology.gazetteer;
        let fights = |entry: &EntryId| gazetteer[*entry].class == Class::ArmedGroup;
        reading
            .state_named(&tokens)
            .or_else(|| reading.senses(&tokens).iter().map(|(entry, _)| *entry).find(fights))
    }

    /// The places that a phrase names before its noun.
    fn sites(&mut self, head: usize) -> Vec<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        if !self.belligerents(head).is_empty() {
            return Vec::new();
        }
        if self.cast.name_of(head).is_some_and(|name| name.tokens.len() > 1) {
            return self.site_in_name(head).into_iter().collect();
        }
        let modifiers = [Label::Amod, Label::Compound, Label::Nmod, Label::Poss];
        let names: Vec<usize> = tree
            .children_with(head, &modifiers)
            .filter(|&kid| kid < head && tree.tag(kid) != Tag::PrpPoss && self.cast.name_of(kid).is_some())
            // "Moscow's strikes" are somewhere else.
            .filter(|&kid| tree.label(kid) != Label::Poss || self.attackers(head).is_empty())
            .collect();
        names.into_iter().filter_map(|kid| self.site(head, kid)).collect()
    }

    /// "the Brazilian Election", "the Korean War": the place at the beginning of an event's name.
    fn site_in_name(&mut self, head: usize) -> Option<Filler> {
        let reading = self.reading();
        let tokens = self.cast.name_of(head)?.tokens.clone();
        let first =
            tokens.clone().find(|&i| !reading.tree.text(i).starts_with(|c: char| c.is_ascii_digit()))?;
        let last = tokens.end - 1;
        let rest = first..last;
        let name: Range<usize> = (first + 1..=rest.end)
            .rev()
            .map(|end| first..end)
            .find(|part| !reading.senses(part).is_empty() && reading.state_named(part).is_some())?;
        if !self.is_of_state(last, &name) {
            return None;
        }
        let entity = self.cast.entity_of(reading.state_named(&name)?);
        Some(Filler { entity, tokens: name, kind: MentionKind::Name })
    }

    fn site(&mut self, head: usize, name: usize) -> Option<Filler> {
        let reading = self.reading();
        let tokens = self.cast.name_of(name)?.tokens.clone();
        let is_of_state = self.is_of_state(head, &tokens);
        let states = ClassSet::of(&[Class::State, Class::Place]);
        let place = self.cast.resolve(name, states).into_iter().next()?;
        match self.cast.drafts[place.entity].class() {
            Class::State => is_of_state.then_some(place),
            // "the Kabul bombing", but not "Mosul talks on": a town's name tells where, if it is sure to be one.
            Class::Place => {
                let is_sure = !self.cast.drafts[place.entity].is_weak;
                let is_held = ["attackNoun", "disasterNoun", "protestNoun", "killingNoun", "electionNoun"]
                    .iter()
                    .any(|kind| reading.lists(kind, head) && !reading.lists("vagueElectionNoun", head));
                (is_sure && (is_held || is_of_state)).then_some(place)
            }
            _ => None,
        }
    }

    /// Whether an event of the kind of the noun at `head` happens in the state that `name` names.
    fn is_of_state(&self, head: usize, name: &Range<usize>) -> bool {
        let reading = self.reading();
        if reading.lists("vagueElectionNoun", head) {
            return false;
        }
        let is_adjective = reading.senses(name).iter().any(|(_, sense)| *sense == Sense::Adjective);
        OF_STATE.iter().any(|kind| reading.lists(kind, head))
            || reading.lists("warNoun", head) && (!is_adjective || reading.lists_noun("civilWar", head))
    }
}

/// "U.S.", "UK": the initials of a state stand for its adjective.
fn is_initials(name: &str) -> bool {
    name.len() <= 4 && name.chars().all(|letter| letter == '.' || letter.is_ascii_uppercase())
}
