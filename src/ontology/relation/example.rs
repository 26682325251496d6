//! Examples of relations: a sentence, and the statements that it is to yield.

use oxigraph::model::Literal;

use super::Relations;
use super::code::status;
use crate::ontology::facts::{Fact, Facts, Report};
use crate::ontology::turtle::Part;
use crate::ontology::vocabulary as v;
use crate::ontology::{Example, RelationId, Status, near};

impl<'a> Relations<'a> {
    /// Reads all examples, in the order of the files.
    pub(super) fn read_examples(&mut self, facts: &Facts<'a>, report: &mut Report<'_>) {
        for (id, fact) in self.in_order(facts, v::EXAMPLE, report) {
            let Some(subject) = facts.object(&fact) else {
                let hint = "write `ch:example [ ch:text \"…\" ; ch:expect \"A relation B\" ]`";
                report.error(&fact, Part::Object, "an example needs a text and what to expect of it", hint);
                continue;
            };
            let Some(text) = subject.text(v::TEXT) else {
                let place = subject.facts.first().unwrap_or(&fact);
                report.error(place, Part::Predicate, "an example without a text", "write `ch:text \"…\"`");
                continue;
            };
            let status = match subject.first(v::STATUS) {
                Some(fact) => status(fact, report),
                None => Some(Status::Asserted),
            };
            let Some(status) = status else { continue };
            let before = self.examples.len();
            for expect in subject.all(v::EXPECT) {
                self.read_expectation(id, text, status, expect, report);
            }
            if before == self.examples.len() && subject.first(v::EXPECT).is_none() {
                let place = subject.first(v::TEXT).unwrap_or(&fact);
                report.error(
                    place,
                    Part::Object,
                    "an example that expects nothing",
                    "write `ch:expect \"A relation B\"`",
                );
            }
        }
    }

    fn read_expectation(
        &mut self,
        own: RelationId,
        text: &str,
        status: Status,
        expect: &Fact<'a>,
        report: &mut Report<'_>,
    ) {
        let Some(line) = expect.literal().map(Literal::value) else { return };
        let words: Vec<&str> = line.split_whitespace().collect();
        let own_name = self.relations.get(usize::from(own.0)).map_or("", |relation| relation.name.as_str());
        let at = words.iter().position(|&word| word == own_name).or_else(|| {
            words.iter().skip(1).position(|&word| self.names.contains_key(word)).map(|at| at + 1)
        });
        let Some((at, relation)) = at.and_then(|at| Some((at, *self.names.get(*words.get(at)?)?))) else {
            let hint = words.iter().find_map(|word| near(word, self.names.keys().map(String::as_str)));
            let hint = hint.map_or_else(
                || format!("write subject, relation, object: `A {own_name} B`"),
                |name| format!("did you mean `{name}`?"),
            );
            return report.error(expect, Part::Object, format!("no known relation in \"{line}\""), hint);
        };
        let (subject, object) = (words[..at].join(" "), words[at + 1..].join(" "));
        let takes_text =
            self.relations.get(usize::from(relation.0)).is_some_and(|relation| relation.takes_text);
        if subject.is_empty() || object.is_empty() && !takes_text {
            let name = words.get(at).copied().unwrap_or("");
            let message = format!("`{name}` needs a subject and an object in \"{line}\"");
            return report.error(expect, Part::Object, message, format!("write `A {name} B`"));
        }
        self.examples.push(Example {
            relation,
            text: text.to_owned(),
            subject,
            object: (!takes_text && !object.is_empty()).then_some(object),
            status,
            place: report.place(expect),
        });
    }
}
