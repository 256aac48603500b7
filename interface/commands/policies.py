"""`cogov policies`: what the library holds, and where every lever stands under a policy."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cogov.commands.scenarios import NAME, show_entries, table
from cogov.language import both
from cogov.model.words import Language, Text
from cogov.options import Json
from cogov.output import show, show_json

if TYPE_CHECKING:
    from cogov.model.policy import Policy, ShareOfTownships
    from cogov.model.scenario import Scenario

HELP = both("查看政策。", "List and show policies.")
PolicyName = Annotated[str, typer.Argument(metavar="POLICY", help=both("政策名称", "name of a policy"), show_default=False)]
InScenario = Annotated[str, typer.Option("--scenario", metavar="SCENARIO", help=both("在哪个情景下", "in which scenario"))]

LEVER, VALUE, BEFORE = Text(zh="杠杆", en="Lever"), Text(zh="取值", en="Value"), Text(zh="情景原值", en="In the scenario")
GOALS, BUDGET = Text(zh="全市目标", en="Goals of the city"), Text(zh="预算", en="Budget")
UNIT, A_YEAR = Text(zh="单位", en="Unit"), Text(zh="元/人·年", en="yuan per resident and year")
CAMPAIGN = Text(
    zh="专项整治 {topic}({title}):第 {start} 天起 {days} 天,强度 {intensity:g}",
    en="Campaign against {topic} ({title}): from day {start} for {days} days, intensity {intensity:g}",
)
PHASE = Text(
    zh="第 {number} 阶段:第 {day} 天起{ramp},{where}:{levers}",
    en="Phase {number}: from day {day}{ramp}, {where}: {levers}",
)
RAMP = Text(zh=",用 {days} 天渐变", en=", coming about over {days} days")
EVERYWHERE = Text(zh="全市", en="everywhere")
A_SHARE = Text(zh="{share:.0%} 的乡镇", en="in {share:.0%} of the townships")
TOWNSHIPS = Text(zh="乡镇 {names}", en="in the townships {names}")


def list_all(context: typer.Context, json: Json = False) -> None:
    """List the library's policies."""
    from cogov.scenarios.loader import list_policies

    show_entries(list_policies(), context.obj, json=json)


def show_one(context: typer.Context, policy: PolicyName, scenario: InScenario = "leping", json: Json = False) -> None:
    """Show every lever under a policy, and where the scenario stands without it."""
    from cogov.scenarios.loader import load_scenario, resolve_policy
    from cogov.scenarios.policies import find_policy

    city, language = load_scenario(scenario), context.obj
    resolved, before = resolve_policy(city, policy), city.base_policy()
    if json:
        show_json({"policy": policy, "scenario": city.name, "levers": resolved.model_dump(mode="json")})
        return
    said = find_policy(city, policy)
    for words in (said.title, said.question):
        if words is not None:
            print(words.in_(language))
    rows = [*_rows(resolved, before, language), *_beside_levers(resolved, before, language)]
    show(table([words.in_(language) for words in (NAME, LEVER, VALUE, BEFORE, UNIT)], rows))
    for line in (*_campaigns(resolved, city), *_phases(resolved)):
        print(line.in_(language))


def _beside_levers(resolved: "Policy", before: "Policy", language: Language) -> list[tuple[str, ...]]:
    """Goals, and the budget where there is one."""
    rows: list[tuple[str, ...]] = []
    for name, words, unit in (("goals", GOALS, Text(zh="", en="")), ("budget", BUDGET, A_YEAR)):
        value, usual = getattr(resolved, name), getattr(before, name)
        if value is not None or usual is not None:
            rows.append((name, words.in_(language), _shown(value), "" if value == usual else _shown(usual), unit.in_(language)))
    return rows


def _campaigns(policy: "Policy", city: "Scenario") -> Iterator[Text]:
    for one in policy.campaigns:
        title = city.topics[one.topic].title
        gaps = {"topic": one.topic, "start": one.start, "days": one.days, "intensity": one.intensity}
        yield CAMPAIGN.filled(title=title, **gaps)


def _phases(policy: "Policy") -> Iterator[Text]:
    for number, one in enumerate(policy.phases, start=1):
        levers = ", ".join(
            f"{name} {_parts(value) if isinstance(value, dict) else _shown(value)}"
            for name, value in one.levers.model_dump(exclude_none=True).items()
        )
        ramp = RAMP.filled(days=one.ramp_days) if one.ramp_days else Text(zh="", en="")
        yield PHASE.filled(number=number, day=one.from_day, ramp=ramp, where=_where(one.where), levers=levers)


def _where(places: "Literal['all'] | tuple[int | str, ...] | ShareOfTownships") -> Text:
    if isinstance(places, str):
        return EVERYWHERE
    if isinstance(places, tuple):
        return TOWNSHIPS.filled(names=", ".join(str(place) for place in places))
    return A_SHARE.filled(share=places.share)


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
    ("list", both("列出政策库。", "List the library."), list_all),
    ("show", both("显示一个政策下各杠杆的取值。", "Show every lever under a policy."), show_one),
)
