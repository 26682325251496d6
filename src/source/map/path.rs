//! Paths into a JSON value: a point goes into an object, `[]` to each member of an array. What leads nowhere says what is there.

use serde_json::Value;

use super::Error;

/// Keys that a message lists.
const MAX_KEYS: usize = 12;

/// Keys and `[]`, from the outermost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Each,
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.upto(self.0.len()))
    }
}

impl Path {
    /// The path to one key, whatever is in its name.
    pub(super) fn of_key(key: &str) -> Self {
        Self(vec![Step::Key(key.to_owned())])
    }

    /// A path as people write it.
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        let bad = || Error::BadPath(text.trim().to_owned());
        let mut steps = Vec::new();
        for (at, part) in text.trim().split('.').enumerate() {
            let key = part.trim_end_matches("[]");
            if key.contains(['[', ']']) || (key.is_empty() && (at > 0 || part.is_empty())) {
                return Err(bad());
            }
            if !key.is_empty() {
                steps.push(Step::Key(key.to_owned()));
            }
            steps.extend(std::iter::repeat_n(Step::Each, (part.len() - key.len()) / 2));
        }
        Ok(Self(steps))
    }

    /// The first steps as they are written.
    fn upto(&self, count: usize) -> String {
        let mut text = String::new();
        for step in self.0.iter().take(count) {
            match step {
                Step::Each => text.push_str("[]"),
                Step::Key(key) if text.is_empty() => text.push_str(key),
                Step::Key(key) => {
                    text.push('.');
                    text.push_str(key);
                }
            }
        }
        text
    }

    /// All that it leads to; an array without members leads to nothing, and that is no mistake.
    pub(super) fn walk<'v>(&self, root: &'v Value) -> Result<Vec<&'v Value>, String> {
        let mut at = vec![root];
        for (depth, step) in self.0.iter().enumerate() {
            let mut next: Vec<&Value> = Vec::new();
            for value in &at {
                match (step, value) {
                    (Step::Each, Value::Array(members)) => next.extend(members),
                    (Step::Each, Value::Null) => {}
                    (Step::Each, other) => {
                        return Err(format!("`{}` is {}, not an array", self.upto(depth), kind(other)));
                    }
                    (Step::Key(key), value) => next.extend(value.get(key)),
                }
            }
            if let (true, Step::Key(key), Some(value)) = (next.is_empty(), step, at.first()) {
                return Err(self.missing(depth, key, value));
            }
            at = next;
        }
        Ok(at)
    }

    fn missing(&self, depth: usize, key: &str, value: &Value) -> String {
        let place = match self.upto(depth) {
            place if place.is_empty() => String::new(),
            place => format!(" in `{place}`"),
        };
        let Value::Object(object) = value else {
            return format!("there is no `{key}`{place}, which is {}", kind(value));
        };
        let keys: Vec<&str> = object.keys().map(String::as_str).take(MAX_KEYS).collect();
        let more = if object.len() > MAX_KEYS { ", …" } else { "" };
        if keys.is_empty() {
            return format!("there is no `{key}`{place}, which is an empty object");
        }
        format!("there is no `{key}`{place}; the keys are {}{more}", keys.join(", "))
    }
}

/// What a value is, in words.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(text) if text.trim().is_empty() => "empty",
        Value::String(_) => "a string",
        Value::Array(members) if members.is_empty() => "an empty array",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// What the first path that is there leads to; the reason is that of the first path.
pub(super) fn first<'v>(paths: &[Path], root: &'v Value) -> Result<Vec<&'v Value>, String> {
    let mut reason = None;
    for path in paths {
        match path.walk(root) {
            Ok(found) => return Ok(found),
            Err(why) => reason = reason.or(Some(why)),
        }
    }
    Err(reason.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn paths_that_lead_nowhere_say_what_is_there() {
        let value = json!({"a": {"x": 1, "y": null}, "b": [{"c": "d"}, {"c": 2}], "e": []});
        let walk = |path: &str| Path::parse(path).unwrap().walk(&value).map(|found| found.len());
        assert_eq!(walk("b[].c"), Ok(2));
        assert_eq!(walk("e[]"), Ok(0));
        assert_eq!(walk("a.z").unwrap_err(), "there is no `z` in `a`; the keys are x, y");
        assert_eq!(walk("z").unwrap_err(), "there is no `z`; the keys are a, b, e");
        assert_eq!(walk("a[]").unwrap_err(), "`a` is an object, not an array");
        assert_eq!(walk("a.x.y").unwrap_err(), "there is no `y` in `a.x`, which is a number");
    }
}
