//! Which part answers which path. A path is compared whole; nothing else is made of it.

use super::{Error, Request, Response, Site, page, reconcile, sparql};

impl Site {
    /// Answers a request.
    pub fn answer(&self, request: &Request) -> Response {
        let path = request.path.as_str();
        let is_reading = matches!(request.method.as_str(), "GET" | "POST");
        if request.method == "OPTIONS" && self.allows_origins(path) {
            return Response::new(204, "text/plain; charset=utf-8", "")
                .with("access-control-allow-methods", "GET, POST, OPTIONS")
                .with("access-control-allow-headers", "accept, content-type")
                .with("access-control-max-age", "600");
        }
        let takes_post = path == "/sparql" || path == "/reconcile" || path == "/reconcile/index";
        if !is_reading || request.method == "POST" && !takes_post {
            let allowed = if takes_post { "GET, HEAD, POST" } else { "GET, HEAD" };
            return Response::refusal(405, "this server only answers what is read").with("allow", allowed);
        }
        self.route(request).unwrap_or_else(|error| Response::refusal(500, &error.to_string()))
    }

    /// Whether pages of other origins may read what is at `path`: the reconciliation API wants it.
    pub(super) fn allows_origins(&self, path: &str) -> bool {
        let is_reconciling = path == "/reconcile" || path.starts_with("/reconcile/");
        is_reconciling || self.allows_cors && path == "/sparql"
    }

    fn route(&self, request: &Request) -> Result<Response, Error> {
        let path = request.path.as_str();
        match path {
            "/" => page::start(self),
            "/healthz" => Ok(Response::new(200, "text/plain; charset=utf-8", "ok\n")),
            "/style.css" => Ok(Response::new(200, "text/css; charset=utf-8", page::STYLE)),
            "/sparql" => sparql::answer(self, request),
            "/entity" => page::entity(&*self.actors()?, request),
            "/index" => page::entity(self.index(), request),
            _ => {
                if let Some(rest) = below(path, "/reconcile/index") {
                    reconcile::answer(self.index(), rest, request)
                } else if let Some(rest) = below(path, "/reconcile") {
                    reconcile::answer(&*self.actors()?, rest, request)
                } else {
                    Ok(Response::refusal(404, "there is nothing here; / lists what there is"))
                }
            }
        }
    }
}

/// What follows a path, if it is that one or lies below it.
fn below<'a>(path: &'a str, parent: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(parent)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}
