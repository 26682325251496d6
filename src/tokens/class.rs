//! Sets of characters, given as ranges of code points.

/// A set of characters. ASCII members are answered from a bit mask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CharSet {
    ascii: u128,
    /// Inclusive, sorted, without overlap.
    ranges: Vec<(u32, u32)>,
}

impl CharSet {
    /// The set of all code points in `ranges` (inclusive, in any order).
    pub fn new(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.retain(|(low, high)| low <= high);
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (low, high) in ranges {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        let mut set = Self { ascii: 0, ranges: merged };
        set.ascii = (0..128).filter(|&point| set.in_ranges(point)).fold(0, |mask, point| mask | 1 << point);
        set
    }

    /// Whether `c` is a member.
    #[inline]
    pub fn contains(&self, c: char) -> bool {
        let point = u32::from(c);
        if point < 128 { self.ascii >> point & 1 == 1 } else { self.in_ranges(point) }
    }

    /// Whether there is a character and it is a member.
    #[inline]
    pub fn has(&self, c: Option<char>) -> bool {
        c.is_some_and(|c| self.contains(c))
    }

    /// The members as inclusive ranges, sorted.
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    fn in_ranges(&self, point: u32) -> bool {
        let after = self.ranges.partition_point(|&(low, _)| low <= point);
        after > 0 && point <= self.ranges[after - 1].1
    }
}

/// Whitespace as the model was trained on it: the Unicode property and the four ASCII separators.
#[inline]
pub fn is_space(c: char) -> bool {
    match c {
        ' ' | '\t'..='\r' | '\u{1c}'..='\u{1f}' => true,
        _ if c.is_ascii() => false,
        _ => c.is_whitespace(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_on_both_edges_of_a_range() {
        let set = CharSet::new(vec![(0x61, 0x7a), (0x400, 0x410), (0x30, 0x39), (0x411, 0x420)]);
        for c in ['a', 'z', '0', '9', '\u{400}', '\u{410}', '\u{411}', '\u{420}'] {
            assert!(set.contains(c), "{c:?}");
        }
        for c in ['`', '{', '/', ':', '\u{3ff}', '\u{421}'] {
            assert!(!set.contains(c), "{c:?}");
        }
        assert!(!set.has(None));
    }

    #[test]
    fn separators_are_whitespace_and_the_zero_width_space_is_not() {
        assert!(" \t\n\r\u{b}\u{c}\u{1c}\u{1f}\u{85}\u{a0}\u{2028}\u{3000}".chars().all(is_space));
        assert!(!"a\u{200b}\u{feff}\u{180e}".chars().any(is_space));
    }
}
