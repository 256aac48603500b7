"""Limits of what was found, and how to make it again."""

from collections.abc import Iterator
from shlex import quote

from cogov.analysis.report.parts import Block, Grid, Listing, Section, section
from cogov.analysis.subject import Subject
from cogov.analysis.tables import over_words
from cogov.experiments.request import Request, commands, files_of
from cogov.model.words import Language, Text

LIMITS = Text(zh="局限", en="Limits")
AGAIN = Text(zh="如何复现", en="How to make this again")
SAID = (
    Text(
        zh="这是模拟:参数一部分取自公开统计和文献,一部分是假定(docs/parameters.md 逐项注明);结论说的是模型,不是任何一个地方。",
        en="This is a simulation: some parameters come from public statistics and literature, some are assumed (docs/parameters.md says which). "
        "What is concluded is about the model, not about any place.",
    ),
    Text(
        zh="指标只统计预热期之后发生的事务,在观察期末仍未了结的按删失处理。",
        en="Indicators are of matters that arose after the warm-up; those open at the end are censored.",
    ),
)
OVER_LUCK = Text(
    zh="区间基于 {over}:只反映运气,不反映参数和机制的不确定性;后者见“有多少种世界”或 cogov robustness。",
    en="Intervals are over {over}: they reflect luck only, not uncertainty about parameters and mechanisms; for that see “in how many worlds”, "
    "or cogov robustness.",
)
OVER_WORLDS = Text(
    zh="区间基于 {over}:反映设计中所抽参数的不确定性,不反映机制和设计未变动之处的不确定性。",
    en="Intervals are over {over}: they reflect what is uncertain in the parameters that were drawn, not in mechanisms and in what the design "
    "did not vary.",
)
SMALL = Text(
    zh="居民少于 5,000 人:分层级和城乡的指标没有多少意义。",
    en="Below 5,000 residents, indicators by level and by urban or rural mean little.",
)
FEW = Text(
    zh="每个政策只重复了 {n} 次;区间宽,“尚不能区分”不等于没有差别。",
    en="Only {n} replications: intervals are wide, and “cannot be told apart” does not mean equal.",
)
FAILED = Text(
    zh="有 {n} 次运行失败,连同其他政策下与之配对的运行均未计入。",
    en="{n} runs failed and are left out, and so are their partners under other policies.",
)
MISSING = Text(
    zh="还有 {n} 次运行没有完成;这里只比较各政策都已完成的点和重复,补全后结论可能不同。",
    en="{n} runs are still to come: only points and replications done under all policies are compared, and the whole may say otherwise.",
)
HEADS = (Text(zh="项目", en="What"), Text(zh="值", en="Value"))
FEWEST, SMALLEST = 10, 5000
ROWS = {
    "runs": Text(zh="运行数", en="runs"),
    "seeds": Text(zh="种子", en="seeds"),
    "code": Text(zh="模型代码指纹", en="fingerprint of the model's code"),
    "versions": Text(zh="版本", en="versions"),
    "platform": Text(zh="平台", en="platform"),
    "finished": Text(zh="完成时间(UTC)", en="finished (UTC)"),
}
RERUN = Text(
    zh="由文件夹自身的记载重新做出它并逐位核对(不读其他文件):",
    en="to make it anew from what the folder says of itself, and compare bit for bit (no other file is read):",
)
RUN = Text(
    zh="不用这个文件夹,重新计算(同一版程序得到逐位相同的表):",
    en="to compute it without the folder (the same code gives the same tables, bit for bit):",
)
FILE = Text(zh="文件 {path}(SHA-256 {sha256}),当时的内容:", en="the file {path} (SHA-256 {sha256}), as it was read:")
LONG_FILE = Text(
    zh="文件 {path}(SHA-256 {sha256});内容在 manifest.json 中,可用 cogov scenarios export 写回",
    en="the file {path} (SHA-256 {sha256}); its content stands in manifest.json, and cogov scenarios export writes it back",
)
LONGEST = 20_000
"""Characters of a file that a page shows."""
OWN = Text(
    zh="其中有自己声明的规则或指标({names}),其程序不在文件夹中:须在声明它们的脚本或笔记本中重新做出",
    en="rules or indicators of one's own take part ({names}), and their code is not kept here: this is made anew where they are declared, in "
    "the script or notebook",
)
OWN_KEPT = Text(
    zh="其中有自己的规则,其程序({files})按读入时的样子保存在 manifest.json 中;它来自他人时请先读再执行:--run-code 即执行它",
    en="rules of one's own take part, and their code ({files}) stands in manifest.json as it was read; read it first where it came from "
    "somebody else: --run-code runs it",
)
CHECK = Text(zh="同一文件夹可用 cogov verify 抽样重跑、逐位核对:", en="cogov verify runs a sample again and compares bit for bit:")


def again(subject: Subject, language: Language) -> list[Section]:
    """Two sections: what limits the result, and what makes it again."""
    limits = section("limits", LIMITS, language, [Listing(tuple(_limits(subject, language)))])
    return limits + section("again", AGAIN, language, list(_made(subject, language)))


def _limits(subject: Subject, language: Language) -> Iterator[str]:
    yield from (one.in_(language) for one in SAID)
    if subject.comparison is not None:
        said = OVER_LUCK if subject.comparison.unit == "seeds" else OVER_WORLDS
        yield said.in_(language).format(over=over_words(subject.comparison, language))
    replicates = int(subject.study.runs["replicate"].nunique())
    if subject.scenario.city.population < SMALLEST:
        yield SMALL.in_(language)
    if replicates < FEWEST:
        yield FEW.in_(language).format(n=replicates)
    if subject.study.failed:
        yield FAILED.in_(language).format(n=subject.study.failed)
    if subject.study.missing > 0:
        yield MISSING.in_(language).format(n=subject.study.missing)


def _made(subject: Subject, language: Language) -> Iterator[Block]:
    manifest = subject.manifest
    seeds, versions, platform = manifest["seeds"], manifest["versions"], manifest["platform"]
    values = {
        "runs": f"{len(subject.study.runs):,}",
        "seeds": " – ".join(str(seed) for seed in dict.fromkeys(seeds.values())),
        "code": str(manifest["code"])[:16],
        "versions": ", ".join(f"{name} {number}" for name, number in versions.items()),
        "platform": str(platform.get("system", "")),
        "finished": str(manifest["finished"] or "–")[:19].replace("T", " "),
    }
    yield Grid(tuple(head.in_(language) for head in HEADS), tuple((ROWS[name].in_(language), value) for name, value in values.items()))
    name = subject.folder.resolve().name
    own = manifest["design"].get("own", {})
    word = " --run-code" if own.get("files") else ""
    for words, command in ((RERUN, "rerun"), (CHECK, "verify")):
        yield Listing((words.in_(language),))
        yield Listing((f"cogov {command} {quote(name)}{word}",), code=True)
    if names := own.get("elsewhere", [one["name"] for one in own.get("rules", ())]):
        yield Listing((OWN.in_(language).format(names=", ".join(names)),))
    if files := own.get("files"):
        yield Listing((OWN_KEPT.in_(language).format(files=", ".join(files)),))
    if manifest["request"]:
        yield Listing((RUN.in_(language),))
        yield Listing(tuple(commands(manifest["request"], f"{name}-again")), code=True)
        yield from _files(manifest["request"], language)


def _files(request: Request, language: Language) -> Iterator[Block]:
    """What stood in the files of one's own, or how to tell that they are the same where they are long."""
    for file in files_of(request):
        text = file.get("text", "")
        words = {"path": file["path"], "sha256": file["sha256"]}
        short = 0 < len(text) <= LONGEST
        yield Listing(((FILE if short else LONG_FILE).in_(language).format(**words),))
        if short:
            yield Listing(tuple(text.splitlines()), code=True)
