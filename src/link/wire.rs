//! Numbers and texts as bytes: seven bits a byte, texts behind their length. Reading never trusts a length.

/// Appends a number.
pub(super) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a text behind its length in bytes.
pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// What is left to read. Everything gives `None` where the bytes are not what was written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A number that counts what follows, each at least one byte long.
    pub(super) fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.0.len()).then_some(count)
    }

    pub(super) fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    pub(super) fn text(&mut self) -> Option<String> {
        let length = self.count()?;
        String::from_utf8(self.bytes(length)?.to_vec()).ok()
    }

    pub(super) fn fixed<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_lengths_are_not_trusted() {
        let mut out = Vec::new();
        for number in [0, 127, 128, u64::from(u32::MAX), u64::MAX] {
            put_number(&mut out, number);
        }
        put_text(&mut out, "Erdoğan");
        let mut reader = Reader(&out);
        assert_eq!([0; 5].map(|_| reader.number().unwrap()), [0, 127, 128, u64::from(u32::MAX), u64::MAX]);
        assert_eq!((reader.text().as_deref(), reader.0.len()), (Some("Erdoğan"), 0));
        assert_eq!(Reader(&[200, 200]).number(), None);
        assert_eq!(Reader(&[9, b'a']).text(), None);
    }
}
