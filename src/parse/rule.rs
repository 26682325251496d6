//! Tag, word and arc of a token to its coarse tag and morphology: spaCy's attribute ruler.
//!
//! All rules look at the tagger's and parser's results, so their order matters only for what they set: a later rule
//! overrides an earlier one. A rule looks at one token or at two neighbours.

use std::sync::Arc;

use super::label::{Label, Pos, Tag};

/// A condition on one token.
#[derive(Clone, Debug, Default)]
pub(super) struct Condition {
    pub(super) tags: Option<Choice<Tag>>,
    pub(super) labels: Option<Choice<Label>>,
    pub(super) lower: Option<Choice<String>>,
    pub(super) is_space: Option<bool>,
}

/// Values that are wanted or not wanted.
#[derive(Clone, Debug)]
pub(super) struct Choice<T> {
    pub(super) values: Vec<T>,
    pub(super) negated: bool,
}

impl<T> Choice<T> {
    fn allows<U: ?Sized>(&self, value: &U) -> bool
    where
        T: PartialEq<U>,
    {
        self.values.iter().any(|wanted| wanted == value) != self.negated
    }
}

/// What a rule sets.
#[derive(Clone, Debug, Default)]
pub(super) struct Setting {
    pub(super) tag: Option<Tag>,
    pub(super) pos: Option<Pos>,
    pub(super) morph: Option<Arc<str>>,
    pub(super) lemma: Option<Arc<str>>,
    pub(super) label: Option<Label>,
}

/// A rule: if one of the patterns holds, the token at `index` of the pattern is set.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) patterns: Vec<Vec<Condition>>,
    pub(super) index: usize,
    pub(super) setting: Setting,
}

/// What the rules see of a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub(super) tag: Tag,
    pub(super) label: Label,
    pub(super) lower: &'a str,
    pub(super) is_space: bool,
}

impl Condition {
    fn holds(&self, token: View<'_>) -> bool {
        self.tags.as_ref().is_none_or(|choice| choice.allows(&token.tag))
            && self.labels.as_ref().is_none_or(|choice| choice.allows(&token.label))
            && self.is_space.is_none_or(|wanted| wanted == token.is_space)
            && self.lower.as_ref().is_none_or(|choice| choice.allows(token.lower))
    }
}

/// All rules, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Ruler {
    pub(super) rules: Vec<Rule>,
}

impl Ruler {
    /// What the rules set of `token` between `before` and `after`.
    pub(super) fn set(&self, before: Option<View<'_>>, token: View<'_>, after: Option<View<'_>>) -> Setting {
        let mut result = Setting::default();
        for rule in &self.rules {
            if rule.patterns.iter().any(|pattern| matches(pattern, rule.index, before, token, after)) {
                override_with(&mut result, &rule.setting);
            }
        }
        result
    }

    /// Whether a rule about two neighbours might look at a token with this lower-cased text as the second.
    pub(super) fn may_end_pair(&self, lower: &str) -> bool {
        self.pairs().any(|(_, second)| second.lower.as_ref().is_none_or(|choice| choice.allows(lower)))
    }

    /// Whether a rule about two neighbours holds for these.
    pub(super) fn is_pair(&self, first: View<'_>, second: View<'_>) -> bool {
        self.pairs().any(|(one, two)| one.holds(first) && two.holds(second))
    }

    fn pairs(&self) -> impl Iterator<Item = (&Condition, &Condition)> {
        self.rules.iter().flat_map(|rule| &rule.patterns).filter_map(|pattern| match pattern.as_slice() {
            [first, second] => Some((first, second)),
            _ => None,
        })
    }
}

fn matches(
    pattern: &[Condition],
    index: usize,
    before: Option<View<'_>>,
    token: View<'_>,
    after: Option<View<'_>>,
) -> bool {
    let holds = |condition: &Condition, at: Option<View<'_>>| at.is_some_and(|token| condition.holds(token));
    match (pattern, index) {
        ([only], 0) => only.holds(token),
        ([first, second], 0) => first.holds(token) && holds(second, after),
        ([first, second], 1) => holds(first, before) && second.holds(token),
        _ => false,
    }
}

fn override_with(result: &mut Setting, by: &Setting) {
    result.tag = by.tag.or(result.tag);
    result.pos = by.pos.or(result.pos);
    result.label = by.label.or(result.label);
    if by.morph.is_some() {
        result.morph.clone_from(&by.morph);
    }
    if by.lemma.is_some() {
        result.lemma.clone_from(&by.lemma);
    }
}
