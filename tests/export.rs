//! Exports: byte for byte as committed, well-formed whatever the names, with every status, and put in place whole.

use std::collections::BTreeSet;
use std::path::Path;

use assert_cmd::Command;
use chancery::archive::Archive;
use chancery::export::{Format, View, csv, json, svg};
use chancery::graph::iri::Base;
use chancery::network::{Network, Selection};
use chancery::ontology::Status;
use quick_xml::events::Event;

use crate::sample::{NASTY, network, plain, records, relations};

const FORMATS: [(Format, &str); 7] = [
    (Format::Dot, "network.dot"),
    (Format::GraphMl, "network.graphml"),
    (Format::GraphMlYed, "network.yed.graphml"),
    (Format::Gexf, "network.gexf"),
    (Format::Cytoscape, "network.cyjs"),
    (Format::NodeLink, "network.json"),
    (Format::Svg, "network.svg"),
];

fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    String::from_utf8(out).unwrap()
}

fn written(format: Format, network: &Network) -> String {
    text(|out| drop(format.write(&View::new(network.clone()), out).unwrap()))
}

fn nodes_csv(view: &View) -> String {
    text(|out| drop(csv::write_nodes(view, out).unwrap()))
}

fn ties_csv(view: &View) -> String {
    text(|out| drop(csv::write_relationships(view, out).unwrap()))
}

/// Compares with the committed file; `UPDATE_EXPECT=1` rewrites it.
fn check(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/export").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == found, "{name} differs; UPDATE_EXPECT=1 rewrites it, git diff shows how");
}

#[test]
fn files_are_as_committed() {
    let view = View::new(network());
    for (format, name) in FORMATS {
        check(name, &text(|out| drop(format.write(&view, out).unwrap())));
    }
    let lines =
        records().iter().map(|record| serde_json::to_string(record).unwrap() + "\n").collect::<String>();
    check("documents.jsonl", &lines);
    check("nodes.csv", &nodes_csv(&view));
    check("relationships.csv", &ties_csv(&view));
}

#[test]
fn the_order_of_documents_changes_no_byte() {
    let mut records = records();
    records.reverse();
    let reversed = Network::project(&records, &relations(), &Selection::default()).unwrap();
    for (format, name) in FORMATS {
        assert!(written(format, &reversed) == written(format, &network()), "{name}");
    }
}

/// Names of elements and their attributes.
fn elements(xml: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut found = Vec::new();
    let (mut depth, mut event) = (0, reader.read_event().unwrap());
    while !matches!(event, Event::Eof) {
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                depth += i32::from(matches!(event, Event::Start(_)));
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let value = quick_xml::escape::unescape(&attribute.value).unwrap().into_owned();
                    (attribute.key.as_ref().to_owned(), value)
                });
                found.push((start.name().as_ref().to_owned(), attributes.collect()));
            }
            Event::End(_) => depth -= 1,
            Event::DocType(_) | Event::PI(_) | Event::Comment(_) | Event::CData(_) => panic!("{event:?}"),
            _ => {}
        }
        event = reader.read_event().unwrap();
    }
    assert_eq!(depth, 0, "every element is closed");
    found
}

fn attribute<'a>(element: &'a (String, Vec<(String, String)>), name: &str) -> Option<&'a str> {
    element.1.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

#[test]
fn xml_is_well_formed_and_counts_are_right() {
    let network = network();
    for (format, name) in FORMATS {
        if !matches!(format, Format::GraphMl | Format::GraphMlYed | Format::Gexf) {
            continue;
        }
        let elements = elements(&written(format, &network));
        let of = |kind: &'static str| elements.iter().filter(move |(name, _)| name == kind);
        assert_eq!(of("node").count(), network.actors().len(), "{name}");
        let ids: BTreeSet<&str> = of("edge").map(|edge| attribute(edge, "id").unwrap()).collect();
        assert_eq!(ids.len(), network.ties().len(), "{name}: identifiers of edges are unique");
        assert!(
            of("edge").all(|edge| attribute(edge, "directed").is_none()),
            "{name}: NetworkX refuses mixed graphs"
        );
        for key in of("key").filter(|key| attribute(key, "yfiles.type").is_none()) {
            let kind = attribute(key, "attr.type").unwrap();
            assert!(["boolean", "int", "double", "string"].contains(&kind), "{name}: {kind}");
        }
    }
    let svg = elements(&written(Format::Svg, &network));
    let allowed = ["svg", "title", "desc", "rect", "text", "g", "path"];
    assert!(svg.iter().all(|(name, _)| allowed.contains(&name.as_str())), "names are never markup");
}

#[test]
fn every_edge_of_gephi_has_its_own_kind() {
    let elements = elements(&written(Format::Gexf, &network()));
    let mut seen = BTreeSet::new();
    for edge in elements.iter().filter(|(name, _)| name == "edge") {
        let key: Vec<_> =
            ["source", "target", "kind"].map(|name| attribute(edge, name).unwrap().to_owned()).into();
        assert!(seen.insert(key.clone()), "{key:?}");
    }
    for element in &elements {
        if let (Some(start), Some(end)) = (attribute(element, "start"), attribute(element, "end")) {
            assert!(start <= end && start.len() == 10, "{element:?}");
        }
    }
}

#[test]
fn no_format_forgets_a_status() {
    let network = network();
    let view = View::new(network.clone());
    for status in Status::ALL {
        let expected = network.ties().filter(|(_, _, tie)| tie.status == status).count();
        assert!(expected > 0, "the sample has {status}");
        let count = |format, needle: String| written(format, &network).matches(&needle).count();
        assert_eq!(count(Format::Dot, format!(", status=\"{status}\"")), expected);
        assert_eq!(count(Format::GraphMl, format!("<data key=\"e_status\">{status}</data>")), expected);
        assert_eq!(count(Format::Gexf, format!("for=\"status\" value=\"{status}\"")), expected);
        assert_eq!(count(Format::NodeLink, "\"symmetric\":".to_owned()), network.ties().len());
        for (format, at) in [(Format::NodeLink, "/edges"), (Format::Cytoscape, "/elements/edges")] {
            let json: serde_json::Value = serde_json::from_str(&written(format, &network)).unwrap();
            let edges = json.pointer(at).unwrap().as_array().unwrap();
            let found = edges.iter().map(|edge| edge.get("data").unwrap_or(edge));
            assert_eq!(found.filter(|edge| edge["status"] == status.as_str()).count(), expected);
        }
        assert_eq!(ties_csv(&view).matches(&format!(",\"{status}\",")).count(), expected);
        let drawn = network.ties().filter(|(from, to, tie)| tie.status == status && from != to).count();
        assert_eq!(count(Format::Svg, format!("[{status}]")), drawn);
    }
}

/// Rows of RFC 4180.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = csv.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.push(letters.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(letter),
        }
    }
    rows
}

#[test]
fn csv_is_what_neo4j_imports() {
    let network = network();
    let view = View::new(network.clone());
    let (nodes, ties) = (rows(&nodes_csv(&view)), rows(&ties_csv(&view)));
    assert_eq!(nodes[0][..3], ["id:ID", "name", ":LABEL"]);
    assert_eq!(ties[0][..3], [":START_ID", ":END_ID", ":TYPE"]);
    assert_eq!((nodes.len() - 1, ties.len() - 1), (network.actors().len(), network.ties().len()));
    let ids: BTreeSet<&String> = nodes[1..].iter().map(|row| &row[0]).collect();
    assert!(
        ties[1..]
            .iter()
            .all(|row| ids.contains(&row[0]) && ids.contains(&row[1]) && row.len() == ties[0].len())
    );
    assert!(nodes[1..].iter().all(|row| row.len() == nodes[0].len()));
    for cell in nodes[1..].iter().chain(&ties[1..]).flatten() {
        assert!(!cell.starts_with(['=', '+', '@', '\t']) && !cell.contains('\n'), "{cell}");
        assert!(!cell.starts_with('-') || cell.parse::<f64>().is_ok(), "{cell}");
    }
}

#[test]
fn dot_has_as_many_nodes_and_edges() {
    // Strings out, then what is left is only our own grammar.
    let dot = written(Format::Dot, &network());
    let (mut bare, mut inside, mut letters) = (String::new(), false, dot.chars());
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if inside => drop(letters.next()),
            '"' => {
                inside = !inside;
                if inside {
                    bare.push('S');
                }
            }
            _ if !inside => bare.push(letter),
            _ => {}
        }
    }
    assert!(!inside);
    assert_eq!(bare.lines().filter(|line| line.contains("S -> S [")).count(), network().ties().len());
    assert_eq!(bare.lines().filter(|line| line.starts_with("    S [")).count(), network().actors().len());
    assert!(!dot.contains("label=<"), "no HTML labels");
}

/// NetworkX refuses a file with undirected edges among directed ones.
#[test]
fn gexf_has_one_kind_of_edges() {
    let gexf = written(Format::Gexf, &network());
    assert!(gexf.contains("defaultedgetype=\"directed\"") && !gexf.contains("undirected"));
    let symmetric = network().ties().filter(|(_, _, tie)| tie.symmetric).count();
    assert!(symmetric > 0);
    assert_eq!(gexf.matches("for=\"symmetric\" value=\"true\"").count(), symmetric);
}

/// A ring of hubs, each with a leaf: the leaf of a hub that is left out has no tie in the picture.
#[test]
fn a_picture_has_as_many_actors_as_asked_for() {
    let names: Vec<String> = (0..40).map(|at| format!("actor {at:02}")).collect();
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for at in 0..20 {
        pairs.push((&names[at], &names[(at + 1) % 20]));
        pairs.push((&names[at], &names[20 + at]));
    }
    let network = plain(&pairs);
    for max_actors in [2, 7, 25, 40] {
        let options = svg::Options { max_actors, ..svg::Options::default() };
        let picture = text(|out| drop(svg::write(&network, &options, out).unwrap()));
        let caption = format!("{max_actors} actors ·");
        assert!(picture.contains(&caption), "{max_actors}: {}", &picture[..600]);
    }
}

#[test]
fn a_picture_counts_the_documents_of_its_ties() {
    let whole = network();
    let options = svg::Options::default();
    let picture = |network: &Network| text(|out| drop(svg::write(network, &options, out).unwrap()));
    let read = whole.documents().len();
    let one = whole.ties().find(|(from, to, tie)| from != to && tie.documents == 1).unwrap();
    let part = whole.only(&BTreeSet::from([one.0, one.1]));
    let told: BTreeSet<usize> = part.ties().flat_map(|(_, _, tie)| tie.sources.clone()).collect();
    assert!(told.len() < read, "the part is of fewer documents");
    assert!(picture(&part).contains(&format!(" · {} of {read} documents", told.len())));
}

/// Not every renderer knows `paint-order`: each label stands twice, first as its halo.
#[test]
fn labels_stand_on_halos() {
    let picture = written(Format::Svg, &network());
    assert!(!picture.contains("paint-order"));
    let (head, labels) = picture.split_once("<g id=\"labels\"").unwrap();
    let halos = head.split_once("<g id=\"halos\"").unwrap().1;
    let labels = labels.split_once("</g>").unwrap().0;
    let texts = |part: &str| -> Vec<String> {
        let lines = part.lines().filter(|line| line.starts_with("<text"));
        lines.map(|line| line.split_once('>').unwrap().1.to_owned()).collect()
    };
    assert!(!texts(labels).is_empty());
    assert_eq!(texts(halos), texts(labels));
}

#[test]
fn names_survive_json() {
    let json: serde_json::Value = serde_json::from_str(&written(Format::NodeLink, &network())).unwrap();
    let names: BTreeSet<&str> =
        json["nodes"].as_array().unwrap().iter().map(|node| node["name"].as_str().unwrap()).collect();
    assert!(NASTY.iter().all(|name| names.contains(name)));
    assert_eq!(json["graph"]["schema"], "chancery.network/1");
}

#[test]
fn losses_are_counted() {
    let network = network();
    let view = View::new(network.clone());
    let loss = |format: Format| format.write(&view, &mut Vec::new()).unwrap();
    assert_eq!(loss(Format::Dot).count("reported clauses left out (they have no object to point to)"), 1);
    assert_eq!(loss(Format::GraphMl).count("symmetric ties written as directed (marked symmetric=true)"), 1);
    assert_eq!(loss(Format::Svg).count("ties of an actor to itself not drawn"), 1);
    assert!(loss(Format::NodeLink).is_empty(), "{}", loss(Format::NodeLink));
    let csv = csv::write_nodes(&view, &mut Vec::new()).unwrap();
    assert_eq!(csv.to_string().lines().next(), Some("CSV: the format cannot carry everything:"));
    assert!(csv.count("cells defused by an apostrophe (a spreadsheet would calculate them)") >= 2);
}

#[test]
fn lines_of_json_lose_nothing() {
    let selection = Selection::default();
    for record in records() {
        let line = text(|out| drop(json::write_line(&record, &relations(), &selection, out).unwrap()));
        assert_eq!(serde_json::from_str::<chancery::archive::DocumentRecord>(&line).unwrap(), record);
        assert_eq!(line.matches('\n').count(), 1);
    }
    let selection = Selection { statuses: [Status::Denied].into(), ..Selection::default() };
    let line = text(|out| drop(json::write_line(&records()[0], &relations(), &selection, out).unwrap()));
    let kept: chancery::archive::DocumentRecord = serde_json::from_str(&line).unwrap();
    assert_eq!((kept.statements.len(), kept.entities.len()), (1, 3));
}

#[test]
fn large_networks_are_drawn_in_part_and_the_caption_says_so() {
    let names: Vec<String> = (0..200).map(|at| format!("actor {at:03}")).collect();
    let ties: Vec<(&str, &str)> = (1..200).map(|at| (names[at].as_str(), names[at / 4].as_str())).collect();
    let network = plain(&ties);
    let options = svg::Options { max_actors: 40, ..svg::Options::default() };
    let picture = text(|out| drop(svg::write(&network, &options, out).unwrap()));
    assert!(picture.contains("Drawn: 40 of 200 actors; the others have fewer ties or none."), "{picture}");
    assert_eq!(picture.matches("stroke-width=\"1.1\"").count(), 40);
    let empty = Network::project(&[], &relations(), &Selection::default()).unwrap();
    assert!(written(Format::Svg, &empty).contains("0 actors"));
    for (format, _) in FORMATS {
        written(format, &empty);
    }
}

fn chancery() -> Command {
    Command::cargo_bin("chancery").unwrap()
}

/// The sample as a file of JSON lines.
fn lines(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("documents.jsonl");
    let lines: Vec<String> = records().iter().map(|record| serde_json::to_string(record).unwrap()).collect();
    std::fs::write(&path, lines.join("\n")).unwrap();
    path
}

#[test]
fn the_command_writes_files_and_says_what_was_lost() {
    let folder = tempfile::tempdir().unwrap();
    let documents = lines(folder.path());
    for name in ["a.dot", "a.graphml", "a.gexf", "a.cyjs", "a.svg", "a.jsonl"] {
        chancery()
            .arg("export")
            .arg(&documents)
            .arg("-o")
            .arg(folder.path().join(name))
            .assert()
            .success()
            .stdout("");
        assert!(folder.path().join(name).metadata().unwrap().len() > 500, "{name}");
    }
    let out = chancery()
        .arg("export")
        .arg(&documents)
        .args(["-f", "csv", "-o"])
        .arg(folder.path().join("csv"))
        .output()
        .unwrap();
    assert!(out.status.success());
    let talk = String::from_utf8(out.stderr).unwrap();
    assert!(talk.contains("14 actors, ") && talk.contains("cells defused"), "{talk}");
    assert!(folder.path().join("csv/relationships.csv").exists());
    let out = chancery()
        .args(["export", "-", "-f", "node-link", "--actor", "Ann Alder", "--status", "denied,former", "-q"])
        .pipe_stdin(&documents)
        .unwrap()
        .output()
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!((json["nodes"].as_array().unwrap().len(), json["edges"].as_array().unwrap().len()), (3, 2));
    assert!(out.stderr.is_empty());
}

#[test]
fn the_command_refuses_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let documents = lines(folder.path());
    let target = folder.path().join("old.svg");
    std::fs::write(&target, "old").unwrap();
    for (arguments, hint) in [
        (&["--format", "grahpml"][..], "similar value exists: 'graphml'"),
        (&[][..], "which format? add --format with one of: dot, graphml"),
        (&["-f", "csv"][..], "csv is two files: name a folder for them with -o"),
        (&["-f", "turtle"][..], "RDF is exported from a folder made by `chancery build`"),
        (&["-f", "dot", "--actor", "Ann Adler"][..], "did you mean\n    Ann Alder (Person"),
        (&["-f", "dot", "--status", "sure"][..], "it is one of asserted, planned"),
        (&["-f", "dot", "--since", "yesterday"][..], "write 2025-11-26, 2025-11 or 2025"),
        (&["-f", "svg", "-o", "missing/folder/a.svg"][..], "create the folder first"),
    ] {
        let out = chancery().arg("export").arg(&documents).args(arguments).output().unwrap();
        let talk = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(2), "{arguments:?}: {talk}");
        assert!(talk.contains(hint), "{arguments:?}: {talk}");
        assert!(out.stdout.is_empty());
    }
    std::fs::write(folder.path().join("bad.jsonl"), "{\"schema\": 1}\n").unwrap();
    for format in ["svg", "jsonl"] {
        let out = chancery()
            .arg("export")
            .arg(folder.path().join("bad.jsonl"))
            .args(["-f", format, "-o"])
            .arg(&target)
            .output()
            .unwrap();
        let talk = String::from_utf8(out.stderr).unwrap();
        assert!(talk.contains("bad.jsonl:1: not a document"), "{talk}");
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "old", "the old file survives");
    }
}

#[test]
fn show_prints_an_actor() {
    let folder = tempfile::tempdir().unwrap();
    let documents = lines(folder.path());
    let show = |arguments: &[&str]| chancery().arg("show").arg(&documents).args(arguments).output().unwrap();
    let told = String::from_utf8(show(&["ann alder"]).stdout).unwrap();
    for expected in [
        "Ann Alder  (Person)\n  also     President Ann Alder\n",
        "same as  http://www.wikidata.org/entity/Q1\n",
        "2 documents, 2025-03-01 to 2025-04-02: 7 statements, 1 reported clause",
        "  accused → Bob Birch  [denied]\n",
        "  accused → Bob Birch  according to Utopia\n",
        "  head of state of → Utopia  [former]\n",
        "  “e1 [accus]ed.”\n    doc-1 s2, 2025-03-01\n",
    ] {
        assert!(told.contains(expected), "{expected}\nnot in\n{told}");
    }
    let out = show(&["Ann Alder", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(json["schema"], "chancery.actor/1");
    let statuses: Vec<&str> = (["ties", "roles"].iter())
        .flat_map(|list| json[list].as_array().unwrap())
        .map(|tie| tie["status"].as_str().unwrap())
        .collect();
    assert!(statuses.contains(&"denied") && statuses.contains(&"former"), "{json}");
    let out = show(&["Ann Adler"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8(out.stderr).unwrap().contains("did you mean"));
    let out = show(&["https://example.org/n4"]);
    let told = String::from_utf8(out.stdout).unwrap();
    assert!(told.contains("\\x1b[31m") && !told.contains('\u{1b}'), "escapes are shown, not sent: {told}");
}

#[test]
fn a_graph_folder_is_exported_as_a_file_of_documents_is() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, graph) = (lines(folder.path()), folder.path().join("kg"));
    let mut archive = Archive::create(&graph, &Base::default()).unwrap();
    for record in records() {
        archive.commit(&record, &crate::graph::relations()).unwrap();
    }
    archive.flush().unwrap();
    drop(archive);
    let export = |input: &Path, format: &str| {
        let out = chancery().arg("export").arg(input).args(["-q", "-f", format]).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    for format in ["dot", "graphml", "gexf", "node-link", "svg", "jsonl"] {
        assert!(export(&graph, format) == export(&documents, format), "{format}");
    }
    assert!(export(&graph, "nquads").lines().count() > 100);
    for format in ["turtle", "trig", "ntriples", "rdfxml", "jsonld"] {
        assert!(export(&graph, format).len() > 1000, "{format}");
    }
    let out =
        chancery().arg("export").arg(&graph).args(["-f", "turtle", "--status", "denied"]).output().unwrap();
    assert_eq!(out.status.code(), Some(0));
    assert!(!String::from_utf8_lossy(&out.stdout).contains("ch:asserted"));
}
