"""Reads a file of GeoJSON as others do.

    python geojson_reader.py FILE

Every feature must be valid for the library `geojson`, become a point of `shapely` on Earth, and have the properties that the
manual promises. Exit status: 0 valid, 1 not. Needs: pip install geojson shapely.
"""

import sys

import geojson
from shapely.geometry import shape

EVENT = {"kind", "status", "relation", "actors", "place", "date", "sentence", "document", "located_by"}
STATUSES = {"asserted", "planned", "possible", "negated", "denied", "former"}


def main(path):
    collection = geojson.load(open(path, encoding="utf-8"))
    if not (isinstance(collection, geojson.FeatureCollection) and collection.is_valid):
        sys.exit(f"{path}: {collection.errors()}")
    counts = {"place": 0, "event": 0}
    for feature in collection.features:
        point = shape(feature.geometry)
        if point.geom_type != "Point" or not (-180 <= point.x <= 180 and -90 <= point.y <= 90):
            sys.exit(f"{feature.id}: {point} is no point on Earth")
        kind = feature.properties["kind"]
        counts[kind] += 1
        if kind == "event" and not (EVENT <= feature.properties.keys() and feature.properties["status"] in STATUSES):
            sys.exit(f"{feature.id}: {feature.properties}")
    if not collection.features:
        sys.exit(f"{path}: nothing on the map")
    print(f"{path}: {counts['place']} places and {counts['event']} events are valid GeoJSON")


if __name__ == "__main__":
    main(sys.argv[1])
