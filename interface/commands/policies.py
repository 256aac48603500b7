"""`cogov policies`: what the library holds, and where every lever stands under a policy."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cogov.commands.scenarios import NAME, show_entries, table
from cogov.language import both
from cogov.model.words import EMPTY, Language, Text
from cogov.options import Json
from cogov.output import answer, show, show_json
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.model.policy import Policy, ShareOfTownships
    from cogov.model.scenario import Scenario

SAY = Words(__file__)

PolicyName = Annotated[str, typer.Argument(metavar="POLICY", help=both(SAY.policy_name), show_default=False)]
InScenario = Annotated[str, typer.Option("--scenario", metavar="SCENARIO", help=both(SAY.in_scenario))]


def list_all(context: typer.Context, json: Json = False) -> None:
    """List the library's policies."""
    from cogov.scenarios.loader import list_policies

    show_entries(list_policies(), context.obj, json=json)


def show_one(context: typer.Context, policy: PolicyName, scenario: InScenario = "leping", json: Json = False) -> None:
    """Show every lever under a policy, and where the scenario stands without it."""
    from cogov.scenarios.loader import load_scenario, resolve_policy
    from cogov.scenarios.policies import find_policy, policy_called

    city, language = load_scenario(scenario), context.obj
    policy = policy_called(city, policy)
    resolved, before = resolve_policy(city, policy), city.base_policy()
    if json:
        show_json({"policy": policy, "scenario": city.name, "levers": resolved.model_dump(mode="json")})
        return
    said = find_policy(city, policy)
    for words in (said.title, said.question):
        if words is not None:
            answer(words.in_(language))
    rows = [*_rows(resolved, before, language), *_beside_levers(resolved, before, language)]
    show(table([words.in_(language) for words in (NAME, SAY.lever, SAY.value, SAY.before, SAY.unit)], rows))
    for line in (*_campaigns(resolved, city), *_phases(resolved)):
        answer(line.in_(language))


def _beside_levers(resolved: "Policy", before: "Policy", language: Language) -> list[tuple[str, ...]]:
    """Goals, and the budget where there is one."""
    rows: list[tuple[str, ...]] = []
    for name, words, unit in (("goals", SAY.goals, EMPTY), ("budget", SAY.budget, SAY.a_year)):
        value, usual = getattr(resolved, name), getattr(before, name)
        if value is not None or usual is not None:
            rows.append((name, words.in_(language), _shown(value), "" if value == usual else _shown(usual), unit.in_(language)))
    return rows


def _campaigns(policy: "Policy", city: "Scenario") -> Iterator[Text]:
    for one in policy.campaigns:
        title = city.topics[one.topic].title
        gaps = {"topic": one.topic, "start": one.start, "days": one.days, "intensity": one.intensity}
        yield SAY.campaign.filled(title=title, **gaps)


def _phases(policy: "Policy") -> Iterator[Text]:
    for number, one in enumerate(policy.phases, start=1):
        levers = ", ".join(
            f"{name} {_parts(value) if isinstance(value, dict) else _shown(value)}"
            for name, value in one.levers.model_dump(exclude_none=True).items()
        )
        ramp = SAY.ramp.filled(days=one.ramp_days) if one.ramp_days else EMPTY
        yield SAY.phase.filled(number=number, day=one.from_day, ramp=ramp, where=_where(one.where), levers=levers)


def _where(places: "Literal['all'] | tuple[int | str, ...] | ShareOfTownships") -> Text:
    if isinstance(places, str):
        return SAY.everywhere
    if isinstance(places, tuple):
        return SAY.townships.filled(names=", ".join(str(place) for place in places))
    return SAY.a_share.filled(share=places.share)


def _rows(resolved: "Policy", before: "Policy", language: Language) -> list[tuple[str, ...]]:
    from cogov.model.levers import LEVERS

    rows: list[tuple[str, ...]] = []
    for name, lever in LEVERS.items():
        value, usual = resolved[name], before[name]
        shown = _shown(value), "" if value == usual else _shown(usual)
        rows.append((name, lever.title.in_(language), *shown, lever.unit.in_(language)))
    return rows


def _shown(value: Any) -> str:
    if not isinstance(value, dict):
        return "–" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    if len(set(value.values())) == 1:
        return f"{next(iter(value.values())):g}"
    return _parts(value)


def _parts(value: dict[str, float]) -> str:
    return ", ".join(f"{part} {share:g}" for part, share in value.items())


COMMANDS = (
    ("list", both(SAY.list), list_all),
    ("show", both(SAY.show), show_one),
)
