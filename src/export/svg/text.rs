//! Text in a picture: how wide it is about, and where it breaks.

/// Width of `text` at a font size, after the metrics of Helvetica, with room for the wider fonts that a renderer may
/// take instead.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let ems: f64 = text.chars().map(letter).sum();
    ems * size * 1.12
}

fn letter(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | '\'' | '|' | '.' | ',' | ':' | ';' | '!' => 0.26,
        'f' | 't' | 'r' | 'I' | ' ' | '(' | ')' | '-' | '/' | '·' | '’' => 0.33,
        'm' | 'w' | '—' | '→' | '←' | '…' => 0.9,
        'M' | 'W' | '@' | '%' => 0.94,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 0.51,
        'A'..='Z' => 0.7,
        _ if character.is_ascii() => 0.56,
        _ if character < '\u{2E80}' => 0.64,
        _ => 1.0,
    }
}

/// `text` in at most `rows` rows of at most about `letters` letters; what does not fit ends in `…`.
pub(super) fn wrap(text: &str, letters: usize, rows: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.next() {
        let full = lines.len() == rows;
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < letters => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if full => {
                *line = cut(&format!("{line} {word}"), letters);
                if !line.ends_with('…') {
                    line.push('…');
                }
                return lines;
            }
            _ => lines.push(cut(word, letters + 4)),
        }
        if lines.len() == rows && words.peek().is_none() {
            break;
        }
    }
    lines
}

fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn long_names_take_two_rows() {
        for (text, expected) in [
            ("Putin", "Putin"),
            ("International Atomic Energy Agency", "International Atomic|Energy Agency"),
            (
                "United Nations Office for the Coordination of Humanitarian Affairs",
                "United Nations|Office for the Coor…",
            ),
            ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffahrtsg…"),
            ("", ""),
        ] {
            assert_eq!(wrap(text, 20, 2).join("|"), expected);
        }
    }
}
