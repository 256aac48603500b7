"""The cohort of a run: all matters that arose after the warm-up, as columns that indicators read."""

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cogov.model.desks import GOVERNMENT
from cogov.model.masks import unpack
from cogov.model.measures import CENSORED, GIVEN_UP, LAPSED, SETTLED, Curve, aalen_johansen, restricted_mean
from cogov.model.stages import Stage
from cogov.scenarios.choices import SECTORS, SPHERES

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
EVENT_OF_STAGE = {Stage.SETTLED: SETTLED, Stage.GIVEN_UP: GIVEN_UP, Stage.LAPSED: LAPSED}


@dataclass(frozen=True)
class Cohort:
    """Some matters of a run with what became of them; every array has one entry a matter."""

    model: "CoGovernanceModel"
    row: Ints
    topic: Ints
    form: Ints
    citizen: Ints
    age: Floats
    """Days from the day it arose to its end, or to the end of the run."""
    seen: Floats
    """Days from the day it arose to the end of the run: how long it could have been watched."""
    event: Ints
    deadline: Floats
    severity: Floats
    known: Bools
    begun_after: Floats
    """Days until an owner began, NaN if none did."""
    sectors: Bools
    """(matters, sectors): who held it in the end."""
    gaming: Floats
    """How far desks gamed the assessment where it arose, on the day on which it ended; the latest for what is open."""
    horizon: float
    prompt_share: float

    def only(self, chosen: Bools) -> "Cohort":
        """Return the cohort of some of these matters."""
        same: dict[str, Any] = {"model": self.model, "horizon": self.horizon, "prompt_share": self.prompt_share}
        return Cohort(**{f.name: getattr(self, f.name)[chosen] for f in fields(self) if f.name not in same}, **same)

    def column(self, name: str) -> npt.NDArray[Any]:
        """Return a column of the register for these matters."""
        values: npt.NDArray[Any] = getattr(self.model.register, name)[self.row]
        return values

    @property
    def all(self) -> Bools:
        """Every matter of the cohort."""
        return np.ones(len(self.row), dtype=bool)

    @property
    def born_at(self) -> Ints:
        """Level where such matters stand when they arise."""
        return self.column("level_at_birth").astype(np.int64)

    @property
    def settled(self) -> Bools:
        """Which matters were settled."""
        return np.asarray(self.event == SETTLED)

    @property
    def ended(self) -> Bools:
        """Which matters ended, in whatever way."""
        return np.asarray(self.event != CENSORED)

    @cached_property
    def curve(self) -> Curve:
        """The Aalen–Johansen curve of settlement."""
        return aalen_johansen(self.age, self.event, SETTLED, self.horizon)

    def unmet(self) -> float:
        """Return the severity-weighted share of the first H days that matters go unsettled."""
        total = weight = 0.0
        for severity in np.unique(self.severity):
            alike = self.severity == severity
            curve = aalen_johansen(self.age[alike], self.event[alike], SETTLED, self.horizon)
            total += severity * alike.sum() * restricted_mean(curve, self.horizon) / self.horizon
            weight += severity * alike.sum()
        return total / weight if weight > 0 else float("nan")


def of_run(model: "CoGovernanceModel") -> Cohort:
    """Return all matters that arose after the warm-up."""
    register, topics = model.register, model.topics
    row = np.flatnonzero(register.arose[: register.size] >= model.scenario.warmup)
    row = row[register.arose[row] < model.day]
    topic, arose = register.topic[row], register.arose[row]
    end = np.where(np.isnan(register.ended[row]) | (register.ended[row] > model.day), float(model.day), register.ended[row])
    event = np.full(len(Stage), CENSORED)
    for stage, code in EVENT_OF_STAGE.items():
        event[stage] = code
    return Cohort(
        model=model,
        row=row,
        topic=topic,
        form=topics.form[topic],
        citizen=register.citizen[row],
        age=end - arose,
        seen=model.day - arose,
        event=event[register.stage[row]],
        deadline=topics.deadline[topic],
        severity=topics.severity[topic],
        known=~np.isnan(register.known[row]),
        begun_after=register.begun[row] - arose,
        sectors=sectors_of(model, register.holders[row]),
        gaming=_gaming(model, row, end),
        horizon=min(float(model.scenario.horizon_days), max(1.0, float(model.day - model.scenario.warmup))),
        prompt_share=model.scenario.parameters.closure.prompt_share,
    )


def _gaming(model: "CoGovernanceModel", row: Ints, end: Floats) -> Floats:
    """Return how far assessment was gamed on the day on which each matter ended."""
    by_day = np.array(model.gaming_by_day or [model.gaming])
    gaming: Floats = by_day[np.clip(np.ceil(end).astype(np.int64) - 1, 0, len(by_day) - 1), model.township_of(row)]
    return gaming


def sectors_of(model: "CoGovernanceModel", holders: npt.NDArray[np.uint64]) -> Bools:
    """Return by (matter, sector) whether a desk of the sector is among the holders."""
    held = unpack(holders, len(model.slots))
    return np.stack([held[:, model.slots.sector == sector].any(axis=1) for sector in range(len(SECTORS))], axis=1)


def circles(sectors: Bools) -> tuple[Bools, Bools, Bools]:
    """Return who settled: party-state alone, society alone, several spheres or the market."""
    sphere = np.array([list(dict.fromkeys(SPHERES.values())).index(SPHERES[name]) for name in SECTORS])
    state, market, society = (sectors[:, sphere == index].any(axis=1) for index in range(3))
    service, own = state & ~market & ~society, society & ~state & ~market
    return service, own, ~(service | own)


def government_shares(model: "CoGovernanceModel", row: Ints) -> dict[str, Bools]:
    """Return which matters government alone clearly owns, oversteps in (越位), misses (缺位) or misplaces (错位) at first triage.

    Of matters that are a government desk's duty or that one took.
    """
    register, mandates = model.register, model.mandates
    government = model.slots.sector == GOVERNMENT
    level = register.level_at_birth[row].astype(np.int64)
    rightful = mandates.rightful[level, register.topic[row]] & government
    taken = unpack(register.first_holders[row], len(model.slots)) & government
    concerned = (register.outcome[row] > 0) & (rightful | taken).any(axis=1)
    own, wrong = (rightful & taken).any(axis=1), (taken & ~rightful).any(axis=1)
    duty = rightful.any(axis=1)
    clear = concerned & own & ~wrong & (taken | ~rightful).all(axis=1)
    over = concerned & wrong & (own | ~duty)
    misplaced = concerned & wrong & duty & ~own
    return {
        "clear": clear,
        "overreach": over,
        "misplacement": misplaced,
        "absence": concerned & ~clear & ~over & ~misplaced,
        "of": concerned,
    }
