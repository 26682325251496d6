//! Frames of relations: each string is compiled, numbered and compared with those before it.

use std::collections::BTreeMap;

use super::Relations;
use super::code::{codes, overriding, status};
use crate::diagnostic::Severity;
use crate::ontology::facts::{Fact, Facts, Report, Subject};
use crate::ontology::frame::{self, Frame};
use crate::ontology::tree::Tree;
use crate::ontology::turtle::Part;
use crate::ontology::vocabulary as v;
use crate::ontology::{ClassSet, RelationId};

fn is_true(fact: Option<&Fact<'_>>) -> bool {
    fact.and_then(Fact::literal).is_some_and(|literal| matches!(literal.value(), "true" | "1"))
}

impl<'a> Relations<'a> {
    /// Reads all frames, in the order of the files.
    pub(super) fn read_frames(&mut self, facts: &Facts<'a>, tree: &Tree<'a>, report: &mut Report<'_>) {
        let mut first: BTreeMap<&str, RelationId> = BTreeMap::new();
        let mut counts: BTreeMap<RelationId, u32> = BTreeMap::new();
        for (id, fact) in self.in_order(facts, v::FRAME, report) {
            let inner = facts.object(&fact);
            let written = inner.map_or(Some(fact), |subject| subject.first(v::PATTERN).copied());
            let Some((written, pattern)) = written.and_then(|fact| Some((fact, fact.literal()?.value())))
            else {
                let place = inner.and_then(|inner| inner.facts.first()).unwrap_or(&fact);
                report.error(
                    place,
                    Part::Predicate,
                    "a frame without a pattern",
                    "write `ch:pattern \"SUBJ … OBJ\"`",
                );
                continue;
            };
            // A frame that is left out keeps its number: identifiers of the others do not move.
            let ordinal = counts.entry(id).and_modify(|count| *count += 1).or_insert(1);
            let built = self.frame(tree, (id, *ordinal, pattern), (&written, inner), report);
            let Some(frame) = built.filter(|_| self.is_new(&first, id, pattern, &written, report)) else {
                continue;
            };
            first.entry(pattern).or_insert(id);
            self.frames.push(frame);
        }
    }

    fn frame(
        &self,
        tree: &Tree<'a>,
        (relation, ordinal, pattern): (RelationId, u32, &str),
        (written, inner): (&Fact<'a>, Option<&Subject<'a>>),
        report: &mut Report<'_>,
    ) -> Option<Frame> {
        // Everything that is wrong with a frame is told at once.
        let given = inner.and_then(|subject| subject.first(v::STATUS));
        let status = given.map(|fact| status(fact, report));
        let base = self.relations.get(usize::from(relation.0)).map(|relation| &relation.codes);
        let codes = inner.zip(base).and_then(|(subject, base)| overriding(base, &codes(subject, report)));
        let compiled = frame::compile(pattern, &|name| tree.named(name));
        let elements = match compiled {
            Ok(elements) => elements,
            Err(error) => {
                let place = (Part::Object, error.column);
                report.tell(Severity::Error, written, place, error.message, error.hint);
                return None;
            }
        };
        // A frame whose status is unknown would assert what it should not: it is left out.
        let status = match status {
            Some(None) => return None,
            Some(status) => status,
            None => None,
        };
        let is_beside = inner.is_some_and(|subject| is_true(subject.first(v::BESIDE)));
        Some(Frame { relation, ordinal, pattern: pattern.to_owned(), elements, status, codes, is_beside })
    }

    /// Whether a pattern is new; a second one would never win.
    fn is_new(
        &self,
        first: &BTreeMap<&str, RelationId>,
        id: RelationId,
        pattern: &str,
        written: &Fact<'a>,
        report: &mut Report<'_>,
    ) -> bool {
        let Some(&earlier) = first.get(pattern) else { return true };
        let get = |id: RelationId| self.relations.get(usize::from(id.0));
        let (Some(one), Some(two)) = (get(earlier), get(id)) else { return true };
        if earlier == id {
            let message = format!("frame \"{pattern}\" of `{}` is there already", one.name);
            report.warning(written, Part::Object, message, "take one of the two away");
            return false;
        }
        let is_covered = |inner: ClassSet, outer: ClassSet| inner.intersection(outer) == inner;
        if is_covered(two.domain, one.domain)
            && is_covered(two.range, one.range)
            && one.takes_text == two.takes_text
            && one.is_attribute == two.is_attribute
        {
            let message =
                format!("frame \"{pattern}\" of `{}` is never reached: `{}` has it", two.name, one.name);
            report.warning(written, Part::Object, message, "type a slot, as in `OBJ:Place`, or add a word");
        }
        true
    }
}
