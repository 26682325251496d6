//! Keys under which names are kept and looked up; the same for both.
//!
//! A name has a *plain* key: NFKC, lower case, without the marks of Latin letters, punctuation and a leading "the";
//! letters with dots are one word ("U.N." and "UN"). It has a *sound* key: particles left out, spellings made one by the
//! table `ontology/spellings.tsv`, doubled letters single, words sorted. Letters of other scripts stay as they are, so
//! that a name with a Cyrillic "а" among Latin letters never has the key of the Latin name; it is flagged as mixed.

mod ascii;
mod sound;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::document::hidden::is_invisible;

/// Counted up when the code below makes other keys of the same names; not for what [`is_invisible`] learns, which few
/// names hold and no index is made anew for.
const VERSION: u32 = 1;
/// Characters of a name that are looked at: no name is longer, and time stays bounded.
const MAX_CHARS: usize = 300;

/// The keys of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Letter by letter.
    pub plain: String,
    /// By sound, words in alphabetical order.
    pub sound: String,
    /// Whether one of its words mixes letters of scripts that look alike: never an exact match of anything.
    pub is_mixed: bool,
    /// Whether all its letters are capitals: it may be an acronym.
    pub is_upper: bool,
}

impl Keys {
    /// The keys of `name`; both are empty if it has no letter and no digit.
    ///
    /// ```
    /// use chancery::link::normalise::Keys;
    /// let (a, b) = (Keys::of("Muammar al-Qaddafi"), Keys::of("Gaddafi, Muammar"));
    /// assert_eq!(a.plain, "muammar al qaddafi");
    /// assert_eq!(a.sound, b.sound);
    /// ```
    pub fn of(name: &str) -> Self {
        let mut keys = Self::default();
        keys.read(name);
        keys
    }

    /// Takes the keys of `name` in place of those that were there, and their memory.
    pub(super) fn read(&mut self, name: &str) {
        self.plain.clear();
        self.sound.clear();
        // Most names are ASCII, which is normalised as it stands.
        if name.is_ascii() {
            let name = name.get(..MAX_CHARS).unwrap_or(name);
            self.is_mixed = false;
            let has_lower = name.bytes().any(|byte| byte.is_ascii_lowercase());
            self.is_upper = !has_lower && name.bytes().any(|byte| byte.is_ascii_uppercase());
            ascii::words(name, &mut self.plain);
        } else {
            let text: String = name.nfkc().filter(|c| !is_invisible(*c)).take(MAX_CHARS).collect();
            self.is_mixed = text.split(|c: char| !c.is_alphanumeric()).any(is_mixed);
            self.is_upper = text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
            self.plain.push_str(&words(&text).join(" "));
        }
        sound::sound(&self.plain, &mut self.sound);
    }

    /// First letter of the first word and last word: what "S. Lavrov" and "Sergei Lavrov" share.
    pub fn initialed(&self) -> Option<String> {
        let (first, last) = (self.plain.chars().next()?, self.plain.rsplit_once(' ')?.1);
        Some(format!("{first} {last}"))
    }

    /// The first word: the family name where that comes first.
    pub fn first_word(&self) -> &str {
        self.plain.split(' ').next().unwrap_or_default()
    }

    /// The last word: most often the family name.
    pub fn last_word(&self) -> &str {
        self.plain.rsplit(' ').next().unwrap_or_default()
    }

    /// Whether the first word is one letter.
    pub fn begins_with_initial(&self) -> bool {
        self.plain.split_once(' ').is_some_and(|(first, _)| first.chars().count() == 1)
    }
}

/// What the keys depend on: an index made with another version cannot be asked.
pub fn version() -> u32 {
    crc32fast::hash(sound::SPELLINGS.as_bytes()) ^ VERSION
}

/// First letters of the capitalised words of a name of three words or more, in lower case.
pub fn initials(name: &str) -> Option<String> {
    let letters: String = name
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter_map(|word| word.chars().next().filter(|c| c.is_uppercase()))
        .collect();
    (3..=8).contains(&letters.chars().count()).then(|| words(&letters).concat())
}

/// Words in lower case, without marks and punctuation.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let chars: Vec<char> = text.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        match c {
            '\'' | '’' | '‘' | '`' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '´' => {}
            '&' => {
                push(&mut words, &mut word);
                words.push("and".to_owned());
            }
            c if c.is_alphanumeric() || is_combining_mark(c) => word.push(c),
            // "U.N." and "J.K. Rowling": the letters belong together.
            '.' if is_initial(&chars, at) => {}
            _ => push(&mut words, &mut word),
        }
    }
    push(&mut words, &mut word);
    join_letters(&mut words);
    if words.len() > 1 && words.first().is_some_and(|word| word == "the") {
        words.remove(0);
    }
    words
}

fn push(words: &mut Vec<String>, word: &mut String) {
    let folded = fold(&std::mem::take(word));
    if !folded.is_empty() {
        words.push(folded);
    }
}

/// Whether the dot at `at` stands behind a single letter and before another letter.
fn is_initial(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| chars.get(i)).is_some_and(|c| c.is_alphabetic());
    let alone = at.checked_sub(2).and_then(|i| chars.get(i)).is_none_or(|c| !c.is_alphanumeric());
    before && alone && chars.get(at + 1).is_some_and(|c| c.is_alphabetic())
}

/// "j k rowling" is "jk rowling".
fn join_letters(words: &mut Vec<String>) {
    let mut at = 0;
    while at + 1 < words.len() {
        let is_letter = |word: &String| word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
        let letters = words.iter().skip(at).take_while(|word| is_letter(word)).count();
        if letters > 1 {
            let joined = words.drain(at..at + letters).collect();
            words.insert(at, joined);
        }
        at += 1;
    }
}

/// Lower case, and Latin letters without marks. Marks of other scripts stay: they are letters there.
fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    let mut base = ' ';
    for c in word.to_lowercase().nfd() {
        if is_combining_mark(c) {
            if script(base) != Some(Script::Latin) {
                folded.push(c);
            }
            continue;
        }
        base = c;
        match c {
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ə' => folded.push('a'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            c => folded.push(c),
        }
    }
    folded.nfc().collect()
}

/// Scripts whose letters look alike.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Cherokee,
}

/// The script of a letter, of those that can be taken for each other (Unicode Technical Standard 39).
fn script(c: char) -> Option<Script> {
    match u32::from(c) {
        0x41..=0x5a | 0x61..=0x7a | 0xaa | 0xba | 0xc0..=0x24f | 0x250..=0x2af | 0x1e00..=0x1eff => {
            Some(Script::Latin)
        }
        0x370..=0x3ff | 0x1f00..=0x1fff => Some(Script::Greek),
        0x400..=0x52f | 0x1c80..=0x1c8f | 0x2de0..=0x2dff | 0xa640..=0xa69f => Some(Script::Cyrillic),
        0x530..=0x58f => Some(Script::Armenian),
        0x13a0..=0x13ff | 0xab70..=0xabbf => Some(Script::Cherokee),
        _ => None,
    }
}

/// Whether a word has letters of two of them.
fn is_mixed(word: &str) -> bool {
    let mut scripts = word.chars().filter_map(script);
    scripts.next().is_some_and(|first| scripts.any(|other| other != first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_keys_forgive_letters_and_punctuation() {
        for (name, key) in [
            ("Côte d’Ivoire", "cote divoire"),
            ("  The   Hague ", "hague"),
            ("The", "the"),
            ("U.N.", "un"),
            ("U.S", "us"),
            ("U. S. Army", "us army"),
            ("J.K. Rowling", "jk rowling"),
            ("George W. Bush", "george w bush"),
            ("al-Qa'ida", "al qaida"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
            ("Gießen", "giessen"),
            ("ＮＡＴＯ", "nato"),
            ("Johnson & Johnson", "johnson and johnson"),
            ("Pa\u{200b}ris", "paris"),
            ("Pa\u{3164}r\u{34f}is\u{e0100}", "paris"),
            ("Путин", "путин"),
            ("Йошкар-Ола", "йошкар ола"),
            ("東京", "東京"),
            ("…!", ""),
        ] {
            assert_eq!(Keys::of(name).plain, key, "{name}");
        }
    }

    #[test]
    fn names_in_ascii_have_the_words_that_all_names_have() {
        let letters = ["a", "B", ".", "&", " ", "'", "3", "-", "the "];
        let mut names = vec![String::new()];
        let mut longest = names.clone();
        for _ in 0..5 {
            longest =
                longest.iter().flat_map(|name| letters.map(|letter| format!("{name}{letter}"))).collect();
            names.extend(longest.iter().take(60_000).cloned());
        }
        names.push("x ".repeat(400));
        for name in &names {
            let name = name.get(..MAX_CHARS).unwrap_or(name);
            let mut plain = String::new();
            ascii::words(name, &mut plain);
            assert_eq!(plain, words(name).join(" "), "{name:?}");
        }
    }

    #[test]
    fn spellings_of_one_name_sound_alike_and_other_names_do_not() {
        for (a, b) in [
            ("Muammar Gaddafi", "Muammar al-Qaddafi"),
            ("Mohammed bin Salman", "Muhammad ibn Salman"),
            ("Gorbachev Mikhail", "Mikhail Gorbachev"),
            ("Ivanoff", "Ivanov"),
            ("Khodorkovsky", "Hodorkovskiy"),
            ("al-Qaeda", "Al Qaida"),
            ("Hezbollah", "Hizballah"),
            ("Lula da Silva", "Lula Silva"),
            ("Kyiv", "Kiev"),
            ("Zelenskyy", "Zelensky"),
        ] {
            assert_eq!(Keys::of(a).sound, Keys::of(b).sound, "{a} / {b}");
        }
        for (a, b) in [("El Salvador", "Salvador"), ("Iran", "Iraq"), ("Niger", "Nigeria"), ("Jon", "John")] {
            assert_ne!(Keys::of(a).sound, Keys::of(b).sound, "{a} / {b}");
        }
    }

    #[test]
    fn letters_that_look_alike_are_flagged_and_have_another_key() {
        // Cyrillic а, Greek ο, Cyrillic Р.
        for (name, latin) in [("Pаris", "Paris"), ("Mοscow", "Moscow"), ("Рutin", "Putin")] {
            let keys = Keys::of(name);
            assert!(keys.is_mixed, "{name}");
            assert_ne!(keys.plain, Keys::of(latin).plain);
            assert_ne!(keys.sound, Keys::of(latin).sound);
        }
        for name in ["Владимир Putin", "東京 Tokyo", "São Paulo", "Αθήνα", "COVID-19"] {
            assert!(!Keys::of(name).is_mixed, "{name}");
        }
    }

    #[test]
    fn initials_are_those_of_capitalised_words() {
        assert_eq!(initials("Shanghai Cooperation Organisation").as_deref(), Some("sco"));
        assert_eq!(initials("Organization for Security and Co-operation in Europe").as_deref(), Some("osce"));
        assert_eq!(initials("Red Cross"), None);
        assert_eq!(Keys::of("Sergei V. Lavrov").initialed().as_deref(), Some("s lavrov"));
        assert!(Keys::of("S. Lavrov").begins_with_initial());
    }
}
