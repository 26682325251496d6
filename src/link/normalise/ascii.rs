//! Words of a name in ASCII, as `words` of the module above gives them, in one go and without memory of their own.

/// Appends the words of a name to an empty text, with blanks between them.
pub(super) fn words(name: &str, plain: &mut String) {
    let bytes = name.as_bytes();
    let mut writer = Writer { plain, start: 0, is_letters: false };
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'\'' | b'`' => {}
            b'&' => {
                writer.close();
                writer.plain.push_str("and");
                writer.close();
            }
            byte if byte.is_ascii_alphanumeric() => writer.plain.push(char::from(byte.to_ascii_lowercase())),
            // "U.N." and "J.K. Rowling": the letters belong together.
            b'.' if is_initial(bytes, at) => {}
            _ => writer.close(),
        }
    }
    writer.close();
    let length = plain.trim_end().len();
    plain.truncate(length);
    if plain.starts_with("the ") {
        plain.drain(.."the ".len());
    }
}

/// Whether the dot at `at` stands behind a single letter and before another letter.
fn is_initial(bytes: &[u8], at: usize) -> bool {
    let is = |at: Option<usize>, test: fn(&u8) -> bool| at.and_then(|at| bytes.get(at)).is_some_and(test);
    let before = is(at.checked_sub(1), u8::is_ascii_alphabetic);
    let alone = !is(at.checked_sub(2), u8::is_ascii_alphanumeric);
    before && alone && is(Some(at + 1), u8::is_ascii_alphabetic)
}

struct Writer<'p> {
    plain: &'p mut String,
    /// Where the word at hand begins: behind a blank.
    start: usize,
    /// Whether the word before is of single letters: "j k rowling" is "jk rowling".
    is_letters: bool,
}

impl Writer<'_> {
    /// Ends the word at hand, if there is one.
    fn close(&mut self) {
        let word = self.plain.get(self.start..).unwrap_or_default();
        if word.is_empty() {
            return;
        }
        let is_letter = word.len() == 1 && word.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
        if is_letter && self.is_letters {
            self.plain.remove(self.start - 1);
        }
        self.is_letters = is_letter;
        self.plain.push(' ');
        self.start = self.plain.len();
    }
}
