//! Measures of actors and ties, on networks whose values are known.

use std::collections::{BTreeMap, BTreeSet};

use chancery::archive::DocumentRecord;
use chancery::network::{Measures, Network, Relations, Selection, Sign};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::sample::plain;

/// Zachary's karate club (1977), 34 members and 78 friendships.
const KARATE: &str = "1-2 1-3 1-4 1-5 1-6 1-7 1-8 1-9 1-11 1-12 1-13 1-14 1-18 1-20 1-22 1-32 2-3 2-4 2-8 2-14 2-18 2-20 2-22 2-31 3-4 3-8 3-9 3-10 3-14 3-28 3-29 3-33 4-8 4-13 4-14 5-7 5-11 6-7 6-11 6-17 7-17 9-31 9-33 9-34 10-34 14-34 15-33 15-34 16-33 16-34 19-33 19-34 20-34 21-33 21-34 23-33 23-34 24-26 24-28 24-30 24-33 24-34 25-26 25-28 25-32 26-32 27-30 27-34 28-34 29-32 29-34 30-33 30-34 31-33 31-34 32-33 32-34 33-34";

/// A network of `a-b` ties whose names sort as their numbers.
fn of(edges: &str) -> Network {
    let name = |number: &str| format!("m{number:0>2}");
    let names: Vec<(String, String)> = (edges.split(' '))
        .map(|edge| edge.split_once('-').unwrap())
        .map(|(a, b)| (name(a), name(b)))
        .collect();
    plain(&names.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect::<Vec<_>>())
}

/// A network of ties with a value on Goldstein's scale and a status.
fn signed(ties: &[(usize, usize, f64, &str)]) -> Network {
    let actors: BTreeSet<usize> = ties.iter().flat_map(|tie| [tie.0, tie.1]).collect();
    let entities: Vec<Value> = actors
        .iter()
        .map(|at| {
            json!({"id": format!("e{at}"), "iri": format!("https://example.org/a{at:02}"), "name": format!("A{at}"),
                "type": "Person", "links": [], "mentions": [{"start": 0, "end": 1, "text": "A", "kind": "name"}]})
        })
        .collect();
    let statements: Vec<Value> = ties
        .iter()
        .enumerate()
        .map(|(number, (from, to, goldstein, status))| {
            json!({"id": format!("s{number}"), "subject": format!("e{from}"), "predicate": "did", "object": format!("e{to}"),
                "status": status, "attributedTo": null, "time": null, "place": null, "confidence": 0.9, "cameo": null,
                "plover": null, "goldstein": goldstein,
                "evidence": {"start": 0, "end": 9, "text": "A sentence", "trigger": {"start": 1, "end": 2},
                    "subject": {"start": 0, "end": 1}, "object": {"start": 3, "end": 4}, "frame": "did#1"}})
        })
        .collect();
    let record: DocumentRecord =
        serde_json::from_value(json!({"schema": "chancery.document/1", "id": "d", "title": "",
        "date": null, "source": null, "text": "", "entities": entities, "statements": statements}))
        .unwrap();
    Network::project(&[record], &Relations::new(), &Selection::default()).unwrap()
}

fn undirected(network: &Network) -> BTreeSet<(usize, usize)> {
    network.ties().filter(|(a, b, _)| a != b).map(|(a, b, _)| (a.min(b), a.max(b))).collect()
}

/// Newman and Girvan's modularity of communities on ties that all weigh the same.
fn modularity(network: &Network, measures: &[Measures]) -> f64 {
    let edges = undirected(network);
    let (mut within, mut degrees) = (0.0, BTreeMap::new());
    for &(a, b) in &edges {
        for at in [a, b] {
            *degrees.entry(measures[at].community).or_insert(0.0) += 1.0;
        }
        within += f64::from(u8::from(measures[a].community == measures[b].community));
    }
    let ends = 2.0 * edges.len() as f64;
    within / edges.len() as f64 - degrees.values().map(|degree: &f64| (degree / ends).powi(2)).sum::<f64>()
}

fn near(found: Option<f64>, expected: f64) {
    assert!((found.unwrap() - expected).abs() < 1e-9, "{found:?} {expected}");
}

#[test]
fn the_karate_club_is_as_the_literature_has_it() {
    let network = of(KARATE);
    let measured = network.measure_all();
    // The best that there is (Brandes and others 2008); leidenalg 0.12 finds it, too.
    assert!((modularity(&network, &measured.actors) - 0.419_789_612).abs() < 1e-9);
    assert_eq!(measured.actors.iter().map(|member| member.community).max(), Some(4));
    assert_eq!(measured.actors[0].community, 1);
    // NetworkX 3.6: constraint, effective_size, edge_betweenness_centrality.
    near(measured.actors[0].constraint, 0.155_423_297_646_604_95);
    near(measured.actors[1].constraint, 0.279_535_108_024_691_34);
    near(measured.actors[11].constraint, 1.0);
    near(measured.actors[33].constraint, 0.156_418_685_121_107_3);
    near(measured.actors[0].effective_size, 13.75);
    near(measured.actors[33].effective_size, 15.235_294_117_647_058);
    for (ends, expected) in [([0, 31], 0.127_259_994_907_053_7), ([0, 1], 0.025_252_525_252_525_245)] {
        let at = network.ties().position(|(a, b, _)| [a, b] == ends).unwrap();
        near(measured.ties[at].betweenness, expected);
    }
}

#[test]
fn cliques_are_communities() {
    let mut edges = Vec::new();
    for clique in 0..4 {
        let members: Vec<usize> = (0..5).map(|member| 10 + 10 * clique + member).collect();
        edges.extend(
            members
                .iter()
                .flat_map(|a| members.iter().filter(move |b| a < b).map(move |b| format!("{a}-{b}"))),
        );
        edges.push(format!("{}-{}", members[0], 10 + 10 * ((clique + 1) % 4) + 1));
    }
    let measures = of(&edges.join(" ")).measure();
    let found: Vec<usize> = measures.iter().map(|member| member.community).collect();
    assert_eq!(found, (0..20).map(|at| 1 + at / 5).collect::<Vec<_>>());
    assert_eq!(Network::default().measure(), []);
}

#[test]
fn enemies_of_enemies_are_friends_in_a_balanced_network() {
    let all = |ties: &[(usize, usize, f64)]| {
        let ties: Vec<_> = ties.iter().map(|&(a, b, value)| (a, b, value, "asserted")).collect();
        let network = signed(&ties);
        let measured = network.measure_all();
        let frustrated = measured.ties.iter().filter(|tie| tie.is_frustrated == Some(true)).count();
        (measured.actors[0].triangles, measured.actors[0].balance, measured.actors[0].camp, frustrated)
    };
    // The four triangles of Cartwright and Harary.
    assert_eq!(all(&[(0, 1, 2.0), (1, 2, 3.0), (0, 2, 1.0)]), (1, Some(1.0), Some(1), 0));
    assert_eq!(all(&[(0, 1, 2.0), (1, 2, -3.0), (0, 2, -1.0)]), (1, Some(1.0), Some(1), 0));
    assert_eq!(all(&[(0, 1, 2.0), (1, 2, 3.0), (0, 2, -1.0)]), (1, Some(0.0), Some(1), 1));
    assert_eq!(all(&[(0, 1, -2.0), (1, 2, -3.0), (0, 2, -1.0)]), (1, Some(0.0), Some(1), 1));
    // Ties of a pair add up; what adds up to nothing has no sign.
    assert_eq!(all(&[(0, 1, 2.0), (1, 0, -2.0)]), (0, None, None, 0));
    assert_eq!(all(&[(0, 0, -2.0), (0, 1, 1.0)]), (0, None, Some(1), 0));
}

#[test]
fn only_what_is_asserted_is_measured_if_anything_is() {
    let mixed = signed(&[
        (0, 1, -9.0, "asserted"),
        (1, 2, 5.0, "planned"),
        (0, 2, 5.0, "denied"),
        (2, 3, 1.0, "former"),
    ]);
    let measured = mixed.measure_all();
    assert_eq!(measured.actors.iter().map(|actor| actor.degree).collect::<Vec<_>>(), [1, 1, 0, 0]);
    let counted: Vec<(bool, Option<Sign>)> =
        measured.ties.iter().map(|tie| (tie.is_counted, tie.sign)).collect();
    assert_eq!(counted.iter().filter(|tie| tie.0).collect::<Vec<_>>(), [&(true, Some(Sign::Negative))]);
    assert!(
        measured
            .ties
            .iter()
            .all(|tie| tie.is_counted || tie.betweenness.is_none() && tie.is_frustrated.is_none())
    );
    let planned = signed(&[(1, 2, 5.0, "planned"), (0, 2, 5.0, "denied")]);
    assert_eq!(planned.measure().iter().map(|actor| actor.degree).collect::<Vec<_>>(), [0, 1, 1]);
}

/// Random signed ties among eight actors.
fn ties() -> impl Strategy<Value = Vec<(usize, usize, f64)>> {
    proptest::collection::btree_map((0usize..8, 0usize..8), prop_oneof![Just(1.0), Just(-1.0)], 0..20)
        .prop_map(|ties| {
            ties.into_iter().filter(|((a, b), _)| a < b).map(|((a, b), value)| (a, b, value)).collect()
        })
}

proptest! {
    #[test]
    fn frustration_is_nothing_where_two_camps_fit_and_never_below_the_best(ties in ties()) {
        let asserted: Vec<_> = ties.iter().map(|&(a, b, value)| (a, b, value, "asserted")).collect();
        let measured = signed(&asserted).measure_all();
        let found = measured.ties.iter().filter(|tie| tie.is_frustrated == Some(true)).count();
        let best = (0..256u32)
            .map(|camps| ties.iter().filter(|&&(a, b, value)| ((camps >> a ^ camps >> b) & 1 == 1) != (value < 0.0)).count())
            .min();
        prop_assert!(Some(found) >= best && (best > Some(0) || found == 0), "{found} {best:?}");
        prop_assert!(found * 2 <= ties.len(), "half of the ties at most");
    }

    #[test]
    fn roles_are_those_of_all_paths_of_two_steps(ties in ties()) {
        let asserted: Vec<_> = ties.iter().map(|&(a, b, value)| (a, b, value, "asserted")).collect();
        let network = signed(&asserted);
        let measures = network.measure();
        let arcs: BTreeSet<(usize, usize)> = network.ties().map(|(a, b, _)| (a, b)).collect();
        for (broker, measured) in measures.iter().enumerate() {
            let mut expected = [0; 5];
            for a in 0..measures.len() {
                for c in 0..measures.len() {
                    if a == c || !arcs.contains(&(a, broker)) || !arcs.contains(&(broker, c)) || arcs.contains(&(a, c)) {
                        continue;
                    }
                    let [first, own, last] = [a, broker, c].map(|at| measures[at].community);
                    let same = [first == own && own == last, first == last && first != own, own == last && first != own, first == own && own != last];
                    expected[same.iter().position(|same| *same).unwrap_or(4)] += 1;
                }
            }
            let roles = measured.brokerage.unwrap();
            prop_assert_eq!([roles.coordinator, roles.consultant, roles.gatekeeper, roles.representative, roles.liaison], expected);
        }
    }

    #[test]
    fn communities_hang_together_and_no_single_move_is_better(ties in ties()) {
        let asserted: Vec<_> = ties.iter().map(|&(a, b, _)| (a, b, 1.0, "asserted")).collect();
        let network = signed(&asserted);
        let measures = network.measure();
        if measures.is_empty() {
            return Ok(());
        }
        let edges = undirected(&network);
        let best = modularity(&network, &measures);
        for at in 0..measures.len() {
            let own = measures[at].community;
            let mut reached = BTreeSet::from([at]);
            while let Some(&(a, b)) = edges.iter().find(|(a, b)| reached.contains(a) != reached.contains(b)
                && measures[*a].community == own && measures[*b].community == own) {
                reached.extend([a, b]);
            }
            prop_assert_eq!(reached.len(), measures.iter().filter(|other| other.community == own).count());
            for community in 1..=measures.len() + 1 {
                let mut moved = measures.clone();
                moved[at].community = community;
                prop_assert!(modularity(&network, &moved) <= best + 1e-9);
            }
        }
    }
}
