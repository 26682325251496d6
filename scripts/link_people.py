"""People in office, cabinets and the offices themselves, as records for the bundled index (for scripts/link_sources.py)."""

import re

from link_rows import lines, slug


def of_offices(world, path):
    people = {}
    same = leaders(world, path)
    named = names(world, path)
    for state, office, name, item, start, sure, end, _ in rows_of(path):
        state = world.item(state)
        key = item or same.get((slug(name), start)) or own_key(named, state, name)
        person = holder(people, key, name)
        person["aliases"] += [name] + short_form(name, slug(name).split("-")[-1])
        person["countries"].append(state)
        person["offices"].append({"office": office, "country": state, "start": start, "sure": sure, "end": end})
    yield from people.values()


def rows_of(path):
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def leaders(world, path):
    """Identifiers of those who took offices on a known day, by name and day.

    Who took offices of two states on one day is one person: a monarch, or the president of a state, of its territories and of
    Andorra. Presidents of the United States have the item that the list of them gives."""
    independent = {world.state(row["ISO3166-1-Alpha-2"]) for row in world.codes if row["is_independent"].startswith("Yes")}
    # A state of its own gives the identifier, before its territories.
    found = sorted(rows_of(path), key=lambda row: (world.item(row[0]) not in independent, world.item(row[0])))
    presidents = {(slug(row["name"]["last"]), term["start"]): row["id"].get("wikidata")
                  for row in lines(world.data / "us_executive.jsonl") for term in row["terms"] if term["type"] == "prez"}
    same, named = {}, names(world, path)
    for state, office, name, item, start, *_ in found:
        if len(start) == 10:
            state = world.item(state)
            # Territories have the president of the United States, too.
            president = presidents.get((family_name(name), start)) if office == "president" else None
            known = same.setdefault((slug(name), start), item or president or own_key(named, state, name))
            if item and known.startswith("leader:"):
                same[slug(name), start] = item
    return same


def names(world, path):
    return {(world.item(row[0]), slug(row[2])) for row in rows_of(path)}


def own_key(named, state, name):
    """With and without the initial of the second name, of one state, is one person."""
    short = re.sub(r"(?<=-)[a-z]-", "", slug(name))
    return f"leader:{state}:{short if (state, short) in named else slug(name)}"


def family_name(name):
    return [word for word in slug(name).split("-") if word not in ("jr", "sr", "ii", "iii")][-1]


def short_form(name, surname):
    """"Muammar al-Qadhafi" of "Muammar Abu Minyar al-Qadhafi"; nothing where the family name stands first."""
    words = name.split()
    if len(words) < 3 or not slug(words[-1]).endswith(surname) or len(words[0].strip(".")) < 2:
        return []
    return [f"{words[0]} {words[-1]}"]


def of_leaders(world, path):
    """Heads of state and government whose title is none of the offices of the other table."""
    known = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            state, _, name, *_ = line.split("\t")
            known.add((world.item(state), slug(name).split("-")[-1]))
    people = {}
    for row in lines(world.actors / "leaders_factbook.jsonl.gz"):
        state = next(iter(countries(world, row)), None)
        if row["kind"] != "principal" or not state or (state, slug(row["surname"]).split("-")[-1]) in known:
            continue
        title, name = parted(row.get("title") or row["role"].replace("_", " "), lowered(row["name"]))
        if title == "President of China":
            # Of Hong Kong and Macao, too: the entry of China has him.
            continue
        key = row.get("qid") or f"leader:{state}:{slug(name)}"
        person = holder(people, key, name)
        person["countries"].append(state)
        person["aliases"] += [lowered(alias) for alias in row.get("aliases", [])] + short_form(name, slug(row["surname"]))
        person["offices"].append({"office": title, "country": state, "start": row.get("start", ""),
                                  "sure": row["seen_last"],
                                  "end": row.get("end_inferred", "")})
    yield from people.values()


def parted(title, name):
    """A title that the source cuts behind "of" ends with the first word of the name: "Minister of | Interior Ann Lee"."""
    if re.search(r"\bof( French)?$", title) and " " in name:
        word, name = name.split(" ", 1)
        title = f"{title} {word}"
    return title, name


def lowered(name):
    """"Vladimir Putin" of "Vladimir PUTIN"; "Charles III" stays, "XI Jinping" does not."""
    return re.sub(r"\b[A-Z][A-Z'-]+\b", lambda m: m[0] if m.start() and re.fullmatch("[IVX]+", m[0]) else m[0].title(), name)


def of_officeholders(world):
    people = {}
    for row in lines(world.actors / "officeholders_wikidata.jsonl.gz"):
        person = people.setdefault(row["qid"], {"id": row["qid"], "name": row["name"], "class": "Person",
                                                "kind": "office-holder", "countries": [], "offices": [], "aliases": []})
        person["aliases"] += row.get("aliases", [])
        person["countries"] += countries(world, row)
        person["offices"].append({k: v for k, v in {
            "office": row.get("position_qid", ""), "label": row.get("position", ""), "country": "".join(countries(world, row)),
            "start": row.get("start", ""), "end": row.get("end", "")}.items() if v})
    yield from people.values()


def of_congress(world, path):
    state = world.by_code["us"]
    titles = {"sen": "United States senator", "rep": "member of the United States House of Representatives",
              "prez": "president", "viceprez": "vice-president"}
    for row in lines(world.data / "us_congress_current.jsonl.gz"):
        if not row.get("wikidata"):
            continue
        yield {"id": row["wikidata"], "ids": [f"bioguide:{row['bioguide']}"], "name": row["name"], "class": "Person",
               "kind": "office-holder", "aliases": [f"{row['first']} {row['last']}"] + [f"{o} {row['last']}" for o in row["other"] if " " not in o and len(o) > 2],
               "countries": [state], "offices": terms(row["terms"], titles, state)}
    known = leaders(world, path)
    by_day = {(key[0].split("-")[-1], key[1]): value for key, value in known.items()}
    for row in lines(world.data / "us_executive.jsonl"):
        name = row["name"]
        full = " ".join(filter(None, [name["first"], name.get("middle"), name["last"], name.get("suffix")]))
        # As the news write: without the second name, with its initial, with the name that one goes by.
        first = [name["first"], name.get("nickname")]
        middle = " ".join(f"{word[0]}." for word in name.get("middle", "").split())
        short = [f"{one} {rest}" for one in filter(None, first) for rest in {name["last"], f"{middle} {name['last']}".strip()}]
        days = [(slug(name["last"]), term["start"]) for term in row["terms"] if term["type"] == "prez"]
        item = row["id"].get("wikidata") or next((by_day[day] for day in days if day in by_day), None)
        yield {"id": item or f"leader:{state}:{slug(full)}", "name": full, "class": "Person", "kind": "office-holder",
               "aliases": short, "countries": [state], "offices": terms(row["terms"], titles, state)}


def terms(rows, titles, state):
    """Terms that follow each other are one."""
    out = []
    for row in rows:
        if out and out[-1]["office"] == titles[row["type"]] and out[-1]["end"] >= row["start"][:7]:
            out[-1]["end"] = row["end"]
        elif out and out[-1]["office"] == titles[row["type"]] and out[-1]["end"][:7] == row["start"][:7]:
            out[-1]["end"] = row["end"]
        else:
            out.append({"office": titles[row["type"]], "country": state, "start": row["start"], "end": row["end"]})
    return out


def of_cabinets(world):
    return of_bodies(world, "cabinets_wikidata.jsonl", "cabinet", lambda row: {
        "countries": countries(world, row), "start": row.get("start", ""), "end": row.get("end", "")})


def of_positions(world):
    """Offices: who is President of France is said with the persons."""
    return of_bodies(world, "positions_wikidata.jsonl", "office", lambda row: {
        "aliases": row.get("aliases", []), "countries": countries(world, row)})


def of_bodies(world, name, kind, about):
    """Items of a file, each once; one that is called by its identifier has no name."""
    seen = set()
    for row in lines(world.actors / name):
        if row["qid"] not in seen and not re.fullmatch(r"Q\d+", row["name"]):
            seen.add(row["qid"])
            yield {"id": row["qid"], "name": row["name"], "class": "GovernmentBody", "kind": kind, **about(row)}


def countries(world, row):
    return [world.item(row["country_qid"])] if row.get("country_qid") else []


def holder(people, key, name):
    """The record of somebody in office, made where there is none yet."""
    return people.setdefault(key, {"id": key, "name": name, "class": "Person", "kind": "office-holder", "aliases": [],
                                   "countries": [], "offices": []})
