#!/usr/bin/env python3
"""Fits the weights that confidence is made of: scripts/confidence.py BINARY FOLDER [--write]

FOLDER holds articles/ with articles/tune.txt and articles/check.txt; evaluation/articles of this repository is added. The
binary prints the features of each statement and whether the gold has it (`chancery eval --set articles --features`);
this fits a logistic model with an L2 penalty, then an offset for each relation with a penalty of its own, and prints how it does on
articles that it was not fitted on (leave one article out). With --write it replaces model/confidence.tsv; build anew afterwards. Refit after extraction has changed:

    cargo build --locked && scripts/confidence.py target/debug/chancery FOLDER --write && cargo build --locked

The articles of tune and learn were read while rules were written, so more of what is found in them is right than elsewhere.
A feature of its own takes that up while fitting; the weights are for an article that nobody has read. Two people who annotate
the same article agree on nine of ten statements, so that no confidence exceeds CEILING. The result is the same on each
run: Fisher scoring from zero, no random numbers, numbers rounded to four digits. Standard library only.
"""

import math
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "model" / "confidence.tsv"
OWN = ROOT / "evaluation" / "articles"
# Lists of articles, and whether they were read.
LISTS = {"tune": True, "check": False, "learn": True, "hold": False}
PENALTY = 20.0
# Of the offset of a relation: the inverse of the variance that is expected of it.
RELATION_PENALTY = 2.0
# Offsets of relations with fewer statements say nothing.
MIN_STATEMENTS = 5
CEILING = 0.91
STEPS = 30
BINS = 10
# Columns before the features: document, relation, right, confidence.
LEAD = 4


def main():
    arguments = [a for a in sys.argv[1:] if a != "--write"]
    if len(arguments) != 2:
        sys.exit("usage: scripts/confidence.py BINARY FOLDER [--write]")
    binary, folder = arguments[0], pathlib.Path(arguments[1])
    names, cases = read(binary, folder)
    print(f"{len(cases)} statements of {len({c['document'] for c in cases})} articles, {len(names)} features")
    held_out = leave_one_out(cases)
    for name in (*LISTS, None):
        chosen = [(p, c["right"]) for p, c in zip(held_out, cases) if name in (None, c["list"])]
        report(f"left out, {name or 'all'}", chosen)
    weights = fit(cases)
    relations = offsets(cases, weights)
    weights = weights[: len(names)]
    lines = ["# Weights of the features of a statement (src/statement/confidence.rs), fitted by scripts/confidence.py."]
    lines += [f"ceiling\t{CEILING}"]
    lines += [f"{name}\t{weight:.4f}" for name, weight in zip(names, weights)]
    lines += [f"relation:{name}\t{weight:.4f}" for name, weight in sorted(relations.items())]
    text = "\n".join(lines) + "\n"
    if "--write" in sys.argv:
        WEIGHTS.write_text(text, encoding="utf-8")
        print(f"wrote {WEIGHTS.relative_to(ROOT)}; build anew")
    else:
        print(text, end="")


def read(binary, folder):
    """The names of the features, and the cases of all lists."""
    names, cases = [], []
    for name, was_read in LISTS.items():
        place = OWN if (OWN / f"{name}.txt").exists() else folder / "articles"
        articles = (place / f"{name}.txt").read_text(encoding="utf-8").split()
        files = [str(place / f"{article}.gold.json") for article in articles]
        command = [binary, "eval", *files, "--set", "articles", "--features", "--quiet"]
        output = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
        head, *rows = output.splitlines()
        names = head.split("\t")[LEAD:]
        for row in rows:
            cells = row.split("\t")
            values = [float(cell) for cell in cells[LEAD:]] + [1.0 if was_read else 0.0]
            cases.append({"document": cells[0], "relation": cells[1], "list": name, "right": int(cells[2]), "values": values})
    return names, cases


def leave_one_out(cases):
    """For each case the probability by weights of the other articles, the list not known."""
    found = {}
    for document in sorted({case["document"] for case in cases}):
        others = [case for case in cases if case["document"] != document]
        weights = fit(others)
        found[document] = weights[:-1], offsets(others, weights)
    held_out = []
    for case in cases:
        weights, relations = found[case["document"]]
        own = relations.get(case["relation"], 0.0)
        held_out.append(probability(weights, case["values"][:-1], own))
    return held_out


def probability(weights, values, own=0.0):
    return CEILING / (1.0 + math.exp(-own - sum(w * v for w, v in zip(weights, values))))


def offsets(cases, weights):
    """What the other features leave over of how often a relation is right: Newton's method in one dimension each."""
    by_relation = {}
    for case in cases:
        by_relation.setdefault(case["relation"], []).append(case)
    found = {}
    for relation, rows in by_relation.items():
        if len(rows) < MIN_STATEMENTS:
            continue
        own = 0.0
        for _ in range(STEPS):
            gradient, curve = -RELATION_PENALTY * own, RELATION_PENALTY
            for case in rows:
                p = probability(weights, case["values"], own)
                slope = p * (1.0 - p / CEILING)
                gradient += (case["right"] - p) * slope / (p * (1.0 - p))
                curve += slope * slope / (p * (1.0 - p))
            own += gradient / curve
        found[relation] = own
    return found


def fit(cases):
    """Fisher scoring; the penalty is on weights of features with variance one, not on the bias."""
    rows = [case["values"] for case in cases]
    count, width = len(rows), len(rows[0])
    spread = []
    for j in range(width):
        mean = sum(row[j] for row in rows) / count
        spread.append(sum((row[j] - mean) ** 2 for row in rows) / count)
    weights = [0.0] * width
    for _ in range(STEPS):
        gradient = [0.0] * width
        curve = [[0.0] * width for _ in range(width)]
        for case in cases:
            values = case["values"]
            p = probability(weights, values)
            slope = p * (1.0 - p / CEILING)
            for j in range(width):
                if values[j] == 0.0:
                    continue
                gradient[j] += (case["right"] - p) * slope / (p * (1.0 - p)) * values[j]
                weight = slope * slope / (p * (1.0 - p)) * values[j]
                for k in range(width):
                    curve[j][k] += weight * values[k]
        for j in range(width):
            # The bias has no spread; a feature that never varies keeps its weight at zero.
            penalty = 0.0 if j == 0 else PENALTY * max(spread[j], 1e-4)
            gradient[j] -= penalty * weights[j]
            curve[j][j] += penalty
        weights = [w + step for w, step in zip(weights, solve(curve, gradient))]
    return weights


def solve(matrix, right):
    """Gauss with pivots."""
    size = len(right)
    rows = [list(row) + [value] for row, value in zip(matrix, right)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(i + 1, size):
            factor = rows[r][i] / rows[i][i]
            for c in range(i, size + 1):
                rows[r][c] -= factor * rows[i][c]
    found = [0.0] * size
    for i in reversed(range(size)):
        rest = sum(rows[i][c] * found[c] for c in range(i + 1, size))
        found[i] = (rows[i][size] - rest) / rows[i][i]
    return found


def report(title, chosen):
    """Expected calibration error, log loss, and precision at ten thresholds."""
    bins = [[] for _ in range(BINS)]
    for p, right in chosen:
        bins[min(int(p * BINS), BINS - 1)].append((p, right))
    error = sum(abs(sum(p for p, _ in b) - sum(r for _, r in b)) for b in bins) / len(chosen)
    loss = -sum(math.log(p if right else 1.0 - p) for p, right in chosen) / len(chosen)
    share = sum(right for _, right in chosen) / len(chosen)
    mean = sum(p for p, _ in chosen) / len(chosen)
    print(f"{title}: n {len(chosen)}, right {share:.3f}, mean {mean:.3f}, calibration error {error:.3f}, log loss {loss:.3f}")
    cells = []
    for at in range(BINS):
        kept = [right for p, right in chosen if p >= at / BINS]
        cells.append(f"{at / BINS:.1f}: {sum(kept) / len(kept):.3f} ({len(kept)})" if kept else f"{at / BINS:.1f}: -")
    print("  precision at " + ", ".join(cells))


if __name__ == "__main__":
    main()
