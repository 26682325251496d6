//! Requests and answers, without the wire: what [`super::http`] has read and will write.

use serde_json::Value;

/// A request that was read whole and let in.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// `GET`, `POST`, …; `HEAD` comes as `GET`.
    pub method: String,
    /// The path as it stood, never decoded: it is compared with those of the routes and used for nothing else.
    pub path: String,
    /// What stood behind the question mark.
    pub query: String,
    /// Name and port under which the client knows the server.
    pub host: String,
    /// Media types that the client takes; empty for any.
    pub accept: String,
    /// Media type of the body, without parameters, in lower case.
    pub content_type: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// Whether the body is a form.
    pub fn is_form(&self) -> bool {
        self.method == "POST" && self.content_type == "application/x-www-form-urlencoded"
    }

    /// Parameters of address and form, in order.
    pub fn parameters(&self) -> Vec<(String, String)> {
        let body: &[u8] = if self.is_form() { &self.body } else { &[] };
        let pairs = form_urlencoded::parse(self.query.as_bytes()).chain(form_urlencoded::parse(body));
        pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
    }

    /// The value of the first parameter of that name.
    pub fn parameter(&self, name: &str) -> Option<String> {
        self.parameters().into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The address of the server as the client knows it.
    pub fn origin(&self) -> String {
        format!("http://{}", self.host)
    }

    /// Which of `offers` (media types, the preferred first) the client likes best (RFC 9110, section 12.5.1); `None` if it
    /// takes none of them.
    pub fn choose<'a>(&self, offers: &[&'a str]) -> Option<&'a str> {
        if self.accept.trim().is_empty() {
            return offers.first().copied();
        }
        let mut best: Option<(u32, &'a str)> = None;
        for offer in offers {
            let quality = quality(&self.accept, offer);
            if quality > best.map_or(0, |(quality, _)| quality) {
                best = Some((quality, offer));
            }
        }
        best.map(|(_, offer)| offer)
    }
}

/// How much a media type is wanted, in thousandths: what the most specific range says.
fn quality(accept: &str, offer: &str) -> u32 {
    let kind = offer.split('/').next().unwrap_or_default();
    let mut found = (0, 0);
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let precision = match name.as_str() {
            "*/*" => 1,
            name if name == offer => 3,
            name if name.strip_suffix("/*") == Some(kind) => 2,
            _ => continue,
        };
        let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
        if precision > found.0 {
            // Between 0 and 1000.
            found = (precision, (weight.clamp(0.0, 1.0) * 1000.0) as u32);
        }
    }
    found.1
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Status of HTTP.
    pub status: u16,
    /// Media type.
    pub content_type: &'static str,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
    /// Whether pages of other origins may show it in a frame.
    pub is_frame: bool,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// An answer with a body.
    pub fn new(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, content_type, headers: Vec::new(), is_frame: false, body: body.into() }
    }

    /// JSON.
    pub fn json(value: &Value) -> Self {
        Self::new(200, "application/json", value.to_string())
    }

    /// A page.
    pub fn html(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "text/html; charset=utf-8", body)
    }

    /// A refusal: one line that says what to change.
    pub fn refusal(status: u16, why: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", format!("{why}\n"))
    }

    /// With one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_that_is_liked_best_is_chosen() {
        let offers = ["application/json", "text/csv", "text/html"];
        for (accept, chosen) in [
            ("", Some("application/json")),
            ("*/*", Some("application/json")),
            ("text/*", Some("text/csv")),
            ("text/csv;q=0.5, text/html", Some("text/html")),
            ("application/json;q=0, */*;q=0.1", Some("text/csv")),
            ("image/png", None),
        ] {
            let request = Request { accept: accept.to_owned(), ..Request::default() };
            assert_eq!(request.choose(&offers), chosen, "{accept}");
        }
    }
}
