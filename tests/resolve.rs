//! One actor, many documents: homonyms, acronyms, offices at a date, the queue, decisions.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use chancery::archive::decisions;
use chancery::archive::record::{DocumentRecord, SCHEMA};
use chancery::archive::{Archive, Decisions};
use chancery::graph::RelationIris;
use chancery::graph::iri::Base;
use chancery::ontology::Offices;
use chancery::resolve::{Method, Resolution, Resolver, keep, known};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::review::scholz;

/// A document that is put together by hand.
pub(crate) struct Doc(DocumentRecord);

pub(crate) fn doc(id: &str, date: &str, text: &str) -> Doc {
    let record = json!({ "schema": SCHEMA, "id": id, "title": "", "date": date, "source": null, "text": text,
        "entities": [], "statements": [] });
    Doc(serde_json::from_value(record).unwrap())
}

impl Doc {
    pub(crate) fn add(mut self, class: &str, iri: &str, names: &[&str], kind: &str, links: &Json) -> Self {
        let mention = |name: &&str| {
            let start = self.0.text.find(*name).unwrap_or_else(|| panic!("{name} is not in the text"));
            let points = |bytes: usize| self.0.text[..bytes].chars().count();
            json!({ "start": points(start), "end": points(start + name.len()), "text": name, "kind": kind })
        };
        let mentions: Vec<Json> = names.iter().map(mention).collect();
        let id = format!("e{}", self.0.entities.len() + 1);
        let entity = json!({ "id": id, "iri": iri, "name": names[0], "type": class, "mentions": mentions, "links": links });
        self.0.entities.push(serde_json::from_value(entity).unwrap());
        self
    }

    pub(crate) fn named(self, class: &str, names: &[&str]) -> Self {
        let iri = Base::default().entity(class, names[0], []).as_str().to_owned();
        self.add(class, &iri, names, "name", &json!([]))
    }

    pub(crate) fn person(self, name: &str) -> Self {
        self.named("Person", &[name])
    }

    pub(crate) fn state(self, name: &str, item: &str) -> Self {
        let link = format!("http://www.wikidata.org/entity/{item}");
        let iri = Base::default().entity("State", name, [link.as_str()]).as_str().to_owned();
        self.add("State", &iri, &[name], "name", &json!([{ "iri": link, "score": 1.0, "by": "gazetteer" }]))
    }

    pub(crate) fn described(self, description: &str) -> Self {
        let iri = Base::default().described("Person", description, &self.0.id, 1).as_str().to_owned();
        self.add("Person", &iri, &[description], "nominal", &json!([]))
    }

    pub(crate) fn object(mut self, subject: &str, predicate: &str, object: &Json, trigger: &str) -> Self {
        let start = self.0.text.find(trigger).unwrap();
        let span = json!({ "start": start, "end": start + trigger.len() });
        let evidence = json!({ "start": 0, "end": self.0.text.chars().count(), "text": self.0.text, "trigger": span,
            "subject": span, "object": span, "frame": format!("{predicate}#1") });
        let id = format!("s{}", self.0.statements.len() + 1);
        let statement = json!({ "id": id, "subject": subject, "predicate": predicate, "object": object,
            "status": "asserted", "attributedTo": null, "time": null, "place": null, "confidence": 0.8, "cameo": null,
            "plover": null, "goldstein": null, "evidence": evidence });
        self.0.statements.push(serde_json::from_value(statement).unwrap());
        self
    }

    pub(crate) fn says(self, subject: &str, predicate: &str, object: &str, trigger: &str) -> Self {
        self.object(subject, predicate, &json!(object), trigger)
    }

    pub(crate) fn dated(self, subject: &str, predicate: &str, year: &str) -> Self {
        let object = json!({ "text": year, "start": 0, "end": 4, "value": year });
        self.object(subject, predicate, &object, year)
    }
}

fn resolved(docs: &[Doc], decisions: &Decisions) -> Resolution {
    let base = Base::default();
    let mut resolver = Resolver::new(&base);
    docs.iter().for_each(|doc| resolver.add(&doc.0));
    resolver.finish(decisions, &Offices::bundled())
}

/// The end of the IRI that an entity of a document has.
fn who(resolution: &Resolution, doc: &Doc, entity: usize) -> String {
    let mut record = doc.0.clone();
    resolution.apply(&mut record);
    record.entities[entity - 1].iri.trim_start_matches(Base::DEFAULT).trim_start_matches("entity/").to_owned()
}

pub(crate) fn british(id: &str) -> Doc {
    doc(id, "2004-05-03", "John Smith, a British MP, met Anna Berg. He was born in 1951.")
        .person("John Smith")
        .state("British", "Q145")
        .person("Anna Berg")
        .says("e1", "holdsOffice", "e2", "MP")
        .dated("e1", "bornOn", "1951")
}

fn australian(id: &str) -> Doc {
    doc(id, "2004-05-06", "John Smith, an Australian cricketer, thanked Carl Dorn.")
        .person("John Smith")
        .state("Australian", "Q408")
        .person("Carl Dorn")
        .says("e1", "citizenOf", "e2", "Australian")
}

fn of_ukraine(id: &str, date: &str, text: &str, description: &str) -> Doc {
    let name = if description.contains("Ukrainian") { "Ukrainian" } else { "Ukraine" };
    doc(id, date, text).described(description).state(name, "Q212").says(
        "e1",
        "headOfStateOf",
        "e2",
        "president",
    )
}

#[test]
fn persons_of_one_name_stay_apart_when_state_or_birth_contradict_each_other() {
    let docs = [
        british("a"),
        australian("b"),
        // Company, not a state, says who this is.
        doc("c", "2004-06-01", "John Smith wrote to Anna Berg.").person("John Smith").person("Anna Berg"),
        // Nothing does here.
        doc("d", "2004-06-01", "John Smith left.").person("John Smith"),
    ];
    let resolution = resolved(&docs, &Decisions::default());
    let all: Vec<String> = docs.iter().map(|doc| who(&resolution, doc, 1)).collect();
    assert_eq!(
        all,
        ["person/john-smith~Q145", "person/john-smith~Q408", "person/john-smith~Q145", "person/john-smith"]
    );
    let identity = resolution.identity("a", &docs[0].0.entities[0].iri).unwrap();
    assert_eq!(identity.method, Method::Homonym);
    assert!(identity.why.contains("state Q145, born 1951; against: state Q408"), "{}", identity.why);
    let open: Vec<&str> = resolution.queue().iter().map(|pair| pair.kind.as_str()).collect();
    assert_eq!(open, ["homonym", "homonym"], "who the fourth is, people may know");
}

#[test]
fn persons_of_one_name_stay_one_when_nothing_disagrees() {
    let docs = [british("a"), british("b"), doc("c", "2004-06-01", "John Smith left.").person("John Smith")];
    let resolution = resolved(&docs, &Decisions::default());
    assert!(docs.iter().all(|doc| who(&resolution, doc, 1) == "person/john-smith"));
    assert!(resolution.is_empty());
}

#[test]
fn one_document_against_many_is_a_slip_for_people_to_look_at() {
    let mut docs: Vec<Doc> = (10..25).map(|n| british(&format!("a{n}"))).collect();
    docs.push(australian("b"));
    let resolution = resolved(&docs, &Decisions::default());
    assert_eq!(who(&resolution, &docs[15], 1), "person/john-smith");
    let pair = &resolution.queue()[0];
    assert_eq!((pair.kind.as_str(), pair.document.as_deref()), ("homonym", Some("b")));
}

#[test]
fn a_document_that_mentions_the_state_of_the_others_does_not_contradict_them() {
    let mut abroad = australian("b");
    abroad.0.text.push_str(" He flew to Britain.");
    let docs = [british("a"), abroad.state("Britain", "Q145")];
    let resolution = resolved(&docs, &Decisions::default());
    assert!(resolution.is_empty());
    let pair = &resolution.queue()[0];
    assert_eq!(
        (pair.kind.as_str(), pair.document.as_deref()),
        ("homonym", Some("b")),
        "people may know better"
    );
}

#[test]
fn two_bushes_two_congos_and_two_georgias_are_two() {
    let bush = |id: &str, name: &'static str| doc(id, "2003-01-01", name).person(name);
    let docs = [
        bush("a", "George H.W. Bush"),
        bush("b", "George W. Bush"),
        doc("c", "2003-01-01", "the Democratic Republic of Congo")
            .state("Democratic Republic of Congo", "Q974"),
        doc("d", "2003-01-01", "the Republic of Congo").state("Republic of Congo", "Q971"),
        doc("e", "2003-01-01", "Georgia").state("Georgia", "Q230"),
        doc("f", "2003-01-01", "Georgia").named("Place", &["Georgia"]),
    ];
    let resolution = resolved(&docs, &Decisions::default());
    assert!(resolution.is_empty(), "{resolution:?}");
    let pairs: Vec<&str> = resolution.queue().iter().map(|pair| pair.kind.as_str()).collect();
    assert_eq!(pairs, ["similar"], "only the Bushes may be one, and only people say so");
}

#[test]
fn an_acronym_is_what_the_documents_explain_if_they_explain_it_in_one_way() {
    let long = |id: &str, name: &'static str| {
        doc(id, "2004-05-03", &format!("The {name} (MRR) attacked.")).named("Organization", &[name, "MRR"])
    };
    let short = || doc("z", "2004-05-04", "The MRR fled.").named("Organization", &["MRR"]);
    let docs = [long("a", "Movement for Reform of Ruritania"), short()];
    let resolution = resolved(&docs, &Decisions::default());
    assert_eq!(who(&resolution, &docs[1], 1), "organization/movement-for-reform-of-ruritania");
    let identity = resolution.identity("z", &docs[1].0.entities[0].iri).unwrap();
    assert_eq!((identity.method, identity.documents.as_slice()), (Method::Acronym, &["a".to_owned()][..]));

    let far =
        doc("y", "2004-05-04", "MRR fled to Peru.").named("Organization", &["MRR"]).state("Peru", "Q419");
    let near = long("a", "Movement for Reform of Ruritania").state("The", "Q1");
    let docs = [near, short(), far];
    let resolution = resolved(&docs, &Decisions::default());
    assert_eq!(who(&resolution, &docs[1], 1), "organization/movement-for-reform-of-ruritania");
    assert_eq!(who(&resolution, &docs[2], 1), "organization/mrr", "another country");

    let docs = [long("a", "Movement for Reform of Ruritania"), long("b", "Miners Rights Registry"), short()];
    let resolution = resolved(&docs, &Decisions::default());
    assert_eq!(who(&resolution, &docs[2], 1), "organization/mrr", "explained in two ways: nobody's");
    assert_eq!(resolution.queue().iter().filter(|pair| pair.kind == "acronym").count(), 2);
}

#[test]
fn the_holder_of_an_office_is_that_of_the_day() {
    let text = "The president of Ukraine left.";
    for (date, text, description, expected) in [
        ("2011-05-03", text, "president of Ukraine", "person/viktor-yanukovych"),
        ("2022-05-03", text, "president of Ukraine", "person/volodymyr-zelenskyy"),
        ("2022-05-03", "The Ukrainian president left.", "Ukrainian president", "person/volodymyr-zelenskyy"),
        // Inferred only: in truth it was an acting president.
        ("2014-04-01", text, "president of Ukraine", "person/a/president-of-ukraine"),
        // A gap of the table.
        ("2018-05-01", text, "president of Ukraine", "person/a/president-of-ukraine"),
        (
            "2022-05-03",
            "The former president of Ukraine left.",
            "president of Ukraine",
            "person/a/president-of-ukraine",
        ),
        (
            "2022-05-03",
            "The vice president of Ukraine left.",
            "vice president of Ukraine",
            "person/a/vice-president-of-ukraine",
        ),
        (
            "2022-05-03",
            "A president of Ukraine left.",
            "president of Ukraine",
            "person/a/president-of-ukraine",
        ),
    ] {
        let docs = [of_ukraine("a", date, text, description)];
        let resolution = resolved(&docs, &Decisions::default());
        assert_eq!(who(&resolution, &docs[0], 1), expected, "{date} {text}");
    }
}

#[test]
fn what_is_told_of_another_year_is_not_of_the_holder_of_the_day() {
    let mut then =
        of_ukraine("a", "2022-05-03", "The president of Ukraine left in 2008.", "president of Ukraine");
    then.0.statements[0].time = Some("2008".to_owned());
    let resolution = resolved(std::slice::from_ref(&then), &Decisions::default());
    assert!(resolution.is_empty());
}

#[test]
fn documents_say_who_holds_an_office_and_disagreement_makes_nobody_of_it() {
    let says = |id: &str, date: &str, name: &'static str| {
        doc(id, date, &format!("Ukraine's president {name} spoke."))
            .person(name)
            .state("Ukraine", "Q212")
            .says("e1", "headOfStateOf", "e2", "president")
    };
    let asked = || of_ukraine("z", "2018-05-03", "The president of Ukraine left.", "president of Ukraine");
    // The table has a gap here.
    let docs = [says("a", "2018-05-01", "Petro Poroshenko"), asked()];
    let resolution = resolved(&docs, &Decisions::default());
    assert_eq!(who(&resolution, &docs[1], 1), "person/petro-poroshenko");
    assert!(resolution.identity("z", &docs[1].0.entities[0].iri).unwrap().why.contains("1 statement"));

    let docs = [says("a", "2018-05-01", "Petro Poroshenko"), says("b", "2018-05-02", "Anna Berg"), asked()];
    assert!(resolved(&docs, &Decisions::default()).is_empty(), "two are named");

    // The table knows another: nobody is taken, people are asked.
    let docs = [
        says("a", "2022-05-01", "Anna Berg"),
        of_ukraine("z", "2022-05-03", "The president of Ukraine left.", "president of Ukraine"),
    ];
    let resolution = resolved(&docs, &Decisions::default());
    assert!(resolution.is_empty());
    assert_eq!(resolution.queue()[0].kind, "office");
}

#[test]
fn a_surname_alone_and_letters_of_another_script_are_proposed_and_never_merged() {
    let docs = [
        doc("a", "2022-05-03", "Olaf Scholz met Boris Dunn.").person("Olaf Scholz").person("Boris Dunn"),
        doc("b", "2022-05-04", "Scholz met Boris Dunn.").person("Scholz").person("Boris Dunn"),
        doc("c", "2022-05-04", "B\u{43e}ris Dunn left.").person("B\u{43e}ris Dunn"),
    ];
    let resolution = resolved(&docs, &Decisions::default());
    assert!(resolution.is_empty());
    let find = |kind: &str| resolution.queue().iter().find(|pair| pair.kind == kind).unwrap();
    let pair = find("surname");
    assert_eq!((pair.a.name.as_str(), pair.b.name.as_str()), ("Olaf Scholz", "Scholz"));
    let features: Vec<&str> = pair.features.iter().map(|feature| feature.name.as_str()).collect();
    assert_eq!(features, ["name", "company shared"]);
    let sum: f64 = pair.features.iter().map(|feature| feature.value).sum();
    assert!((pair.score - sum).abs() < 1e-9, "a reader can check the score");
    assert_eq!(
        find("homograph").b.iri.matches("%D0").count() + find("homograph").a.iri.matches("%D0").count(),
        1
    );
}

/// A document that names Boris Dunn, a person, and many others.
fn list(id: &str, name: &str, others: usize) -> Doc {
    let names: Vec<String> = (0..others).map(|number| format!("Nobody{number:05} Berg{number:05}")).collect();
    let document = doc(id, "2022-05-03", &format!("{name}, Boris Dunn, {}.", names.join(", ")));
    names.iter().fold(document.person(name).person("Boris Dunn"), |document, name| document.person(name))
}

#[test]
fn a_list_of_names_tells_nothing_of_company() {
    for (others, told) in [(20, true), (300, false)] {
        let docs = [list("a", "Olaf Scholz", others), list("b", "Scholz", 0)];
        let resolution = resolved(&docs, &Decisions::default());
        let pair = resolution.queue().iter().find(|pair| pair.b.name == "Scholz").unwrap();
        let is_told = pair.features.iter().any(|feature| feature.name == "company shared");
        assert_eq!(is_told, told, "beside {others} others");
    }
}

#[test]
fn who_is_who_in_a_long_list_takes_no_more_memory_than_it_has_names() {
    // Its names beside each other are nine million.
    let (_guard, folder) = graph(&[list("a", "Olaf Scholz", 3_000)]);
    let limited = "ulimit -v 1000000; exec \"$0\" \"$@\"";
    let mut command = Command::new("sh");
    command.args(["-c", limited, env!("CARGO_BIN_EXE_chancery"), "review"]).arg(&folder);
    let output = command.env("CHANCERY_THREADS", "1").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A graph of some documents.
pub(crate) fn graph(docs: &[Doc]) -> (TempDir, std::path::PathBuf) {
    let guard = tempfile::tempdir().unwrap();
    let folder = guard.path().join("kg");
    let mut archive = Archive::create(&folder, &Base::default()).unwrap();
    docs.iter().for_each(|doc| drop(archive.commit(&doc.0, &RelationIris::default()).unwrap()));
    archive.flush().unwrap();
    (guard, folder)
}

pub(crate) fn run(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut command = Command::cargo_bin("chancery").unwrap();
    let output = command.args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

pub(crate) fn iri(local: &str) -> String {
    format!("{}entity/{local}", Base::DEFAULT)
}

#[test]
fn a_surname_finds_who_is_only_described() {
    let docs = [
        of_ukraine("f", "2022-05-03", "The president of Ukraine left.", "president of Ukraine"),
        british("c"),
    ];
    let (_guard, folder) = graph(&docs);
    let kg = folder.to_str().unwrap();
    for (name, full) in [
        ("zelenskyy", "Volodymyr Zelenskyy"),
        ("John Smith", "John Smith"),
        ("Zelensky", "Volodymyr Zelenskyy"),
        ("berg", "Anna Berg"),
    ] {
        let (code, shown, said) = run(&["show", kg, name], "");
        assert!(code == 0 && shown.starts_with(full), "{shown}{said}");
    }
    let (code, _, said) = run(&["show", kg, "Zel"], "");
    assert!(code == 2 && said.contains("Zelenskyy"), "a part of a word is no name: {said}");
}

#[test]
fn a_build_works_out_who_is_who_so_that_the_next_command_need_not() {
    let folder = tempfile::tempdir().unwrap();
    let kg = folder.path().join("kg");
    let line =
        r#"{"id": "a", "title": "", "date": "2025-01-02", "text": "Alice Berg met Boris Dunn in Paris."}"#;
    let arguments = ["build", "-", "--input-format", "jsonl", "-o", kg.to_str().unwrap()];
    let (code, _, said) = run(&arguments, line);
    assert_eq!(code, 0, "{said}");
    let kept = fs::read(keep::path(&kg)).unwrap();
    let archive = Archive::open(&kg).unwrap();
    keep::load(&archive, true).unwrap();
    fs::remove_file(keep::path(&kg)).unwrap();
    keep::load(&archive, true).unwrap();
    assert_eq!(fs::read(keep::path(&kg)).unwrap(), kept, "as if it were worked out now");
}

#[test]
fn what_is_kept_of_a_resolution_is_made_anew_when_it_is_damaged_or_old() {
    let (_guard, folder) = graph(&[british("a"), australian("b")]);
    let load = || keep::load(&Archive::open(&folder).unwrap(), true).unwrap().resolution;
    let fresh = load();
    assert!(!fresh.is_empty());
    let file = keep::path(&folder);
    let whole = fs::read(&file).unwrap();
    assert_eq!(load(), fresh, "read from the file");
    for at in (0..whole.len()).step_by(41) {
        let mut flipped = whole.clone();
        flipped[at] ^= 4;
        fs::write(&file, &flipped).unwrap();
        assert_eq!(load(), fresh, "byte {at}");
    }
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(load(), fresh);
    assert_eq!(fs::read(&file).unwrap(), whole, "and kept again");
    // What a process left that was ended while it wrote goes with the next writing.
    let stale = file.with_file_name(".chancery-resolution-Ab1Cd2.tmp");
    fs::write(&stale, "half").unwrap();
    fs::remove_file(&file).unwrap();
    load();
    assert!(file.exists() && !stale.exists());

    let mut archive = Archive::open_writable(&folder).unwrap();
    archive.remove("b").unwrap();
    archive.flush().unwrap();
    drop(archive);
    assert!(load().is_empty(), "of another state");
}

/// Documents of all kinds, as many as fit a property test.
fn mixed() -> Vec<Doc> {
    let mut docs: Vec<Doc> = scholz().into();
    docs.extend([british("c"), australian("d"), british("e")]);
    docs.push(of_ukraine("f", "2022-05-03", "The president of Ukraine left.", "president of Ukraine"));
    docs.push(of_ukraine("g", "2014-04-01", "The president of Ukraine left.", "president of Ukraine"));
    docs.push(
        doc("h", "2004-05-03", "The Front for Reform of Ruritania (FRR) fled.")
            .named("Organization", &["Front for Reform of Ruritania", "FRR"]),
    );
    docs.push(doc("i", "2004-05-03", "FRR fled.").named("Organization", &["FRR"]));
    docs.push(doc("j", "2004-05-03", "John Smith left.").person("John Smith"));
    docs
}

fn exports(folder: &Path) -> String {
    let kg = folder.to_str().unwrap();
    ["nquads", "node-link"].map(|format| run(&["export", kg, "--format", format], "").1).concat()
}

/// What follows the head, which names the bytes of the archive, those of removed and replaced records among them.
fn behind_head(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|&byte| byte == b'\n').unwrap();
    &bytes[end..]
}

/// The facts of documents that stay are taken from the file, those of others never.
#[test]
fn facts_that_are_kept_are_those_of_the_documents() {
    let (_guard, folder) = graph(&mixed());
    let load = || {
        let archive = Archive::open(&folder).unwrap();
        let kept = keep::load(&archive, true).unwrap().resolution;
        (kept, keep::resolve(&archive, &Decisions::default()).unwrap().0)
    };
    let (kept, anew) = load();
    assert_eq!(kept, anew);
    let file = known::path(&folder);
    let whole = fs::read(&file).unwrap();
    // One document goes, one changes, one comes; then the file is cut, damaged, and of another version.
    let mut archive = Archive::open_writable(&folder).unwrap();
    archive.remove("d").unwrap();
    let mut changed = british("c").0;
    changed.statements.clear();
    archive.commit(&changed, &RelationIris::default()).unwrap();
    archive.commit(&australian("z").0, &RelationIris::default()).unwrap();
    archive.flush().unwrap();
    drop(archive);
    let (kept, anew) = load();
    assert_eq!(kept, anew);
    let now = fs::read(&file).unwrap();
    assert!(now != whole);
    let damaged = (0..now.len()).step_by(97).map(|at| {
        let mut bytes = now.clone();
        bytes[at] ^= 8;
        bytes
    });
    for bytes in damaged.chain([Vec::new(), now[..now.len() / 2].to_vec(), whole]) {
        fs::write(&file, bytes).unwrap();
        fs::remove_file(keep::path(&folder)).unwrap();
        assert_eq!(load().0, anew);
        assert!(fs::read(&file).unwrap() == now, "and kept again");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn neither_order_nor_batches_change_who_is_who(
        order in Just((0..10usize).collect::<Vec<_>>()).prop_shuffle(),
        cuts in any::<[bool; 10]>(),
        thorough in 0..12u8,
    ) {
        let docs = mixed();
        let expected = resolved(&docs, &Decisions::default());
        prop_assert!(expected.identities().count() >= 5 && !expected.queue().is_empty());
        let base = Base::default();
        let mut resolver = Resolver::new(&base);
        order.iter().for_each(|&at| resolver.add(&docs[at].0));
        let found = resolver.finish(&Decisions::default(), &Offices::bundled());
        prop_assert_eq!(&found, &expected);
        // Through the files too, now and then: each costs some processes.
        if thorough == 0 {
            let (_guard, straight) = graph(&docs);
            let guard = tempfile::tempdir().unwrap();
            let folder = guard.path().join("kg");
            let mut archive = Archive::create(&folder, &base).unwrap();
            for (&at, cut) in order.iter().zip(cuts) {
                archive.commit(&docs[at].0, &RelationIris::default()).unwrap();
                if cut {
                    archive.flush().unwrap();
                    // What is kept of half of the documents must not stay.
                    keep::load(&archive, true).unwrap();
                    drop(archive);
                    archive = Archive::open_writable(&folder).unwrap();
                }
            }
            archive.flush().unwrap();
            prop_assert_eq!(archive.info().unwrap().hash, Archive::open(&straight).unwrap().info().unwrap().hash);
            drop(archive);
            prop_assert_eq!(exports(&folder), exports(&straight));
            // What is worked out of what was kept before, document by document, has the bytes of one run over all.
            for file in ["resolution", "facts"] {
                let bytes = |kg: &Path| fs::read(kg.join("index").join(file)).unwrap();
                let (found, expected) = (bytes(&folder), bytes(&straight));
                let same = if file == "facts" { found == expected } else { behind_head(&found) == behind_head(&expected) };
                prop_assert!(same, "{}", file);
            }
        }
    }

    #[test]
    fn no_log_and_no_text_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), name in ".{1,20}") {
        let (_guard, folder) = graph(&[]);
        fs::write(decisions::path(&folder), &bytes).unwrap();
        let log = Decisions::read(&folder).unwrap();
        let odd = doc("o", "2022-05-03", &name).person(&name).described(&name);
        resolved(&[odd], &log);
    }
}
