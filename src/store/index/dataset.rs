//! A snapshot as the evaluator of SPARQL sees it.

use std::cell::RefCell;
use std::collections::HashMap;

use oxigraph::model::Term;
use spareval::{ExpressionTerm, ExpressionTriple, InternalQuad, QueryableDataset};

use super::page::Key;
use super::snapshot::Snapshot;
use super::sorted::{Prefix, Walk};
use super::{Damage, Order, term};

/// A snapshot with the terms that one query makes.
pub(in crate::store) struct View<'a> {
    snapshot: &'a Snapshot,
    made: RefCell<Made>,
    /// Values of terms that were asked for: an expression or an order asks for the same ones again and again.
    values: RefCell<HashMap<u32, ExpressionTerm>>,
    /// The parts of the triple term that was asked for last, which the evaluator asks to have numbered next.
    parts: RefCell<Vec<(ExpressionTerm, u32)>>,
}

/// Values that are remembered at most, and bytes of each.
const MAX_VALUES: usize = 1 << 15;
const MAX_VALUE_BYTES: usize = 200;

/// Terms that are in no quad, by number from the end of the snapshot on.
#[derive(Default)]
struct Made {
    terms: Vec<Term>,
    numbers: HashMap<Term, u32>,
}

impl<'a> View<'a> {
    pub(in crate::store) fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot, made: RefCell::default(), values: RefCell::default(), parts: RefCell::default() }
    }

    /// The number of a canonical term, a new one if need be.
    fn number(&self, term: Term) -> Result<u32, Damage> {
        if let Some(number) = self.snapshot.find(&term)? {
            return Ok(number);
        }
        let mut made = self.made.borrow_mut();
        let number = self.snapshot.terms() + made.terms.len() as u32;
        if let Some(&number) = made.numbers.get(&term) {
            return Ok(number);
        }
        made.terms.push(term.clone());
        made.numbers.insert(term, number);
        Ok(number)
    }

    /// The value of a triple term, whose parts are remembered.
    fn triple(&self, parts: [u32; 3]) -> Result<ExpressionTerm, Damage> {
        let mut values = Vec::with_capacity(3);
        for part in parts {
            values.push((self.externalize_expression_term(part)?, part));
        }
        let mut all = values.iter().map(|(value, _)| value.clone());
        let triple = match (all.next(), all.next(), all.next()) {
            (Some(s), Some(p), Some(o)) => ExpressionTriple::new(s, p, o),
            _ => None,
        };
        drop(all);
        // Two times with different zones are equal values, but other terms.
        values.retain(|(value, _)| {
            matches!(
                value,
                ExpressionTerm::NamedNode(_)
                    | ExpressionTerm::BlankNode(_)
                    | ExpressionTerm::StringLiteral(_)
            )
        });
        self.parts.replace(values);
        triple.map(Into::into).ok_or_else(|| Damage("a triple term is damaged".to_owned()))
    }
}

impl<'a> QueryableDataset<'a> for View<'a> {
    type InternalTerm = u32;
    type Error = Damage;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&u32>,
        predicate: Option<&u32>,
        object: Option<&u32>,
        graph_name: Option<Option<&u32>>,
    ) -> impl Iterator<Item = Result<InternalQuad<u32>, Damage>> + use<'a> {
        let is_union = graph_name == Some(None);
        let wanted = [subject, predicate, object, graph_name.flatten()].map(Option::<&u32>::copied);
        Scan::new(self.snapshot, wanted, is_union)
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<u32, Damage>> + use<'a> {
        Graphs { snapshot: self.snapshot, walk: None, rest: Vec::new(), is_done: false }
    }

    fn internalize_term(&self, term: Term) -> Result<u32, Damage> {
        self.number(term::canonical(term))
    }

    fn externalize_term(&self, number: u32) -> Result<Term, Damage> {
        if let Some(term) = self.snapshot.term(number)? {
            return Ok(term);
        }
        let made = self.made.borrow();
        let at = number.checked_sub(self.snapshot.terms()).map(|at| at as usize);
        at.and_then(|at| made.terms.get(at).cloned()).ok_or_else(|| Damage("a term is missing".to_owned()))
    }

    fn externalize_expression_term(&self, number: u32) -> Result<ExpressionTerm, Damage> {
        if let Some(value) = self.values.borrow().get(&number) {
            return Ok(value.clone());
        }
        if let Some(parts) = self.snapshot.parts(number)? {
            return self.triple(parts);
        }
        let value = ExpressionTerm::from(self.externalize_term(number)?);
        let mut values = self.values.borrow_mut();
        if is_short(&value) {
            // What was asked for lately is asked for again: sorting comes after all that was read for it.
            if values.len() >= MAX_VALUES {
                values.clear();
            }
            values.insert(number, value.clone());
        }
        Ok(value)
    }

    fn internalize_expression_term(&self, value: ExpressionTerm) -> Result<u32, Damage> {
        if let Some((_, number)) = self.parts.borrow().iter().find(|(part, _)| *part == value) {
            return Ok(*number);
        }
        // The value of a literal is written in the one form that the dictionary has.
        self.number(value.into())
    }
}

fn is_short(value: &ExpressionTerm) -> bool {
    match value {
        ExpressionTerm::NamedNode(node) => node.as_str().len() <= MAX_VALUE_BYTES,
        ExpressionTerm::StringLiteral(text) => text.len() <= MAX_VALUE_BYTES,
        ExpressionTerm::LangStringLiteral { value, .. }
        | ExpressionTerm::DirLangStringLiteral { value, .. }
        | ExpressionTerm::OtherTypedLiteral { value, .. } => value.len() <= MAX_VALUE_BYTES,
        ExpressionTerm::Triple(_) => false,
        _ => true,
    }
}

/// The quads of a pattern: those of the index, then those that came since.
struct Scan<'a> {
    snapshot: &'a Snapshot,
    wanted: [Option<u32>; 4],
    is_union: bool,
    order: Order,
    walk: Option<Result<Walk<'a>, Damage>>,
    /// Whether the walk is over what came since.
    is_since: bool,
}

impl<'a> Scan<'a> {
    fn new(snapshot: &'a Snapshot, wanted: [Option<u32>; 4], is_union: bool) -> Self {
        let order = choose(snapshot, wanted);
        let prefix = Prefix::of(order.columns(wanted));
        let walk = Some(Walk::new(snapshot.base(order), prefix));
        Self { snapshot, wanted, is_union, order, walk, is_since: false }
    }

    fn step(&mut self) -> Result<Option<Key>, Damage> {
        loop {
            let walk = match &mut self.walk {
                None => return Ok(None),
                Some(Ok(walk)) => walk,
                Some(Err(damage)) => return Err(damage.clone()),
            };
            let Some(key) = walk.current()? else {
                if self.is_since || self.snapshot.is_whole() {
                    self.walk = None;
                    return Ok(None);
                }
                self.is_since = true;
                let prefix = Prefix::of(self.order.columns(self.wanted));
                self.walk = Some(Walk::new(self.snapshot.since(self.order, self.is_union), prefix));
                continue;
            };
            let quad = self.order.quad(key);
            let fits = quad.iter().zip(self.wanted).all(|(found, wanted)| wanted.is_none_or(|w| w == *found));
            if !fits || !self.is_since && self.snapshot.hides(quad) {
                walk.step();
                continue;
            }
            // In three of the orders the graph comes last: a triple of several documents is one stretch.
            if self.is_union && !self.is_since {
                walk.skip(&key, 3)?;
            } else {
                walk.step();
            }
            return Ok(Some(quad));
        }
    }
}

impl Iterator for Scan<'_> {
    type Item = Result<InternalQuad<u32>, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        let quad = self.step();
        if quad.is_err() {
            self.walk = None;
        }
        let is_union = self.is_union;
        quad.transpose().map(|quad| {
            quad.map(|[subject, predicate, object, graph]| InternalQuad {
                subject,
                predicate,
                object,
                graph_name: (!is_union).then_some(graph),
            })
        })
    }
}

/// The order in which the quads of a pattern stand together, or nearly so.
fn choose(snapshot: &Snapshot, [s, p, o, g]: [Option<u32>; 4]) -> Order {
    let by_triple = match (s, p, o) {
        (Some(_), None, Some(_)) | (None, None, Some(_)) => Order::Ospg,
        (None, Some(_), _) => Order::Posg,
        _ => Order::Spog,
    };
    let Some(_) = g else { return by_triple };
    match (s, p, o) {
        // Few graphs have the triple or its subject twice.
        (Some(_), Some(_), Some(_)) => Order::Spog,
        (None, None, None) | (Some(_), _, None) => Order::Gspo,
        _ => {
            let size = |order: Order| {
                let prefix = Prefix::of(order.columns([s, p, o, g]));
                let range = snapshot.base(order).range(prefix);
                range.map_or(u64::MAX, |range| range.end.saturating_sub(range.start))
            };
            if size(by_triple) <= size(Order::Gspo) { by_triple } else { Order::Gspo }
        }
    }
}

/// The named graphs that have quads.
struct Graphs<'a> {
    snapshot: &'a Snapshot,
    walk: Option<Walk<'a>>,
    /// Graphs that came since, last first.
    rest: Vec<u32>,
    is_done: bool,
}

impl Graphs<'_> {
    fn step(&mut self) -> Result<Option<u32>, Damage> {
        if self.walk.is_none() {
            self.walk = Some(Walk::new(self.snapshot.base(Order::Gspo), Prefix::default())?);
            self.rest.extend(self.snapshot.fresh());
        }
        let Some(walk) = &mut self.walk else { return Ok(None) };
        while let Some(key) = walk.current()? {
            walk.skip(&key, 1)?;
            let [_, _, _, graph] = Order::Gspo.quad(key);
            if !self.snapshot.is_dead(graph) {
                return Ok(Some(graph));
            }
        }
        Ok(self.rest.pop())
    }
}

impl Iterator for Graphs<'_> {
    type Item = Result<u32, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let graph = self.step();
        self.is_done = !matches!(graph, Ok(Some(_)));
        graph.transpose()
    }
}
