"""What no indicator tells: how satisfied citizens are with disputes of their village, by whether these ended there or higher up."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from cogov.analysis.evidence.facts.contrasts import Floats
from cogov.analysis.evidence.runs import Cell
from cogov.experiments.engines.choice import engine_for
from cogov.experiments.engines.engine import Died, Task
from cogov.model.city import CoGovernanceModel
from cogov.model.cohort import matters
from cogov.model.desks import VILLAGE
from cogov.model.topics import DISPUTE
from cogov.model.words import Text

IN_VILLAGE, HIGHER_UP = "satisfaction_ended_in_village", "satisfaction_ended_higher_up"
ENDINGS: dict[str, Text] = {
    IN_VILLAGE: Text(zh="在村社终结的村级纠纷的满意度", en="satisfaction with disputes of villages that ended there"),
    HIGHER_UP: Text(zh="在上级终结的村级纠纷的满意度", en="satisfaction with disputes of villages that ended higher up"),
}


@dataclass(frozen=True)
class _Run(Task[tuple[int, dict[str, float]]]):
    """One run of a cell, on its way to a worker."""

    cell: Cell
    seed: int

    def __call__(self) -> tuple[int, dict[str, float]]:
        model = CoGovernanceModel(self.cell.scenario, self.cell.policy, self.seed)
        model.run()
        return self.seed, endings(model)


def endings(model: CoGovernanceModel) -> dict[str, float]:
    """Return mean satisfaction of those whose dispute arose in a village and ended, giving up counting 0."""
    cohort = matters(model)
    own = (cohort.form == DISPUTE) & (cohort.born_at == VILLAGE) & cohort.ended & cohort.known
    judged, level = np.nan_to_num(cohort.column("satisfaction")), cohort.column("level")
    parts = {IN_VILLAGE: own & (level == VILLAGE), HIGHER_UP: own & (level > VILLAGE)}
    return {name: float(judged[part].mean()) if part.any() else float("nan") for name, part in parts.items()}


def lived(cell: Cell, workers: int) -> dict[str, Floats]:
    """Live through a cell once more, now looking at how each dispute ended; one array each with one entry a seed."""
    runs = iter([_Run(cell, seed) for seed in range(1, cell.replicates + 1)])
    found: dict[int, dict[str, float]] = {}
    with closing(engine_for(min(workers, cell.replicates)).work(lambda: next(runs, None))) as ended:
        found = dict(result for _, result in ended if not isinstance(result, Died))
    return {name: _by_seed(name, found, range(1, cell.replicates + 1)) for name in ENDINGS}


def _by_seed(name: str, found: dict[int, dict[str, float]], seeds: Iterable[int]) -> Floats:
    return np.array([found[seed][name] if seed in found else np.nan for seed in seeds], dtype=np.float64)
