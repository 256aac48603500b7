"""`cogov policies`: what the library holds, and where every lever stands under a policy."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cogov.commands.scenarios import NAME, show_entries, table
from cogov.language import both
from cogov.options import Json
from cogov.output import show, show_json
from cogov.scenarios.words import Language, Text

if TYPE_CHECKING:
    from cogov.scenarios.policy import Policy

HELP = both("查看政策。", "List and show policies.")
PolicyName = Annotated[str, typer.Argument(metavar="POLICY", help=both("政策名称", "name of a policy"), show_default=False)]
InScenario = Annotated[str, typer.Option("--scenario", metavar="SCENARIO", help=both("在哪个情景下", "in which scenario"))]

LEVER, VALUE, BEFORE = Text(zh="杠杆", en="Lever"), Text(zh="取值", en="Value"), Text(zh="情景原值", en="In the scenario")


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
    show(table([words.in_(language) for words in (NAME, LEVER, VALUE, BEFORE)], _rows(resolved, before, language)))


def _rows(resolved: "Policy", before: "Policy", language: Language) -> list[tuple[str, ...]]:
    from cogov.scenarios.levers import LEVERS

    rows: list[tuple[str, ...]] = []
    for name, lever in LEVERS.items():
        value, usual = getattr(resolved, name), getattr(before, name)
        rows.append((name, lever.title.in_(language), _shown(value), "" if value == usual else _shown(usual)))
    return rows


def _shown(value: Any) -> str:
    if not isinstance(value, dict):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if len(set(value.values())) == 1:
        return f"{next(iter(value.values())):g}"
    return ", ".join(f"{part} {share:g}" for part, share in value.items())


COMMANDS = (
    ("list", both("列出政策库。", "List the library."), list_all),
    ("show", both("显示一个政策下各杠杆的取值。", "Show every lever under a policy."), show_one),
)
