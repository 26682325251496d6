//! The ontology as it comes with the program, folders of a user's own, and what is said about faulty files.

use chancery::ontology::gazetteer::Sense;
use chancery::ontology::{Class, Ontology};

#[test]
fn the_bundled_ontology_has_no_fault() {
    let ontology = Ontology::bundled().unwrap();
    assert!(ontology.gazetteer.entries.len() > 240);
}

#[test]
fn names_of_states_are_known_in_each_sense() {
    let gazetteer = Ontology::bundled().unwrap().gazetteer;
    let sense_of = |name: &str, key: &str| {
        let senses = gazetteer.senses(name).iter();
        senses.filter(|(id, _)| gazetteer[*id].key == key).map(|(_, sense)| *sense).collect::<Vec<_>>()
    };
    assert_eq!(sense_of("U.S.", "united-states"), [Sense::Name]);
    assert_eq!(sense_of("us", "united-states"), []);
    assert_eq!(sense_of("Danish", "denmark"), [Sense::Adjective]);
    assert_eq!(sense_of("Danes", "denmark"), [Sense::Demonym]);
    let russia = gazetteer.senses("Russia")[0].0;
    assert_eq!(gazetteer[russia].class, Class::State);
    assert_eq!(gazetteer[russia].wikidata.as_deref(), Some("Q159"));
    assert!(gazetteer.longest_from("Russian") >= 2);
    assert_eq!(gazetteer.longest_from("Russiana"), 0);
}
