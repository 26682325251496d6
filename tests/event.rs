//! Coded events and timelines: what is one event, when and where it is counted, and what its row says.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::{Value, json};

/// The real names of states matter here: their codes come from the gazetteer.
fn entity(id: &str, class: &str, name: &str) -> Value {
    let iri = format!("https://example.org/{}", name.to_lowercase().replace(' ', "-"));
    json!({"id": id, "iri": iri, "name": name, "type": class, "links": [],
        "mentions": [{"start": 0, "end": 1, "text": name, "kind": "name"}]})
}

fn claim(number: usize, ends: (&str, &str), relation: &str, code: (&str, &str, f64), status: &str) -> Value {
    let at = 100 * number;
    json!({"id": format!("s{number}"), "subject": ends.0, "predicate": relation, "object": ends.1, "status": status,
        "attributedTo": null, "time": null, "place": null, "confidence": 0.5,
        "cameo": code.0, "plover": code.1, "goldstein": code.2,
        "evidence": {"start": at, "end": at + 20, "text": format!("Sentence {number}\tof it."),
            "trigger": {"start": at, "end": at + 8}, "subject": {"start": at, "end": at + 1},
            "object": {"start": at, "end": at + 1}, "frame": "f#1"}})
}

fn at(mut claim: Value, time: &str) -> Value {
    claim["time"] = json!(time);
    claim
}

const TALK: (&str, &str, f64) = ("040", "CONSULT", 1.0);
const ATTACK: (&str, &str, f64) = ("190", "ASSAULT", -10.0);

/// Two documents of two states, an army, an office holder and an agreement.
fn corpus(folder: &Path) -> PathBuf {
    let mut oslo = entity("e6", "Place", "Oslo");
    oslo["links"] = json!([{"iri": "https://sws.geonames.org/3143244/", "score": 0.9, "by": "hand"}]);
    let entities = [
        entity("e1", "State", "Norway"),
        entity("e2", "State", "Chile"),
        entity("e3", "ArmedGroup", "Chilean army"),
        entity("e4", "Person", "Ola Berg"),
        entity("e5", "Agreement", "=Fish Accord"),
        oslo,
    ];
    let office = || {
        let mut office = claim(9, ("e4", "e1"), "ministerOf", TALK, "asserted");
        for code in ["cameo", "plover", "goldstein"] {
            office[code] = Value::Null;
        }
        office
    };
    let mut placed = at(claim(1, ("e1", "e2"), "spokeWith", TALK, "asserted"), "2021-03-02");
    placed["place"] = json!("e6");
    let first = json!({"schema": "chancery.document/1", "id": "a", "title": "", "date": "2021-03-05", "text": "",
    "source": "Daily", "url": "https://example.org/a", "entities": entities, "statements": [
        placed,
        at(claim(2, ("e3", "e1"), "attacked", ATTACK, "asserted"), "2021-03"),
        claim(3, ("e2", "e1"), "attacked", ATTACK, "planned"),
        claim(4, ("e2", "e1"), "attacked", ATTACK, "denied"),
        at(claim(5, ("e4", "e2"), "visited", ("042", "CONSULT", 1.9), "asserted"), "2021-03-09"),
        claim(6, ("e1", "e5"), "signed", ("057", "SUPPORT", 8.0), "asserted"),
        office(),
    ]});
    // The same talk again, told the other way round by another paper.
    let second = json!({"schema": "chancery.document/1", "id": "b", "title": "", "date": "2021-03-04", "text": "",
    "source": "Weekly", "entities": entities, "statements": [
        at(claim(1, ("e2", "e1"), "spokeWith", TALK, "asserted"), "2021-03-02"),
        at(claim(2, ("e2", "e1"), "attacked", ATTACK, "asserted"), "2019/2021"),
    ]});
    let path = folder.join("graph.jsonl");
    std::fs::write(&path, format!("{first}\n{second}\n")).unwrap();
    path
}

fn run(arguments: &[&str]) -> String {
    let output = Command::cargo_bin("chancery").unwrap().args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Rows by the names in the first line.
fn table(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), header.len(), "{line}");
        header.iter().zip(cells).map(|(name, cell)| ((*name).to_owned(), cell.to_owned())).collect()
    };
    lines.map(row).collect()
}

#[test]
fn a_row_has_actors_codes_place_sentence_and_address() {
    let dir = tempfile::tempdir().unwrap();
    let graph = corpus(dir.path());
    let rows = table(&run(&["export", graph.to_str().unwrap(), "--format", "events"]));
    assert_eq!(rows.len(), 5, "{rows:?}");
    assert!(rows.iter().all(|row| row["Status"] == "asserted"));
    let talk = rows.iter().find(|row| row["EventCode"] == "040").unwrap();
    for (column, expected) in [
        ("SQLDATE", "20210302"),
        ("MonthYear", "202103"),
        ("Actor1CountryCode", "CHL"),
        ("Actor2CountryCode", "NOR"),
        ("Actor1Type1Code", ""),
        ("EventRootCode", "04"),
        ("QuadClass", "1"),
        ("GoldsteinScale", "1"),
        // Two papers tell of one talk, and the first to be published is the source.
        ("NumMentions", "2"),
        ("NumSources", "2"),
        ("NumArticles", "2"),
        ("SOURCEURL", "b"),
        ("Statements", "b#s1; a#s1"),
        ("DATEADDED", "20210304000000"),
        ("ActionGeo_FullName", "Oslo"),
        ("ActionGeo_CountryCode", "NO"),
        ("PloverType", "CONSULT"),
        ("DatePrecision", "day"),
        ("Mutual", "1"),
        ("Sentence", "Sentence 1 of it."),
    ] {
        assert_eq!(talk[column], expected, "{column}");
    }
    let of = |code: &str, name: &str| {
        rows.iter().find(|row| row["EventCode"] == code && row["Actor1Name"] == name).unwrap()
    };
    let attack = of("190", "Chilean army");
    assert_eq!(
        (&*attack["Actor1Code"], &*attack["QuadClass"], &*attack["DatePrecision"]),
        ("CHLMIL", "4", "month")
    );
    assert_eq!(of("042", "Ola Berg")["Actor1Code"], "NORGOV", "by the office that the documents tell");
    // An agreement is no actor; its name is kept, and is no formula.
    let signed = of("057", "Norway");
    assert_eq!((&*signed["Actor2Name"], &*signed["Target"]), ("", "'=Fish Accord"));
    assert_eq!((&*signed["SQLDATE"], &*signed["DatePrecision"]), ("20210305", "publication"));
}

#[test]
fn flavours_have_the_columns_of_their_sources() {
    let dir = tempfile::tempdir().unwrap();
    let graph = corpus(dir.path());
    let graph = graph.to_str().unwrap();
    let gdelt = run(&["export", graph, "--format", "events", "--flavour", "gdelt"]);
    assert_eq!(gdelt.lines().count(), 5);
    assert!(gdelt.lines().all(|line| line.split('\t').count() == 61), "{gdelt}");
    let polecat =
        table(&run(&["export", graph, "--format", "events", "--flavour", "polecat", "--all-status"]));
    assert_eq!(polecat.len(), 7);
    let statuses: Vec<&str> = polecat.iter().map(|row| row["Status"].as_str()).collect();
    // What is nobody is no recipient, and a place has its coordinates.
    let signed = polecat.iter().find(|row| row["Target"].contains("Fish Accord")).unwrap();
    assert_eq!((&*signed["Recipient Name"], &*signed["Recipient Name Raw"]), ("", ""));
    assert!(polecat.iter().all(|row| !row["Event ID"].ends_with('_')), "{polecat:?}");
    let talk = polecat.iter().find(|row| row["Placename"] == "Oslo").unwrap();
    assert_eq!((&*talk["Latitude"], &*talk["Longitude"]), ("59.91273", "10.74609"));
    assert!(statuses.contains(&"planned") && statuses.contains(&"denied"), "{statuses:?}");
    let visit = polecat.iter().find(|row| row["Actor Name"] == "Ola Berg").unwrap();
    assert_eq!(
        [&visit["Event Date"], &visit["Event Type"], &visit["Quad Code"], &visit["Recipient COW"]],
        ["2021-03-09", "CONSULT", "VERBAL COOPERATION", "155"]
    );
    // What GDELT has no column for is not smuggled in as a fact.
    let refused = Command::cargo_bin("chancery")
        .unwrap()
        .args(["export", graph, "--format", "events", "--flavour", "gdelt", "--all-status"])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("no column for a status"));
}

#[test]
fn the_order_of_documents_changes_no_byte_of_a_table() {
    let dir = tempfile::tempdir().unwrap();
    let graph = corpus(dir.path());
    let text = std::fs::read_to_string(&graph).unwrap();
    let turned = dir.path().join("turned.jsonl");
    std::fs::write(&turned, text.lines().rev().collect::<Vec<_>>().join("\n")).unwrap();
    for more in [&["--all-status"][..], &["--flavour", "polecat"]] {
        let of =
            |path: &Path| run(&[&["export", path.to_str().unwrap(), "--format", "events"], more].concat());
        assert!(of(&graph) == of(&turned), "{more:?}");
    }
}

#[test]
fn a_timeline_counts_what_happened_once_and_where_its_date_is_exact_enough() {
    let dir = tempfile::tempdir().unwrap();
    let graph = corpus(dir.path());
    let graph = graph.to_str().unwrap();
    let counts = |more: &[&str]| -> Value {
        let arguments = [&["timeline", graph, "Norway", "Chile", "--format", "json"], more].concat();
        serde_json::from_str(&run(&arguments)).unwrap()
    };
    // The talk and the visit; the attack of the army is dated to the month, the other to years.
    let days = counts(&["--by", "day"]);
    assert_eq!((&days["total"]["cooperation"], &days["total"]["conflict"]), (&json!(2), &json!(0)));
    assert_eq!(days["lessExact"], 2);
    assert_eq!(days["steps"][0]["step"], "2021-03-02");
    let months = counts(&["--by", "month"]);
    assert_eq!((&months["total"]["cooperation"], &months["total"]["conflict"]), (&json!(2), &json!(1)));
    assert_eq!(months["total"]["goldstein"], -7.1);
    assert_eq!(months["steps"][0]["step"], "2021-03");
    assert_eq!(counts(&["--by", "week"])["steps"][1]["step"], "2021-W10");
    // Plans and denials are counted when asked for, and apart.
    let all = counts(&["--by", "year", "--all-status"]);
    assert_eq!((&all["total"]["conflict"], &all["total"]["unrealisedConflict"]), (&json!(1), &json!(2)));
    // Without those who act for them there is the talk alone.
    let named = counts(&["--by", "month", "--only-named"]);
    assert_eq!((&named["total"]["cooperation"], &named["total"]["conflict"]), (&json!(1), &json!(0)));
    assert_eq!(counts(&["--since", "2021-03-08"])["total"]["cooperation"], 1);
}

#[test]
fn a_timeline_is_printed_and_drawn() {
    let dir = tempfile::tempdir().unwrap();
    let graph = corpus(dir.path());
    let (graph, picture) = (graph.to_str().unwrap(), dir.path().join("line.svg"));
    let text = run(&[
        "timeline",
        graph,
        "Norway",
        "Chile",
        "--by",
        "month",
        "--all-status",
        "--svg",
        picture.to_str().unwrap(),
    ]);
    assert!(text.contains("2021-03"), "{text}");
    assert!(text.contains("1+2 ░░█ │ ██ 2"), "{text}");
    assert!(text.contains("1 not shown: dated less exactly than a month"), "{text}");
    let rows = run(&["timeline", graph, "Norway", "Chile", "--by", "month", "--format", "tsv"]);
    assert_eq!(rows.lines().nth(1), Some("2021-03\t2021-03-01\t2\t1\t0\t0\t-7.1"));
    let svg = std::fs::read_to_string(&picture).unwrap();
    let mut reader = quick_xml::Reader::from_str(&svg);
    let mut bars = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Empty(element) if element.name().as_ref() == "rect" => bars += 1,
            _ => {}
        }
    }
    // The ground, a bar of cooperation, one of conflict, a hollow one, and three samples of the legend.
    assert_eq!(bars, 7, "{svg}");
    assert!(svg.contains("2021-03: 2 of cooperation, 1 of conflict, Goldstein -7.1"));
    let shown = run(&["show", graph, "Norway"]);
    assert!(
        shown.contains("events")
            && shown.contains("2 of cooperation, 0 of conflict; 2 dated less exactly than a day"),
        "{shown}"
    );
}

#[test]
fn a_row_names_every_speaker_and_every_amount_that_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let entities = [
        entity("e1", "State", "Norway"),
        entity("e2", "State", "Chile"),
        entity("e3", "Organization", "Radio"),
        entity("e4", "Organization", "Gazette"),
    ];
    let document = |id: &str, speaker: Value, amount: Value| {
        let mut told = at(claim(1, ("e1", "e2"), "attacked", ATTACK, "asserted"), "2021-03-02");
        told["attributedTo"] = speaker;
        told["quantity"] = amount;
        json!({"schema": "chancery.document/1", "id": id, "title": "", "date": "2021-03-05", "text": "",
            "entities": entities, "statements": [told]})
    };
    let people = |value: u8| json!({"value": value, "unit": "people", "start": 100, "end": 108});
    let lines = [
        document("a", Value::Null, people(9)),
        document("b", json!("e3"), people(11)),
        document("c", json!("e4"), people(9)),
    ];
    let path = dir.path().join("graph.jsonl");
    std::fs::write(&path, lines.map(|line| format!("{line}\n")).concat()).unwrap();
    let rows = table(&run(&["export", path.to_str().unwrap(), "--format", "events"]));
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0]["Speakers"], "(writer); Gazette; Radio");
    assert_eq!(rows[0]["Quantity"], "9 people; 11 people");
}

#[test]
fn the_last_day_of_a_year_is_a_fraction_of_that_year() {
    let dir = tempfile::tempdir().unwrap();
    let days = ["2020-01-01", "2020-12-31", "2021-12-31"];
    let statements: Vec<Value> = (1..)
        .zip(days)
        .map(|(number, day)| at(claim(number, ("e1", "e2"), "spokeWith", TALK, "asserted"), day))
        .collect();
    let entities = [entity("e1", "State", "Norway"), entity("e2", "State", "Chile")];
    let record = json!({"schema": "chancery.document/1", "id": "a", "title": "", "date": null, "text": "",
        "source": null, "entities": entities, "statements": statements});
    let path = dir.path().join("graph.jsonl");
    std::fs::write(&path, format!("{record}\n")).unwrap();
    let rows = run(&["export", path.to_str().unwrap(), "--format", "events", "--flavour", "gdelt"]);
    let fractions: Vec<&str> = rows.lines().filter_map(|row| row.split('\t').nth(4)).collect();
    assert_eq!(fractions, ["2020.0000", "2020.9973", "2021.9973"]);
}

#[test]
fn nine_people_of_a_report_that_is_printed_twice_are_one_event() {
    let dir = tempfile::tempdir().unwrap();
    let text = "The army of Chile attacked a village near the border and nine people were killed there, police said.";
    let document = |id: &str, date: &str, text: &str| {
        let mut people = entity("e2", "Group", "nine people");
        people["iri"] = json!(format!(
            "https://w3id.org/chancery/id/entity/group/{}/nine-people",
            id.replace(' ', "%20")
        ));
        let mut others = entity("e3", "Group", "nine people");
        others["iri"] = json!(format!(
            "https://w3id.org/chancery/id/entity/group/{}/nine-people~2",
            id.replace(' ', "%20")
        ));
        json!({"schema": "chancery.document/1", "id": id, "title": "", "date": date, "text": text, "source": id,
            "entities": [entity("e1", "State", "Chile"), people, others], "statements": [
            claim(1, ("e1", "e2"), "attacked", ATTACK, "asserted"),
            claim(2, ("e1", "e3"), "attacked", ATTACK, "asserted")]})
    };
    let path = dir.path().join("graph.jsonl");
    let count = |documents: &[Value]| {
        let lines: Vec<String> = documents.iter().map(ToString::to_string).collect();
        std::fs::write(&path, lines.join("\n")).unwrap();
        let rows = run(&["export", path.to_str().unwrap(), "--format", "events", "--flavour", "gdelt"]);
        rows.lines().map(|row| row.split('\t').nth(1).unwrap().to_owned()).collect::<Vec<_>>()
    };
    let first = document("a b", "2021-03-05", text);
    let copy = document("c", "2021-03-06", &format!("Wire: {text}"));
    let other =
        document("d", "2021-03-06", "Nine people died when a bus fell from a bridge in the north of Chile.");
    // Two groups of nine people in one report stay two; the report of something else counts for itself.
    assert_eq!(count(&[first.clone(), copy.clone()]), ["20210305", "20210305"]);
    assert_eq!(count(&[copy, other, first]), ["20210305", "20210305", "20210306", "20210306"]);
}

/// The rows of the events of a text.
fn rows_of(text: &str, more: &[&str]) -> Vec<std::collections::BTreeMap<String, String>> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("graph.jsonl");
    let extract = &mut Command::cargo_bin("chancery").unwrap();
    let read = extract.args(["extract", "--no-links", "-"]).write_stdin(text).output().unwrap();
    std::fs::write(&path, read.stdout).unwrap();
    table(&run(&[&["export", path.to_str().unwrap(), "--format", "events"], more].concat()))
}

/// The lines of source, relation and target of the events of a text.
fn events_of(text: &str, more: &[&str]) -> Vec<String> {
    let rows = rows_of(text, more);
    let line = |row: &std::collections::BTreeMap<String, String>| {
        format!("{} {} {}", row["Actor1Name"], row["Relation"], row["Target"])
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.sort();
    lines
}

#[test]
fn what_one_word_tells_is_one_event() {
    for (text, expected) in [
        ("Norway signed an agreement with Chile.", &["Norway signedWith Chile"][..]),
        ("Norway and Chile signed a treaty.", &["Norway signedWith Chile"]),
        ("Norway signed the treaty.", &["Norway signed treaty"]),
        // Whose the plan is, is told by what is rejected.
        ("Norway rejected Chile's peace plan.", &["Norway rejected Chile"]),
        (
            "Chile proposed a peace plan and Norway rejected the plan.",
            &["Chile proposed peace plan", "Norway rejected peace plan"],
        ),
    ] {
        assert_eq!(events_of(text, &[]), expected, "{text}");
    }
}

#[test]
fn what_is_asked_for_and_what_a_deed_is_done_for_are_no_events_beside_it() {
    let all = |text| events_of(text, &["--all-status"]);
    assert_eq!(all("Norway urged Chile to attack Peru."), ["Norway requested Chile"]);
    assert_eq!(all("Norwegian troops attacked Chile to help Peru."), ["Norway attacked Chile"]);
    // Two deeds, of which one is planned.
    let both = all("Norway condemned Chile and will help Peru.");
    assert_eq!(both.len(), 2, "{both:?}");
}

#[test]
fn a_place_has_the_country_that_it_is_told_to_lie_in() {
    let rows = rows_of("Iran bombed the Azerbaijani republic of Nakhichevan.", &[]);
    let [row] = rows.as_slice() else { panic!("one event: {rows:?}") };
    assert_eq!((&*row["Actor1CountryCode"], &*row["Target"]), ("IRN", "Nakhichevan"));
    assert_eq!(row["Actor2CountryCode"], "AZE", "{row:?}");
}
