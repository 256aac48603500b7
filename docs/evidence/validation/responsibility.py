"""Who takes what, talks and thresholds: the volunteer's dilemma, urns and balls, occupancy, geometric hand-offs, Friedkin–Johnsen, Granovetter."""

from typing import Any

import numpy as np
import numpy.typing as npt

from cogov.model.city import City
from cogov.model.desks import unpack
from cogov.model.mandates import SINGLE
from cogov.model.rules.deliberation import rounds_of_talk
from cogov.model.rules.emergence import emergence
from cogov.model.rules.participation import takes_part
from cogov.model.stages import Stage
from docs.evidence.validation import theory
from docs.evidence.validation.limits import OFFICE, offices, triage_alone
from docs.evidence.validation.row import Estimate, Extent, Ints, Row, exact, share_of

COST = 0.5
ONCE: dict[str, Any] = {
    "parameters.triage.sigma_max": 0.0,
    "parameters.triage.sigma_0": 0.55,
    "parameters.triage.volunteer_cost": COST,
    "parameters.triage.give_up_attempts": 1,
    "parameters.triage.petition_share": 0.0,
}
"""About five institutions see each matter; it is asked about once."""
UNCLEAR = {"boundary_clarity": 0.0, "duty_clarity": 0.0}


def asked_once(extent: Extent, **choices: str) -> tuple[Ints, Ints]:
    """Return of each matter how many saw it and how many took it."""
    settings = ONCE | {f"choices.{name}": value for name, value in choices.items()}
    city = triage_alone(21, 100_000 if extent == "quick" else 600_000, 60, UNCLEAR, settings).run().city
    rows = np.flatnonzero(city.register.attempt[: city.register.size] == 1)
    seen, taken = (unpack(mask[rows], len(city.slots)).sum(axis=1) for mask in (city.register.seen, city.register.first_holders))
    return seen.astype(np.int64), taken.astype(np.int64)


def _nobody(name: str, source: str, found: tuple[Ints, Ints], chances: dict[int, float]) -> list[Row]:
    seers, takers = found
    return [
        Row(
            f"{name}, {n} see it: nobody takes it",
            source,
            chance,
            share_of(int((takers[seers == n] == 0).sum()), int((seers == n).sum()), "matters"),
        )
        for n, chance in chances.items()
    ]


def volunteers(extent: Extent) -> list[Row]:
    """The more could, the less each does."""
    dilemma = {n: COST ** (n / (n - 1)) for n in (2, 3, 5)}
    urns = {k: (1 - 1 / k) ** k for k in (2, 3, 5)}
    return [
        *_nobody("volunteer's dilemma, c/b = .5", "Diekmann 1985", asked_once(extent, triage="claims", taking="volunteer"), dilemma),
        *_nobody("claims at equal chance", "urns and balls, (1 − 1/k)^k", asked_once(extent, triage="equal_chance"), urns),
    ]


def occupancy(extent: Extent) -> list[Row]:
    """Matters passed at random among desks leave some with none."""
    return [_occupancy(matters, 10, 100 if extent == "quick" else 400) for matters in (10, 20)]


def _occupancy(matters: int, desks: int, days: int) -> Row:
    """Pass every matter to one of so many desks, none of which is the right one; look at each village's matters so many by so many."""
    kinds = {
        f"desk_{place}": {"title": {"zh": f"窗口 {place}", "en": f"desk {place}"}, "sector": "party", "handlers": {"village": 1.0}}
        for place in range(desks)
    }
    parameters = {"triage": OFFICE["parameters"]["triage"] | {"right_share": 0.0}}
    model = offices(
        48,
        villages=100,
        handlers=1,
        arrivals_a_day=1.0,
        service_days=1.0,
        kinds=kinds,
        choices={"routing": "matrix"},
        rules={"handling": False},
        parameters=parameters,
    )
    for _ in range(days):
        model.step()
    register = model.city.register
    came = np.flatnonzero(register.attempt[: register.size] > 0)
    by_village = (came[register.village[came] == village] for village in range(100))
    rounds = np.concatenate([rows[: len(rows) // matters * matters].reshape(-1, matters) for rows in by_village])
    used = np.bitwise_count(np.bitwise_or.reduce(register.first_holders[rounds], axis=1))
    idle = 1 - used / desks
    ours = Estimate(float(idle.mean()), float(idle.std(ddof=1)) / np.sqrt(len(idle)), f"{len(idle):,} rounds")
    name = f"{matters} matters, each passed to one of {desks} desks at random: share of desks with none"
    return Row(
        name,
        "occupancy, (1 − 1/n)^m",
        (1 - 1 / desks) ** matters,
        ours,
        why="helpers do not choose: their desks are chosen, the urns are the same",
    )


def hops(extent: Extent) -> list[Row]:
    """Desks visited where each pass is right with one chance."""
    return [row for right in ((0.5,) if extent == "quick" else (0.9, 0.75, 0.5, 0.25)) for row in _hops(right, extent)]


def _hops(right: float, extent: Extent) -> list[Row]:
    city, settled = routed(right, 100_000 if extent == "quick" else 600_000)
    visited = city.register.handoffs[settled] + 1.0
    n, spread = len(visited), (1 - right) / right**2
    mean = Estimate(float(visited.mean()), float(visited.std(ddof=1)) / np.sqrt(n), f"{n:,} matters")
    # the variance of a sample variance from the fourth moment σ⁴ (9 + q²/(1 − q)) of the geometric distribution
    variance = Estimate(float(visited.var(ddof=1)), spread * float(np.sqrt((8 + right**2 / (1 - right)) / n)), f"{n:,} matters")
    name = f"each pass right with chance {right:g}: desks visited"
    return [Row(f"{name}, mean", "geometric, 1/q", 1 / right, mean), Row(f"{name}, variance", "geometric, (1 − q)/q²", spread, variance)]


def routed(right: float, population: int) -> tuple[City, Ints]:
    """Let all matters of a city with one owner be passed on until they are settled: the city, and their rows.

    Capacity is unlimited and emergence stops, so that none is cut short.
    """
    settings = {"choices.routing": "matrix", "choices.capacity": "unlimited", "choices.calendar": "every_day", "rules.handling": True}
    levers = {"boundary_clarity": 0.5, "duty_clarity": 0.5}
    model = triage_alone(31, population, 400, levers, settings | {"parameters.triage.right_share": right})
    for _ in range(25):
        model.step()
    model.rules.remove(emergence)
    register, topics, mandate = model.city.register, model.city.topics, model.city.mandates.mandate
    kind = register.topic[: register.size]
    single = np.flatnonzero(mandate[topics.level[kind], kind] == SINGLE)
    while np.isin(single, register.open_rows).any() and model.city.day < model.city.scenario.days:
        model.step()
    return model.city, single[register.stage[single] == Stage.SETTLED]


def talks(_: Extent) -> list[Row]:
    """Talks with equal weights end where Friedkin and Johnsen's fixed point lies."""
    start, heed = np.array([[1.0, 0.2, -0.4, -0.9]]), np.array([[0.9, 0.6, 0.3, 0.0]])
    end = rounds_of_talk(start, np.ones_like(start, dtype=bool), heed, 600)[0]
    fixed = np.linalg.solve(np.eye(4) - heed.T / 4, ((1 - heed) * start)[0])
    return [
        Row(f"talks of four with equal weights: end of speaker {place + 1}", "Friedkin & Johnsen 1999", float(wanted), exact(float(got)))
        for place, (got, wanted) in enumerate(zip(end, fixed, strict=True))
    ]


GROUP = np.array([[0.22, 0.12, 0.36, 0.3], [0.147, 0.215, 0.344, 0.294], [0, 0, 1, 0], [0.09, 0.178, 0.446, 0.286]])
"""What each of four people gives to each, measured by Friedkin and Johnsen: the third heeds nobody."""
BEGAN = np.array([25.0, 25, 75, 85])
"""Where they began; they ended at 60, 60, 75 and 75."""


def group(_: Extent) -> list[Row]:
    """The published group, by its own weights: talks as they are under `listening: by_ties`."""
    heed = 1 - np.diag(GROUP)
    end = rounds_of_talk(BEGAN[None], np.ones((1, 4), dtype=bool), heed, 600, GROUP[None])[0]
    return [
        Row(
            f"the published group of four by its weights: end of speaker {place + 1}",
            "Friedkin & Johnsen 1999",
            float(wanted),
            exact(float(got)),
        )
        for place, (got, wanted) in enumerate(zip(end, theory.friedkin_johnsen(BEGAN, GROUP), strict=True))
    ]


def thresholds(_: Extent) -> list[Row]:
    """A hundred people with thresholds 0, 1, ..., 99; and the same where one of them needs one more."""
    even = np.arange(100) / 100
    odd = even.copy()
    odd[1] = 0.02
    told = "Granovetter 1978"
    return [
        Row("thresholds 0, 1, …, 99 of a hundred: how many join", told, 100, exact(float(_joined(even)))),
        Row("the same, who needed one needs two: how many join", told, 1, exact(float(_joined(odd)))),
    ]


def _joined(threshold: npt.NDArray[np.float64]) -> int:
    """Return how many take part in the end, when everybody sees everybody."""
    n, before, joined = len(threshold), -1, 0
    while joined != before:
        before = joined
        joined = int(takes_part(np.full(n, joined / n, dtype=np.float32), threshold.astype(np.float32)).sum())
    return joined
