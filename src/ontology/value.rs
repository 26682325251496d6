//! What a literal that is neither a clause nor a date tells: the datatypes that a relation may have as its range.
//!
//! Each is a form that the text writes such a value in; where in a clause it stands is read by the statement stage.

/// The form of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueKind {
    /// An area with its unit: "161.5 square kilometres".
    Area,
    /// A height or length, with or without its unit: "346 metres".
    Length,
    /// How many: "1,777,539".
    Figure,
    /// How many to a unit of area: "1,604 people per square kilometre".
    Density,
    /// "Pacific Standard Time", "CET".
    TimeZone,
    /// "UTC+5:30", "an offset of -6".
    UtcOffset,
    /// Figures that stand for a district: "512".
    Code,
    /// What an office is called: "Governor".
    Title,
    /// "council-manager government", "federal republic".
    GovernmentForm,
    /// What became of a combatant: "killed in action".
    CasualtyStatus,
    /// "Serbian nationalism", "green politics".
    Ideology,
}

impl ValueKind {
    /// All kinds with the local names of their datatypes.
    const NAMES: [(Self, &'static str); 11] = [
        (Self::Area, "Area"),
        (Self::Length, "Length"),
        (Self::Figure, "Figure"),
        (Self::Density, "Density"),
        (Self::TimeZone, "TimeZone"),
        (Self::UtcOffset, "UtcOffset"),
        (Self::Code, "AreaCode"),
        (Self::Title, "Title"),
        (Self::GovernmentForm, "GovernmentForm"),
        (Self::CasualtyStatus, "CasualtyStatus"),
        (Self::Ideology, "Ideology"),
    ];

    /// The kind whose datatype has this local name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, own)| *own == name).map(|(kind, _)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_datatype_and_other_names_have_none() {
        assert_eq!(ValueKind::named("UtcOffset"), Some(ValueKind::UtcOffset));
        assert_eq!(ValueKind::named("Date"), None);
    }
}
