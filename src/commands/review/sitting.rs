//! A sitting of `chancery review`: cards and answers, one pair or link after the other.
//!
//! In come pairs of actors, actors with candidates for a link, and answers from any reader; out go cards to any writer and decisions to whoever records them. Every decision
//! is recorded before the next question, so that whoever is interrupted loses nothing. Knows neither files nor terminals.

use std::io::{BufRead, Write};

use super::item::{Batch, Item, verdict};
use crate::archive::Decision;
use crate::diagnostic::counted;

/// What can be answered of a pair.
const OF_PAIR: &str = "[y] same  [n] different  [s] skip  [u] undo  [e] more evidence  [a 0.9] all from that score  [q] quit  [?] help: ";
/// What can be answered of a link.
const OF_LINK: &str = "[y] the first  [2] the second, …  [n] none of these  [s] skip  [u] undo  [e] more evidence  [q] quit  [?] help: ";
/// The same at length.
const HELP: &str = "\
  y      they are one actor; of a link: the actor is the first of the list
  2, 3 … of a link: the actor is that one of the list
  n      they are two; of a link: it is none of the list
  s      leave it open and go on
  u      take back the last answer of this sitting and ask again
  e      show more sentences that speak of each
  a 0.9  take this and all following pairs of that score and more as same, but for those where an actor is like several
  q      end; what was answered is recorded (as it is after Ctrl-C)";

/// What a sitting needs of the world.
pub(super) struct Sitting<'a> {
    /// What to ask about, the most promising first.
    pub(super) items: &'a [Item],
    /// One of them as people see it, with its number.
    pub(super) card: &'a dyn Fn(&Item, usize) -> anyhow::Result<String>,
    /// More sentences of it.
    pub(super) evidence: &'a dyn Fn(&Item) -> anyhow::Result<String>,
    /// Records decisions, all or none, and gives the number of the first.
    pub(super) record: &'a mut dyn FnMut(&[Decision]) -> anyhow::Result<u64>,
}

/// What was answered at a card.
struct Answer {
    /// What it settles, by position.
    items: Vec<usize>,
    /// The numbers of the decisions.
    decisions: std::ops::Range<u64>,
}

impl Sitting<'_> {
    /// Asks until the items or the answers end, or somebody quits; gives how many decisions stand.
    ///
    /// # Errors
    /// A decision cannot be recorded, or input or output refuses.
    pub(super) fn run(mut self, input: &mut dyn BufRead, out: &mut dyn Write) -> anyhow::Result<usize> {
        let (mut answered, mut at): (Vec<Answer>, usize) = (Vec::new(), 0);
        let mut is_fresh = true;
        while let Some(item) = self.items.get(at) {
            if answered.iter().any(|answer| answer.items.contains(&at)) {
                at += 1;
                continue;
            }
            if is_fresh {
                writeln!(out, "\n{}", (self.card)(item, at + 1)?)?;
            }
            let Some(line) = ask(question(item), input, out)? else { break };
            let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((&line, ""));
            let decisions = item.decisions(word);
            is_fresh = !decisions.is_empty() || matches!(word, "s" | "u" | "a");
            match word {
                _ if !decisions.is_empty() => answered.push(self.decide(vec![at], &decisions)?),
                "s" => at += 1,
                "u" => match answered.pop() {
                    Some(last) => {
                        let undone: Vec<Decision> = last.decisions.map(Decision::undo).collect();
                        (self.record)(&undone)?;
                        at = last.items.first().copied().unwrap_or(at);
                    }
                    None => {
                        is_fresh = false;
                        writeln!(out, "nothing to undo in this sitting; see --undo")?;
                    }
                },
                "e" => writeln!(out, "{}", (self.evidence)(item)?)?,
                "a" if matches!(item, Item::Link(_)) => {
                    is_fresh = false;
                    writeln!(out, "only pairs are taken together")?;
                }
                "a" => match self.all_from(at, rest, input, out)? {
                    Some(answer) => answered.push(answer),
                    None => is_fresh = false,
                },
                "q" => break,
                _ => writeln!(out, "{HELP}")?,
            }
        }
        writeln!(out)?;
        let standing = answered.iter().map(|answer| answer.decisions.end - answer.decisions.start);
        Ok(usize::try_from(standing.sum::<u64>()).unwrap_or(usize::MAX))
    }

    fn decide(&mut self, items: Vec<usize>, decisions: &[Decision]) -> anyhow::Result<Answer> {
        let first = (self.record)(decisions)?;
        Ok(Answer { items, decisions: first..first + decisions.len() as u64 })
    }

    /// Takes the pairs from `at` on as same whose score is what `text` says or more, if that is confirmed.
    fn all_from(
        &mut self,
        at: usize,
        text: &str,
        input: &mut dyn BufRead,
        out: &mut dyn Write,
    ) -> anyhow::Result<Option<Answer>> {
        let Ok(least) = crate::commands::part::confidence(text.trim()) else {
            writeln!(out, "write a score from 0 to 1 behind it, such as a 0.9")?;
            return Ok(None);
        };
        let rest = self.items.iter().enumerate().skip(at).filter_map(|(at, item)| match item {
            Item::Pair(pair) => Some((at, pair)),
            Item::Link(_) => None,
        });
        let Batch { taken, unclear } = Batch::from_score(rest, f64::from(least));
        if unclear > 0 {
            writeln!(out, "{} not taken: an actor of it is like several others", counted(unclear, "pair"))?;
        }
        if taken.is_empty() {
            writeln!(out, "no pair has that score and is clear")?;
            return Ok(None);
        }
        let question = format!("take {} as same? [y/N] ", counted(taken.len(), "pair"));
        if ask(&question, input, out)?.as_deref() != Some("y") {
            return Ok(None);
        }
        let decisions: Vec<Decision> = taken.iter().map(|(_, pair)| verdict(pair, true)).collect();
        self.decide(taken.iter().map(|(at, _)| *at).collect(), &decisions).map(Some)
    }
}

/// What can be answered of it.
fn question(item: &Item) -> &'static str {
    match item {
        Item::Pair(_) => OF_PAIR,
        Item::Link(_) => OF_LINK,
    }
}

/// A line of the answer, without blanks around it; `None` at the end of the input.
fn ask(question: &str, input: &mut dyn BufRead, out: &mut dyn Write) -> anyhow::Result<Option<String>> {
    write!(out, "{question}")?;
    out.flush()?;
    let mut line = String::new();
    if input.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(line.trim().to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::{Batch, Item, Sitting};
    use crate::archive::Decision;
    use crate::archive::decisions::Kind;
    use crate::archive::record::LinkRecord;
    use crate::commands::review::item::OpenLink;
    use crate::resolve::{Candidate, Side};

    fn pair(a: &str, b: &str, score: f64) -> Candidate {
        let side = |iri: &str| Side {
            iri: format!("https://example.org/{iri}"),
            name: iri.to_owned(),
            class: "Person".to_owned(),
            documents: 1,
            example: "d".to_owned(),
        };
        let (a, b) = (side(a), side(b));
        Candidate {
            kind: "surname".to_owned(),
            score,
            features: Vec::new(),
            why: String::new(),
            document: None,
            a,
            b,
        }
    }

    /// Anna Berg and Bert Berg are both like Berg.
    fn pairs() -> [Candidate; 4] {
        [
            pair("carl-dunn", "dunn", 0.95),
            pair("anna-berg", "berg", 0.9),
            pair("bert-berg", "berg", 0.85),
            pair("dora-alm", "alm", 0.5),
        ]
    }

    /// What is shown, and what is recorded as words.
    fn sit(answers: &str) -> (String, Vec<String>, usize) {
        sit_about(&pairs().map(Item::Pair), answers)
    }

    /// Of an actor with two candidates, and a pair.
    fn sit_about_links(answers: &str) -> (String, Vec<String>, usize) {
        let candidate = |iri: &str| LinkRecord::new(format!("https://example.org/{iri}"), 0.25, "index");
        let link = OpenLink {
            iri: "https://example.org/emil".to_owned(),
            name: "emil".to_owned(),
            class: "Person".to_owned(),
            documents: 1,
            example: "d".to_owned(),
            candidates: vec![candidate("one"), candidate("two")],
        };
        let [pair, ..] = pairs();
        sit_about(&[Item::Link(link), Item::Pair(pair)], answers)
    }

    fn sit_about(items: &[Item], answers: &str) -> (String, Vec<String>, usize) {
        let (mut log, mut shown): (Vec<Decision>, Vec<u8>) = (Vec::new(), Vec::new());
        let name = |item: &Item| match item {
            Item::Pair(pair) => (pair.a.name.clone(), pair.b.name.clone()),
            Item::Link(link) => (link.name.clone(), link.name.clone()),
        };
        let sitting = Sitting {
            items,
            card: &|item, number| Ok(format!("card {number} {}", name(item).0)),
            evidence: &|item| Ok(format!("told of {}", name(item).1)),
            record: &mut |decisions| {
                log.extend_from_slice(decisions);
                Ok((log.len() - decisions.len()) as u64 + 1)
            },
        };
        let standing = sitting.run(&mut answers.as_bytes(), &mut shown).unwrap();
        let word = |decision: &Decision| match (decision.kind, decision.undoes) {
            (Kind::Undo, number) => format!("undo {}", number.unwrap_or_default()),
            (kind, _) => format!("{kind:?} {}", decision.ids[1].trim_start_matches("https://example.org/")),
        };
        (String::from_utf8(shown).unwrap(), log.iter().map(word).collect(), standing)
    }

    #[test]
    fn every_key_does_what_the_help_says() {
        for (answers, recorded, standing) in [
            ("y\nn\ns\nY \n", &["Accept dunn", "Reject berg", "Accept alm"][..], 3),
            ("y\nq\ny\n", &["Accept dunn"], 1),
            ("n\nu\ny\n", &["Reject dunn", "undo 1", "Accept dunn"], 1),
            ("u\n", &[], 0),
            ("s\ns\ns\ns\ny\n", &[], 0),
            ("a 0.4\ny\ns\nn\n", &["Accept dunn", "Accept alm", "Reject berg"], 3),
            ("s\na 0.4\ny\nu\nq\n", &["Accept alm", "undo 1"], 0),
            ("a 0.4\nn\n", &[], 0),
            ("a\na 7\na 0.99\n", &[], 0),
            ("", &[], 0),
        ] {
            let (shown, found, count) = sit(answers);
            assert_eq!(
                (found.as_slice(), count),
                (&recorded.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()[..], standing),
                "{answers:?} {shown}"
            );
        }
    }

    #[test]
    fn a_link_is_chosen_by_its_number_or_none_is() {
        for (answers, recorded, standing) in [
            ("y\n", &["Accept one"][..], 1),
            ("2\n", &["Accept two"], 1),
            (
                "n\nu\n1\ny\n",
                &["Reject one", "Reject two", "undo 1", "undo 2", "Accept one", "Accept dunn"],
                2,
            ),
            ("0\n3\na 0.1\n-1\ns\na 0.1\ny\n", &["Accept dunn"], 1),
        ] {
            let (shown, found, count) = sit_about_links(answers);
            assert_eq!((found.len(), count), (recorded.len(), standing), "{answers:?} {shown}");
            assert!(found.iter().zip(recorded).all(|(found, wanted)| found == wanted), "{found:?}");
        }
        assert!(sit_about_links("a 0.1\n").0.contains("only pairs are taken together"));
    }

    #[test]
    fn cards_help_and_evidence_are_shown_when_they_are_wanted() {
        let (shown, _, _) = sit("e\n?\nxyz\nn\nu\n");
        assert_eq!(shown.matches("card 1 carl-dunn").count(), 2, "first and after undo: {shown}");
        assert_eq!(shown.matches("card 2").count(), 1, "{shown}");
        assert!(
            shown.contains("told of dunn") && shown.matches("take back the last answer").count() == 2,
            "{shown}"
        );
        assert!(sit("a 0.4\n").0.contains("2 pairs not taken"));
    }

    #[test]
    fn nobody_is_taken_who_is_like_several() {
        let pairs = pairs();
        let taken = |least| {
            let batch = Batch::from_score(pairs.iter().enumerate(), least);
            (batch.taken.iter().map(|(at, _)| *at).collect::<Vec<_>>(), batch.unclear)
        };
        assert_eq!(taken(0.0), (vec![0, 3], 2));
        // Of that score only one is like Berg.
        assert_eq!(taken(0.88), (vec![0, 1], 0));
        let chain = [pair("a", "b", 0.9), pair("b", "c", 0.9)];
        assert_eq!(Batch::from_score(chain.iter().enumerate(), 0.5).taken.len(), 0);
    }
}
