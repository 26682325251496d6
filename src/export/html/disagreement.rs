//! What the sources tell in two ways: each side with its sentences.

use std::io::{self, Write};

use super::Numbers;
use super::actor::{isolated, write_sentence};
use crate::network::Network;
use crate::network::disagree::Side;

/// Writes the section, if there is anything to tell.
pub(super) fn write_all(network: &Network, numbers: &Numbers<'_>, out: &mut dyn Write) -> io::Result<()> {
    let found = network.disagreements();
    if found.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section id=\"disagreements\">\n<h2>Told in two ways ({})</h2>", found.len())?;
    for one in &found {
        let link = |at: usize| format!("<a href=\"#a{at}\">{}</a>", isolated(&network.actor(at).name));
        let label = one.sides.iter().flat_map(|side| &side.ties).map(|tie| isolated(&tie.label)).next();
        writeln!(
            out,
            "<details class=\"two\"><summary>{} → {} → {}</summary>",
            link(one.subject),
            label.unwrap_or_default(),
            link(one.object)
        )?;
        for side in &one.sides {
            let Side { claim, ties } = side;
            for tie in ties {
                let speaker =
                    tie.speaker.as_ref().map(|who| format!(" according to {}", isolated(&who.name)));
                writeln!(out, "<p>{}{}</p>", isolated(claim), speaker.unwrap_or_default())?;
                let sentences = side.evidence(tie);
                sentences.into_iter().try_for_each(|one| write_sentence(network, numbers, one, out))?;
            }
        }
        writeln!(out, "</details>")?;
    }
    writeln!(out, "</section>")
}
