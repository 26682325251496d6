//! What articles are called that are called after their files, and what a dry run says of them.

use std::path::{Path, PathBuf};

use crate::cli::{assert_status, chancery, err, out, run, text};

const PARIS: &str =
    "Alice Berg met Boris Dunn in Paris on Monday, and they spoke of the harvest for an hour.";
const OSLO: &str =
    "Carla Engel praised Derek Falk in Oslo on Friday, and the council agreed with what she said.";
const BONN: &str =
    "Edith Gruber criticised Frank Holm in Bonn on Sunday, and nobody there agreed with what she said.";

/// Two folders with an article of one name each.
struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { dir: tempfile::tempdir().unwrap() };
        desk.put("march/talks.txt", PARIS);
        desk.put("april/talks.txt", OSLO);
        desk
    }

    fn put(&self, name: &str, content: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Builds and gives what it said.
    fn build(&self, inputs: &[&str], kg: &str) -> String {
        let output = chancery(&[&["build"], inputs, &["-o", kg]].concat());
        let output = { output }.current_dir(self.dir.path()).output().unwrap();
        assert_status(&output, 0);
        err(&output)
    }

    fn ids(&self, kg: &str) -> Vec<String> {
        let listed = out(&run(&["info", text(&self.path(kg)), "--documents"]));
        listed.lines().filter_map(|line| line.split('\t').next()).map(str::to_owned).collect()
    }

    fn dump(&self, kg: &str) -> Vec<u8> {
        run(&["export", text(&self.path(kg)), "--format", "nquads"]).stdout
    }
}

#[test]
fn one_build_of_two_folders_and_two_builds_give_the_same_documents() {
    let desk = Desk::new();
    let talk = desk.build(&["march", "april"], "one");
    assert!(talk.contains("2 articles (2 new)"), "{talk}");
    assert!(talk.contains("1 file has the name of another one: its article is called april/talks"), "{talk}");
    desk.build(&["march"], "two");
    let talk = desk.build(&["april"], "two");
    assert!(talk.contains("1 article (1 new)") && talk.contains("april/talks"), "{talk}");
    assert_eq!(desk.ids("one"), ["april/talks", "talks"]);
    assert_eq!(desk.ids("two"), ["april/talks", "talks"]);
    assert!(desk.dump("one") == desk.dump("two"));
    // Again, in any order and by any way, they are the same files.
    let talk = desk.build(&["april/talks.txt", "./march"], "two");
    assert!(talk.contains("2 articles (2 unchanged)") && !talk.contains("name of another"), "{talk}");
    desk.put("april/talks.txt", BONN);
    assert!(desk.build(&["april/../april"], "two").contains("1 article (1 changed)"));
    assert_eq!(desk.ids("two"), ["april/talks", "talks"]);
}

#[test]
fn a_file_that_moved_is_the_same_article_and_may_change_there() {
    let desk = Desk::new();
    desk.build(&["march"], "kg");
    std::fs::rename(desk.path("march"), desk.path("old")).unwrap();
    assert!(desk.build(&["old"], "kg").contains("1 article (1 unchanged)"));
    desk.put("old/talks.txt", BONN);
    assert!(desk.build(&["old"], "kg").contains("1 article (1 changed)"));
    assert_eq!(desk.ids("kg"), ["talks"]);
}

#[test]
fn what_is_known_of_files_may_be_lost_or_damaged() {
    let desk = Desk::new();
    desk.build(&["march", "april"], "kg");
    let path = desk.path("kg/files.jsonl");
    let whole = std::fs::read_to_string(&path).unwrap();
    assert!(!whole.contains(text(desk.dir.path())), "no path of this machine is kept: {whole}");
    std::fs::write(&path, format!("no line\n{}", &whole[..whole.len() - 3])).unwrap();
    desk.build(&["march", "april"], "kg");
    assert_eq!(desk.ids("kg"), ["april/talks", "talks"]);
    std::fs::remove_file(&path).unwrap();
    desk.build(&["march", "april"], "kg");
    assert_eq!(desk.ids("kg"), ["april/talks", "talks"]);
}

#[test]
fn members_of_two_archives_of_one_name_are_told_apart() {
    let desk = Desk::new();
    for (folder, content) in [("march", PARIS), ("april", OSLO)] {
        let file = std::fs::File::create(desk.path(folder).join("week.zip")).unwrap();
        let mut zip = zip::ZipWriter::new(file);
        zip.start_file("a.txt", zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, content.as_bytes()).unwrap();
        zip.finish().unwrap();
    }
    desk.build(&["march/week.zip"], "kg");
    desk.build(&["april/week.zip"], "kg");
    assert_eq!(desk.ids("kg"), ["april/week/a", "week/a"]);
}

#[test]
fn a_dry_run_says_what_would_become_of_each_article_and_changes_nothing() {
    let desk = Desk::new();
    desk.put("march/harvest.txt", BONN);
    desk.build(&["march"], "kg");
    let before = listing(&desk.path("kg"));
    desk.put("march/harvest.txt", &format!("{BONN} Gruber left on Monday."));
    let longer = format!("{PARIS} {OSLO} {PARIS}");
    desk.put("april/again.txt", &longer.replace("Monday", "Tuesday"));
    desk.put("april/copy.txt", PARIS);
    let dry = |kg: &str| {
        let mut command = chancery(&["build", "march", "april", "-o", kg, "--dry-run"]);
        let output = command.current_dir(desk.dir.path()).output().unwrap();
        assert_status(&output, 0);
        (out(&output), err(&output))
    };
    let (rows, talk) = dry("kg");
    let rows: Vec<Vec<&str>> = rows.lines().map(|line| line.split('\t').take(3).collect()).collect();
    assert_eq!(
        rows,
        [
            ["replaces", "harvest", ""],
            ["there", "talks", ""],
            ["new", "again", ""],
            ["new", "copy", "talks"],
            ["new", "april/talks", ""]
        ]
    );
    assert!(talk.contains("5 articles (3 new, 1 changed, 1 unchanged)"), "{talk}");
    assert!(talk.contains("1 article prints the text of another") && talk.contains("nothing was written"));
    assert_eq!(listing(&desk.path("kg")), before);
    let (rows, _) = dry("none");
    assert!(rows.lines().all(|line| line.starts_with("new\t")) && !desk.path("none").exists(), "{rows}");
}

/// Files of a graph with their content, without what is derived.
fn listing(kg: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let names = ["archive/records", "archive/manifest.json", "files.jsonl", "settings.json"];
    names.map(|name| (kg.join(name), std::fs::read(kg.join(name)).unwrap())).to_vec()
}

#[test]
fn a_file_that_differs_in_its_extension_only_renames_nothing() {
    let desk = Desk::new();
    desk.build(&["march"], "kg");
    desk.put("march/talks.md", OSLO);
    let talk = desk.build(&["march"], "kg");
    assert!(talk.contains("2 articles (1 new, 1 unchanged)"), "{talk}");
    assert_eq!(desk.ids("kg"), ["march/talks", "talks"]);
    assert!(desk.build(&["march"], "kg").contains("2 articles (2 unchanged)"));
}

#[test]
fn members_of_an_archive_that_differ_in_their_extension_are_told_apart() {
    let desk = Desk::new();
    let file = std::fs::File::create(desk.path("week.zip")).unwrap();
    let mut zip = zip::ZipWriter::new(file);
    for (name, content) in [("a.txt", PARIS), ("a.md", OSLO), ("b.txt", BONN)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, content.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    // A file in a folder of that name is called so, too.
    desk.put("week/a.txt", &format!("{PARIS} {BONN}"));
    let mut command = chancery(&["extract", ".", "week.zip"]);
    let output = { command.current_dir(desk.dir.path()).output().unwrap() };
    let records = out(&output);
    let mut ids: Vec<String> = records
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned()
        })
        .collect();
    let all = ids.len();
    ids.sort();
    ids.dedup();
    // The archive comes twice, and is the same both times.
    assert_eq!((all, ids.len()), (9, 6), "{ids:?}");
    let talk = desk.build(&["week.zip"], "kg");
    assert!(talk.contains("3 articles (3 new)") && !talk.contains("warning"), "{talk}");
    assert!(desk.build(&["week.zip"], "kg").contains("3 articles (3 unchanged)"));
}

#[test]
fn an_article_that_takes_the_place_of_one_from_elsewhere_is_told() {
    let desk = Desk::new();
    let line = |url: Option<&str>, source: &str, text: &str| {
        serde_json::json!({"id": "101", "url": url, "source": source, "text": text}).to_string()
    };
    let one = Some("https://one.example/a");
    let talk = |url: Option<&str>, source: &str, text: &str| {
        desk.put("a.jsonl", &line(url, source, text));
        desk.build(&["a.jsonl"], "kg")
    };
    assert!(!talk(one, "One", PARIS).contains("warning"));
    // A correction at the same address is no news, even if the publisher is called otherwise.
    let same = talk(Some("http://www.one.example/a/?utm_source=rss"), "The One", &format!("{PARIS} {PARIS}"));
    assert!(same.contains("1 changed") && !same.contains("warning"), "{same}");
    desk.put("b.jsonl", &line(Some("https://two.example/b"), "Two", OSLO));
    let mut dry = chancery(&["build", "b.jsonl", "-o", "kg", "--dry-run"]);
    let dry = { dry.current_dir(desk.dir.path()).output().unwrap() };
    let other = talk(Some("https://two.example/b"), "Two", OSLO);
    for talk in [err(&dry), other] {
        assert!(
            talk.contains(
                "101: warning: replaces an article of another address: \"http://www.one.example/a/"
            ),
            "{talk}"
        );
        assert!(talk.contains("\"https://two.example/b\" came"), "{talk}");
    }
    assert!(!talk(None, "two", BONN).contains("warning"));
    let publisher = talk(None, "Three", PARIS);
    assert!(publisher.contains("replaces an article of another publisher: \"two\" was there"), "{publisher}");
    for (title, has_warning) in [("Paris", false), ("Oslo", true)] {
        let text = format!("{BONN} {title}.");
        desk.put("c.jsonl", &serde_json::json!({"id": "102", "title": title, "text": text}).to_string());
        let talk = desk.build(&["c.jsonl"], "kg");
        assert_eq!(
            talk.contains("102: warning: replaces an article of another headline"),
            has_warning,
            "{talk}"
        );
    }
}

#[test]
fn without_knowledge_of_files_a_file_of_the_same_name_is_said_to_be_a_new_version() {
    let desk = Desk::new();
    desk.build(&["march"], "kg");
    std::fs::remove_file(desk.path("kg/files.jsonl")).unwrap();
    let talk = desk.build(&["april"], "kg");
    assert!(talk.contains("1 article (1 changed)"), "{talk}");
    assert!(talk.contains("talks is taken for a new version of the document of that name"), "{talk}");
    assert!(!desk.build(&["april"], "kg").contains("new version"), "now its file is known");
    desk.put("april/talks.txt", BONN);
    assert!(!desk.build(&["april"], "kg").contains("new version"));
}

#[test]
fn graphs_below_a_folder_of_articles_are_passed_over_and_told() {
    let desk = Desk::new();
    desk.build(&["march"], "march/kg");
    let talk = desk.build(&["march"], "march/kg");
    assert!(talk.contains("1 article (1 unchanged)"), "{talk}");
    assert!(talk.contains("march/kg: warning: skipped: a graph, not articles"), "{talk}");
    assert_eq!(desk.ids("march/kg"), ["talks"]);
    let output =
        chancery(&["build", "march/kg", "-o", "other"]).current_dir(desk.dir.path()).output().unwrap();
    assert_status(&output, 2);
    assert!(err(&output).contains("it is a graph"), "{}", err(&output));
    assert!(!desk.path("other").exists());
}
