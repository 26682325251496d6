//! `chancery export --format geojson`: places and events on a map.

use crate::archive::Archive;
use crate::commands::export::{Args, deliver};
use crate::commands::{Context, Outcome, part};
use crate::diagnostic::counted;
use crate::export::geojson::{self, Points};
use crate::graph::iri::Base;
use crate::graph::place::locate;
use crate::link::Layers;
use crate::network::Network;
use crate::ontology::{Class, Status};

/// Writes the collection and says what has no place on it.
///
/// # Errors
/// The graph cannot be read, a name in the arguments is unknown, or the file cannot be written.
pub(super) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let relations = part::relations(&args.graph)?;
    let mut wanted = args.part.selection();
    // Each feature has its status.
    if wanted.statuses.is_empty() {
        wanted.statuses = Status::ALL.into_iter().collect();
    }
    let (network, mut events) = args.part.read_events(&args.graph, context, &relations, &wanted)?;
    let mut points = points(&network, &base(args)?, args)?;
    if !args.part.actor.is_empty() {
        let centres = args.part.centres(&network, context)?;
        let is_near = |at: usize| centres.contains(&at);
        events.events.retain(|event| {
            let ends = [Some(event.source), event.target, event.place];
            ends.into_iter().flatten().any(is_near)
        });
        points.retain(|at, _| {
            is_near(*at)
                || events.events.iter().any(|event| event.place == Some(*at) || event.target == Some(*at))
        });
    }
    let loss = deliver(args, context, |out| geojson::write(&network, &events, &points, out))?;
    if let Some(path) = &args.output {
        let places = counted(points.len(), "place");
        context.say(format_args!(
            "{}: {places} on the map, {}",
            path.display(),
            counted(events.events.len(), "event")
        ));
    }
    if !loss.is_empty() {
        context.say(&loss);
    }
    Ok(Outcome::Done)
}

/// The base of a graph; of lines without one, the usual.
pub(super) fn base(args: &Args) -> anyhow::Result<Base> {
    Ok(if args.graph.is_dir() { Archive::open(&args.graph)?.base().clone() } else { Base::default() })
}

/// Where the places of a network lie, by the bundled index and those that were named.
pub(super) fn points(network: &Network, base: &Base, args: &Args) -> anyhow::Result<Points> {
    let layers = Layers::with_files(&args.indexes)?;
    let mut points = Points::new();
    for (at, actor) in network.actors().enumerate().filter(|(_, actor)| actor.class == Class::Place) {
        let links = actor.links.iter().map(String::as_str);
        if let Some(point) = locate(&layers, base, &actor.iri, links)? {
            points.insert(at, point);
        }
    }
    Ok(points)
}
