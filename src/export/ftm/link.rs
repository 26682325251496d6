//! Ties as links, offices and events of FollowTheMoney.

use std::collections::BTreeMap;

use super::{Entity, actor_id, article_id, schema};
use crate::export::LossReport;
use crate::network::{Actor, Network, Tie, days};
use crate::ontology::Status;

/// Whether entities of a schema can act (`LegalEntity` and below).
pub(super) fn is_legal(schema: &str) -> bool {
    matches!(schema, "Person" | "LegalEntity") || is_organization(schema)
}

fn is_organization(schema: &str) -> bool {
    matches!(schema, "PublicBody" | "Organization" | "Company")
}

/// A network with what ties refer to, looked up once.
pub(super) struct Told<'n> {
    network: &'n Network,
    documents: Vec<&'n str>,
    names: BTreeMap<&'n str, &'n str>,
}

impl<'n> Told<'n> {
    pub(super) fn new(network: &'n Network) -> Self {
        Self {
            network,
            documents: network.documents().keys().map(String::as_str).collect(),
            names: network.actors().map(|actor| (actor.iri.as_str(), actor.name.as_str())).collect(),
        }
    }
}

/// The entities of a tie: a link or an event, and the position of an office.
pub(super) fn entities(told: &Told<'_>, ends: [usize; 2], tie: &Tie, loss: &mut LossReport) -> Vec<Entity> {
    let [subject, object] = ends.map(|at| told.network.actor(at));
    let (Some(from), Some(to)) = (schema(subject), schema(object)) else {
        loss.add("ties of shares left out", 1);
        return Vec::new();
    };
    let form = form(tie, [from, to]);
    let can_end = matches!(form, Form::Office | Form::Interest { .. });
    if tie.status != Status::Asserted && !(tie.status == Status::Former && can_end) {
        loss.add("ties left out as not told as a fact (the model has no status)", 1);
        return Vec::new();
    }
    if subject.iri == object.iri {
        loss.add("ties of an actor with itself left out", 1);
        return Vec::new();
    }
    loss.add("confidences left out", 1);
    loss.add("evidence sentences beyond the first of a tie", tie.evidence.len().saturating_sub(1));
    match form {
        Form::Office => office(told, subject, object, tie),
        Form::Interest { schema, from, to } => {
            let mut link = about(told, schema, [subject, object], tie);
            link.add(from, &actor_id(subject));
            link.add(to, &actor_id(object));
            link.add("role", &tie.label);
            link.add("status", if tie.status == Status::Former { "ended" } else { "" });
            vec![link]
        }
        Form::Person { schema, from, to } => {
            let mut link = about(told, schema, [subject, object], tie);
            link.add(from, &actor_id(subject));
            link.add(to, &actor_id(object));
            link.add("relationship", &tie.label);
            vec![link]
        }
        Form::Event => vec![event(told, [subject, object], tie)],
    }
}

/// What becomes of a tie.
enum Form {
    /// A position and who holds it.
    Office,
    /// A link with a role and a status.
    Interest { schema: &'static str, from: &'static str, to: &'static str },
    /// A link of two persons.
    Person { schema: &'static str, from: &'static str, to: &'static str },
    /// Something that happened.
    Event,
}

fn form(tie: &Tie, [from, to]: [&str; 2]) -> Form {
    let is_person = from == "Person";
    let are_persons = is_person && to == "Person";
    match tie.kind.as_str() {
        "headOfStateOf" | "headOfGovernmentOf" | "ministerOf" | "headOf" | "commanderOf" | "holdsOffice"
            if is_person && is_organization(to) =>
        {
            Form::Office
        }
        "memberOf" if is_legal(from) && is_organization(to) => {
            Form::Interest { schema: "Membership", from: "member", to: "organization" }
        }
        "employedBy" if is_person && is_organization(to) => {
            Form::Interest { schema: "Employment", from: "employee", to: "employer" }
        }
        "spokespersonFor" | "envoyOf" if is_legal(from) && is_legal(to) => {
            Form::Interest { schema: "Representation", from: "agent", to: "client" }
        }
        "familyOf" | "spouseOf" | "childOf" | "parentOf" | "siblingOf" if are_persons => {
            Form::Person { schema: "Family", from: "person", to: "relative" }
        }
        "adviserTo" | "alliedWith" if are_persons => {
            Form::Person { schema: "Associate", from: "person", to: "associate" }
        }
        _ if !tie.cameo.is_empty() || !tie.plover.is_empty() => Form::Event,
        _ => Form::Interest { schema: "UnknownLink", from: "subject", to: "object" },
    }
}

fn office(told: &Told<'_>, subject: &Actor, object: &Actor, tie: &Tie) -> Vec<Entity> {
    let mut post = Entity::new("Position", &["position", &tie.relation, &object.iri]);
    post.add("name", &format!("{} {}", tie.label, object.name));
    post.add("organization", &actor_id(object));
    let mut held = about(told, "Occupancy", [subject, object], tie);
    held.add("holder", &actor_id(subject));
    held.add("post", &post.id);
    held.add("status", if tie.status == Status::Former { "ended" } else { "current" });
    vec![post, held]
}

fn event(told: &Told<'_>, ends: [&Actor; 2], tie: &Tie) -> Entity {
    let mut event = about(told, "Event", ends, tie);
    event.add("name", &format!("{} {} {}", ends[0].name, tie.label, ends[1].name));
    for actor in ends {
        match schema(actor) {
            Some(schema) if is_legal(schema) => event.add("involved", &actor_id(actor)),
            Some("Address") => event.add("location", &actor.name),
            _ => {}
        }
    }
    for place in tie.places.iter().filter_map(|iri| told.names.get(iri.as_str())) {
        event.add("location", place);
    }
    tie.cameo.iter().for_each(|code| event.add("keywords", &format!("CAMEO {code}")));
    tie.plover.iter().for_each(|code| event.add("keywords", &format!("PLOVER {code}")));
    tie.quantities.iter().for_each(|quantity| event.add("notes", quantity));
    event
}

/// A link or an event with what all of them have: times, evidence and the articles that prove it.
fn about(told: &Told<'_>, schema: &'static str, ends: [&Actor; 2], tie: &Tie) -> Entity {
    let speaker = tie.speaker.as_ref();
    let keys = [
        "tie",
        &ends[0].iri,
        tie.relation_iri.as_deref().unwrap_or(&tie.relation),
        &ends[1].iri,
        tie.status.as_str(),
        speaker.map_or("", |speaker| &speaker.iri),
    ];
    let mut entity = Entity::new(schema, &keys);
    for time in &tie.times {
        // What is no day, month or year is no date there either.
        let is_date = |part: &&str| days(part).is_some();
        match time.split_once('/') {
            Some((start, end)) => {
                entity.add("startDate", Some(start).filter(is_date).unwrap_or_default());
                entity.add("endDate", Some(end).filter(is_date).unwrap_or_default());
            }
            None => entity.add("date", Some(time.as_str()).filter(is_date).unwrap_or_default()),
        }
    }
    if let Some(sentence) = tie.evidence.first() {
        entity.add("summary", &sentence.text);
    }
    if let Some(speaker) = speaker {
        entity.add("description", &format!("according to {}", speaker.name));
    }
    for document in tie.sources.iter().filter_map(|&at| told.documents.get(at)) {
        entity.add("proof", &article_id(document));
    }
    entity
}
