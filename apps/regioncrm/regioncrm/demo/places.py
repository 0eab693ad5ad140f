"""Where the towns of the demo company lie."""

from __future__ import annotations

import json

LATITUDE_AND_LONGITUDE = {
    "Lyon": (45.7640, 4.8357), "Villeurbanne": (45.7719, 4.8902), "Vénissieux": (45.6978, 4.8867),
    "Grenoble": (45.1885, 5.7245), "Saint-Étienne": (45.4397, 4.3872), "Lille": (50.6292, 3.0573),
    "Roubaix": (50.6916, 3.1814), "Tourcoing": (50.7236, 3.1609), "Arras": (50.2910, 2.7775),
    "Valenciennes": (50.3570, 3.5236), "London": (51.5072, -0.1276), "Croydon": (51.3762, -0.0982),
    "Watford": (51.6565, -0.3903), "Reading": (51.4543, -0.9781), "Slough": (51.5105, -0.5950),
    "Нижний Новгород": (56.3269, 44.0059), "Дзержинск": (56.2389, 43.4631), "Бор": (56.3581, 44.0750),
    "Арзамас": (55.3949, 43.8399), "Кстово": (56.1473, 44.1978),
}  # fmt: skip


def on_the_map(city: str) -> str:
    """The value of a Geolocation field: GeoJSON with the one point."""
    latitude, longitude = LATITUDE_AND_LONGITUDE[city]
    point = {"type": "Point", "coordinates": [longitude, latitude]}
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": {}, "geometry": point}],
        }
    )
