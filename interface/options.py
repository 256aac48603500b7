"""The arguments and options that several commands share, with their help in both languages."""

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cogov.language import both
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.model.rule import Doing
    from cogov.setting import Setting

SAY = Words(__file__)


def whole(option: str) -> Any:
    """What makes a whole number of the word after an option, or refuses it."""

    def parse(word: str) -> int:
        try:
            return int(word)
        except ValueError:
            raise InputError(Problem(SAY.whole, key=option, value=word)) from None

    return parse


def number(option: str, says: Text) -> Any:
    """An option that takes a whole number."""
    return typer.Option(option, metavar="N", parser=whole(option), help=both(says))


ScenarioName = Annotated[str, typer.Argument(metavar="SCENARIO", help=both(SAY.scenario_name), show_default=False)]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help=both(SAY.folder), show_default=False)]
Days = Annotated[int | None, number("--days", SAY.days)]
Warmup = Annotated[int | None, number("--warmup", SAY.warmup)]
Population = Annotated[int | None, number("--population", SAY.population)]
Seed = Annotated[int, number("--seed", SAY.seed)]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help=both(SAY.sets),
    ),
]
Check = Annotated[bool, typer.Option("--check", help=both(SAY.check))]
Profile = Annotated[bool, typer.Option("--profile", help=both(SAY.profile))]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help=both(SAY.out))]
Json = Annotated[bool, typer.Option("--json", help=both(SAY.json))]
Workers = Annotated[int | None, typer.Option("--workers", metavar="N", help=both(SAY.workers))]
Memory = Annotated[str | None, typer.Option("--memory", metavar="8GB", help=both(SAY.memory))]
RecordAsked = Annotated[str | None, typer.Option("--record", metavar="main|all|I,...", help=both(SAY.record))]
RulesAsked = Annotated[str | None, typer.Option("--rules", metavar="FILE:RULE,...", help=both(SAY.rules))]
All = Annotated[bool, typer.Option("--all", help=both(SAY.all))]
Indicators = Annotated[str | None, typer.Option("--indicator", metavar="I,...", help=both(SAY.indicators))]


def as_list(written: str | None) -> list[str]:
    """Read names with commas between them, full-width ones too."""
    return [name for part in re.split("[,，、]", written or "") if (name := part.strip())]


def as_day(written: str | None) -> "tuple[Doing, ...]":
    """Read a day: rules with commas between them. That a file is named on the command line is the word that it may run."""
    from cogov.scenarios.own_rules import day_of

    return day_of(as_list(written), Path(), partial(Problem, key="--rules")) if written else ()


def as_setting(
    days: int | None, warmup: int | None, population: int | None, seed: int, sets: list[str] | None, *, check: bool
) -> "Setting":
    """Gather what the shared options say."""
    from cogov.scenarios.loader import parse_sets
    from cogov.setting import Setting

    return Setting(days, warmup, population, seed, parse_sets(sets or []), check)
