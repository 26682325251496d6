//! Status and event codes of relations, frames and examples: what cannot be one is reported and left out.

use oxigraph::model::Literal;

use crate::ontology::facts::{Fact, Report, Subject};
use crate::ontology::turtle::Part;
use crate::ontology::vocabulary as v;
use crate::ontology::{Codes, Status, near};

/// The status that a fact names; one that is unknown is reported.
pub(super) fn status(fact: &Fact<'_>, report: &mut Report<'_>) -> Option<Status> {
    let written = fact.iri().or_else(|| fact.literal().map(Literal::value)).unwrap_or("");
    let name = v::local_name(written);
    let status = fact.iri().and_then(|iri| Status::from_text(iri.strip_prefix(v::CH)?));
    if status.is_none() {
        let near = near(name, Status::ALL.map(Status::as_str));
        let hint = match near {
            Some(near) => format!("did you mean `ch:{near}`?"),
            None => format!("one of {}", Status::ALL.map(|status| format!("ch:{status}")).join(", ")),
        };
        report.error(fact, Part::Object, format!("unknown status `{name}`"), hint);
    }
    status
}

/// The codes given at a relation or a frame; what cannot be one is reported and left out.
pub(super) fn codes(subject: &Subject<'_>, report: &mut Report<'_>) -> Codes {
    let mut codes = Codes::default();
    if let Some((fact, code)) = subject.first(v::CAMEO).and_then(|fact| Some((fact, fact.literal()?.value())))
    {
        if (2..=4).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit()) {
            codes.cameo = Some(code.to_owned());
        } else {
            let hint = "two to four digits in quotation marks, as in \"041\"";
            report.error(fact, Part::Object, format!("`{code}` is no CAMEO code"), hint);
        }
    }
    if let Some(fact) = subject.first(v::PLOVER_TYPE) {
        codes.plover = plover(fact, report);
        codes.plover_mode = subject.text(v::PLOVER_MODE).map(str::to_owned);
    } else if let Some(fact) = subject.first(v::PLOVER_MODE) {
        report.warning(fact, Part::Predicate, "a PLOVER mode without its type", "add `ch:plover`");
    }
    if let Some((fact, value)) =
        subject.first(v::GOLDSTEIN).and_then(|fact| Some((fact, fact.literal()?.value())))
    {
        match value.parse::<f32>() {
            Ok(number) if (-10.0..=10.0).contains(&number) => codes.goldstein = Some(number),
            _ => report.error(
                fact,
                Part::Object,
                format!("`{value}` is not on Goldstein's scale"),
                "it runs from -10.0 (military attack) to 10.0",
            ),
        }
    }
    codes
}

fn plover(fact: &Fact<'_>, report: &mut Report<'_>) -> Option<String> {
    let name = fact.iri().map_or("", v::local_name);
    let is_known =
        fact.iri().is_some_and(|iri| iri.starts_with(v::PLOVER)) && v::PLOVER_TYPES.contains(&name);
    if !is_known {
        let hint = near(&name.to_uppercase(), v::PLOVER_TYPES);
        let hint = hint.map_or_else(
            || "one of PLOVER's sixteen types, as in `plover:CONSULT`".to_owned(),
            |near| format!("did you mean `plover:{near}`?"),
        );
        report.error(fact, Part::Object, "unknown PLOVER type", hint);
    }
    is_known.then(|| name.to_owned())
}

/// The codes of a frame: its own, completed by those of its relation where they still fit.
///
/// A Goldstein value belongs to its CAMEO code, and a mode to its type: neither outlives a change of the other. CAMEO's statements
/// (root 01) have no PLOVER type.
pub(super) fn overriding(base: &Codes, own: &Codes) -> Option<Codes> {
    if *own == Codes::default() {
        return None;
    }
    let keeps_cameo = own.cameo.is_none() || own.cameo == base.cameo;
    // What is only said (root 01 of CAMEO) is no event to PLOVER.
    let is_said = own.cameo.as_deref().is_some_and(|code| code.starts_with("01"));
    let base_type = base.plover.as_ref().filter(|_| !is_said);
    let keeps_plover = own.plover.is_none() || own.plover == base.plover;
    let kept = |keeps: bool, value: &Option<String>| value.clone().filter(|_| keeps);
    Some(Codes {
        cameo: own.cameo.clone().or_else(|| base.cameo.clone()),
        plover: own.plover.clone().or_else(|| base_type.cloned()),
        plover_mode: own.plover_mode.clone().or_else(|| kept(keeps_plover && !is_said, &base.plover_mode)),
        goldstein: own.goldstein.or(base.goldstein.filter(|_| keeps_cameo)),
    })
}
