//! Cooperation and conflict over time: the events between two actors, or of one, counted per day, week, month or year.
//!
//! An event is counted where its date lies within one step: what is dated to a month only is on no day. It is then counted
//! as [`Timeline::coarse`]; nothing is spread or guessed. What did not happen (planned, possible, denied) is never added to
//! what did.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};

use super::{Event, Precision, Quad, When};

/// Length of a step of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A day.
    Day,
    /// A week from Monday to Sunday, as in ISO 8601.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Step {
    /// `day`, `week`, `month` or `year`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The shortest step that shows all days from `first` to `last` in about fifty.
    pub fn fitting(first: Date, last: Date) -> Self {
        match days_between(first, last) {
            i64::MIN..=45 => Self::Day,
            46..=380 => Self::Week,
            381..=2200 => Self::Month,
            2201.. => Self::Year,
        }
    }

    /// The first day of the step that `day` is in.
    pub fn start(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                let past = day.weekday().since(Weekday::Monday);
                day.checked_sub(jiff::Span::new().days(past)).unwrap_or(day)
            }
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }

    /// The first day of the step after that of `day`; `None` at the end of the calendar.
    pub fn next(self, day: Date) -> Option<Date> {
        let span = jiff::Span::new();
        let span = match self {
            Self::Day => span.days(1),
            Self::Week => span.days(7),
            Self::Month => span.months(1),
            Self::Year => span.years(1),
        };
        self.start(day).checked_add(span).ok()
    }

    /// The step that begins on `start` as ISO 8601 has it: `2025-11-26`, `2025-W48`, `2025-11`, `2025`.
    pub fn label(self, start: Date) -> String {
        let year = start.year();
        match self {
            Self::Day => start.to_string(),
            Self::Week => {
                let week = start.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month => format!("{year:04}-{:02}", start.month()),
            Self::Year => format!("{year:04}"),
        }
    }

    /// Steps from that of `first` to that of `last`.
    pub fn between(self, first: Date, last: Date) -> i64 {
        let months = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month());
        match self {
            Self::Day => days_between(first, last),
            Self::Week => days_between(self.start(first), self.start(last)) / 7,
            Self::Month => months(last) - months(first),
            Self::Year => i64::from(last.year()) - i64::from(first.year()),
        }
    }
}

fn days_between(first: Date, last: Date) -> i64 {
    (last - first).get_days().into()
}

/// Counts of one step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// Realised events of cooperation.
    pub cooperation: usize,
    /// Realised events of conflict.
    pub conflict: usize,
    /// Other events of cooperation: planned, possible, denied, negated.
    pub unreal_cooperation: usize,
    /// Other events of conflict.
    pub unreal_conflict: usize,
    /// Sum on Goldstein's scale over the realised events, in tenths.
    pub goldstein_tenths: i64,
    /// Positions of the events.
    pub events: Vec<usize>,
}

impl Bar {
    /// Sum on Goldstein's scale over the realised events.
    pub fn goldstein(&self) -> f64 {
        self.goldstein_tenths as f64 / 10.0
    }

    /// All events of cooperation.
    pub fn all_cooperation(&self) -> usize {
        self.cooperation + self.unreal_cooperation
    }

    /// All events of conflict.
    pub fn all_conflict(&self) -> usize {
        self.conflict + self.unreal_conflict
    }

    fn add(&mut self, at: usize, event: &Event) {
        let is_conflict = event.quad().is_some_and(Quad::is_conflict);
        let count = match (is_conflict, event.is_realised()) {
            (false, true) => &mut self.cooperation,
            (true, true) => &mut self.conflict,
            (false, false) => &mut self.unreal_cooperation,
            (true, false) => &mut self.unreal_conflict,
        };
        *count += 1;
        if let (true, Some(goldstein)) = (event.is_realised(), event.goldstein) {
            self.goldstein_tenths += (f64::from(goldstein) * 10.0).round() as i64;
        }
        self.events.push(at);
    }
}

/// Counts per step, and of what is in none.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// Length of a step.
    pub step: Step,
    /// Counts by the first day of the step; steps without events are not there.
    pub bars: BTreeMap<Date, Bar>,
    /// Sum over all steps.
    pub total: Bar,
    /// Positions of events that are dated less exactly than a step.
    pub coarse: Vec<usize>,
    /// Positions of events without any date.
    pub undated: Vec<usize>,
    /// How many of those in a step are there by the day of publication.
    pub by_publication: usize,
}

impl Timeline {
    /// Counts `events` that are between one of `ours` and one of `theirs`, in either direction; without `theirs`, those
    /// between one of `ours` and anybody else. Without a `step`, one that fits.
    pub fn of(events: &[Event], ours: &[usize], theirs: Option<&[usize]>, step: Option<Step>) -> Self {
        let ours: BTreeSet<usize> = ours.iter().copied().collect();
        let theirs: Option<BTreeSet<usize>> = theirs.map(|theirs| theirs.iter().copied().collect());
        let is_between = |event: &Event| {
            let ends =
                (ours.contains(&event.source), event.target.is_some_and(|target| ours.contains(&target)));
            match &theirs {
                Some(theirs) => {
                    let target = event.target.is_some_and(|target| theirs.contains(&target));
                    (ends.0 && target) || (ends.1 && theirs.contains(&event.source))
                }
                None => ends.0 != ends.1,
            }
        };
        let chosen = events.iter().enumerate().filter(|(_, event)| is_between(event));
        Self::count(chosen.collect(), step)
    }

    fn count(events: Vec<(usize, &Event)>, step: Option<Step>) -> Self {
        let is_exact = |when: &When| matches!(when.precision, Precision::Day | Precision::Publication);
        let dated = || events.iter().filter_map(|(_, event)| event.when);
        // One event of "2014 to 2016" does not make a timeline of days one of years.
        let any_exact = dated().any(|when| is_exact(&when));
        let dated = || dated().filter(|when| !any_exact || is_exact(when));
        let (first, last) = (dated().map(|when| when.first).min(), dated().map(|when| when.last).max());
        let fitting = first.zip(last).map_or(Step::Month, |(first, last)| Step::fitting(first, last));
        let step = step.unwrap_or(fitting);
        let mut timeline = Self {
            step,
            bars: BTreeMap::new(),
            total: Bar::default(),
            coarse: Vec::new(),
            undated: Vec::new(),
            by_publication: 0,
        };
        for (at, event) in events {
            let Some(when) = event.when else {
                timeline.undated.push(at);
                continue;
            };
            if step.start(when.first) != step.start(when.last) {
                timeline.coarse.push(at);
                continue;
            }
            timeline.by_publication += usize::from(when.precision == Precision::Publication);
            timeline.bars.entry(step.start(when.first)).or_default().add(at, event);
            timeline.total.add(at, event);
        }
        timeline
    }

    /// The first and the last step with events.
    pub fn span(&self) -> Option<(Date, Date)> {
        Some((*self.bars.first_key_value()?.0, *self.bars.last_key_value()?.0))
    }

    /// Whether nothing is counted, not even without a step.
    pub fn is_empty(&self) -> bool {
        self.bars.is_empty() && self.coarse.is_empty() && self.undated.is_empty()
    }

    /// The most events of one kind in one step.
    pub fn highest(&self) -> usize {
        self.bars.values().map(|bar| bar.all_cooperation().max(bar.all_conflict())).max().unwrap_or(0)
    }

    /// The realised events as a row of at most `width` blocks: the higher, the more; a point where there is none.
    pub fn sparkline(&self, width: usize) -> String {
        const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
        let Some((first, last)) = self.span().filter(|_| width > 0) else { return String::new() };
        let steps = usize::try_from(self.step.between(first, last)).unwrap_or(0) + 1;
        let mut cells = vec![0_usize; steps.min(width)];
        for (day, bar) in &self.bars {
            let at = usize::try_from(self.step.between(first, *day)).unwrap_or(0);
            let at = at * cells.len() / steps;
            if let Some(cell) = cells.get_mut(at) {
                *cell += bar.cooperation + bar.conflict;
            }
        }
        let highest = cells.iter().copied().max().unwrap_or(0).max(1);
        let block = |count: usize| match (count * BLOCKS.len()).div_ceil(highest) {
            0 => '·',
            level => BLOCKS.get(level - 1).copied().unwrap_or('█'),
        };
        cells.into_iter().map(block).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, Step};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn steps_begin_and_are_called_as_iso_8601_has_them() {
        for (step, text, start, label, next) in [
            (Step::Day, "2024-12-31", "2024-12-31", "2024-12-31", "2025-01-01"),
            (Step::Week, "2024-12-31", "2024-12-30", "2025-W01", "2025-01-06"),
            (Step::Week, "2025-01-05", "2024-12-30", "2025-W01", "2025-01-06"),
            (Step::Month, "2024-02-29", "2024-02-01", "2024-02", "2024-03-01"),
            (Step::Year, "2024-02-29", "2024-01-01", "2024", "2025-01-01"),
        ] {
            let from = step.start(day(text));
            assert_eq!((from, step.label(from)), (day(start), label.to_owned()), "{text}");
            assert_eq!(step.next(day(text)), Some(day(next)), "{text}");
        }
        assert_eq!(Step::Day.next(Date::MAX), None);
        assert_eq!(Step::Week.start(Date::MIN), Date::MIN);
    }

    #[test]
    fn steps_are_counted_across_years() {
        let (first, last) = (day("2023-12-31"), day("2025-01-01"));
        assert_eq!(Step::Day.between(first, last), 367);
        assert_eq!(Step::Week.between(first, last), 53);
        assert_eq!(Step::Month.between(first, last), 13);
        assert_eq!(Step::Year.between(first, last), 2);
    }
}
