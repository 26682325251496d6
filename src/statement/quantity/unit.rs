//! Numbers in figures and words, currencies and units of measure.

use crate::mention::Reading;

/// What a quantity measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuantityKind {
    /// How many.
    Count,
    /// An amount of a currency.
    Money,
    /// A part of a whole, 0 to 1.
    Share,
    /// A length.
    Length,
    /// An area.
    Area,
    /// A weight.
    Mass,
    /// How long.
    Duration,
}

impl QuantityKind {
    /// As in JSON and RDF.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Money => "money",
            Self::Share => "share",
            Self::Length => "length",
            Self::Area => "area",
            Self::Mass => "mass",
            Self::Duration => "duration",
        }
    }
}

/// Signs of currencies with their ISO 4217 codes. A dollar without a country is taken for that of the United States.
const SIGNS: [(&str, &str); 14] = [
    ("$", "USD"),
    ("us$", "USD"),
    ("u.s.$", "USD"),
    ("usd", "USD"),
    ("c$", "CAD"),
    ("ca$", "CAD"),
    ("a$", "AUD"),
    ("nz$", "NZD"),
    ("hk$", "HKD"),
    ("€", "EUR"),
    ("eur", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
];

/// Words behind a number. Of "pounds" and "tons" the commoner sense in news.
const UNITS: [(&str, &str, QuantityKind); 44] = [
    ("dollar", "USD", QuantityKind::Money),
    ("euro", "EUR", QuantityKind::Money),
    ("ruble", "RUB", QuantityKind::Money),
    ("rouble", "RUB", QuantityKind::Money),
    ("yen", "JPY", QuantityKind::Money),
    ("yuan", "CNY", QuantityKind::Money),
    ("rupee", "INR", QuantityKind::Money),
    ("shekel", "ILS", QuantityKind::Money),
    ("%", "share", QuantityKind::Share),
    ("percent", "share", QuantityKind::Share),
    ("per_cent", "share", QuantityKind::Share),
    ("square_kilometre", "km2", QuantityKind::Area),
    ("square_kilometer", "km2", QuantityKind::Area),
    ("square_km", "km2", QuantityKind::Area),
    ("sq_km", "km2", QuantityKind::Area),
    ("square_mile", "mi2", QuantityKind::Area),
    ("square_metre", "m2", QuantityKind::Area),
    ("square_meter", "m2", QuantityKind::Area),
    ("km²", "km2", QuantityKind::Area),
    ("km2", "km2", QuantityKind::Area),
    ("hectare", "ha", QuantityKind::Area),
    ("acre", "acre", QuantityKind::Area),
    ("kilometre", "km", QuantityKind::Length),
    ("kilometer", "km", QuantityKind::Length),
    ("km", "km", QuantityKind::Length),
    ("mile", "mi", QuantityKind::Length),
    ("metre", "m", QuantityKind::Length),
    ("meter", "m", QuantityKind::Length),
    ("m", "m", QuantityKind::Length),
    ("foot", "ft", QuantityKind::Length),
    ("feet", "ft", QuantityKind::Length),
    ("tonne", "t", QuantityKind::Mass),
    ("ton", "t", QuantityKind::Mass),
    ("kilogram", "kg", QuantityKind::Mass),
    ("kg", "kg", QuantityKind::Mass),
    ("gram", "g", QuantityKind::Mass),
    ("minute", "minute", QuantityKind::Duration),
    ("hour", "hour", QuantityKind::Duration),
    ("day", "day", QuantityKind::Duration),
    ("week", "week", QuantityKind::Duration),
    ("month", "month", QuantityKind::Duration),
    ("year", "year", QuantityKind::Duration),
    ("decade", "decade", QuantityKind::Duration),
    ("century", "century", QuantityKind::Duration),
];

/// The currency of a sign before a number.
pub(super) fn sign(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    SIGNS.iter().find(|(sign, _)| *sign == lower).map(|(_, code)| *code)
}

/// The unit that begins at a token, its kind and the token after it; `None` if it is a thing that is counted.
pub(in crate::statement) fn after(
    reading: &Reading<'_>,
    at: usize,
    end: usize,
) -> Option<(String, QuantityKind, usize)> {
    let tree = reading.tree;
    // "three-day"
    let first = at + usize::from(at < end && tree.text(at) == "-");
    let of = |word: String| UNITS.iter().find(|(name, ..)| *name == word);
    let word = |i: usize| tree.word(i).to_owned();
    let two = (first + 1 < end).then(|| (format!("{}_{}", word(first), word(first + 1)), first + 2));
    let one = (first < end).then(|| (word(first), first + 1));
    let (unit, next) = [two, one].into_iter().flatten().find_map(|(word, next)| Some((of(word)?, next)))?;
    // "three days ago" and "30 years old" are no durations.
    let is_other = next < end
        && tree.is_word(next, &["ago", "old", "earlier", "later", "-"])
        && unit.2 == QuantityKind::Duration
        && !(tree.text(next) == "-" && next + 1 < end && tree.word(next + 1) != "old");
    (!is_other).then(|| (unit.1.to_owned(), unit.2, next))
}

/// The scale of a word, and whether it is in the plural.
pub(super) fn scale(word: &str) -> Option<(f64, bool)> {
    Some(match word {
        "tens" => (10.0, true),
        "dozen" => (12.0, false),
        "dozens" => (12.0, true),
        "hundred" => (100.0, false),
        "hundreds" => (100.0, true),
        "thousand" => (1e3, false),
        "thousands" => (1e3, true),
        "million" | "mn" => (1e6, false),
        "millions" => (1e6, true),
        "billion" | "bn" => (1e9, false),
        "billions" => (1e9, true),
        "trillion" => (1e12, false),
        "trillions" => (1e12, true),
        _ => return None,
    })
}

/// A number in figures: "2,000", "1.5", "1.5bn", "300m".
pub(super) fn figures(word: &str) -> Option<f64> {
    let digits = word.trim_end_matches(char::is_alphabetic);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || !is_grouped(digits) {
        return None;
    }
    let scale = match word.get(digits.len()..)? {
        "" => 1.0,
        "k" => 1e3,
        "m" | "mn" => 1e6,
        "bn" | "b" => 1e9,
        "tn" => 1e12,
        _ => return None,
    };
    let value: f64 = digits.replace(',', "").parse().ok()?;
    value.is_finite().then_some(value * scale)
}

/// Whether commas stand before groups of three figures only.
fn is_grouped(digits: &str) -> bool {
    let whole = digits.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let is_figures = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    is_figures(first)
        && groups.all(|group| group.len() == 3 && is_figures(group))
        && (!whole.contains(',') || first.len() <= 3)
        && digits.matches('.').count() <= 1
}

/// A number word below a hundred.
pub(super) fn words(word: &str) -> Option<f64> {
    if !word.starts_with(|c: char| c.is_ascii_alphabetic()) || scale(word).is_some() {
        return None;
    }
    if let Some((tens, ones)) = word.split_once('-') {
        return Some(words(tens)? + words(ones)?);
    }
    crate::entity::number(word).filter(|value| *value < 100.0)
}
