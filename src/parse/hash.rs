//! The two hash functions of the model: ids of strings and rows of embedding tables.

/// MurmurHash64A (Austin Appleby, public domain) with seed 1, which is the id of a string.
pub(super) fn string_hash(text: &str) -> u64 {
    const M: u64 = 0xC6A4_A793_5BD1_E995;
    let data = text.as_bytes();
    let (blocks, tail) = data.as_chunks::<8>();
    let mut h = 1 ^ (data.len() as u64).wrapping_mul(M);
    for block in blocks {
        let mut k = u64::from_le_bytes(*block).wrapping_mul(M);
        k = (k ^ (k >> 47)).wrapping_mul(M);
        h = (h ^ k).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        h = (h ^ u64::from_le_bytes(last)).wrapping_mul(M);
    }
    h = (h ^ (h >> 47)).wrapping_mul(M);
    h ^ (h >> 47)
}

/// The four rows that `key` has in a table of `rows` rows: MurmurHash3_x64_128 of its eight bytes, in quarters.
pub(super) fn table_rows(key: u64, seed: u32, rows: u32) -> [usize; 4] {
    let seed = u64::from(seed);
    let mut h1 = key.wrapping_mul(0x87C3_7B91_1142_53D5).rotate_left(31).wrapping_mul(0x4CF5_AD43_2745_937F);
    h1 ^= seed ^ 8;
    let mut h2 = seed ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    (h1, h2) = (mix(h1), mix(h2));
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1, h1 >> 32, h2, h2 >> 32].map(|part| ((part & 0xFFFF_FFFF) % u64::from(rows.max(1))) as usize)
}

fn mix(mut k: u64) -> u64 {
    k = (k ^ (k >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    k = (k ^ (k >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    k ^ (k >> 33)
}
