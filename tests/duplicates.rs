//! Documents that print one text: which they are does not depend on the order in which they come.

use chancery::archive::DocumentRecord;
use chancery::archive::duplicates::{Collector, Copies};
use proptest::prelude::*;

fn record(id: &str, date: Option<&str>, text: &str) -> DocumentRecord {
    serde_json::from_value(serde_json::json!({
        "schema": "chancery.document/1", "id": id, "title": "", "date": date, "source": null, "text": text,
        "entities": [], "statements": []}))
    .unwrap()
}

fn copies<'a>(records: impl IntoIterator<Item = &'a DocumentRecord>) -> Copies {
    let mut collector = Collector::default();
    records.into_iter().for_each(|record| collector.add(record));
    collector.finish()
}

/// Words from one number to another.
fn words(range: std::ops::Range<u32>) -> String {
    range.map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_first_published_leads_and_chains_are_one_group() {
    let records = [
        record("z", Some("2025-01-01"), &words(0..100)),
        record("b", Some("2025-01-02"), &words(20..120)),
        // Like b, but not like z; undated, so it leads nobody.
        record("a", None, &words(45..145)),
        record("other", Some("2024-01-01"), &words(500..600)),
        record("empty", None, ""),
        record("void", None, " – "),
    ];
    let found = copies(&records);
    assert_eq!(found.iter().collect::<Vec<_>>(), [("a", "z"), ("b", "z")]);
    assert_eq!((found.leader("z"), found.leader("other"), found.len()), (None, None, 2));
    assert!(copies(&records[2..]).is_empty());
}

#[test]
fn a_fingerprint_that_lies_joins_nothing() {
    let mut records = [record("a", None, &words(0..50)), record("b", None, &words(100..150))];
    for record in &mut records {
        record.fingerprint = Some("0".repeat(128));
    }
    assert!(copies(&records).is_empty());
}

#[test]
fn a_text_that_is_printed_often_is_one_group() {
    let records: Vec<DocumentRecord> =
        (0..2_000).map(|n| record(&format!("d{n:04}"), None, &words(0..40))).collect();
    let found = copies(&records);
    assert_eq!(found.len(), 1_999);
    assert!(found.iter().all(|(_, leader)| leader == "d0000"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_order_of_the_documents_does_not_matter(
        (texts, order) in prop::collection::vec((0_u32..60, 20_u32..60, 0_u32..4), 1..24)
            .prop_flat_map(|texts| {
                let order: Vec<usize> = (0..texts.len()).collect();
                (Just(texts), Just(order).prop_shuffle())
            })
    ) {
        let records: Vec<DocumentRecord> = texts
            .iter()
            .enumerate()
            .map(|(at, &(start, length, day))| {
                let date = (day > 0).then(|| format!("2025-01-0{day}"));
                record(&format!("d{at}"), date.as_deref(), &words(start..start + length))
            })
            .collect();
        let expected = copies(&records);
        prop_assert_eq!(&copies(order.iter().map(|&at| &records[at])), &expected);
        // Whoever leads is led by nobody.
        for (_, leader) in expected.iter() {
            prop_assert_eq!(expected.leader(leader), None);
        }
    }
}
