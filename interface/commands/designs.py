"""`cogov designs`: what studies the library holds, what one says, whether a file is right, and how to begin one of your own."""

import json as plain_json
from pathlib import Path
from typing import Annotated

import typer

from cogov.commands.scenarios import FILE_HELP, begin, show_entries
from cogov.language import both
from cogov.options import Json
from cogov.output import answer, note, say, show_json
from cogov.scenarios.words import Words

SAY = Words(__file__)

DesignName = Annotated[str, typer.Argument(metavar="DESIGN", help=both(SAY.design_name), show_default=False)]


def list_all(context: typer.Context, json: Json = False) -> None:
    """List the library's designs."""
    from cogov.experiments.designs.loader import list_designs

    show_entries(list_designs(), context.obj, json=json)


def show_one(design: DesignName, json: Json = False) -> None:
    """Show all that a design says, what it leaves to defaults included; written to a file it loads again."""
    from cogov.experiments.designs.loader import load_design

    values = load_design(design).as_mapping()
    if json:
        show_json(values)
        return
    from cogov.scenarios.yaml_lines import as_block

    print(as_block(values), end="")


def check(context: typer.Context, design: DesignName) -> None:
    """Say what is wrong with a design, its city, policies and factors, or that nothing is."""
    from cogov.experiments.designs.loader import load_design
    from cogov.experiments.designs.plans import plan_study, resolve
    from cogov.notes import notes_on_study

    study = resolve(load_design(design))
    plan = plan_study(study)
    for text in notes_on_study(plan):
        note(text, context.obj)
    counts = {"points": max(len(set(points)) for points in study.points.values()), "policies": len(study.policies)}
    name, replicates, runs = study.design.name, study.design.replicates, plan.count
    answer(SAY.fine.in_(context.obj).format(name=name, replicates=replicates, runs=runs, **counts))


def schema() -> None:
    """Print the JSON schema of a design file, for an editor."""
    from cogov.experiments.designs.loader import schema as design_schema

    show_json(design_schema())


def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=both(SAY.new_help))],
    scenario: Annotated[str, typer.Option("--scenario", metavar="SCENARIO", help=both(SAY.scenario))] = "leping",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help=FILE_HELP)] = None,
) -> None:
    """Write a commented design file to begin with."""
    from cogov.experiments.designs.loader import new as starter

    path = Path(f"{name}.yaml") if out is None else out
    text = starter(name, _seen_from(path.parent, scenario), context.obj)
    begin(path, text)
    say(SAY.begun.in_(context.obj).format(path=path))


def _seen_from(folder: Path, scenario: str) -> str:
    """Return what a design in a folder calls a scenario, or refuse one that cannot be read."""
    from cogov.scenarios.extends import find_scenario, seen_from
    from cogov.scenarios.loader import load_scenario

    load_scenario(scenario)
    seen = seen_from(folder, scenario)
    return seen if find_scenario(scenario).in_library else plain_json.dumps(seen, ensure_ascii=False)


COMMANDS = (
    ("list", both(SAY.list), list_all),
    ("show", both(SAY.show), show_one),
    ("check", both(SAY.check), check),
    ("schema", both(SAY.schema), schema),
    ("new", both(SAY.new), new),
)
