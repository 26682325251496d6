"""Names cut out of what the sources write, their spellings, and keys of them."""

import re
import unicodedata


def spellings(names):
    """Names with the other spellings that news has: UN, U.N., Organisation."""
    found = []
    for name in names:
        found.append(name)
        for first, second in (("United Nations ", "UN "), ("UN ", "U.N. "), ("United Nations ", "U.N. "), ("UN ", "United Nations ")):
            if name.startswith(first):
                found.append(second + name[len(first):])
        for first, second in (("Organization", "Organisation"), ("Organisation", "Organization"), ("Programme", "Program")):
            if first in name:
                found.append(name.replace(first, second))
    return list(dict.fromkeys(found))


def whole_of(name):
    """The organization that a body belongs to."""
    if re.match(r"(United Nations|UN) ", name) or name in ("UNICEF", "UNESCO", "Office of the High Commissioner for Human Rights"):
        return "United Nations"
    european = ("European Parliament", "European Commission", "European Council", "Council of the European Union", "Eurogroup",
                "European Court of Justice", "Court of Justice of the European Union", "European Central Bank",
                "European External Action Service", "European Defence Agency", "European Court of Auditors")
    return "European Union" if name in european else None


def state_names(written):
    names = []
    for name in written:
        name = re.sub(r"\s*\(the\)|\s*\*|\s*\((Occupied [A-Za-z]+|Islamic Republic of|Plurinational State of)\)", "", name)
        name = re.sub(r"^[Tt]he ", "", name).replace("’", "'").strip()
        if name and "(" not in name and "," not in name and "&" not in name and " SAR" not in name and " - " not in name:
            names.append(name)
            names.append(plain(name))
    return list(dict.fromkeys(names))


def adjectives_of(text):
    """"Barbadian or Bajan (colloquial)" to its words."""
    text = re.sub(r"\([^)]*\)", "", text)
    return words_of(re.split(r",|/|;| or ", text))


def demonyms_of(text):
    """"Dane(s)", "Chinese (singular and plural)", "Irishman(men), Irishwoman(women)" to singular and plural."""
    found = []
    for part in re.split(r",|;|/| or ", text):
        part = part.strip()
        plural = re.fullmatch(r"(.+?)\s*\((s|es|n|men|women)\)", part)
        if plural and plural[2] in ("men", "women"):
            found += [plural[1], re.sub(r"(wo)?man$", plural[2], plural[1])]
        elif plural:
            found += [plural[1], plural[1] + plural[2]]
        else:
            found.append(re.sub(r"\([^)]*\)", "", part))
    return words_of(found)


def words_of(parts):
    kept = [p.strip() for p in parts]
    return list(dict.fromkeys(p for p in kept if re.fullmatch(r"[A-Z][\w'’-]*( [A-Z][\w'’-]*)*", p) and p != "NA"))


def plain(text):
    """Without accents and with straight quotes."""
    text = text.replace("’", "'").replace("‘", "'").replace("ʻ", "'").replace("ß", "ss").replace("ø", "o").replace("ı", "i")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", plain(text).lower().replace("'", "")).strip("-")
