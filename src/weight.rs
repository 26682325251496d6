//! Models that weigh a few named features: their names, and the files that hold their weights.
//!
//! [`features!`] makes the features of a model and the record of their values; [`read`] reads a file of weights. What is weighed, and how
//! it becomes a probability, is each model's own. Nothing here touches a file.

use std::collections::BTreeMap;
use std::str::FromStr;

/// Makes `Feature`, which is said to be `$what` and whose members have a name in files of weights, and `Feature::ALL`, their order there.
macro_rules! features {
    ($what:literal; $($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        #[doc = $what]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Feature { $($(#[doc = $doc])+ $name,)+ }

        impl Feature {
            /// All, in the order of [`Features`].
            pub const ALL: [Self; [$($text),+].len()] = [$(Self::$name),+];

            /// Name in the file of weights.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    };
}
pub(crate) use features;

/// Reads `name`, tab, number, a line each; lines that begin with `#` are comments.
///
/// # Errors
/// What is wrong, if a line has no tab or no finite number.
pub fn read<T: FromStr + Into<f64> + Copy>(text: &str) -> Result<BTreeMap<&str, T>, String> {
    let row = |line| {
        let (name, number) = str::split_once(line, '\t').ok_or_else(|| format!("no tab in {line:?}"))?;
        let number = number.trim().parse().ok().filter(|number: &T| (*number).into().is_finite());
        Ok((name, number.ok_or_else(|| format!("no number in {line:?}"))?))
    };
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(row).collect()
}
