"""The arguments and options that several commands share, with their help in both languages."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cogov.language import both
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem

if TYPE_CHECKING:
    from cogov.setting import Setting

WHOLE = Text(zh="应为整数", en="needs a whole number")


def whole(option: str) -> Any:
    """What makes a whole number of the word after an option, or refuses it."""

    def parse(word: str) -> int:
        try:
            return int(word)
        except ValueError:
            raise InputError(Problem(WHOLE, key=option, value=word)) from None

    return parse


def number(option: str, zh: str, en: str) -> Any:
    """An option that takes a whole number."""
    return typer.Option(option, metavar="N", parser=whole(option), help=both(zh, en))


ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help=both("情景:库中名称或文件路径", "scenario: a library name or a file"), show_default=False)
]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help=both("结果文件夹", "folder of results"), show_default=False)]
Days = Annotated[int | None, number("--days", "模拟总天数", "all simulated days")]
Warmup = Annotated[int | None, number("--warmup", "不计入结果的前若干天", "the unmeasured first days")]
Population = Annotated[int | None, number("--population", "模拟的居民数", "residents simulated, one to one")]
Seed = Annotated[int, number("--seed", "随机种子;重复 i 用 N + i", "seed; replication i uses N + i")]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help=both(
            "设定杠杆或情景中的任何一项(点分路径),可写多个;覆盖政策",
            "set levers, or anything of the scenario by its dotted path; one or more; overrides the policies",
        ),
    ),
]
Check = Annotated[bool, typer.Option("--check", help=both("每天检查模型的不变量", "check the model's invariants every day"))]
Profile = Annotated[bool, typer.Option("--profile", help=both("显示各规则用时", "show the seconds that each rule took"))]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help=both("写入表格和图的文件夹", "folder for tables and figures"))]
Json = Annotated[bool, typer.Option("--json", help=both("输出一个 JSON 文档", "print one JSON document"))]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", help=both("并行进程数;默认全部核心", "processes; all cores by default"))
]
RECORD_HELP = both(
    "结果表保留哪些指标:main(主要指标和报告所展示的)、all(全部)或名称,名称@群体也可;不改变任何结果",
    "which indicators become columns of the results: main (those that a report shows), all, or names, name@group too; it changes no result",
)
RecordAsked = Annotated[str | None, typer.Option("--record", metavar="main|all|I,...", help=RECORD_HELP)]
All = Annotated[bool, typer.Option("--all", help=both("显示全部指标", "show all indicators, not only the main ones"))]
Indicators = Annotated[
    str | None, typer.Option("--indicator", metavar="I,...", help=both("指标,默认为主要指标", "indicators, the main ones by default"))
]


def as_list(written: str | None) -> list[str]:
    """Read names with commas between them, full-width ones too."""
    return [name for part in re.split("[,，、]", written or "") if (name := part.strip())]


def as_setting(
    days: int | None, warmup: int | None, population: int | None, seed: int, sets: list[str] | None, *, check: bool
) -> "Setting":
    """Gather what the shared options say."""
    from cogov.scenarios.loader import parse_sets
    from cogov.setting import Setting

    return Setting(days, warmup, population, seed, parse_sets(sets or []), check)
