"""What an evaluator would conclude of a pilot, and what only a simulation knows: the effect under the same luck without it.

Estimators are difference-in-differences from tables of townships by period: `outcome` and `treated` are (townships, periods); `treated`
is 1 where the policy was in force for the whole period and its follow-up, 0 where it was not at any time of them, NaN where it was for a
part: such cells are left out.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from cogov.analysis.paired import effect
from cogov.experiments.townships import FOLLOW_UP, OUTCOMES, PERIOD

Obstacle = Literal["never", "always", "no_controls", "no_before", "undefined"]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Finding:
    """One quantity of one outcome over replications: its mean with a 95 % t interval."""

    outcome: str
    quantity: str
    replicates: int
    mean: float
    ci_low: float
    ci_high: float


def evaluated(pilot: pd.DataFrame, without: pd.DataFrame, warmup: int) -> list[Finding]:
    """Return for every outcome what the estimators say and what is true.

    Both frames hold townships by period (`cogov.experiments.townships`) with a column `seed`: the city with the pilot, and the same city under the
    same luck without it. `true` is the mean effect on treated cells, `spillover` the mean effect on cells that an evaluator takes for
    untreated, each a difference between the two cities; a bias is an estimate less the truth.
    """
    found = []
    for outcome in OUTCOMES:
        seeds = [_of_seed(one, other, outcome, warmup) for one, other in _by_seed(pilot, without)]
        found += [_finding(outcome, quantity, [seed[quantity] for seed in seeds]) for quantity in seeds[0]]
        found.append(_spread(outcome, [seed["staggered"] for seed in seeds]))
    return found


def _by_seed(pilot: pd.DataFrame, without: pd.DataFrame) -> Iterable[tuple[pd.DataFrame, pd.DataFrame]]:
    others = dict(iter(without.groupby("seed")))
    return [(frame, others[seed]) for seed, frame in pilot.groupby("seed") if seed in others]


def _of_seed(pilot: pd.DataFrame, without: pd.DataFrame, outcome: str, warmup: int) -> Mapping[str, float]:
    seen, bare = (_table(frame, outcome) for frame in (pilot, without))
    return compared(seen, bare, treatment(pilot, warmup))


def _table(frame: pd.DataFrame, outcome: str) -> Floats:
    """Return one outcome by (township, period)."""
    return frame.pivot_table(index="township", columns="period", values=outcome, dropna=False).to_numpy(np.float64)


def compared(seen: Floats, bare: Floats, treated: Floats) -> dict[str, float]:
    """Return estimates, truth, bias and spillover of one replication, from outcomes with and without the pilot."""
    judged, untreated = expected_from_controls(seen, treated), treated == 0
    began = np.isnan(treated) | (treated == 1)
    after = untreated & began.any(axis=0)[None, :]
    change = seen - bare
    truth = _mean(change[judged])
    estimates = {"two_way": two_way(_until_all(seen, treated), treated), "staggered": staggered(seen, treated)}
    biases = {f"{name}_bias": estimate - truth for name, estimate in estimates.items()}
    return {"true": truth} | estimates | biases | {"spillover": _mean(change[after])}


def treatment(frame: pd.DataFrame, warmup: int) -> Floats:
    """Return by (township, period) 1 where the policy was in force throughout, 0 where not at all, NaN where for a part."""
    since = frame.groupby("township").since.first().to_numpy(np.float64)[:, None]
    begins = warmup + PERIOD * np.sort(frame.period.unique())[None, :]
    before = begins + PERIOD + FOLLOW_UP <= since
    return np.where(begins >= since, 1.0, np.where(before, 0.0, np.nan))


def obstacle(treated: Floats) -> Obstacle | None:
    """Return why an evaluator has nothing to compare; None where there is something."""
    under, outside = treated == 1, treated == 0
    if not under.any():
        return "never"
    if not outside.any():
        return "always"
    if not (under.any(axis=0) & outside.any(axis=0)).any():
        return "no_controls"
    return None if (under.any(axis=1) & outside.any(axis=1)).any() else "no_before"


def _until_all(outcome: Floats, treated: Floats) -> Floats:
    """Leave out the periods in which no township is untreated any more: both estimators speak of the same cells."""
    return np.where((treated == 0).any(axis=0)[None, :], outcome, np.nan)


def _mean(values: Floats) -> float:
    values = values[np.isfinite(values)]
    return float(values.mean()) if values.size else float("nan")


def _finding(outcome: str, quantity: str, values: list[float]) -> Finding:
    found = effect(values)
    return Finding(outcome, quantity, found.n, found.mean, found.ci_low, found.ci_high)


def _spread(outcome: str, estimates: list[float]) -> Finding:
    """How far one evaluator's estimate lies from another's who met other luck: the standard deviation over replications."""
    known = np.array([value for value in estimates if np.isfinite(value)], dtype=np.float64)
    value = float(known.std(ddof=1)) if known.size > 1 else float("nan")
    return Finding(outcome, "spread", len(known), value, float("nan"), float("nan"))


def two_way(outcome: Floats, treated: Floats) -> float:
    """Coefficient of treatment with an effect for each township and each period, by least squares.

    What most field studies report. Where places start at different times it also compares late starters with early ones that are
    treated already, and is biased when effects grow or fade (Goodman-Bacon 2021, J. Econometrics 225: 254–277).
    """
    cells = np.isfinite(outcome) & np.isfinite(treated)
    if not (treated[cells] == 1).any() or not (treated[cells] == 0).any():
        return math.nan
    design = np.column_stack([_effects(cells), treated[cells]])
    coefficients, _, _, _ = np.linalg.lstsq(design, outcome[cells], rcond=None)
    without = design[:, :-1]
    own = design[:, -1] - without @ np.linalg.lstsq(without, design[:, -1], rcond=None)[0]
    return float(coefficients[-1]) if own @ own > 1e-9 else math.nan


def staggered(outcome: Floats, treated: Floats) -> float:
    """Mean effect on the treated, each cell against what untreated cells let expect of it.

    Effects of townships and periods are fitted to untreated cells only and carried over to the treated (the imputation estimator of
    Borusyak, Jaravel & Spiess 2024, Rev. Econ. Stud. 91: 3253–3285): no treated cell is ever a control.
    """
    control, target = np.isfinite(outcome) & (treated == 0), expected_from_controls(outcome, treated)
    if not target.any():
        return math.nan
    coefficients, _, _, _ = np.linalg.lstsq(_effects(control), outcome[control], rcond=None)
    expected = _effects(target) @ coefficients
    return float((outcome[target] - expected).mean())


def expected_from_controls(outcome: Floats, treated: Floats) -> Bools:
    """Say which treated cells have an untreated cell in their township and one in their period."""
    control = np.isfinite(outcome) & (treated == 0)
    return np.asarray(np.isfinite(outcome) & (treated == 1) & control.any(axis=1)[:, None] & control.any(axis=0)[None, :])


def _effects(cells: Bools) -> Floats:
    """Return indicator columns of townships and periods for the chosen cells."""
    place, period = np.nonzero(cells)
    return np.hstack([np.eye(cells.shape[0])[place], np.eye(cells.shape[1])[period]])
