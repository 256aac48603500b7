"""What no indicator tells: how satisfied citizens are with disputes of their village, by whether these ended there or higher up."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from cogov.experiments.pool import each
from cogov.experiments.runner import RunRequest, live
from cogov.model.cohort import matters
from cogov.model.desks import VILLAGE
from cogov.model.topics import DISPUTE
from cogov.model.words import Text
from docs.evidence.runs import Cell, Floats

if TYPE_CHECKING:
    from cogov.model.city import City

IN_VILLAGE, HIGHER_UP = "satisfaction_ended_in_village", "satisfaction_ended_higher_up"
ENDINGS: dict[str, Text] = {
    IN_VILLAGE: Text(zh="在村社终结的村级纠纷的满意度", en="satisfaction with disputes of villages that ended there"),
    HIGHER_UP: Text(zh="在上级终结的村级纠纷的满意度", en="satisfaction with disputes of villages that ended higher up"),
}


def endings(city: "City") -> dict[str, float]:
    """Return mean satisfaction of those whose dispute arose in a village and ended, giving up counting 0."""
    cohort = matters(city)
    own = (cohort.form == DISPUTE) & (cohort.born_at == VILLAGE) & cohort.ended & cohort.known
    judged, level = np.nan_to_num(cohort.column("satisfaction")), cohort.column("level")
    parts = {IN_VILLAGE: own & (level == VILLAGE), HIGHER_UP: own & (level > VILLAGE)}
    return {name: float(judged[part].mean()) if part.any() else float("nan") for name, part in parts.items()}


def lived(cell: Cell, workers: int) -> dict[str, Floats]:
    """Live through a cell once more, now looking at how each dispute ended; one array each with one entry a seed."""
    found = each([partial(_of_seed, cell, seed) for seed in cell.seeds], workers)
    return {name: np.array([one[name] for one in found], dtype=np.float64) for name in ENDINGS}


def _of_seed(cell: Cell, seed: int) -> dict[str, float]:
    return endings(live(RunRequest(cell.scenario, cell.name, cell.policy, seed)).city)
