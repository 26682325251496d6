//! Fingerprints of texts, by which texts that share most of their words in the same order are found among many.
//!
//! A text is taken for the set of its *shingles*, runs of [`WORDS`] words, letter case and punctuation aside. How like two
//! texts are is the share of shingles that both have (Jaccard's index). A [`Fingerprint`] holds the least of [`HASHES`]
//! hashes over all shingles: two texts agree in one of them with the probability of their likeness (Broder, "On the
//! resemblance and containment of documents", 1997). Nothing here depends on the machine, the run or other texts.

/// Words of a shingle.
pub const WORDS: usize = 5;
/// Hashes of a fingerprint.
pub const HASHES: usize = 32;
/// Hashes that must agree for two texts to be compared: texts that share half of their shingles are missed in 1 of 100
/// cases, those that share a tenth are compared in 15 of 100 (1 - (1 - s^2)^16).
const BAND: usize = 2;

/// The shingles of a text as hashes, sorted, none twice; empty if it has no words.
pub fn shingles(text: &str) -> Vec<u32> {
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            word.chars().flat_map(char::to_lowercase).fold(FNV_BASIS, |hash, c| fnv(hash, u64::from(c)))
        })
        .collect();
    let hash = |run: &[u64]| mix(run.iter().fold(FNV_BASIS, |hash, word| fnv(hash, *word)));
    let mut found: Vec<u32> = if words.len() < WORDS {
        // A shorter text is one shingle.
        (!words.is_empty()).then(|| hash(&words)).into_iter().collect()
    } else {
        words.windows(WORDS).map(hash).collect()
    };
    found.sort_unstable();
    found.dedup();
    found
}

/// The share of shingles that both texts have among those that either has, 0 to 1.
pub fn likeness(one: &[u32], other: &[u32]) -> f64 {
    let (mut a, mut b, mut both) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (one.get(a), other.get(b)) {
        both += usize::from(x == y);
        a += usize::from(x <= y);
        b += usize::from(y <= x);
    }
    let either = one.len() + other.len() - both;
    if either == 0 { 0.0 } else { both as f64 / either as f64 }
}

/// The least hashes of a text's shingles, 16 bits of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint([u16; HASHES]);

impl Fingerprint {
    /// Of [`shingles`]; `None` if there are none.
    pub fn of(shingles: &[u32]) -> Option<Self> {
        let least = |seed: u64| {
            let seed = seed.wrapping_mul(GOLDEN);
            shingles.iter().map(|shingle| mix(u64::from(*shingle) ^ seed)).min()
        };
        let mut hashes = [0; HASHES];
        for (hash, seed) in hashes.iter_mut().zip(1..) {
            *hash = (least(seed)? & 0xffff) as u16;
        }
        Some(Self(hashes))
    }

    /// As records carry it: four hexadecimal digits a hash.
    pub fn to_text(&self) -> String {
        self.0.iter().map(|hash| format!("{hash:04x}")).collect()
    }

    /// The fingerprint that [`Fingerprint::to_text`] wrote.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut hashes = [0; HASHES];
        let is_whole = text.len() == 4 * HASHES && text.is_ascii();
        for (at, hash) in hashes.iter_mut().enumerate().filter(|_| is_whole) {
            *hash = u16::from_str_radix(text.get(4 * at..4 * at + 4)?, 16).ok()?;
        }
        is_whole.then_some(Self(hashes))
    }

    /// Keys of which two texts that are to be compared share one: the number of the band, and its hashes.
    pub fn bands(&self) -> impl Iterator<Item = (usize, u32)> {
        self.0
            .chunks(BAND)
            .map(|band| band.iter().fold(0, |key, hash| key << 16 | u32::from(*hash)))
            .enumerate()
    }
}

const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// A step of FNV-1a, by words instead of bytes.
fn fnv(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(FNV_PRIME)
}

/// The bits well mixed (the finalizer of splitmix64), half of them.
fn mix(value: u64) -> u32 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((value ^ (value >> 31)) >> 16) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn likeness_is_the_share_of_common_shingles() {
        let likeness = |one: &str, other: &str| super::likeness(&shingles(one), &shingles(other));
        assert_eq!(likeness("a b c d e f", "A b, c d; e f!"), 1.0);
        assert_eq!(likeness("a b c d e f", "a b c d e g"), 1.0 / 3.0);
        assert_eq!(likeness("a b c", "a b d"), 0.0);
        assert_eq!(likeness("a b", "A  b."), 1.0);
        assert_eq!(likeness("", ""), 0.0);
        assert_eq!(Fingerprint::of(&shingles(" ... ")), None);
    }

    #[test]
    fn fingerprints_estimate_the_likeness() {
        let words: Vec<String> = (0..400).map(|n| format!("w{n}")).collect();
        let of = |range: std::ops::Range<usize>| Fingerprint::of(&shingles(&words[range].join(" "))).unwrap();
        let agree = |a: Fingerprint, b: Fingerprint| a.0.iter().zip(b.0).filter(|(x, y)| **x == *y).count();
        // 196 of 396 shingles in common: about half of 32 hashes, and none of another text's.
        assert!((8..=24).contains(&agree(of(0..300), of(100..400))), "{}", agree(of(0..300), of(100..400)));
        assert!(agree(of(0..200), of(200..400)) <= 1);
        assert!(of(0..300).bands().any(|band| of(100..400).bands().any(|other| band == other)));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(text in "\\PC{0,80}") {
            let found = Fingerprint::of(&shingles(&text));
            prop_assert_eq!(found.and_then(|found| Fingerprint::from_text(&found.to_text())), found);
            prop_assert_eq!(Fingerprint::from_text(&text), None);
        }
    }
}
