#!/usr/bin/env python3
"""Fits the weights by which candidates for links are scored: scripts/linking.py BINARY FOLDER [--write]

FOLDER holds wikinews_salience.jsonl.gz and articles/ with tune.txt; evaluation/articles/learn.txt of this repository is added.
Of the first, every second document is fitted on, the others are left to measure. The binary prints the features of each candidate
and whether the gold means it (`chancery eval --set linking --features`); this fits a logistic model whose weights are
drawn to PRIOR, which was set by hand and holds where the data say nothing, prints how it does on what it was not fitted on,
and with --write replaces model/linking.tsv. Build anew afterwards:

    cargo build --locked && scripts/linking.py target/debug/chancery FOLDER --write && cargo build --locked

The result is the same on each run: Newton's method from the prior, no random numbers, four digits. Standard library only.
"""

import gzip
import math
import pathlib
import subprocess
import sys
import tempfile

from confidence import solve

ROOT = pathlib.Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "model" / "linking.tsv"
OWN = ROOT / "evaluation" / "articles"
PRIOR = {
    "bias": 1.5,
    "acronym": -1.0,
    "initials": -4.0,
    "sound": -0.5,
    "surname": -3.0,
    "fuzzy": -3.0,
    "unlike": -5.0,
    "former": -0.5,
    "alias": -0.3,
    "one-word": -1.0,
    "near-class": -0.8,
    "person": 0.5,
    "place": 0.5,
    "home": 2.0,
    "abroad": -1.5,
    "tied": 2.0,
    "tied-elsewhere": -2.5,
    "neighbour": 1.0,
    "only-here": 1.5,
    "only-near": 1.5,
    "sovereign": 1.5,
    "population": 0.5,
    "partial": -1.0,
    "capital": 1.0,
    "region": -0.2,
    "gone": -2.0,
    "in-office": 1.5,
    "ruling": 2.0,
    "out-of-office": -0.3,
    "rivals": -1.0,
    "rivals-elsewhere": -0.3,
    "foremost": 0.7,
    "larger": 1.5,
    "distinct": 1.0,
    "incumbent": 1.5,
    "predecessor": -1.5,
    "ruler": 2.5,
    "leader": 2.0,
    "contemporary": 1.5,
    "completed": -0.5,
    "explained": 1.5,
    "mentions": 0.2,
}
# The inverse of the variance by which a weight is expected to differ from its prior.
PENALTY = 3.0
STEPS = 30
# Columns before the features: document, entity, candidate, right, score.
LEAD = 5


def main():
    arguments = [a for a in sys.argv[1:] if a != "--write"]
    if len(arguments) != 2:
        sys.exit("usage: scripts/linking.py BINARY FOLDER [--write]")
    binary, folder = arguments[0], pathlib.Path(arguments[1])
    with gzip.open(folder / "wikinews_salience.jsonl.gz", "rt", encoding="utf-8") as file:
        documents = file.readlines()
    with tempfile.TemporaryDirectory() as place:
        parts = [pathlib.Path(place) / "fitted.jsonl", pathlib.Path(place) / "held.jsonl"]
        for at, part in enumerate(parts):
            part.write_text("".join(documents[at::2]), encoding="utf-8")
        fitted = read(binary, [parts[0]])
        held = read(binary, [parts[1]])
    for place, name in ((folder / "articles", "tune"), (OWN, "learn")):
        articles = (place / f"{name}.txt").read_text(encoding="utf-8").split()
        fitted += read(binary, [place / f"{article}.gold.json" for article in articles])
    names = list(PRIOR)
    weights = fit(fitted, names)
    report("fitted", fitted, weights, names)
    report("held out", held, weights, names)
    lines = ["# Weights of what speaks for a candidate (src/link/features.rs), fitted by scripts/linking.py."]
    lines += [f"{name}\t{weight:.4f}" for name, weight in zip(names, weights)]
    text = "\n".join(lines) + "\n"
    if "--write" in sys.argv:
        WEIGHTS.write_text(text, encoding="utf-8")
        print(f"wrote {WEIGHTS.relative_to(ROOT)}; build anew")
    else:
        print(text, end="")


def read(binary, files):
    """Pairs of features by name, and whether the candidate is meant."""
    command = [binary, "eval", *map(str, files), "--set", "linking", "--features", "--quiet"]
    output = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    head, *rows = output.splitlines()
    names = head.split("\t")[LEAD:]
    cases = set()
    for row in rows:
        cells = row.split("\t")
        if len(cells) > LEAD:
            # An entity that several rows of the gold mean counts once.
            cases.add((*cells[:4], tuple(zip(names, map(float, cells[LEAD:])))))
    return [(dict(case[-1]), int(case[3])) for case in sorted(cases)]


def probability(weights, values):
    z = sum(w * v for w, v in zip(weights, values))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))


def fit(cases, names):
    """Newton's method; the penalty is on the distance from the prior."""
    prior = [PRIOR[name] for name in names]
    rows = [([values[name] for name in names], right) for values, right in cases]
    weights, width = list(prior), len(names)
    for _ in range(STEPS):
        gradient = [-PENALTY * (w - p) for w, p in zip(weights, prior)]
        curve = [[PENALTY if j == k else 0.0 for k in range(width)] for j in range(width)]
        for values, right in rows:
            p = probability(weights, values)
            for j in range(width):
                if values[j] == 0.0:
                    continue
                gradient[j] += (right - p) * values[j]
                for k in range(width):
                    curve[j][k] += p * (1.0 - p) * values[j] * values[k]
        step = solve(curve, gradient)
        # A whole step may go too far where nearly all is certain.
        size = 1.0
        while size > 1e-6 and loss(rows, [w + size * s for w, s in zip(weights, step)], prior) > loss(rows, weights, prior):
            size /= 2.0
        weights = [w + size * s for w, s in zip(weights, step)]
    return weights


def loss(rows, weights, prior):
    """What is made as small as can be."""
    total = sum(PENALTY * (w - p) ** 2 / 2.0 for w, p in zip(weights, prior))
    for values, right in rows:
        z = sum(w * v for w, v in zip(weights, values)) * (1 if right else -1)
        total += math.log1p(math.exp(-z)) if z > -30.0 else -z
    return total


def report(title, cases, weights, names):
    """Expected calibration error, and precision of candidates at thresholds."""
    scored = [(probability(weights, [values[name] for name in names]), right) for values, right in cases]
    bins = [[pair for pair in scored if min(int(pair[0] * 10), 9) == at] for at in range(10)]
    error = sum(abs(sum(p for p, _ in b) - sum(r for _, r in b)) for b in bins) / len(scored)
    print(f"{title}: {len(scored)} candidates, {sum(r for _, r in scored)} meant, calibration error {error:.3f}")
    for at in (0.0, 0.3, 0.5, 0.7, 0.9):
        kept = [right for p, right in scored if p >= at]
        print(f"  precision at {at}: {sum(kept) / max(len(kept), 1):.3f} ({len(kept)})")


if __name__ == "__main__":
    main()
