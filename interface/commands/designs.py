"""`cogov designs`: what studies the library holds, what one says, whether a file is right, and how to begin one of your own."""

import json as plain_json
import os
from pathlib import Path
from typing import Annotated

import typer

from cogov.commands.scenarios import FILE_HELP, begin, show_entries
from cogov.language import both
from cogov.model.words import Text
from cogov.options import Json
from cogov.output import note, say, show_json

HELP = both("查看、检查和新建实验设计。", "List, show, check and begin designs of experiments.")
NEW_HELP = both("新设计的名称", "name of the new design")
SCENARIO_HELP = both("情景:库中名称或文件路径", "scenario: a library name or a file")
BEGUN = Text(zh="已新建 {path};改好后运行 cogov designs check {path}", en="{path} is there; change it, then: cogov designs check {path}")
DesignName = Annotated[
    str, typer.Argument(metavar="DESIGN", help=both("设计:库中名称或文件路径", "design: a library name or a file"), show_default=False)
]

FINE = Text(
    zh="{name}:没有问题(点 {points:,}、政策 {policies}、重复 {replicates:,},共 {runs:,} 个运行)",
    en="{name}: fine (points {points:,}, policies {policies}, replicates {replicates:,}: {runs:,} runs in all)",
)


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
    import yaml

    print(yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=120), end="")


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
    print(FINE.in_(context.obj).format(name=name, replicates=replicates, runs=runs, **counts))


def schema() -> None:
    """Print the JSON schema of a design file, for an editor."""
    from cogov.experiments.designs.loader import schema as design_schema

    show_json(design_schema())


def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=NEW_HELP)],
    scenario: Annotated[str, typer.Option("--scenario", metavar="SCENARIO", help=SCENARIO_HELP)] = "leping",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help=FILE_HELP)] = None,
) -> None:
    """Write a commented design file to begin with."""
    from cogov.experiments.designs.loader import new as starter

    path = Path(f"{name}.yaml") if out is None else out
    text = starter(name, _seen_from(path.parent, scenario), context.obj)
    begin(path, text)
    say(BEGUN.in_(context.obj).format(path=path))


def _seen_from(folder: Path, scenario: str) -> str:
    """Return what a design in a folder calls a scenario, or refuse one that cannot be read."""
    from cogov.scenarios.extends import find_scenario
    from cogov.scenarios.loader import load_scenario

    load_scenario(scenario)
    source = find_scenario(scenario)
    if source.in_library:
        return source.name
    return plain_json.dumps(Path(os.path.relpath(source.path, folder)).as_posix(), ensure_ascii=False)


COMMANDS = (
    ("list", both("列出设计库。", "List the library."), list_all),
    ("show", both("显示设计的全部内容。", "Show all that a design says."), show_one),
    ("check", both("检查设计文件。", "Check a design file."), check),
    ("schema", both("输出设计文件的 JSON Schema。", "Print the JSON schema of a design file."), schema),
    ("new", both("新建一个设计文件。", "Begin a design file of your own."), new),
)
