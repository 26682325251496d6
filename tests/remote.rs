//! A graph on a SPARQL server: what comes there, what goes, what is said when the server is not as it should be.
//!
//! The server is a small one of these tests over a store in memory, which can be told to misbehave.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use oxigraph::io::RdfFormat;
use oxigraph::io::RdfParser;
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;

use crate::cli::{assert_status, chancery, err, out, run, run_unheard, text};

/// How a server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// Queries at /query, updates at /update, graphs at /store.
    Oxigraph,
    /// All at one address, no Graph Store Protocol.
    Plain,
    /// As Virtuoso: any path is the same, says yes by a table, never answers a query that is sent as it is, nor a graph.
    Virtuoso,
    /// After so many changes: no more.
    Full(usize),
    /// After so many changes the connection is cut in the middle of an answer.
    Cut(usize),
    /// Sends to another place.
    Redirect,
    /// Wants a name and a password.
    Guarded,
    /// Takes requests and never answers.
    Silent,
    /// Says something that is no SPARQL.
    Chatty,
}

struct Server {
    url: String,
    store: Store,
    manner: Arc<Mutex<Manner>>,
    changes: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            store: Store::new().unwrap(),
            manner: Arc::new(Mutex::new(manner)),
            changes: Arc::default(),
            requests: Arc::default(),
        };
        let (store, manner) = (server.store.clone(), Arc::clone(&server.manner));
        let (changes, requests) = (Arc::clone(&server.changes), Arc::clone(&server.requests));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (store, manner, changes, requests) =
                    (store.clone(), Arc::clone(&manner), Arc::clone(&changes), Arc::clone(&requests));
                std::thread::spawn(move || {
                    let mut reader = BufReader::new(stream.try_clone().unwrap());
                    while let Some(request) = Request::read(&mut reader) {
                        requests.lock().unwrap().push(format!("{} {}", request.method, request.path));
                        let manner = *manner.lock().unwrap();
                        if !answer(&stream, &request, manner, &store, &changes) {
                            return;
                        }
                    }
                });
            }
        });
        server
    }

    fn behave(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
        self.changes.store(0, Ordering::SeqCst);
    }

    /// Requests that changed something, since the last call.
    fn changes(&self) -> usize {
        self.changes.swap(0, Ordering::SeqCst)
    }

    fn graph_lines(&self) -> BTreeMap<String, Vec<String>> {
        lines_of(&self.store)
    }
}

/// The quads of a store by graph, without the ledger.
fn lines_of(store: &Store) -> BTreeMap<String, Vec<String>> {
    let mut graphs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for quad in store.iter().map(Result::unwrap) {
        graphs.entry(quad.graph_name.to_string()).or_default().push(quad.to_string());
    }
    graphs.retain(|name, _| !name.contains("/graph/ledger"));
    graphs.values_mut().for_each(|lines| lines.sort());
    graphs
}

struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    fn read(reader: &mut BufReader<TcpStream>) -> Option<Self> {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|&read| read > 0)?;
        let mut words = line.split_whitespace();
        let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            headers.push((name.to_lowercase(), value.trim().to_owned()));
        }
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let mut body = vec![0; length.map_or(0, |(_, length)| length.parse().unwrap())];
        reader.read_exact(&mut body).ok()?;
        Some(Self { method, path, headers, body })
    }

    fn header(&self, wanted: &str) -> &str {
        self.headers.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value)
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    fn graph(&self) -> NamedNode {
        let encoded = self.path.split_once("?graph=").unwrap().1;
        let mut bytes = Vec::new();
        let mut rest = encoded.bytes();
        while let Some(byte) = rest.next() {
            let hex = |byte: u8| char::from(byte).to_digit(16).unwrap() as u8;
            bytes.push(if byte == b'%' {
                hex(rest.next().unwrap()) * 16 + hex(rest.next().unwrap())
            } else {
                byte
            });
        }
        NamedNode::new(String::from_utf8(bytes).unwrap()).unwrap()
    }
}

fn reply(mut stream: &TcpStream, status: &str, headers: &str, body: &[u8]) -> bool {
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).is_ok()
}

/// Answers; whether the connection stays.
fn answer(
    mut stream: &TcpStream,
    request: &Request,
    manner: Manner,
    store: &Store,
    changes: &AtomicUsize,
) -> bool {
    match manner {
        Manner::Redirect => {
            return reply(stream, "307 Temporary Redirect", "location: http://other.example/\r\n", b"");
        }
        Manner::Guarded if request.header("authorization") != "Basic YW5uOnNlY3JldA==" => {
            return reply(stream, "401 Unauthorized", "", b"who are you?");
        }
        Manner::Chatty => return reply(stream, "200 OK", "content-type: text/html\r\n", b"<p>hello</p>"),
        Manner::Silent => {
            // Until the other side gives up.
            let _ = stream.read(&mut [0]);
            return false;
        }
        _ => {}
    }
    let is_virtuoso = manner == Manner::Virtuoso;
    if is_virtuoso
        && (request.method == "PUT" || request.header("content-type") == "application/sparql-query")
    {
        let _ = stream.read(&mut [0]);
        return false;
    }
    let is_plain = manner == Manner::Plain;
    let place = request.path.split('?').next().unwrap();
    let kind = request.header("content-type");
    let form = kind == "application/x-www-form-urlencoded";
    let asked = form_urlencoded::parse(&request.body).find(|(name, _)| form && name == "query");
    let is_at = |path: &str| is_virtuoso || place == path && !is_plain || place == "/" && is_plain;
    if let Some((_, query)) = asked.filter(|_| is_at("/query")) {
        let query = SparqlEvaluator::new().parse_query(&query).unwrap();
        return match query.on_store(store).execute().unwrap() {
            QueryResults::Boolean(_) if is_virtuoso => {
                let table = r#"{"head":{"vars":["yes"]},"results":{"bindings":[{"yes":{"type":"literal","value":"1"}}]}}"#;
                reply(stream, "200 OK", "", table.as_bytes())
            }
            QueryResults::Boolean(yes) => {
                reply(stream, "200 OK", "", format!("{{\"head\":{{}},\"boolean\":{yes}}}").as_bytes())
            }
            QueryResults::Solutions(solutions) => {
                let serializer = QueryResultsSerializer::from_format(QueryResultsFormat::Json);
                let mut writer = serializer
                    .serialize_solutions_to_writer(Vec::new(), solutions.variables().to_vec())
                    .unwrap();
                for solution in solutions {
                    writer.serialize(&solution.unwrap()).unwrap();
                }
                reply(stream, "200 OK", "", &writer.finish().unwrap())
            }
            QueryResults::Graph(_) => panic!("no graph is asked for"),
        };
    }
    let is_update = kind == "application/sparql-update" && is_at("/update");
    let is_graph = !is_plain && !is_virtuoso && place == "/store" && request.method == "PUT";
    if !is_update && !is_graph {
        return reply(stream, "404 Not Found", "", b"");
    }
    let before = changes.fetch_add(1, Ordering::SeqCst);
    match manner {
        Manner::Full(after) if before >= after => {
            return reply(stream, "507 Insufficient Storage", "", b"no room\r\n  left");
        }
        Manner::Cut(after) if before >= after => {
            let _ = stream.write_all(b"HTTP/1.1 204 No");
            let _ = stream.shutdown(std::net::Shutdown::Both);
            return false;
        }
        _ => {}
    }
    if is_update {
        SparqlEvaluator::new().parse_update(request.text()).unwrap().on_store(store).execute().unwrap();
    } else {
        let graph = GraphName::from(request.graph());
        let mut transaction = store.start_transaction().unwrap();
        if let GraphNameRef::NamedNode(name) = graph.as_ref() {
            transaction.clear_graph(name).unwrap();
        }
        for quad in
            RdfParser::from_format(RdfFormat::NTriples).with_default_graph(graph).for_slice(&request.body)
        {
            transaction.insert(quad.unwrap().as_ref());
        }
        transaction.commit().unwrap();
    }
    reply(stream, "204 No Content", "", b"")
}

fn news(dir: &Path, name: &str, content: &str) -> PathBuf {
    let folder = dir.join("news");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.txt")), content).unwrap();
    folder
}

/// Three articles and a graph of them.
fn graph(dir: &Path) -> (PathBuf, PathBuf) {
    news(dir, "a b", "Alice Berg met Boris Dunn in Paris.\n");
    news(dir, "c", "Clara Fenn criticized Boris Dunn. Norway thanked Sweden.\n");
    let folder = news(dir, "d", "The envoy said that Emma Holt had visited Oslo. \"It is over\", he said.\n");
    let kg = dir.join("kg");
    assert_status(&run(&["build", text(&folder), "-o", text(&kg)]), 0);
    (folder, kg)
}

/// The N-Quads export by graph.
fn exported(kg: &Path, rdf: &str) -> BTreeMap<String, Vec<String>> {
    let output = run(&["export", text(kg), "--format", "nquads", "--rdf", rdf]);
    assert_status(&output, 0);
    // Through a store, too: it writes numbers in its own way.
    let store = Store::new().unwrap();
    store.load_from_slice(RdfFormat::NQuads, out(&output).as_bytes()).unwrap();
    lines_of(&store)
}

fn push(kg: &Path, url: &str, more: &[&str]) -> Output {
    run(&[&["push", text(kg), "--store", url], more].concat())
}

#[test]
fn a_server_holds_what_the_graph_holds_after_each_change() {
    for manner in [Manner::Oxigraph, Manner::Plain, Manner::Virtuoso] {
        let dir = tempfile::tempdir().unwrap();
        let (folder, kg) = graph(dir.path());
        let server = Server::start(manner);
        let output = push(&kg, &server.url, &["--dry-run"]);
        assert_status(&output, 0);
        assert!(err(&output).contains("would have: 3 documents new"), "{}", err(&output));
        assert_eq!((server.changes(), server.store.len().unwrap()), (0, 0));

        assert_status(&push(&kg, &server.url, &[]), 0);
        assert!(server.graph_lines() == exported(&kg, "1.1"), "{manner:?}");
        assert_eq!(server.graph_lines().len(), 3);
        let puts = server
            .requests
            .lock()
            .unwrap()
            .iter()
            .filter(|request| request.starts_with("PUT /store?"))
            .count();
        assert_eq!(puts, if manner == Manner::Oxigraph { 3 } else { 0 });
        server.changes();
        let output = push(&kg, &server.url, &[]);
        assert!(err(&output).contains("0 documents new, 0 changed, 3 unchanged"), "{}", err(&output));
        assert_eq!(server.changes(), 0, "nothing is sent twice");

        news(dir.path(), "c", "Clara Fenn praised Boris Dunn.\n");
        news(dir.path(), "e", "Frank Ives visited Rome.\n");
        let output = run(&["build", text(&folder), "-o", text(&kg), "--store", &server.url]);
        assert_status(&output, 0);
        assert!(
            err(&output).contains("1 document new, 1 changed, 2 unchanged, 0 taken out"),
            "{}",
            err(&output)
        );
        assert!(server.graph_lines() == exported(&kg, "1.1"));
        let output = run(&["remove", text(&kg), "a b", "d", "--store", &server.url]);
        assert_status(&output, 0);
        assert!(err(&output).contains("2 taken out"), "{}", err(&output));
        assert!(server.graph_lines() == exported(&kg, "1.1"));

        // With triple terms on request; what somebody took out of the server comes back.
        server
            .store
            .clear_graph(GraphNameRef::NamedNode(
                NamedNodeRef::new("https://w3id.org/chancery/id/document/e").unwrap(),
            ))
            .unwrap();
        assert_status(&push(&kg, &server.url, &[]), 0);
        assert!(server.graph_lines() == exported(&kg, "1.1"));
        assert_status(&push(&kg, &server.url, &["--store-rdf", "1.2"]), 0);
        assert!(server.graph_lines() == exported(&kg, "1.2"));
    }
}

#[test]
fn a_reader_that_goes_away_leaves_no_removal_half_done() {
    let dir = tempfile::tempdir().unwrap();
    let (_, kg) = graph(dir.path());
    let server = Server::start(Manner::Oxigraph);
    assert_status(&push(&kg, &server.url, &[]), 0);
    let arguments = ["remove", text(&kg), "a b", "nonsense", "c", "d", "--store", &server.url];
    let output = run_unheard(&arguments);
    assert_status(&output, 1);
    assert!(
        err(&output).contains("3 taken out") && err(&output).contains("\"nonsense\""),
        "{}",
        err(&output)
    );
    assert!(exported(&kg, "1.1").is_empty() && server.graph_lines().is_empty());
}

#[test]
fn what_was_removed_goes_from_the_server_also_after_compaction() {
    let dir = tempfile::tempdir().unwrap();
    let (_, kg) = graph(dir.path());
    let server = Server::start(Manner::Oxigraph);
    assert_status(&push(&kg, &server.url, &[]), 0);
    assert_status(&run(&["remove", text(&kg), "a b"]), 0);
    for arguments in [vec!["compact", text(&kg)], vec!["compact", text(&kg), "--keep-versions"]] {
        assert_status(&run(&arguments), 0);
    }
    let output = push(&kg, &server.url, &[]);
    assert_status(&output, 0);
    assert!(err(&output).contains("2 unchanged, 1 taken out"), "{}", err(&output));
    assert!(server.graph_lines() == exported(&kg, "1.1"));
}

#[test]
fn a_push_that_was_broken_off_goes_on() {
    for (broken, said) in
        [(Manner::Full(2), "answered 507: no room left; run again later"), (Manner::Cut(2), "no answer from")]
    {
        let dir = tempfile::tempdir().unwrap();
        let (_, kg) = graph(dir.path());
        let server = Server::start(broken);
        let output = push(&kg, &server.url, &[]);
        assert_status(&output, 2);
        let talk = err(&output);
        assert!(talk.contains(said) && talk.contains(&server.url), "{talk}");
        assert!(talk.contains("2 documents brought there, run again to go on"), "{talk}");
        server.behave(Manner::Oxigraph);
        assert_status(&push(&kg, &server.url, &[]), 0);
        assert!(server.graph_lines() == exported(&kg, "1.1"));
    }
}

#[test]
fn what_another_graph_brought_stays_unless_it_is_to_go() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (_, kg) = graph(one.path());
    let folder = news(two.path(), "z", "Frank Ives visited Rome.\n");
    let other = two.path().join("kg");
    assert_status(&run(&["build", text(&folder), "-o", text(&other)]), 0);
    let server = Server::start(Manner::Oxigraph);
    let foreign = NamedNode::new("http://example.org/mine").unwrap();
    server.store.insert(oxigraph::model::QuadRef::new(&foreign, &foreign, &foreign, &foreign)).unwrap();
    assert_status(&push(&other, &server.url, &[]), 0);
    let output = push(&kg, &server.url, &[]);
    assert_status(&output, 1);
    assert!(
        err(&output)
            .contains("of which this graph knows nothing, such as https://w3id.org/chancery/id/document/z"),
        "{}",
        err(&output)
    );
    assert_eq!(server.graph_lines().len(), 5);
    assert_status(&push(&kg, &server.url, &["--prune"]), 0);
    let mut expected = exported(&kg, "1.1");
    assert_eq!(server.graph_lines().remove("<http://example.org/mine>").unwrap().len(), 1, "never touched");
    expected.insert(
        "<http://example.org/mine>".to_owned(),
        server.graph_lines()["<http://example.org/mine>"].clone(),
    );
    assert!(server.graph_lines() == expected);
}

#[test]
fn a_server_that_is_not_as_it_should_be_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let (_, kg) = graph(dir.path());
    for (manner, said) in [
        (Manner::Redirect, "sends to http://other.example/; redirects are not followed"),
        (Manner::Guarded, "answered 401: who are you?; set CHANCERY_STORE_USER"),
        (Manner::Silent, "no answer from"),
        (Manner::Chatty, "does not answer like a SPARQL server"),
    ] {
        let server = Server::start(manner);
        let output = push(&kg, &server.url, &["--store-timeout", "1"]);
        assert_status(&output, 2);
        assert!(
            err(&output).contains(said) && err(&output).contains(&server.url),
            "{manner:?}: {}",
            err(&output)
        );
        assert_eq!(server.changes(), 0);
    }
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let output = push(&kg, &format!("http://{free}"), &[]);
    assert_status(&output, 2);
    assert!(err(&output).contains("is the server running"), "{}", err(&output));
    for (url, said) in [
        ("ftp://localhost/", "it has to begin with http:// or https://"),
        ("http://ann:secret@localhost/", "CHANCERY_STORE_PASSWORD"),
    ] {
        let output = push(&kg, url, &[]);
        assert_status(&output, 2);
        assert!(err(&output).contains(said), "{}", err(&output));
    }
}

#[test]
fn secrets_come_from_the_environment_and_go_nowhere_in_the_clear() {
    let dir = tempfile::tempdir().unwrap();
    let (_, kg) = graph(dir.path());
    let server = Server::start(Manner::Guarded);
    let as_ann = |url: &str| {
        let mut command = chancery(&["push", text(&kg), "--store", url]);
        command.env("CHANCERY_STORE_USER", "ann").env("CHANCERY_STORE_PASSWORD", "secret");
        // A proxy would see all of it: none is asked.
        command
            .env("http_proxy", "http://127.0.0.1:9")
            .env("ALL_PROXY", "http://127.0.0.1:9")
            .output()
            .unwrap()
    };
    assert_status(&as_ann(&server.url), 0);
    assert!(server.graph_lines() == exported(&kg, "1.1"));
    let output = as_ann("http://192.0.2.1/");
    assert_status(&output, 2);
    assert!(
        err(&output).contains("would go unencrypted to another machine")
            && !err(&output).contains("secret\""),
        "{}",
        err(&output)
    );
}

#[test]
fn addresses_can_be_named_one_by_one() {
    let dir = tempfile::tempdir().unwrap();
    let (_, kg) = graph(dir.path());
    let server = Server::start(Manner::Oxigraph);
    let [query, update, graphs] = ["query", "update", "store"].map(|name| format!("{}/{name}", server.url));
    let more = ["--store-query", &query, "--store-update", &update, "--store-graphs", &graphs];
    assert_status(&push(&kg, "http://127.0.0.1:9/none", &more), 0);
    assert!(server.graph_lines() == exported(&kg, "1.1"));
    assert_status(&run(&["push", text(&kg)]), 2);
}
