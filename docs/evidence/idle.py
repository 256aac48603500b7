"""No void price: every number of the default city, moved to the ends of its range, changes some indicator beyond noise, or is told as idle.

`python -m docs.evidence idle` makes the table. A number that nothing hangs on is a promise that the model does not keep: a price that
is never paid, a mechanism that never acts. Two cities are asked: the default one, and the same with every lever at work, a campaign, a phase that
ends support and goals that follow need. Luck is common, so a number that is used changes something in one pair of runs (`changes`); whether that
is more than luck can do is asked in rounds (`weighs`), of 2,500 residents over 150 days and 12 seeds, of 10,000 over 300 days and 12 seeds, and of the
same and 40 seeds: in one of them the paired difference of some indicator is clear of 0 at 95 %, over seeds, after Bonferroni's adjustment for all indicators,
ends and both cities (round by round). The figure is the mean of that difference.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import batched, product
from pathlib import Path

import numpy as np
import pandas as pd
from pydantic.fields import FieldInfo
from scipy import stats

from cogov.experiments.company import most_together
from cogov.experiments.pool import each
from cogov.experiments.runner import RunRequest, live_together
from cogov.model.city_facts import CityFacts
from cogov.model.indicators import INDICATORS
from cogov.model.numbers import Frozen
from cogov.model.policy import PolicyPatch
from cogov.model.scenario import Scenario
from cogov.model.schema import blocks_of
from cogov.progress import progress
from cogov.scenarios.declared import bounds
from cogov.scenarios.idle import IDLE
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.pages import table, write
from docs.evidence.runs import Runs

SIZES = frozenset({"city.population", "city.county_population", "city.county_townships", "city.townships"})
"""How much of which city is simulated: no parameter of a mechanism."""
SENSIBLE: dict[str, tuple[float, float]] = {
    "parameters.deliberation.citizens": (1, 12),
    "parameters.emergence.cap": (1.5, 6),
    "parameters.emergence.neglect": (0, 1),
    "city.residents_per_urban_village": (500, 8000),
    "city.residents_per_rural_village": (250, 4000),
}
"""Ends to go to where a range is wide enough to make another city, or a run that never ends, of the default one."""
type Lived = dict[str, list[dict[str, float]]]
"""Every indicator, seed by seed, of the city as it stands and of the one in which every lever is at work."""
SURE = 0.05
ROUNDS = ((2500, 150, 12), (10_000, 300, 12), (10_000, 300, 40))
"""Residents, days and seeds, as told above: what is not clear of luck in one round is asked again in the next."""
AT_WORK = PolicyPatch.model_validate(
    {
        "assessment_pressure": 0.6,
        "key_area_enforcement": 0.6,
        "social_org_support": 0.8,
        "campaigns": [{"topic": "traffic", "start": start, "days": 30, "intensity": 0.9} for start in (35, 85)],
        "goals": "need",
        "phases": [{"from_day": 90, "ramp_days": 20, "levers": {"social_org_support": 0.1, "deliberation": 0.8}}],
    }
)


@dataclass(frozen=True)
class Numbered:
    """One number of the city: its path, its default and the two ends to go to."""

    path: str
    default: float
    ends: tuple[float, ...]


@dataclass(frozen=True)
class Found:
    """What a number does: the indicator that tells most clearly, in which city and at which end; empty where none tells."""

    path: str
    indicator: str = ""
    city: str = ""
    population: int = 0
    end: float = math.nan
    difference: float = math.nan
    t: float = 0.0


@cache
def numbers() -> dict[str, Numbered]:
    """Return every number of the rules and of the city, by path."""
    found = {f"parameters.{name}": block for name, block in blocks_of().items()} | {"city": CityFacts}
    return {
        f"{prefix}.{name}": Numbered(f"{prefix}.{name}", _default(field), _ends(f"{prefix}.{name}", field.default, *ends))
        for prefix, part in found.items()
        for name, field in part.model_fields.items()
        if f"{prefix}.{name}" not in SIZES and (ends := bounds(field)) is not None
    }


def _default(field: FieldInfo) -> float:
    """Return a number's default, whole where the field is."""
    return int(field.default) if field.annotation is int else float(field.default)


def _ends(path: str, default: float, low: float, high: float) -> tuple[float, ...]:
    return tuple(end for end in SENSIBLE.get(path, (low, high)) if end != default)


@cache
def city(population: int, days: int) -> Scenario:
    """Return the city in one size, for so many days."""
    return load_scenario("leping", {"city.population": population, "days": days, "warmup": 30, "horizon_days": 60})


def lived(scenario: Scenario, seeds: Sequence[int]) -> Lived:
    """Live through a city as it stands and with every lever at work, all seeds of both in company."""
    policies = {"as_is": resolve_policy(scenario), "at_work": resolve_policy(scenario, "co_governance").overlaid(AT_WORK)}
    requests = [RunRequest(scenario, name, policy, seed) for name, policy in policies.items() for seed in seeds]
    found = [one for company in batched(requests, most_together(scenario)) for one in live_together(company)]
    return {name: [one.measured.indicators for one in found if one.request.policy_name == name] for name in policies}


@cache
def usual(population: int, days: int, seeds: range) -> Lived:
    """Live through both with all numbers at their defaults."""
    return lived(city(population, days), seeds)


def changed(scenario: Scenario, path: str, value: float) -> Scenario:
    """Return the city with one number changed."""
    return _with(scenario, path.split("."), type(numbers()[path].default)(value))


def _with[Part: Frozen](part: Part, path: Sequence[str], value: float) -> Part:
    name, *rest = path
    return part.model_copy(update={name: _with(getattr(part, name), rest, value) if rest else value})


def changes(path: str, population: int = 2500, days: int = 150) -> bool:
    """Say whether a number changes so much as a bit of an indicator in one run: at one of its ends, in one of the two cities."""
    seeds = range(1, 2)
    usually = usual(population, days, seeds)
    moved = (lived(changed(city(population, days), path, end), seeds) for end in numbers()[path].ends)
    return any(differ(other[name][0], usually[name][0]) for other in moved for name in usually)


def differ(a: dict[str, float], b: dict[str, float]) -> bool:
    """Say whether two runs have other indicators, to the bit."""
    return not np.array_equal(list(a.values()), list(b.values()), equal_nan=True)


def weighs(path: str, rounds: Sequence[tuple[int, int, int]] = ROUNDS) -> Found:
    """Return what tells most clearly that a number matters, of all indicators of the whole city; nothing where none is clear of luck."""
    for population, days, seeds in rounds:
        found = [one for end in numbers()[path].ends for one in _clear(path, end, population, days, range(1, seeds + 1))]
        if found:
            return max(found, key=lambda one: one.t)
    return Found(path)


def _clear(path: str, end: float, population: int, days: int, seeds: range) -> Iterator[Found]:
    """Yield every indicator whose paired differences are clear of 0, adjusted for all indicators, ends and cities."""
    usually, moved = usual(population, days, seeds), lived(changed(city(population, days), path, end), seeds)
    least = stats.t.isf(SURE / 2 / (len(INDICATORS) * 4), len(seeds) - 1)
    for policy, name in product(usually, INDICATORS):
        difference = np.array([other[name] - one[name] for other, one in zip(moved[policy], usually[policy], strict=True)])
        if np.isfinite(difference).all() and abs(difference).max() > 1e-9:
            t = abs(float(difference.mean())) / max(float(difference.std(ddof=1)) / math.sqrt(len(seeds)), 1e-12)
            if t > least:
                yield Found(path, name, policy, population, end, float(difference.mean()), min(t, 1e6))


def make(_: int, __: int, workers: int, folder: Path) -> tuple[Path, Runs]:
    """Ask every number and write the page."""
    found = asked(list(numbers()), workers)
    reasons = {path: f"{idle.reason.zh} {idle.reason.en}" for path, idle in IDLE.items()}
    frame = pd.DataFrame([vars(one) | {"idle": IDLE[one.path].reason.en if one.path in IDLE else ""} for one in found])
    rows = [
        (
            f"`{one.path}`",
            one.indicator or "–",
            one.city,
            one.population or "",
            *map(_shown, (one.end, one.difference)),
            reasons.get(one.path, ""),
        )
        for one in found
    ]
    words = (
        "参数 parameter",
        "最明显的指标 indicator that tells most",
        "城市 city",
        "居民 residents",
        "取值 end",
        "差 difference",
        "为何无作用 idle: why",
    )
    return write(
        folder, "idle", "每个参数都有作用吗 What every parameter does", [f"{(__doc__ or '').strip()}\n", table(words, rows)], frame
    ), Runs({}, ())


def asked(paths: Sequence[str], workers: int) -> list[Found]:
    """Ask numbers in several processes."""
    with progress(len(paths), "en") as advance:
        return each([partial(weighs, path) for path in paths], workers, advance)


def _shown(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.4g}"
