"""How the days went, where the study recorded them: daily series, and the flow of matters between sectors."""

from collections.abc import Iterator

from cogov.analysis.figures import per_thousand, series_figure
from cogov.analysis.flows import flow_figure, flows_of
from cogov.analysis.report.parts import Block, Paragraph, Section, picture, section
from cogov.analysis.subject import Subject
from cogov.model.words import Language
from cogov.scenarios.words import Words

SAY = Words(__file__)

SHOWN = ("backlog", "arisen", "satisfaction", "trust")


def days(subject: Subject, language: Language) -> list[Section]:
    """Figures of what was recorded; nothing where nothing was."""
    return section("days", SAY.title, language, list(_blocks(subject, language)))


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
    figure = series_figure(runs, language, subject.titles, SAY.days.in_(language), subject.scenario.warmup)
    return picture(figure, SAY.days.in_(language))


def _flows(subject: Subject, language: Language) -> Iterator[Block]:
    runs, events = subject.study.runs, subject.study.table("events")
    firsts = {policy: runs[runs["policy"] == policy].sort_values(["seed", "run_id"]).iloc[0] for policy in subject.policies}
    flows = {policy: flows_of(events[events["run_id"] == own["run_id"]]) for policy, own in firsts.items()}
    for policy, own in firsts.items():
        words = SAY.flows.in_(language).format(policy=subject.name_of(policy, language), seed=own["seed"])
        yield Paragraph(words)
        yield picture(flow_figure(flows[policy], language, words, tuple(flows.values())), words)
