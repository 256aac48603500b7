"""How the days went, where the study recorded them: daily series, and the flow of matters between sectors."""

from collections.abc import Iterator

from cogov.analysis.figures import per_thousand, series_figure
from cogov.analysis.flows import flow_figure, flows_of
from cogov.analysis.report.parts import Block, Paragraph, Section, picture, section
from cogov.analysis.subject import Subject
from cogov.model.words import Language, Text

TITLE = Text(zh="逐日过程与流转", en="Days and flows")
DAYS = Text(zh="每天的状况(各次重复的平均)", en="each day, mean over replications")
FLOWS = Text(
    zh="{policy}:事务在各主体之间的流转(一次运行,种子 {seed})", en="{policy}: the flow of matters between sectors (one run, seed {seed})"
)
SHOWN = ("backlog", "arisen", "satisfaction", "trust")


def days(subject: Subject, language: Language) -> list[Section]:
    """Figures of what was recorded; nothing where nothing was."""
    return section("days", TITLE, language, list(_blocks(subject, language)))


def _blocks(subject: Subject, language: Language) -> Iterator[Block]:
    recorded = subject.manifest["tables"]
    if "series" in recorded:
        yield _series(subject, language)
    if "events" in recorded:
        yield from _flows(subject, language)


def _series(subject: Subject, language: Language) -> Block:
    table = subject.study.table("series")
    means = table.groupby(["policy", "day"])[list(SHOWN)].mean()
    means["backlog"] = per_thousand(means["backlog"].tolist(), subject.scenario.city.population)
    runs = {policy: {name: means.loc[policy][name].tolist() for name in SHOWN} for policy in subject.policies}
    figure = series_figure(runs, language, subject.titles, DAYS.in_(language), subject.scenario.warmup)
    return picture(figure, DAYS.in_(language))


def _flows(subject: Subject, language: Language) -> Iterator[Block]:
    runs, events = subject.study.runs, subject.study.table("events")
    for policy in subject.policies:
        own = runs[runs["policy"] == policy].iloc[0]
        words = FLOWS.in_(language).format(policy=subject.name_of(policy, language), seed=own["seed"])
        yield Paragraph(words)
        yield picture(flow_figure(flows_of(events[events["run_id"] == own["run_id"]]), language, words), words)
