"""`cogov scenarios`: what cities there are, what they say, where two differ, and how to begin one of your own."""

import os
import re
import sys
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cogov.experiments.writing import whole, write_text
from cogov.language import both
from cogov.model.words import Language
from cogov.options import Folder, Json, ScenarioName
from cogov.output import answer, check_file, note, say, show, show_json
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.model.policy import Policy
    from cogov.model.scenario import Scenario
    from cogov.scenarios.loader import Entry

SAY = Words(__file__)

FILE_HELP = both(SAY.file_help)


NAME, TITLE, QUESTION = SAY.name, SAY.title, SAY.question
FIRST_SEED = (1,)
"""Whose townships a phase in a share of them draws, when the cost of a policy is checked."""


def list_all(context: typer.Context, json: Json = False) -> None:
    """List the library's scenarios."""
    from cogov.scenarios.loader import list_scenarios

    show_entries(list_scenarios(), context.obj, json=json)


def show_entries(entries: "Sequence[Entry]", language: Language, *, json: bool) -> None:
    """Names, titles and questions of a library."""
    if json:
        show_json([_document(one) for one in entries])
        return
    rows = [(one.name, one.title.in_(language), one.question.in_(language) if one.question else "") for one in entries]
    show(table([words.in_(language) for words in (NAME, TITLE, QUESTION)], rows))


def _document(entry: "Entry") -> dict[str, Any]:
    question = entry.question.as_mapping() if entry.question else None
    return {"name": entry.name, "title": entry.title.as_mapping(), "question": question, "source": entry.source}


def table(headings: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Any:
    """A plain table of words."""
    from rich import box
    from rich.table import Table
    from rich.text import Text as Styled

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, heading in enumerate(headings):
        made.add_column(heading, no_wrap=place == 0, overflow="fold")
    for row in rows:
        made.add_row(*(Styled(cell) for cell in row))
    return made


def show_one(scenario: ScenarioName, json: Json = False) -> None:
    """Show all that a scenario says, what it extends included; written to a file it loads again."""
    from cogov.scenarios.loader import as_mapping, load_scenario

    values = as_mapping(load_scenario(scenario))
    if json:
        show_json(values)
        return
    from cogov.scenarios.yaml_lines import as_block

    print(as_block(values), end="")


def check(context: typer.Context, scenario: ScenarioName) -> None:
    """Say what is wrong with a scenario and its policies, or that nothing is."""
    from cogov.notes import never
    from cogov.scenarios.loader import load_scenario, policy_names

    found = load_scenario(scenario)
    policies = _own_policies(found)
    for text in never(found, policies):
        note(text, context.obj)
    unfit = [name for name in policy_names(found) if name not in found.policies and not _fits(found, name)]
    if unfit:
        note(SAY.unfit.filled(names=", ".join(unfit)), context.obj)
    counts = {"topics": len(found.topics), "kinds": len(found.kinds), "policies": len(found.policies)}
    answer(SAY.fine.in_(context.obj).format(name=found.name, **counts))


def _own_policies(scenario: "Scenario") -> "dict[str, Policy]":
    """Return how a city is governed as it is, and its own policies; refuse what a run of them would refuse."""
    from cogov.experiments.absent import absent_townships
    from cogov.experiments.budget import over_budget
    from cogov.scenarios.policies import AS_IS, resolve_policy

    policies = {name: resolve_policy(scenario, name) for name in (AS_IS, *scenario.policies)}
    if wrong := [*absent_townships(scenario, policies), *over_budget(scenario, policies, FIRST_SEED)]:
        raise InputError(wrong)
    return policies


def _fits(scenario: "Scenario", policy: str) -> bool:
    """Say whether a policy of the library can run in a scenario."""
    from cogov.scenarios.loader import resolve_policy

    try:
        resolve_policy(scenario, policy)
    except InputError:
        return False
    return True


def differ(context: typer.Context, scenario: ScenarioName, other: ScenarioName, json: Json = False) -> None:
    """Show where two scenarios differ."""
    from cogov.scenarios.loader import diff, load_scenario

    first, second = load_scenario(scenario), load_scenario(other)
    found = diff(first, second)
    if json:
        show_json([{"key": key, "a": a, "b": b} for key, a, b in found])
    elif found:
        rows = [(key, _value(a), _value(b)) for key, a, b in found]
        show(table([SAY.key.in_(context.obj), scenario, other], rows))
    else:
        answer(SAY.alike.in_(context.obj))


def _value(value: Any) -> str:
    return "–" if value is None else str(value)


def schema() -> None:
    """Print the JSON schema of a scenario file, for an editor."""
    from cogov.scenarios.loader import schema as scenario_schema

    show_json(scenario_schema())


def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=both(SAY.new_help))],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help=FILE_HELP)] = None,
    form: Annotated[bool, typer.Option("--form", help=both(SAY.form))] = False,
) -> None:
    """Write a commented scenario file to begin with, or one of a county in eight numbers."""
    from cogov.scenarios.loader import new as starter

    text = _filled_form(name, context.obj) if form else starter(name, context.obj)
    path = Path(f"{name}.yaml") if out is None else out
    begin(path, text)
    say(SAY.begun.in_(context.obj).format(path=path))


def _filled_form(name: str, language: Language) -> str:
    """Ask for the eight numbers of a county, line by line, and return the scenario that they make."""
    from cogov.scenarios import county
    from cogov.scenarios.loader import load_scenario

    base, answers = load_scenario("leping"), dict[str, float]()
    for blank, usual in zip(county.FORM, county.answers_of(base).values(), strict=True):
        gaps = {"title": blank.title, "unit": blank.unit_words, "low": blank.low, "high": blank.high, "usual": f"{usual:.4g}"}
        say(county.SAY.blank.filled(**gaps).in_(language))
        written = sys.stdin.readline().strip()
        answers[blank.name] = blank.read(written) if written else usual
    return county.written(name, answers, base, language)


def begin(path: Path, text: str) -> None:
    """Write a file that is not there yet."""
    if path.exists():
        raise InputError(Problem(SAY.taken, key=str(path)))
    try:
        write_text(path, text)
    except OSError as error:
        raise InputError(Problem(SAY.not_written, key=str(path), value=error.strerror or str(error))) from None


def export(
    folder: Folder,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help=both(SAY.export_help))] = None,
    files: Annotated[Path | None, typer.Option("--files", metavar="FOLDER", help=both(SAY.files))] = None,
) -> None:
    """Write the scenario of a study back from its manifest: complete, as it ran; or the files that it was read from."""
    from cogov.experiments.store.manifest import read_manifest
    from cogov.scenarios.yaml_lines import as_block

    manifest = read_manifest(folder)
    if not manifest.design:
        raise InputError(Problem(SAY.no_city, key=str(folder)))
    if files is not None:
        _write_files(manifest.request.get("files", []), files)
    text = as_block(manifest.design["scenario"])
    if out is None and files is None:
        print(text, end="")
    elif out is not None:
        if out.exists():
            raise InputError(Problem(SAY.taken, key=str(out)))
        write_text(check_file(out), text)
        answer(out)


def _write_files(files: Sequence[dict[str, str]], folder: Path) -> None:
    """Write the files of one's own below a folder, where they stand to each other as they stood."""
    from cogov.experiments.request import content

    if not files:
        raise InputError(Problem(SAY.no_files, key="--files"))
    targets = [folder / place for place in to_each_other([Path(os.path.normpath(Path(one["path"]).absolute())) for one in files])]
    if taken := [target for target in targets if target.exists()]:
        raise InputError(Problem(SAY.taken, key=str(target)) for target in taken)
    for one, target in zip(files, targets, strict=True):
        with whole(check_file(target, "--files")) as file:
            file.write(content(one))
        answer(target)


def to_each_other(paths: Sequence[PurePath]) -> list[Path]:
    """Return where files stand to each other: without what all their folders begin with; a drive of Windows is a folder of its letter."""
    parts = [[*(word for word in re.split(r"[:\\/]+", path.drive) if word), *path.parts[bool(path.anchor) :]] for path in paths]
    shared = sum(1 for _ in takewhile(lambda names: len(set(names)) == 1, zip(*(one[:-1] for one in parts), strict=False)))
    return [Path(*one[shared:]) for one in parts]


COMMANDS = (
    ("list", both(SAY.list), list_all),
    ("show", both(SAY.show), show_one),
    ("check", both(SAY.check), check),
    ("diff", both(SAY.diff), differ),
    ("schema", both(SAY.schema), schema),
    (
        "export",
        both(SAY.export),
        export,
    ),
    ("new", both(SAY.new), new),
)
