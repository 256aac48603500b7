"""How the days went, where the study recorded them: daily series, and the flow of matters between sectors."""

from collections.abc import Iterator, Mapping
from functools import partial

from cogov.analysis.days import EACH_DAY, days_drawn
from cogov.analysis.flows import HAND_OFFS, finding, flow_figure, runs_words
from cogov.analysis.report.parts import Block, Picture, Section, section
from cogov.analysis.subject import Subject
from cogov.experiments.flows import Flows, flows_of_events
from cogov.model.words import DOTTED, Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

SHOWN = ("backlog", "arisen", "satisfaction", "trust")


def days(subject: Subject) -> list[Section]:
    """Figures of what was recorded; nothing where nothing was."""
    return section("days", SAY.title, list(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    recorded = subject.manifest["tables"]
    if "series" in recorded:
        yield _series(subject)
    if "flows" in recorded:
        yield from _flows(subject)
    elif "events" in recorded:
        yield from _flows_of_one_run(subject)


def _series(subject: Subject) -> Block:
    title, draw = days_drawn(subject, SHOWN)
    return Picture(draw, DOTTED.join((EACH_DAY, title)))


def _flows(subject: Subject) -> Iterator[Block]:
    """Of all runs that have a partner under every policy, their mean."""
    table, runs = subject.study.table("flows"), subject.alike.runs
    comparison = subject.compared(HAND_OFFS, {str(name): Flows.of(rows).per_hundred for name, rows in table.groupby("run_id")})
    own = {policy: runs[runs["policy"] == policy] for policy in subject.policies}
    flows = {policy: Flows.of(table[table["run_id"].isin(rows["run_id"])], len(rows)) for policy, rows in own.items()}
    for policy, rows in own.items():
        title = finding(flows[policy], policy, comparison, subject.titles)
        over = runs_words(rows["seed"].tolist())
        yield _picture(subject, title, over, flows[policy], flows)


def _flows_of_one_run(subject: Subject) -> Iterator[Block]:
    """Of the run with the first seed under every policy: counting the events of all takes long."""
    runs, events = subject.study.runs, subject.study.table("events")
    firsts = {policy: runs[runs["policy"] == policy].sort_values(["seed", "run_id"]).iloc[0] for policy in subject.policies}
    flows = {policy: flows_of_events(events[events["run_id"] == own["run_id"]]) for policy, own in firsts.items()}
    for policy, own in firsts.items():
        title = finding(flows[policy], policy, None, subject.titles)
        yield _picture(subject, title, runs_words([own["seed"]]), flows[policy], flows)


def _picture(subject: Subject, title: Text, over: Text, own: Flows, flows: Mapping[str, Flows]) -> Block:
    """The flows under one policy, on one scale with those under all."""
    draw = partial(flow_figure, own, title=title, over=over, caption=subject.scenario.title, others=tuple(flows.values()))
    return Picture(draw, SAY.flows.filled(title=title, over=over))
