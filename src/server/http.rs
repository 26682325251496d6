//! The wire: connections come in, [`Request`]s go to a [`Site`], its answers go out.
//!
//! Everything that a stranger can send has a limit: bytes of a head and of a body, the time for each, the time of a
//! connection, connections, and requests that are worked on at once. A request under a name that is not this server's is
//! refused, so that a page elsewhere cannot reach it by pointing its own name here (DNS rebinding).

use std::io;
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::{Request, Response, Site};

/// Bytes of a body; a query has at most 64,000, and a batch of names is small.
const MAX_BODY: usize = 1 << 20;
/// Bytes of a head.
const MAX_HEAD: usize = 16 << 10;
/// How long a head, and a body, may take to come.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a connection may live: longer than any query, so that one that reads slowly ends too.
const LIFETIME: Duration = Duration::from_secs(300);
/// Connections at once.
const MAX_CONNECTIONS: usize = 128;
/// How often it is looked whether to stop.
const TICK: Duration = Duration::from_millis(100);
/// How long answers at hand may take after that.
const GRACE: Duration = Duration::from_secs(3);
/// What is said where too much is asked at once, before anything is read.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Who is let in, and how many.
#[derive(Clone, Debug)]
pub struct Options {
    /// Names of the server besides `localhost` and addresses.
    pub names: Vec<String>,
    /// Requests that are worked on at once; others are sent away for a second.
    pub at_once: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { names: Vec::new(), at_once: 4 }
    }
}

/// Answers until `is_over` says so; then what is at hand, for three seconds at most.
///
/// # Errors
/// If the system gives no sockets.
pub fn serve(
    listener: TcpListener,
    site: Arc<Site>,
    options: Options,
    is_over: impl Fn() -> bool,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(options.at_once.max(1) + 1)
        .build()?;
    let gate = Arc::new(Gate { site, work: Semaphore::new(options.at_once.max(1)), names: options.names });
    let ended = runtime.block_on(accept(listener, gate, is_over));
    // A query that is still at work ends with its process.
    runtime.shutdown_background();
    ended
}

/// What all connections share.
struct Gate {
    site: Arc<Site>,
    work: Semaphore,
    names: Vec<String>,
}

async fn accept(listener: TcpListener, gate: Arc<Gate>, is_over: impl Fn() -> bool) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    while !is_over() {
        // Nobody came, or went before being let in, or the system has no more handles: look again.
        let Ok(accepted) = timeout(TICK, listener.accept()).await else { continue };
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(TICK).await;
            continue;
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            // A client that does not even take this is none to wait for.
            let _ = stream.try_write(FULL);
            continue;
        };
        let _ = stream.set_nodelay(true);
        let gate = Arc::clone(&gate);
        let service = service_fn(move |request| answer(request, Arc::clone(&gate)));
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .max_buf_size(MAX_HEAD)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A connection that breaks off is nobody's fault here.
            let _ = timeout(LIFETIME, connection).await;
            drop(place);
        });
    }
    drop(listener);
    let _ = timeout(GRACE, graceful.shutdown()).await;
    Ok(())
}

async fn answer(
    request: hyper::Request<Incoming>,
    gate: Arc<Gate>,
) -> Result<hyper::Response<Full<Bytes>>, hyper::Error> {
    let (head, body) = request.into_parts();
    let cors = gate.site.allows_origins(head.uri.path());
    let response = match admitted(&head, &gate.names, cors) {
        Err(refused) => refused,
        Ok(request) => match read(body).await {
            Err(refused) => refused,
            Ok(body) => work(Request { body, ..request }, &gate).await,
        },
    };
    Ok(written(response, cors))
}

/// The request without its body, if it may come in.
fn admitted(head: &hyper::http::request::Parts, names: &[String], cors: bool) -> Result<Request, Response> {
    let text = |name: HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let host = match head.uri.authority() {
        Some(authority) => authority.as_str(),
        None => text(header::HOST),
    };
    if head.headers.get_all(header::HOST).iter().count() > 1 || !is_own_name(host, names) {
        let why = "this server does not answer under that name; serve it with --allow-host NAME";
        return Err(Response::refusal(421, why));
    }
    let origin = text(header::ORIGIN);
    if !cors && !origin.is_empty() && origin.strip_prefix("http://") != Some(host) {
        let why = "pages of other origins may not ask here; serve with --cors to let them";
        return Err(Response::refusal(403, why));
    }
    let method = match head.method.as_str() {
        "HEAD" => "GET",
        other => other,
    };
    let content_type = text(header::CONTENT_TYPE).split(';').next().unwrap_or_default().trim();
    let accepts: Vec<&str> =
        head.headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    Ok(Request {
        method: method.to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        host: host.to_owned(),
        accept: accepts.join(","),
        content_type: content_type.to_ascii_lowercase(),
        body: Vec::new(),
    })
}

/// Whether `host` (with or without a port) is `localhost`, an address, or one of `names`: anybody may point a name of
/// their own to this machine, but nobody an address.
fn is_own_name(host: &str, names: &[String]) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok()
        || names.iter().any(|own| own.eq_ignore_ascii_case(name))
}

async fn read(body: Incoming) -> Result<Vec<u8>, Response> {
    match timeout(PATIENCE, Limited::new(body, MAX_BODY).collect()).await {
        Err(_) => Err(Response::refusal(408, "the body did not come in time")),
        Ok(Ok(body)) => Ok(body.to_bytes().to_vec()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            Err(Response::refusal(413, "the body is larger than 1 MiB; ask in parts"))
        }
        Ok(Err(_)) => Err(Response::refusal(400, "the body cannot be read")),
    }
}

async fn work(request: Request, gate: &Arc<Gate>) -> Response {
    if request.path == "/healthz" {
        return gate.site.answer(&request);
    }
    let Ok(_permit) = gate.work.try_acquire() else {
        return Response::refusal(503, "too much is asked at once; try again in a second")
            .with("retry-after", "1");
    };
    let site = Arc::clone(&gate.site);
    let answered = tokio::task::spawn_blocking(move || site.answer(&request)).await;
    answered.unwrap_or_else(|_| Response::refusal(500, "the answer failed; please report what was asked"))
}

fn written(response: Response, cors: bool) -> hyper::Response<Full<Bytes>> {
    let mut headers = HeaderMap::new();
    let frames = if response.is_frame { "*" } else { "'none'" };
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors {frames}"
    );
    let mut put = |name: HeaderName, value: &str| {
        // What is no value of a header, such as a line end, is left out rather than sent.
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    put(header::CONTENT_TYPE, response.content_type);
    put(header::CONTENT_SECURITY_POLICY, &policy);
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::REFERRER_POLICY, "no-referrer");
    put(header::CACHE_CONTROL, "no-cache");
    put(header::VARY, "accept, origin");
    if cors {
        put(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }
    for (name, value) in &response.headers {
        put(HeaderName::from_static(name), value);
    }
    let mut written = hyper::Response::new(Full::new(Bytes::from(response.body)));
    *written.status_mut() =
        hyper::StatusCode::from_u16(response.status).unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    *written.headers_mut() = headers;
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_names_and_addresses_are_answered_under() {
        let names = ["kg.example".to_owned()];
        for host in
            ["localhost", "localhost:7377", "127.0.0.1:7377", "[::1]:7377", "10.1.2.3", "KG.example:80"]
        {
            assert!(is_own_name(host, &names), "{host}");
        }
        for host in
            ["", "evil.example", "localhost.evil.example:7377", "127.0.0.1.evil.example", "[", "2130706433"]
        {
            assert!(!is_own_name(host, &names), "{host}");
        }
    }
}
