"""The same contrasts where nobody knows the parameters: a Latin hypercube over the prior of every assumed number.

Prior: numbers that are assumed vary independently, as `cogov.analysis.calibration.prior` says; a mechanism that is off in the default city stays off. Numbers that
were fitted to logs vary over the 90 % that the fit leaves them; numbers with a source stay. The composite share lies between 0 and .6, and the pool of goals, congruence and the partners' rule are drawn too. Every draw is lived
through under one seed of its own; a quarter of them under more, from which the part of luck in the differences is known.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import yaml
from annotated_types import Ge, Le
from pydantic.fields import FieldInfo
from scipy.stats import binomtest, qmc, spearmanr

from cogov.analysis.calibration.prior import Prior, around
from cogov.analysis.paired import holm
from cogov.model.indicators import INDICATORS, MAIN
from cogov.model.schema import OPTIONS, blocks_of
from cogov.model.words import EMPTY
from docs.evidence.calibration.fit import fit_in
from docs.evidence.effects import by_seed
from docs.evidence.pages import write_table
from docs.evidence.question.corners import Variation
from docs.evidence.question.grid import DAYS
from docs.evidence.runs import Runs, live

Floats = npt.NDArray[np.float64]
POINTS = 200
DRAWN_CHOICES = ("alignment", "congruence", "partners")
MOST_COMPOSITE = 0.6
ORDER = Path(__file__).with_name("prior_order.yaml")
EFFECTS = ("clarity", "alignment", "interaction")


@dataclass(frozen=True)
class Unknown:
    """One assumed number with its prior, or a choice with its options."""

    path: str
    prior: Prior
    options: tuple[str, ...] = ()

    def at(self, place: float) -> object:
        """Return its value at a place between 0 and 1."""
        return self.options[min(int(place * len(self.options)), len(self.options) - 1)] if self.options else self.prior.at(place)


def unknowns() -> list[Unknown]:
    """Return every assumed number of the rules, the composite share and the choices that are drawn.

    They stand in the order in which they were first dealt places, wherever they are declared: the same command goes on giving the same draws.
    """
    found = [Unknown("composite_share", Prior(0.0, MOST_COMPOSITE))]
    found += [Unknown(f"choices.{name}", Prior(0.0, 1.0), OPTIONS[name]) for name in DRAWN_CHOICES]
    fitted = {one["name"]: one for one in fit_in().told}
    for name, block in blocks_of().items():
        for number, declared in block.model_fields.items():
            path = f"parameters.{name}.{number}"
            found += [_left(path, declared, fitted[path])] if path in fitted else _unknown(path, declared)
    order = {path: place for place, path in enumerate(yaml.safe_load(ORDER.read_text("utf-8")))}
    return sorted(found, key=lambda one: order.get(one.path, len(order)))


def _left(path: str, declared: FieldInfo, told: Mapping[str, Any]) -> Unknown:
    """Return a fitted number over nine tenths of its draws, every value between as likely."""
    return Unknown(path, Prior(told["draws_low"], told["draws_high"], whole=declared.annotation is int))


def _unknown(path: str, declared: FieldInfo) -> Iterator[Unknown]:
    extra, default = declared.json_schema_extra, float(declared.default)
    if not isinstance(extra, dict) or not str(extra["source"]).startswith("assumed") or default == 0:
        return
    low = max(float(str(one.ge)) for one in declared.metadata if isinstance(one, Ge))
    high = min(float(str(one.le)) for one in declared.metadata if isinstance(one, Le))
    logits = str(extra["unit"]).startswith("logit")
    yield Unknown(path, around(default, low, high, logits=logits, whole=declared.annotation is int))


def hypercube(points: int) -> tuple[list[Unknown], Floats]:
    """Return the unknowns and their places in every draw: a Latin hypercube, the same in every call."""
    numbers = unknowns()
    return numbers, qmc.LatinHypercube(len(numbers), rng=np.random.default_rng(1)).random(points)


def variations(points: int) -> list[Variation]:
    """Return one city a draw."""
    numbers, places = hypercube(points)
    return [
        Variation(f"{index}", EMPTY, {"days": DAYS} | {one.path: one.at(float(place)) for one, place in zip(numbers, row, strict=True)})
        for index, row in enumerate(places)
    ]


def make(population: int, replicates: int, workers: int, folder: Path, points: int = POINTS) -> tuple[Path, Runs]:
    """Live through all draws and write the effects of every draw, and what they come to."""
    found = variations(points)
    seeds = [replicates if draw < points // 4 else 1 for draw in range(points)]
    cells = [cell for draw, one in enumerate(found) for cell in one.cells(population, seeds[draw], first_seed=1 + draw)]
    runs = live(cells, workers)
    effects = frame(runs, found)
    write_table(folder, "question_prior_draws", effects)
    return write_table(folder, "question_prior", summary(effects, points)), runs


def frame(runs: Runs, found: list[Variation]) -> pd.DataFrame:
    """One row a draw, main indicator and effect: its mean over seeds, their number, and the variance between them where there are several."""
    rows = []
    for one in found:
        for name in MAIN:
            for effect, values in by_seed(one.values(runs, name)).items():
                known = values[np.isfinite(values)]
                luck = float(known.var(ddof=1)) if known.size > 1 else math.nan
                mean = float(known.mean()) if known.size else math.nan
                rows.append(
                    {"draw": int(one.name), "indicator": name, "effect": effect, "difference": mean, "seeds": known.size, "luck": luck}
                )
    return pd.DataFrame(rows)


def summary(effects: pd.DataFrame, points: int) -> pd.DataFrame:
    """One row an indicator and effect: its distribution over the prior, the share of each sign, and the three numbers that decide it.

    Luck widens what is seen: `spread` is the standard deviation over draws with the luck of the seeds taken out, and shares of signs are
    of effects shrunk towards their mean by as much as is luck (empirical Bayes; Morris 1983), beside the raw ones.
    """
    numbers, places = hypercube(points)
    rows = []
    for (name, effect), part in effects.groupby(["indicator", "effect"], sort=False):
        known = part[np.isfinite(part["difference"])].sort_values("draw")
        seen, own = known["difference"].to_numpy(), places[known["draw"].to_numpy()]
        mean, luck = float(seen.mean()), float(known["luck"].mean()) / known["seeds"].to_numpy()
        real = max(float(seen.var(ddof=1)) - float(luck.mean()), 0.0)
        shrunk = mean + (seen - mean) * real / np.maximum(real + luck, 1e-300)
        better = INDICATORS[str(name)].direction
        share = float((shrunk * better > 0).mean()) if better else math.nan
        interval = binomtest(int((seen > 0).sum()), len(seen)).proportion_ci(method="wilson")
        half = 1.96 * float(seen.std(ddof=1)) / math.sqrt(len(seen))
        rows.append({
            "indicator": name, "effect": effect, "draws": len(seen), "mean": mean, "mean_low": mean - half, "mean_high": mean + half,
            "spread": math.sqrt(real), "p05": float(np.quantile(shrunk, 0.05)), "median": float(np.median(shrunk)),
            "p95": float(np.quantile(shrunk, 0.95)), "share_better": share, "share_positive": float((seen > 0).mean()),
            "share_low": interval.low, "share_high": interval.high, **_deciding(numbers, own, seen),
        })  # fmt: skip
    return pd.DataFrame(rows)


def _deciding(numbers: list[Unknown], places: Floats, seen: Floats) -> dict[str, object]:
    """Return the three numbers whose rank goes best with the effect's, with Spearman's rho and Holm's adjusted p over all of them."""
    tested = [spearmanr(column, seen) for column in places.T]
    adjusted = holm([one.pvalue for one in tested])
    order = sorted(range(len(numbers)), key=lambda index: -abs(tested[index].statistic))[:3]
    return {
        key: value
        for rank, index in enumerate(order, 1)
        for key, value in (
            (f"decides_{rank}", numbers[index].path.removeprefix("parameters.")),
            (f"rho_{rank}", float(tested[index].statistic)),
            (f"p_{rank}", float(adjusted[index])),
        )
    }
