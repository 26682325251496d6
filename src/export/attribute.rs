//! The attributes of actors and ties, in one table for all formats: so that none forgets the status.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::style;
use super::view::{View, push_day, push_number, push_whole};
use crate::network::{Actor, Brokerage, Measures, Position, Tie, TieMeasures};

/// What an attribute holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// A number with decimals.
    Decimal,
    /// Yes or no.
    Truth,
    /// Texts.
    List,
    /// An ISO 8601 day.
    Day,
}

/// A value of one of the kinds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// A whole number.
    Whole(usize),
    /// A number, already rounded as it is to be written.
    Decimal(f64),
    /// Yes or no.
    Truth(bool),
    /// Texts.
    List(&'a [String]),
    /// A day.
    Day(Date),
}

impl Value<'_> {
    /// As text, with lists joined by `separator`.
    pub fn to_text(&self, separator: &str) -> String {
        let mut text = String::new();
        self.push_text(&mut text, separator);
        text
    }

    /// Writes it behind a text, as [`Value::to_text`] has it.
    pub fn push_text(&self, line: &mut String, separator: &str) {
        self.push_escaped(line, separator, String::push_str);
    }

    /// The same with texts that `escape` writes; numbers, days, truth values and the separator need none.
    pub fn push_escaped(&self, line: &mut String, separator: &str, escape: impl Fn(&mut String, &str)) {
        match self {
            Self::Text(text) => escape(line, text),
            Self::Whole(value) => push_whole(line, *value as u64),
            Self::Decimal(value) => push_number(line, *value, 9),
            Self::Truth(value) => line.push_str(if *value { "true" } else { "false" }),
            Self::List(values) => {
                for (at, text) in values.iter().enumerate() {
                    line.push_str(if at == 0 { "" } else { separator });
                    escape(line, text);
                }
            }
            Self::Day(date) => push_day(line, *date),
        }
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Whole(value) => serializer.serialize_u64(*value as u64),
            Self::Decimal(value) => serializer.serialize_f64(*value),
            Self::Truth(value) => serializer.serialize_bool(*value),
            Self::List(values) => values.serialize(serializer),
            Self::Day(_) => serializer.serialize_str(&self.to_text("")),
        }
    }
}

/// One attribute: its name, its kind and how it is read from a `T`.
pub struct Attribute<T> {
    /// Name in every format.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    read: for<'a> fn(&'a T) -> Option<Value<'a>>,
}

impl<T> Attribute<T> {
    /// The value in `item`, if it has one.
    pub fn value<'a>(&self, item: &'a T) -> Option<Value<'a>> {
        (self.read)(item)
    }
}

/// An actor with its measures and its place.
pub struct Node<'v> {
    /// Position among the actors.
    pub index: usize,
    /// The actor.
    pub actor: &'v Actor,
    view: &'v View,
}

/// A tie with its ends.
pub struct Edge<'v> {
    /// Position among the ties.
    pub index: usize,
    /// Position of the subject among the actors.
    pub from: usize,
    /// Position of the object.
    pub to: usize,
    /// The tie.
    pub tie: &'v Tie,
    view: &'v View,
}

impl<'v> Node<'v> {
    /// Where it stands.
    pub fn place(&self) -> Position {
        self.view.positions()[self.index]
    }

    fn measures(&self) -> &'v Measures {
        &self.view.measures[self.index]
    }

    fn brokerage(&self, role: fn(&Brokerage) -> usize) -> Option<Value<'static>> {
        self.measures().brokerage.as_ref().map(|roles| Value::Whole(role(roles)))
    }
}

impl<'v> Edge<'v> {
    fn measures(&self) -> &'v TieMeasures {
        &self.view.ties[self.index]
    }
}

impl View {
    /// The actor at a position, for its attributes.
    pub fn node(&self, index: usize) -> Node<'_> {
        Node { index, actor: self.network.actor(index), view: self }
    }

    /// The tie at a position, for its attributes.
    pub fn edge(&self, index: usize) -> Edge<'_> {
        let (from, to, tie) = self.network.tie(index);
        Edge { index, from, to, tie, view: self }
    }

    /// The actors for their attributes.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node<'_>> {
        (0..self.network.actors().len()).map(|index| self.node(index))
    }

    /// The ties for their attributes.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = Edge<'_>> {
        (0..self.network.ties().len()).map(|index| self.edge(index))
    }
}

/// Attributes of an actor, in the order of the columns.
pub fn node_attributes<'v>() -> [Attribute<Node<'v>>; 34] {
    [
        text("name", |node| some(&node.actor.name)),
        text("iri", |node| some(&node.actor.iri)),
        text("class", |node| some(node.actor.class.as_str())),
        Attribute { name: "names", kind: Kind::List, read: |node| list(&node.actor.names) },
        Attribute { name: "links", kind: Kind::List, read: |node| list(&node.actor.links) },
        whole("documents", |node| Some(Value::Whole(node.actor.documents))),
        whole("sources", |node| Some(Value::Whole(node.view.network.independent(&node.actor.sources)))),
        whole("statements", |node| Some(Value::Whole(node.actor.statements))),
        whole("said", |node| Some(Value::Whole(node.actor.texts))),
        day("first", |node| date(node.actor.first)),
        day("last", |node| date(node.actor.last)),
        whole("degree", |node| Some(Value::Whole(node.view.measures[node.index].degree))),
        whole("statements_in", |node| Some(Value::Whole(node.view.measures[node.index].statements_in))),
        whole("statements_out", |node| Some(Value::Whole(node.view.measures[node.index].statements_out))),
        decimal("pagerank", |node| Some(rounded(node.view.measures[node.index].pagerank, 1e9))),
        decimal("betweenness", |node| {
            node.view.measures[node.index].betweenness.map(|value| rounded(value, 1e9))
        }),
        whole("core", |node| Some(Value::Whole(node.view.measures[node.index].core))),
        whole("component", |node| Some(Value::Whole(node.view.measures[node.index].component))),
        whole("community", |node| Some(Value::Whole(node.view.measures[node.index].community))),
        decimal("constraint", |node| node.measures().constraint.map(|value| rounded(value, 1e9))),
        decimal("effective_size", |node| node.measures().effective_size.map(|value| rounded(value, 1e9))),
        whole("coordinator", |node| node.brokerage(|roles| roles.coordinator)),
        whole("consultant", |node| node.brokerage(|roles| roles.consultant)),
        whole("gatekeeper", |node| node.brokerage(|roles| roles.gatekeeper)),
        whole("representative", |node| node.brokerage(|roles| roles.representative)),
        whole("liaison", |node| node.brokerage(|roles| roles.liaison)),
        whole("triangles", |node| Some(Value::Whole(node.measures().triangles))),
        decimal("balance", |node| node.measures().balance.map(|value| rounded(value, 1e9))),
        whole("camp", |node| node.measures().camp.map(Value::Whole)),
        decimal("share", |node| node.actor.share.as_ref().map(|share| rounded(share.fraction, 1e9))),
        text("share_of", |node| node.actor.share.as_ref()?.of.as_deref().and_then(some)),
        text("share_bound", |node| node.actor.share.as_ref()?.bound.as_deref().and_then(some)),
        decimal("x", |node| Some(rounded(node.place().x, 1e2))),
        decimal("y", |node| Some(rounded(node.place().y, 1e2))),
    ]
}

/// Attributes of a tie, in the order of the columns.
pub fn edge_attributes<'v>() -> [Attribute<Edge<'v>>; 32] {
    [
        text("interaction", |edge| some(&edge.tie.relation)),
        text("relation_label", |edge| some(&edge.tie.label)),
        text("relation_iri", |edge| edge.tie.relation_iri.as_deref().and_then(some)),
        text("family", |edge| some(&edge.tie.family)),
        text("status", |edge| some(edge.tie.status.as_str())),
        Attribute {
            name: "symmetric",
            kind: Kind::Truth,
            read: |edge| Some(Value::Truth(edge.tie.symmetric)),
        },
        text("speaker", |edge| edge.tie.speaker.as_ref().and_then(|speaker| some(&speaker.iri))),
        text("speaker_name", |edge| edge.tie.speaker.as_ref().and_then(|speaker| some(&speaker.name))),
        Attribute {
            name: "attribution",
            kind: Kind::List,
            read: |edge| edge.tie.speaker.as_ref().and_then(|speaker| list(&speaker.kinds)),
        },
        whole("count", |edge| Some(Value::Whole(edge.tie.count))),
        whole("documents", |edge| Some(Value::Whole(edge.tie.documents))),
        whole("sources", |edge| Some(Value::Whole(edge.view.network.independent(&edge.tie.sources)))),
        decimal("confidence", |edge| Some(rounded(f64::from(edge.tie.confidence), 1e4))),
        Attribute { name: "times", kind: Kind::List, read: |edge| list(&edge.tie.times) },
        day("first", |edge| date(edge.tie.first)),
        day("last", |edge| date(edge.tie.last)),
        day("reported_first", |edge| date(edge.tie.reported_first)),
        day("reported_last", |edge| date(edge.tie.reported_last)),
        Attribute { name: "places", kind: Kind::List, read: |edge| list(&edge.tie.places) },
        Attribute { name: "quantities", kind: Kind::List, read: |edge| list(&edge.tie.quantities) },
        Attribute { name: "cameo", kind: Kind::List, read: |edge| list(&edge.tie.cameo) },
        Attribute { name: "plover", kind: Kind::List, read: |edge| list(&edge.tie.plover) },
        decimal("goldstein", |edge| edge.tie.goldstein.map(|value| rounded(value, 1e4))),
        Attribute {
            name: "counted",
            kind: Kind::Truth,
            read: |edge| Some(Value::Truth(edge.measures().is_counted)),
        },
        decimal("betweenness", |edge| edge.measures().betweenness.map(|value| rounded(value, 1e9))),
        text("sign", |edge| some(edge.measures().sign?.as_str())),
        Attribute {
            name: "frustrated",
            kind: Kind::Truth,
            read: |edge| edge.measures().is_frustrated.map(Value::Truth),
        },
        text("evidence", |edge| some(&edge.tie.evidence.first()?.text)),
        text("evidence_document", |edge| some(&edge.tie.evidence.first()?.document)),
        text("evidence_statement", |edge| some(&edge.tie.evidence.first()?.statement)),
        text("color", |edge| Some(Value::Text(style::line(edge.tie.status).color.hex().into()))),
        text("style", |edge| some(style::line(edge.tie.status).word)),
    ]
}

const fn text<T>(name: &'static str, read: for<'a> fn(&'a T) -> Option<Value<'a>>) -> Attribute<T> {
    Attribute { name, kind: Kind::Text, read }
}

const fn day<T>(name: &'static str, read: for<'a> fn(&'a T) -> Option<Value<'a>>) -> Attribute<T> {
    Attribute { name, kind: Kind::Day, read }
}

const fn whole<T>(name: &'static str, read: for<'a> fn(&'a T) -> Option<Value<'a>>) -> Attribute<T> {
    Attribute { name, kind: Kind::Whole, read }
}

const fn decimal<T>(name: &'static str, read: for<'a> fn(&'a T) -> Option<Value<'a>>) -> Attribute<T> {
    Attribute { name, kind: Kind::Decimal, read }
}

fn some(text: &str) -> Option<Value<'_>> {
    (!text.is_empty()).then_some(Value::Text(Cow::Borrowed(text)))
}

fn list(values: &[String]) -> Option<Value<'_>> {
    (!values.is_empty()).then_some(Value::List(values))
}

fn date(date: Option<Date>) -> Option<Value<'static>> {
    date.map(Value::Day)
}

/// A number in whole steps of which so many are one.
pub(super) fn rounded(value: f64, steps: f64) -> Value<'static> {
    Value::Decimal((value * steps).round() / steps)
}

/// `spokeWith` as `SPOKE_WITH`: the type of a relationship in property graphs.
pub fn relationship_type(relation: &str) -> String {
    let mut name = String::with_capacity(relation.len() + 4);
    push_relationship_type(&mut name, relation);
    name
}

/// Writes a [`relationship_type`] behind a text.
pub fn push_relationship_type(name: &mut String, relation: &str) {
    let mut after_small = false;
    for character in relation.chars() {
        if character.is_uppercase() && after_small {
            name.push('_');
        }
        after_small = character.is_lowercase() || character.is_ascii_digit();
        if character.is_ascii_alphabetic() {
            name.push(character.to_ascii_uppercase());
        } else if character.is_alphanumeric() {
            name.extend(character.to_uppercase());
        } else {
            name.push('_');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::relationship_type;

    #[test]
    fn relationship_types() {
        for (relation, expected) in
            [("spokeWith", "SPOKE_WITH"), ("said", "SAID"), ("isEUMember", "IS_EUMEMBER"), ("a:b c", "A_B_C")]
        {
            assert_eq!(relationship_type(relation), expected);
        }
    }
}
