//! House rules that a compiler does not know: who may use whom, what is banned where, how long a file may be.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules in the order of the data path: each may use those before it.
const ORDER: &[&str] = &[
    "limits",
    "diagnostic",
    "file",
    "document",
    "weight",
    "ontology",
    "source",
    "tokens",
    "parse",
    "link",
    "mention",
    "entity",
    "statement",
    "graph",
    "archive",
    "resolve",
    "reason",
    "remote",
    "store",
    "network",
    "export",
    "pipeline",
    "evaluation",
    "server",
    "commands",
    "main",
];
/// No files, clock, environment, randomness, threads or RDF types.
const PURE: &[&str] = &["tokens", "parse", "link", "mention", "entity", "statement"];
/// Parts of pure modules that read and write files, or read RDF.
const TOUCHING: &[&str] = &["link::build", "link::file"];
/// Where serialized forms are promised.
const SERIALIZING: &[&str] = &[
    "source",
    "archive",
    "export",
    "evaluation",
    "server",
    "commands",
    "parse::model",
    "network::measure",
    "resolve",
];
/// Lines of a file; longer ones say why in their module doc ("Long:").
const MAX_LINES: usize = 600;

struct SourceFile {
    path: PathBuf,
    /// `parse::model`, from the path.
    module: String,
    /// Without tests, comments and string contents that would mislead.
    code: String,
    text: String,
}

impl SourceFile {
    fn top(&self) -> &str {
        self.module.split("::").next().unwrap_or_default()
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let (mut found, mut pending) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(dir) = pending.pop() {
        for entry in fs::read_dir(&dir).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().and_then(|e| e.to_str()).is_some_and(|e| extensions.contains(&e)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn library() -> Vec<SourceFile> {
    let src = root().join("src");
    let files = files_below(&src, &["rs"]);
    assert!(files.len() > 20, "the sources were not found");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(&src).unwrap().with_extension("");
        let module =
            name.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("::");
        SourceFile { module, code: code_of(&text), text, path }
    };
    files.into_iter().map(read).collect()
}

/// The lines before the tests, without comments.
fn code_of(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = before_tests.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

fn assert_none(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// The top-level modules that `code` names by `crate::`, also in groups: `use crate::{a, b::C}`.
fn used_modules(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let (mut depth, mut name) = (0, String::new());
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => used.push(std::mem::take(&mut name)),
                    c if depth == 0 => name.push(c),
                    _ => {}
                }
            }
            used.push(name);
        } else {
            used.push(rest.to_owned());
        }
    }
    let first = |path: &String| -> String {
        path.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    used.iter().map(first).filter(|name| !name.is_empty()).collect()
}

#[test]
fn each_module_uses_only_those_before_it() {
    let rank: BTreeMap<&str, usize> = ORDER.iter().enumerate().map(|(rank, name)| (*name, rank)).collect();
    let mut broken = Vec::new();
    for file in library().iter().filter(|file| !matches!(file.top(), "lib" | "main")) {
        let Some(own) = rank.get(file.top()) else {
            broken.push(format!("{}: not in the order of modules", file.path.display()));
            continue;
        };
        for used in used_modules(&file.code) {
            if let Some(other) = rank.get(used.as_str()).filter(|other| *other > own) {
                broken.push(format!(
                    "{}: {} must not use {}",
                    file.path.display(),
                    ORDER[*own],
                    ORDER[*other]
                ));
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn the_reading_of_used_modules_sees_groups_and_paths() {
    let code = "use crate::{limits::Limits, graph::{iri, x}, store};\nlet a = crate::parse::Model; my_crate::export::y();";
    assert_eq!(used_modules(code), ["limits", "graph", "store", "parse"]);
}

#[test]
fn what_understands_texts_is_pure() {
    let banned = [
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "std::thread",
        "std::time",
        "Instant::now",
        "oxigraph",
        "oxrdf",
        "rayon::",
        "rand::",
        "File::open",
    ];
    let mut broken = Vec::new();
    let touches = |file: &&SourceFile| TOUCHING.iter().any(|name| file.module.starts_with(name));
    for file in library().iter().filter(|file| PURE.contains(&file.top()) && !touches(file)) {
        for word in banned.iter().filter(|word| file.code.contains(**word)) {
            broken.push(format!("{}: {word} in a pure module", file.path.display()));
        }
        for module in ["ontology"].iter().filter(|_| matches!(file.top(), "tokens" | "parse")) {
            if used_modules(&file.code).iter().any(|used| used == module) {
                broken.push(format!("{}: the engine must not know the ontology", file.path.display()));
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn only_some_modules_promise_a_serialized_form() {
    let mut broken = Vec::new();
    for file in library() {
        let may = SERIALIZING
            .iter()
            .any(|name| file.module == *name || file.module.starts_with(&format!("{name}::")));
        if !may && (file.code.contains("serde::") || file.code.contains("derive(Serialize")) {
            broken.push(format!("{}: serde outside of {SERIALIZING:?}", file.path.display()));
        }
    }
    assert_none(&broken);
}

#[test]
fn only_the_store_opens_oxigraphs_store() {
    let uses = |file: &SourceFile| file.code.contains("oxigraph::store");
    let broken: Vec<String> = library()
        .iter()
        .filter(|file| file.top() != "store" && uses(file))
        .map(|file| format!("{}: oxigraph::store outside of `store`", file.path.display()))
        .collect();
    assert_none(&broken);
}

#[test]
fn nothing_in_the_library_panics_prints_or_makes_unchecked_names() {
    let banned = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "todo!(",
        "unimplemented!(",
        "dbg!(",
        " println!(",
        " eprintln!(",
        "new_unchecked(",
        "fancy_regex",
        "SystemTime::now",
    ];
    let mut broken = Vec::new();
    for file in library() {
        for (number, line) in file.code.lines().enumerate() {
            for word in banned.iter().filter(|word| line.contains(**word)) {
                // `new_unchecked` of other types than names, in a function that says why, is not meant.
                // The vocabulary's constants cannot be checked by the compiler; a test of that module checks them.
                let is_constant = file.module == "graph::vocabulary" && line.contains("pub const");
                if *word == "new_unchecked("
                    && (is_constant || !line.contains("NamedNode") && !line.contains("Iri"))
                {
                    continue;
                }
                broken.push(format!("{}:{}: {word}", file.path.display(), number + 1));
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn no_query_is_assembled_from_text() {
    let mut broken = Vec::new();
    for file in library() {
        for (at, _) in file.code.match_indices("format!(") {
            let call: String = file.code[at..].chars().take_while(|&c| c != ';').take(400).collect();
            if ["SELECT ", "CONSTRUCT ", "INSERT DATA", "ASK {"].iter().any(|word| call.contains(word))
                && file.top() != "commands"
            {
                broken.push(format!("{}: SPARQL in format!", file.path.display()));
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn files_are_short_or_say_why_not_and_every_module_says_what_it_does() {
    let mut broken = Vec::new();
    for file in library() {
        let lines = file.text.lines().count();
        let says_why =
            file.text.lines().take_while(|line| line.starts_with("//!")).any(|line| line.contains("Long:"));
        if lines > MAX_LINES && !says_why {
            broken.push(format!(
                "{}: {lines} lines, at most {MAX_LINES}, or a \"Long:\" in its doc",
                file.path.display()
            ));
        }
        if !file.text.starts_with("//!") {
            broken.push(format!("{}: no module doc", file.path.display()));
        }
        if file.path.ends_with("mod.rs") {
            broken.push(format!("{}: name.rs beside folder name/, never mod.rs", file.path.display()));
        }
        let vague = ["utils", "helpers", "common", "misc", "manager"];
        if file.module.split("::").any(|part| vague.contains(&part)) {
            broken.push(format!("{}: a name that says nothing", file.path.display()));
        }
    }
    assert_none(&broken);
}

#[test]
fn nothing_names_a_path_of_the_machine_that_it_was_written_on() {
    // Put together here, so that this file does not name them itself.
    let paths =
        [["/wo", "rk/"].concat(), ["/tm", "p/"].concat(), ["/ho", "me/"].concat(), ["/ro", "ot/"].concat()];
    let mut broken = Vec::new();
    for folder in ["src", "tests", "examples", "ontology", "benches"] {
        for path in files_below(&root().join(folder), &["rs", "ttl", "md", "toml", "sh", "py", "txt", "rq"]) {
            let text = fs::read_to_string(&path).unwrap_or_default();
            for (number, line) in text.lines().enumerate() {
                if paths.iter().any(|machine| line.contains(machine.as_str())) {
                    broken.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
                }
            }
        }
    }
    assert_none(&broken);
}
