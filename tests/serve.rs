//! The server: SPARQL 1.1 Protocol, Reconciliation API 0.2, and what it refuses.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use chancery::archive::{Archive, DocumentRecord};
use chancery::graph::iri::Base;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::graph::{corpus, relations};

/// How long an answer may take before a test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server over a graph of its own.
pub(crate) struct Server {
    child: Child,
    host: String,
    folder: TempDir,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{self:?}");
        serde_json::from_str(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Writes documents into the graph in `folder`.
fn build(folder: &Path, records: &[DocumentRecord]) {
    let mut archive = match Archive::open_writable(folder) {
        Ok(archive) => archive,
        Err(_) => Archive::create(folder, &Base::default()).unwrap(),
    };
    records.iter().for_each(|record| drop(archive.commit(record, &relations()).unwrap()));
    archive.flush().unwrap();
}

impl Server {
    pub(crate) fn start(records: &[DocumentRecord], arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        build(&folder.path().join("kg"), records);
        let mut child = Command::new(env!("CARGO_BIN_EXE_chancery"))
            .args(["serve", "--port", "0", "--quiet"])
            .args(arguments)
            .arg(folder.path().join("kg"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let host = line.trim().strip_prefix("http://").unwrap().trim_end_matches('/').to_owned();
        Self { child, host, folder }
    }

    /// The address, such as `http://127.0.0.1:1234`.
    pub(crate) fn address(&self) -> String {
        format!("http://{}", self.host)
    }

    /// Sends bytes and reads all that comes back.
    fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // A server that refuses early may have closed already.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn send(&self, method: &str, target: &str, headers: &[&str], body: &str) -> Answer {
        let host = if headers.iter().any(|header| header.starts_with("Host:")) {
            String::new()
        } else {
            format!("Host: {}\r\n", self.host)
        };
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        let length = body.len();
        let request = format!(
            "{method} {target} HTTP/1.1\r\n{host}{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        self.raw(request.as_bytes())
    }

    fn get(&self, target: &str) -> Answer {
        self.send("GET", target, &[], "")
    }

    fn form(&self, target: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        self.send("POST", target, &["Content-Type: application/x-www-form-urlencoded"], &fields.join("&"))
    }

    /// The candidates of one query.
    fn reconcile(&self, service: &str, query: &Value) -> Vec<Value> {
        let answer = self.form(service, &[("queries", &json!({ "q0": query }).to_string())]);
        answer.json()["q0"]["result"].as_array().unwrap().clone()
    }
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

#[test]
fn without_a_query_the_endpoint_says_what_it_can_do() {
    use oxigraph::io::{RdfFormat, RdfParser};
    let server = Server::start(&corpus(), &[]);
    let read = |accept: &str, format: RdfFormat, media_type: &str| -> BTreeSet<String> {
        let answer = server.send("GET", "/sparql", &[&format!("Accept: {accept}")], "");
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.header("content-type"), Some(media_type));
        let triples = RdfParser::from_format(format).for_slice(answer.body.as_bytes());
        triples.map(|triple| triple.unwrap().to_string()).collect()
    };
    let turtle = read("text/turtle", RdfFormat::Turtle, "text/turtle");
    let sd = |name: &str| format!("<http://www.w3.org/ns/sparql-service-description#{name}>");
    let count = |part: &str| turtle.iter().filter(|triple| triple.contains(part)).count();
    assert_eq!(count(&format!("{} <{}/sparql>", sd("endpoint"), server.address())), 1, "{turtle:?}");
    assert_eq!(count(&format!("{} {}", sd("supportedLanguage"), sd("SPARQL11Query"))), 1);
    assert_eq!(count(&format!("{} ", sd("resultFormat"))), 10);
    assert_eq!(count("<http://www.w3.org/ns/formats/SPARQL_Results_JSON>"), 1);
    assert_eq!(count("/function/geosparql/distance>"), 2);
    for name in ["defaultDataset", "defaultGraph"] {
        assert_eq!(count(&format!("{} ", sd(name))), 1, "{name}");
    }
    let named = |number: usize| {
        assert_eq!(server.form("/sparql", &[("query", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")]).json()
            ["results"]["bindings"].as_array().unwrap().len(), number);
    };
    named(count(&format!("{} <", sd("name"))));
    for record in corpus() {
        assert_eq!(count(&format!("{} <{}>", sd("name"), Base::default().document(&record.id).as_str())), 1);
    }
    for (accept, format) in [
        ("application/rdf+xml", RdfFormat::RdfXml),
        ("application/n-triples", RdfFormat::NTriples),
        ("text/html, */*;q=0.1", RdfFormat::Turtle),
    ] {
        let media_type = if accept.contains("html") { "text/turtle" } else { accept };
        assert_eq!(read(accept, format, media_type).len(), turtle.len(), "{accept}");
    }
    assert_eq!(server.send("GET", "/sparql", &["Accept: text/html"], "").status, 406);
    assert_eq!(
        server.send("POST", "/sparql", &["Content-Type: application/x-www-form-urlencoded"], "").status,
        400
    );
    let first = server.get("/sparql").body;
    assert_eq!(first, server.get("/sparql").body, "the same in every answer");
}

const QUERY: &str = "SELECT ?b { ex:Q4478860 ch:spokeWith ?b }";

#[test]
fn queries_are_taken_in_all_three_ways_and_answered_as_the_client_likes() {
    let server = Server::start(&corpus(), &[]);
    let address = format!("/sparql?query={}", encode(QUERY));
    let by_get = server.get(&address);
    assert_eq!(by_get.header("content-type"), Some("application/sparql-results+json"));
    let rows = by_get.json()["results"]["bindings"].as_array().unwrap().clone();
    assert_eq!(rows[0]["b"]["value"], "https://w3id.org/chancery/id/entity/person/steve-witkoff");
    assert_eq!(server.form("/sparql", &[("query", QUERY)]).json(), by_get.json());
    let direct = server.send("POST", "/sparql", &["Content-Type: application/sparql-query"], QUERY);
    assert_eq!(direct.json(), by_get.json());
    for (accept, kind) in [
        ("text/csv", "text/csv"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/tab-separated-values;q=0.9, image/png", "text/tab-separated-values"),
        ("text/html, */*;q=0.1", "application/sparql-results+json"),
    ] {
        let answer = server.send("GET", &address, &[&format!("Accept: {accept}")], "");
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)), "{accept}");
        assert!(answer.body.contains("steve-witkoff"), "{accept}");
    }
    assert_eq!(server.send("GET", &address, &["Accept: image/png"], "").status, 406);
    let triples = "CONSTRUCT { ?a ch:spokeWith ?b } WHERE { ?a ch:spokeWith ?b }";
    for (accept, kind, part) in [
        ("", "text/turtle", "ch:spokeWith"),
        ("application/n-triples", "application/n-triples", "ontology#spokeWith>"),
        ("application/ld+json", "application/ld+json", "\"@id\""),
    ] {
        let target = format!("/sparql?query={}", encode(triples));
        let answer = server.send("GET", &target, &[&format!("Accept: {accept}")], "");
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)));
        assert!(answer.body.contains(part), "{}", answer.body);
    }
}

#[test]
fn what_cannot_be_answered_is_refused_with_the_right_status_and_the_server_goes_on() {
    let server = Server::start(&corpus(), &["--max-rows", "2"]);
    let deep = format!("ASK {}{}", "{".repeat(500), "}".repeat(500));
    let long = format!("ASK {{ ?s ?p \"{}\" }}", "x".repeat(70_000));
    for (query, status) in [
        ("SELEKT", 400),
        ("ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400),
        (deep.as_str(), 400),
        (long.as_str(), 413),
        ("INSERT DATA { <http://a> <http://b> <http://c> }", 403),
        ("LOAD <http://127.0.0.1:1/>", 403),
    ] {
        assert_eq!(server.form("/sparql", &[("query", query)]).status, status, "{query:.60}");
        assert_eq!(server.form("/sparql", &[("query", "ASK {}")]).json()["boolean"], true);
    }
    let update = "INSERT DATA { <http://a> <http://b> <http://c> }";
    assert_eq!(server.form("/sparql", &[("update", update)]).status, 403);
    assert_eq!(
        server.send("POST", "/sparql", &["Content-Type: application/sparql-update"], update).status,
        403
    );
    assert_eq!(server.send("POST", "/sparql", &["Content-Type: text/plain"], "ASK {}").status, 415);
    assert_eq!(server.get("/sparql?x=1").status, 400);
    assert_eq!(server.get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D").status, 400);
    assert_eq!(server.get("/sparql?query=ASK%7B%7D&default-graph-uri=http%3A%2F%2Fa").status, 400);
    let cut = server.form("/sparql", &[("query", "SELECT * { ?s ?p ?o }")]);
    assert_eq!(cut.json()["results"]["bindings"].as_array().unwrap().len(), 2);
    assert_eq!(cut.header("chancery-truncated"), Some("rows"));
}

#[test]
fn nothing_is_written_and_no_path_reaches_the_file_system() {
    let server = Server::start(&corpus(), &[]);
    let hash = |folder: &Path| Archive::open(folder).unwrap().info().unwrap().hash;
    let before = hash(&server.folder.path().join("kg"));
    for path in ["/", "/sparql", "/reconcile", "/healthz", "/style.css", "/entity", "/nothing"] {
        for method in ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "FROB"] {
            let answer = server.send(method, path, &[], "");
            assert!(matches!(answer.status, 400 | 403 | 405), "{method} {path}: {}", answer.status);
        }
    }
    assert_eq!(server.send("POST", "/", &[], "").status, 405);
    for path in [
        "/../Cargo.toml",
        "/%2e%2e%2fetc/passwd",
        "/..%5cx",
        "/%00",
        "/kg/graph.json",
        "//etc/passwd",
        "/style.css/..",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    assert_eq!(hash(&server.folder.path().join("kg")), before);
}

#[test]
fn a_page_elsewhere_cannot_ask() {
    let server = Server::start(&corpus(), &["--allow-host", "kg.example"]);
    for (host, status) in [
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("", 421),
        ("kg.example", 200),
        ("localhost:1", 200),
    ] {
        assert_eq!(server.send("GET", "/healthz", &[&format!("Host: {host}")], "").status, status, "{host}");
    }
    assert_eq!(server.raw(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n").status, 421);
    let foreign = "Origin: http://evil.example";
    let refused = server.send("GET", "/sparql?query=ASK%7B%7D", &[foreign], "");
    assert_eq!((refused.status, refused.header("access-control-allow-origin")), (403, None));
    let own = format!("Origin: {}", server.address());
    assert_eq!(server.send("GET", "/sparql?query=ASK%7B%7D", &[&own], "").status, 200);
    let service = server.send("GET", "/reconcile", &[foreign], "");
    assert_eq!((service.status, service.header("access-control-allow-origin")), (200, Some("*")));
    let open = Server::start(&corpus(), &["--cors"]);
    let asked = open.send("GET", "/sparql?query=ASK%7B%7D", &[foreign], "");
    assert_eq!((asked.status, asked.header("access-control-allow-origin")), (200, Some("*")));
    let preflight = open.send("OPTIONS", "/sparql", &[foreign, "Access-Control-Request-Method: POST"], "");
    assert_eq!(
        (preflight.status, preflight.header("access-control-allow-methods")),
        (204, Some("GET, POST, OPTIONS"))
    );
}

#[test]
fn large_heads_and_bodies_are_refused_and_others_are_served_meanwhile() {
    let server = Server::start(&corpus(), &[]);
    // Clients that never finish what they say.
    let slow: Vec<TcpStream> = (0..50)
        .map(|_| {
            let mut stream = TcpStream::connect(&server.host).unwrap();
            stream.write_all(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Le").unwrap();
            stream
        })
        .collect();
    assert_eq!(server.get("/healthz").body, "ok\n");
    let head = format!("X-Long: {}", "x".repeat(100_000));
    assert!(matches!(server.send("GET", "/healthz", &[&head], "").status, 0 | 431));
    let body = "x".repeat((1 << 20) + 1);
    assert!(matches!(server.form("/sparql", &[("query", &body)]).status, 0 | 413));
    assert_eq!(server.get("/healthz").body, "ok\n");
    drop(slow);
}

#[test]
fn pages_carry_a_policy_and_names_are_text() {
    let mut records = corpus();
    let nasty = "</title><script>alert(1)</script>\u{202e}";
    nasty.clone_into(&mut records[0].entities[0].name);
    records[0].entities[0].mentions[0].text = nasty.to_owned();
    let server = Server::start(&records[..1], &[]);
    let start = server.get("/");
    for (name, part) in [
        ("content-security-policy", "default-src 'none'"),
        ("content-security-policy", "frame-ancestors 'none'"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
    ] {
        assert!(start.header(name).unwrap().contains(part), "{name}");
    }
    assert!(start.body.contains("1 document,") && start.body.contains("/reconcile/index"));
    let page = server.get("/entity?id=entity/person/steve-witkoff");
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("&lt;script&gt;")
            && !page.body.contains("<script")
            && !page.body.contains('\u{202e}')
    );
    let preview = server.get("/reconcile/preview?id=entity/person/steve-witkoff");
    assert!(preview.header("content-security-policy").unwrap().contains("frame-ancestors *"));
    assert!(!preview.body.contains("<script"));
    assert_eq!(server.get("/entity?id=%3Cscript%3E").status, 404);
}

#[test]
fn a_manifest_says_what_the_specification_asks_for() {
    let server = Server::start(&corpus(), &[]);
    for service in ["/reconcile", "/reconcile/index"] {
        let manifest = server.get(service).json();
        // Section 3: these are required.
        assert!(manifest["versions"].as_array().unwrap().contains(&json!("0.2")));
        for key in ["name", "identifierSpace", "schemaSpace"] {
            assert!(manifest[key].is_string(), "{key}");
        }
        let here = format!("{}{service}", server.address());
        assert_eq!(manifest["suggest"]["entity"]["service_url"], here);
        for url in [&manifest["view"]["url"], &manifest["preview"]["url"]] {
            assert!(url.as_str().unwrap().contains("{{id}}"), "{url}");
        }
        let flyout = manifest["suggest"]["entity"]["flyout_service_path"].as_str().unwrap();
        assert!(flyout.contains("${id}"), "{flyout}");
        for part in ["entity", "property", "type"] {
            let part = &manifest["suggest"][part];
            let target = format!("{service}{}?prefix=a", part["service_path"].as_str().unwrap());
            assert!(server.get(&target).json()["result"].is_array());
        }
    }
}

#[test]
fn actors_of_the_graph_are_reconciled() {
    let server = Server::start(&corpus(), &[]);
    let found = server.reconcile(
        "/reconcile",
        &json!({ "query": "Yuri Ushakov", "type": "Person", "type_strict": "should", "limit": 5 }),
    );
    assert_eq!(found[0]["id"], "entity/Q4478860");
    assert_eq!((&found[0]["match"], &found[0]["score"]), (&json!(true), &json!(100.0)));
    assert_eq!(found[0]["type"], json!([{ "id": "Person", "name": "Person" }]));
    assert!(
        found[0]["features"].as_array().unwrap().iter().any(|feature| feature["id"] == "name_similarity")
    );
    // A spelling that is nearly the same is offered, and never taken by itself.
    let near = server.reconcile("/reconcile", &json!({ "query": "Juri Ushakow" }));
    assert_eq!((&near[0]["id"], &near[0]["match"]), (&json!("entity/Q4478860"), &json!(false)));
    // Of another type, or none of ours: nobody.
    for kind in ["State", "DifferentiatedPerson"] {
        assert!(server.reconcile("/reconcile", &json!({ "query": "Yuri Ushakov", "type": kind })).is_empty());
    }
    assert!(server.reconcile("/reconcile", &json!({ "query": "Hans-Eberhard Urbaniak" })).is_empty());
    // A Cyrillic letter among Latin ones.
    let mixed = server.reconcile("/reconcile", &json!({ "query": "Yuri Ush\u{430}kov" }));
    assert!(mixed.iter().all(|one| one["match"] == false));
    // Properties that agree raise the score; those that do not take the match away.
    let said = |value: &str| json!({ "query": "Yuri Ushakov", "properties": [{ "pid": "spokeWith", "v": { "id": value } }] });
    let agrees = server.reconcile("/reconcile", &said("entity/person/steve-witkoff"));
    let differs = server.reconcile("/reconcile", &said("entity/Q30"));
    assert_eq!((&agrees[0]["match"], &differs[0]["match"]), (&json!(true), &json!(false)));
    assert!(agrees[0]["score"].as_f64() > differs[0]["score"].as_f64());
}

#[test]
fn properties_find_an_entity_without_a_name() {
    let server = Server::start(&corpus(), &[]);
    let by = |service: &str, pid: &str, value: Value| {
        let query = json!({ "type": "Person", "properties": [{ "pid": pid, "v": value }] });
        server.reconcile(service, &query)
    };
    let linked = by("/reconcile", "link", json!("http://www.wikidata.org/entity/Q4478860"));
    assert_eq!((&linked[0]["id"], &linked[0]["match"]), (&json!("entity/Q4478860"), &json!(true)));
    let spoke = by("/reconcile", "spokeWith", json!({ "id": "entity/person/steve-witkoff" }));
    assert_eq!((&spoke[0]["id"], &spoke[0]["match"]), (&json!("entity/Q4478860"), &json!(false)));
    assert!(by("/reconcile", "spokeWith", json!({ "id": "entity/none" })).is_empty());
    let macron = by("/reconcile/index", "wikidata", json!(["Q3052772"]));
    assert_eq!((&macron[0]["name"], &macron[0]["match"]), (&json!("Emmanuel Macron"), &json!(true)));
    let told = macron[0]["description"].as_str().unwrap();
    assert!(
        told.contains(" 2017") && (told.ends_with("in France") || told.ends_with("in Andorra")),
        "{told}"
    );
    assert!(by("/reconcile/index", "wikidata", json!("Q142")).is_empty(), "France is no person");
}

#[test]
fn batches_are_answered_by_key_and_what_is_no_batch_is_refused() {
    let server = Server::start(&corpus(), &[]);
    let batch = json!({ "q0": { "query": "Moscow" }, "q1": { "query": "Russia" } }).to_string();
    let by_post = server.form("/reconcile", &[("queries", &batch)]).json();
    let by_get = server.get(&format!("/reconcile?queries={}", encode(&batch))).json();
    assert_eq!(by_post, by_get);
    assert_eq!(by_post["q1"]["result"][0]["id"], "entity/Q159");
    let many: serde_json::Map<String, Value> =
        (0..51).map(|at| (format!("q{at}"), json!({ "query": "Moscow" }))).collect();
    for (queries, status) in [
        ("", 400),
        ("[]", 400),
        ("{\"q0\":{}}", 400),
        ("{\"q0\":{\"query\":1}}", 400),
        ("{\"q0\":{\"query\":\"a\",\"limit\":\"x\"}}", 400),
        (&Value::Object(many).to_string(), 413),
        ("{\"q0\":{\"query\":\"a\",\"limit\":-1e300}}", 200),
        ("{}", 200),
    ] {
        assert_eq!(server.form("/reconcile", &[("queries", queries)]).status, status, "{queries:.60}");
    }
    assert_eq!(server.send("POST", "/reconcile", &["Content-Type: application/json"], &batch).status, 415);
    assert_eq!(server.form("/reconcile", &[("extend", "{}")]).status, 400);
    assert_eq!(server.get("/reconcile/nothing").status, 404);
    assert_eq!(server.get("/reconcile/flyout/entity?id=none").status, 404);
}

#[test]
fn properties_extend_what_was_matched() {
    let server = Server::start(&corpus(), &[]);
    let wanted = json!({
        "ids": ["entity/Q4478860", "entity/none"],
        "properties": [{ "id": "spokeWith", "settings": { "limit": "1" } }, { "id": "link" }, { "id": "type" }, { "id": "nothing" }],
    });
    let answer = server.form("/reconcile", &[("extend", &wanted.to_string())]).json();
    assert_eq!(answer["meta"].as_array().unwrap().len(), 4);
    let row = &answer["rows"]["entity/Q4478860"];
    assert_eq!(row["spokeWith"], json!([{ "id": "entity/person/steve-witkoff", "name": "Steve Witkoff" }]));
    assert_eq!(row["link"], json!([{ "str": "http://www.wikidata.org/entity/Q4478860" }]));
    assert_eq!((&row["type"], &row["nothing"]), (&json!([{ "str": "Person" }]), &json!([])));
    assert_eq!(answer["rows"]["entity/none"]["type"], json!([]));
    let proposed = server.get("/reconcile/properties?type=Person&limit=20").json();
    assert_eq!(proposed["type"], "Person");
    assert!(proposed["properties"].as_array().unwrap().iter().any(|property| property["id"] == "spokeWith"));
}

#[test]
fn the_index_of_names_is_a_service_too() {
    let folder = tempfile::tempdir().unwrap();
    let (table, index) = (folder.path().join("own.csv"), folder.path().join("own.index"));
    std::fs::write(
        &table,
        "id,name,type,aliases\nx-1,Zorblax Institute,Organization,ZI\nx-2,Zorblax Institute,Organization,\n",
    )
    .unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(["link", "index", "build", "-q"])
        .arg(&table)
        .arg("-o")
        .arg(&index)
        .status()
        .unwrap();
    assert!(made.success());
    let server = Server::start(&corpus(), &["--index", index.to_str().unwrap()]);
    let france = server.reconcile("/reconcile/index", &json!({ "query": "France", "type": "State" }));
    assert_eq!((&france[0]["id"], &france[0]["name"]), (&json!("Q142"), &json!("France")));
    let both = server.reconcile("/reconcile/index", &json!({ "query": "Zorblax Institute" }));
    assert_eq!(both.len(), 2);
    assert!(both.iter().all(|one| one["match"] == false), "two have the name");
    let wanted =
        json!({ "ids": ["geonames:2988507"], "properties": [{ "id": "country" }, { "id": "coordinates" }] });
    let answer = server.form("/reconcile/index", &[("extend", &wanted.to_string())]).json();
    assert_eq!(answer["rows"]["geonames:2988507"]["country"][0]["id"], "Q142");
    assert_eq!(server.get("/index?id=Q142").status, 200);
}

#[test]
fn documents_that_come_while_it_runs_are_seen() {
    let records = corpus();
    let server = Server::start(&records[..1], &[]);
    let last = records.last().unwrap();
    let name = &last.entities[0].name;
    let before = server
        .reconcile("/reconcile", &json!({ "query": name }))
        .iter()
        .filter(|one| one["name"] == **name)
        .count();
    build(&server.folder.path().join("kg"), &records[1..]);
    let after = server.reconcile("/reconcile", &json!({ "query": name }));
    assert!(after.iter().filter(|one| one["name"] == **name).count() >= before.max(1));
    assert!(server.get("/").body.contains(&format!("{} documents", records.len())));
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_in_good_order() {
    use rustix::process::{Pid, Signal, kill_process};
    let mut server = Server::start(&corpus(), &[]);
    assert_eq!(server.get("/healthz").status, 200);
    // One that was opened and never says anything does not hold it up.
    let idle = TcpStream::connect(&server.host).unwrap();
    kill_process(Pid::from_child(&server.child), Signal::TERM).unwrap();
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    drop(idle);
}

#[test]
fn what_cannot_be_served_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_chancery")).arg("serve").args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = run(&[folder.path().join("none").to_str().unwrap()]);
    assert_eq!(code, Some(2));
    assert!(said.contains("chancery build"), "{said}");
    let server = Server::start(&corpus(), &[]);
    let port = server.host.rsplit(':').next().unwrap();
    let (code, said) = run(&["--port", port, server.folder.path().join("kg").to_str().unwrap()]);
    assert_eq!(code, Some(2));
    assert!(said.contains("--port 0"), "{said}");
}
