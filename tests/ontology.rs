//! The ontology as it comes with the program, folders of a user's own, and what is said about faulty files.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chancery::diagnostic::Diagnostic;
use chancery::limits::Limits;
use chancery::ontology::gazetteer::Sense;
use chancery::ontology::load::{self, Error, Source};
use chancery::ontology::{Class, ClassSet, Ontology, Status};
use proptest::prelude::*;

const VOCABULARY: &str = include_str!("../ontology/chancery.ttl");
const BASE: &str = include_str!("data/ontology/base.ttl");

/// Reads `text` as `name`, after the vocabulary and a few relations.
fn read(name: &str, text: &str) -> (Ontology, Vec<Diagnostic>) {
    load::read(&[
        Source::new("chancery.ttl", VOCABULARY),
        Source::new("base.ttl", BASE),
        Source::new(name, text),
    ])
}

fn bad_files() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/ontology/bad");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|ext| ext == "ttl")).collect();
    paths.sort();
    paths
}

#[test]
fn faulty_files_are_answered_with_place_and_hint() {
    let mut differing = Vec::new();
    for path in bad_files() {
        let name = path.file_name().unwrap().to_string_lossy();
        let (_, diagnostics) = read(&name, &fs::read_to_string(&path).unwrap());
        let found: String = diagnostics.iter().map(|diagnostic| format!("{diagnostic}\n")).collect();
        assert!(!found.is_empty(), "{name}: nothing is said");
        let expected = path.with_extension("txt");
        if update_is_asked() {
            write(&expected, &found);
        } else if fs::read_to_string(&expected).unwrap_or_default() != found {
            differing.push(format!("--- {name}\n{found}"));
        }
    }
    assert!(differing.is_empty(), "UPDATE_EXPECT=1 rewrites them\n{}", differing.join("\n"));
}

fn update_is_asked() -> bool {
    std::env::vars_os().any(|(name, _)| name == "UPDATE_EXPECT")
}

#[expect(clippy::disallowed_methods, reason = "fixtures of a test may be written in place")]
fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn the_bundled_files_are_without_fault_or_warning() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology");
    let (ontology, diagnostics) = load::folder(&folder, &Limits::default()).unwrap();
    assert_eq!(diagnostics, []);
    // The list of embedded files is complete.
    let bundled = Ontology::bundled().unwrap();
    assert_eq!(bundled.gazetteer.entries.len(), ontology.gazetteer.entries.len());
    assert_eq!(bundled.relations.len(), ontology.relations.len());
    assert_eq!(bundled.lexicons, ontology.lexicons);
}

#[test]
fn names_are_known_in_each_sense() {
    let gazetteer = Ontology::bundled().unwrap().gazetteer;
    let keys = |name: &str, sense: Sense| {
        let senses = gazetteer.senses(name).iter().filter(|(_, other)| *other == sense);
        senses.map(|(id, _)| gazetteer[*id].key.as_str()).collect::<Vec<_>>()
    };
    for (name, sense, key) in [
        ("U.S.", Sense::Name, "united-states"),
        ("US", Sense::Name, "united-states"),
        ("Turkiye", Sense::Name, "turkey"),
        ("Danish", Sense::Adjective, "denmark"),
        ("Danes", Sense::Demonym, "denmark"),
        ("Frenchwoman", Sense::Demonym, "france"),
        ("Moscow", Sense::Capital, "russia"),
        ("Moscow", Sense::Name, "moscow"),
        ("Kiev", Sense::Capital, "ukraine"),
        ("Kremlin", Sense::Name, "kremlin"),
        ("Nato", Sense::Name, "nato"),
        ("U.N. Security Council", Sense::Name, "united-nations-security-council"),
        ("Hizbollah", Sense::Name, "hezbollah"),
        ("AFP", Sense::Name, "agence-france-presse"),
    ] {
        assert_eq!(keys(name, sense), [key], "{name} as {sense:?}");
    }
    for word in ["us", "Us", "Who", "who", "Of", "Nice", "Mobile", "Reading", "Man", "ACT", "ICE", "March"] {
        assert_eq!(gazetteer.senses(word), [], "{word}");
    }
}

#[test]
fn entries_carry_class_state_and_identifiers_of_the_data() {
    let gazetteer = Ontology::bundled().unwrap().gazetteer;
    let entry = |name: &str| &gazetteer[gazetteer.senses(name)[0].0];
    assert_eq!(entry("Russia").class, Class::State);
    assert_eq!(entry("Russia").wikidata.as_deref(), Some("Q159"));
    assert_eq!(entry("Kremlin").class, Class::GovernmentBody);
    assert_eq!(entry("Kremlin").state.map(|id| gazetteer[id].key.as_str()), Some("russia"));
    assert_eq!(entry("Hamburg").geonames, Some(2_911_298));
    assert_eq!(entry("East Germany").years, Some((Some(1949), Some(1990))));
    assert_eq!(gazetteer.longest_from("Kremlin"), 1);
    assert_eq!(gazetteer.longest_from("kremlin"), 0);
}

#[test]
fn every_name_is_words_with_single_spaces() {
    let gazetteer = Ontology::bundled().unwrap().gazetteer;
    for entry in &gazetteer.entries {
        assert_eq!(entry.label.split_whitespace().collect::<Vec<_>>().join(" "), entry.label);
        assert!(!gazetteer.senses(&entry.label).is_empty(), "{} is not found", entry.label);
        assert!(entry.wikidata.as_ref().is_none_or(|id| id.starts_with('Q')), "{}", entry.key);
    }
}

#[test]
fn a_relation_is_read_with_all_that_it_has() {
    let (ontology, diagnostics) = read("empty.ttl", "");
    assert_eq!(diagnostics, []);
    let spoke = &ontology[ontology.relation("spokeWith").unwrap()];
    assert_eq!((spoke.label.as_str(), spoke.family.as_str()), ("spoke with", "consult"));
    assert_eq!(spoke.iri, "https://w3id.org/chancery/ontology#spokeWith");
    assert!(spoke.is_symmetric && !spoke.takes_text);
    let actors = [
        Class::Person,
        Class::State,
        Class::GovernmentBody,
        Class::Organization,
        Class::ArmedGroup,
        Class::Group,
    ];
    assert_eq!(spoke.domain, ClassSet::of(&actors));
    let visited = &ontology[ontology.relation("visited").unwrap()];
    assert_eq!(visited.range, ClassSet::of(&[Class::Place, Class::State]));
    let said = &ontology[ontology.relation("said").unwrap()];
    assert!(said.takes_text && said.range.is_empty());
    assert_eq!(spoke.codes.plover.as_deref(), Some("CONSULT"));
    assert!(ontology.lists("reportingNeutral", "state"));
}

#[test]
fn a_code_of_a_frame_takes_those_that_hang_on_the_old_one_away() {
    let (ontology, _) = read("empty.ttl", "");
    let frames: Vec<_> =
        ontology.frames.iter().map(|frame| (frame.ordinal, frame.pattern.as_str())).collect();
    assert_eq!(frames, [(1, "SUBJ phone OBJ"), (2, "SUBJ refuse to phone OBJ"), (1, "SUBJ visit OBJ")]);
    assert_eq!(ontology.frames[0].codes, None);
    assert_eq!(ontology.frames[1].status, Some(Status::Negated));
    let codes = ontology.frames[1].codes.clone().unwrap();
    assert_eq!(codes.cameo.as_deref(), Some("125"));
    assert_eq!(codes.plover.as_deref(), Some("CONSULT"));
    assert_eq!(codes.goldstein, None, "a Goldstein value belongs to its code");
}

#[test]
fn examples_know_their_place_and_what_they_expect() {
    let (ontology, _) = read("empty.ttl", "");
    let [spoke, said] = ontology.examples.as_slice() else { panic!("{:?}", ontology.examples) };
    assert_eq!((spoke.subject.as_str(), spoke.object.as_deref()), ("Peskov", Some("Lavrov")));
    assert_eq!(spoke.place, ("base.ttl".to_owned(), 15, 62));
    assert_eq!((said.subject.as_str(), said.object.as_deref()), ("Peskov", None));
}

#[test]
fn a_file_adds_to_what_is_there() {
    let text = "
        @prefix ch: <https://w3id.org/chancery/ontology#> .
        @prefix ex: <https://example.org/mine#> .
        @prefix gaz: <https://w3id.org/chancery/gazetteer#> .
        @prefix lex: <https://w3id.org/chancery/lexicon#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        ch:spokeWith ch:frame 'SUBJ ring OBJ' .
        lex:reportingNeutral ch:entry 'opine' .
        gaz:russia skos:altLabel 'Rus'@en .
        ex:Militia a owl:Class ; rdfs:subClassOf ch:ArmedGroup .
        ex:brigade a ex:Militia ; skos:prefLabel 'Harbour Brigade'@en ; ch:state gaz:russia .
        ex:shelled a owl:ObjectProperty ; rdfs:label 'shelled'@en ; skos:definition 'Fired at.'@en ;
            ch:family 'assault' ; rdfs:domain ex:Militia ; rdfs:range ch:Facility ;
            ch:frame 'SUBJ:Militia shell OBJ:Facility' .";
    let (ontology, diagnostics) = read("mine.ttl", text);
    assert_eq!(diagnostics, []);
    assert!(ontology.frames.iter().any(|frame| frame.pattern == "SUBJ ring OBJ" && frame.ordinal == 3));
    assert!(ontology.lists("reportingNeutral", "opine"));
    let brigade = &ontology.gazetteer[ontology.gazetteer.senses("Harbour Brigade")[0].0];
    assert_eq!(brigade.class, Class::ArmedGroup);
    assert_eq!(brigade.state, Some(ontology.gazetteer.senses("Rus")[0].0));
    let shelled = &ontology[ontology.relation("shelled").unwrap()];
    assert_eq!(shelled.domain, ClassSet::of(&[Class::ArmedGroup]));
    assert_eq!(shelled.range, ClassSet::of(&[Class::Place]));
    assert_eq!(shelled.iri, "https://example.org/mine#shelled");
}

#[test]
fn a_folder_adds_to_or_replaces_what_is_bundled() {
    let folder = tempfile::tempdir().unwrap();
    let name = "@prefix ch: <https://w3id.org/chancery/ontology#> . @prefix ex: <https://example.org/mine#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        ex:brigade a ch:ArmedGroup ; skos:prefLabel 'Harbour Brigade'@en .";
    write(&folder.path().join("deep/er/mine.ttl"), name);
    write(&folder.path().join("notes.txt"), "no Turtle");
    let limits = Limits::default();
    let (ontology, diagnostics) = load::with_folder(folder.path(), &limits).unwrap();
    assert_eq!(diagnostics, []);
    assert_eq!(ontology.gazetteer.senses("Harbour Brigade").len(), 1);
    assert_eq!(ontology.gazetteer.senses("Hamas").len(), 1);
    write(&folder.path().join("gazetteer/armed-groups.ttl"), "");
    let (ontology, _) = load::with_folder(folder.path(), &limits).unwrap();
    assert_eq!(ontology.gazetteer.senses("Hamas"), []);
}

#[test]
fn files_that_cannot_be_used_are_named_and_the_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut limits = Limits::default();
    assert!(matches!(load::folder(folder.path(), &limits), Err(Error::Empty { .. })));
    assert!(matches!(load::folder(&folder.path().join("none"), &limits), Err(Error::Folder { .. })));
    write(&folder.path().join("a.ttl"), VOCABULARY);
    write(&folder.path().join("b.ttl"), "ex:a ex:b ex:c .");
    write(&folder.path().join("c.ttl"), BASE);
    write(&folder.path().join("d.ttl"), &format!("# {}", "long ".repeat(10_000)));
    fs::create_dir(folder.path().join("e.ttl")).unwrap();
    limits.max_ontology_bytes = 40_000;
    let (ontology, diagnostics) = load::folder(folder.path(), &limits).unwrap();
    // Those of the small base, and the open relation that comes with the vocabulary.
    assert_eq!(ontology.relations.len(), 4);
    let [large, prefix] = diagnostics.as_slice() else { panic!("{diagnostics:?}") };
    assert!(large.message.contains("more than the 40000 bytes"), "{large}");
    assert!(prefix.source.ends_with("b.ttl") && prefix.position == Some((1, 1)), "{prefix}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_never_panics_and_is_answered_inside_it(
        from in 0usize..3_000,
        length in 0usize..40,
        put in "[ -~\u{e9}\u{4e2d}\n]{0,12}",
    ) {
        let chars: Vec<char> = BASE.chars().collect();
        let (before, rest) = chars.split_at(from.min(chars.len()));
        let after = rest.get(length..).unwrap_or_default();
        let text: String = before.iter().copied().chain(put.chars()).chain(after.iter().copied()).collect();
        let sources = [Source::new("chancery.ttl", VOCABULARY), Source::new("damaged.ttl", &text)];
        let lines: Vec<&str> = text.split('\n').collect();
        for diagnostic in load::read(&sources).1 {
            prop_assert_eq!(&diagnostic.source, "damaged.ttl");
            prop_assert!(diagnostic.hint.is_some());
            let (line, column) = diagnostic.position.unwrap();
            let line = lines.get(line as usize - 1).map(|line| line.chars().count());
            prop_assert!(line.is_some_and(|length| column as usize <= length + 1), "{}", diagnostic);
        }
    }

    #[test]
    fn a_faulty_literal_is_placed_where_it_stands(
        gaps in proptest::collection::vec("[ \n\t]{1,3}", 8),
        quote in prop_oneof![Just("\""), Just("'"), Just("\"\"\""), Just("'''")],
        // Without quotes, by which the test finds the literals again.
        comment in "(#[ !#-&(-~]{0,9}\n)?",
    ) {
        let [a, b, c, d, e, f, g, h] = <[String; 8]>::try_from(gaps).unwrap();
        let text = format!(
            "@prefix ch: <https://w3id.org/chancery/ontology#> .{a}ch:spokeWith{b}{comment}ch:frame{c}\
             {quote}SUBJ phone OBJ{quote}{d},{e}[{f}ch:cameo 'x\u{e9}' ;{comment}{g}ch:pattern{quote}OBJ \\u00e9 OBJ{quote}{h}] .",
        );
        let at = |needle: &str| {
            let before = &text[..text.find(needle).unwrap()];
            let column = before.rsplit('\n').next().unwrap().chars().count();
            Some((before.matches('\n').count() as u32 + 1, column as u32 + 1))
        };
        let (_, diagnostics) = read("mine.ttl", &text);
        let [twice, code, pattern] = diagnostics.as_slice() else { panic!("{diagnostics:?}\n{text}") };
        prop_assert_eq!(twice.position, at(&format!("{quote}SUBJ")));
        prop_assert_eq!(code.position, at("'x"));
        prop_assert!(pattern.position >= at(&format!("{quote}OBJ")), "{}", pattern);
    }
}

/// What no other vocabulary has is said to be so, and nothing is forgotten.
#[test]
fn each_relation_is_aligned_or_listed_as_not() {
    let text = include_str!("../ontology/alignments.ttl");
    let listed: BTreeSet<&str> = (text.lines().filter_map(|line| line.strip_prefix("# not mapped: ")))
        .flat_map(str::split_whitespace)
        .collect();
    let mapped: BTreeSet<&str> = (text.lines().filter(|line| line.contains("Match ")))
        .filter_map(|line| line.strip_prefix("ch:")?.split_whitespace().next())
        .collect();
    for relation in &Ontology::bundled().unwrap().relations {
        let name = relation.name.as_str();
        assert!(listed.contains(name) != mapped.contains(name), "{name} is to be mapped or listed");
    }
}

#[test]
fn a_relation_entails_those_above_it_and_none_below() {
    let ontology = Ontology::bundled().unwrap();
    assert!(ontology.entails("childOf", "familyOf") && ontology.entails("subsidiaryOf", "partOf"));
    assert!(ontology.entails("unheardOf", "unheardOf"));
    assert!(!ontology.entails("familyOf", "childOf") && !ontology.entails("childOf", "partOf"));
}

#[test]
fn a_relation_below_one_of_chancery_takes_part_where_that_does() {
    use crate::cli::{assert_status, out, run, text, write};
    let dir = tempfile::tempdir().unwrap();
    let own = dir.path().join("own");
    std::fs::create_dir(&own).unwrap();
    let relation = |name: &str, verb: &str, wider: &str| {
        format!(
            "my:{name} a owl:ObjectProperty ; rdfs:label \"{verb} over\"@en ; skos:definition \"Somebody leads a body.\"@en ; ch:family \"role\" ;\n\
             {wider} rdfs:domain ch:Actor ; rdfs:range ch:Actor ; ch:frame \"SUBJ {verb} over OBJ\" .\n"
        )
    };
    let head = "@prefix ch: <https://w3id.org/chancery/ontology#> .\n@prefix my: <https://example.org/ontology#> .\n\
        @prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n";
    write(
        &own,
        "own.ttl",
        &format!(
            "{head}{}{}",
            relation("presidesOver", "preside", "rdfs:subPropertyOf my:leads ;")
                + "my:leads a owl:ObjectProperty ; rdfs:label \"leads\"@en ; skos:definition \"Leads.\"@en ; ch:family \"role\" ;\n\
                   rdfs:subPropertyOf ch:headOf ; rdfs:domain ch:Actor ; rdfs:range ch:Actor .\n",
            relation("watchesOver", "watch", "")
        ),
    );
    let news = write(dir.path(), "a.txt", "Alice Berg presides over NATO. Boris Dunn watches over NATO.");
    let kg = dir.path().join("kg");
    assert_status(&run(&["build", text(&news), "-o", text(&kg), "--ontology", text(&own), "--no-links"]), 0);
    let record = chancery::archive::Archive::open(&kg).unwrap().record("a").unwrap();
    let kinds: Vec<(&str, &str)> =
        record.statements.iter().map(|statement| (statement.predicate.as_str(), statement.kind())).collect();
    assert_eq!(kinds, [("presidesOver", "headOf"), ("watchesOver", "watchesOver")]);
    // The graph knows it without the ontology.
    let exported = out(&run(&["export", text(&kg), "--format", "ftm"]));
    let offices: Vec<&str> = exported.lines().filter(|line| line.contains("\"Occupancy\"")).collect();
    assert!(offices.len() == 1 && offices[0].contains("Alice Berg presides"), "{exported}");
}

#[test]
fn what_tells_where_somebody_belongs_are_relations_of_the_ontology() {
    use chancery::ontology::belonging::{Kind, Use, all};
    let ontology = chancery::ontology::Ontology::bundled().unwrap();
    for its in all() {
        assert!(ontology.relation(its.relation).is_some(), "{}", its.relation);
        assert!(
            its.kind != Some(Kind::Office) || its.sector.is_some(),
            "an office gives a sector: {}",
            its.relation
        );
        assert!(its.kind.is_some() || its.is_for(Use::Link), "{} is read by nobody", its.relation);
    }
    assert!(all().len() >= 16);
}
