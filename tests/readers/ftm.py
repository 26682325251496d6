"""Validates a file of FollowTheMoney entities with the library itself.

    python ftm.py FILE

Every entity must be of a known schema with what that requires; every value must be as the library would clean it; what is
referred to must be there and of a schema that the property admits. Exit status: 0 valid, 1 not. Needs: pip install
followthemoney, whose ICU is built from source (Debian: libicu-dev pkg-config g++).
"""

import collections
import json
import sys

from followthemoney import model


def main(path):
    rows = [json.loads(line) for line in open(path, encoding="utf-8")]
    schemata = {row["id"]: model.get(row["schema"]) for row in rows}
    wrong = []
    if len(schemata) != len(rows):
        wrong.append("identifiers are given twice")
    for row in rows:
        wrong += [f"{row['schema']} {row['id']}: {why}" for why in judge(row, schemata)]
    counts = collections.Counter(row["schema"] for row in rows)
    print(f"{len(rows)} entities: {dict(sorted(counts.items()))}")
    for line in wrong[:20]:
        print(line)
    if not rows:
        print("there are no entities")
    return 1 if wrong or not rows else 0


def judge(row, schemata):
    schema = schemata[row["id"]]
    if schema is None or schema.abstract:
        yield "no schema that entities are of"
        return
    for name in schema.required:
        if not row["properties"].get(name):
            yield f"{name} is required"
    entity = model.make_entity(schema)
    for name, values in row["properties"].items():
        if name not in schema.properties:
            yield f"there is no property {name}"
            continue
        prop = schema.properties[name]
        for value in values:
            if prop.range is not None:
                target = schemata.get(value)
                if target is None or not target.is_a(prop.range):
                    yield f"{name} is of a {target and target.name}, not of a {prop.range.name}"
            elif prop.type.name == "name":
                # The library takes quotation marks around names away.
                if prop.type.clean(value, proxy=entity) is None:
                    yield f"{name} {value!r} is no name"
            elif prop.type.clean(value, proxy=entity) != value:
                yield f"{name} {value!r} is cleaned to {prop.type.clean(value, proxy=entity)!r}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
