"""Indicators of a run: one function each, in tables; what they mean is declared in `cogov.model.indicators`.

An indicator of episodes or of matters is a function of a cohort and is taken of the whole cohort and of each of its groups; a citizen
indicator is a function of (model, flags of citizens). Rates over time are Aalen–Johansen values at the horizon, or have all that entered
as their denominator, so that what is open at the end of the run neither vanishes nor counts as failed. NaN where a denominator is 0 or a
quantile is not reached.
"""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from cogov.model import cohort as cohorts
from cogov.model import costs
from cogov.model.assessment import Assessment
from cogov.model.choices import DOMAINS, FORMS, LEVELS, SECTORS
from cogov.model.city import City
from cogov.model.cohort import Cohort, circles, government_shares
from cogov.model.desks import TOWNSHIP, VILLAGE
from cogov.model.goals import shares
from cogov.model.indicators import INDICATORS
from cogov.model.indicators.people import CITIZEN_INDICATORS, citizen_groups, standing
from cogov.model.mandates import COMPOSITE, MANDATES
from cogov.model.measures import SETTLED, aalen_johansen, inequity, quantile, restricted_mean, unsettled_days, worst_shortfall
from cogov.model.rules.mediation import Mediation
from cogov.model.stages import Channel, Outcome, Stage
from cogov.model.topics import APPLICATION, DISPUTE

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
NAN = float("nan")


def share(part: Bools, of: Bools) -> float:
    """Return the share of `of` that is also `part`."""
    return float((part & of).sum() / of.sum()) if of.any() else NAN


def mean(values: Floats | Ints, of: Bools) -> float:
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


def _goal_conflict(cohort: Cohort) -> float:
    return ratio(_bits(cohort.column("refused")), _bits(cohort.column("requests")))


def _bits(masks: npt.NDArray[np.uint64]) -> float:
    return float(np.bitwise_count(masks).sum())


def _circle(which: int) -> Measure:
    return lambda cohort: ratio(cohort.settled_with(circles(cohort.sectors)[which]), cohort.curve.at(cohort.horizon))


def _owned_in_time(cohort: Cohort) -> float:
    due = cohort.prompt_share * cohort.deadline
    return share(cohort.begun_after <= due, cohort.seen >= due)


def _on_time(cohort: Cohort) -> float:
    return share(cohort.settled & (cohort.age <= cohort.deadline), cohort.seen >= cohort.deadline)


def _backlog(cohort: Cohort) -> float:
    """Mean number of known open matters per 1,000 residents, from the days each of the cohort spent known and open."""
    days = np.where(cohort.known, _on_record(cohort), 0.0).sum()
    city = cohort.city
    return float(days / max(city.tally.measured_days, 1) / city.territory.population * 1000)


def _on_record(cohort: Cohort) -> Floats:
    """Days from when a matter became known to its end, or to the end of the run."""
    return np.asarray(np.maximum(cohort.at_birth("arose") + cohort.age - cohort.at_birth("known"), 0.0))


def _small(cohort: Cohort) -> Bools:
    mean_hardness = cohort.city.numbers(Mediation).hardness
    return np.asarray((cohort.form == DISPUTE) & (cohort.at_birth("hardness_at_birth") <= mean_hardness))


def _in_village(cohort: Cohort) -> float:
    small = cohort.only(_small(cohort) & (cohort.born_at == VILLAGE))
    return small.settled_with(small.level == VILLAGE)


def _in_township(cohort: Cohort) -> float:
    big = cohort.only((cohort.form == DISPUTE) & ~_small(cohort))
    return big.settled_with(big.level <= TOWNSHIP)


def _reached(cohort: Cohort) -> Bools:
    return np.asarray(~np.isnan(cohort.at_birth("taken")))


def _passed_up(cohort: Cohort) -> Bools:
    return np.asarray(cohort.level > cohort.born_at)


def _left_city(cohort: Cohort) -> Bools:
    return np.asarray(cohort.petitioned & (cohort.level == len(LEVELS) - 1))


def _repeats(cohort: Cohort) -> float:
    days, event = cohorts.came_back(cohort)
    return aalen_johansen(days, event, SETTLED, cohort.horizon).at(cohort.horizon)


def _mediation_success(cohort: Cohort) -> float:
    """Of all disputes that came to a session, from the first one on: those settled for good without a court."""
    heard = cohort.only(~np.isnan(cohort.session_after))
    days = np.maximum(heard.age - heard.session_after, 0.0)
    return aalen_johansen(days, heard.event, SETTLED, heard.horizon, ~heard.column("court")).at(heard.horizon)


def _mediated(cohort: Cohort) -> Bools:
    """Which mediations ended."""
    return np.asarray((cohort.column("sessions") > 0) & cohort.ended)


def _settled_in_session(cohort: Cohort) -> Bools:
    return np.asarray(_mediated(cohort) & cohort.settled & ~cohort.column("court"))


def _joint(cohort: Cohort) -> float:
    composite = cohort.only(_composite(cohort))
    return composite.settled_with(composite.column("joint"))


def _composite(cohort: Cohort) -> Bools:
    return np.asarray(cohort.city.mandates.mandate[cohort.born_at, cohort.topic] == COMPOSITE)


def _grid(cohort: Cohort) -> Bools:
    return np.asarray(cohort.at_birth("channel") == Channel.GRID)


def _in_grid(cohort: Cohort) -> float:
    found = cohort.only(_grid(cohort))
    return found.settled_with(found.level == VILLAGE)


def _on_the_spot(cohort: Cohort) -> float:
    found = cohort.only(_grid(cohort))
    return found.settled_with(found.at_birth("attempt") == 0)


def _applications(cohort: Cohort) -> Cohort:
    return cohort.only(cohort.form == APPLICATION)


def _one_visit(cohort: Cohort) -> float:
    asked = _applications(cohort)
    return asked.settled_with(asked.visits <= 1)


def _visits(cohort: Cohort) -> float:
    asked = _applications(cohort)
    return ratio(asked.settled_with(asked.visits), asked.curve.at(asked.horizon))


def _glossed(cohort: Cohort, on_paper: Floats | Bools, of: Bools) -> float:
    """Return the mean that reports show: as far as assessment is gamed on its day they leave out part of what each matter lacks of 1."""
    left_out = cohort.city.numbers(Assessment).gloss * cohort.gaming
    return mean(on_paper + left_out * (1.0 - on_paper), of)


def _reported_on_time(cohort: Cohort) -> float:
    in_time = cohort.settled & (_on_record(cohort) <= cohort.deadline)
    return _glossed(cohort, in_time, cohort.known & (cohort.city.day - cohort.at_birth("known") >= cohort.deadline))


def _reported_days(cohort: Cohort) -> float:
    """The curve of closing of what is on record, from the day on which it was registered."""
    listed = cohort.only(cohort.known)
    return restricted_mean(aalen_johansen(_on_record(listed), listed.event, SETTLED, listed.horizon), listed.horizon)


def _reporting_gap(cohort: Cohort) -> float:
    """What reports show as closed less what was closed for good."""
    for_good = cohort.settled & cohorts.true(cohort.city, cohort.row) & (cohort.column("children") == 0)
    return _glossed(cohort, cohort.settled, cohort.known) - share(for_good, cohort.known)


EPISODE_INDICATORS: dict[str, Measure] = {
    "owned_in_time_rate": _owned_in_time,
    "handoffs_per_matter": lambda c: mean(c.handoffs, _reached(c)),
    "discovery_rate": lambda c: share(c.known, c.all),
    "resolution_rate": lambda c: c.curve.at(c.horizon),
    "on_time_rate": _on_time,
    "mean_days": lambda c: restricted_mean(c.curve, c.horizon),
    "median_days": lambda c: quantile(c.curve, 0.5),
    "p90_days": lambda c: quantile(c.curve, 0.9),
    "joint_action_rate": _joint,
    "satisfaction": lambda c: c.settled_with(np.nan_to_num(c.column("satisfaction"))),
    "unmet_need": Cohort.unmet,
    "visits_per_application": _visits,
    "one_visit_rate": _one_visit,
    "resolved_in_village": _in_village,
    "resolved_in_township": _in_township,
    "passed_up_rate": lambda c: share(_passed_up(c), _reached(c)),
    "left_city_rate": lambda c: share(_left_city(c), c.known),
    "petition_rate": lambda c: share(c.petitioned, c.known),
    "mediation_success": _mediation_success,
    "settled_by_service": _circle(0),
    "settled_by_self_governance": _circle(1),
    "settled_jointly": _circle(2),
    "grid_found_rate": lambda c: share(_grid(c), c.all),
    "grid_settled_rate": _in_grid,
    "grid_spot_rate": _on_the_spot,
    "grid_joint_rate": lambda c: share(c.sectors.sum(axis=1) > 1, _grid(c)),
}
"""What citizens live through: of episodes."""

MATTER_INDICATORS: dict[str, Measure] = {
    "clear_ownership_rate": _outcome(Outcome.CLEAR),
    "overreach_rate": _outcome(Outcome.OVERREACH),
    "absence_rate": _outcome(Outcome.ABSENCE),
    "misplacement_rate": _outcome(Outcome.MISPLACEMENT),
    "reported_resolution_rate": lambda c: _glossed(c, c.settled, c.known),
    "reported_on_time_rate": _reported_on_time,
    "reported_mean_days": _reported_days,
    "reporting_gap": _reporting_gap,
    "backlog": _backlog,
    "shirking_rate": _over("shirked", "saw"),
    "goal_conflict": _goal_conflict,
    "resource_fill_rate": _over("filled_days", "equipped_days"),
    "repeat_rate": _repeats,
    "reported_mediation_success": lambda c: _glossed(c, _settled_in_session(c), _mediated(c)),
    "performance_rate": lambda c: share(c.column("performed"), _settled_in_session(c)),
    "reported_satisfaction": lambda c: _glossed(c, np.nan_to_num(c.column("satisfaction")), c.settled),
}
"""What desks did and reports say: of matters, each for itself."""


def measure(city: City) -> dict[str, float]:
    """Return every indicator with its groups, in the order in which they are declared."""
    whole = cohorts.all_episodes(city)
    episodes = whole.only(cohorts.measured(city, whole.row))
    found: dict[str, float] = {}
    for cohort, table in ((episodes, EPISODE_INDICATORS), (cohorts.matters(city), MATTER_INDICATORS)):
        found |= {name: function(cohort) for name, function in table.items()}
        for group, flags, names in _matter_groups(city, cohort, table):
            part = cohort.only(flags)
            found |= {f"{name}@{group}": table[name](part) for name in names}
        if table is MATTER_INDICATORS:
            found |= _of_government(city, cohort)
    found |= _of_citizens(city, episodes)
    found |= _of_city(city, whole, found)
    return {name: found[name] for name in sorted(found, key=_declared_place)}


_PLACE = {name: place for place, name in enumerate(INDICATORS)}


def _declared_place(name: str) -> tuple[int, str]:
    return _PLACE[name.partition("@")[0]], name


def _matter_groups(city: City, cohort: Cohort, table: dict[str, Measure]) -> Iterator[tuple[str, Bools, list[str]]]:
    """Yield every group of matters or episodes with the indicators of a table that are told of it."""
    coded: dict[str, tuple[tuple[str, ...], Ints]] = {
        "domain": (DOMAINS, city.topics.domain[cohort.topic]),
        "form": (FORMS, cohort.form),
        "mandate": (MANDATES, city.mandates.mandate[cohort.born_at, cohort.topic]),
        "level": (LEVELS, cohort.born_at),
        "place": (("urban", "rural"), np.where(city.territory.urban[city.register.village[cohort.row]], 0, 1)),
        "need": (("need_met", "need_missed"), np.where(_need_met(city)[cohort.topic], 0, 1)),
    }
    for family, (groups, code) in coded.items():
        names = [name for name in table if family in INDICATORS[name].groups]
        yield from ((group, code == index, names) for index, group in enumerate(groups) if names)
    for family, flags_of in citizen_groups(city).items():
        if family == "place":
            continue
        names = [name for name in table if family in INDICATORS[name].groups]
        yield from ((group, flags[cohort.citizen], names) for group, flags in flags_of.items() if names)


def _need_met(city: City) -> Bools:
    """Say of each topic whether the city's goals give it at least its share of the work that arises."""
    work = city.topics.rate.mean(axis=0) * city.topics.work_mean
    met: Bools = city.goals.city >= shares(work)
    return met


def _of_government(city: City, cohort: Cohort) -> dict[str, float]:
    flags = government_shares(city, cohort.row)
    names = {"clear": "clear_ownership_rate"} | {key: f"{key}_rate" for key in ("overreach", "absence", "misplacement")}
    found = {f"{name}@government": share(flags[key], flags["of"]) for key, name in names.items()}
    return found | {"shirking_rate@government": _over("shirked_government", "saw_government")(cohort)}


def _of_citizens(city: City, episodes: Cohort) -> dict[str, float]:
    everyone = np.ones(city.citizens.size, dtype=bool)
    found = {name: function(city, everyone) for name, function in CITIZEN_INDICATORS.items()}
    groups = [(family, group, flags) for family, by_name in citizen_groups(city).items() for group, flags in by_name.items()]
    for family, group, flags in groups:
        found |= {f"{n}@{group}": f(city, flags) for n, f in CITIZEN_INDICATORS.items() if family in INDICATORS[n].groups}
    found["worst_group_gap"] = _worst_group_gap(city, [flags for _, _, flags in groups if flags.any()])
    return found | _inequity(city, episodes, {"": everyone} | {f"@{group}": flags for family, group, flags in groups if family == "place"})


def _worst_group_gap(city: City, groups: list[Bools]) -> float:
    gain = city.tally.feelings.get("gain")
    if gain is None:
        return NAN
    felt = gain.astype(np.float64) / city.tally.weeks
    return worst_shortfall(felt.mean(), felt.std(), [felt[flags].mean() for flags in groups], [flags.sum() for flags in groups], len(felt))


def _inequity(city: City, episodes: Cohort, groups: dict[str, Bools]) -> dict[str, float]:
    """Compare the days that citizens' matters went unsettled, open ones included, with what is usual for such matters watched as long."""
    watched = np.minimum(episodes.seen, episodes.horizon)
    borne, expected = np.where(episodes.settled, np.minimum(episodes.age, watched), watched), np.zeros(len(watched))
    for topic in np.unique(episodes.topic):
        alike = episodes.topic == topic
        expected[alike] = unsettled_days(episodes.only(alike).curve, watched[alike])
    by_citizen = (
        np.bincount(episodes.citizen, weights=days * episodes.severity, minlength=city.citizens.size) for days in (borne, expected)
    )
    burden, need = by_citizen
    rank = standing(city)
    return {f"burden_inequity{suffix}": inequity(burden[who], need[who], rank[who]) for suffix, who in groups.items()}


def _of_city(city: City, whole: Cohort, found: dict[str, float]) -> dict[str, float]:
    """Return what is told of the city as a whole, over the measured days."""
    institutions, tally, warmup = city.institutions, city.tally, city.scenario.warmup
    by_sector = np.bincount(institutions.sector, weights=institutions.worked, minlength=len(SECTORS))
    resolved = float((whole.settled & (whole.column("ended") >= warmup)).sum())
    moves = city.register.moves()
    suits = float(((moves.after == Stage.COURT) & (moves.before != Stage.COURT) & (moves.time >= warmup)).sum())
    person_years = city.territory.population * max(tally.measured_days, 1) / 365
    public, hours = costs.total(city), costs.of_citizens_hours(city, found["citizen_hours"] * person_years)
    return {
        "sector_plurality": ratio(by_sector.sum() ** 2, (by_sector**2).sum()),
        "wasted_effort_share": ratio(institutions.wasted.sum(), institutions.worked.sum()),
        "load_gini": tally.load_gini / tally.weeks if tally.weeks else NAN,
        "cost_per_resolved": ratio(public, resolved),
        "full_cost_per_resolved": ratio(public + hours, resolved),
        "urban_rural_gap": abs(found["unmet_need@urban"] - found["unmet_need@rural"]),
        "digital_gap": abs(found["satisfaction@online"] - found["satisfaction@offline"]),
        "lawsuits_per_10k": 10_000 * suits / person_years,
        "capped_share": tally.capped / max(tally.measured_days, 1),
        "displaced_outside": 1000 * tally.displaced / person_years,
    }
