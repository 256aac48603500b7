"""`cogov levers`: what can be turned about the way a city is governed, what it looks like from outside, and what it costs."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cogov.language import both
from cogov.model.words import Language
from cogov.options import Json
from cogov.output import answer, show, show_json
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.model.levers import Lever
    from cogov.model.scenario import Scenario

SAY = Words(__file__)

InScenario = Annotated[str, typer.Option("--scenario", metavar="SCENARIO", help=both(SAY.in_scenario))]


def levers(context: typer.Context, scenario: InScenario = "leping", json: Json = False) -> None:
    """List what a policy can turn: meaning, price in other things and in money, how to place a real county."""
    from cogov.model.levers import LEVERS
    from cogov.scenarios.loader import load_scenario

    city, language = load_scenario(scenario), context.obj
    if json:
        show_json([_document(name, lever, city) for name, lever in LEVERS.items()])
        return
    for name, lever in LEVERS.items():
        answer(f"{name}  {lever.title.in_(language)}")
        show(definitions(_about(name, lever, city, language)))
    if "campaigns" in city.costs.levers:
        curve = city.costs.levers["campaigns"]
        answer(f"{SAY.campaigns.in_(language)}: {curve.per_head * 0.5**curve.exponent:.2f} – {curve.per_head:.2f}")


def definitions(rows: list[tuple[str, str]]) -> Any:
    """Lay out labels with their words beside them."""
    from rich.padding import Padding
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for row in rows:
        table.add_row(*row)
    return Padding(table, (0, 0, 1, 2))


def _about(name: str, lever: "Lever", city: "Scenario", language: Language) -> list[tuple[str, str]]:
    """What is said of one lever: label and words."""
    rows = [(SAY.meaning, lever.meaning), (SAY.price, lever.price)]
    said = [(label.in_(language), words.in_(language)) for label, words in rows]
    said.append((SAY.stands.in_(language), _values(lever, language)))
    if lever.looks is not None:
        looks = zip(_marks(lever), (lever.looks.zero, lever.looks.half, lever.looks.full), strict=True)
        said += [(mark, words.in_(language)) for mark, words in looks]
        said.append((SAY.observable.in_(language), lever.looks.observable.in_(language)))
    if lever.parts:
        said.append((SAY.parts.in_(language), ", ".join(lever.parts)))
    return [*said, (SAY.yuan.in_(language), " – ".join(f"{yuan:.2f}" for yuan in yuan_per_head(name, lever, city)))]


def _values(lever: "Lever", language: Language) -> str:
    neutral = SAY.never_neutral.in_(language) if lever.neutral is None else SAY.neutral_at.in_(language).format(value=lever.neutral)
    return f"{lever.low:g} – {lever.high:g}; " + SAY.neutral.in_(language).format(default=lever.default, neutral=neutral)


def _marks(lever: "Lever") -> tuple[str, str, str]:
    """The lever's low end, middle and high end."""
    middle = "½" if (lever.low, lever.high) == (0, 1) else f"{_middle(lever):g}"
    return f"{lever.low:g}", middle, f"{lever.high:g}"


def _middle(lever: "Lever") -> float:
    return (lever.low + lever.high) / 2


def _document(name: str, lever: "Lever", city: "Scenario") -> dict[str, Any]:
    looks = lever.looks
    return {
        "name": name,
        "title": lever.title.as_mapping(),
        "meaning": lever.meaning.as_mapping(),
        "price": lever.price.as_mapping(),
        "unit": lever.unit.en,
        "low": lever.low,
        "high": lever.high,
        "default": lever.default,
        "neutral": lever.neutral,
        "parts": list(lever.parts),
        "looks": looks and {"low": looks.zero.as_mapping(), "half": looks.half.as_mapping(), "high": looks.full.as_mapping()},
        "observable": looks and looks.observable.as_mapping(),
        "yuan_per_head": dict(zip(("low", "half", "high"), yuan_per_head(name, lever, city), strict=True)),
    }


def yuan_per_head(name: str, lever: "Lever", city: "Scenario") -> list[float]:
    """Money per resident and year with the lever at its low end, half way and at its high end, everywhere and always."""
    from cogov.model.costs import per_head
    from cogov.model.policy import Policy, PolicyPatch

    turned = [Policy().overlaid(PolicyPatch.model_validate({name: value})) for value in (lever.low, _middle(lever), lever.high)]
    return [per_head(city, policy).get(name, 0.0) for policy in turned]
