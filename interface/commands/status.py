"""`cogov status`: how far a study is, also while it runs elsewhere."""

from typing import TYPE_CHECKING

import typer

from cogov.language import both
from cogov.model.words import Language, Text
from cogov.options import Folder, Json
from cogov.output import show_json

if TYPE_CHECKING:
    from cogov.experiments.time_left import Status

HELP = both("查看一个实验进行到哪里。", "Say how far a study is.")

COUNTS = Text(
    zh="共 {total:,} 个运行:完成 {done:,} 个,失败 {failed:,} 个,尚缺 {missing:,} 个",
    en="{total:,} runs: {done:,} done, {failed:,} failed, {missing:,} missing",
)
RUNNING, STOPPED = Text(zh="正在运行", en="running"), Text(zh="没有在运行", en="not running")
FAILURES = Text(
    zh="没有运行尚缺;加上 --retry-failed 再次执行 cogov sweep 可重试失败的运行",
    en="no run is missing; cogov sweep with --retry-failed tries the failed ones again",
)
COMPLETE = Text(zh="全部运行已有结果", en="every run is there")
RATE = Text(zh="近来每小时 {rate} 个运行", en="{rate} runs an hour of late")
FEW = 10
"""Runs an hour below which a fraction matters."""
LEFT = Text(zh="约剩 {left}", en="about {left} left")


def status(context: typer.Context, folder: Folder, json: Json = False) -> None:
    """Look at a folder; nothing in it is changed."""
    from cogov.experiments.time_left import status as looked

    found = looked(folder)
    if json:
        counts = {"runs": found.total, "done": found.done, "failed": found.failed, "missing": found.missing}
        show_json({"folder": folder.as_posix(), **counts, "running": found.running})
    else:
        print(_words(found, context.obj))


def _words(found: "Status", language: Language) -> str:
    from cogov.progress import duration

    ended = FAILURES if found.failed else COMPLETE
    state = RUNNING if found.running else STOPPED if found.missing else ended
    said = [state.in_(language)]
    if found.running and found.holder is not None:
        said.append(found.holder.said().in_(language))
    if found.runs_a_second and found.running:
        hourly = 3600 * found.runs_a_second
        said.append(RATE.in_(language).format(rate=f"{hourly:.2g}" if hourly < FEW else f"{hourly:,.0f}"))
    if found.seconds_left:
        said.append(LEFT.in_(language).format(left=duration(found.seconds_left, language)))
    counts = {"total": found.total, "done": found.done, "failed": found.failed, "missing": found.missing}
    return COUNTS.in_(language).format(**counts) + "\n" + " · ".join(said)
