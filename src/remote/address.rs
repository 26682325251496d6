//! Where a server is: addresses that were named, and those that follow from them.

use std::net::IpAddr;

use ureq::http::Uri;

use super::Error;

/// An address of http or https, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    text: String,
    host: String,
    is_encrypted: bool,
}

/// Where a server takes queries, updates and graphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// SPARQL 1.1 Protocol, queries.
    pub query: Address,
    /// SPARQL 1.1 Protocol, updates.
    pub update: Address,
    /// SPARQL 1.1 Graph Store Protocol, where it may be: the first that takes a graph is used; none for updates only.
    pub graphs: Vec<Address>,
}

impl Address {
    /// An address from text.
    ///
    /// # Errors
    /// If it is not one of http or https, holds credentials or a fragment, or needs what this program was built without.
    pub fn new(url: &str) -> Result<Self, Error> {
        let wrong = |why| Error::Address { url: url.to_owned(), why };
        let uri: Uri = url.parse().map_err(|_| wrong("it does not read like one"))?;
        let is_encrypted = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err(wrong("it has to begin with http:// or https://")),
        };
        let authority = uri.authority().ok_or_else(|| wrong("it names no host"))?;
        if authority.as_str().contains('@') {
            return Err(wrong(
                "name and password belong into CHANCERY_STORE_USER and CHANCERY_STORE_PASSWORD",
            ));
        }
        if url.contains('#') {
            return Err(wrong("it has a fragment"));
        }
        let host = authority.host().trim_matches(['[', ']']).to_owned();
        if host.is_empty() {
            return Err(wrong("it names no host"));
        }
        if is_encrypted && !cfg!(feature = "tls") {
            return Err(Error::NoTls(url.to_owned()));
        }
        Ok(Self { text: url.to_owned(), host, is_encrypted })
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether what is sent stays on this machine or cannot be read on its way.
    pub fn is_private(&self) -> bool {
        let is_loopback = |ip: IpAddr| ip.is_loopback();
        self.is_encrypted || self.host == "localhost" || self.host.parse().is_ok_and(is_loopback)
    }

    /// The address below this one.
    pub(super) fn below(&self, name: &str) -> Self {
        let (path, query) = self.text.split_once('?').unwrap_or((&self.text, ""));
        let mark = if query.is_empty() { "" } else { "?" };
        let text = format!("{}/{name}{mark}{query}", path.trim_end_matches('/'));
        Self { text, ..self.clone() }
    }

    /// The address of a named graph, in the manner of the Graph Store Protocol (section 4.2: indirect identification).
    pub(super) fn of_graph(&self, iri: &str) -> String {
        let mark = if self.text.contains('?') { '&' } else { '?' };
        format!("{}{mark}graph={}", self.text, encode(iri))
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_without_secrets_are_taken() {
        for wrong in
            ["", "localhost:7878", "ftp://x/", "file:///etc", "http://a:b@x/", "http://x/#y", "http:///x"]
        {
            assert!(matches!(Address::new(wrong), Err(Error::Address { .. })), "{wrong}");
        }
        for (url, is_private) in [
            ("http://127.0.0.1:7878", true),
            ("http://[::1]:7878/", true),
            ("http://localhost/ds", true),
            ("http://example.org/ds", false),
            ("http://127.0.0.1.example.org/", false),
        ] {
            assert_eq!(Address::new(url).unwrap().is_private(), is_private, "{url}");
        }
    }

    #[test]
    fn the_iri_of_a_graph_is_one_parameter() {
        let address = Address::new("http://localhost/ds?x=1").unwrap().below("store");
        assert_eq!(
            address.of_graph("http://a/b?c=d&e#é"),
            "http://localhost/ds/store?x=1&graph=http%3A%2F%2Fa%2Fb%3Fc%3Dd%26e%23%C3%A9"
        );
    }
}
