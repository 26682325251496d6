//! A coarse answer to one question: is this text plainly not English?
//!
//! The engine reads English only; a French article would yield nonsense with a straight face. Short texts get the benefit of the doubt.

/// Words of English that no neighbouring language writes in the same way, or hardly ever.
const ENGLISH: [&str; 36] = [
    "the", "of", "and", "to", "that", "for", "with", "by", "from", "said", "it", "his", "have", "be", "not",
    "are", "which", "were", "will", "but", "this", "their", "they", "would", "been", "after", "who", "had",
    "her", "says", "its", "more", "than", "at", "has", "about",
];
/// Fewer words than this say nothing.
const MIN_WORDS: usize = 40;
/// English news has about 250 of these words in a thousand, headlines alone 120, other languages under 40.
const MIN_SHARE_PER_MILLE: usize = 70;
/// Words that are looked at.
const MAX_WORDS: usize = 2_000;

/// Whether the text is long enough to tell, and not English.
pub(super) fn is_foreign(text: &str) -> bool {
    let (latin, other) = text
        .chars()
        .take(20_000)
        .filter(|c| c.is_alphabetic())
        .fold((0_usize, 0_usize), |(l, o), c| if u32::from(c) < 0x250 { (l + 1, o) } else { (l, o + 1) });
    if other > latin && other >= 40 {
        return true;
    }
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(MAX_WORDS);
    let (mut total, mut english) = (0, 0);
    for word in words {
        total += 1;
        english += usize::from(word.len() <= 5 && ENGLISH.contains(&word.to_ascii_lowercase().as_str()));
    }
    total >= MIN_WORDS && english * 1_000 < total * MIN_SHARE_PER_MILLE
}

#[cfg(test)]
mod tests {
    use super::is_foreign;

    #[test]
    fn other_languages_are_told_apart_and_short_texts_are_not() {
        let german = "Der Präsident sagte am Mittwoch, dass die Verhandlungen in Genf ohne Ergebnis geblieben seien und \
            dass man sich in der kommenden Woche wieder treffen werde. Die Regierung in Berlin erklärte, sie sei an \
            einer Lösung interessiert, werde aber keine Zugeständnisse machen, die ihre Sicherheit gefährden könnten.";
        let russian = "Президент заявил в среду, что переговоры в Женеве завершились безрезультатно и продолжатся позже.";
        let english = "The president said on Wednesday that the talks in Geneva had ended without a result and that \
            both sides would meet again next week. The government in Berlin said it was interested in a solution but \
            would not make concessions which could endanger its security or that of its allies in the region.";
        assert!(is_foreign(german));
        assert!(is_foreign(russian));
        assert!(!is_foreign(english));
        assert!(!is_foreign("Der Präsident sagte nein."));
    }
}
