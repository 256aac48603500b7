"""Measuring a run: every indicator, of everybody and of each group. Cohorts are made once and divided once a group."""

from collections.abc import Callable, Mapping

from cogov.model.city import City
from cogov.model.cohort import Cohort
from cogov.model.indicators.catalogue import INDICATORS, grouped_names
from cogov.model.indicators.groups import FAMILIES
from cogov.model.indicators.whole import Residents, Whole


def measure(city: City) -> dict[str, float]:
    """Return every indicator with its groups, in the order in which they are declared."""
    run, told = Whole(city), INDICATORS.values()
    _of_cohort(run, run.episodes, {one.name: one.of_episodes for one in told if one.of_episodes})
    _of_cohort(run, run.matters, {one.name: one.of_matters for one in told if one.of_matters})
    run.found.update({f"{one.name}@government": one.of_government(run.matters) for one in told if one.of_government})
    _of_citizens(run, {one.name: one.of_citizens for one in told if one.of_citizens})
    for one in told:
        if one.of_city:
            run.found[one.name] = one.of_city(run)
    return {name: run.found[name] for one in told for name in (one.name, *sorted(grouped_names(one)))}


def _of_cohort(run: Whole, cohort: Cohort, functions: Mapping[str, Callable[[Cohort], float]]) -> None:
    """Take functions of the whole cohort, then of each of its groups those that are told of it."""
    run.found.update({name: function(cohort) for name, function in functions.items()})
    for name, family in FAMILIES.items():
        told = {one: function for one, function in functions.items() if name in INDICATORS[one].groups}
        for group, flags in (family.flags_of_matters(cohort) if told else {}).items():
            part = cohort.only(flags)
            run.found.update({f"{one}@{group}": function(part) for one, function in told.items()})


def _of_citizens(run: Whole, functions: Mapping[str, Callable[[Residents], float]]) -> None:
    everyone = run.everyone
    run.found.update({name: function(everyone) for name, function in functions.items()})
    for family, groups in run.citizen_groups.items():
        told = {one: function for one, function in functions.items() if family in INDICATORS[one].groups}
        for group, flags in groups.items():
            people = Residents(run, flags)
            run.found.update({f"{one}@{group}": function(people) for one, function in told.items()})
