//! Whether a run of characters is a web address or host name, which stays one token.
//!
//! Scheme and user are optional; then a public IPv4 address, or host names that end in two or more lower-case letters;
//! then an optional port and path. One pass for each `@`.

use super::affix::Classes;

/// Whether the whole of `s` (without whitespace) is an address.
pub(super) fn is_url(s: &str, classes: &Classes) -> bool {
    s.contains('.') && starts(s).any(|at| is_public_address(&s[at..]) || is_host(&s[at..], classes))
}

/// Where the host may start: at the front, after the scheme, after a user.
fn starts(s: &str) -> impl Iterator<Item = usize> {
    let scheme = s.find("://").filter(|&end| {
        let name = &s[..end];
        name.chars().nth(1).is_some() && name.chars().all(|c| c.is_alphanumeric() || "_+-.".contains(c))
    });
    let users = s.match_indices('@').map(|(at, _)| at).filter(|&at| at > 0);
    std::iter::once(0).chain(scheme.map(|end| end + 3)).chain(users.map(|at| at + 1))
}

/// Dotted labels, a top level of two or more lower-case letters, a port, a path.
fn is_host(s: &str, classes: &Classes) -> bool {
    let (mut rest, mut labels) = (s, 0);
    loop {
        let end = rest.find(|c| !(is_name(c) || c == '_' || c == '-')).unwrap_or(rest.len());
        if !rest[end..].starts_with('.') || !is_label(&rest[..end]) {
            break;
        }
        (rest, labels) = (&rest[end + 1..], labels + 1);
    }
    let end = rest.find(|c| !classes.lower.contains(c)).unwrap_or(rest.len());
    labels > 0 && (2..=63).contains(&rest[..end].chars().count()) && is_tail(&rest[end..])
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&c)
}

fn is_label(label: &str) -> bool {
    label.starts_with(is_name) && label.ends_with(is_name) && label.chars().count() <= 64
}

/// An optional port of two to five digits and an optional path, query or fragment.
fn is_tail(s: &str) -> bool {
    let rest = match s.strip_prefix(':') {
        Some(port) => {
            let digits = port.bytes().take_while(u8::is_ascii_digit).count();
            if !(2..=5).contains(&digits) {
                return false;
            }
            &port[digits..]
        }
        None => s,
    };
    rest.is_empty() || rest.starts_with(['/', '?', '#'])
}

/// An IPv4 address outside the private networks, and a tail.
fn is_public_address(s: &str) -> bool {
    let end = s.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(s.len());
    let (address, tail) = s.split_at(end);
    let octets: Vec<&str> = address.splitn(5, '.').collect();
    let &[a, b, c, d] = octets.as_slice() else { return false };
    let plain = |text: &str, range: std::ops::RangeInclusive<u32>| {
        !text.starts_with('0') && text.len() <= 3 && text.parse().is_ok_and(|n| range.contains(&n))
    };
    // The inner octets may have leading zeros: `1?\d{1,2}|2[0-4]\d|25[0-5]`.
    let inner = |text: &str| match text.len() {
        1 | 2 => true,
        3 => !text.starts_with('0') && text.parse().is_ok_and(|n: u32| n <= 255),
        _ => false,
    };
    let private = a == "10"
        || a == "127"
        || (a, b) == ("169", "254")
        || (a, b) == ("192", "168")
        || a == "172" && matches!(b.len(), 2) && b.parse().is_ok_and(|n: u32| (16..=31).contains(&n));
    plain(a, 1..=223) && inner(b) && inner(c) && plain(d, 1..=254) && !private && is_tail(tail)
}
