"""A city as a person holds it: one of the library, a file, or what such a file would say, with what is changed about it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

from cogov.model.rule import Doing
from cogov.model.scenario import Scenario
from cogov.model.words import Language
from cogov.plain import language_of, plainly
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.extends import Reference
from cogov.scenarios.loader import as_mapping, load_scenario, put
from cogov.scenarios.own_rules import day_of
from cogov.scenarios.settings import flat
from cogov.scenarios.shorter import asked
from cogov.scenarios.words import Words
from cogov.setting import in_words_of_the_command_line
from cogov.shown import Shown

if TYPE_CHECKING:
    from rich.console import RenderableType

SAY = Words(__file__)

Rules = Sequence["Doing | str"]
"""What a function takes as a day: rules, or names of rules, of the model and in files (`my_rules.py:rumour`)."""
Place = Union[str, Path, Mapping[str, Any], Scenario, "City"]
"""What a function takes as a city."""


class City(Shown):
    """A city to try policies in. It is read and checked when it is made, as a scenario file is.

    `of` is a name of the library, a file, what such a file would say as a dict, a `Scenario` or another city; everything else is a
    key of a scenario file, or of what stands below one: `City("leping", population=5000, choices={"queue": "fifo"})`,
    `City("leping", **{"parameters.triage.taking_load": 0.1})`. `rules` is its day: `[*cogov.DAY, rumour]`.
    """

    @plainly
    def __init__(
        self,
        of: Place = "leping",
        /,
        *,
        population: int | None = None,
        days: int | None = None,
        warmup: int | None = None,
        rules: Rules = (),
        lang: str | None = None,
        **changes: Any,
    ) -> None:
        self.language: Language = language_of(lang)
        said = {**asked(days, warmup, population), **changes}
        self.changes = flat({path: value for path, value in said.items() if value is not None})
        self.reference: Reference = _laid(reference_of(of), self.changes)
        self.rules = rules_of(of, rules)
        try:
            self.scenario = load_scenario(self.reference, rules=self.rules)
        except InputError as error:
            raise InputError(in_words_of_the_command_line(one) for one in error.problems) from None

    def page(self, language: Language) -> "RenderableType":
        """Return what the city is called and asked, how big it is, and what was changed about it."""
        from rich.console import Group

        from cogov.analysis.tables import plain_table
        from cogov.scenarios.errors import shorten

        scenario = self.scenario
        words = {"residents": scenario.city.population, "townships": scenario.city.simulated_townships, "topics": len(scenario.topics)}
        lines = [scenario.title.in_(language), SAY.size.in_(language).format(**words, days=scenario.days, warmup=scenario.warmup)]
        if scenario.policies:
            lines.append(SAY.own_policies.in_(language) + ", ".join(scenario.policies))
        if not self.changes:
            return Group(*lines)
        table = plain_table("")
        for heading in (SAY.changed, SAY.value):
            table.add_column(heading.in_(language), overflow="fold")
        for path, value in self.changes.items():
            table.add_row(path, shorten(value))
        return Group(*lines, table)


def reference_of(given: Place) -> Reference:
    """Return by what a city is found: a name, a file, or what such a file would say."""
    match given:
        case City():
            return given.reference
        case Scenario():
            return as_mapping(given)
    return given


def city_of(given: Place, rules: Rules = ()) -> City:
    """Return the city that is meant, with another day where one is asked for; what its rules declare is known from here on."""
    return given if isinstance(given, City) and not rules else City(given, rules=rules)


def rules_of(given: Place, rules: Rules = ()) -> tuple[Doing, ...]:
    """Return the day that is asked for, or else that of the city; empty where that is what its file says."""
    if isinstance(rules, Mapping):
        raise InputError(Problem(SAY.no_list, key="rules"))
    if rules:
        return day_of(rules, Path())
    return given.rules if isinstance(given, City) else given.day if isinstance(given, Scenario) else ()


def _laid(reference: Reference, changes: Mapping[str, Any]) -> Reference:
    """Return what a file that extends a city and changes this would say."""
    if not changes:
        return reference
    said: dict[str, Any] = dict(reference) if isinstance(reference, Mapping) else {"extends": str(reference)}
    for path, value in changes.items():
        put(said, tuple(path.split(".")), value)
    return said
