//! Who makes a visit that a noun tells of: "on a visit to Oslo, she said", "his trip to Lima", "on its way to Cairo".
//!
//! The traveller is the owner of the noun, else the subject of the verb that the noun stands by.

use super::event::Told;
use super::{Collector, DraftObject, DraftStatement, actors};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::{FARTHEST, clause};
use crate::ontology::{Class, ClassSet, RelationId, Status};
use crate::parse::{Label, Pos, Tag};

/// Relations of those who come together.
const MEETINGS: [&str; 3] = ["metWith", "negotiatedWith", "hosted"];

impl Collector<'_, '_> {
    /// Travellers and the places that nouns of travel lead to.
    pub(super) fn visits(&mut self) {
        let reading = self.reading();
        let Some(visited) = reading.ontology.relation("visited") else { return };
        let places = ClassSet::of(&[Class::Place, Class::State]);
        for head in 0..reading.tree.len() {
            if !reading.tree.is_noun(head) || !reading.lists("visitNoun", head) {
                continue;
            }
            let leads = ["to", "in", "of", "at"];
            let goals: Vec<usize> = clause::prepositional(&reading, head, &leads)
                .into_iter()
                .filter(|(lead, _)| reading.tree.word(*lead) == "to" || reading.tree.word(head) != "way")
                .flat_map(|(_, goal)| clause::coordinated(&reading, goal))
                .collect();
            let goals: Vec<_> = goals.into_iter().flat_map(|goal| self.cast.resolve(goal, places)).collect();
            if goals.is_empty() {
                continue;
            }
            let who: Vec<_> =
                self.travellers(head).into_iter().flat_map(|who| self.cast.resolve(who, actors())).collect();
            for traveller in who {
                for goal in &goals {
                    if traveller.entity != goal.entity {
                        self.put_event(head, visited, traveller.clone(), goal.clone(), Told::Clause);
                    }
                }
            }
        }
    }

    /// "Berg is in Lima for talks": who is where another state is.
    pub(super) fn stays(&mut self) {
        let reading = self.reading();
        let Some(visited) = reading.ontology.relation("visited") else { return };
        let (persons, places) = (ClassSet::of(&[Class::Person]), ClassSet::of(&[Class::Place, Class::State]));
        for at in 0..reading.tree.len() {
            let Some((verb, sites)) = self.stay_at(at) else { continue };
            let sites: Vec<_> = sites.into_iter().flat_map(|site| self.cast.resolve(site, places)).collect();
            if sites.is_empty() {
                continue;
            }
            let heads = clause::subjects(&reading, verb);
            let who: Vec<_> = heads.into_iter().flat_map(|head| self.cast.resolve(head, persons)).collect();
            for somebody in &who {
                for site in &sites {
                    if somebody.entity != site.entity && self.is_away(somebody.entity, site.entity) {
                        self.put_event(verb, visited, somebody.clone(), site.clone(), Told::Clause);
                    }
                }
            }
        }
    }

    /// The verb and the places of a stay that token `at` tells of: "is in Lima", "fell ill while in Lima".
    fn stay_at(&self, at: usize) -> Option<(usize, Vec<usize>)> {
        let reading = self.reading();
        let tree = reading.tree;
        if tree.word(at) == "be" && tree.is_verb(at) {
            let sites = clause::prepositional(&reading, at, &["in"]);
            return Some((at, sites.into_iter().map(|(_, site)| site).collect()));
        }
        let lead = at + 1;
        let is_while = tree.is_word(at, &["while"]) && lead < tree.len() && tree.is_word(lead, &["in"]);
        if !is_while {
            return None;
        }
        let site = tree.child(lead, &[Label::Pobj]).or_else(|| tree.child(at, &[Label::Pobj]))?;
        let verb = tree.ancestors(at).take(4).find(|&up| tree.is_verb(up))?;
        Some((verb, vec![site]))
    }

    /// "Lind met visiting President Berg": who is called visiting came to the state of whoever meets him or her, or where
    /// the sentence is.
    pub(super) fn visiting(&mut self) {
        let reading = self.reading();
        let tree = reading.tree;
        let Some(visited) = reading.ontology.relation("visited") else { return };
        let persons = ClassSet::of(&[Class::Person]);
        for word in 0..tree.len() {
            let Some(head) = self.called_visiting(word) else { continue };
            let Some(guest) = self.cast.resolve(head, persons).into_iter().next() else { continue };
            if let Some(host) = self.host_beside(word, guest.entity) {
                self.put_event(word, visited, guest, host, Told::Phrase);
            }
        }
    }

    /// The noun that "visiting" describes. Parsers also take it for what somebody does to the guest ("talks with visiting
    /// President Berg").
    fn called_visiting(&self, word: usize) -> Option<usize> {
        let tree = self.reading().tree;
        if !tree.text(word).eq_ignore_ascii_case("visiting") {
            return None;
        }
        let described = tree.head(word).filter(|&up| tree.label(word) == Label::Amod && up > word);
        let is_bare = tree.children(word).iter().all(|&kid| kid > word) && tree.label(word) != Label::Acl;
        let object = || {
            tree.child(word, &[Label::Dobj])
                .filter(|&object| is_bare && tree.subtree(object).start == word + 1)
        };
        described.or_else(object).filter(|&head| tree.pos(head) == Pos::Propn)
    }

    /// The state to which somebody came, by the sentence of a token: where it says that something is done, else that of
    /// whoever it names besides.
    fn host_beside(&mut self, word: usize, guest: DraftIndex) -> Option<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        let own = tree.sentence(word);
        let sentence = own.start.max(word.saturating_sub(FARTHEST))..own.end.min(word + FARTHEST);
        let places = ClassSet::of(&[Class::Place, Class::State]);
        let sites =
            sentence.clone().filter(|&at| tree.label(at) == Label::Pobj && tree.pos(at) == Pos::Propn);
        let sites: Vec<usize> =
            sites.filter(|&at| tree.head(at).is_some_and(|up| tree.is_word(up, &["in"]))).collect();
        for site in sites {
            let found = self.cast.resolve(site, places).into_iter().next();
            if let Some(site) = found.filter(|site| self.is_away(guest, site.entity)) {
                return Some(site);
            }
        }
        let partner = |s: &DraftStatement| match &s.object {
            DraftObject::Entity(other) if sentence.contains(&s.trigger.start) => {
                [(s.subject.entity, other.entity), (other.entity, s.subject.entity)]
                    .into_iter()
                    .find_map(|(one, other)| (one == guest).then_some(other))
            }
            _ => None,
        };
        let partners: Vec<DraftIndex> = self.statements.iter().filter_map(partner).collect();
        for partner in partners {
            let is_state = self.cast.drafts[partner].class() == Class::State;
            let own = self.state_around(partner).filter(|_| is_state);
            let Some(state) = self.homes(partner).into_iter().next().or(own) else { continue };
            let entity = self.cast.entity_of(state);
            if self.is_away(guest, entity) {
                let tokens = self.cast.named_near(entity, word).unwrap_or(word..word + 1);
                return Some(Filler { entity, tokens, kind: MentionKind::Name });
            }
        }
        None
    }

    /// "met her in Oslo", "held talks in Oslo with visiting President Berg": whoever of them has another state came there.
    pub(super) fn met_abroad(&mut self) {
        let ontology = self.reading().ontology;
        let Some(visited) = ontology.relation("visited") else { return };
        let is_meeting = |s: &&DraftStatement| {
            MEETINGS.contains(&ontology[s.relation].name.as_str())
                && matches!(s.status, Status::Asserted | Status::Planned)
        };
        let met: Vec<(usize, Status, DraftIndex, Vec<Filler>)> = self
            .statements
            .iter()
            .filter(is_meeting)
            .filter_map(|s| {
                let other = match &s.object {
                    DraftObject::Entity(other) => Some(other.clone()),
                    _ => None,
                };
                let both = std::iter::once(s.subject.clone()).chain(other).collect();
                Some((s.trigger.start, s.status, s.place?, both))
            })
            .collect();
        for (trigger, status, place, both) in met {
            let Some(tokens) = self.cast.named_near(place, trigger) else { continue };
            let site = Filler { entity: place, tokens, kind: MentionKind::Name };
            for who in both {
                let is_person = self.cast.drafts[who.entity].class() == Class::Person;
                if is_person && who.entity != place && self.is_away(who.entity, place) {
                    self.put_visit(trigger, visited, who, site.clone(), status);
                }
            }
        }
    }

    fn put_visit(&mut self, trigger: usize, visited: RelationId, who: Filler, site: Filler, status: Status) {
        let count = self.statements.len();
        self.put_event(trigger, visited, who, site, Told::Text);
        if let Some(last) = self.statements.get_mut(count) {
            last.status = status;
        }
    }

    fn travellers(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let by = clause::prepositional(&reading, head, &["by"]).into_iter().map(|(_, object)| object).next();
        let by = by.filter(|&object| !reading.is_dated(object));
        // "the ministry says the ship was on its way to Oslo": it is the ship's.
        let is_way = |owner: &usize| tree.word(head) == "way" && tree.tag(*owner) == Tag::PrpPoss;
        let owner = by.or_else(|| tree.child(head, &[Label::Poss]).filter(|owner| !is_way(owner)));
        if let Some(owner) = owner.filter(|&owner| !self.is_before_subject(owner, head)) {
            // "Monday's visit" is nobody's.
            if !reading.is_dated(owner) || tree.tag(owner) == Tag::PrpPoss {
                return clause::coordinated(&reading, owner);
            }
        }
        // "Berg's tour includes stops in Oslo": whose the tour is.
        let includes = tree.head(head).filter(|&verb| {
            tree.label(head) == Label::Dobj && tree.is_word(verb, &["cover", "feature", "include"])
        });
        if let Some(verb) = includes {
            let tours = clause::subjects(&reading, verb).into_iter();
            let tour = tours
                .filter(|&tour| reading.lists("visitNoun", tour))
                .find_map(|tour| tree.child(tour, &[Label::Poss]));
            return tour.filter(|&owner| !reading.is_dated(owner)).into_iter().collect();
        }
        // "at the end of a visit"
        let part = self.part_of_gathering(head);
        let Some(above) = tree.head(part).filter(|_| tree.label(part) == Label::Pobj) else {
            return Vec::new();
        };
        let leads = tree.is_word(above, &["on", "during", "after", "following", "for", "before", "in"]);
        if !leads && (part == head || !tree.is_word(above, &["at"])) {
            return Vec::new();
        }
        match tree.head(above) {
            Some(verb) if tree.is_verb(verb) => clause::subjects(&reading, verb),
            // "At a press conference during a visit to Oslo, she said"
            Some(noun) if self.cast.is_event_phrase(noun) => {
                let verb = tree.ancestors(noun).take(3).find(|&up| tree.is_verb(up));
                verb.map_or_else(Vec::new, |verb| clause::subjects(&reading, verb))
            }
            // "Rice, on a visit to Oslo, said"
            Some(noun) if tree.is_word(above, &["on", "during"]) => vec![noun],
            _ => Vec::new(),
        }
    }

    /// "During his visit to Oslo, Berg said": whether a pronoun before its own subject owns the noun.
    fn is_before_subject(&self, owner: usize, head: usize) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        let verb = tree.ancestors(head).take(2).find(|&up| tree.is_verb(up));
        tree.tag(owner) == Tag::PrpPoss
            && verb.is_some_and(|verb| {
                clause::subjects(&reading, verb).first().is_some_and(|&subject| subject > owner)
            })
    }
}
