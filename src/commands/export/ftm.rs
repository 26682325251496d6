//! `chancery export --format ftm`: entities of FollowTheMoney.

use crate::commands::export::{Args, deliver};
use crate::commands::{Context, Outcome, part};
use crate::diagnostic::counted;
use crate::export::ftm::{self, Mentions};
use crate::network::Builder;
use crate::ontology::Ontology;

/// Writes the entities and says what the model could not carry.
///
/// # Errors
/// The graph cannot be read, a name in the arguments is unknown, or the file cannot be written.
pub(super) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let ontology = Ontology::bundled()?;
    let relations = part::relations_beside(&ontology, &args.graph)?;
    let selection = args.part.selection();
    let mut mentions = Mentions::default();
    let builder = Builder::new(&relations, &selection);
    let network = part::read_network_and(&args.graph, context, builder, |sketch| {
        mentions.add(sketch);
        Ok(())
    })?;
    args.part.filter.check_relations(&network, &relations)?;
    let (network, _) = args.part.around(network, context)?;
    let countries = ftm::countries(&network, &ontology);
    let loss = deliver(args, context, |out| ftm::write(&network, &mentions, &countries, out))?;
    if let Some(path) = &args.output {
        context.say(format_args!("{}: {}", path.display(), counted(network.actors().len(), "actor")));
    }
    if !loss.is_empty() {
        context.say(&loss);
    }
    // As with other formats.
    std::mem::forget((network, mentions));
    Ok(Outcome::Done)
}
