"""Measuring runs: every indicator, of everybody and of each group. Cohorts are made once, and divided once for each family of groups."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from cogov.model import cohort as cohorts
from cogov.model.city import City
from cogov.model.cohort import Cohort
from cogov.model.indicators.catalogue import BUILT_IN, INDICATORS, grouped_names
from cogov.model.indicators.groups import FAMILIES
from cogov.model.indicators.indicator import Indicator, OfCohort
from cogov.model.indicators.whole import Residents, Whole

Floats = npt.NDArray[np.float64]
Ask = Callable[[OfCohort, Cohort], Floats]
"""How a function is asked of the parts of a cohort."""


def measure(city: City) -> dict[str, float]:
    """Return every indicator with its groups, in the order in which they are declared."""
    (found,) = measure_together(city, [city])
    return found


def measure_together(city: City, cities: Sequence[City]) -> list[dict[str, float]]:
    """Measure cities that lived side by side in `city`, and that stand apart by now: each as if it had lived alone."""
    episodes, home, told = cohorts.all_episodes(city), city.matters_at_home(), INDICATORS.values()
    runs = [Whole(one, part.at_home(one, home)) for part, one in zip(episodes.one_by_one(), cities, strict=True)]
    _tell(runs, _of_cohorts(BUILT_IN, episodes.only(cohorts.measured(city, episodes.row)), cohorts.matters(city), _at_once))
    own = [one for one in told if one.name not in {ours.name for ours in BUILT_IN}]
    for run in runs:
        if own:
            _tell([run], _of_cohorts(own, run.episodes, run.matters, _one_by_one))
        _of_citizens(run, {one.name: one.of_citizens for one in told if one.of_citizens})
        for one in told:
            if one.of_city:
                run.found[one.name] = one.of_city(run)
    return [{name: run.found[name] for one in told for name in (one.name, *sorted(grouped_names(one)))} for run in runs]


def _tell(runs: Sequence[Whole], values: Mapping[str, Floats]) -> None:
    for name, of_cities in values.items():
        for run, value in zip(runs, of_cities.tolist(), strict=True):
            run.found[name] = value


def _of_cohorts(told: Sequence[Indicator], episodes: Cohort, matters: Cohort, ask: Ask) -> dict[str, Floats]:
    """Return what indicators say of cohorts, by city."""
    found = _of_cohort(episodes, {one.name: one.of_episodes for one in told if one.of_episodes}, ask)
    found |= _of_cohort(matters, {one.name: one.of_matters for one in told if one.of_matters}, ask)
    return found | {f"{one.name}@government": ask(one.of_government, matters) for one in told if one.of_government}


def _at_once(function: OfCohort, cohort: Cohort) -> Floats:
    return np.asarray(function(cohort))


def _one_by_one(function: OfCohort, cohort: Cohort) -> Floats:
    """Ask a function of each part by itself: somebody's own may know nothing of parts."""
    return np.array([np.asarray(function(part)).item() for part in cohort.one_by_one()])


def _of_cohort(cohort: Cohort, functions: Mapping[str, OfCohort], ask: Ask) -> dict[str, Floats]:
    """Ask functions of the whole cohort, then of each of its groups those that are told of it."""
    found = {name: ask(function, cohort) for name, function in functions.items()}
    for name, family in FAMILIES.items():
        told = {one: function for one, function in functions.items() if name in INDICATORS[one].groups}
        code = family.code_of(cohort) if told else None
        if code is not None:
            groups = cohort.split(code, len(family.groups))
            for one, function in told.items():
                by_group = ask(function, groups).reshape(len(cohort.parts), -1).T
                found |= {f"{one}@{group}": of_cities for group, of_cities in zip(family.groups, by_group, strict=True)}
    return found


def _of_citizens(run: Whole, functions: Mapping[str, Callable[[Residents], float]]) -> None:
    everyone = run.everyone
    run.found.update({name: function(everyone) for name, function in functions.items()})
    for family, groups in run.citizen_groups.items():
        told = {one: function for one, function in functions.items() if family in INDICATORS[one].groups}
        for group, flags in groups.items():
            people = Residents(run, flags)
            run.found.update({f"{one}@{group}": function(people) for one, function in told.items()})
