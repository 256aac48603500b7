"""Indicators of a run: one function each, in tables; what they mean is declared in `cogov.scenarios.indicators`.

A matter indicator is a function of a cohort and is taken of the whole cohort and of each of its groups; a citizen indicator is
a function of (model, flags of citizens). NaN where a denominator is 0 or a quantile is not reached.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model import costs
from cogov.model.cohort import Cohort, circles, government_shares, of_run
from cogov.model.desks import TOWNSHIP, VILLAGE
from cogov.model.mandates import COMPOSITE, MANDATES
from cogov.model.measures import quantile, restricted_mean
from cogov.model.people_indicators import CITIZEN_INDICATORS, citizen_groups
from cogov.model.stages import Channel, Origin, Outcome, Reason, Stage
from cogov.model.topics import APPLICATION, DISPUTE
from cogov.scenarios.choices import DOMAINS, FORMS, LEVELS, SECTORS
from cogov.scenarios.indicators import INDICATORS

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
NAN = float("nan")


def share(part: Bools, of: Bools) -> float:
    """Return the share of `of` that is also `part`."""
    return float((part & of).sum() / of.sum()) if of.any() else NAN


def mean(values: Floats, of: Bools) -> float:
    """Return the mean of `values` over `of`."""
    return float(values[of].mean()) if of.any() else NAN


def ratio(part: float, of: float) -> float:
    """Return part / of."""
    return float(part / of) if of > 0 else NAN


Measure = Callable[[Cohort], float]


def _outcome(which: Outcome) -> Measure:
    def rate(cohort: Cohort) -> float:
        outcome = cohort.column("outcome")
        return share(outcome == which, (outcome != Outcome.NOT_YET) & (outcome != Outcome.NOVEL))

    return rate


def _over(part: str, of: str) -> Measure:
    return lambda cohort: ratio(cohort.column(part).sum(), cohort.column(of).sum())


def _circle(which: int) -> Measure:
    return lambda cohort: share(circles(cohort.sectors)[which], _true(cohort))


def _owned_in_time(cohort: Cohort) -> float:
    due = cohort.prompt_share * cohort.deadline
    return share(cohort.begun_after <= due, cohort.seen >= due)


def _backlog(cohort: Cohort) -> float:
    """Mean number of known open matters per 1,000 residents, from the days each of the cohort spent known and open."""
    end = cohort.column("arose") + cohort.age
    days = np.where(cohort.known, np.clip(end - cohort.column("known"), 0.0, None), 0.0).sum()
    model = cohort.model
    return float(days / max(model.tally.measured_days, 1) / model.territory.population * 1000)


def _true(cohort: Cohort) -> Bools:
    """Which matters were truly settled: settlements that were not performed are settled on paper only."""
    kept = cohort.column("performed") | cohort.column("court")
    return np.asarray(cohort.settled & kept & ~cohort.column("closed_early"))


def _small(cohort: Cohort) -> Bools:
    mean_hardness = cohort.model.scenario.parameters.mediation.hardness
    return np.asarray((cohort.form == DISPUTE) & (cohort.column("hardness_at_birth") <= mean_hardness))


def _reached(cohort: Cohort) -> Bools:
    return np.asarray(~np.isnan(cohort.column("taken")))


def _passed_up(cohort: Cohort) -> Bools:
    return np.asarray(cohort.column("level") > cohort.born_at)


def _petitioned(cohort: Cohort) -> Bools:
    """Which matters their citizens took to a higher level."""
    moves = cohort.model.register.moves()
    rows = moves.row[(moves.reason == Reason.PETITIONED) & (moves.after == Stage.GIVEN_UP)]
    return np.isin(cohort.row, rows)


def _left_city(cohort: Cohort) -> Bools:
    return np.asarray(_petitioned(cohort) & (cohort.column("level") == len(LEVELS) - 1))


def _came_back(cohort: Cohort) -> Bools:
    register = cohort.model.register
    reopened = register.parent[: register.size][register.origin[: register.size] == Origin.REOPENED]
    return np.isin(cohort.row, reopened)


def _mediated(cohort: Cohort) -> Bools:
    """Which mediations ended."""
    return np.asarray((cohort.column("sessions") > 0) & cohort.ended)


def _settled_in_session(cohort: Cohort) -> Bools:
    return np.asarray(_mediated(cohort) & cohort.settled & ~cohort.column("court"))


def _grid(cohort: Cohort) -> Bools:
    return np.asarray(cohort.column("channel") == Channel.GRID)


def _visited(cohort: Cohort) -> Bools:
    return np.asarray((cohort.form == APPLICATION) & ~np.isnan(cohort.column("visits")))


def _glossed(cohort: Cohort, on_paper: Floats | Bools, of: Bools) -> float:
    """Return the mean that reports show: as far as assessment is gamed on its day they leave out part of what each matter lacks of 1."""
    left_out = cohort.model.scenario.parameters.assessment.gloss * cohort.gaming
    return mean(on_paper + left_out * (1.0 - on_paper), of)


def _composite(cohort: Cohort) -> Bools:
    return np.asarray(cohort.model.mandates.mandate[cohort.born_at, cohort.topic] == COMPOSITE)


MATTER_INDICATORS: dict[str, Measure] = {
    "clear_ownership_rate": _outcome(Outcome.CLEAR),
    "overreach_rate": _outcome(Outcome.OVERREACH),
    "absence_rate": _outcome(Outcome.ABSENCE),
    "misplacement_rate": _outcome(Outcome.MISPLACEMENT),
    "owned_in_time_rate": _owned_in_time,
    "handoffs_per_matter": lambda c: mean(c.column("handoffs"), _reached(c)),
    "discovery_rate": lambda c: share(c.known, c.all),
    "resolution_rate": lambda c: share(_true(c), c.all),
    "reported_resolution_rate": lambda c: _glossed(c, c.settled, c.known),
    "on_time_rate": lambda c: share(_true(c) & (c.age <= c.deadline), c.seen >= c.deadline),
    "mean_days": lambda c: restricted_mean(c.curve, c.horizon),
    "median_days": lambda c: quantile(c.curve, 0.5),
    "p90_days": lambda c: quantile(c.curve, 0.9),
    "backlog": _backlog,
    "shirking_rate": _over("shirked", "saw"),
    "goal_conflict": _over("refused", "requests"),
    "joint_action_rate": lambda c: share(c.column("joint"), _composite(c)),
    "resource_fill_rate": _over("filled_days", "equipped_days"),
    "satisfaction": lambda c: mean(np.nan_to_num(c.column("satisfaction")), c.ended),
    "unmet_need": Cohort.unmet,
    "visits_per_application": lambda c: mean(c.column("visits"), _visited(c)),
    "one_visit_rate": lambda c: share((c.column("visits") <= 1) & c.settled, _visited(c)),
    "resolved_in_village": lambda c: share(_true(c) & ~_passed_up(c), _small(c) & (c.born_at == VILLAGE)),
    "resolved_in_township": lambda c: share(_true(c) & (c.column("level") <= TOWNSHIP), (c.form == DISPUTE) & ~_small(c)),
    "passed_up_rate": lambda c: share(_passed_up(c), _reached(c)),
    "left_city_rate": lambda c: share(_left_city(c), c.known),
    "petition_rate": lambda c: share(_petitioned(c), c.known),
    "repeat_rate": lambda c: share(_came_back(c), c.settled),
    "mediation_success": lambda c: share(_settled_in_session(c) & c.column("performed"), _mediated(c)),
    "reported_mediation_success": lambda c: _glossed(c, _settled_in_session(c), _mediated(c)),
    "performance_rate": lambda c: share(c.column("performed"), _settled_in_session(c)),
    "settled_by_service": _circle(0),
    "settled_by_self_governance": _circle(1),
    "settled_jointly": _circle(2),
    "reported_satisfaction": lambda c: _glossed(c, np.nan_to_num(c.column("satisfaction")), c.settled),
    "grid_found_rate": lambda c: share(_grid(c), c.all),
    "grid_settled_rate": lambda c: share(c.settled & (c.column("level") == VILLAGE), _grid(c)),
    "grid_joint_rate": lambda c: share(c.sectors.sum(axis=1) > 1, _grid(c)),
}


def measure(model: "CoGovernanceModel") -> dict[str, float]:
    """Return every indicator with its groups, in the order in which they are declared."""
    cohort = of_run(model)
    found = {name: function(cohort) for name, function in MATTER_INDICATORS.items()}
    for group, flags, names in _matter_groups(model, cohort):
        part = cohort.only(flags)
        found |= {f"{name}@{group}": MATTER_INDICATORS[name](part) for name in names}
    found |= _of_government(model, cohort) | _of_citizens(model, cohort) | _of_city(model, cohort, found)
    return {name: found[name] for name in sorted(found, key=_declared_place)}


_PLACE = {name: place for place, name in enumerate(INDICATORS)}


def _declared_place(name: str) -> tuple[int, str]:
    return _PLACE[name.partition("@")[0]], name


def _matter_groups(model: "CoGovernanceModel", cohort: Cohort) -> Iterator[tuple[str, Bools, list[str]]]:
    """Yield every group of matters with the indicators that are told of it."""
    coded: dict[str, tuple[tuple[str, ...], Ints]] = {
        "domain": (DOMAINS, model.topics.domain[cohort.topic]),
        "form": (FORMS, cohort.form),
        "mandate": (MANDATES, model.mandates.mandate[cohort.born_at, cohort.topic]),
        "level": (LEVELS, cohort.born_at),
        "place": (("urban", "rural"), np.where(model.territory.urban[model.register.village[cohort.row]], 0, 1)),
        "need": (("need_met", "need_missed"), np.where(_need_met(model)[cohort.topic], 0, 1)),
    }
    for family, (groups, code) in coded.items():
        names = [name for name in MATTER_INDICATORS if family in INDICATORS[name].groups]
        yield from ((group, code == index, names) for index, group in enumerate(groups) if names)
    for family, flags_of in citizen_groups(model).items():
        if family == "place":
            continue
        names = [name for name in MATTER_INDICATORS if family in INDICATORS[name].groups]
        yield from ((group, flags[cohort.citizen], names) for group, flags in flags_of.items() if names)


def _need_met(model: "CoGovernanceModel") -> Bools:
    """Say of each topic whether the city's goals give it at least its share of the work that arises."""
    work = model.topics.rate.mean(axis=0) * model.topics.work_mean
    met: Bools = model.goals.city >= work / work.sum()
    return met


def _of_government(model: "CoGovernanceModel", cohort: Cohort) -> dict[str, float]:
    flags = government_shares(model, cohort.row)
    names = {"clear": "clear_ownership_rate"} | {key: f"{key}_rate" for key in ("overreach", "absence", "misplacement")}
    found = {f"{name}@government": share(flags[key], flags["of"]) for key, name in names.items()}
    return found | {"shirking_rate@government": _over("shirked_government", "saw_government")(cohort)}


def _of_citizens(model: "CoGovernanceModel", cohort: Cohort) -> dict[str, float]:
    everyone = np.ones(model.citizens.size, dtype=bool)
    found = {name: function(model, everyone) for name, function in CITIZEN_INDICATORS.items()}
    gain = model.tally.feelings.get("gain")
    lowest = []
    for family, groups in citizen_groups(model).items():
        for group, flags in groups.items():
            found |= {f"{n}@{group}": f(model, flags) for n, f in CITIZEN_INDICATORS.items() if family in INDICATORS[n].groups}
            if gain is not None and flags.any():
                lowest.append(float(gain[flags].mean()))
    weeks = max(model.tally.weeks, 1)
    found["worst_group_gap"] = NAN if gain is None else (float(gain.mean()) - min(lowest)) / weeks
    return found


def _of_city(model: "CoGovernanceModel", cohort: Cohort, found: dict[str, float]) -> dict[str, float]:
    """Return what is told of the city as a whole."""
    institutions, tally = model.institutions, model.tally
    by_sector = np.bincount(institutions.sector, weights=institutions.worked, minlength=len(SECTORS))
    resolved = float(_true(cohort).sum())
    court = float((model.register.court[cohort.row] & cohort.settled).sum())
    person_years = model.territory.population * max(tally.measured_days, 1) / 365
    return {
        "sector_plurality": ratio(by_sector.sum() ** 2, (by_sector**2).sum()),
        "wasted_effort_share": ratio(institutions.wasted.sum(), institutions.worked.sum()),
        "load_gini": tally.load_gini / tally.weeks if tally.weeks else NAN,
        "cost_per_resolved": ratio(costs.total(model), resolved),
        "urban_rural_gap": abs(found["unmet_need@urban"] - found["unmet_need@rural"]),
        "digital_gap": abs(found["satisfaction@online"] - found["satisfaction@offline"]),
        "lawsuits_per_10k": 10_000 * court / person_years,
        "capped_share": tally.capped / max(tally.measured_days, 1),
        "displaced_outside": 1000 * tally.displaced / person_years,
    }
