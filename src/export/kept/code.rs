//! Measures and places as bytes and back: one description of the fields, for both ways.
//!
//! Comes in: what is measured, or the bytes of that. Goes out: the other. Whole numbers take seven bits a byte, numbers with decimals
//! eight bytes, so that they come back as they were. Never takes more from the bytes than there is.

use crate::network::{Brokerage, Measured, Measures, Position, Sign, TieMeasures};

/// Measures as bytes.
pub(super) fn of_measured(measured: &mut Measured) -> Vec<u8> {
    let mut writer = Writer(Vec::with_capacity(32 * measured.actors.len() + 2 * measured.ties.len()));
    measured.actors.iter_mut().for_each(|one| actor(&mut writer, one));
    measured.ties.iter_mut().for_each(|one| tie(&mut writer, one));
    writer.0
}

/// The measures of so many actors and ties; `None` if the bytes are none.
pub(super) fn measured(bytes: &[u8], (actors, ties): (usize, usize)) -> Option<Measured> {
    let mut reader = Reader { rest: bytes, is_broken: false };
    let actors = (0..actors).map(|_| reader.one(actor)).collect();
    let ties = (0..ties).map(|_| reader.one(tie)).collect();
    reader.is_done().then_some(Measured { actors, ties })
}

/// Places as bytes.
pub(super) fn of_places(places: &mut [Position]) -> Vec<u8> {
    let mut writer = Writer(Vec::with_capacity(16 * places.len()));
    places.iter_mut().for_each(|one| place(&mut writer, one));
    writer.0
}

/// So many places; `None` if the bytes are none.
pub(super) fn places(bytes: &[u8], count: usize) -> Option<Vec<Position>> {
    let mut reader = Reader { rest: bytes, is_broken: false };
    let places = (0..count).map(|_| reader.one(place)).collect();
    reader.is_done().then_some(places)
}

fn actor<C: Coder>(coder: &mut C, measures: &mut Measures) {
    for value in [&mut measures.degree, &mut measures.statements_in, &mut measures.statements_out] {
        coder.size(value);
    }
    coder.double(&mut measures.pagerank);
    for value in
        [&mut measures.core, &mut measures.component, &mut measures.community, &mut measures.triangles]
    {
        coder.size(value);
    }
    for value in [
        &mut measures.betweenness,
        &mut measures.constraint,
        &mut measures.effective_size,
        &mut measures.balance,
    ] {
        coder.option(value, C::double);
    }
    coder.option(&mut measures.brokerage, |coder, roles: &mut Brokerage| {
        for role in [
            &mut roles.coordinator,
            &mut roles.consultant,
            &mut roles.gatekeeper,
            &mut roles.representative,
            &mut roles.liaison,
        ] {
            coder.size(role);
        }
    });
    coder.option(&mut measures.camp, C::size);
}

fn tie<C: Coder>(coder: &mut C, measures: &mut TieMeasures) {
    coder.truth(&mut measures.is_counted);
    coder.option(&mut measures.betweenness, C::double);
    let mut sign = measures.sign.map(|sign| sign == Sign::Positive);
    coder.option(&mut sign, C::truth);
    measures.sign = sign.map(|is_positive| if is_positive { Sign::Positive } else { Sign::Negative });
    coder.option(&mut measures.is_frustrated, C::truth);
}

fn place<C: Coder>(coder: &mut C, place: &mut Position) {
    coder.double(&mut place.x);
    coder.double(&mut place.y);
}

/// Writes values, or reads them into their places.
trait Coder: Sized {
    fn bits(&mut self, value: &mut u64);
    fn double(&mut self, value: &mut f64);

    fn size(&mut self, value: &mut usize) {
        let mut bits = *value as u64;
        self.bits(&mut bits);
        *value = usize::try_from(bits).unwrap_or(usize::MAX);
    }

    fn truth(&mut self, value: &mut bool) {
        let mut bits = u64::from(*value);
        self.bits(&mut bits);
        *value = bits == 1;
    }

    fn option<T: Default>(&mut self, value: &mut Option<T>, each: impl Fn(&mut Self, &mut T)) {
        let mut is_given = value.is_some();
        self.truth(&mut is_given);
        if is_given {
            each(self, value.get_or_insert_with(T::default));
        }
    }
}

struct Writer(Vec<u8>);

impl Coder for Writer {
    fn bits(&mut self, value: &mut u64) {
        let mut value = *value;
        while value > 0x7f {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    fn double(&mut self, value: &mut f64) {
        self.0.extend(value.to_bits().to_le_bytes());
    }
}

struct Reader<'b> {
    rest: &'b [u8],
    is_broken: bool,
}

impl Reader<'_> {
    fn one<T: Default>(&mut self, each: impl Fn(&mut Self, &mut T)) -> T {
        let mut value = T::default();
        each(self, &mut value);
        value
    }

    fn is_done(&self) -> bool {
        self.rest.is_empty() && !self.is_broken
    }
}

impl Coder for Reader<'_> {
    fn bits(&mut self, value: &mut u64) {
        *value = 0;
        for shift in (0..64).step_by(7) {
            let Some((&byte, rest)) = self.rest.split_first() else { break };
            self.rest = rest;
            *value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return;
            }
        }
        self.is_broken = true;
    }

    fn double(&mut self, value: &mut f64) {
        match self.rest.split_first_chunk() {
            Some((bytes, rest)) => (*value, self.rest) = (f64::from_bits(u64::from_le_bytes(*bytes)), rest),
            None => self.is_broken = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number() -> impl Strategy<Value = f64> {
        // A NaN is none of the measures, and equals nothing.
        any::<f64>().prop_filter("a number", |value| !value.is_nan())
    }

    fn actors() -> impl Strategy<Value = Measures> {
        let counts = any::<[usize; 7]>();
        let options = (
            proptest::option::of(number()),
            proptest::option::of(number()),
            proptest::option::of(any::<[usize; 5]>()),
        );
        (counts, number(), options, proptest::option::of(any::<usize>())).prop_map(
            |(
                [degree, statements_in, statements_out, core, component, community, triangles],
                pagerank,
                (one, other, roles),
                camp,
            )| Measures {
                degree,
                statements_in,
                statements_out,
                pagerank,
                betweenness: one,
                core,
                component,
                community,
                constraint: other,
                effective_size: one,
                brokerage: roles.map(|[coordinator, consultant, gatekeeper, representative, liaison]| {
                    Brokerage { coordinator, consultant, gatekeeper, representative, liaison }
                }),
                triangles,
                balance: other,
                camp,
            },
        )
    }

    fn ties() -> impl Strategy<Value = TieMeasures> {
        let truth = proptest::option::of(any::<bool>());
        (any::<bool>(), proptest::option::of(number()), truth.clone(), truth).prop_map(
            |(is_counted, betweenness, sign, is_frustrated)| TieMeasures {
                is_counted,
                betweenness,
                sign: sign.map(|is_positive| if is_positive { Sign::Positive } else { Sign::Negative }),
                is_frustrated,
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_measured_comes_back_and_nothing_else_is_taken_for_it(
            actors in proptest::collection::vec(actors(), 0..5),
            ties in proptest::collection::vec(ties(), 0..5),
            cut in any::<proptest::sample::Index>(),
        ) {
            let counts = (actors.len(), ties.len());
            let mut given = Measured { actors, ties };
            let bytes = of_measured(&mut given);
            let found = measured(&bytes, counts).unwrap();
            prop_assert!(found.actors == given.actors && found.ties == given.ties);
            if !bytes.is_empty() {
                prop_assert!(measured(&bytes[..cut.index(bytes.len())], counts).is_none(), "cut");
                prop_assert!(measured(&[&bytes[..], &[0]].concat(), counts).is_none(), "too long");
            }
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in any::<Vec<u8>>(), actors in 0usize..9, ties in 0usize..9) {
            let _ = (measured(&bytes, (actors, ties)), places(&bytes, actors));
        }
    }
}
