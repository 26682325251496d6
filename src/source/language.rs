//! One question: is this text plainly not English?
//!
//! The engine reads English only; a French article would yield nonsense with a straight face. Function words tell
//! languages apart within two or three sentences: those of English are counted against those of each of some thirty
//! other languages. A text that holds too few of either is undecided and gets the benefit of the doubt.
//!
//! Function words of other languages count in lower case only (or at the beginning of a sentence), because names are full
//! of them; articles and prepositions do not count before a capital letter: "de Gaulle", "da Silva".

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What can be said of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// It is English.
    English,
    /// It is something else.
    Foreign,
    /// It holds too little to tell.
    Undecided,
}

/// Words of English that no other language here writes in the same way.
const ENGLISH: &str = "about after against amid and are because been before between but could during from has his how \
     into it its more not only other our out said says she should since than that the their there \
     these they this those under until up we were what when where which while who with without would \
     you your";
/// Words of English that others have too: they tell English from languages that are not in the list below.
const SHARED: &str =
    "a all an as at be by for had have he her if in is new no of on one or over so to two us was will";
/// Words that stand inside names too.
const PARTICLES: &str =
    "a al ar bin da das de del den der di do dos du e el en i la le na o te the van von y zu";
/// Function words of other languages.
const OTHERS: [&str; 31] = [
    // German
    "ab am auch auf aus bei bis das dass dem den der des die durch ein eine einen einer eines er es \
     für gegen haben ich ihre im ist mehr mit nach nicht noch sagte seine seiner sich sie sind und \
     von vor werden wie wir wird wurde wurden zu zum zur zwischen über",
    // Dutch
    "aan bij dat de deze die dit een en hebben heeft het hij hun maar meer met na naar niet nog om \
     ook op te tegen tussen uit van voor werd worden wordt zei zich zijn",
    // French
    "après au aux avait avec ce cette contre dans de des deux du elle en entre est et il la le les \
     leur lors mais ne ont par pas pour que qui sa se selon ses sont sur une à été",
    // Spanish
    "al como con contra de del desde dijo el en entre es esta este fue ha han hasta la las lo los más \
     para pero por que se según sobre su sus también tras un una y",
    // Italian
    "ai al alla anche che con dal dalla degli dei del della delle di dopo e gli ha hanno i il la le \
     lo ma nel nella non più si sono stato tra un una è",
    // Portuguese
    "ao após com da das de disse do dos e em entre está foi mais na não o os para pela pelo por que \
     seu sua são também um uma à é",
    // Romanian
    "a al ale au care cu că de din după este fost la lui mai nu o pe pentru sunt să un în între și",
    // Polish
    "był będzie co dla do i jak jest która który na nie o od oraz po przed przez się są tym w z za ze \
     że",
    // Czech and Slovak
    "aj ako bol byl byla byli být do jako je k který ktorý na nebo o od po podle pre pro s sa se si \
     uvedl už v ve však za či řekl že",
    // Croatian, Serbian, Slovenian
    "ali bio biti bo da i iz je kako kao ki koji kot na nakon nije od pa po pri s sa se su tudi u v \
     za će što",
    // Hungarian
    "a amely az csak egy ez hogy kell között lesz meg mint már nem szerint után vagy volt és",
    // Finnish
    "ei että hän hänen ja joka jälkeen kanssa kun mukaan mutta myös oli olla ovat sanoi se sekä tai \
     vuonna",
    // Estonian
    "aga ei et ja ka kes kui mis ning oli oma pärast ütles",
    // Swedish
    "att av den det efter en enligt ett från för har i inte med och också om på sig skulle som till \
     var vid är",
    // Danish and Norwegian
    "af av ble blev de den det efter en er et etter fra han har i ikke med og også om på seg sig skal \
     som til var ved",
    // Icelandic
    "að ekki er fyrir hann hefur með og sem til um var við á í það",
    // Turkish
    "ama bir bu da daha de dedi değil etti gibi göre ile için kadar olan olarak oldu sonra ve çok",
    // Indonesian and Malay
    "adalah akan dalam dan dari dengan di ini itu juga karena ke kepada mereka oleh pada sebagai \
     telah tidak untuk yang",
    // Tagalog
    "ang ay hindi ito kay mga na nang ng ni para sa siya",
    // Vietnamese
    "cho các có của không là một người những này trong từ và với đã được đến để",
    // Swahili
    "alisema ambao baada cha hii hiyo katika kuwa kwa la na ni wa ya yake za",
    // Lithuanian
    "apie bei buvo dėl ir iš jis kad kaip nuo po su tai yra į",
    // Latvian
    "ar arī bet ir kas kā no par pēc tika un uz",
    // Albanian
    "dhe e i ka më nga një në për që se si të u është",
    // Afrikaans
    "aan die en het hulle met na nie ook sy sê van vir wat",
    // Catalan
    "amb aquest de dels el els ha i la les per que també una va és",
    // Basque
    "bat da dira du dute eta ez hau izan",
    // Welsh
    "ar bod ei gan mae wedi y yn yr",
    // Irish
    "agus ar bhí go le na sé tá",
    // Hausa
    "ba cikin da daga kuma na shi ta wannan ya za",
    // Somali
    "ay ee iyo ka ku oo soo uu waa",
];
/// Words that are looked at.
const MAX_WORDS: usize = 2_000;
/// From this many words on, a text without any English is foreign, even if nobody here knows the language.
const MIN_WORDS: usize = 40;
/// A language must have this share of the words. Its function words are 300 in a thousand and more.
const MIN_SHARE_PER_MILLE: usize = 80;
/// English has 400 of its function words in a thousand, headlines 50.
const MIN_ENGLISH_PER_MILLE: usize = 50;
/// Headlines without function words have 300 words in a thousand that end as English words do.
const MIN_ENDINGS_PER_MILLE: usize = 150;
const ENDINGS: [&str; 8] = ["s", "ed", "ing", "ion", "ly", "ck", "sh", "ght"];
/// Letters of another script that settle the matter, if they are the majority.
const MIN_LETTERS: usize = 6;

/// The languages of each word, as bits.
static LANGUAGES: LazyLock<HashMap<&str, u64>> = LazyLock::new(|| {
    let mut languages = HashMap::new();
    for (number, words) in OTHERS.iter().enumerate() {
        for word in words.split_whitespace() {
            *languages.entry(word).or_insert(0_u64) |= 1 << number;
        }
    }
    languages
});
static ENGLISH_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| ENGLISH.split_whitespace().collect());
static SHARED_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| SHARED.split_whitespace().collect());
static NAME_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| PARTICLES.split_whitespace().collect());

/// What can be said of the language of `text`.
pub(super) fn of(text: &str) -> Language {
    if is_of_another_script(text) {
        return Language::Foreign;
    }
    let count = Count::of(&words(text));
    if count.different >= 2
        && count.other * 2 > count.english * 3
        && count.other * 1_000 >= count.total * MIN_SHARE_PER_MILLE
    {
        return Language::Foreign;
    }
    let known = count.english + count.shared;
    if count.total >= MIN_WORDS
        && known * 1_000 < count.total * MIN_ENGLISH_PER_MILLE
        && count.endings * 1_000 < count.total * MIN_ENDINGS_PER_MILLE
    {
        return Language::Foreign;
    }
    if count.english == 0 && count.shared < 2 { Language::Undecided } else { Language::English }
}

/// Whether most letters are of a script that English is not written in.
fn is_of_another_script(text: &str) -> bool {
    let is_latin = |c: char| matches!(u32::from(c), 0..0x250 | 0x1e00..0x1f00);
    let letters = text.chars().take(20_000).filter(|c| c.is_alphabetic());
    let (latin, other) = letters
        .fold((0, 0), |(latin, other), c| if is_latin(c) { (latin + 1, other) } else { (latin, other + 1) });
    other > latin && other >= MIN_LETTERS
}

/// A word as it is written, and where it stands.
struct Word<'a> {
    text: &'a str,
    opens_sentence: bool,
}

impl Word<'_> {
    fn is_lower(&self) -> bool {
        !self.text.chars().any(char::is_uppercase)
    }
}

/// The first words of a text, without the ending of possessives.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut opens_sentence = true;
    let mut after = ' ';
    for part in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let word = part.trim_end_matches(|c: char| !c.is_alphabetic());
        let is_ending = matches!(after, '\'' | '’') && matches!(word, "s" | "S");
        if !word.is_empty() && !is_ending {
            words.push(Word { text: word, opens_sentence });
            opens_sentence = false;
        }
        after = part.chars().next_back().unwrap_or(' ');
        opens_sentence |= matches!(after, '.' | '!' | '?' | '\n');
        if words.len() == MAX_WORDS {
            break;
        }
    }
    words
}

/// Words of a text by what they speak for.
#[derive(Default)]
struct Count {
    total: usize,
    english: usize,
    shared: usize,
    /// Function words of the other language that fits best, and how many different ones.
    other: usize,
    different: usize,
    /// Words that end as English words do.
    endings: usize,
}

impl Count {
    fn of(words: &[Word<'_>]) -> Self {
        let mut count = Self { total: words.len(), ..Self::default() };
        let mut seen: Vec<HashMap<String, usize>> = vec![HashMap::new(); OTHERS.len()];
        for (at, word) in words.iter().enumerate() {
            let lower = word.text.to_lowercase();
            if ENGLISH_WORDS.contains(lower.as_str()) {
                count.english += 1;
            }
            if SHARED_WORDS.contains(lower.as_str()) {
                count.shared += 1;
            }
            if !word.is_lower() && !word.opens_sentence {
                continue;
            }
            count.endings += usize::from(lower.len() > 3 && ENDINGS.iter().any(|end| lower.ends_with(end)));
            let before_lower = words.get(at + 1).is_some_and(Word::is_lower);
            let is_in_name = NAME_WORDS.contains(lower.as_str()) || !word.is_lower();
            if is_in_name && !before_lower {
                continue;
            }
            let languages = LANGUAGES.get(lower.as_str()).copied().unwrap_or(0);
            for (number, seen) in seen.iter_mut().enumerate() {
                if languages & (1 << number) != 0 {
                    *seen.entry(lower.clone()).or_default() += 1;
                }
            }
        }
        let best = seen.iter().map(|seen| (seen.len(), seen.values().sum::<usize>())).max();
        (count.different, count.other) = best.unwrap_or_default();
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_told_apart() {
        let table = [
            ("Der Kanzler reist nach Kiew. Er will mit dem Präsidenten sprechen.", Language::Foreign),
            ("Президент заявил, что переговоры завершились.", Language::Foreign),
            ("The chancellor travels to Kyiv. He wants to speak with the president.", Language::English),
            ("Charles de Gaulle, Luiz Inácio Lula da Silva", Language::Undecided),
            ("U.S. forces kill IS leader", Language::Undecided),
            ("", Language::Undecided),
        ];
        for (text, expected) in table {
            assert_eq!(of(text), expected, "{text}");
        }
    }
}
