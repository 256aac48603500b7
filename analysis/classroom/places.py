"""Where desks and villages stand in the picture: levels as rings, each place round its Party organisation, the city's at the core."""

from typing import Any

import numpy as np
import numpy.typing as npt

from cogov.analysis.network_figure import RADIUS, SECTORS, ring_layout
from cogov.experiments.titles import desk_titles, township_title
from cogov.model.city import City
from cogov.model.names import LEVELS
from cogov.model.names import SECTORS as SECTOR_NAMES
from cogov.model.words import Text


def both(text: Text) -> list[str]:
    """Words as the page keeps them: Chinese, English."""
    return [text.zh, text.en]


def sectors() -> list[dict[str, Any]]:
    """Title and colour of each sector, in the order of their numbers."""
    return [{"name": name, "title": both(SECTORS[name][0]), "colour": SECTORS[name][1]} for name in SECTOR_NAMES]


def desks(city: City) -> list[dict[str, Any]]:
    """Title, sector, level and place of every desk; the ring of the villages has the radius 1."""
    titles, offices, where = desk_titles(city, placed=True), city.institutions, _where(city).round(3).tolist()
    return [
        {"title": both(title), "sector": sector, "level": level, "at": at}
        for title, sector, level, at in zip(titles, offices.sector.tolist(), offices.level.tolist(), where, strict=True)
    ]


def villages(city: City) -> list[dict[str, Any]]:
    """Township, residents and kind of every village, and where its desks stand in the mean."""
    land, offices, where = city.territory, city.institutions, _where(city)
    own = offices.level == LEVELS.index("village")
    return [
        {
            "township": int(land.township[village]),
            "residents": int(land.residents[village]),
            "urban": bool(land.urban[village]),
            "at": where[own & (offices.jurisdiction == village)].mean(axis=0).round(3).tolist(),
        }
        for village in range(land.villages)
    ]


def _where(city: City) -> npt.NDArray[np.float64]:
    """(desks, 2): places in the picture."""
    places = ring_layout(city.network)
    return np.array([places[desk] for desk in range(city.institutions.size)]) / RADIUS["village"]


def townships(city: City) -> list[list[str]]:
    """Name of every township."""
    return [both(township_title(city.scenario.city, number + 1)) for number in range(city.territory.townships)]
