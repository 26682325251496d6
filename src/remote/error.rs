//! What can go wrong with a server.

use crate::archive;

/// Why a graph could not be brought to a server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The archive could not be read.
    #[error(transparent)]
    Archive(#[from] archive::Error),
    /// The quads of a document are none.
    #[error("the document \"{id}\" cannot be sent: {why}; `chancery check KG` looks at the graph")]
    Quads {
        /// The document.
        id: String,
        /// Why.
        why: String,
    },
    /// What was named is no address of a server.
    #[error("\"{url}\" is no address of a server: {why}")]
    Address {
        /// What was named.
        url: String,
        /// Why not.
        why: &'static str,
    },
    /// This program was built without TLS.
    #[error(
        "{0}: this chancery was built without https; install it with `cargo install chancery --features tls`, or name an http address"
    )]
    NoTls(String),
    /// A password or token would go through the net for all to read.
    #[error(
        "{0}: a password or token would go unencrypted to another machine; use https, a tunnel to 127.0.0.1, or --insecure"
    )]
    Unencrypted(String),
    /// No answer, or not a whole one.
    #[error("no answer from {url}: {why}; is the server running, and is the address right?")]
    NoAnswer {
        /// Where.
        url: String,
        /// Why.
        why: String,
    },
    /// The other side does not prove who it is.
    #[error(
        "the certificate of {url} is not trusted: {why}; if you trust who issued it, name the file of their certificate (PEM) in CHANCERY_CA_FILE"
    )]
    Certificate {
        /// Where.
        url: String,
        /// What is wrong with it.
        why: String,
    },
    /// What was named to be trusted holds no certificate.
    #[error("there is no certificate in it; it has to be PEM (-----BEGIN CERTIFICATE-----)")]
    NoCertificate,
    /// The answer is a refusal.
    #[error("{url} answered {status}{said}{}{remedy}", waiting(*wait))]
    Status {
        /// Where.
        url: String,
        /// The status of HTTP.
        status: u16,
        /// The beginning of what the server said, with a colon before it.
        said: String,
        /// Seconds after which it wants to be asked again (`Retry-After`, RFC 9110).
        wait: Option<u64>,
        /// What can be done, with a semicolon before it.
        remedy: &'static str,
    },
    /// The server sends elsewhere.
    #[error(
        "{url} answered {status} and sends to {to}; redirects are not followed, name that address if you trust it"
    )]
    Redirect {
        /// Where.
        url: String,
        /// The status of HTTP.
        status: u16,
        /// Where to.
        to: String,
    },
    /// The answer is none of a reconciliation service.
    #[error("{url} does not answer like a reconciliation service: {why}; is the address that of its API?")]
    NotReconciliation {
        /// Where.
        url: String,
        /// Why.
        why: String,
    },
    /// A contact that no header can carry.
    #[error("\"{}\" is no address to be reached under; write one as you@example.org", .0.escape_debug())]
    Contact(String),
    /// The answer is no answer of SPARQL.
    #[error(
        "{url} does not answer like a SPARQL server: {why}; name its addresses with --store-query and --store-update"
    )]
    NotSparql {
        /// Where.
        url: String,
        /// Why.
        why: String,
    },
}

/// What is said of the time that a server asks for.
fn waiting(wait: Option<u64>) -> String {
    wait.map_or_else(String::new, |seconds| format!("; it asks to wait {seconds} seconds"))
}

/// What can be done about a status.
pub(super) fn remedy(status: u16) -> &'static str {
    match status {
        401 | 403 => {
            "; set CHANCERY_STORE_USER and CHANCERY_STORE_PASSWORD, or CHANCERY_STORE_TOKEN, in the environment"
        }
        404 | 405 => "; name the addresses with --store-query, --store-update and --store-graphs",
        413 => "; the server takes no body of this size: raise its limit",
        429 | 500..=599 => "; run again later: what is there stays and is not sent again",
        _ => "",
    }
}
