//! Ways from one actor to another, and what `show` leaves out: relation, status, time.

use std::collections::BTreeSet;

use chancery::network::Network;
use chancery::network::path::Wanted;
use proptest::prelude::*;
use serde_json::Value as Json;

use crate::cli::{assert_status, err, out, run, text, write};
use crate::sample::plain;

fn names(network: &Network, ways: &[Vec<usize>]) -> Vec<String> {
    let name = |way: &Vec<usize>| way.iter().map(|&at| network.actor(at).name.as_str()).collect::<String>();
    ways.iter().map(name).collect()
}

fn wanted(longer: usize) -> Wanted {
    Wanted { longer, max_steps: 9, ..Wanted::default() }
}

#[test]
fn the_shortest_ways_come_first_and_those_over_the_least_tied_before_others() {
    // From a to z over b, over the hub h, or over c and d; x and y are tied to the hub alone.
    let network = plain(&[
        ("a", "h"),
        ("h", "z"),
        ("z", "b"),
        ("a", "b"),
        ("a", "c"),
        ("c", "d"),
        ("d", "z"),
        ("h", "x"),
        ("y", "h"),
        ("p", "q"),
    ]);
    let at = |name: &str| network.actors().position(|actor| actor.name == name).unwrap();
    let ways = |from: &str, to: &str, wanted: &Wanted| {
        let found = network.ways([at(from), at(to)], wanted);
        assert!(!found.is_cut);
        (names(&network, &found.ways), found.shortest)
    };
    assert_eq!(ways("a", "z", &wanted(0)), (vec!["abz".to_owned(), "ahz".to_owned()], Some(2)));
    assert_eq!(ways("a", "z", &wanted(1)).0, ["abz", "ahz", "acdz"]);
    assert_eq!(ways("z", "a", &wanted(5)).0, ["zba", "zha", "zdca"]);
    let without = BTreeSet::from([at("b"), at("h")]);
    assert_eq!(ways("a", "z", &Wanted { without, ..wanted(0) }).0, ["acdz"]);
    assert_eq!(ways("a", "z", &Wanted { max_steps: 1, ..wanted(0) }), (Vec::new(), Some(2)));
    assert_eq!(ways("a", "p", &wanted(3)), (Vec::new(), None));
    assert_eq!(ways("p", "q", &wanted(3)).0, ["pq"]);
}

#[test]
fn where_there_are_very_many_ways_the_rest_is_said_to_be_left_out() {
    // Nine rows of six, each tied to all of the next row: more than ten million ways of ten steps.
    let mut ties = Vec::new();
    let row = |row: usize, at: usize| format!("r{row}{at}");
    for at in 0..6 {
        ties.push(("a".to_owned(), row(0, at)));
        ties.push((row(8, at), "z".to_owned()));
        for (from, to) in (0..8).flat_map(|from| (0..6).map(move |to| (from, to))) {
            ties.push((row(from, at), row(from + 1, to)));
        }
    }
    let ties: Vec<(&str, &str)> = ties.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    let network = plain(&ties);
    let ends = ["a", "z"].map(|name| network.actors().position(|actor| actor.name == name).unwrap());
    let found = network.ways(ends, &Wanted { max_steps: 20, ..wanted(10) });
    assert!(found.is_cut && found.shortest == Some(10) && found.ways.len() == 100_000);
}

proptest! {
    #[test]
    fn ways_are_all_simple_ways_of_their_length(
        ends in proptest::collection::vec((0_usize..7, 0_usize..7), 1..14),
        longer in 0_usize..3,
    ) {
        let letters: Vec<String> = (0..7).map(|at| format!("n{at}")).collect();
        let ties: Vec<(&str, &str)> =
            ends.iter().filter(|(a, b)| a != b).map(|&(a, b)| (letters[a].as_str(), letters[b].as_str())).collect();
        prop_assume!(!ties.is_empty());
        let network = plain(&ties);
        let count = network.actors().len();
        let tied: BTreeSet<[usize; 2]> = network.ties().flat_map(|(a, b, _)| [[a, b], [b, a]]).collect();
        // Every row of actors without one twice.
        let (mut all, mut pending) = (Vec::new(), vec![vec![0_usize]]);
        while let Some(way) = pending.pop() {
            for next in 0..count {
                if tied.contains(&[way[way.len() - 1], next]) && !way.contains(&next) {
                    let more: Vec<usize> = way.iter().copied().chain([next]).collect();
                    if next == count - 1 { all.push(more) } else { pending.push(more) }
                }
            }
        }
        prop_assume!(count > 1);
        let shortest = all.iter().map(|way| way.len() - 1).min();
        let found = network.ways([0, count - 1], &wanted(longer));
        prop_assert_eq!(found.shortest, shortest);
        all.retain(|way| way.len() - 1 <= shortest.unwrap_or(0) + longer);
        prop_assert!(found.ways.is_sorted_by_key(Vec::len));
        let (mut expected, mut ways) = (all, found.ways);
        expected.sort();
        ways.sort();
        prop_assert_eq!(ways, expected);
    }
}

/// A graph of four articles, as a folder and as lines.
fn desk() -> (tempfile::TempDir, [std::path::PathBuf; 2]) {
    let dir = tempfile::tempdir().unwrap();
    let line = |id: &str, date: &str, text: &str| {
        serde_json::json!({"id": id, "date": date, "text": text}).to_string() + "\n"
    };
    let articles = line("one", "2025-03-01", "Alice Berg met Boris Dunn in Paris.")
        + &line("two", "2025-04-01", "Boris Dunn met Carla Engel in Oslo.")
        + &line("three", "2025-05-01", "Alice Berg did not meet Carla Engel.")
        + &line("four", "2025-06-01", "Alice Berg praised Derek Falk. Derek Falk praised Carla Engel.");
    write(dir.path(), "a.jsonl", &articles);
    let (articles, kg, lines) =
        (dir.path().join("a.jsonl"), dir.path().join("kg"), dir.path().join("b.jsonl"));
    assert_status(&run(&["build", text(&articles), "-o", text(&kg)]), 0);
    std::fs::write(&lines, run(&["extract", text(&articles)]).stdout).unwrap();
    (dir, [kg, lines])
}

#[test]
fn each_step_has_its_ties_their_status_and_a_sentence() {
    let (_dir, graphs) = desk();
    for graph in &graphs {
        let paths =
            |more: &[&str]| run(&[&["paths", text(graph), "Alice Berg", "Carla Engel"], more].concat());
        let output = paths(&[]);
        assert_status(&output, 0);
        let told = out(&output);
        assert!(told.contains("Alice Berg – Boris Dunn – Carla Engel\n"), "{told}");
        assert!(told.contains("Alice Berg – Derek Falk – Carla Engel\n"), "{told}");
        assert!(told.contains("“Alice Berg [met] Boris Dunn in Paris”\n    one s1, 2025-03-01\n"), "{told}");
        assert!(!told.contains("did not"), "what is negated is no tie: {told}");
        let all = out(&paths(&["--all-status"]));
        assert!(all.starts_with("Alice Berg – Carla Engel\n") && all.contains("[negated]"), "{all}");
        let json: Json = serde_json::from_str(&out(&paths(&["--json", "--status", "negated"]))).unwrap();
        assert_eq!((&json["schema"], &json["shortest"]), (&"chancery.paths/1".into(), &1.into()));
        let tie = &json["paths"][0]["steps"][0]["ties"][0];
        assert_eq!((&tie["status"], &tie["evidence"][0]["document"]), (&"negated".into(), &"three".into()));
        let over = out(&paths(&["--without", "Boris Dunn"]));
        assert!(
            over.starts_with("Alice Berg – Derek Falk – Carla Engel\n") && !over.contains("Boris"),
            "{over}"
        );
        assert!(!out(&paths(&["--until", "2025-05"])).contains("Derek"));
        let output = paths(&["-n", "1"]);
        assert!(err(&output).contains("1 way more"), "{}", err(&output));
    }
}

#[test]
fn where_no_way_leads_the_answer_is_no_and_why() {
    let (_dir, [kg, _]) = desk();
    let paths = |from: &str, to: &str, more: &[&str]| run(&[&["paths", text(&kg), from, to], more].concat());
    for (output, status, said) in [
        (paths("Alice Berg", "Carla Engel", &["--max-steps", "1"]), 1, "the shortest way has 2 steps"),
        (paths("Alice Berg", "Carla Engel", &["--since", "2026"]), 1, "no way leads from"),
        (paths("Alice Berg", "Alice Berg", &[]), 2, "are one actor"),
        (paths("Alice Berg", "Nobody", &[]), 2, "no actor matches"),
        (paths("Alice Berg", "Carla Engel", &["--without", "Alice Berg"]), 2, "--without leaves out"),
        (paths("Alice Berg", "Carla Engel", &["--relation", "metWth"]), 2, "did you mean `metWith`"),
    ] {
        assert_status(&output, status);
        assert!(err(&output).contains(said), "{}", err(&output));
    }
}

#[test]
fn show_leaves_out_what_a_filter_does_not_take_and_counts_all() {
    let (_dir, graphs) = desk();
    for graph in &graphs {
        let show = |more: &[&str]| out(&run(&[&["show", text(graph), "Alice Berg"], more].concat()));
        let all = show(&[]);
        assert!(
            all.contains("Boris Dunn") && all.contains("[negated]") && all.contains("Derek Falk"),
            "{all}"
        );
        let spring = show(&["--until", "2025-03"]);
        assert!(
            spring.contains("Boris Dunn") && !spring.contains("Carla Engel") && !spring.contains("Derek"),
            "{spring}"
        );
        assert!(spring.contains("Until 2025-03-31."), "{spring}");
        let told = |text: &str| text.lines().find(|line| line.contains("told in")).unwrap().to_owned();
        assert_eq!(told(&spring), told(&all));
        let negated = show(&["--status", "negated"]);
        assert!(negated.contains("Carla Engel") && !negated.contains("Boris Dunn"), "{negated}");
        let json: Json = serde_json::from_str(&show(&["--since", "2025-06", "--json"])).unwrap();
        let others: Vec<&str> = json["ties"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tie| tie["actor"]["name"].as_str().unwrap())
            .collect();
        assert_eq!(others, ["Derek Falk"]);
    }
    let output = run(&["show", text(&graphs[0]), "Alice Berg", "--relation", "metWth"]);
    assert_status(&output, 2);
    assert!(err(&output).contains("did you mean `metWith`"), "{}", err(&output));
    let nothing = run(&["show", text(&graphs[0]), "Alice Berg", "--disagreements", "--since", "2026"]);
    assert_status(&nothing, 0);
}

#[test]
fn all_that_somebody_said_is_shown_in_order_of_time_with_its_sentences() {
    let dir = tempfile::tempdir().unwrap();
    let line = |id: &str, date: &str, text: &str| {
        serde_json::json!({"id": id, "date": date, "text": text}).to_string() + "\n"
    };
    let articles =
        line(
            "late",
            "2025-06-01",
            "Alice Berg said that the harvest was good. Boris Dunn said that Alice Berg was wrong.",
        ) + &line("early", "2025-03-01", "Alice Berg said that Boris Dunn met Carla Engel in Oslo.")
            + &line("other", "2025-04-01", "Boris Dunn praised Alice Berg.");
    write(dir.path(), "a.jsonl", &articles);
    let (articles, kg, lines) =
        (dir.path().join("a.jsonl"), dir.path().join("kg"), dir.path().join("b.jsonl"));
    assert_status(&run(&["build", text(&articles), "-o", text(&kg)]), 0);
    std::fs::write(&lines, run(&["extract", text(&articles)]).stdout).unwrap();
    for graph in [&kg, &lines] {
        let said =
            |more: &[&str]| out(&run(&[&["show", text(graph), "Alice Berg", "--said"], more].concat()));
        let told = said(&[]);
        let places: Vec<usize> =
            ["2025-03-01  said: ", "Boris Dunn met with Carla Engel", "2025-06-01  said: ", "harvest"]
                .iter()
                .map(|part| told.find(part).unwrap_or_else(|| panic!("{part}: {told}")))
                .collect();
        assert!(places[0] < places[2] && places[1] < places[2] && places[2] < places[3], "{told}");
        assert!(!told.contains("wrong") && !told.contains("praised"), "{told}");
        assert!(!said(&["--until", "2025-05"]).contains("harvest"));
        let json: Json = serde_json::from_str(&said(&["--json", "--since", "2025-06"])).unwrap();
        let words = json["said"].as_array().unwrap();
        assert_eq!((&json["schema"], words.len()), (&"chancery.said/1".into(), 1));
        assert!(words[0]["evidence"]["text"].as_str().unwrap().contains("harvest"), "{json}");
    }
    let nothing = run(&["show", text(&kg), "Carla Engel", "--said"]);
    assert_status(&nothing, 0);
    assert!(err(&nothing).contains("no document tells"), "{}", err(&nothing));
    assert_status(&run(&["show", text(&kg), "--said"]), 2);
}
