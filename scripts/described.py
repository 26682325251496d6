#!/usr/bin/env python3
"""Fits the points of what is described: scripts/described.py BINARY GOLD... [--write] | scripts/described.py --open

What is described and in no statement ("gunmen", "the talks") is an entity if it has enough points (src/entity/described.rs). The
points are in model/described.tsv. GOLD are annotated articles (`*.gold.json` as in evaluation/articles). The fit needs a binary that
leaves nothing out: `--open` writes the table with so low a bar that everything counts.

    scripts/described.py --open && cargo build --locked && cp target/debug/chancery /tmp/open
    scripts/described.py /tmp/open evaluation/articles/*.gold.json --write && cargo build --locked

A logistic model with an L2 penalty says how likely a reader takes down a description; points are its weights, ten times as
large and rounded. The result is the same on each run; standard library only.
"""

import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter

from confidence import solve

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "model" / "described.tsv"
LEXICON = ROOT / "ontology" / "lexicon.ttl"
LIGHT = {"a", "an", "his", "its", "the", "their"}
DETERMINERS = {"a", "an", "the", "this", "that", "these", "those", "any", "each", "every", "no"}
PREPOSITIONS = {"about", "after", "as", "at", "during", "for", "from", "in", "of", "on", "over", "to", "with"}
ROLES = {"attr", "dobj", "nsubj", "nsubjpass", "poss"}
CLASSES = {"Agreement", "ArmedGroup", "Organization", "Person", "War"}
# As in src/entity/described.rs.
LATE, LONG = 8, 14
PENALTY = 4.0
# How likely the last must be that is kept: F1 gains as long as it is more than half of F1.
BAR = 0.45
# Features of fewer descriptions say nothing.
FEWEST = 8
SCALE = 10.0
STEPS = 30
OPEN = -99


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    if "--open" in sys.argv:
        rows = TABLE.read_text(encoding="utf-8").splitlines()
        write([row if not row.startswith("enough\t") else f"enough\t{OPEN}" for row in rows])
        return
    if len(arguments) < 2:
        sys.exit("usage: scripts/described.py BINARY GOLD... [--write] | scripts/described.py --open")
    cases = read(arguments[0], [pathlib.Path(a) for a in arguments[1:]])
    counts = Counter(name for features, _ in cases for name in features)
    names = sorted(name for name, count in counts.items() if count >= FEWEST)
    cases = [([name for name in features if counts[name] >= FEWEST], target) for features, target in cases]
    weights = fit(cases, names)
    right = sum(target for _, target in cases)
    print(f"{len(cases)} descriptions without a statement, {right} of them in the gold, {len(names)} features", file=sys.stderr)
    points = {name: round(SCALE * weights[name]) for name in names if name != "bias"}
    enough = round(SCALE * (math.log(BAR / (1 - BAR)) - weights["bias"]))
    chosen = [target for features, target in cases if sum(points.get(f, 0) for f in features) >= enough]
    print(f"kept {len(chosen)}, right {sum(chosen)}", file=sys.stderr)
    rows = ["# Points of what is described (src/entity/described.rs), fitted by scripts/described.py.", f"enough\t{enough}"]
    rows += [f"{name}\t{points[name]}" for name in names if points.get(name)]
    if "--write" in sys.argv:
        write(rows)
    else:
        print("\n".join(rows))


def write(rows):
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"wrote {TABLE.relative_to(ROOT)}; build anew", file=sys.stderr)


def read(binary, files):
    """The features of each description that no statement tells of, and whether the gold has it."""
    golds = {gold["id"]: gold for gold in (json.loads(file.read_text(encoding="utf-8")) for file in files)}
    lists = lexicons()
    with tempfile.TemporaryDirectory() as folder:
        texts = pathlib.Path(folder) / "texts.jsonl"
        keys = ("id", "title", "date", "text")
        lines = [json.dumps({key: gold.get(key) for key in keys}) for gold in golds.values()]
        texts.write_text("\n".join(lines) + "\n", encoding="utf-8")
        run = lambda command: subprocess.run([binary, command, "--quiet", str(texts)], check=True, capture_output=True, encoding="utf-8").stdout
        records = [json.loads(line) for line in run("extract").splitlines()]
        parses = trees(run("parse"))
    cases = []
    for record in records:
        told = {s["subject"] for s in record["statements"]} | {s["object"] for s in record["statements"] if isinstance(s["object"], str)}
        told |= {s[key] for s in record["statements"] for key in ("attributedTo", "place") if s.get(key)}
        aliases = {plain(alias) for entity in golds[record["id"]]["entities"] for alias in entity["aliases"] + [entity["name"]]}
        names = [(m["start"], m["end"]) for e in record["entities"] for m in e["mentions"] if m["kind"] == "name"]
        for entity in record["entities"]:
            if entity["id"] in told or any(mention["kind"] != "nominal" for mention in entity["mentions"]):
                continue
            target = int(any(plain(mention["text"]) in aliases for mention in entity["mentions"]))
            found = features(entity, parses[record["id"]], names, lists)
            if found:
                cases.append((found, target))
    return cases


def features(entity, tokens, names, lists):
    mention = entity["mentions"][0]
    inside = [t for t in tokens if mention["start"] <= t["start"] and t["end"] <= mention["end"]]
    ids = {t["id"] for t in inside}
    head = next((t for t in inside if t["head"] not in ids), None)
    if head is None:
        return None
    by_id = {t["id"]: t for t in tokens}
    found = ["bias", f"class:{entity['type']}"] if entity["type"] in CLASSES else ["bias"]
    found += [f"list:{name}" for name in sorted(lists) if head["lemma"] in lists[name]]
    if head["tag"] in ("NNS", "NNPS"):
        found.append("plural")
    found.append(f"times:{('once', 'twice', 'often')[min(times(entity), 3) - 1]}")
    kids = [t for t in tokens if t["head"] == head["id"]]
    found += sorted({f"{'before' if t['id'] < head['id'] else 'behind'}:{t['label']}" for t in kids})
    determiner = next((t["lemma"] for t in tokens if t["head"] == head["id"] and t["label"] == "det"), "")
    if determiner in DETERMINERS:
        found.append(f"determiner:{determiner}")
    if any(start < mention["end"] and mention["start"] < end for start, end in names):
        found.append("name")
    if head["sentence"] >= LATE:
        found.append("late")
    if tokens[-1]["sentence"] >= LONG:
        found.append("long")
    words = [word for word in mention["text"].split() if word not in LIGHT]
    found.append("length:two or three" if 2 <= len(words) <= 3 else "length:other")
    first = head
    while first["label"] == "conj" and first["head"] in by_id:
        first = by_id[first["head"]]
    if first["label"] == "pobj" and first["head"] in by_id and by_id[first["head"]]["lemma"] in PREPOSITIONS:
        found.append(f"preposition:{by_id[first['head']]['lemma']}")
    elif first["label"] in ROLES:
        found.append(f"role:{first['label']}")
    return found


def times(entity):
    """How often it is spoken of: mentions that share no character."""
    count, end = 0, 0
    for mention in sorted(entity["mentions"], key=lambda m: (m["start"], m["end"])):
        count += mention["start"] >= end
        end = max(end, mention["end"])
    return count


def trees(conllu):
    """Tokens of each document; numbers of tokens count through it."""
    found, tokens, base, sentence = {}, [], 0, 0
    for line in conllu.splitlines():
        if line.startswith("# newdoc id = "):
            tokens = found.setdefault(line[len("# newdoc id = "):], [])
            base, sentence = 0, 0
        elif not line.strip():
            base, sentence = len(tokens), sentence + 1
        elif line[0].isdigit():
            cells = line.split("\t")
            misc = dict(part.split("=", 1) for part in cells[9].split("|") if "=" in part)
            head = base + int(cells[6]) if cells[6] != "0" else 0
            tokens.append({"id": base + int(cells[0]), "lemma": cells[2], "tag": cells[4], "head": head, "label": cells[7],
                           "sentence": sentence, "start": int(misc["start_char"]), "end": int(misc["end_char"])})
    return found


def lexicons():
    """Lists of nouns by name."""
    text = LEXICON.read_text(encoding="utf-8")
    lists = re.findall(r"lex:(\w+Noun) a ch:Lexicon ;.*?ch:entry(.*?) \.\n", text, re.S)
    return {name: set(re.findall(r'"([^"]+)"', entries)) for name, entries in lists}


def plain(name):
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    words = re.findall(r"\w+", re.sub(r"['’]s\b", " ", bare))
    return " ".join(words[1:] if words[:1] and words[0] in ("the", "a", "an") else words)


def fit(cases, names):
    """Newton's method; the penalty is on all weights but the bias."""
    at = {name: i for i, name in enumerate(names)}
    width = len(names)
    weights = [0.0] * width
    for _ in range(STEPS):
        gradient = [0.0 if name == "bias" else -PENALTY * w for name, w in zip(names, weights)]
        curve = [[0.0] * width for _ in range(width)]
        for i, name in enumerate(names):
            curve[i][i] = 1e-6 if name == "bias" else PENALTY
        for features_, target in cases:
            own = [at[f] for f in features_]
            p = 1.0 / (1.0 + math.exp(-sum(weights[i] for i in own)))
            for i in own:
                gradient[i] += target - p
                for j in own:
                    curve[i][j] += p * (1.0 - p)
        weights = [w + step for w, step in zip(weights, solve(curve, gradient))]
    return dict(zip(names, weights))


if __name__ == "__main__":
    main()
