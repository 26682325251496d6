//! A sitting of `review` as people have it: at a terminal, with cards, keys and an end.
#![cfg(unix)]

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::{Child, Command, Stdio};

use rustix::fs::OFlags;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::resolve::{graph, run};
use crate::review::scholz;

/// A program at a terminal of its own, and what is on the screen.
struct Terminal {
    child: Child,
    screen: File,
    shown: String,
}

impl Terminal {
    fn start(arguments: &[&str]) -> Self {
        let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&keyboard).unwrap();
        unlockpt(&keyboard).unwrap();
        let name = ptsname(&keyboard, Vec::new()).unwrap();
        let mut options = OpenOptions::new();
        options.read(true).write(true).custom_flags(OFlags::NOCTTY.bits() as i32);
        let end = options.open(name.to_str().unwrap()).unwrap();
        let handle = || Stdio::from(end.try_clone().unwrap());
        let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
        let child =
            command.args(arguments).stdin(handle()).stdout(handle()).stderr(handle()).spawn().unwrap();
        Self { child, screen: File::from(keyboard), shown: String::new() }
    }

    /// Reads the screen until it shows `what`, and gives all that came.
    fn until(&mut self, what: &str) -> String {
        let mut buffer = [0; 1024];
        while !self.shown.contains(what) {
            let count = self.screen.read(&mut buffer).unwrap_or(0);
            assert!(count > 0, "it ended without {what:?}: {}", self.shown);
            self.shown.push_str(&String::from_utf8_lossy(&buffer[..count]));
        }
        let end = self.shown.find(what).unwrap() + what.len();
        self.shown.drain(..end).collect()
    }

    fn type_in(&mut self, keys: &str) {
        self.screen.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits for the end: the status, and what was shown last.
    fn end(mut self) -> (Option<i32>, String) {
        let mut buffer = [0; 1024];
        // A terminal that the program has left gives an error, not an end.
        while let Ok(count @ 1..) = self.screen.read(&mut buffer) {
            self.shown.push_str(&String::from_utf8_lossy(&buffer[..count]));
        }
        (self.child.wait().unwrap().code(), self.shown)
    }
}

#[test]
fn cards_are_asked_at_a_terminal_without_being_told_to() {
    let (_guard, folder) = graph(&scholz());
    let kg = folder.to_str().unwrap();
    let mut terminal = Terminal::start(&["review", kg, "--by", "anna"]);
    let card = terminal.until("[?] help: ");
    assert!(
        card.contains("Same?  1 of 1") && card.contains("A  Olaf Scholz") && card.contains("[y] same"),
        "{card}"
    );
    terminal.type_in("?\n");
    assert!(terminal.until("[?] help: ").contains("take back the last answer"));
    terminal.type_in("e\n");
    assert!(terminal.until("[?] help: ").contains("b (2022-05-04)"));
    terminal.type_in("y\n");
    let (status, rest) = terminal.end();
    assert_eq!((status, rest.contains("1 decision recorded")), (Some(0), true), "{rest}");
    assert!(run(&["review", kg, "--list"], "").1.contains("accept\tholds"));
}

#[test]
fn the_end_of_the_input_is_the_end_of_the_sitting() {
    let (_guard, folder) = graph(&scholz());
    let kg = folder.to_str().unwrap();
    let mut terminal = Terminal::start(&["review", kg]);
    terminal.until("[?] help: ");
    terminal.type_in("\u{4}");
    let (status, rest) = terminal.end();
    assert_eq!((status, rest.contains("0 decisions recorded")), (Some(0), true), "{rest}");
    let mut terminal = Terminal::start(&["review", kg]);
    terminal.until("[?] help: ");
    terminal.type_in("n\n");
    let (_, rest) = terminal.end();
    assert!(rest.contains("1 decision recorded"), "{rest}");
    let (status, rest) = Terminal::start(&["review", kg]).end();
    assert_eq!((status, rest.contains("nothing to decide")), (Some(0), true), "{rest}");
}
