"""What was found misleading in the first version, measured again: each figure named there beside the figure now.

Every function below measures one group of figures in one small setting, with fixed seeds. What the earlier code gave in the same setting
stands as a constant in `mended_page`: it was measured with that code, which is not here any more.
"""

from collections.abc import Iterator
from math import nan
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from cogov.analysis.paired import paired_difference
from cogov.model import duty
from cogov.model.build import build
from cogov.model.city import City
from cogov.model.desks import GOVERNMENT, unpack
from cogov.model.levers import LEVERS
from cogov.model.mandates import COMPOSITE
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.partners import PARTNERS
from cogov.model.policy import Policy
from cogov.model.register import Moves
from cogov.model.rules import triage
from cogov.model.scenario import Scenario
from cogov.model.stages import Channel, Origin, Ownership, Reason, Stage
from cogov.model.topics import APPLICATION
from cogov.model.witness import Sightings, watch
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.equal_cost import ends
from docs.evidence.mended_page import Found, page
from docs.evidence.question.grid import NO_CONVENING
from docs.evidence.runs import Cell, Runs, live

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Measured = dict[str, Found]

EFFECTS = {
    "pressure": ("mean_days", "resolution_rate", "unmet_need", "reported_mean_days", "reporting_gap", "mediation_success"),
    "sham": ("mean_days",),
    "one_stop_99": ("one_visit_rate",),
    "one_stop_100": ("one_visit_rate", "burden_inequity"),
    "half_staff": ("owned_in_time_rate", "cost_per_resolved", "full_cost_per_resolved", "burden_inequity"),
}
"""What is told of each change to the small city."""
GAIN = ("sense_of_gain", "worst_tenth_gain", "low_gain_share")
JOINING: dict[str, dict[str, object]] = {
    "tied": {"choices.partners": "tied"},
    "tied_not_convened": {"choices.partners": "tied", "parameters.triage.convening": 0.0} | NO_CONVENING,
    "convened": {},
    "not_convened": dict(NO_CONVENING),
}
"""Rules by which partners join composite matters."""
SHARES = (0.0, 0.25, 0.6)
ROW = ["alignment", "knock_out", "group", "indicator", "effect", "kind"]


def make(replicates: int, workers: int, folder: Path) -> tuple[Path, Runs]:
    """Measure all figures and write the page; `replicates` are the seeds of the small city, other settings say theirs."""
    runs = live(list(cells(replicates)), workers)
    found = changes(runs) | weekdays(runs) | gains(runs) | clarity(runs) | slices(runs)
    found |= a_year(city(20_000, 365)) | reached(city(5_000, 200)) | loads(20_000) | pools() | lifted() | off_list() | by_knock_outs(folder)
    return page(found, replicates, folder), runs


def city(population: int, days: int, **settings: object) -> Scenario:
    """The default city, its first sixty days unmeasured."""
    return load_scenario("leping", {"city.population": population, "days": days, "warmup": 60} | settings)


# -- runs of cells -----------------------------------------------------------------------------------------------------------------


def cells(replicates: int) -> Iterator[Cell]:
    """All cities and policies to live through."""
    small, fair = city(4_000, 240), city(3_000, 365)
    for name, (scenario, policy) in small_cities(small).items():
        yield Cell(name, scenario, policy, replicates)
    for name, policy in (("nothing", resolve_policy(fair, "as_is", least(fair))), *((name, resolve_policy(fair, name)) for name in CARES)):
        yield Cell(f"gain/{name}", fair, policy, 3)
    for name, settings in JOINING.items():
        composite = city(5_000, 365, composite_share=0.25, **settings)
        for level in (0.0, 1.0):
            yield Cell(f"{name}/{level:g}", composite, resolve_policy(composite, "as_is", {"boundary_clarity": level}), 6)
    for population, seeds in ((20_000, 4), (200_000, 1)):
        whole = load_scenario("leping", {"city.population": population})
        yield Cell(f"slice/{population}", whole, resolve_policy(whole), seeds)


CARES = ("as_is", "co_governance")


def small_cities(small: Scenario) -> dict[str, tuple[Scenario, Policy]]:
    """The small city as it is, and one change each."""
    sham = small.model_copy(update={"parameters": city(4_000, 240, **{"parameters.assessment.speed": 0.0}).parameters})
    pressed = resolve_policy(small, "as_is", {"assessment_pressure": 1.0})
    return {
        "as_is": (small, resolve_policy(small)),
        "pressure": (small, pressed),
        "sham": (sham, pressed),
        "one_stop_99": (small, resolve_policy(small, "as_is", {"one_stop_service": 0.99})),
        "one_stop_100": (small, resolve_policy(small, "as_is", {"one_stop_service": 1.0})),
        "half_staff": (halved(small), resolve_policy(small)),
    }


def halved(scenario: Scenario) -> Scenario:
    """The same city with half the handlers at every desk."""
    half = {
        name: kind.model_copy(update={"handlers": {level: number / 2 for level, number in kind.handlers.items()}})
        for name, kind in scenario.kinds.items()
    }
    return scenario.model_copy(update={"kinds": half})


def least(scenario: Scenario) -> dict[str, float]:
    """Every lever where it works least."""
    return {lever: ends(lever, scenario)["lowest"] for lever in LEVERS}


def effect(runs: Runs, cell: str, baseline: str, indicator: str) -> Found:
    """What a change did to an indicator, over pairs of the same seed."""
    one = paired_difference(runs.of(cell, indicator), runs.of(baseline, indicator))
    return Found(one.difference, one.ci_low, one.ci_high, one.pairs, start=one.mean - one.difference)


def level(runs: Runs, cell: str, indicator: str) -> Found:
    """A level, the mean over seeds."""
    values = runs.of(cell, indicator)
    return Found(float(np.nanmean(values)), n=int(np.isfinite(values).sum()))


def changes(runs: Runs) -> Measured:
    """A1–A5: what each change to the small city does."""
    return {f"{cell}/{name}": effect(runs, cell, "as_is", name) for cell, names in EFFECTS.items() for name in names}


def weekdays(runs: Runs) -> Measured:
    """A7: the daily series of satisfaction on working days and at weekends, measured days only."""
    daily = runs.daily("as_is", "satisfaction")[:, 60:]
    weekend = np.arange(60, 60 + daily.shape[1]) % 7 >= 5
    parts = {"weekday": daily[:, ~weekend], "weekend": daily[:, weekend]}
    return {f"satisfaction/{name}": Found(float(np.nanmean(part)), n=len(part)) for name, part in parts.items()}


def gains(runs: Runs) -> Measured:
    """F: sense of gain over the extremes of policy."""
    return {f"gain/{policy}/{name}": level(runs, f"gain/{policy}", name) for policy in ("nothing", *CARES) for name in GAIN}


def clarity(runs: Runs) -> Measured:
    """C: what full clarity of boundaries does to composite matters under each rule of joining."""
    return {f"clarity/{name}": effect(runs, f"{name}/1", f"{name}/0", "mean_days@composite") for name in JOINING}


def slices(runs: Runs) -> Measured:
    """J: owned in time at two sizes."""
    return {name: level(runs, name, "owned_in_time_rate") for name in ("slice/20000", "slice/200000")}


# -- one city looked at closely ------------------------------------------------------------------------------------------------------


def a_year(scenario: Scenario) -> Measured:
    """A5, A6, E, G, I: one year of the default city, seed 1."""
    model = CoGovernanceModel(scenario, seed=1)
    waiting = Waiting()
    model.rules.insert([getattr(rule, "__name__", "") for rule in model.rules].index("triage") + 1, waiting)
    misread = float(np.abs(model.city.rule_between).mean())
    model.run()
    return {
        "nobody": Found(without_a_matter(model.city)),
        **in_the_grid(model.city),
        **returns(model.city.register.moves(), model.city.register.handoffs[: model.city.register.size]),
        **talks(model.city.register.moves().reason),
        **known(model.city),
        "orders/waiting": Found(float(waiting.days)),
        "learnt": Found(1 - float(np.abs(model.city.rule_between).mean()) / misread),
    }


class Waiting:
    """A rule behind triage that counts the working days on which a work order was left for another day."""

    __name__ = "waiting"

    def __init__(self) -> None:
        self.days = 0

    def __call__(self, city: City) -> None:
        """Look who is still to be dispatched."""
        register = city.register
        rows = register.at(Stage.KNOWN)
        due = register.at_desk[rows] & (register.next_try[rows] < city.day + 1)
        self.days += bool(due.any()) and not city.is_rest_day


def without_a_matter(city: City) -> float:
    """Share of residents with no matter on the measured days."""
    register = city.register
    concerned = register.citizen[: register.size][register.arose[: register.size] >= city.scenario.warmup]
    return 1 - len(np.unique(concerned)) / city.citizens.size


def returns(moves: Moves, handoffs: Ints) -> Measured:
    """Orders that a desk returned and another took, and the hand-offs that neither orders nobody took nor a passing on explains."""
    returned, taken = (np.unique(np.stack([moves.row[at], moves.time[at]]), axis=1) for at in reasons(moves, "RETURNED", "DISPATCHED"))
    somebody = np.isin(packed(returned), packed(taken))
    passed = (moves.after == Stage.KNOWN) & (moves.before != Stage.KNOWN) & (moves.reason != Reason.ASKED_AGAIN)
    on = passed & (moves.before != Stage.UNKNOWN)
    explained = (~somebody).sum() + on.sum()
    return {
        "returns/orders": Found(float(returned.shape[1])),
        "returns/taken": Found(float(somebody.sum())),
        "returns/counted": Found(float(handoffs.sum() - explained)),
    }


def reasons(moves: Moves, *names: str) -> list[Bools]:
    """Which moves have each reason."""
    return [moves.reason == Reason[name] for name in names]


def packed(orders: Floats) -> npt.NDArray[np.complex128]:
    """A matter and a time as one value."""
    value: npt.NDArray[np.complex128] = orders[0] + 1j * orders[1]
    return value


def talks(reason: Ints) -> Measured:
    """Talks that agreed, of those that ended."""
    agreed, failed = ((reason == one).sum() for one in (Reason.AGREED, Reason.NOT_AGREED))
    return {"talks/ended": Found(float(agreed + failed)), "talks/agreed": Found(float(agreed / max(agreed + failed, 1)))}


def watched(city: City) -> Ints:
    """New matters of the measured days that were watched for at least thirty days."""
    register, size = city.register, city.register.size
    arose, new = register.arose[:size], register.origin[:size] != Origin.PETITION
    return np.flatnonzero((arose >= city.scenario.warmup) & (arose < city.scenario.days - 30) & new)


def known(city: City) -> Measured:
    """How many matters are known within 1.4 days: all, and what is no application; through the grid; settled in it."""
    register, rows = city.register, watched(city)
    soon = register.known[rows] - register.arose[rows] <= 1.4
    told = city.topics.form[register.topic[rows]] != APPLICATION
    return {
        "known/all": Found(float(soon.mean())),
        "known/no_application": Found(float(soon[told].mean())),
        "known/grid": Found(float((register.channel[rows][told] == Channel.GRID).mean())),
    }


def in_the_grid(city: City) -> Measured:
    """Matters settled in the grid, of all."""
    settled = (city.register.moves().reason == Reason.SETTLED_IN_GRID).sum()
    return {"grid/settled": Found(float(settled)), "grid/of": Found(float(city.register.size))}


def reached(scenario: Scenario) -> Measured:
    """D: off-list matters that a government desk sees as its own at first triage, without and with clear duties."""
    shares = {clear: [sees_off_list(scenario, clear, seed) for seed in (1, 2, 3)] for clear in (0.0, 1.0)}
    means = [(who, clear, float(np.mean(found, axis=0)[at])) for clear, found in shares.items() for at, who in enumerate(("some", "each"))]
    return {f"reach/{who}/{clear:g}": Found(mean, n=3) for who, clear, mean in means}


def sees_off_list(scenario: Scenario, duty_clarity: float, seed: int) -> tuple[float, float]:
    """Share of off-list matters that some government desk sees at first triage, and mean share of government desks."""
    model = CoGovernanceModel(scenario, resolve_policy(scenario, "as_is", {"duty_clarity": duty_clarity}), seed=seed)
    witness = watch(model.rules)
    model.run()
    return seen_by(model.city, witness.sightings())


def seen_by(city: City, sightings: Sightings) -> tuple[float, float]:
    """Some government desk, and the mean government desk, at each matter's first triage."""
    _, first = np.unique(sightings.row, return_index=True)
    first = first[city.register.outcome[sightings.row[first]] == Ownership.NOVEL]
    seen = unpack(sightings.seen[first], len(city.slots))[:, city.slots.sector == GOVERNMENT]
    return float(seen.any(axis=1).mean()), float(seen.mean())


# -- nothing simulated -----------------------------------------------------------------------------------------------------------------


def pools() -> Measured:
    """B: K times attention to own single-sector duties, and to what is nobody's duty there, without and with full alignment."""
    return {
        f"attention/{pool}/{whose}": Found(full[whose] - none[whose], start=none[whose])
        for pool in ("linear", "geometric")
        for none, full in [(attention(pool, 0.0), attention(pool, 1.0))]
        for whose in none
    }


def attention(pool: str, alignment: float) -> dict[str, float]:
    """The mean over desks and topics on the first day."""
    scenario = load_scenario("leping", {"city.population": 5_000, "choices.alignment": pool})
    model = CoGovernanceModel(scenario, resolve_policy(scenario, "as_is", {"goal_alignment": alignment}), seed=1)
    own, single = duties(model.city), np.array([topic.mandate == "single" for topic in scenario.topics.values()])
    weight = len(single) * model.city.goals.attention
    return {"own": float(weight[own & single].mean()), "others": float(weight[~own].mean())}


def duties(city: City) -> Bools:
    """Which topics are the duty of each desk's kind, somewhere and at some level."""
    kinds = np.zeros((int(city.institutions.kind.max()) + 1, len(city.topics.names)), dtype=bool)
    for slot, kind in enumerate(city.slots.kind):
        kinds[kind] |= city.mandates.rightful[:, :, slot].any(axis=0)
    return np.asarray(kinds[city.institutions.kind])


def loads(population: int) -> Measured:
    """C: work that arises in a year at each share of composite matters, in handler-days per 1,000 residents."""
    return {f"load/{mix}/{share:g}": Found(load(population, mix, share)) for mix in ("count", "work") for share in SHARES}


def load(population: int, mix: str, share: float) -> float:
    """Expected handler-days in a year per 1,000 residents."""
    model = CoGovernanceModel(city(population, 365, composite_share=share, **{"choices.mix": mix}), seed=1)
    nature, territory = model.city.nature, model.city.territory
    arising = nature.rate[0, np.where(territory.urban, 0, 1)] * territory.residents[:, None] * nature.work_mean
    return float(arising.sum()) * 365 * 1000 / territory.population


def lifted() -> Measured:
    """C: a supporter's mandate once default convening has acted on it, under both rules of partners."""
    one = build(city(5_000, 365), seed=1)
    supporter = float(one.worth[0][one.mandates.supporter & (one.mandates.mandate == COMPOSITE)[..., None]].mean())
    return {f"supporter/{rule}": Found(supporter + _lift(rule)) for rule in PARTNERS.options}


def _lift(rule: str) -> float:
    """Return what default convening adds to a supporter's mandate under a rule of partners, on average over townships."""
    one = build(city(5_000, 365, **{"choices.partners": rule}), seed=1)
    return float(triage.lifted(one, np.arange(one.territory.townships)).mean())


def off_list(desks: int = 12, attempts: int = 6) -> Measured:
    """D: chance that some of twelve desks has seen an off-list matter as its own by the sixth attempt; clear rules, no reach."""
    numbers = load_scenario("leping").numbers(triage.Triage)
    kept = {"fresh": 0.0, "default": numbers.facts_persistence, "kept": 1.0}
    return {f"owner/{name}": Found(some(desks, attempts, numbers.sigma_0, rho)) for name, rho in kept.items()}


def some(desks: int, attempts: int, sigma_facts: float, persistence: float) -> float:
    """1 − (1 − q)^n: independent desks of mandate .3."""
    chance = duty.seen_within(attempts, np.array([0.3]), np.zeros(1), sigma_facts, persistence, np.zeros(1))
    return float(1 - (1 - chance[0]) ** desks)


def by_knock_outs(folder: Path) -> Measured:
    """B: the interaction of clarity and alignment with nothing, and with one mechanism, taken away; of the table of knock-outs beside this page."""
    path = folder / "question_mechanisms.csv"
    table = pd.read_csv(path).set_index(ROW).sort_index() if path.is_file() else pd.DataFrame()
    rows = [(pool, out, group) for pool in ("linear", "geometric") for out in ("full", "queue", "detection") for group in ("all", "single")]
    return {f"interaction/{'/'.join(row)}": interaction(table, row) for row in rows}


def interaction(table: pd.DataFrame, row: tuple[str, str, str]) -> Found:
    """One row of that table; undefined where it is not made yet."""
    key = (*row, "mean_days", "interaction", "left")
    if key not in table.index:
        return Found(nan, n=0)
    one = table.loc[[key]].iloc[0]
    return Found(float(one.difference), float(one.ci_low), float(one.ci_high), int(one.seeds), signed=True)
