//! Licences: what a word says of the clause or deed below it, where the word itself holds and where it is negated.
//!
//! After Karttunen ("Implicative verbs", 1971) and the signatures of Nairn, Condoravdi and Karttunen ("Computing relative
//! polarity for textual inference", 2006).

use super::strongest;
use crate::ontology::Status;

/// How real a word makes what stands below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Licence {
    /// As real as the word: "managed to", "did not manage to".
    Same,
    /// A fact in any case: "did not know that", "regrets having".
    Fact,
    /// A fact for those who say it, and open where nobody says it: "did not say that".
    Report,
    /// The contrary of the word: "failed to", "did not fail to".
    Opposite,
    /// Negated by the word, and open where the word is negated: "refused to", "did not prevent".
    Barred,
    /// Open, and a fact where the word is negated: "hesitated to", "did not hesitate to".
    Hesitant,
    /// Open, and negated where the word is: "tried to", "was not able to".
    Open,
    /// Open in any case: "is unlikely to", "could not confirm that".
    Unsure,
    /// To come, and negated where the word is: "plans to".
    Planned,
    /// Over, unless the end is itself open or negated: "stopped supporting", "asked them to stop".
    Ended,
    /// Denied, and open where the denial is negated: "denied attacking", "did not deny".
    Denied,
}

impl Licence {
    /// The status of what stands below a word of status `above`.
    pub(super) fn apply(self, above: Status) -> Status {
        use Status::{Asserted, Denied, Former, Negated, Planned, Possible};
        match (self, above) {
            (Self::Same, above) => above,
            (Self::Fact, _) => Asserted,
            (Self::Report | Self::Denied | Self::Barred, Negated | Denied) => Possible,
            (Self::Report, _) => Asserted,
            (Self::Opposite | Self::Hesitant, Negated) => Asserted,
            (Self::Opposite, Denied) => Possible,
            (Self::Opposite | Self::Barred, _) => Negated,
            (Self::Hesitant | Self::Unsure, _) => Possible,
            (Self::Open, above) => strongest(Possible, above),
            (Self::Planned, above) => strongest(Planned, above),
            (Self::Ended, Asserted | Former) => Former,
            (Self::Ended, _) => Asserted,
            (Self::Denied, _) => Denied,
        }
    }
}
