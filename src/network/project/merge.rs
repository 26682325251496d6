//! Putting together what several builders collected of documents that follow each other.
//!
//! Comes in: builders, in the order of their documents. Goes out: one, as if it had been given all of these documents. What documents that
//! print one text describe alike is joined later, of all together.

use super::{ActorDraft, Builder, TieDraft, TieKey};

impl Builder<'_> {
    /// One builder of several, in the order of their documents; `None` of none. They must have been told of the copies.
    pub fn joined(builders: Vec<Self>) -> Option<Self> {
        builders.into_iter().reduce(Self::followed_by)
    }

    fn followed_by(mut self, later: Self) -> Self {
        let before = self.ids.len();
        self.actors.reserve(later.actors.len());
        self.ties.reserve(later.ties.len());
        let actors: Vec<usize> = later.actors.into_iter().map(|draft| self.follow(draft, before)).collect();
        let names: Vec<usize> = later.names.iter().map(|name| self.relation(name)).collect();
        for ((subject, name, object, status, speaker), mut draft) in later.ties {
            draft.tie.sources.iter_mut().for_each(|number| *number += before);
            let speaker = speaker.map(|at| actors[at]);
            self.add_draft((actors[subject], names[name], actors[object], status, speaker), draft);
        }
        self.ids.extend(later.ids);
        self.documents.extend(later.documents);
        self
    }

    /// The position of an actor with what later documents tell of it.
    fn follow(&mut self, mut draft: ActorDraft, before: usize) -> usize {
        draft.sources.iter_mut().for_each(|number| *number += before);
        match self.find(&draft.iri) {
            Some(at) => {
                self.actors[at].follow(draft);
                at
            }
            None => self.push_actor(draft),
        }
    }

    /// Adds what is known of a tie to what was known of it.
    pub(super) fn add_draft(&mut self, key: TieKey, draft: TieDraft) {
        let mut draft = Some(draft);
        let at = self.tie_at(key, || draft.take().unwrap_or_default());
        draft.into_iter().for_each(|draft| self.ties[at].1.absorb(draft));
    }
}

impl ActorDraft {
    /// Takes what later documents tell of the same. The reason of a link is of the first that has its score.
    fn follow(&mut self, mut later: Self) {
        for link in std::mem::take(&mut later.links) {
            match self.links.iter_mut().find(|known| known.iri == link.iri) {
                Some(known) => {
                    let best = known.score;
                    known.reason = link.reason.filter(|(score, _)| *score > best).or(known.reason.take());
                    known.score = link.score.max(best);
                }
                None => self.links.push(link),
            }
        }
        self.absorb(later);
    }
}
