"""The arguments and options that several commands share, with their help in both languages."""

from pathlib import Path
from typing import Annotated

import typer

from cogov.language import both
from cogov.setting import Setting

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help=both("情景:库中名称或文件路径", "scenario: a library name or a file"), show_default=False)
]
Days = Annotated[int | None, typer.Option("--days", metavar="N", help=both("模拟总天数", "all simulated days"))]
Warmup = Annotated[int | None, typer.Option("--warmup", metavar="N", help=both("不计入结果的前若干天", "the unmeasured first days"))]
Population = Annotated[int | None, typer.Option("--population", metavar="N", help=both("模拟的居民数", "residents simulated, one to one"))]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help=both("随机种子;重复 i 用 N + i", "seed; replication i uses N + i"))]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="LEVER=VALUE", help=both("设定杠杆,可写多个;覆盖政策", "set levers, one or more; overrides the policies")
    ),
]
Check = Annotated[bool, typer.Option("--check", help=both("每天检查模型的不变量", "check the model's invariants every day"))]
Profile = Annotated[bool, typer.Option("--profile", help=both("显示各规则用时", "show the seconds that each rule took"))]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help=both("写入表格和图的文件夹", "folder for tables and figures"))]
Json = Annotated[bool, typer.Option("--json", help=both("输出一个 JSON 文档", "print one JSON document"))]
All = Annotated[bool, typer.Option("--all", help=both("显示全部指标", "show all indicators, not only the main ones"))]


def as_setting(days: int | None, warmup: int | None, population: int | None, seed: int, sets: list[str] | None, *, check: bool) -> Setting:
    """Gather what the shared options say."""
    from cogov.scenarios.loader import parse_sets

    return Setting(days, warmup, population, seed, parse_sets(sets or []), check)
