//! A timeline as text, rows and JSON.
//!
//! Comes in: events of a network, and whose they are. Goes out: what `chancery timeline` prints. Counts nothing itself.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use crate::commands::timeline::{Args, Told};
use crate::commands::visible;
use crate::diagnostic::counted;
use crate::export::view::number;
use crate::network::{Bar, Event, Events, Network, Relations, Step, Timeline};

/// Name and version of the JSON.
const SCHEMA: &str = "chancery.timeline/1";

/// Columns of a bar on either side.
const HALF: usize = 28;
/// Names of a side at most.
const NAMES: usize = 4;

/// A timeline with what is needed to tell of it.
pub(super) struct View<'a> {
    network: &'a Network,
    relations: &'a Relations,
    pub(super) events: &'a Events,
    /// A and those who act for it, and B likewise.
    sides: &'a [Vec<usize>],
    pub(super) timeline: Timeline,
}

impl<'a> View<'a> {
    pub(super) fn new(args: &Args, relations: &'a Relations, told: &'a Told) -> Self {
        let Told { network, sides, events } = told;
        let step = args.by.map(Step::from);
        let ours = sides.first().map_or(&[][..], Vec::as_slice);
        let timeline = Timeline::of(&events.events, ours, sides.get(1).map(Vec::as_slice), step);
        Self { network, relations, events, sides, timeline }
    }

    fn name(&self, at: usize) -> &'a str {
        &self.network.actor(at).name
    }

    pub(super) fn title(&self) -> String {
        let names: Vec<&str> = self.sides.iter().filter_map(|side| Some(self.name(*side.first()?))).collect();
        match names[..] {
            [one] => format!("{one} and others: cooperation and conflict"),
            _ => format!("{}: cooperation and conflict", names.join(" and ")),
        }
    }

    /// What is counted, and what is not. With advice where there is a command line.
    pub(super) fn notes(&self, has_options: bool) -> Vec<String> {
        let (timeline, total) = (&self.timeline, &self.timeline.total);
        let documents: std::collections::BTreeSet<&str> =
            total.events.iter().flat_map(|&at| self.events.events[at].documents()).collect();
        let mut notes = vec![format!(
            "{} told in {} by {}: {} of cooperation, {} of conflict; Goldstein {}.",
            counted(total.cooperation + total.conflict, "realised event"),
            counted(documents.len(), "document"),
            timeline.step.as_str(),
            total.cooperation,
            total.conflict,
            number(total.goldstein(), 1)
        )];
        let mut more = Vec::new();
        let unreal = total.unreal_cooperation + total.unreal_conflict;
        if unreal > 0 {
            more.push(format!("{unreal} more are planned, possible, denied or negated"));
        }
        if timeline.by_publication > 0 {
            more.push(format!("{} dated by the day of publication", timeline.by_publication));
        }
        if !timeline.coarse.is_empty() {
            let hint = if has_options { " (--by year shows more)" } else { "" };
            let step = timeline.step.as_str();
            let hint = if timeline.step == Step::Year { "" } else { hint };
            more.push(format!("{} not shown: dated less exactly than a {step}{hint}", timeline.coarse.len()));
        }
        if !timeline.undated.is_empty() {
            more.push(format!("{} not shown: without a date", timeline.undated.len()));
        }
        if !more.is_empty() {
            notes.push(format!("{}.", more.join("; ")));
        }
        notes
    }

    pub(super) fn to_text(&self, limit: usize) -> String {
        let mut text = format!("{}\n", visible(&self.title()));
        for note in self.notes(true) {
            // Writing into a String cannot fail.
            let _ = writeln!(text, "  {note}");
        }
        for side in self.sides {
            if let Some((&first, rest)) = side.split_first().filter(|(_, rest)| !rest.is_empty()) {
                let mut names: Vec<String> =
                    rest.iter().take(NAMES).map(|&at| visible(self.name(at)).into_owned()).collect();
                if rest.len() > NAMES {
                    names.push("…".to_owned());
                }
                let (name, names) = (visible(self.name(first)), names.join(", "));
                let acting = counted(rest.len(), "other");
                let verb = if rest.len() == 1 { "acts" } else { "act" };
                let _ = writeln!(text, "  {name}: with {acting} who {verb} for it ({names})");
            }
        }
        if !self.timeline.bars.is_empty() {
            let _ = writeln!(text, "\n{:10}  {:>HALF$} │ {:HALF$}  Goldstein", "", "conflict", "cooperation");
            self.write_bars(&mut text);
        }
        self.write_events(&mut text, limit);
        text
    }

    fn write_bars(&self, text: &mut String) {
        let step = self.timeline.step;
        let highest = self.timeline.highest().max(1);
        let mut before: Option<Date> = None;
        for (&day, bar) in &self.timeline.bars {
            let gap = before.map_or(0, |before| step.between(before, day) - 1);
            if gap > 0 {
                let steps = counted(usize::try_from(gap).unwrap_or(0), step.as_str());
                let _ = writeln!(text, "{:10}  {:>HALF$} │", format!("… {steps}"), "");
            }
            before = Some(day);
            let blocks = |real: usize, all: usize| {
                let long = |count: usize| (count * (HALF - 6)).div_ceil(highest.max(HALF - 6));
                (long(real), long(all) - long(real))
            };
            let (real, unreal) = blocks(bar.conflict, bar.all_conflict());
            let count = told_count(bar.conflict, bar.unreal_conflict);
            let left = format!("{count} {}{}", "░".repeat(unreal), "█".repeat(real));
            let (real, unreal) = blocks(bar.cooperation, bar.all_cooperation());
            let count = told_count(bar.cooperation, bar.unreal_cooperation);
            let right = format!("{}{} {count}", "█".repeat(real), "░".repeat(unreal));
            let (left, right) = (left.trim(), right.trim());
            let goldstein = number(bar.goldstein(), 1);
            let line = format!("{:10}  {left:>HALF$} │ {right:HALF$}  {goldstein:>9}", step.label(day));
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }

    /// The last events with a sentence each.
    fn write_events(&self, text: &mut String, limit: usize) {
        let mut shown: Vec<usize> = self.chosen();
        let hidden = shown.len().saturating_sub(limit);
        shown.drain(..hidden);
        if shown.is_empty() {
            return;
        }
        let _ = writeln!(text, "\nEvents");
        if hidden > 0 {
            let _ = writeln!(text, "  … {hidden} earlier; --limit or --format json shows them");
        }
        for event in shown.into_iter().map(|at| &self.events.events[at]) {
            let _ = writeln!(text, "  {}", visible(&self.told(event)));
            if let Some(first) = event.mentions.first() {
                let sentence = visible(&first.text.replace(['\n', '\t'], " ")).into_owned();
                let (document, statement) = (visible(&first.document), visible(&first.statement));
                let _ = writeln!(text, "    “{sentence}”  {document}#{statement}");
            }
        }
    }

    /// Positions of the events that are counted, in their order.
    fn chosen(&self) -> Vec<usize> {
        let timeline = &self.timeline;
        let mut chosen: Vec<usize> =
            timeline.total.events.iter().chain(&timeline.coarse).chain(&timeline.undated).copied().collect();
        chosen.sort_unstable();
        chosen
    }

    /// Such as `2025-11-26  Steve Witkoff met with Vladimir Putin  [planned]  CAMEO 040, CONSULT, Goldstein 1`.
    pub(super) fn told(&self, event: &Event) -> String {
        let label = self.relations.get(&event.relation).map_or(event.relation.as_str(), |info| &info.label);
        let target = match event.target {
            Some(target) => self.name(target),
            None => event.mentions.first().map_or("", |mention| &mention.target),
        };
        let when = event.when.map_or("undated".to_owned(), |when| {
            if when.first == when.last {
                when.first.to_string()
            } else {
                format!("{}/{}", when.first, when.last)
            }
        });
        let source = self.name(event.source);
        let is_symmetric = self.relations.get(&event.relation).is_some_and(|info| info.symmetric);
        let mut text = if event.is_mutual && !is_symmetric {
            format!("{when}  {source} and {target} {label} each other")
        } else {
            format!("{when}  {source} {label} {target}")
        };
        if !event.is_realised() {
            let _ = write!(text, "  [{}]", event.status);
        }
        let speakers: Option<BTreeSet<&str>> =
            event.mentions.iter().map(|mention| mention.speaker.map(|at| self.name(at))).collect();
        // Where a writer states it, too, it is not only somebody's word.
        if let Some(speakers) = speakers.filter(|speakers| !speakers.is_empty()) {
            let names: Vec<&str> = speakers.into_iter().collect();
            let _ = write!(text, "  according to {}", names.join(", "));
        }
        if event.mentions.len() > 1 {
            let _ = write!(text, "  ×{}", event.mentions.len());
        }
        let cameo = event.cameo.as_ref().map(|code| format!("CAMEO {code}"));
        let goldstein = event.goldstein.map(|value| format!("Goldstein {}", number(value.into(), 1)));
        let codes: Vec<String> = [cameo, event.plover.clone(), goldstein].into_iter().flatten().collect();
        let _ = write!(text, "  {}", codes.join(", "));
        text
    }

    pub(super) fn to_rows(&self, between: char) -> String {
        let columns = [
            "step",
            "first_day",
            "cooperation",
            "conflict",
            "unrealised_cooperation",
            "unrealised_conflict",
            "goldstein",
        ];
        let mut text = columns.join(&between.to_string());
        text.push('\n');
        for (day, bar) in &self.timeline.bars {
            let cells = [
                self.timeline.step.label(*day),
                day.to_string(),
                bar.cooperation.to_string(),
                bar.conflict.to_string(),
                bar.unreal_cooperation.to_string(),
                bar.unreal_conflict.to_string(),
                number(bar.goldstein(), 1),
            ];
            text.push_str(&cells.join(&between.to_string()));
            text.push('\n');
        }
        text
    }

    pub(super) fn to_json(&self) -> Json {
        let timeline = &self.timeline;
        let side = |at: usize| {
            let actors = self.sides.get(at)?;
            let first = self.network.actor(*actors.first()?);
            let others: Vec<Json> = actors.iter().skip(1).map(|&at| self.actor_json(at)).collect();
            Some(
                json!({"iri": first.iri, "name": first.name, "type": first.class.as_str(), "withThem": others}),
            )
        };
        json!({
            "schema": SCHEMA,
            "a": side(0),
            "b": side(1),
            "step": timeline.step.as_str(),
            "total": bar_json(&timeline.total),
            "steps": timeline.bars.iter().map(|(day, bar)| {
                let mut json = bar_json(bar);
                json["step"] = timeline.step.label(*day).into();
                json["firstDay"] = day.to_string().into();
                json
            }).collect::<Vec<_>>(),
            "byPublication": timeline.by_publication,
            "lessExact": timeline.coarse.len(),
            "undated": timeline.undated.len(),
            "events": self.chosen().into_iter().map(|at| self.event_json(&self.events.events[at])).collect::<Vec<_>>(),
        })
    }

    fn actor_json(&self, at: usize) -> Json {
        let actor = self.network.actor(at);
        json!({"iri": actor.iri, "name": actor.name, "type": actor.class.as_str()})
    }

    fn event_json(&self, event: &Event) -> Json {
        let mentions = event.mentions.iter().map(|mention| {
            json!({
                "document": mention.document, "statement": mention.statement, "text": mention.text,
                "start": mention.start, "trigger": {"start": mention.trigger.start, "end": mention.trigger.end},
                "attributedTo": mention.speaker.map(|at| self.actor_json(at)),
                "confidence": (f64::from(mention.confidence) * 1e4).round() / 1e4,
            })
        });
        json!({
            "first": event.when.map(|when| when.first.to_string()),
            "last": event.when.map(|when| when.last.to_string()),
            "precision": event.when.map(|when| when.precision.as_str()),
            "source": self.actor_json(event.source),
            "target": event.target.map(|at| self.actor_json(at)),
            "predicate": event.relation, "mutual": event.is_mutual, "status": event.status.as_str(),
            "kind": event.quad().map(|quad| if quad.is_conflict() { "conflict" } else { "cooperation" }),
            "cameo": event.cameo, "plover": event.plover, "ploverMode": event.plover_mode,
            "goldstein": event.goldstein.map(|value| (f64::from(value) * 10.0).round() / 10.0),
            "place": event.place.map(|at| self.actor_json(at)),
            "mentions": mentions.collect::<Vec<_>>(),
        })
    }
}

fn bar_json(bar: &Bar) -> Json {
    json!({
        "cooperation": bar.cooperation, "conflict": bar.conflict,
        "unrealisedCooperation": bar.unreal_cooperation, "unrealisedConflict": bar.unreal_conflict,
        "goldstein": bar.goldstein(),
    })
}

/// `3`, `3+2` with two that did not happen, nothing for none.
fn told_count(real: usize, unreal: usize) -> String {
    match (real, unreal) {
        (0, 0) => String::new(),
        (real, 0) => real.to_string(),
        (real, unreal) => format!("{real}+{unreal}"),
    }
}
