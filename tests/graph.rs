//! Records to quads.

use std::collections::BTreeSet;

use chancery::archive::DocumentRecord;
use chancery::document::{Document, DocumentId};
use chancery::entity::Entity;
use chancery::export::rdf::{self, RdfVersion};
use chancery::graph::iri::{self, Base};
use chancery::graph::provenance::to_rdf11;
use chancery::graph::{DocumentGraph, RelationIris};
use chancery::limits::Limits;
use chancery::ontology::{Class, Ontology};
use chancery::parse::Model;
use chancery::pipeline::Pipeline;
use chancery::statement::Analysis;
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use oxttl::{NQuadsParser, TriGParser, TriGSerializer, TurtleParser, TurtleSerializer};
use proptest::prelude::*;

/// Five short documents, written by hand.
pub(crate) fn corpus() -> Vec<DocumentRecord> {
    include_str!("data/graph/corpus.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The relations of the corpus, with those that hold both ways.
pub(crate) fn relations() -> RelationIris {
    let mut relations = RelationIris::default();
    for (name, is_symmetric) in [("spokeWith", true), ("metWith", true), ("envoyOf", false)] {
        relations.add(name, iri::term(name).as_str(), is_symmetric);
    }
    relations
}

fn graph_of(id: &str) -> DocumentGraph {
    let record = corpus().into_iter().find(|record| record.id == id).unwrap();
    DocumentGraph::build(&record, &Base::default(), &relations())
}

/// Plain triples between entities: those in chancery's namespace whose subject is no part of a document.
fn plain(quads: &[Quad]) -> BTreeSet<String> {
    let own = ["mention", "share", "of", "bound", "ontologyVersion"];
    quads
        .iter()
        .filter(|quad| quad.subject.to_string().contains("/entity/"))
        .filter(|quad| quad.predicate.as_str().starts_with("https://w3id.org/chancery/ontology#"))
        .filter(|quad| !own.iter().any(|name| quad.predicate == iri::term(name)))
        .map(|quad| format!("{} {} {}", quad.subject, quad.predicate, quad.object))
        .collect()
}

#[test]
fn the_quads_of_a_document_are_as_committed() {
    let mut text = String::new();
    for record in corpus() {
        text.push_str(&DocumentGraph::build(&record, &Base::default(), &relations()).to_nquads());
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/graph/corpus.nq");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let version = format!("software/{}", env!("CARGO_PKG_VERSION"));
    let expected = std::fs::read_to_string(path).unwrap();
    assert!(expected.contains(&version), "set UPDATE_EXPECT=1 and rebuild after a change of version");
    assert_eq!(text, expected);
}

#[test]
fn quads_are_sorted_valid_and_in_the_graph_of_the_document() {
    let graph = graph_of("calls-1");
    let text = graph.to_nquads();
    assert!(text.lines().is_sorted());
    let parsed: Vec<Quad> = NQuadsParser::new().for_slice(text.as_bytes()).map(Result::unwrap).collect();
    assert_eq!(parsed.iter().collect::<Vec<_>>(), graph.quads().collect::<Vec<_>>());
    for quad in &parsed {
        assert_eq!(quad.graph_name, GraphName::NamedNode(graph.document().clone()));
        assert!(matches!(quad.subject, NamedOrBlankNode::NamedNode(_)), "no blank nodes");
        assert!(!matches!(quad.object, Term::BlankNode(_)), "no blank nodes");
    }
}

#[test]
fn a_symmetric_relation_is_plain_both_ways_and_reified_once() {
    let text = graph_of("calls-1").to_nquads();
    let witkoff = "<https://w3id.org/chancery/id/entity/person/steve-witkoff>";
    let ushakov = "<https://w3id.org/chancery/id/entity/Q4478860>";
    let spoke = "<https://w3id.org/chancery/ontology#spokeWith>";
    assert_eq!(text.matches(&format!("\n{witkoff} {spoke} {ushakov} ")).count(), 1);
    assert_eq!(text.matches(&format!("\n{ushakov} {spoke} {witkoff} ")).count(), 1);
    assert_eq!(text.matches(&format!("<<( {witkoff} {spoke} {ushakov} )>>")).count(), 1);
    assert_eq!(text.matches(&format!("<<( {ushakov} {spoke} {witkoff} )>>")).count(), 0);
}

#[test]
fn only_asserted_statements_are_plain() {
    let quads: Vec<Quad> = graph_of("calls-1").quads().cloned().collect();
    let plain = plain(&quads);
    assert_eq!(plain.len(), 5, "envoyOf, spokeWith both ways, adviserTo, said: {plain:#?}");
    assert!(!plain.iter().any(|triple| triple.contains("visited") || triple.contains("leaked")));
}

#[test]
fn rdf_1_1_keeps_every_statement() {
    let quads: Vec<Quad> = graph_of("front-3").quads().cloned().collect();
    let reified = quads.iter().filter(|quad| matches!(quad.object, Term::Triple(_))).count();
    let old: Vec<Quad> = to_rdf11(quads.clone()).collect();
    assert_eq!(old.len(), quads.len() + 3 * reified);
    assert!(!old.iter().any(|quad| matches!(quad.object, Term::Triple(_))));
    let statements = old.iter().filter(|quad| quad.predicate.as_str().ends_with("#subject")).count();
    assert_eq!(statements, 4);
}

#[test]
fn times_are_typed() {
    let text = graph_of("minsk-5").to_nquads();
    for part in [
        "#inXSDgYear> \"2014\"^^<http://www.w3.org/2001/XMLSchema#gYear>",
        "#firstDay> \"2014-01-01\"",
        "#lastDay> \"2016-12-31\"",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert!(graph_of("eu-2").to_nquads().contains("#inXSDgYearMonth> \"2025-08\"^^"));
    assert!(graph_of("eu-2").to_nquads().contains("#lastDay> \"2025-08-31\"^^"));
}

/// The record of a text.
fn analysed(id: &str, text: &str) -> DocumentRecord {
    let pipeline = Pipeline::new(Model::bundled().unwrap(), Ontology::bundled().unwrap(), Limits::default());
    let document = Document::new(DocumentId::new(id).unwrap(), text);
    DocumentRecord::from_analysis(&pipeline.analyse(document), &Base::default())
}

fn iri_of<'r>(record: &'r DocumentRecord, name: &str) -> &'r str {
    let found = record.entities.iter().find(|entity| entity.name == name);
    &found.unwrap_or_else(|| panic!("{name} is missing: {:#?}", record.entities)).iri
}

#[test]
fn only_names_and_links_carry_over_to_other_documents() {
    let text = "Norwegian diplomats met Kari Lund in Oslo. The war in Yemen worried Kari Lund.";
    let (one, other) = (analysed("one", text), analysed("two", text));
    for name in ["Kari Lund", "Oslo"] {
        assert_eq!(iri_of(&one, name), iri_of(&other, name));
    }
    assert_ne!(iri_of(&one, "Norwegian diplomats"), iri_of(&other, "Norwegian diplomats"));
    let own = "https://w3id.org/chancery/id/entity/group/one/norwegian-diplomats";
    assert_eq!(iri_of(&one, "Norwegian diplomats"), own);
    assert_eq!(iri_of(&one, "Norwegian diplomats"), iri_of(&analysed("one", text), "Norwegian diplomats"));
}

#[test]
fn two_of_one_description_are_two() {
    let entity = |name: &str, is_named: bool| Entity {
        name: name.to_owned(),
        is_named,
        class: Class::Group,
        mentions: Vec::new(),
        links: Vec::new(),
        share: None,
    };
    let analysis = Analysis {
        document: Document::new(DocumentId::new("d 1").unwrap(), ""),
        entities: vec![entity("soldiers", false), entity("Soldiers", false), entity("soldiers", true)],
        statements: Vec::new(),
    };
    let record = DocumentRecord::from_analysis(&analysis, &Base::default());
    let ends: Vec<&str> =
        record.entities.iter().map(|entity| entity.iri.split_once("/entity/").unwrap().1).collect();
    assert_eq!(ends, ["group/d%201/soldiers", "group/d%201/soldiers~2", "group/soldiers"]);
}

#[test]
fn nobody_is_called_by_a_pronoun() {
    let record = analysed("life", "He was born in Bergen. He studied at the University of Oslo.");
    let iri = iri_of(&record, "unnamed person (he)");
    assert_eq!(iri, "https://w3id.org/chancery/id/entity/person/life/unnamed-person-he");
    // The description before the pronoun is known to no statement, but it is what "it" is called.
    let record = analysed("patrol", "An armed group left the town. It attacked Bamako on Monday.");
    assert!(!record.entities.iter().any(|entity| entity.name.eq_ignore_ascii_case("it")), "{record:#?}");
}

#[test]
fn a_number_is_a_decimal_also_where_it_looks_like_a_year() {
    let record = analysed("town", "Bergen has a population of 1604. Bergen has a UTC offset of +1.");
    let text = DocumentGraph::build(&record, &Base::default(), &relations()).to_nquads();
    let decimal = "\"1604.0\"^^<http://www.w3.org/2001/XMLSchema#decimal>";
    assert!(text.lines().any(|line| line.contains("#hasPopulation>") && line.contains(decimal)), "{text}");
    assert!(text.lines().any(|line| line.contains("#hasUtcOffset> \"UTC+01:00\"")), "{text}");
    assert!(!text.contains("gYear"), "{text}");
}

#[test]
fn a_body_that_each_state_has_is_of_its_document() {
    let text = "The Foreign Ministry condemned Latvia.";
    let (one, other) = (analysed("one", text), analysed("two", text));
    let ministry = |record: &DocumentRecord| {
        let found = record.entities.iter().find(|entity| entity.name.ends_with("Foreign Ministry"));
        found.map(|entity| entity.iri.clone()).unwrap()
    };
    assert_ne!(ministry(&one), ministry(&other));
}

#[test]
fn an_entity_has_one_label_and_other_forms_beside_it() {
    let mut record = corpus().remove(0);
    let mut loud = record.entities[0].clone();
    (loud.id, loud.name) = ("e99".to_owned(), record.entities[0].name.to_uppercase());
    record.entities.insert(0, loud);
    let text = DocumentGraph::build(&record, &Base::default(), &relations()).to_nquads();
    let node = format!("<{}>", record.entities[0].iri);
    let of = |predicate: &str| -> Vec<&str> {
        let head = format!("{node} <{predicate}> \"");
        text.lines().filter_map(|line| line.strip_prefix(head.as_str())?.split('"').next()).collect()
    };
    let (name, upper) = (record.entities[1].name.as_str(), record.entities[0].name.as_str());
    assert_eq!(of("http://www.w3.org/2000/01/rdf-schema#label"), [name]);
    assert!(of("http://www.w3.org/2004/02/skos/core#prefLabel").is_empty(), "no document says it alone");
    let others = of("http://www.w3.org/2004/02/skos/core#altLabel");
    assert!(others.contains(&upper) && !others.contains(&name), "{others:?}");
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[<>\"'\\\\{}|^`#%/:?@\\[\\] \n\t.a\u{202e}\u{0}\u{e0041}é-]{0,20}",
        Just("> . <x> <y> <z".to_owned()),
        Just("..".to_owned()),
    ]
}

proptest! {
    #[test]
    fn any_name_gives_one_triple_after_a_round_trip(name in any_name(), id in any_name(), class in any_name()) {
        let base = Base::default();
        let document = base.document(&id);
        let entity = base.entity(&class, &name, [name.as_str()]);
        prop_assert!(entity.as_str().starts_with("https://w3id.org/chancery/id/entity/"));
        prop_assert!(entity.as_str().is_ascii());
        let mut graph = DocumentGraph::new(document.clone());
        graph.insert(entity.clone(), iri::term(&name), oxigraph::model::Literal::new_simple_literal(&name));
        graph.insert(iri::part(&document, &name), iri::frame(&name), iri::plover(&name));
        let text = graph.to_nquads();
        let parsed: Vec<Quad> = NQuadsParser::new().for_slice(text.as_bytes()).map(Result::unwrap).collect();
        prop_assert_eq!(parsed.len(), 2);
        prop_assert_eq!(parsed.iter().collect::<Vec<_>>(), graph.quads().collect::<Vec<_>>());
        for quad in graph.quads() {
            let mut turtle = TurtleSerializer::new().with_prefix("ex", base.as_str()).unwrap().for_writer(Vec::new());
            turtle.serialize_triple(quad.as_ref()).unwrap();
            let parsed: Vec<_> = TurtleParser::new().for_slice(&turtle.finish().unwrap()).map(Result::unwrap).collect();
            prop_assert_eq!(parsed, vec![oxigraph::model::Triple::from(quad.clone())]);
            let mut trig = TriGSerializer::new().for_writer(Vec::new());
            trig.serialize_quad(quad.as_ref()).unwrap();
            let parsed: Vec<_> = TriGParser::new().for_slice(&trig.finish().unwrap()).map(Result::unwrap).collect();
            prop_assert_eq!(&parsed, &vec![quad.clone()]);
        }
    }

    #[test]
    fn documents_never_share_an_iri(a in any_name(), b in any_name()) {
        let base = Base::default();
        prop_assert_eq!(a == b, base.document(&a) == base.document(&b));
    }

    #[test]
    fn a_status_other_than_asserted_is_never_plain(statuses in prop::collection::vec(0usize..6, 1..40), picks in prop::collection::vec((0usize..4, 0usize..4, 0usize..3), 40)) {
        let mut record = corpus().remove(0);
        let template = record.statements[1].clone();
        let names = ["asserted", "planned", "possible", "negated", "denied", "former"];
        let relations_of = ["spokeWith", "envoyOf", "unknownRelation"];
        record.statements = statuses.iter().zip(&picks).enumerate().map(|(i, (&status, &(s, o, r)))| {
            let mut statement = template.clone();
            statement.id = format!("s{}", i + 1);
            statement.subject = format!("e{}", s + 1);
            statement.object = chancery::archive::record::ObjectRecord::Entity(format!("e{}", o + 1));
            statement.predicate = relations_of[r].to_owned();
            statement.status = names[status].to_owned();
            statement
        }).collect();
        let graph = DocumentGraph::build(&record, &Base::default(), &relations());
        let quads: Vec<Quad> = graph.quads().cloned().collect();
        let mut expected = BTreeSet::new();
        for statement in record.statements.iter().filter(|s| s.status == "asserted") {
            let iri = |id: &str| format!("<{}>", record.entities.iter().find(|e| e.id == id).unwrap().iri);
            let chancery::archive::record::ObjectRecord::Entity(object) = &statement.object else { unreachable!() };
            let relation = format!("<https://w3id.org/chancery/ontology#{}>", statement.predicate);
            expected.insert(format!("{} {relation} {}", iri(&statement.subject), iri(object)));
            if statement.predicate == "spokeWith" {
                expected.insert(format!("{} {relation} {}", iri(object), iri(&statement.subject)));
            }
        }
        prop_assert_eq!(plain(&quads), expected);
        let reified = quads.iter().filter(|quad| matches!(quad.object, Term::Triple(_))).count();
        prop_assert_eq!(reified, record.statements.len());
    }
}

fn written(format: rdf::Format, version: RdfVersion) -> String {
    let quads = corpus()
        .iter()
        .flat_map(|record| {
            DocumentGraph::build(record, &Base::default(), &relations()).quads().cloned().collect::<Vec<_>>()
        })
        .collect::<Vec<_>>();
    let mut out = Vec::new();
    rdf::write(quads.into_iter(), format, version, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Every RDF format is read back whole; what knows no named graphs has the same triples, what knows no triple
/// terms the same statements as `rdf:Statement`.
#[test]
fn every_rdf_format_reads_back() {
    use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
    let canonical = |text: &str, format: RdfFormat, keeps_graph: bool| -> BTreeSet<String> {
        RdfParser::from_format(format)
            .for_slice(text.as_bytes())
            .map(|quad| {
                let quad = quad.unwrap();
                if keeps_graph { quad.to_string() } else { oxigraph::model::Triple::from(quad).to_string() }
            })
            .collect()
    };
    for version in [RdfVersion::Rdf12, RdfVersion::Rdf11] {
        for (format, other) in [
            (rdf::Format::Turtle, RdfFormat::Turtle),
            (rdf::Format::TriG, RdfFormat::TriG),
            (rdf::Format::NTriples, RdfFormat::NTriples),
            (rdf::Format::NQuads, RdfFormat::NQuads),
            (rdf::Format::RdfXml, RdfFormat::RdfXml),
            (rdf::Format::JsonLd, RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
        ] {
            let is_old = version == RdfVersion::Rdf11 || !format.carries_triple_terms();
            let reference = written(rdf::Format::NQuads, if is_old { RdfVersion::Rdf11 } else { version });
            let keeps = format.carries_graphs();
            let expected = canonical(&reference, RdfFormat::NQuads, keeps);
            let text = written(format, version);
            assert_eq!(canonical(&text, other, keeps), expected, "{format:?} {version:?}");
            assert_eq!(text, written(format, version), "the same bytes again");
            let statements = expected.iter().filter(|line| line.contains("ontology#status> ")).count();
            assert_eq!(statements, 20, "no status is lost");
        }
    }
}
