//! From text to statements, through the public interface.

use std::sync::OnceLock;

use chancery::document::{Document, DocumentId};
use chancery::limits::Limits;
use chancery::ontology::Ontology;
use chancery::parse::Model;
use chancery::pipeline::Pipeline;
use chancery::statement::{Analysis, Object};
use proptest::prelude::*;

pub(crate) fn pipeline() -> &'static Pipeline {
    static PIPELINE: OnceLock<Pipeline> = OnceLock::new();
    PIPELINE.get_or_init(|| {
        Pipeline::new(Model::bundled().unwrap(), Ontology::bundled().unwrap(), Limits::default())
    })
}

pub(crate) fn read(text: &str, date: Option<&str>) -> Analysis {
    let mut document = Document::new(DocumentId::new("test").unwrap(), text);
    document.date = date.map(|date| date.parse().unwrap());
    pipeline().analyse(document)
}

/// `subject relation object status [by speaker] [at time] [in place] [(quantity)]`, one line a statement.
pub(crate) fn lines(analysis: &Analysis) -> String {
    let name = |index: chancery::entity::EntityIndex| analysis.entities[index.0 as usize].name.clone();
    let mut lines = String::new();
    for statement in &analysis.statements {
        let object = match &statement.object {
            Object::Entity(entity) => name(*entity),
            Object::Text(span) => format!("\"{}\"", analysis.document.text(*span)),
            Object::Date(time) => time.value.clone(),
            Object::Value(_, value) => value.clone(),
        };
        let by = statement.attribution.map_or(String::new(), |a| format!(" by {}", name(a.speaker)));
        let at = statement.time.as_ref().map_or(String::new(), |time| format!(" at {}", time.value));
        let in_place = statement.place.map_or(String::new(), |place| format!(" in {}", name(place)));
        let much = statement.quantity.as_ref().map_or(String::new(), |quantity| {
            let bound = quantity.bound.as_ref().map_or(String::new(), |bound| format!("{bound} "));
            let max = quantity.max.map_or(String::new(), |max| format!(" to {max}"));
            let kind = quantity.kind.as_str();
            format!(" ({kind}: {bound}{}{max} {})", quantity.value, quantity.unit)
        });
        let subject = name(statement.subject);
        lines += &format!(
            "{subject} | {} | {object} | {}{by}{at}{in_place}{much}\n",
            statement.relation, statement.status
        );
    }
    lines
}

/// Files of `tests/data/statement`: a date, the text, `---`, and what is to come out of it.
/// `UPDATE_EXPECT=1` rewrites what is to come out.
#[test]
fn texts_give_their_statements() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/statement");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 12, "the folder of cases is there");
    let update = std::env::vars().any(|(key, _)| key == "UPDATE_EXPECT");
    let mut wrong = String::new();
    for path in files {
        let case = std::fs::read_to_string(&path).unwrap();
        let (input, expected) = case.split_once("\n---\n").expect("a line of three hyphens");
        let (date, text) = input.split_once('\n').expect("a date on the first line");
        let found = lines(&read(text, Some(date)));
        if update {
            let rewritten = format!("{input}\n---\n{found}");
            #[expect(clippy::disallowed_methods, reason = "a test rewrites its own fixture when asked to")]
            std::fs::write(&path, rewritten).unwrap();
        } else if found != expected {
            wrong += &format!("{}\nexpected:\n{expected}found:\n{found}\n", path.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_statement_opens_the_words_that_it_came_from() {
    let text =
        "Kremlin spokesman Dmitry Peskov said Russian forces control more than 19 per cent of Ukraine.";
    let analysis = read(text, None);
    let controls = analysis.statements.iter().find(|s| s.relation == "controls").expect("the claim");
    let document = &analysis.document;
    assert_eq!(document.text(controls.evidence.trigger), "control");
    assert_eq!(document.text(controls.evidence.subject), "Russian forces");
    assert_eq!(document.text(controls.evidence.object), "19 per cent of Ukraine");
    assert!(document.text(controls.evidence.span).starts_with("Russian forces control"));
    let Object::Entity(object) = controls.object else { panic!("a share is an entity") };
    let share = analysis.entities[object.0 as usize].share.as_ref().expect("a share");
    assert!((share.fraction - 0.19).abs() < 1e-9);
    assert_eq!(share.bound.as_deref(), Some("more than"));
    assert_eq!(analysis.entities[share.of.0 as usize].name, "Ukraine");
}

#[test]
fn a_share_keeps_its_bound_also_before_an_article() {
    let bounds =
        ["about a fifth", "roughly one fifth", "more than a third", "nearly 20 per cent", "a quarter"];
    let found = bounds.map(|words| {
        let analysis = read(&format!("Russia controls {words} of Ukraine."), None);
        let share = analysis.entities.iter().find_map(|entity| entity.share.clone()).expect(words);
        share.bound
    });
    let expected = [Some("about"), Some("roughly"), Some("more than"), Some("nearly"), None];
    assert_eq!(found.each_ref().map(Option::as_deref), expected);
}

#[test]
fn whoever_acts_by_a_description_is_an_entity_without_a_statement() {
    let names = |text: &str| -> Vec<String> {
        read(text, None).entities.into_iter().map(|entity| entity.name).collect()
    };
    let dozed = names("Two gunmen dozed near Lund. Anna Berg collects European stamps.");
    assert_eq!(dozed, ["Two gunmen", "Lund", "Anna Berg"]);
    // "European" says what stamps they are; with a name of its own the place stays.
    assert!(names("Anna Berg collects stamps of Europe.").contains(&"Europe".to_owned()));
    let silent = names("Rain fell on the hills. It was late.");
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn what_a_reader_would_take_down_is_an_entity_without_a_statement() {
    let names = |text: &str| -> Vec<String> {
        read(text, None).entities.into_iter().map(|entity| entity.name).collect()
    };
    assert!(names("Anna Berg dozed at the peace talks.").contains(&"peace talks".to_owned()));
    assert!(names("Rain woke two Chilean workers.").contains(&"two Chilean workers".to_owned()));
    let kinds = names("Anna Berg dozed as a guest, on a road, and had no idea.");
    assert_eq!(kinds, ["Anna Berg"]);
}

/// Sentences with what is told of a body or of people that have no name in them.
const NAMELESS: [(&str, &str); 14] = [
    ("The election commission chief, Boris Dunn, resigned.", "Boris Dunn | headOf | election commission"),
    ("Police spokeswoman Anna Berg resigned.", "Anna Berg | spokespersonFor | Police"),
    ("Boris Dunn, the police chief, resigned.", "Boris Dunn | headOf | police"),
    ("Parliament speaker Anna Berg resigned.", "Anna Berg | headOf | Parliament"),
    ("A police raid killed ten people.", "police | killed | ten people"),
    ("Police arrested hundreds in Cairo.", "Police | detained | hundreds"),
    ("Rebels killed several.", "Rebels | killed | several"),
    ("Hundreds of Taliban were killed by soldiers.", "soldiers | killed | Hundreds of Taliban"),
    ("Thousands protested against the government.", "Thousands | protestedAgainst | government"),
    (
        "Kenyan President William Ruto spoke. He said his country rejected the treaty.",
        "Kenya | rejected | treaty",
    ),
    ("Chad said its country rejected the treaty.", "Chad | rejected | treaty"),
    ("Anna Berg rejected the embargo.", "Anna Berg | rejected | embargo"),
    (
        "Reporters investigated the disappearance of Anna Berg.",
        "Reporters | investigates | disappearance of Anna Berg",
    ),
    ("The parties agreed on a new constitution.", "parties | agreedTo | new constitution"),
];

#[test]
fn bodies_and_people_without_names_are_told_of() {
    for (sentence, expected) in NAMELESS {
        let found = lines(&read(sentence, None));
        assert!(found.lines().any(|line| line.starts_with(expected)), "{sentence}: {found}");
    }
    // What is known of officers by their very name is not told.
    let officer = lines(&read("A police officer, Boris Dunn, dozed. The parliament speaker dozed.", None));
    assert_eq!(officer, "");
}

#[test]
fn a_noun_for_a_person_before_another_stands_for_many() {
    let analysis = read("Rebel attacks on Gao killed ten people. The rebels then attacked Timbuktu.", None);
    let is_rebels = |name: &str| matches!(name.to_lowercase().as_str(), "rebel" | "rebels");
    let rebels: Vec<_> = analysis.entities.iter().filter(|entity| is_rebels(&entity.name)).collect();
    assert_eq!(rebels.len(), 1, "{rebels:?}");
    assert_eq!(rebels[0].class.as_str(), "Group");
}

#[test]
fn a_language_is_no_state() {
    let names = |text: &str| -> Vec<String> {
        read(text, None).entities.into_iter().map(|entity| entity.name).collect()
    };
    assert!(names("She speaks English.").is_empty());
    assert!(names("The book was translated into French.").is_empty());
    assert_eq!(names("The English criticised Norway."), ["England", "Norway"]);
}

#[test]
fn fighters_who_are_spoken_of_again_are_the_same() {
    let analysis = read("Rebels attacked Basra on Monday. The rebels then attacked Mosul.", None);
    let rebels = analysis.entities.iter().filter(|entity| entity.name.to_lowercase() == "rebels").count();
    assert_eq!(rebels, 1);
}

#[test]
fn the_same_text_gives_the_same_statements() {
    let text = "Iran and Iraq signed a treaty in Baghdad. They said it would bring peace. \"We trust it,\" Tehran said.";
    let first = read(text, Some("2024-05-01"));
    for _ in 0..3 {
        assert_eq!(read(text, Some("2024-05-01")), first);
    }
}

/// Texts that end where a role or an office would go on.
#[test]
fn texts_that_break_off_are_read() {
    for text in ["the prime minister and", "since last March and", "president of"] {
        let analysis = read(text, None);
        assert!(analysis.statements.is_empty(), "{text}: {}", lines(&analysis));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Names, verbs, quotation marks, brackets and noise in any order: nothing panics and every span is of the text.
    #[test]
    fn any_words_are_read(words in prop::collection::vec(prop_oneof![
        Just("Russia".to_owned()), Just("Vladimir Putin".to_owned()), Just("said".to_owned()), Just("that".to_owned()),
        Just("\"".to_owned()), Just("“".to_owned()), Just("who".to_owned()), Just("invaded".to_owned()),
        Just("and".to_owned()), Just(",".to_owned()), Just("president of".to_owned()), Just("'s".to_owned()),
        Just("19 per cent of".to_owned()), Just("between 10 and".to_owned()), Just("dozens of people".to_owned()),
        Just("US$1.5 billion -".to_owned()), Just("since last March".to_owned()), Just("hundred".to_owned()), Just("according to".to_owned()), Just("the two leaders".to_owned()),
        Just("they".to_owned()), Just("(SDF)".to_owned()), Just("(".to_owned()), Just(")".to_owned()), Just("🇮🇷".to_owned()),
        Just("إيران".to_owned()), Just("?".to_owned()), Just("rather".to_owned()), Just("than".to_owned()), Just("without".to_owned()),
        Just("stop".to_owned()), Just("refused to".to_owned()), Just("had".to_owned()), Just("not only".to_owned()), Just(".".to_owned()), Just("\n\n".to_owned()), any::<String>(),
    ], 0..60)) {
        let analysis = read(&words.join(" "), Some("2024-02-29"));
        for statement in &analysis.statements {
            let evidence = &statement.evidence;
            for span in [evidence.span, evidence.trigger, evidence.subject, evidence.object] {
                prop_assert!(analysis.document.whole().get(span.range()).is_some_and(|text| !text.is_empty()));
            }
            if let Some(quantity) = &statement.quantity {
                prop_assert!(analysis.document.whole().get(quantity.span.range()).is_some_and(|text| !text.is_empty()));
                prop_assert!(quantity.value.is_finite() && quantity.value >= 0.0);
                prop_assert!(quantity.max.is_none_or(|max| max > quantity.value));
            }
            prop_assert!((0.0..=1.0).contains(&statement.confidence));
            prop_assert!((statement.subject.0 as usize) < analysis.entities.len());
        }
    }
}

#[test]
fn long_texts_and_deep_trees_are_read() {
    let chain = "Russia said that ".repeat(400) + "Ukraine won.";
    let list = (0..400).map(|i| format!("Person{i} Smith{i}")).collect::<Vec<_>>().join(", ");
    let nested = "Olaf Berg (".repeat(800) + "born 1961" + &")".repeat(800);
    let spoken = "“He said ".repeat(600) + &"”".repeat(600);
    let stopped = "Iran was prevented from stopping ".repeat(500) + "Iraq.";
    let asked = "Has Iran, who ".repeat(500) + "attacked Iraq?";
    let leftwards = "قال الرئيس Iran attacked \u{202e}إيران\u{202c}. ".repeat(500);
    let pictures = "👩‍👩‍👧 Iran attacked 🇮🇷 Iraq 😀. ".repeat(500);
    let named = (0..3_000).map(|i| format!("Anna{i} Berg{i} met Iran. ")).collect::<String>();
    let long = [
        chain,
        format!("{list} and Iran met."),
        "who which that ".repeat(700),
        "\"".repeat(3_000),
        "Iran attacked Iraq rather".into(),
    ];
    for text in long.into_iter().chain([nested, spoken, stopped, asked, leftwards, pictures, named]) {
        let analysis = read(&text, None);
        assert!(analysis.statements.len() <= Limits::default().max_statements);
    }
}
