//! Requests of HTTP with caps on time and size, to the named host and no other.

use std::fmt;
use std::io::Read;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ureq::Agent;
use ureq::config::ConfigBuilder;
use ureq::http::{Request, header};
use ureq::typestate::AgentScope;

use super::error::remedy;
use super::{Address, Error};

/// Bytes of an answer that are read at most: a list of several million graphs.
const MAX_ANSWER: u64 = 1 << 30;
/// Bytes of a refusal that are shown.
const MAX_SAID: u64 = 300;
/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// Who asks.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Credentials {
    /// Anybody.
    #[default]
    None,
    /// Name and password (RFC 7617).
    Basic(String, String),
    /// A token (RFC 6750).
    Bearer(String),
}

impl fmt::Debug for Credentials {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Basic(..) => "Basic(…)",
            Self::Bearer(_) => "Bearer(…)",
        })
    }
}

/// Speaks to a server.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    authorization: Option<String>,
    #[cfg(feature = "tls")]
    timeout: Duration,
    #[cfg(feature = "tls")]
    name: String,
}

/// A body with its media type.
pub(super) struct Body<'a> {
    pub(super) media_type: &'static str,
    pub(super) bytes: &'a [u8],
}

impl Client {
    /// A client that waits for each answer up to `timeout`.
    pub fn new(credentials: &Credentials, timeout: Duration) -> Self {
        Self::named(credentials, timeout, concat!("chancery/", env!("CARGO_PKG_VERSION")))
    }

    /// The same, which tells servers whom to write to.
    ///
    /// # Errors
    /// If the contact could not stand in a header.
    pub fn with_contact(
        credentials: &Credentials,
        timeout: Duration,
        contact: Option<&str>,
    ) -> Result<Self, Error> {
        let Some(contact) = contact else { return Ok(Self::new(credentials, timeout)) };
        if contact.is_empty() || contact.chars().any(|c| !c.is_ascii_graphic() || matches!(c, '(' | ')')) {
            return Err(Error::Contact(contact.to_owned()));
        }
        let name = format!("chancery/{} ({contact})", env!("CARGO_PKG_VERSION"));
        Ok(Self::named(credentials, timeout, &name))
    }

    fn named(credentials: &Credentials, timeout: Duration, name: &str) -> Self {
        let agent = builder(timeout, name).build().new_agent();
        let authorization = match credentials {
            Credentials::None => None,
            Credentials::Basic(user, password) => {
                Some(format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}"))))
            }
            Credentials::Bearer(token) => Some(format!("Bearer {token}")),
        };
        Self {
            agent,
            authorization,
            #[cfg(feature = "tls")]
            timeout,
            #[cfg(feature = "tls")]
            name: name.to_owned(),
        }
    }

    /// The same, which trusts those whose certificates (PEM) these are, and nobody else. A program without https trusts nobody.
    ///
    /// # Errors
    /// If there is no certificate in them.
    pub fn trusting(self, pem: &[u8]) -> Result<Self, Error> {
        #[cfg(feature = "tls")]
        {
            use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
            let certificates: Vec<_> = parse_pem(pem)
                .filter_map(|item| match item {
                    Ok(PemItem::Certificate(certificate)) => Some(certificate),
                    _ => None,
                })
                .collect();
            if certificates.is_empty() {
                return Err(Error::NoCertificate);
            }
            let roots = RootCerts::new_with_certs(&certificates);
            let config = TlsConfig::builder().root_certs(roots).build();
            let agent = builder(self.timeout, &self.name).tls_config(config).build().new_agent();
            Ok(Self { agent, ..self })
        }
        #[cfg(not(feature = "tls"))]
        if pem.is_empty() { Err(Error::NoCertificate) } else { Ok(self) }
    }

    /// Refuses to send a secret where others may read it.
    ///
    /// # Errors
    /// If there is a secret and `address` is neither encrypted nor on this machine.
    pub fn check_privacy(&self, address: &Address) -> Result<(), Error> {
        match self.authorization {
            Some(_) if !address.is_private() => Err(Error::Unencrypted(address.as_str().to_owned())),
            _ => Ok(()),
        }
    }

    /// Sends a body, and gives the answer if it is a success.
    pub(super) fn send(
        &self,
        method: &str,
        url: &str,
        body: &Body<'_>,
        accept: &str,
    ) -> Result<impl Read + use<>, Error> {
        let no_answer = |why: String| Error::NoAnswer { url: url.to_owned(), why };
        let mut request = Request::builder()
            .method(method)
            .uri(url)
            .header(header::CONTENT_TYPE, body.media_type)
            .header(header::ACCEPT, accept);
        if let Some(authorization) = &self.authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        let request = request.body(body.bytes).map_err(|error| no_answer(error.to_string()))?;
        let response = self.agent.run(request).map_err(|error| failed(url, &error))?;
        let status = response.status();
        let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).map(str::to_owned);
        let wait = response
            .headers()
            .get(header::RETRY_AFTER)
            .and_then(|wait| wait.to_str().ok()?.trim().parse().ok());
        let body = response.into_body().into_with_config();
        if status.is_success() {
            return Ok(body.limit(MAX_ANSWER).reader());
        }
        let (url, status) = (url.to_owned(), status.as_u16());
        if let (300..=399, Some(to)) = (status, to) {
            return Err(Error::Redirect { url, status, to });
        }
        let mut bytes = Vec::new();
        // What cannot be read of a refusal is no other error.
        let _ = body.reader().take(MAX_SAID).read_to_end(&mut bytes);
        let said = String::from_utf8_lossy(&bytes).split_whitespace().collect::<Vec<_>>().join(" ");
        let said = if said.is_empty() { said } else { format!(": {said}") };
        Err(Error::Status { url, status, said, wait, remedy: remedy(status) })
    }
}

/// What all clients keep to.
fn builder(timeout: Duration, name: &str) -> ConfigBuilder<AgentScope> {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        // Not even a proxy of the environment: nothing goes anywhere that was not named.
        .proxy(None)
        .timeout_connect(Some(CONNECT.min(timeout)))
        .timeout_send_body(Some(timeout))
        .timeout_recv_response(Some(timeout))
        .timeout_recv_body(Some(timeout))
        .user_agent(name.to_owned())
}

/// Why there is no answer; of a certificate, what is wrong with it (in the words of rustls).
fn failed(url: &str, error: &ureq::Error) -> Error {
    let (url, why) = (url.to_owned(), error.to_string());
    match why.split_once("invalid peer certificate: ") {
        Some((_, "UnknownIssuer")) => {
            Error::Certificate { url, why: "nobody who is trusted issued it".to_owned() }
        }
        Some((_, why)) => Error::Certificate { url, why: why.to_owned() },
        None => Error::NoAnswer { url, why },
    }
}
