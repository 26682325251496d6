//! The index of names: what is built of which input, what is found in it, and what happens to damaged files.

use std::fs;
use std::path::{Path, PathBuf};

use chancery::link::build::{Error, Input, Options, build};
use chancery::link::{Candidate, Held, How, Index, Layers, NameKind, Query, Tie};
use chancery::ontology::{Class, Ontology};
use tempfile::TempDir;

use crate::cli::{assert_status, err, out, run, text};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/link").join(name)
}

fn input(path: PathBuf) -> Input {
    Input { path, kind: None }
}

/// An index of files of the test data.
fn made(names: &[&str]) -> Index {
    made_of(&names.iter().map(|name| data(name)).collect::<Vec<_>>(), &Options::default()).unwrap().1
}

fn made_of(paths: &[PathBuf], options: &Options) -> Result<(Vec<u8>, Index), Error> {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("names.index");
    let inputs: Vec<Input> = paths.iter().cloned().map(input).collect();
    let result = build(&inputs, &output, options, &mut |_| {});
    if let Err(error) = result {
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(left.is_empty(), "{error} left {left:?}");
        return Err(error);
    }
    let bytes = fs::read(&output).unwrap();
    let index = Index::from_bytes("test", bytes.clone()).unwrap();
    index.verify().unwrap();
    Ok((bytes, index))
}

/// Builds of a file with this content.
fn made_of_text(name: &str, content: &[u8]) -> Result<Index, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    made_of(&[path], &Options::default()).map(|(_, index)| index)
}

fn found(index: &Index, name: &str) -> Vec<(String, How)> {
    let query = Query { prefix: true, ..Query::default() };
    let candidates = index.find(name, &query).unwrap();
    candidates.iter().map(|found| (found.entry.identifier().to_owned(), found.how)).collect()
}

fn ids(candidates: &[Candidate]) -> Vec<&str> {
    candidates.iter().map(|found| found.entry.identifier()).collect()
}

#[test]
fn a_name_is_found_by_letters_acronym_sound_initial_beginning_and_near_misses() {
    let index = made(&["own.csv"]);
    let one = |id: &str, how| vec![(id.to_owned(), how)];
    assert_eq!(found(&index, "puerto alba"), one("own:1", How::Exact));
    assert_eq!(found(&index, "The Harbour Front"), one("own:3", How::Sound));
    assert_eq!(found(&index, "Bergstrom, Alice"), one("own:2", How::Sound));
    assert_eq!(found(&index, "Moammar Gadhafi").len(), 0, "another vowel is another sound");
    assert_eq!(found(&index, "Muammar Gadhafi"), one("own:4", How::Sound));
    assert_eq!(found(&index, "A. Bergström"), one("own:2", How::Initialed));
    assert_eq!(found(&index, "APH"), one("own:5", How::Acronym));
    assert_eq!(found(&index, "aph"), [], "a word in lower case is no acronym");
    assert_eq!(found(&index, "Alice Bergstrim"), one("own:2", How::Fuzzy));
    assert_eq!(found(&index, "Agency for Public"), one("own:5", How::Prefix));
    assert_eq!(
        found(&index, "Port Alba"),
        [("own:1".to_owned(), How::Exact), ("own:3".to_owned(), How::Prefix)],
        "whole words only: not Port Albany"
    );
    for nothing in ["", "  ", "…", "Zzz"] {
        assert_eq!(found(&index, nothing), []);
    }
}

#[test]
fn candidates_carry_what_a_judge_needs() {
    let index = made(&["own.csv"]);
    let at = |date: &str| Query { date: Some(date.to_owned()), ..Query::default() };
    let [front] = &index.find("PALF", &at("1999")).unwrap()[..] else { panic!("one candidate") };
    assert_eq!((front.existed, front.entry.class), (Some(true), Class::Organization));
    assert_eq!(index.find("PALF", &at("1999-07-01")).unwrap()[0].existed, Some(false));
    let [port] = &index.find("Port Alba", &Query::default()).unwrap()[..] else { panic!("one candidate") };
    assert_eq!((port.entry.population, port.entry.coordinates), (250_000, Some((1_050_000, -6_025_000))));
    assert_eq!(
        (port.existed, port.similarity, port.entry.countries.as_slice()),
        (None, 1.0, &["Q30".to_owned()][..])
    );
    let persons = Query { classes: chancery::ontology::ClassSet::of(&[Class::Person]), ..Query::default() };
    assert_eq!(index.find("Port Alba", &persons).unwrap(), []);
}

#[test]
fn letters_that_look_alike_find_nothing_and_are_flagged() {
    let index = made(&["own.csv"]);
    // A Cyrillic а.
    assert_eq!(index.find("Port Albа", &Query::default()).unwrap(), []);
    let output = run(&["link", "index", "find", "Mоscow"]);
    assert_status(&output, 1);
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own.csv");
    fs::write(&own, "id,name,type\nx:1,Port Albа,Place\nx:2,Port Alba,Place\n").unwrap();
    let (_, index) = made_of(&[own], &Options::default()).unwrap();
    let found = index.find("Port Albа", &Query::default()).unwrap();
    assert_eq!(ids(&found), ["x:1"]);
    assert!(found[0].is_mixed);
    assert_eq!(ids(&index.find("Port Alba", &Query::default()).unwrap()), ["x:2"]);
}

#[test]
fn each_kind_of_input_gives_entries() {
    let index = made(&["wikidata.json.gz"]);
    let putin = index.entry(index.by_identifier("Q7747").unwrap().unwrap()).unwrap();
    assert_eq!(
        (putin.label.as_str(), putin.class, putin.kind.as_str()),
        ("Vladimir Putin", Class::Person, "person")
    );
    assert!(putin.offices.iter().any(|office| !office.period.start.is_empty()));
    assert!(putin.sitelinks > 0 && putin.period.start == "1952-10-07");
    assert_eq!(index.by_identifier("Q16521").unwrap(), None, "a taxon is nobody");
    assert_eq!(ids(&index.find("Putin, Vladimir Vladimirovich", &Query::default()).unwrap()), ["Q7747"]);

    let triples = made(&["truthy.nt"]);
    let same = triples.entry(triples.by_identifier("Q7747").unwrap().unwrap()).unwrap();
    assert_eq!((same.label.as_str(), same.class), ("Vladimir Putin", Class::Person));

    let places = made(&["cities15000.txt", "alternateNamesV2.txt"]);
    let [city] = &places.find("Tiflis Fortress", &Query::default()).unwrap()[..] else {
        panic!("one candidate")
    };
    assert_eq!((city.entry.label.as_str(), city.kind), ("Tbilisi", NameKind::Former));
    assert_eq!(city.entry.countries, ["iso:GE"]);
    assert!(city.entry.identifiers.contains(&"Q994".to_owned()));
    assert_eq!(ids(&places.find("თბილისი", &Query::default()).unwrap()), [city.entry.identifier()]);

    let donors = made(&["donations.ijson"]);
    assert_eq!(found(&donors, "Lina Dachner").len(), 0, "the source calls her Frau");
    assert_eq!(donors.find("Frau Lina Dachner", &Query::default()).unwrap()[0].entry.countries, ["iso:DE"]);

    let targets = made(&["targets.simple.csv"]);
    let [dunn] = &targets.find("Boris \"Bo\" Dunn", &Query::default()).unwrap()[..] else {
        panic!("one candidate")
    };
    assert_eq!(dunn.entry.identifiers, ["ftm:NK-alba"]);
    assert_eq!(targets.contents().entries, 2, "a ship is no actor");
    assert_eq!(targets.contents().sources, [("Invented List".to_owned(), 2)]);
}

#[test]
fn rdf_with_labels_gives_entries() {
    let turtle = "@prefix ch: <https://w3id.org/chancery/ontology#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        <https://example.org/a> a ch:State ; rdfs:label \"Albia\"@en , \"Albien\"@de ;
            owl:sameAs <http://www.wikidata.org/entity/Q900000009> .
        <https://example.org/b> rdfs:label \"said of nothing\" .";
    let index = made_of_text("own.ttl", turtle.as_bytes()).unwrap();
    let albia = index.entry(index.by_identifier("Q900000009").unwrap().unwrap()).unwrap();
    assert_eq!((albia.label.as_str(), albia.class), ("Albia", Class::State));
    assert_eq!(ids(&index.find("Albien", &Query::default()).unwrap()), ["https://example.org/a"]);
    assert_eq!(index.contents().entries, 1);
}

#[test]
fn memory_and_repetition_do_not_change_a_byte() {
    let paths = ["own.csv", "cities15000.txt", "alternateNamesV2.txt", "donations.ijson"].map(data);
    let (bytes, _) = made_of(&paths, &Options::default()).unwrap();
    let (again, _) = made_of(&paths, &Options { max_bytes: 3_000, ..Options::default() }).unwrap();
    assert!(bytes == again, "little memory makes another file");
}

#[test]
fn bad_inputs_are_named_by_line_and_leave_nothing() {
    let whole = fs::read(data("wikidata.json.gz")).unwrap();
    let unpacked = {
        use std::io::Read as _;
        let mut text = String::new();
        flate2::read::GzDecoder::new(&whole[..]).read_to_string(&mut text).unwrap();
        text
    };
    let item = "{\"type\":\"item\",\"id\":\"Q1\",\"labels\":{},\"claims\":{}},\n";
    for (name, content, expected) in [
        ("cut.json.gz", whole[..whole.len() / 2].to_vec(), "after line"),
        ("cut.json", unpacked.lines().take(3).collect::<Vec<_>>().join("\n").into_bytes(), "cut short"),
        ("broken.json", format!("[\n{item}{{\"id\":\n]\n").into_bytes(), "broken.json:3:"),
        ("other.json", b"{\"hello\":1}\n".to_vec(), "--kind"),
        ("other.pdf", b"%PDF".to_vec(), "--kind"),
        ("places.txt", b"1\tA\tB\n".to_vec(), "places.txt:1: 3 columns"),
        ("latin.csv", b"id,name,type\n1,Caf\xe9,Place\n".to_vec(), "latin.csv:2: byte 6"),
        ("type.csv", b"id,name,type\n1,A,Planet\n".to_vec(), "type.csv:2: the type \"Planet\""),
        ("open.csv", b"id,name,type\n1,\"A,Place\n".to_vec(), "never closed"),
        ("head.csv", b"id,name\n1,A\n".to_vec(), "column type is missing"),
        (
            "twice.csv",
            b"id,name,type\n1,A,Place\n2,B,Place\n1,C,Place\n".to_vec(),
            "twice.csv:4: the identifier 1 was given in line 2",
        ),
        ("a.nt", b"<http://a> <http://b> \"c\" .\n<http://a> <http\n".to_vec(), "a.nt:2"),
        ("empty.csv", b"id,name,type\n".to_vec(), "no names"),
        ("nothing.csv", Vec::new(), "its first line is empty"),
        ("one.txt", b"1\n".to_vec(), "one.txt:1: 1 column between tabs"),
        (
            "far.csv",
            b"id,name,type,lat,lon\n1,A,Place,95,0\n".to_vec(),
            "far.csv:2: latitude 95, longitude 0 is not",
        ),
        (
            "half.csv",
            b"id,name,type,lat,lon\n1,A,Place,5,\n".to_vec(),
            "half.csv:2: lat and lon belong together",
        ),
        ("bad.csv.gz", b"id,name,type\n".to_vec(), "bad.csv.gz"),
    ] {
        let error = made_of_text(name, &content).unwrap_err().to_string();
        assert!(error.contains(expected), "{name}: {error}");
    }
    let same = |a: u32, b: u32| {
        format!(
            "<http://www.wikidata.org/entity/Q{a}> <http://www.w3.org/2002/07/owl#sameAs> <http://www.wikidata.org/entity/Q{b}> .\n"
        )
    };
    let circle = [same(1, 2), same(2, 3), same(3, 1)].concat();
    let error = made_of_text("circle.nt", circle.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("Q1 → Q2 → Q3 → Q1"), "{error}");
}

#[test]
fn a_family_name_is_the_first_word_where_it_stands_first() {
    let table = "id,name,type,countries\n1,Wen Lang,Person,Q148\n2,Berg Dunn,Person,Q34\n";
    let index = made_of_text("people.csv", table.as_bytes()).unwrap();
    assert_eq!(found(&index, "Wen"), [("1".to_owned(), How::Surname)]);
    assert_eq!(found(&index, "Lang"), [("1".to_owned(), How::Surname)]);
    // One begins with the word, and is not called so.
    assert_eq!(found(&index, "Berg"), [("2".to_owned(), How::Prefix)]);
}

#[test]
fn redirects_lead_to_the_entry_that_they_end_at() {
    let item = "http://www.wikidata.org/entity/Q";
    let turtle = format!(
        "<{item}8> <http://www.w3.org/2002/07/owl#sameAs> <{item}9> .
         <{item}9> <http://www.w3.org/2002/07/owl#sameAs> <{item}10> .
         <{item}10> <http://www.w3.org/2000/01/rdf-schema#label> \"Alice Berg\"@en ;
            <http://www.wikidata.org/prop/direct/P31> <{item}5> ."
    );
    let index = made_of_text("redirects.ttl", turtle.as_bytes()).unwrap();
    for identifier in ["Q8", "Q9", "Q10"] {
        let entry = index.entry(index.by_identifier(identifier).unwrap().unwrap()).unwrap();
        assert_eq!(entry.identifier(), "Q10");
    }
}

#[test]
fn no_change_to_the_file_of_an_index_is_believed() {
    let (bytes, index) = made_of(&[data("own.csv")], &Options::default()).unwrap();
    let expected = index.find("Port Alba", &Query::default()).unwrap();
    let mut noticed = 0;
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        let Ok(index) = Index::from_bytes("damaged", damaged) else {
            noticed += 1;
            continue;
        };
        assert!(index.verify().is_err(), "byte {at}");
        // What is not damaged may be answered, nothing else.
        if let Ok(found) = index.find("Port Alba", &Query::default()) {
            let same = |found: &[Candidate]| found.iter().map(|one| one.entry.clone()).collect::<Vec<_>>();
            assert_eq!(same(&found), same(&expected), "byte {at}");
        }
    }
    assert!(noticed > 100, "the directory and the tail are checked on opening");
    for length in [0, 10, bytes.len() / 2, bytes.len() - 1] {
        assert!(Index::from_bytes("cut", bytes[..length].to_vec()).is_err());
    }
}

#[test]
fn an_unusable_index_is_named_with_the_reason_and_status_2() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.index");
    let (mut bytes, _) = made_of(&[data("own.csv")], &Options::default()).unwrap();
    let tail = bytes.len() - 32;
    bytes[tail] = 9;
    let crc = crc32fast::hash(&bytes[tail..tail + 28]).to_le_bytes();
    bytes[tail + 28..].copy_from_slice(&crc);
    for (content, why) in [
        (&bytes[..], "version 9"),
        (&b"hello, this is a text file, long enough to look at"[..], "another kind"),
    ] {
        fs::write(&path, content).unwrap();
        let output = run(&["link", "index", "find", "Alba", "--index", text(&path)]);
        assert_status(&output, 2);
        assert!(err(&output).contains(why) && err(&output).contains("own.index"), "{}", err(&output));
    }
    assert_status(&run(&["link", "index", "info", "no-such.index"]), 2);
}

#[test]
fn a_build_goes_on_where_it_was_ended() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.csv"), "id,name,type\na:1,Port Alba,Place\n").unwrap();
    fs::write(path("b.csv"), "id,name,type\nb:1,Alice Berg,Nobody\n").unwrap();
    let (a, b, index) = (path("a.csv"), path("b.csv"), path("names.index"));
    let arguments = ["link", "index", "build", text(&a), text(&b), "-o", text(&index), "--resume"];
    let output = run(&arguments);
    assert_status(&output, 2);
    assert!(err(&output).contains("b.csv:2") && !index.exists());
    fs::write(&b, "id,name,type\nb:1,Alice Berg,Person\n").unwrap();
    let output = run(&arguments);
    assert_status(&output, 0);
    assert!(err(&output).contains("1 input not read again"), "{}", err(&output));
    let (fresh, _) = made_of(&[a, b], &Options::default()).unwrap();
    assert_eq!(fs::read(&index).unwrap(), fresh);
    assert!(!path("names.index.parts").exists());
}

#[test]
fn a_user_s_index_adds_to_the_bundled_one() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own.csv");
    fs::write(&own, "id,name,type,aliases\nQ159,Rossiya,State,Land of Bears\nown:9,Port Alba,Place,\n")
        .unwrap();
    let (_, index) = made_of(&[own], &Options::default()).unwrap();
    let mut layers = Layers::bundled().unwrap();
    layers.push(index);
    assert_eq!(ids(&layers.find("Port Alba", &Query::default()).unwrap()), ["own:9"]);
    let russia = layers.entry("Q159").unwrap().unwrap();
    assert_eq!(russia.label, "Russia");
    assert!(russia.names.iter().any(|(_, name)| name == "Land of Bears"));
    assert_eq!(ids(&layers.find("Land of Bears", &Query::default()).unwrap()), ["Q159"]);
}

#[test]
fn codes_of_states_become_their_items_beside_the_bundled_index() {
    let mut layers = Layers::bundled().unwrap();
    layers.push(made(&["cities15000.txt", "alternateNamesV2.txt"]));
    let found = layers.find("Tiflis Fortress", &Query::default()).unwrap();
    assert_eq!(found[0].entry.countries, ["Q230"]);
    assert!(found[0].entry.ties.contains(&(Tie::CapitalOf, "Q230".to_owned())), "the bundled index says so");
}

fn bundled_find(name: &str, date: Option<&str>) -> Vec<Candidate> {
    let query = Query { date: date.map(str::to_owned), ..Query::default() };
    Index::bundled().unwrap().find(name, &query).unwrap()
}

#[test]
fn the_bundled_index_knows_who_and_what_news_is_about() {
    for (name, first) in [
        ("Russia", "Q159"),
        ("the Russian Federation", "Q159"),
        ("U.S.", "Q30"),
        ("Soviet Union", "Q15180"),
        ("Georgia", "Q230"),
        ("Jordan", "Q810"),
        ("NATO", "Q7184"),
        ("United Nations", "Q1065"),
        ("Côte d'Ivoire", "Q1008"),
        ("Emmanuel Macron", "Q3052772"),
        ("Battle of Wisconsin Heights", "Q4872744"),
        ("British", "Q145"),
    ] {
        let found = bundled_find(name, None);
        assert_eq!(ids(&found).first(), Some(&first), "{name}: {:?}", ids(&found));
    }
    assert!(ids(&bundled_find("Georgia", None)).contains(&"Q1428"), "the state of the USA is a candidate");
    let union = &bundled_find("Soviet Union", Some("2020"))[0];
    assert_eq!(union.existed, Some(false));
    assert!(union.entry.ties.contains(&(Tie::FollowedBy, "Q159".to_owned())));
    let macron = |date| bundled_find("Emmanuel Macron", Some(date))[0].in_office;
    assert_eq!((macron("2020-05-01"), macron("2010-05-01")), (Some(Held::Sure), Some(Held::No)));
    assert_eq!(bundled_find("us", None).iter().filter(|found| found.entry.identifier() == "Q30").count(), 0);
}

#[test]
fn the_bundled_index_is_what_its_tables_make() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/link");
    let mut tables: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "gz"))
        .collect();
    tables.sort();
    let bytes = fs::read(folder.join("bundled.index")).unwrap();
    let (made, index) = made_of(&tables, &Options::default()).unwrap();
    assert!(made == bytes, "run: chancery link index build data/link/*.jsonl.gz -o data/link/bundled.index");
    assert!(bytes.len() < 6_000_000, "{} bytes", bytes.len());
    assert_eq!(index.checksum(), Index::bundled().unwrap().checksum());
    assert!(index.contents().licences.iter().all(|licence| !licence.is_empty()));
}

#[test]
fn the_gazetteer_and_the_bundled_index_mean_the_same() {
    let (index, ontology) = (Index::bundled().unwrap(), Ontology::bundled().unwrap());
    let mut compared = 0;
    for entry in ontology.gazetteer.entries.iter().filter(|entry| !entry.key.is_empty()) {
        let place = entry.geonames.map(|number| format!("geonames:{number}"));
        for identifier in entry.wikidata.iter().chain(&place) {
            let known =
                index.by_identifier(identifier).unwrap().unwrap_or_else(|| panic!("{identifier} is missing"));
            let known = index.entry(known).unwrap();
            assert!(known.all_names().any(|(_, name)| name == entry.label), "{identifier}: {}", entry.label);
            compared += 1;
        }
    }
    assert!(compared > 1000, "{compared}");
}

#[test]
fn the_command_line_says_what_is_in_an_index_and_what_a_name_may_be() {
    let info = run(&["link", "index", "info", "--json"]);
    assert_status(&info, 0);
    let info: serde_json::Value = serde_json::from_str(&out(&info)).unwrap();
    assert_eq!(info["schema"], "chancery.index/1");
    assert!(info["entries"].as_u64().unwrap() > 30_000);
    let found =
        run(&["link", "index", "find", "Angela Merkel", "--type", "person", "--at", "2010-01-01", "--json"]);
    assert_status(&found, 0);
    let found: serde_json::Value = serde_json::from_str(&out(&found)).unwrap();
    assert_eq!(found["candidates"][0]["in_office"], "in office");
    for (arguments, status) in [
        (&["link", "index", "find", "Xyzzyqq"][..], 1),
        (&["link", "index", "find", "A", "--type", "Planet"], 2),
        (&["link", "index", "find", "A", "--at", "2020-13"], 2),
    ] {
        assert_status(&run(arguments), status);
    }
}
