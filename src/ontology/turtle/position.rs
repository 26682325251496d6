//! Where the terms of a Turtle text stand.
//!
//! In comes a text that has been parsed without an error; out goes the byte at which the subject, the predicate and the
//! object of every written object begin, in the order in which the parser yields their triples. It walks tokens and
//! brackets only. RDF 1.2 reifiers and annotations end the walk: what follows them has no position of its own.

/// A part of a triple.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ontology) enum Part {
    Subject,
    Predicate,
    Object,
}

/// Begin of subject, predicate and object of each written object.
#[derive(Debug, Default)]
pub(in crate::ontology) struct Positions {
    places: Vec<[usize; 3]>,
    /// Begin of each declared prefix.
    declared: Vec<usize>,
    /// Begin of each line.
    lines: Vec<usize>,
}

/// What the next token is.
#[derive(Clone, Copy, PartialEq)]
enum Await {
    Subject,
    Predicate,
    Object,
    /// Inside `( … )`, where everything is an object.
    Member,
    /// After `@prefix` or `@base`, until `.` or the IRI.
    Directive,
}

/// An open bracket, or the top of the text.
#[derive(Clone, Copy)]
struct Level {
    subject: usize,
    predicate: usize,
    awaits: Await,
}

impl Positions {
    /// Walks `text`.
    pub(in crate::ontology) fn of_text(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let lines = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        let mut positions = Self { lines, ..Self::default() };
        let mut levels = vec![Level { subject: 0, predicate: 0, awaits: Await::Subject }];
        let mut scanner = Scanner { text, at: 0 };
        while let Some(start) = scanner.begin() {
            let token = scanner.token();
            if !positions.step(&mut levels, start, token) {
                break;
            }
        }
        positions
    }

    /// Takes one token; false if the walk cannot go on.
    fn step(&mut self, levels: &mut Vec<Level>, start: usize, token: &str) -> bool {
        let depth = levels.len();
        let Some(level) = levels.last_mut() else { return false };
        match token {
            "" | "<<" | "{|" | "~" => return false,
            "[" => {
                let awaits = Await::Predicate;
                if level.awaits == Await::Subject {
                    (level.subject, level.awaits) = (start, Await::Predicate);
                }
                levels.push(Level { subject: start, predicate: start, awaits });
            }
            "(" => {
                let Level { subject, predicate, awaits } = *level;
                if awaits == Await::Subject {
                    (level.subject, level.awaits) = (start, Await::Predicate);
                }
                levels.push(Level { subject, predicate, awaits: Await::Member });
            }
            "()" => self.take(level, start),
            "]" | ")" if depth > 1 => {
                levels.pop();
            }
            "," => {}
            ";" => level.awaits = Await::Predicate,
            "." => level.awaits = Await::Subject,
            _ if level.awaits == Await::Subject && is_directive(token) => level.awaits = Await::Directive,
            _ => self.take(level, start),
        }
        if level_is_directive(levels, token) {
            self.declare(levels, start, token);
        }
        true
    }

    /// Takes a term.
    fn take(&mut self, level: &mut Level, start: usize) {
        match level.awaits {
            Await::Subject => (level.subject, level.awaits) = (start, Await::Predicate),
            Await::Predicate => (level.predicate, level.awaits) = (start, Await::Object),
            Await::Object | Await::Member => self.places.push([level.subject, level.predicate, start]),
            Await::Directive => {}
        }
    }

    /// Notes a declared prefix; its IRI ends the directive (the dot after it changes nothing).
    fn declare(&mut self, levels: &mut [Level], start: usize, token: &str) {
        if token.starts_with('<') {
            if let Some(level) = levels.last_mut() {
                level.awaits = Await::Subject;
            }
        } else if token.ends_with(':') {
            self.declared.push(start);
        }
    }

    /// Line and column, both from 1, of a part of the triple with written object `number`; `offset` is a character
    /// of the value of a literal.
    pub(in crate::ontology) fn of(&self, text: &str, number: usize, part: Part, offset: usize) -> (u32, u32) {
        let Some(place) = self.places.get(number).or(self.places.last()) else { return (1, 1) };
        let start = place[part as usize];
        let at = if part == Part::Object { start + inside_literal(text, start, offset) } else { start };
        self.line_column(text, at)
    }

    /// Line and column (in characters), both from 1, of byte `at`.
    pub(in crate::ontology) fn line_column(&self, text: &str, at: usize) -> (u32, u32) {
        let line = self.lines.partition_point(|&start| start <= at);
        let start = line.checked_sub(1).and_then(|line| self.lines.get(line)).copied().unwrap_or(0);
        let column = text.get(start..at).map_or(0, |line| line.chars().count());
        let one_based = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (one_based(line), one_based(column + 1))
    }

    /// Declared prefixes: where, which, and for what, in order.
    pub(in crate::ontology) fn prefixes<'t>(&self, text: &'t str) -> Vec<(usize, &'t str, &'t str)> {
        let read = |&at: &usize| {
            let (prefix, rest) = text.get(at..)?.split_once(':')?;
            let namespace = rest.trim_start().strip_prefix('<')?.split('>').next()?;
            Some((at, prefix, namespace))
        };
        self.declared.iter().filter_map(read).collect()
    }
}

fn is_directive(token: &str) -> bool {
    let word = token.trim_start_matches('@');
    word.eq_ignore_ascii_case("prefix") || word.eq_ignore_ascii_case("base")
}

fn level_is_directive(levels: &[Level], token: &str) -> bool {
    levels.last().is_some_and(|level| level.awaits == Await::Directive) && !is_directive(token)
}

/// Bytes from the begin of a literal to character `offset` of its value: past the quotes, escapes counted as one.
fn inside_literal(text: &str, start: usize, offset: usize) -> usize {
    let literal = text.get(start..).unwrap_or("");
    let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| literal.starts_with(quote));
    let Some(mut rest) = quote.map(|quote| literal.split_at(quote.len()).1) else { return 0 };
    if offset == 0 {
        return 0;
    }
    for _ in 0..offset {
        let mut chars = rest.chars();
        let escape = match (chars.next(), chars.next()) {
            (Some('\\'), Some('u')) => 6,
            (Some('\\'), Some('U')) => 10,
            (Some('\\'), Some(_)) => 2,
            (Some(first), _) => first.len_utf8(),
            (None, _) => 0,
        };
        rest = rest.get(escape..).unwrap_or("");
    }
    literal.len() - rest.len()
}

/// Line and column (in characters), both from 1, of byte `at` of a text that was not walked.
pub(in crate::ontology) fn line_column(text: &str, at: usize) -> (u32, u32) {
    let before = text.get(..at.min(text.len())).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or("");
    let one_based = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
    (one_based(before.matches('\n').count()), one_based(line.chars().count()))
}

/// Cuts a text into tokens. A literal comes with its language or datatype.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Skips white space and comments; the byte of the next token.
    fn begin(&mut self) -> Option<usize> {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if !trimmed.starts_with('#') {
                return (!trimmed.is_empty()).then_some(self.at);
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    fn token(&mut self) -> &'a str {
        let start = self.at;
        let rest = self.rest();
        self.at += match rest.as_bytes().first() {
            Some(b'<') if rest.starts_with("<<") => 2,
            Some(b'<') => rest.find('>').map_or(rest.len(), |end| end + 1),
            Some(b'"' | b'\'') => string_length(rest),
            Some(b'{') if rest.starts_with("{|") => 2,
            Some(b'(') if rest.get(1..).is_some_and(|rest| rest.trim_start().starts_with(')')) => {
                let token = "()";
                self.at += rest.find(')').map_or(rest.len(), |end| end + 1);
                return token;
            }
            Some(b',' | b';' | b'[' | b']' | b'(' | b')' | b'~') => 1,
            Some(b'.') if !rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit) => 1,
            _ => word_length(rest),
        };
        if matches!(rest.as_bytes().first(), Some(b'"' | b'\'')) {
            self.skip_suffix();
        }
        self.text.get(start..self.at).unwrap_or("")
    }

    /// Skips `@en` or `^^xsd:date` after a string.
    fn skip_suffix(&mut self) {
        let rest = self.rest();
        if rest.starts_with('@') {
            self.at += word_length(rest);
        } else if rest.trim_start().starts_with("^^") {
            self.at += rest.find("^^").unwrap_or(0) + 2;
            if self.begin().is_some() {
                self.token();
            }
        }
    }
}

/// Length of a string literal with its quotes.
fn string_length(rest: &str) -> usize {
    let quote = ["\"\"\"", "'''"].into_iter().find(|quote| rest.starts_with(quote));
    let quote = quote.unwrap_or(rest.get(..1).unwrap_or(""));
    let mut at = quote.len();
    while let Some(tail) = rest.get(at..).filter(|tail| !tail.is_empty()) {
        if tail.starts_with(quote) {
            // Up to two quotes may stand before the three that close a long string.
            let more =
                tail.get(quote.len()..).is_some_and(|tail| quote.len() == 3 && tail.starts_with(&quote[..1]));
            if !more {
                return at + quote.len();
            }
            at += 1;
            continue;
        }
        let mut chars = tail.chars();
        at += match chars.next() {
            Some('\\') => 1 + chars.next().map_or(0, char::len_utf8),
            first => first.map_or(1, char::len_utf8),
        };
    }
    rest.len()
}

/// Length of a prefixed name, number, keyword, label or tag: up to white space or punctuation, without a closing dot.
fn word_length(rest: &str) -> usize {
    let mut end = rest.len();
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        if !escaped && (c.is_whitespace() || ",;[]()<>\"'{}|#^~".contains(c)) {
            end = at;
            break;
        }
        escaped = !escaped && c == '\\';
    }
    let word = rest.get(..end).unwrap_or("").trim_end_matches('.');
    word.len().max(1)
}
