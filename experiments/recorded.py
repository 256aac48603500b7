"""Which indicators a run leaves a column of: the main ones with all that a report shows, every one, or those that are named.

Pillar scores and money always stand there: no part of the indicators gives them. What is recorded decides no result, so a run is called
the same however much is kept of it; but one folder has one set of columns.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast, get_args

from cogov.experiments.own import only_read
from cogov.model.indicators import INDICATORS, MAIN, base, group_of, grouped_names
from cogov.model.indicators.catalogue import BUILT_IN
from cogov.scenarios.errors import InputError, Problem, unknown
from cogov.scenarios.names import as_written, indicator_called, indicator_titles
from cogov.scenarios.words import Words

SAY = Words(__file__)

Choice = Literal["main", "all"]
RECORDABLE = ("series", "events", "flows", "townships")
"""Tables that can be kept beside the row of a run."""
OPTION = "--record"

OF_THE_MODEL = frozenset(one.name for one in BUILT_IN)
BY_PEOPLE = ("sense_of_gain", "unmet_need")
BY_MATTER = ("mean_days", "resolution_rate")
"""Indicators that a report shows group by group: of people, and of matters."""
GAPS = ("low_gain_share", "worst_tenth_gain", "worst_group_gap", "burden_inequity", "urban_rural_gap", "digital_gap")
"""How far groups are apart, as a report shows it."""
PAIRS = (
    ("reported_resolution_rate", "resolution_rate"),
    ("reported_satisfaction", "satisfaction"),
    ("reported_mediation_success", "mediation_success"),
)
"""What assessment sees, and what happened."""


def recorded(asked: Choice | Sequence[str]) -> tuple[str, ...]:
    """Return the indicators of which a column is kept, in the order in which a run gives them; `main` may stand among names."""
    if asked == "all":
        return every()
    names = {"main"} if asked == "main" else set(asked)
    return tuple(name for name in every() if name in names or ("main" in names and _is_main(name)))


def every() -> tuple[str, ...]:
    """Return every indicator and every `name@group`, in the order in which a run gives them."""
    elsewhere = only_read()
    return tuple(told for name, one in INDICATORS.items() if name not in elsewhere for told in (name, *sorted(grouped_names(one))))


def _is_main(name: str) -> bool:
    if base(name) not in OF_THE_MODEL:  # somebody declared it to see it
        return True
    if group_of(name) is not None:
        return base(name) in (*BY_PEOPLE, *BY_MATTER)
    return name in (*MAIN, *BY_PEOPLE, *GAPS, *(one for pair in PAIRS for one in pair))


def asked_for(words: Sequence[str]) -> Choice | tuple[str, ...]:
    """Return what words ask for that stand outside a design, `main` or `all` alone or names; refuse what is none."""
    words = [indicator_called(word) for word in words]
    if len(words) == 1 and words[0] in get_args(Choice):
        return cast("Choice", words[0])
    if wrong := [problem for name in words if (problem := unknown_name(name)) is not None]:
        raise InputError(replace(problem, key=OPTION) for problem in wrong)
    if not words:
        raise InputError(Problem(SAY.nothing, key=OPTION, allowed=(*get_args(Choice), ",".join(MAIN[:2]))))
    return tuple(dict.fromkeys(words))


def as_typed(asked: Choice | Sequence[str]) -> str:
    """Return what is typed after `--record`."""
    return asked if isinstance(asked, str) else ",".join(asked)


def unknown_name(name: str) -> Problem | None:
    """Return what is wrong with the name of an indicator, if anything; of one with a group, which groups it has."""
    if name == "main" or name in every():
        return None
    of_base = grouped_names(INDICATORS[base(name)]) if group_of(name) is not None and base(name) in INDICATORS else ()
    return unknown(SAY.indicator, name, as_written(name, of_base or ("main", *INDICATORS), indicator_titles()))
