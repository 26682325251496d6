//! Signed balance (Cartwright and Harary 1956): do the friends of friends and the enemies of enemies get along?
//!
//! Comes in: ties with a sign. Goes out: for each actor its signed triangles and the share of them that is balanced, and the
//! camp of two that it is in; for each tie whether it is frustrated. A network is balanced if two camps are such that all
//! positive ties are within them and all negative ones between; a tie that is not so is frustrated (Harary's line index
//! of balance counts them). To find the fewest is hard in general: camps are grown along strong ties and then improved
//! actor by actor, so that a balanced network has no frustrated tie, and another one may have a few too many.

use std::collections::{BTreeMap, VecDeque};

use crate::network::Tie;

/// Whether ties stand for cooperation or for conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Cooperation.
    Positive,
    /// Conflict.
    Negative,
}

impl Sign {
    /// Name in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
        }
    }

    fn of(value: f64) -> Option<Self> {
        (value != 0.0).then_some(if value > 0.0 { Self::Positive } else { Self::Negative })
    }
}

/// How a tie counts: its mean on Goldstein's scale, else 1 or -1 by its family, times its statements; 0 if neither says.
pub(in crate::network) fn value(tie: &Tie) -> f64 {
    let by_family = match tie.family.as_str() {
        "agree" | "aid" | "consult" | "cooperate" | "support" => 1.0,
        "accuse" | "assault" | "coerce" | "conflict" | "protest" | "reject" | "sanction" | "threaten" => -1.0,
        // Those of other families, by what they are.
        _ => match tie.kind.as_str() {
            "alliedWith" | "hasRelationsWith" => 1.0,
            _ => 0.0,
        },
    };
    tie.goldstein.unwrap_or(by_family) * tie.count as f64
}

/// The sign of one tie.
pub(super) fn sign(tie: &Tie) -> Option<Sign> {
    Sign::of(value(tie))
}

/// What balance says of one actor.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Balance {
    pub(super) triangles: usize,
    pub(super) balanced: usize,
    pub(super) camp: Option<usize>,
}

/// Signed neighbours of each actor, in order: the sum of the values of all ties of the pair.
pub(super) type Signed = Vec<Vec<(usize, f64)>>;

/// The signed pairs of `ties` (ends and value): those whose values do not add up to nothing.
pub(super) fn signed(count: usize, ties: &[(usize, usize, f64)]) -> Signed {
    let mut pairs: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for &(from, to, value) in ties.iter().filter(|(from, to, _)| from != to) {
        *pairs.entry((from.min(to), from.max(to))).or_default() += value;
    }
    let mut lists = vec![Vec::new(); count];
    for ((one, other), value) in pairs.into_iter().filter(|&(_, value)| value != 0.0) {
        lists[one].push((other, value));
        lists[other].push((one, value));
    }
    lists.iter_mut().for_each(|list| list.sort_by_key(|&(other, _)| other));
    lists
}

/// Triangles and camps of all actors.
pub(super) fn balance(signed: &Signed) -> Vec<Balance> {
    let mut found = vec![Balance::default(); signed.len()];
    count_triangles(signed, &mut found);
    for (actor, camp) in found.iter_mut().zip(camps(signed)) {
        actor.camp = camp;
    }
    found
}

/// Each triangle once: from its least tied actor on, which keeps the work low where few have many ties.
fn count_triangles(signed: &Signed, found: &mut [Balance]) {
    let rank = |at: usize| (signed[at].len(), at);
    for (a, around) in signed.iter().enumerate() {
        let later: Vec<&(usize, f64)> = around.iter().filter(|(other, _)| rank(*other) > rank(a)).collect();
        for (at, &&(b, ab)) in later.iter().enumerate() {
            for &&(c, ac) in &later[at + 1..] {
                let Ok(bc) = signed[b].binary_search_by_key(&c, |&(other, _)| other) else { continue };
                let negative = [ab, ac, signed[b][bc].1].iter().filter(|value| **value < 0.0).count();
                for actor in [a, b, c] {
                    found[actor].triangles += 1;
                    found[actor].balanced += usize::from(negative % 2 == 0);
                }
            }
        }
    }
}

/// The camp of each actor that has a signed tie: 1 for the first actor of each group that hangs together, and 2.
fn camps(signed: &Signed) -> Vec<Option<usize>> {
    let mut side: Vec<Option<bool>> = vec![None; signed.len()];
    let mut first = Vec::new();
    for start in 0..signed.len() {
        if side[start].is_some() || signed[start].is_empty() {
            continue;
        }
        side[start] = Some(false);
        let mut members = vec![start];
        let mut queue = VecDeque::from([start]);
        while let Some(at) = queue.pop_front() {
            // Strong ties first, so that weak ones are those that do not fit.
            let mut around = signed[at].clone();
            around.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
            for (other, value) in around {
                if side[other].is_none() {
                    side[other] = side[at].map(|side| side ^ (value < 0.0));
                    members.push(other);
                    queue.push_back(other);
                }
            }
        }
        first.push((start, members));
    }
    improve(signed, &mut side);
    for (start, members) in first {
        if side[start] == Some(true) {
            members.iter().for_each(|&at| side[at] = side[at].map(|side| !side));
        }
    }
    side.into_iter().map(|side| side.map(|side| 1 + usize::from(side))).collect()
}

/// Lets actors change sides, in order, while fewer of their ties are frustrated by it.
fn improve(signed: &Signed, side: &mut [Option<bool>]) {
    // Each change takes a frustrated tie away, so this ends; the cap is for networks of millions.
    for _ in 0..100 {
        let mut has_changed = false;
        for (at, around) in signed.iter().enumerate() {
            let frustrated =
                around.iter().filter(|&&(other, value)| (side[at] != side[other]) != (value < 0.0)).count();
            if 2 * frustrated > around.len() {
                side[at] = side[at].map(|side| !side);
                has_changed = true;
            }
        }
        if !has_changed {
            break;
        }
    }
}

/// Whether a tie of that sign is frustrated between actors of these camps; `None` without sign or camps.
pub(super) fn is_frustrated(sign: Option<Sign>, camps: [Option<usize>; 2]) -> Option<bool> {
    let [Some(one), Some(other)] = camps else { return None };
    sign.map(|sign| (one == other) == (sign == Sign::Negative))
}
