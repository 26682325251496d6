//! The statements of a text put in order: what several words say of the same is told once.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Collector, DraftObject, DraftStatement, open};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::ontology::{Class, RelationId, Status};
use crate::parse::{Label, Tag};
use crate::statement::confidence::{Basis, Features, Weights};

/// How far an open statement is trusted. Gold has none to fit a weight on; it stands below those that a frame gives.
const OPEN: f32 = 0.3;

impl Collector<'_, '_> {
    /// In order of the evidence; of statements that say the same of the same, the most confident.
    pub(super) fn finish(mut self) -> Vec<DraftStatement> {
        let ontology = self.reading().ontology;
        for statement in &mut self.statements {
            if let Some(id) = statement.frame {
                statement.frame_name = ontology.frame_name(id);
            } else if statement.frame_name.is_empty() {
                statement.frame_name = format!("{}#office", ontology[statement.relation].name);
            }
        }
        // "cut ties with" says more than its "ties with" does.
        let named = std::mem::take(&mut self.named);
        self.statements.retain(|statement| match &statement.object {
            DraftObject::Entity(object) => {
                let (a, b) = (statement.subject.entity, object.entity);
                !named.contains(&(statement.trigger.end - 1, a.min(b), a.max(b)))
            }
            _ => true,
        });
        self.statements.sort_by_key(DraftStatement::place_in_text);
        let key = |draft: &DraftStatement| draft.key(ontology[draft.relation].is_symmetric);
        let mut told: BTreeMap<Key, usize> = BTreeMap::new();
        for statement in &self.statements {
            *told.entry(key(statement)).or_default() += 1;
        }
        let mut seen: BTreeMap<Key, usize> = BTreeMap::new();
        let mut kept: Vec<DraftStatement> = Vec::new();
        for mut statement in std::mem::take(&mut self.statements) {
            let key = key(&statement);
            let again = told.get(&key).map_or(0, |count| count - 1);
            statement.features = self.features(&statement, again);
            match seen.get(&key) {
                Some(&at) => {
                    if statement.confidence() > kept[at].confidence() + 1e-6 {
                        kept[at] = statement;
                    }
                }
                None => {
                    seen.insert(key, kept.len());
                    kept.push(statement);
                }
            }
        }
        self.without_bystanders(&mut kept);
        kept
    }

    /// "attacks on bases", "operations in the north": several that no number, article or owner tells from others are no event
    /// that anybody took part in.
    pub(super) fn without_general_events(&mut self) {
        let ontology = self.reading().ontology;
        let Some(participated) = ontology.relation("participatedIn") else { return };
        let event_of = |s: &DraftStatement| match &s.object {
            DraftObject::Entity(object) if s.relation == participated => Some(object.clone()),
            _ => None,
        };
        let events: Vec<Filler> = self.statements.iter().filter_map(event_of).collect();
        let particular: BTreeSet<DraftIndex> =
            events.iter().filter(|event| !self.is_general_attack(event)).map(|event| event.entity).collect();
        self.statements.retain(|s| event_of(s).is_none_or(|event| particular.contains(&event.entity)));
    }

    fn is_general_attack(&self, event: &Filler) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        let Some(noun) = self.cast.top_of(&event.tokens) else { return false };
        let is_bare = tree.children_with(noun, &[Label::Det, Label::Nummod, Label::Poss]).next().is_none();
        let is_named = |kid: usize| kid < noun && self.cast.name_of(kid).is_some();
        event.kind == MentionKind::Nominal
            && tree.is_plural(noun)
            && reading.lists("attackNoun", noun)
            && !reading.lists("operationNoun", noun)
            && is_bare
            && !tree.children(noun).iter().any(|&kid| is_named(kid))
    }

    /// "a member of the PLO committee" of whom nothing else is told: a description that only says what somebody is, and
    /// stands for nobody in what the text tells.
    fn without_bystanders(&self, kept: &mut Vec<DraftStatement>) {
        let ontology = self.reading().ontology;
        let tree = self.reading().tree;
        // "its nominee for the election": the description itself says of what.
        let is_of_event = |s: &DraftStatement| {
            ontology[s.relation].name == "participatedIn"
                && s.subject.kind == MentionKind::Nominal
                && s.subject.tokens.contains(&s.trigger.start)
                && tree.tag(s.subject.tokens.start) == Tag::PrpPoss
        };
        let says_what =
            |s: &DraftStatement| BEING.contains(&ontology[s.relation].name.as_str()) || is_of_event(s);
        let told: BTreeSet<DraftIndex> = kept
            .iter()
            .flat_map(|s| if says_what(s) { s.entities().split_off(1) } else { s.entities() })
            .collect();
        kept.retain(|statement| {
            let draft = &self.cast.drafts[statement.subject.entity];
            told.contains(&statement.subject.entity)
                || draft.is_named
                || draft.class() != Class::Person
                || !says_what(statement)
        });
    }
}

/// Relations that say what somebody is.
const BEING: [&str; 3] = ["citizenOf", "holdsOffice", "memberOf"];

/// What makes two statements of a document the same.
type Key = (DraftIndex, RelationId, DraftIndex, (usize, usize), Status, Option<DraftIndex>);

impl DraftStatement {
    /// A statement of no frame that the writer makes as a fact, without time, place and quantity. `origin` tells what in
    /// the text it was made of, as in `memberOf#party`.
    pub(super) fn plain(
        basis: Basis,
        (subject, relation, object): (Filler, RelationId, DraftObject),
        trigger: Range<usize>,
        clause: Range<usize>,
        origin: String,
    ) -> Self {
        Self {
            subject,
            relation,
            object,
            status: Status::Asserted,
            speaker: None,
            time: None,
            place: None,
            quantity: None,
            trigger,
            clause,
            frame: None,
            frame_name: origin,
            features: Features::of(basis),
        }
    }

    /// What puts statements in the order of their evidence.
    pub(super) fn place_in_text(&self) -> (usize, usize, RelationId, usize) {
        (self.clause.start, self.trigger.start, self.relation, self.subject.tokens.start)
    }

    /// The entities that take part.
    pub(in crate::statement) fn entities(&self) -> Vec<DraftIndex> {
        let mut all = vec![self.subject.entity];
        if let DraftObject::Entity(object) = &self.object {
            all.push(object.entity);
        }
        all.extend(self.speaker.map(|(speaker, _)| speaker));
        all.extend(self.place);
        all
    }

    /// How far it is to be trusted.
    pub(in crate::statement) fn confidence(&self) -> f32 {
        let relation = self.frame_name.split('#').next().unwrap_or_default();
        let known = Weights::bundled().probability(relation, &self.features);
        if self.path().is_some() { known.min(OPEN) } else { known }
    }

    /// The words that join the two of an open statement.
    pub(in crate::statement) fn path(&self) -> Option<&str> {
        self.frame_name.strip_prefix(open::RELATION).and_then(|rest| rest.strip_prefix('#'))
    }

    fn key(&self, is_symmetric: bool) -> Key {
        let speaker = self.speaker.map(|(speaker, _)| speaker);
        match &self.object {
            DraftObject::Entity(object) => {
                let (mut a, mut b) = (self.subject.entity, object.entity);
                if is_symmetric && b < a {
                    (a, b) = (b, a);
                }
                (a, self.relation, b, (0, 0), self.status, speaker)
            }
            DraftObject::Date(time) => (
                self.subject.entity,
                self.relation,
                usize::MAX,
                (time.span.start(), time.span.end()),
                self.status,
                speaker,
            ),
            DraftObject::Value(value) => (
                self.subject.entity,
                self.relation,
                usize::MAX,
                (value.tokens.start, value.tokens.end),
                self.status,
                speaker,
            ),
            DraftObject::Text(tokens) => (
                self.subject.entity,
                self.relation,
                usize::MAX,
                (tokens.start, tokens.end),
                self.status,
                None,
            ),
        }
    }
}
