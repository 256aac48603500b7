"""How a report opens: the question, the city, the policies and what they differ in."""

from collections.abc import Iterator

from pydantic import TypeAdapter

from cogov.analysis.budget_words import same_budget_lines
from cogov.analysis.names import factor_with_unit, name_words
from cogov.analysis.report.parts import Block, Grid, Listing, Paragraph, Section, section
from cogov.analysis.study import Factor
from cogov.analysis.subject import Subject
from cogov.experiments.recorded import every
from cogov.experiments.same_budget import SameBudget
from cogov.model.indicators import MAIN
from cogov.model.levers import LEVERS
from cogov.model.policy import Policy
from cogov.model.words import Language, Text
from cogov.scenarios.settings import as_typed

TITLE = Text(zh="问题与政策", en="Question and policies")
CITY = Text(
    zh="{title}:{residents:,} 名居民,模拟 {days} 天(前 {warmup} 天为预热,不计入),每个政策重复 {replicates} 次,{luck}。",
    en="{title}: {residents:,} residents, {days} days simulated (the first {warmup} to warm up, not measured), "
    "{replicates} replications of each policy {luck}.",
)
LUCK = {
    "common": Text(zh="随机条件相同", en="under the same luck"),
    "independent": Text(zh="随机条件各自独立", en="each with its own luck"),
}
DIFFER = Text(zh="各政策的不同之处(其余杠杆相同)", en="What the policies differ in (all other levers are the same)")
LEVER = Text(zh="杠杆", en="Lever")
MORE = {
    "goals": Text(zh="城市目标", en="The city's goals"),
    "campaigns": Text(zh="专项整治(次)", en="Campaigns"),
    "phases": Text(zh="阶段(个)", en="Phases"),
    "budget": Text(zh="预算(元/人·年)", en="Budget, yuan per head and year"),
}
ASKED = {
    "scenario": Text(zh="情景", en="scenario"),
    "design": Text(zh="设计", en="design"),
    "files": Text(zh="自有文件", en="files of one's own"),
    "set": Text(zh="覆盖各政策的设定(--set)", en="set on top of all policies (--set)"),
    "same_budget": Text(zh="同一预算(--same-budget)", en="at the same budget (--same-budget)"),
    "cost_factor": Text(zh="杠杆费用的倍数(--cost-factor)", en="lever costs times (--cost-factor)"),
    "until": Text(zh="重复到区间的半宽为(--until)", en="replicated until half-widths are (--until)"),
    "at_most": Text(zh="重复次数上限(--at-most)", en="replications at most (--at-most)"),
    "looks": Text(zh="查看次数(区间已按此校正)", en="looks (intervals are corrected for them)"),
}
"""Parts of a request that change what is read in a page."""
ASKED_HEAD, VALUE = Text(zh="项目", en="What"), Text(zh="值", en="Value")
RECORDED = Text(
    zh="每个运行记录了 {every} 项指标(含分组)中的 {kept} 项,由设计的 record.indicators 或 --record 决定;需要其余指标的部分不在本页。",
    en="Of {every} indicators, groups included, {kept} were recorded of each run, as the design's `record: indicators` or --record says; what needs others is not on this page.",
)
LACKING = Text(zh="没有记录的主要指标:{names}。", en=" Main indicators not recorded: {names}.")
AS_ASKED = Text(zh="要求(按此运行)", en="What was asked for, and ran")
NOTED = Text(zh="阅读结果之前请注意:", en="To know before reading the results:")
FACTOR = Text(zh="因素", en="Factor")
VARIED = Text(
    zh="这个实验改变了什么({points} 个点;政策自身对这些杠杆的设定不起作用)",
    en="What the study varied ({points} points; what policies themselves say of these levers has no effect)",
)
OF_FACTOR = Text(zh="由因素决定", en="the factor's")
MOST_LEVELS = 8
SAME = Text(zh="各政策没有不同之处。", en="The policies do not differ.")


def opening(subject: Subject, language: Language) -> list[Section]:
    """Question, city, and a table of the levers that differ."""
    return section("question", TITLE, language, list(_blocks(subject, language)))


def _blocks(subject: Subject, language: Language) -> Iterator[Block]:
    question = subject.manifest["design"].get("question") or _of_scenario(subject)
    if question:
        yield Paragraph(question[language], strong=True)
    scenario, replicates = subject.scenario, subject.study.runs["replicate"].nunique()
    luck = LUCK[subject.manifest["design"].get("luck", "common")].in_(language)
    words = {
        "luck": luck,
        "residents": scenario.city.population,
        "days": scenario.days,
        "warmup": scenario.warmup,
        "replicates": replicates,
    }
    yield Paragraph(CITY.in_(language).format(title=scenario.title.in_(language), **words))
    yield from _asked(subject, language)
    if words_of := recorded_words(subject, language):
        yield Paragraph(words_of)
    if subject.notes:
        yield Paragraph(NOTED.in_(language), strong=True)
        yield Listing(tuple(one.in_(language) for one in subject.notes))
    if subject.study.factors:
        yield _varied(subject, language)
    if len(subject.policies) > 1:
        yield _differences(subject, language)


def recorded_words(subject: Subject, language: Language) -> str:
    """How much of each run was kept, where that is not everything."""
    kept = [name for name in every() if name in subject.study.outputs]
    if len(kept) == len(every()):
        return ""
    lacking = ("、" if language == "zh" else ", ").join(name_words(name, language) for name in MAIN if name not in kept)
    said = RECORDED.in_(language).format(kept=len(kept), every=len(every()))
    return said + (LACKING.in_(language).format(names=lacking) if lacking else "")


def _asked(subject: Subject, language: Language) -> Iterator[Block]:
    """What was asked for beside policies and replications, where anything was."""
    request = subject.manifest["request"]
    rows = [(ASKED[name].in_(language), _words(request[name])) for name in ASKED if request.get(name)]
    if rows:
        yield Grid((ASKED_HEAD.in_(language), VALUE.in_(language)), tuple(rows), AS_ASKED.in_(language))
    if subject.prices and subject.prices[0]["same_budget"] is not None:
        shared = TypeAdapter(SameBudget).validate_python(subject.prices[0]["same_budget"])
        yield Listing(tuple(line.strip() for line in same_budget_lines(shared, subject.titles, language).splitlines()))


def _words(said: object) -> str:
    """What was asked for, on one line."""
    if isinstance(said, dict):
        return ", ".join(f"{name} = {as_typed(value)}" for name, value in said.items())
    if isinstance(said, list):
        return ", ".join(f"{one['path']}" if isinstance(one, dict) else f"{one:g}" for one in said)
    return "✓" if said is True else str(said)


def _varied(subject: Subject, language: Language) -> Block:
    """What a study varied: its factors' values are what ran, whatever policies say of them."""
    rows = tuple((factor_with_unit(one.name, language), _levels(one)) for one in subject.study.factors)
    caption = VARIED.in_(language).format(points=subject.study.runs["point"].nunique())
    return Grid((FACTOR.in_(language), VALUE.in_(language)), rows, caption)


def _levels(one: Factor) -> str:
    """The levels of a factor, or its range."""
    if not one.levels:
        return f"{one.low:g} – {one.high:g}"
    levels = list(dict.fromkeys(level if isinstance(level, str) else f"{level:g}" for level in one.levels))
    return ", ".join(levels[:MOST_LEVELS]) + (f" … ({len(levels)})" if len(levels) > MOST_LEVELS else "")


def _of_scenario(subject: Subject) -> dict[str, str]:
    return subject.scenario.question.as_mapping()


def _differences(subject: Subject, language: Language) -> Block:
    rows = tuple(_rows(subject, language))
    names = tuple(subject.name_of(policy, language) for policy in subject.policies)
    return Grid((LEVER.in_(language), *names), rows, DIFFER.in_(language)) if rows else Paragraph(SAME.in_(language))


def _rows(subject: Subject, language: Language) -> Iterator[tuple[str, ...]]:
    policies = list(subject.policies.values())
    given = {one.name for one in subject.study.factors if subject.study.kind != "one_at_a_time"}
    for name in LEVERS:
        cells = [_lever(policy, name, given, language) for policy in policies]
        if len(set(cells)) > 1:
            yield (factor_with_unit(name, language), *cells)
    for name, title in MORE.items():
        cells = [OF_FACTOR.in_(language) if name in given else _more(policy, name) for policy in policies]
        if len(set(cells)) > 1:
            yield (title.in_(language), *cells)


def _lever(policy: Policy, name: str, given: set[str], language: Language) -> str:
    """A lever as it ran: the policy's, or where a factor decides it or a part of it, the factor's."""
    value = policy[name]
    if name in given:
        return OF_FACTOR.in_(language)
    if not isinstance(value, dict):
        return f"{value:.4g}"
    values = [one for part, one in value.items() if f"{name}.{part}" not in given]
    if not values:
        return OF_FACTOR.in_(language)
    return f"{values[0]:.4g}" if len(set(values)) == 1 else f"{min(values):.4g}–{max(values):.4g}"


def _more(policy: Policy, name: str) -> str:
    value = getattr(policy, name)
    if isinstance(value, (tuple, list)):
        return str(len(value))
    return "–" if value is None else str(value) if isinstance(value, (str, float)) else "…"
