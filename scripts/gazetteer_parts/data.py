"""The source files, and how often news writes what."""

import csv
import gzip
import json
import re
from collections import Counter


class Data:
    """The source files."""

    def __init__(self, root):
        self.root = root
        self.territories = {t["code"]: t for t in self.lines("rigour_territories.jsonl")}
        with open(root / "country-codes.csv", encoding="utf-8", newline="") as file:
            self.countries = {row["ISO3166-1-Alpha-2"]: row for row in csv.DictReader(file)}
        with gzip.open(root / "geonames_cities15000.tsv.gz", "rt", encoding="utf-8", newline="") as file:
            self.cities = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

    def lines(self, name):
        path = self.root / name
        with (gzip.open if name.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.strip()]


class Corpus:
    """How often news writes what, and how."""

    TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:[-'’][^\W_]+)*|[^\w\s]")
    LONGEST = 6

    def __init__(self, data):
        self.names, self.lower, self.behind = Counter(), Counter(), Counter()
        for row in data.lines("news.jsonl.gz"):
            self.read(row["text"].replace("’", "'"))

    def read(self, text):
        words = self.TOKEN.findall(text)
        for at, word in enumerate(words):
            if word.islower():
                self.lower[word] += 1
            if not word[0].isupper():
                continue
            before = words[at - 1] if at else ""
            for end in range(at + 1, min(at + self.LONGEST, len(words)) + 1):
                if not words[end - 1][0].isalnum():
                    break
                name = " ".join(words[at:end])
                self.names[name] += 1
                self.behind[name] += before in ("in", "near", "outside", "around")

    def count(self, name):
        return self.names[name]
