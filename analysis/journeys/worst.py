"""Which matters suffered most: the measure, and the order.

suffering = severity × (days unsettled + 7 × hand-offs + 30 if nobody ever learned of it), of matters that arose after the warm-up.
Days run from the day a matter arose until it was settled, passed by itself, or went on as a petition; of one that was given up or is
still open, until the end of the run. The two weights, a week a hand-off and a month for what nobody knew, are assumed.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cogov.analysis.journeys.world import World
from cogov.model.stages import Origin, Stage
from cogov.scenarios.words import Words

SAY = Words(__file__)

Floats = npt.NDArray[np.float64]
DAYS_A_HANDOFF = 7.0
DAYS_UNKNOWN = 30.0
MEASURE = SAY.measure


@dataclass(frozen=True)
class Suffering:
    """How much a matter suffered, and of what."""

    matter: str
    total: float
    severity: float
    days: float
    handoffs: int
    known: bool


def suffering(severity: Floats, days: Floats, handoffs: npt.NDArray[np.int64], known: npt.NDArray[np.bool_]) -> Floats:
    """Return the measure in severity-weighted days."""
    total: Floats = severity * (days + DAYS_A_HANDOFF * handoffs + DAYS_UNKNOWN * ~known)
    return total


def worst(world: World, count: int) -> list[Suffering]:
    """Return the matters that suffered most, the worst first; of equals the older."""
    register, city = world.city.register, world.city
    row = np.flatnonzero((register.arose[: register.size] >= city.scenario.warmup) & (register.arose[: register.size] < city.day))
    severity, days = city.topics.severity[register.topic[row]], unsettled_days(world)[row]
    known, handoffs = register.known[row] <= city.day, register.handoffs[row]
    total, codes = suffering(severity, days, handoffs, known), list(world.rows)
    chosen = np.lexsort((row, -total))[:count].tolist()
    return [Suffering(codes[row[i]], float(total[i]), float(severity[i]), float(days[i]), int(handoffs[i]), bool(known[i])) for i in chosen]


def unsettled_days(world: World) -> Floats:
    """Return for how many days of the run each matter went unsettled."""
    register, day = world.city.register, float(world.city.day)
    arose, stage = register.arose[: register.size], register.stage[: register.size]
    child = np.flatnonzero(register.origin[: register.size] == Origin.PETITION)
    over = (stage == Stage.SETTLED) | (stage == Stage.LAPSED)
    over[register.parent[child]] = True
    ended = np.where(over, register.ended[: register.size], np.inf)
    unsettled: Floats = np.maximum(np.minimum(ended, day) - arose, 0.0)
    return unsettled
