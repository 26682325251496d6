//! A tie as it is told of one of its ends, in words and as JSON, and the sentences that prove it.
//!
//! Comes in: a tie of a network, seen from an actor. Goes out: a line for a terminal, or JSON. Nothing that a terminal obeys.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use crate::commands::visible;
use crate::network::{Actor, Network, Seen, Sentence, Tie};
use crate::ontology::Status;

/// A tie as seen from the actor.
pub(in crate::commands) struct Relation<'n> {
    pub(in crate::commands) tie: &'n Tie,
    pub(in crate::commands) other: &'n Actor,
    /// Whether the actor is the subject; symmetric ties are seen from it in any case.
    outward: bool,
}

impl<'n> Relation<'n> {
    /// A tie of `network` as it is seen from one of its ends.
    pub(in crate::commands) fn of(network: &'n Network, seen: &Seen<'n>) -> Self {
        Self { tie: seen.tie, other: network.actor(seen.other), outward: seen.is_outward }
    }

    /// Whether the line names the actor itself, as it is the object.
    pub(in crate::commands) fn is_told_of_other(&self) -> bool {
        !self.outward && !self.tie.symmetric
    }

    /// Such as `Iran → accused → Russia  ×3  [denied]  according to …  (2025-11)`.
    pub(in crate::commands) fn to_text(&self, actor: &Actor) -> String {
        let tie = self.tie;
        let (name, other) = (visible(&actor.name).into_owned(), visible(&self.other.name).into_owned());
        let label = visible(&tie.label);
        let mut text = if self.outward {
            format!("{label} → {other}")
        } else {
            format!("{other} → {label} → {name}")
        };
        if tie.symmetric {
            text = format!("{label} — {other}");
        }
        if tie.count > 1 {
            let _ = write!(text, "  ×{}", tie.count);
        }
        if tie.status != Status::Asserted {
            let _ = write!(text, "  [{}]", tie.status);
        }
        if let Some(speaker) = &tie.speaker {
            let _ = write!(text, "  according to {}", visible(&speaker.name));
        }
        if !tie.times.is_empty() {
            let times: Vec<&str> = tie.times.iter().map(String::as_str).collect();
            let _ = write!(text, "  ({})", visible(&times.join(", ")));
        }
        if !tie.quantities.is_empty() {
            let amounts: Vec<&str> = tie.quantities.iter().map(String::as_str).collect();
            let _ = write!(text, "  [{}]", visible(&amounts.join(", ")));
        }
        text
    }

    /// With all that is known of the tie.
    pub(in crate::commands) fn to_json(&self, network: &Network) -> Json {
        let tie = self.tie;
        json!({
            "predicate": tie.relation,
            "label": tie.label,
            "family": tie.family,
            "direction": if tie.symmetric { "both" } else if self.outward { "out" } else { "in" },
            "actor": {"iri": self.other.iri, "name": self.other.name, "type": self.other.class.as_str()},
            "status": tie.status.as_str(),
            "attributedTo": tie.speaker.as_ref().map(|speaker| json!({"iri": speaker.iri, "name": speaker.name})),
            "count": tie.count,
            "documents": tie.documents,
            "sources": network.independent(&tie.sources),
            "times": tie.times,
            "quantities": tie.quantities,
            "confidence": (f64::from(tie.confidence) * 1e4).round() / 1e4,
            "cameo": tie.cameo,
            "plover": tie.plover,
            "goldstein": tie.goldstein,
            "evidence": tie.evidence.iter().map(sentence_json).collect::<Vec<_>>(),
        })
    }
}

/// A sentence with its place in the document.
pub(in crate::commands) fn sentence_json(sentence: &Sentence) -> Json {
    let trigger = json!({"start": sentence.start + sentence.trigger.start, "end": sentence.start + sentence.trigger.end});
    json!({
        "document": sentence.document, "statement": sentence.statement, "text": sentence.text,
        "start": sentence.start, "end": sentence.start + sentence.text.chars().count(), "trigger": trigger,
    })
}

/// The sentence on one line with its trigger marked.
pub(in crate::commands) fn marked(sentence: &Sentence, is_bold: bool) -> String {
    let [before, trigger, behind] =
        sentence.around_trigger().map(|part| visible(&part.replace(['\n', '\t'], " ")).into_owned());
    match trigger.as_str() {
        "" => before,
        word if is_bold => format!("{before}{}{behind}", mark(word, true)),
        word => format!("{before}[{word}]{behind}"),
    }
}

/// Bold, on a terminal.
pub(in crate::commands) fn mark(text: &str, is_bold: bool) -> String {
    if is_bold { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::marked;
    use crate::network::Sentence;

    #[test]
    fn triggers_are_marked_and_escapes_shown() {
        let mut sentence = Sentence {
            document: "d".to_owned(),
            statement: "s1".to_owned(),
            start: 100,
            text: "Erdoğan 😀 met\n\u{1b}[2J Putin".to_owned(),
            trigger: 10..13,
            confidence: 1.0,
        };
        assert_eq!(marked(&sentence, false), "Erdoğan 😀 [met] \\x1b[2J Putin");
        assert_eq!(marked(&sentence, true), "Erdoğan 😀 \u{1b}[1mmet\u{1b}[0m \\x1b[2J Putin");
        sentence.trigger = 90..95;
        assert_eq!(marked(&sentence, false), "Erdoğan 😀 met \\x1b[2J Putin");
    }
}
