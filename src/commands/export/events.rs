//! `chancery export --format events`: coded events as a table.

use anyhow::bail;

use crate::commands::export::geojson;
use crate::commands::export::{Args, Flavour, deliver};
use crate::commands::{Context, Outcome, part};
use crate::diagnostic::counted;
use crate::export::events::{self, Columns, Table};
use crate::network::Affiliations;
use crate::ontology::{Ontology, Status};

/// Writes the table and says what it could not carry.
///
/// # Errors
/// The graph cannot be read, a name in the arguments is unknown, or the file cannot be written.
pub(super) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let columns = match args.flavour.unwrap_or(Flavour::Plain) {
        Flavour::Plain => Columns::Named,
        Flavour::Gdelt => Columns::Gdelt,
        Flavour::Polecat => Columns::Polecat,
        Flavour::Yed => bail!("events come in the flavours plain, gdelt and polecat"),
    };
    let ontology = Ontology::bundled()?;
    let relations = part::relations_beside(&ontology, &args.graph)?;
    let mut wanted = args.part.selection();
    if args.all_status {
        wanted.statuses = Status::ALL.into_iter().collect();
    }
    if columns == Columns::Gdelt && wanted.statuses.iter().any(|status| *status != Status::Asserted) {
        bail!(
            "GDELT has no column for a status, so only realised events can be written: choose --flavour plain"
        );
    }
    let (network, mut events) = args.part.read_events(&args.graph, context, &relations, &wanted)?;
    let affiliations = Affiliations::new(&network, &ontology);
    if !args.part.actor.is_empty() {
        let centres = args.part.centres(&network, context)?;
        events.events.retain(|event| {
            centres.contains(&event.source) || event.target.is_some_and(|target| centres.contains(&target))
        });
    }
    let points = geojson::points(&network, &geojson::base(args)?, args)?;
    let table = Table {
        network: &network,
        affiliations: &affiliations,
        gazetteer: &ontology.gazetteer,
        events: &events,
        points: &points,
    };
    let loss = deliver(args, context, |out| events::write(table, columns, out))?;
    if let Some(path) = &args.output {
        context.say(format_args!("{}: {}", path.display(), counted(events.events.len(), "event")));
    }
    if !loss.is_empty() {
        context.say(&loss);
    }
    // As with other formats.
    std::mem::forget((network, events));
    Ok(Outcome::Done)
}
