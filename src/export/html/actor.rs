//! The list of actors: a card each, with its names, its ties and the sentences behind them.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io::{self, Write};

use super::{Numbers, badge, escape, is_web};
use crate::diagnostic::counted;
use crate::export::style;
use crate::network::{Actor, Network, Said, Seen, Sentence, Source};
use crate::ontology::Status;

/// Writes a card for each actor, those of which most is told first.
pub(super) fn write_all(network: &Network, numbers: &Numbers<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut order: Vec<usize> = (0..network.actors().len()).collect();
    order.sort_by_key(|&at| {
        let actor = network.actor(at);
        (Reverse(actor.statements + actor.texts), at)
    });
    order.into_iter().try_for_each(|at| Card { network, numbers, at, actor: network.actor(at) }.write(out))
}

struct Card<'n> {
    network: &'n Network,
    numbers: &'n Numbers<'n>,
    at: usize,
    actor: &'n Actor,
}

impl Card<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let actor = self.actor;
        let (roles, others) = self.network.seen_from(self.at);
        let of_ties = roles.iter().chain(&others).map(|seen| seen.tie.status);
        let statuses: BTreeSet<Status> = of_ties.chain(actor.said.iter().map(|said| said.status)).collect();
        let statuses: Vec<&str> = statuses.into_iter().map(Status::as_str).collect();
        writeln!(
            out,
            "<details class=\"actor\" id=\"a{}\" data-kind=\"{}\" data-statuses=\"{}\" data-names=\"{}\">",
            self.at,
            actor.class,
            statuses.join(" "),
            escape(&actor.names.join(" | "))
        )?;
        writeln!(
            out,
            "<summary><span class=\"dot k-{}\"></span><b><bdi>{}</bdi></b> <span class=\"pale\">{}</span><span class=\"count\">{}</span></summary>\n<div>",
            actor.class,
            escape(&actor.name),
            style::class_label(actor.class),
            counted(actor.statements + actor.texts, "statement")
        )?;
        self.identity(out)?;
        self.group("Roles", &roles, out)?;
        self.group("Ties", &others, out)?;
        self.said(out)?;
        writeln!(out, "</div>\n</details>")
    }

    /// Other names, where and when it is told of, and its identifiers.
    fn identity(&self, out: &mut dyn Write) -> io::Result<()> {
        let actor = self.actor;
        let also: Vec<String> =
            actor.names.iter().filter(|name| **name != actor.name).map(|name| isolated(name)).collect();
        if !also.is_empty() {
            writeln!(out, "<p class=\"pale\">Also: {}</p>", also.join(", "))?;
        }
        let seen = match (actor.first, actor.last) {
            (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
            (Some(day), _) => format!(", {day}"),
            _ => String::new(),
        };
        let iri = format!("<code>{}</code>", escape(&actor.iri));
        let links = actor.links.iter().filter(|link| **link != actor.iri).map(|link| linked(link));
        let links: Vec<String> = std::iter::once(iri).chain(links).collect();
        writeln!(
            out,
            "<p class=\"pale\">In {}{seen}. {}</p>",
            counted(actor.documents, "document"),
            links.join(" ")
        )
    }

    fn group(&self, title: &str, ties: &[Seen<'_>], out: &mut dyn Write) -> io::Result<()> {
        if ties.is_empty() {
            return Ok(());
        }
        writeln!(out, "<h3>{title}</h3>")?;
        ties.iter().try_for_each(|seen| self.tie(seen, out))
    }

    fn tie(&self, seen: &Seen<'_>, out: &mut dyn Write) -> io::Result<()> {
        let tie = seen.tie;
        let other = format!(
            "<a href=\"#a{}\"><bdi>{}</bdi></a>",
            seen.other,
            escape(&self.network.actor(seen.other).name)
        );
        let label = escape(&tie.label);
        let words = if tie.symmetric {
            format!("{label} — {other}")
        } else if seen.is_outward {
            format!("{label} → {other}")
        } else {
            format!("{other} → {label} → {}", isolated(&self.actor.name))
        };
        write!(out, "<details class=\"tie\"><summary>{words}")?;
        if tie.status != Status::Asserted {
            write!(out, " {}", badge(tie.status))?;
        }
        if let Some(speaker) = &tie.speaker {
            write!(out, " <span class=\"pale\">according to {}</span>", isolated(&speaker.name))?;
        }
        let facts = tie.times.iter().chain(&tie.quantities).map(|fact| isolated(fact)).collect::<Vec<_>>();
        if !facts.is_empty() {
            write!(out, " <span class=\"pale\">({})</span>", facts.join(", "))?;
        }
        if tie.count > 1 {
            write!(out, " <span class=\"pale\">×{}</span>", tie.count)?;
        }
        writeln!(out, "</summary>")?;
        tie.evidence.iter().try_for_each(|sentence| self.sentence(sentence, out))?;
        writeln!(out, "</details>")
    }

    fn said(&self, out: &mut dyn Write) -> io::Result<()> {
        let actor = self.actor;
        if actor.said.is_empty() {
            return Ok(());
        }
        let shown = if actor.texts > actor.said.len() {
            format!("Said ({} of {})", actor.said.len(), actor.texts)
        } else {
            "Said".to_owned()
        };
        writeln!(out, "<h3>{shown}</h3>")?;
        for Said { status, text, evidence, relation } in &actor.said {
            let status =
                if *status == Status::Asserted { String::new() } else { format!(" {}", badge(*status)) };
            writeln!(
                out,
                "<details class=\"tie\"><summary>{}: {}{status}</summary>",
                escape(relation),
                isolated(text)
            )?;
            self.sentence(evidence, out)?;
            writeln!(out, "</details>")?;
        }
        Ok(())
    }

    fn sentence(&self, sentence: &Sentence, out: &mut dyn Write) -> io::Result<()> {
        write_sentence(self.network, self.numbers, sentence, out)
    }
}

/// A sentence with its trigger marked, and where it stands.
pub(super) fn write_sentence(
    network: &Network,
    numbers: &Numbers<'_>,
    sentence: &Sentence,
    out: &mut dyn Write,
) -> io::Result<()> {
    let number = numbers.get(sentence.document.as_str()).copied().unwrap_or_default();
    let source = network.documents().get(&sentence.document);
    let origin = source.map(origin).unwrap_or_default();
    writeln!(
        out,
        "<blockquote><bdi>{}</bdi><footer>{origin}<a href=\"#d{number}\">source {number}</a>, <code>{}#{}</code></footer></blockquote>",
        marked(sentence),
        escape(&sentence.document),
        escape(&sentence.statement)
    )
}

/// When a document was published, where and by whom, each with a comma after it.
fn origin(source: &Source) -> String {
    let date = source.date.map(|date| date.to_string());
    let publisher = source.publisher.as_deref().map(isolated);
    let author = source.author.as_deref().map(|author| format!("by {}", isolated(author)));
    [date, publisher, author].into_iter().flatten().map(|part| format!("{part}, ")).collect()
}

/// The sentence with the words that evoke the relation marked. Its trigger is counted in code points.
fn marked(sentence: &Sentence) -> String {
    let [before, trigger, behind] = sentence.around_trigger().map(escape);
    if trigger.is_empty() { before.into_owned() } else { format!("{before}<mark>{trigger}</mark>{behind}") }
}

/// A text whose direction of writing does not reach beyond it.
pub(super) fn isolated(text: &str) -> String {
    format!("<bdi>{}</bdi>", escape(text))
}

/// An identifier, as a link where it is one of the web.
fn linked(iri: &str) -> String {
    let name = format!("<code>{}</code>", escape(iri));
    if is_web(iri) { format!("<a rel=\"noreferrer\" href=\"{}\">{name}</a>", escape(iri)) } else { name }
}
