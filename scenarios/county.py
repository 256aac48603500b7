"""A county in eight numbers, as its yearbook has them: the blanks of a form, and the scenario that answers make."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cogov.model.scenario import Scenario
from cogov.model.words import Language, Text
from cogov.scenarios.csv_lines import plain_number
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.starter import checked_name
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import as_block

SAY = Words(__file__)
TITLES = Words(__file__, "titles")
UNITS = Words(__file__, "units")
PERCENT = 100

Answers = Mapping[str, float]


@dataclass(frozen=True)
class Blank:
    """One number of a county; shares of residents are asked in percent and stand in the field of the city that has the blank's name."""

    name: str
    unit: str
    low: float
    high: float

    @property
    def title(self) -> Text:
        """What is asked."""
        return TITLES[self.name]

    @property
    def unit_words(self) -> Text:
        """What it is counted in."""
        return UNITS[self.unit]

    def read(self, written: str) -> float:
        """Return an answer as a number, or refuse it."""
        found = plain_number(written)
        if not self.low <= found <= self.high:
            raise InputError(Problem(SAY.not_an_answer.filled(title=self.title), value=written, allowed=(f"{self.low:g} – {self.high:g}",)))
        return found


FORM = (
    Blank("urban_share", "percent", 20, 90),
    Blank("elderly_share", "percent", 8, 35),
    Blank("migrant_share", "percent", 0, 40),
    Blank("left_behind_share_rural", "percent", 2, 35),
    Blank("low_income_share", "percent", 2, 20),
    Blank("residents_per_rural_village", "residents", 400, 3000),
    Blank("matters", "a_year", 150, 400),
    Blank("staff", "a_head", 25, 70),
)


def answers_of(scenario: Scenario) -> dict[str, float]:
    """Return the eight numbers of a scenario."""
    return {blank.name: _answer(blank, scenario) for blank in FORM}


def _answer(blank: Blank, scenario: Scenario) -> float:
    match blank.name:
        case "matters":
            return matters(scenario, scenario.city.urban_share)
        case "staff":
            return sum(handlers for kind in scenario.kinds.values() for handlers in kind.handlers.values())
    value = float(getattr(scenario.city, blank.name))
    return value * PERCENT if blank.unit == "percent" else value


def matters(scenario: Scenario, urban_share: float) -> float:
    """Return how many matters arise among 1,000 residents in a year."""
    return sum(urban_share * topic.rate.urban + (1 - urban_share) * topic.rate.rural for topic in scenario.topics.values())


def county_of(answers: Answers, base: Scenario) -> dict[str, Any]:
    """Return what a scenario file would say of such a county: its people, as many matters of each topic more or less, likewise handlers."""
    city = {
        blank.name: answers[blank.name] / PERCENT if blank.unit == "percent" else answers[blank.name]
        for blank in FORM
        if blank.name in type(base.city).model_fields
    }
    more = answers["matters"] / matters(base, city["urban_share"])
    staff = answers["staff"] / _answer(FORM[-1], base)
    return {
        "city": city,
        "topics": {name: {"rate": _scaled(topic.rate.model_dump(), more)} for name, topic in base.topics.items()},
        "kinds": {name: {"handlers": _scaled(kind.handlers, staff)} for name, kind in base.kinds.items()},
    }


def _scaled(numbers: Mapping[Any, float], factor: float) -> dict[str, float]:
    return {str(name): float(f"{factor * number:.5g}") for name, number in numbers.items()}


def written(name: str, answers: Answers, base: Scenario, language: Language) -> str:
    """Return the text of the scenario file that a filled form makes."""
    said = {"extends": base.name, "title": {"zh": checked_name(name), "en": name}, "source": SAY.source.in_(language)}
    lines = [f"# {SAY.made.in_(language)}"]
    for blank in FORM:
        words = {"title": blank.title, "value": f"{answers[blank.name]:g}", "unit": blank.unit_words}
        lines.append(f"#   {SAY.answered.filled(**words).in_(language)}")
    return "\n".join(lines) + "\n" + as_block({**said, **county_of(answers, base)})
