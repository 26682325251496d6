//! Frames on clauses: which of the frames that a word evokes are told, and who fills their slots.
//!
//! In comes a token; out go the statements of the most specific frame that fits there, and of those that hold beside it.

use super::{Collector, DraftObject, Features};
use crate::entity::MentionKind;
use crate::entity::cast::Filler;
use crate::mention::clause;
use crate::ontology::frame::{Role, Shape};
use crate::ontology::gazetteer::Sense;
use crate::ontology::{Class, ClassSet, FrameId, RelationId};
use crate::parse::{Label, Pos};
use crate::statement::confidence::Basis;
use crate::statement::matching::{Match, matches, without_object};

impl Collector<'_, '_> {
    /// The frames that token `trigger` evokes: the most specific one whose slots can be filled, of each attribute the
    /// most specific one, and all that hold beside others.
    pub(super) fn predications(&mut self, trigger: usize) {
        let reading = self.reading();
        if self.killed_in(trigger) {
            return;
        }
        let mut is_taken = false;
        let first = self.statements.len();
        let mut attributes: Vec<RelationId> = Vec::new();
        let (mut is_evoked, mut is_placed) = (false, false);
        for hit in matches(&reading, trigger, |relation| !relation.takes_text) {
            let frame = self.frame(hit.frame);
            let id = frame.relation;
            let relation = &reading.ontology[id];
            let is_beside = frame.is_beside;
            let is_done = if relation.is_attribute {
                attributes.contains(&id)
            } else {
                !is_beside
                    && is_taken
                    && (is_placed || !self.adds_place(&hit, first))
                    && !self.adds_object(&hit, first)
            };
            if is_done {
                continue;
            }
            // "Carter Foundation (1982)": a word of a name tells no date.
            if relation.takes_date && self.cast.name_of(trigger).is_some() || !self.predication(&hit) {
                continue;
            }
            is_evoked = true;
            if relation.is_attribute {
                attributes.push(id);
            } else if is_taken {
                is_placed |= !is_beside;
            } else if !is_beside {
                is_taken = true;
            }
        }
        if is_evoked || !self.is_backdrop(trigger) {
            return;
        }
        if let Some((frame, subjects)) = without_object(&reading, trigger) {
            self.without_object(trigger, frame, &subjects);
        }
    }

    /// Whether a frame tells where the act of a more specific one led: "travelled to Muscat for talks with the Houthis".
    fn adds_place(&self, hit: &Match, first: usize) -> bool {
        let places = ClassSet::of(&[Class::Place, Class::State]);
        let frame = self.frame(hit.frame);
        let slot = frame.slot(Role::Object).unwrap_or(ClassSet::ANY);
        slot.intersection(places) == slot
            && self.reading().ontology[frame.relation].family != "territory"
            && self.statements[first..].iter().all(|s| match &s.object {
                DraftObject::Entity(object) => !places.contains(self.cast.drafts[object.entity].class()),
                _ => true,
            })
    }

    /// Whether a frame relates another object than those of the more specific ones.
    fn adds_object(&self, hit: &Match, first: usize) -> bool {
        let reading = self.reading();
        let is_joint = |&(subject, object): &(usize, usize)| subject == object;
        reading.tree.is_verb(hit.trigger)
            && !hit.is_pair
            && !hit.pairs.iter().any(is_joint)
            && hit.pairs.iter().all(|&(_, object)| {
                self.statements[first..].iter().all(|s| match &s.object {
                    DraftObject::Entity(other) => !other.tokens.contains(&object),
                    _ => false,
                })
            })
    }

    /// "following Moscow's 2022 invasion": whether a noun names the act before, in or after which the clause happens.
    fn is_backdrop(&self, noun: usize) -> bool {
        let tree = self.reading().tree;
        let above = tree.head(noun).filter(|_| tree.label(noun) == Label::Pobj);
        above.is_some_and(|up| clause::leads_to_backdrop(&self.reading(), up))
    }

    /// "control 19 per cent of Ukraine following Moscow's 2022 invasion": what was acted upon is the nearest other state
    /// or place that the sentence named before.
    fn without_object(&mut self, trigger: usize, frame: FrameId, subjects: &[usize]) {
        let reading = self.reading();
        let (wants_subject, wants_object) =
            (self.admitted(self.frame(frame), Role::Subject), self.admitted(self.frame(frame), Role::Object));
        let targets = wants_object.intersection(ClassSet::of(&[Class::State, Class::Place]));
        let doers: Vec<Filler> =
            subjects.iter().flat_map(|&head| self.cast.resolve(head, wants_subject)).collect();
        let first = reading.tree.sentence(trigger).start;
        let heads: Vec<usize> = (first..trigger)
            .rev()
            .filter(|&i| self.cast.name_of(i).is_some_and(|name| name.head == i))
            .filter(|&i| !matches!(reading.tree.label(i), Label::Amod | Label::Compound | Label::Nmod))
            .collect();
        for subject in doers {
            let other = heads.iter().filter(|&i| !subject.tokens.contains(i)).find_map(|&i| {
                self.cast.resolve(i, targets).into_iter().find(|f| f.entity != subject.entity)
            });
            let Some(object) = other else { continue };
            let hit = Match::of_noun(frame, trigger);
            if self.put(&hit, &subject, &object)
                && let Some(last) = self.statements.last_mut()
            {
                last.features = Features::of(Basis::Inference);
            }
        }
    }

    fn predication(&mut self, hit: &Match) -> bool {
        let reading = self.reading();
        let frame = self.frame(hit.frame);
        let (wants_subject, wants_object) =
            (self.admitted(frame, Role::Subject), self.admitted(frame, Role::Object));
        let mut any = false;
        for &(subject, object) in &hit.pairs {
            // "Clinton in Egypt": what a name is unsure to be, no preposition decides.
            if frame.shape() == Shape::Preposition
                && self.cast.named_entity(subject).is_some_and(|entity| {
                    let draft = &self.cast.drafts[entity];
                    draft.is_weak && !wants_subject.contains(draft.class())
                })
            {
                continue;
            }
            if let Some(kind) = reading.ontology[frame.relation].value {
                any |= self.valued(hit, subject, kind);
                continue;
            }
            let mut subjects = self.doers(subject, wants_subject);
            if subjects.is_empty() {
                subjects = self.told_of(subject, wants_subject, frame.relation);
            }
            if subjects.is_empty() {
                subjects = self.behind(subject, wants_subject, frame.relation);
            }
            if frame.shape() == Shape::Preposition {
                // "the leader of the party" is no "Johnson of the party".
                subjects
                    .retain(|filler| filler.tokens.contains(&subject) || self.is_name_of(filler, subject));
                if reading.ontology[frame.relation].domain == ClassSet::of(&[Class::Person]) {
                    subjects.retain(|filler| filler.kind == MentionKind::Name);
                }
            }
            if reading.ontology[frame.relation].takes_date {
                if !subjects.is_empty()
                    && let Some(date) = self.date_of(hit.trigger)
                {
                    for subject in &subjects {
                        any |= self.put_date(hit, subject, &date);
                    }
                }
                continue;
            }
            let mut objects = self.told_of(object, wants_object, frame.relation);
            if frame.shape() == Shape::Preposition && reading.ontology[frame.relation].name == "memberOf" {
                // "a former member of the party" is told by its noun.
                subjects.retain(|filler| filler.kind == MentionKind::Name);
                objects.retain(|body| self.has_members(body));
            }
            if objects.is_empty() && subject != object {
                objects = self.owner_of(object, wants_object, frame.relation);
            }
            if subject == object {
                // "the two leaders met"
                for (i, a) in subjects.iter().enumerate() {
                    for b in &objects[(i + 1).min(objects.len())..] {
                        any |= self.put(hit, a, b);
                        // "the two leaders accused each other"
                        if hit.is_pair && !reading.ontology[frame.relation].is_symmetric {
                            any |= self.put(hit, b, a);
                        }
                    }
                }
                continue;
            }
            for a in &subjects {
                for b in &objects {
                    any |= self.put(hit, a, b);
                    // "A and B traded insults": each did it to the other.
                    if hit.is_pair && !reading.ontology[frame.relation].is_symmetric {
                        any |= self.put(hit, b, a);
                    }
                }
            }
        }
        any
    }

    /// Who a subject stands for: itself, or whose event it is ("the Israeli strike killed").
    pub(super) fn doers(&mut self, head: usize, wanted: ClassSet) -> Vec<Filler> {
        let found = self.cast.resolve(head, wanted);
        let reading = self.reading();
        let tree = reading.tree;
        if !found.is_empty() {
            return found;
        }
        // "rockets fired by rebels hit": whoever fired them.
        let fired = tree.children_with(head, &[Label::Acl]).find(|&kid| {
            clause::is_passive(&reading, kid)
                && (reading.lists_verb("attackVerb", kid) || reading.lists_verb("perpetrateVerb", kid))
        });
        if let Some(verb) = fired {
            let heads = clause::agents(&reading, verb);
            return heads.into_iter().flat_map(|agent| self.cast.resolve(agent, wanted)).collect();
        }
        // "sent a letter urging Oslo to go", "her speech condemning the war": whoever wrote or spoke.
        if reading.lists("reportingNoun", head) {
            let mut sources = self.speaker(head);
            sources.retain(|filler| wanted.contains(self.cast.drafts[filler.entity].class()));
            return sources;
        }
        if !reading.lists("eventNoun", head) && !reading.lists("fireNoun", head) {
            return self.above(head, wanted);
        }
        let owner = tree
            .child(head, &[Label::Poss])
            .or_else(|| clause::prepositional(&reading, head, &["by"]).first().map(|(_, object)| *object))
            .or_else(|| {
                tree.children_with(head, &[Label::Amod, Label::Compound, Label::Nmod])
                    .filter(|&kid| tree.is_capitalised(kid) || clause::names_doer(&reading, kid))
                    .last()
            })
            // "a US counter-terrorism operation": the name may hang by a word between.
            .or_else(|| {
                let mut before = tree.subtree(head).start..head;
                before
                    .find(|&i| tree.pos(i) == Pos::Propn && self.cast.name_of(i).is_some_and(|n| n.head == i))
            });
        let owner = owner.filter(|&owner| !self.is_scene(owner));
        owner.map_or(found, |owner| self.cast.resolve(owner, wanted))
    }

    /// "the London bombings", "the Bali attacks": the name of a place before an event is where it was; "Israeli strikes", "U.S.
    /// strikes" and "Hamas attacks" are theirs.
    fn is_scene(&self, owner: usize) -> bool {
        let tree = self.reading().tree;
        let Some(name) = self.cast.name_of(owner).filter(|_| tree.label(owner) != Label::Poss) else {
            return false;
        };
        let is_modifier = matches!(tree.label(owner), Label::Amod | Label::Compound | Label::Nmod);
        let is_adjective = matches!(name.sense, Some((_, Sense::Adjective | Sense::Demonym)));
        let is_short = !tree.text_of(&name.tokens).chars().any(char::is_lowercase);
        let class = self.cast.named_entity(owner).map(|entity| self.cast.drafts[entity].class());
        is_modifier && !is_adjective && !is_short && matches!(class, Some(Class::Place | Class::State))
    }

    /// "a maker of airships based in": parsers hang what tells of the maker by the airships.
    fn above(&mut self, head: usize, wanted: ClassSet) -> Vec<Filler> {
        let tree = self.reading().tree;
        let noun = tree.head(head).filter(|&up| tree.label(head) == Label::Pobj && tree.word(up) == "of");
        match noun.and_then(|of| tree.head(of)).filter(|&up| tree.is_noun(up) && tree.is_plural(head)) {
            Some(noun) => self.cast.resolve(noun, wanted),
            None => Vec::new(),
        }
    }
}
