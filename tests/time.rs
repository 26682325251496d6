//! Time expressions against a table of our own, and against any text.

use chancery::statement::Time;
use chancery::statement::time::{Direction, Setting, phrases};
use jiff::civil::Date;
use proptest::prelude::*;

/// Times, durations and frequencies in order, each measured from the time before it.
fn values(text: &str, date: Option<Date>, direction: Direction) -> Vec<String> {
    let mut anchor: Option<Time> = None;
    let mut values = Vec::new();
    for phrase in phrases(text, 0) {
        let time = phrase.resolve(&Setting { date, direction, anchor: anchor.as_ref() });
        values.extend(time.as_ref().map(|time| time.value.clone()));
        values.extend(phrase.duration());
        values.extend(phrase.frequency().map(str::to_owned));
        anchor = time.or(anchor);
    }
    values
}

#[test]
fn expressions_are_normalised_against_date_and_tense() {
    let table = include_str!("data/time/expressions.tsv");
    let rows: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(rows.len() > 150, "{} rows", rows.len());
    let mut wrong = String::new();
    for row in rows {
        let [text, date, direction, expected] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let date = (date != "-").then(|| date.parse().unwrap());
        let direction = if direction == "future" { Direction::Future } else { Direction::Past };
        let found = values(text, date, direction).join(" ");
        let expected = if expected == "-" { "" } else { expected };
        if found != expected {
            wrong += &format!("{row}\tfound {found:?}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Words of time, figures and noise in any order, at any date: no panic, spans of the text in order, ends after
    /// beginnings, values that are days, months, years or intervals of these.
    #[test]
    fn any_text_gives_valid_times(
        words in prop::collection::vec(prop_oneof![
            "(since|until|by|from|to|between|and|in|on|last|next|this|the|same|following|early|late|end of|-|–|/|,)",
            "(Monday|Sunday|May|February|March|Sept\\.|spring|winter|quarter|half|century|years|days|weeks|decade|ago|later)",
            "(first|third|nineteenth|21st|1990s|9990s|two|a|hundred|9999|0000|2024|1500|29|30|31|32|99999999999999999999)",
            any::<String>(),
        ], 0..14),
        glue in "( |-|)",
        date in prop::option::of((-9999i16..=9999, 1i8..=12, 1i8..=31)),
        is_future in any::<bool>(),
    ) {
        let text = words.join(&glue);
        let date = date.and_then(|(year, month, day)| Date::new(year, month, day).ok());
        let direction = if is_future { Direction::Future } else { Direction::Past };
        let mut anchor: Option<Time> = None;
        let mut last = 0;
        for phrase in phrases(&text, 0) {
            prop_assert!(text.get(phrase.span.range()).is_some_and(|found| !found.is_empty()));
            prop_assert!(phrase.span.start() >= last);
            last = phrase.span.end();
            let Some(time) = phrase.resolve(&Setting { date, direction, anchor: anchor.as_ref() }) else { continue };
            prop_assert!(time.start <= time.end, "{time:?}");
            let is_written = chancery::network::days(&time.value) == Some((time.start, time.end));
            prop_assert!(is_written || time.start.year() < 0, "{time:?}");
            anchor = Some(time);
        }
    }
}
