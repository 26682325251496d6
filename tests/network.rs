//! The network: what ties are, what a selection takes, measures, places, finding.

use chancery::archive::DocumentRecord;
use chancery::archive::duplicates::Copies;
use chancery::archive::record::LinkRecord;
use chancery::network::{Builder, Footprint, Network, Selection};
use chancery::ontology::Status;

use crate::sample::{network, plain, records, relations};

fn ties(network: &Network) -> Vec<String> {
    let name = |at: usize| network.actor(at).iri.trim_start_matches("https://example.org/").to_owned();
    (network.ties())
        .filter(|(from, _, _)| !name(*from).starts_with('n'))
        .map(|(from, to, tie)| {
            let speaker =
                tie.speaker.as_ref().map(|speaker| format!(" by {}", speaker.name)).unwrap_or_default();
            format!("{} {} {} {} ×{}{speaker}", name(from), tie.relation, name(to), tie.status, tie.count)
        })
        .collect()
}

#[test]
fn statuses_and_speakers_never_share_a_tie() {
    assert_eq!(
        ties(&network()),
        [
            "ann accused bob asserted ×1",
            "ann accused bob asserted ×1 by Utopia",
            "ann accused bob denied ×1",
            "ann headOfStateOf utopia former ×1",
            "ann spokeWith bob asserted ×3",
            "bob visited utopia planned ×1",
            "bob visited utopia possible ×1",
            "bob visited utopia negated ×1",
            "utopia visited utopia asserted ×1",
        ]
    );
}

#[test]
fn a_tie_gathers_times_codes_and_evidence() {
    let network = network();
    let (_, _, tie) = network.ties().find(|(_, _, tie)| tie.relation == "spokeWith").unwrap();
    assert!(tie.symmetric);
    assert_eq!((tie.count, tie.documents), (3, 2));
    assert_eq!(tie.first.unwrap().to_string(), "2014-01-01");
    assert_eq!(tie.last.unwrap().to_string(), "2025-02-28");
    assert_eq!(tie.reported_first.unwrap().to_string(), "2025-03-01");
    assert_eq!(tie.goldstein, Some(1.75));
    assert_eq!(tie.plover.iter().collect::<Vec<_>>(), ["CONSULT/phone"]);
    assert_eq!(tie.evidence.len(), 3);
    assert_eq!(tie.evidence[0].trigger, 3..8);
    let (_, _, tie) = network.ties().find(|(_, _, tie)| tie.status == Status::Possible).unwrap();
    assert_eq!(tie.quantities.first().unwrap(), "about 3 days");
    assert_eq!(tie.places.first().unwrap(), "https://example.org/utopia");
}

#[test]
fn an_actor_gathers_names_links_and_words() {
    let network = network();
    let ann = network.actor(network.find("Q1")[0]);
    assert_eq!(ann.name, "Ann Alder");
    assert_eq!(ann.names, ["Ann Alder", "President Ann Alder"]);
    assert_eq!((ann.documents, ann.texts, ann.statements), (2, 1, 7));
    assert_eq!(ann.said[0].text, "It was <not> so");
    let share = network.actors().find_map(|actor| actor.share.clone()).unwrap();
    assert_eq!((share.fraction, share.of.as_deref()), (0.19, Some("https://example.org/utopia")));
}

#[test]
fn the_order_of_documents_does_not_matter() {
    let describe = |network: &Network| {
        (
            network.actors().cloned().collect::<Vec<_>>(),
            network.ties().map(|(a, b, tie)| (a, b, tie.clone())).collect::<Vec<_>>(),
        )
    };
    let expected = describe(&network());
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let records = records();
        let shuffled = order.iter().map(|&at| &records[at]);
        let found = Network::project(shuffled, &relations(), &Selection::default()).unwrap();
        assert!(describe(&found) == expected, "{order:?}");
    }
}

#[test]
fn documents_that_are_collected_apart_make_the_same_network() {
    let (relations, all, copies) = (relations(), Selection::default(), Copies::default());
    let collected = |records: &[DocumentRecord]| {
        let mut builder = Builder::new(&relations, &all).with_copies(&copies);
        records.iter().for_each(|record| builder.add(record).unwrap());
        builder
    };
    let shown = |network: &Network| format!("{:?} {:?}", network.graph(), network.documents());
    // Scores that rise, fall and are equal, with a method and without.
    let kinds = [(0.5, None), (0.7, Some("exact")), (0.9, None), (0.9, Some("sound"))];
    for mix in 0..kinds.len().pow(3) {
        let mut records = records();
        for (at, record) in records.iter_mut().enumerate() {
            let (score, method) = kinds[mix / kinds.len().pow(at as u32) % kinds.len()];
            let link = LinkRecord::new("http://www.wikidata.org/entity/Q7", score, format!("index {at}"));
            record.entities[0].links.push(LinkRecord { method: method.map(str::to_owned), ..link });
        }
        let expected = shown(&collected(&records).finish());
        for (first, second) in [(0, 0), (0, 1), (1, 1), (1, 2), (2, 3)] {
            let parts = [&records[..first], &records[first..second], &records[second..]];
            let joined = Builder::joined(parts.map(collected).into()).unwrap();
            assert!(shown(&joined.finish()) == expected, "{mix} {first} {second}");
        }
    }
    assert!(Builder::joined(Vec::new()).is_none());
}

#[test]
fn selections() {
    let select = |change: &dyn Fn(&mut Selection)| {
        let mut selection = Selection::default();
        change(&mut selection);
        Network::project(&records(), &relations(), &selection).unwrap()
    };
    let day = |text: &str| Some(text.parse().unwrap());
    let status = |status| move |selection: &mut Selection| selection.statuses = [status].into();
    for (name, network, expected) in [
        ("relation", select(&|s| s.relations = ["visited".to_owned()].into()), 4),
        ("family", select(&|s| s.relations = ["consult".to_owned()].into()), 5),
        ("status", select(&status(Status::Denied)), 1),
        ("confidence", select(&|s| s.min_confidence = 0.6), 18),
        ("since, by the time of the statement", select(&|s| s.since = day("2025-03-02")), 1),
        ("until", select(&|s| s.until = day("2016-12-31")), 1),
        ("between", select(&|s| (s.since, s.until) = (day("2020-01-01"), day("2025-02-10"))), 1),
    ] {
        assert_eq!(network.ties().len(), expected, "{name}");
        assert!(network.actors().all(|actor| actor.statements + actor.texts > 0), "{name}: no silent actors");
    }
}

#[test]
fn a_speaker_keeps_its_name_without_a_tie_of_its_own() {
    let until = Some("2025-03-31".parse().unwrap());
    let selection = Selection { relations: ["accused".to_owned()].into(), until, ..Selection::default() };
    let network = Network::project(&records(), &relations(), &selection).unwrap();
    assert_eq!(
        network.actors().map(|actor| actor.name.as_str()).collect::<Vec<_>>(),
        ["Ann Alder", "Bob Birch"]
    );
    let speaker = network.ties().find_map(|(_, _, tie)| tie.speaker.clone()).unwrap();
    assert_eq!((speaker.name.as_str(), speaker.iri.as_str()), ("Utopia", "https://example.org/utopia"));
}

#[test]
fn around_an_actor() {
    let chain = plain(&[("a", "b"), ("b", "c"), ("c", "d"), ("x", "y")]);
    for (depth, expected) in [(0, 1), (1, 2), (2, 3), (9, 4)] {
        assert_eq!(chain.around(&[0], depth).actors().len(), expected);
    }
    assert_eq!(chain.around(&[1], 1).ties().len(), 2);
}

#[test]
fn measures_of_a_chain_and_a_triangle() {
    let chain = plain(&[("a", "b"), ("b", "c")]).measure();
    assert_eq!(chain[1].betweenness, Some(1.0));
    assert_eq!(chain[0].betweenness, Some(0.0));
    assert_eq!((chain[1].degree, chain[1].statements_in, chain[1].statements_out), (2, 1, 1));
    let both = plain(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("x", "y")]).measure();
    assert_eq!(both.iter().map(|m| m.core).collect::<Vec<_>>(), [2, 2, 2, 1, 1, 1]);
    assert_eq!(both.iter().map(|m| m.component).collect::<Vec<_>>(), [1, 1, 1, 1, 2, 2]);
    assert!((both.iter().map(|m| m.pagerank).sum::<f64>() - 1.0).abs() < 1e-9);
    assert!(both[2].pagerank > both[1].pagerank);
    // Networkx 3.6: betweenness_centrality of the undirected graph.
    assert!((both[2].betweenness.unwrap() - 0.2).abs() < 1e-12);
    let denied = network();
    let utopia = denied.find("Utopia")[0];
    // That Bob visits Utopia is planned and possible: no tie yet. Ann no longer heads it.
    assert_eq!(denied.measure()[utopia].statements_in, 1 + 10);
}

#[test]
fn places_do_not_overlap_and_are_the_same_on_every_run() {
    let mut star: Vec<(String, String)> =
        (0..40).map(|at| ("hub".to_owned(), format!("leaf{at:02}"))).collect();
    star.extend((0..30).map(|at| (format!("leaf{at:02}"), format!("leaf{:02}", (at * 7 + 3) % 40))));
    star.push(("alone".to_owned(), "together".to_owned()));
    let star: Vec<(&str, &str)> = star.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let network = plain(&star);
    let prints = vec![Footprint { half_width: 40.0, half_height: 15.0 }; network.actors().len()];
    let places = network.layout(&prints);
    for (at, a) in places.iter().enumerate() {
        assert!(a.x.is_finite() && a.y.is_finite());
        for b in &places[..at] {
            assert!((a.x - b.x).abs() >= 79.9 || (a.y - b.y).abs() >= 29.9, "{a:?} {b:?}");
        }
    }
    assert_eq!(network.layout(&prints), places);
}

#[test]
fn actors_are_found_and_suggested() {
    let network = network();
    let names = |found: Vec<usize>| {
        found.iter().map(|&at| network.actor(at).name.as_str()).collect::<Vec<_>>().join(", ")
    };
    for (query, expected) in [
        ("https://example.org/ann", "Ann Alder"),
        ("ann", "Ann Alder"),
        ("ANN ALDER", "Ann Alder"),
        ("http://www.wikidata.org/entity/Q1", "Ann Alder"),
        ("alder", "Ann Alder"),
        ("Ánn-Alder", "Ann Alder"),
        ("Aller", ""),
        ("...", ""),
        ("Ald", ""),
        ("", ""),
    ] {
        assert_eq!(names(network.find(query)), expected, "{query}");
    }
    assert_eq!(names(network.suggest("Ann Adler")), "Ann Alder");
    assert_eq!(names(network.suggest("birch")), "Bob Birch");
    assert_eq!(names(network.suggest("Quetzalcoatl")), "");
}

#[test]
fn damaged_records_are_named() {
    let mut damaged = records();
    damaged[1].statements[0].subject = "e77".to_owned();
    let error = Network::project(&damaged, &relations(), &Selection::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "document doc-2, statement s1: there is no entity e77; build the document again"
    );
    let mut newer = records();
    newer[0].statements[0].status = "rumoured".to_owned();
    let error = Network::project(&newer, &relations(), &Selection::default()).unwrap_err();
    assert!(error.to_string().starts_with("document doc-1: unknown status `rumoured`"));
}

#[test]
fn what_is_stated_and_denied_is_a_disagreement_and_other_statuses_are_none() {
    let network = network();
    let told: Vec<String> = (network.disagreements().iter())
        .filter(|one| !network.actor(one.subject).iri.contains("/n"))
        .map(|one| {
            let sides: Vec<String> =
                one.sides.iter().map(|side| format!("{} ×{}", side.claim, side.ties.len())).collect();
            let (subject, object) = (network.actor(one.subject), network.actor(one.object));
            format!("{} {} {}: {}", one.matter.as_str(), subject.name, object.name, sides.join(", "))
        })
        .collect();
    assert_eq!(
        told,
        [
            "status Ann Alder Bob Birch: asserted ×2, denied ×1",
            "status Bob Birch Utopia: negated ×1, planned ×1, possible ×1",
        ]
    );
}
