//! Who held which office of a state on a day.
//!
//! The table `ontology/gazetteer/offices.tsv` is written by `scripts/offices.py`. In comes a state, an office and a day; out goes
//! the holder, or that nobody can tell: on the day of a change, where sources disagree, and in the gaps of the table. It
//! never guesses.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;

use super::Namesakes;

const TABLE: &str = include_str!("../../ontology/gazetteer/offices.tsv");

/// Days after the last sighting of a holder in office for which he is still taken for one, as inferred.
const OPEN_DAYS: i32 = 400;

/// An office that newspapers name by one title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Office {
    /// President of a state.
    President,
    /// Head of a government: prime minister, premier, chancellor, taoiseach.
    PrimeMinister,
    /// King, queen, emperor, emir, sultan, grand duke.
    Monarch,
    /// Minister of foreign affairs, or who has another title for it.
    ForeignMinister,
}

impl Office {
    /// All offices.
    pub const ALL: [Self; 4] = [Self::President, Self::PrimeMinister, Self::Monarch, Self::ForeignMinister];

    /// As it stands in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::President => "president",
            Self::PrimeMinister => "prime-minister",
            Self::Monarch => "monarch",
            Self::ForeignMinister => "foreign-minister",
        }
    }

    /// The office of a bare title in lower case, such as `prime minister`; `None` for what is more or less than that
    /// (`vice president`, `leader`).
    ///
    /// ```
    /// use chancery::ontology::Office;
    /// assert_eq!(Office::of_title("chancellor"), Some(Office::PrimeMinister));
    /// assert_eq!(Office::of_title("vice president"), None);
    /// ```
    pub fn of_title(title: &str) -> Option<Self> {
        Some(match title {
            "president" => Self::President,
            "prime minister" | "premier" | "chancellor" | "taoiseach" | "pm" => Self::PrimeMinister,
            "king" | "queen" | "monarch" | "emperor" | "emir" | "sultan" | "grand duke" => Self::Monarch,
            "foreign minister"
            | "minister of foreign affairs"
            | "foreign affairs minister"
            | "minister for foreign affairs"
            | "foreign secretary" => Self::ForeignMinister,
            _ => return None,
        })
    }

    /// The office of a name in the table.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|office| office.as_str() == name)
    }
}

/// Who holds an office on a day, as the table has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// One person.
    By(Holder),
    /// The table knows nobody for that day.
    Gap,
    /// The table knows several: a day of change, or sources that disagree.
    Disputed(Vec<Holder>),
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Name in English, given name first.
    pub name: &'static str,
    /// Wikidata item, where it is known.
    pub item: Option<&'static str>,
    /// Line of the table, from 1.
    pub line: u32,
    /// Whether no source has seen the holder in office that day: the end, or the exact start, is not stated.
    pub is_inferred: bool,
    /// What the row is from: `F` CIA World Factbook, `W` Wikidata, `C` cabinets of Wikidata.
    pub sources: &'static str,
}

/// Dated holders of offices by state and office.
#[derive(Clone, Debug)]
pub struct Offices(BTreeMap<&'static str, BTreeMap<Office, Vec<Row>>>);

#[derive(Clone, Copy, Debug)]
struct Row {
    name: &'static str,
    item: Option<&'static str>,
    line: u32,
    sources: &'static str,
    /// First and last day on which the office may have been taken.
    start: (Date, Date),
    sure: Date,
    /// Last day of the end; `None` if it is open.
    end: Option<Date>,
}

impl Offices {
    /// The table that comes with the program.
    pub fn bundled() -> Self {
        let mut rows: BTreeMap<_, BTreeMap<_, Vec<Row>>> = BTreeMap::new();
        for (number, line) in TABLE.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            if let Some((state, office, row)) = row(number as u32 + 1, line) {
                rows.entry(state).or_default().entry(office).or_default().push(row);
            }
        }
        Self(rows)
    }

    /// Who held `office` of a state (Wikidata item such as `Q212`) on a day.
    ///
    /// ```
    /// use chancery::ontology::{Held, Office, Offices};
    /// let held = Offices::bundled().holder("Q212", Office::President, jiff::civil::date(2022, 3, 1));
    /// let Held::By(holder) = held else { panic!("{held:?}") };
    /// assert_eq!((holder.name, holder.is_inferred), ("Volodymyr Zelenskyy", false));
    /// ```
    pub fn holder(&self, state: &str, office: Office, day: Date) -> Held {
        let mut found: Vec<Holder> = Vec::new();
        for holder in self.rows(state, office).into_iter().flatten().filter_map(|row| row.on(day)) {
            match found.iter_mut().find(|other| other.is_same(&holder)) {
                Some(other) => other.is_inferred &= holder.is_inferred,
                None => found.push(holder),
            }
        }
        match found.len() {
            0 => Held::Gap,
            1 => found.pop().map_or(Held::Gap, Held::By),
            _ => Held::Disputed(found),
        }
    }

    /// All holders by the words of their names.
    pub fn namesakes(&self) -> Namesakes {
        let of_state = |(state, offices): (&&'static str, &BTreeMap<Office, Vec<Row>>)| {
            let state = *state;
            let rows =
                offices.iter().flat_map(|(office, rows)| rows.iter().map(move |row| (*office, row.name)));
            rows.map(|(office, name)| (state, office, name)).collect::<Vec<_>>()
        };
        Namesakes::of(self.0.iter().flat_map(of_state))
    }

    /// Whether the table has any holder of the office of a state.
    pub fn knows(&self, state: &str, office: Office) -> bool {
        self.rows(state, office).is_some()
    }

    fn rows(&self, state: &str, office: Office) -> Option<&Vec<Row>> {
        self.0.get(state)?.get(&office)
    }
}

impl Row {
    /// The holder, if he may have held the office that day.
    fn on(&self, day: Date) -> Option<Holder> {
        let (first, last) = self.start;
        let end = self.end.or_else(|| self.sure.checked_add(Span::new().days(OPEN_DAYS)).ok());
        if day < first || end.is_some_and(|end| day > end) {
            return None;
        }
        let is_inferred = day < last || day > self.sure;
        Some(Holder { name: self.name, item: self.item, line: self.line, is_inferred, sources: self.sources })
    }
}

impl Holder {
    fn is_same(&self, other: &Self) -> bool {
        self.name == other.name || self.item.is_some() && self.item == other.item
    }
}

fn row(line: u32, text: &'static str) -> Option<(&'static str, Office, Row)> {
    let cells: Vec<&'static str> = text.split('\t').collect();
    let [state, office, name, item, start, sure, end, sources] = cells.try_into().ok()?;
    let item = Some(item).filter(|item| !item.is_empty());
    let end = if end.is_empty() { None } else { Some(days(end)?.1) };
    let row = Row { name, item, line, sources, start: days(start)?, sure: days(sure)?.1, end };
    Some((state, Office::from_name(office)?, row))
}

/// First and last day of a day, month or year.
fn days(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    let mut number = || parts.next().map(str::parse::<i8>);
    match (number(), number()) {
        (None, _) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        (Some(Ok(month)), None) => {
            let first = Date::new(year, month, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        (Some(Ok(month)), Some(Ok(day))) => Date::new(year, month, day).ok().map(|day| (day, day)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Held, Office, Offices, TABLE, row};

    fn told(state: &str, office: Office, day: &str) -> String {
        match Offices::bundled().holder(state, office, day.parse().unwrap()) {
            Held::By(holder) if holder.is_inferred => format!("{}?", holder.name),
            Held::By(holder) => holder.name.to_owned(),
            Held::Gap => "gap".to_owned(),
            Held::Disputed(holders) => {
                holders.iter().map(|holder| holder.name).collect::<Vec<_>>().join(" or ")
            }
        }
    }

    #[test]
    fn every_row_is_read() {
        let rows: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        let unread: Vec<&&str> = rows.iter().filter(|line| row(1, line).is_none()).collect();
        assert!(unread.is_empty(), "{unread:?}");
        assert!(rows.len() > 2000 && TABLE.len() < 600_000);
    }

    #[test]
    fn the_holder_of_a_day_is_told_and_nobody_where_nobody_knows() {
        for (state, office, day, expected) in [
            ("Q212", Office::President, "2011-05-03", "Viktor Yanukovych"),
            ("Q212", Office::President, "2022-05-03", "Volodymyr Zelenskyy"),
            // Nobody has seen the end of the one or the start of the other: in truth a third one held the office.
            ("Q212", Office::President, "2014-04-01", "Viktor Yanukovych?"),
            // The editions of these years are missing.
            ("Q212", Office::President, "2018-05-01", "gap"),
            // The day of the change.
            ("Q30", Office::President, "2009-01-20", "Barack H. Obama or George W. Bush"),
            ("Q30", Office::President, "1991-01-20", "George Bush"),
            ("Q30", Office::President, "2003-01-20", "George W. Bush"),
            ("Q183", Office::PrimeMinister, "2010-01-20", "Angela Merkel"),
            ("Q145", Office::Monarch, "2010-01-20", "Elizabeth II"),
            ("Q30", Office::President, "1850-01-20", "gap"),
            ("Q0", Office::President, "2010-01-20", "gap"),
        ] {
            assert_eq!(told(state, office, day), expected, "{state} {day}");
        }
    }
}
