//! Pages of sorted keys: a key is four numbers, a page up to [`KEYS`] keys that follow each other.
//!
//! A key is written as its difference to the one before: the first column that differs, and by how much, then the changes
//! of the columns behind it. Neighbours are much alike, so that a key of 16 bytes takes 5 to 8.

/// Four numbers, in the order in which they are sorted.
pub(super) type Key = [u32; 4];
/// Keys of a page.
pub(super) const KEYS: usize = 1024;

/// The keys after the first, which stands in the directory. They ascend and none comes twice.
pub(super) fn pack(keys: &[Key]) -> Vec<u8> {
    let mut out = Vec::with_capacity(keys.len() * 7);
    for pair in keys.windows(2) {
        let [before, key] = pair else { continue };
        let column = (0..3).find(|&c| before[c] != key[c]).unwrap_or(3);
        let step = u64::from(key[column].wrapping_sub(before[column]));
        put(&mut out, step << 2 | column as u64);
        for c in column + 1..4 {
            let change = key[c].wrapping_sub(before[c]).cast_signed();
            put(&mut out, u64::from(((change << 1) ^ (change >> 31)).cast_unsigned()));
        }
    }
    out
}

/// `count` keys of a page; `None` if the bytes are not those of so many.
pub(super) fn unpack(bytes: &[u8], first: Key, count: usize) -> Option<Vec<Key>> {
    let mut keys = Vec::with_capacity(count.min(KEYS));
    let (mut key, mut at) = (first, 0);
    keys.push(key);
    while keys.len() < count {
        let head = take(bytes, &mut at)?;
        let column = (head & 3) as usize;
        key[column] = key[column].wrapping_add(u32::try_from(head >> 2).ok()?);
        for value in key.iter_mut().skip(column + 1) {
            let change = u32::try_from(take(bytes, &mut at)?).ok()?;
            *value = value.wrapping_add((change >> 1) ^ (change & 1).wrapping_neg());
        }
        keys.push(key);
    }
    (at == bytes.len()).then_some(keys)
}

/// Writes a number, seven bits a byte.
fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn take(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_as_they_went_in() {
        let mut keys = vec![
            [0, 0, 0, 0],
            [0, 0, 0, u32::MAX],
            [0, 5, u32::MAX, 1],
            [7, 0, 0, 0],
            [7, 0, 0, 1],
            [7, 1, 9, 3],
            [u32::MAX, 0, 3, u32::MAX],
            [u32::MAX; 4],
        ];
        keys.sort_unstable();
        let bytes = pack(&keys);
        assert_eq!(unpack(&bytes, keys[0], keys.len()), Some(keys.clone()));
        assert_eq!(unpack(&bytes, keys[0], keys.len() + 1), None);
        assert_eq!(unpack(&bytes[..bytes.len() - 1], keys[0], keys.len()), None);
        assert_eq!(unpack(&[], [1, 2, 3, 4], 1), Some(vec![[1, 2, 3, 4]]));
    }
}
