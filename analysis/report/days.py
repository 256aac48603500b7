"""How the days went, where the study recorded them: daily series, and the flow of matters between sectors."""

from collections.abc import Iterator

from cogov.analysis.days import EACH_DAY, days_drawn, flows_drawn, one_scale
from cogov.analysis.flows import finding, runs_words
from cogov.analysis.report.parts import Block, Picture, Section, section
from cogov.analysis.subject import Subject
from cogov.experiments.flows import flows_of_events
from cogov.model.words import DOTTED
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
    for _, title, over, draw in flows_drawn(subject):
        yield Picture(draw, SAY.flows.filled(title=title, over=over))


def _flows_of_one_run(subject: Subject) -> Iterator[Block]:
    """Of the run with the first seed under every policy: counting the events of all takes long."""
    runs, events = subject.study.runs, subject.study.table("events")
    firsts = {policy: runs[runs["policy"] == policy].sort_values(["seed", "run_id"]).iloc[0] for policy in subject.policies}
    flows = {policy: flows_of_events(events[events["run_id"] == own["run_id"]]) for policy, own in firsts.items()}
    for policy, own in firsts.items():
        title = finding(flows[policy], policy, None, subject.titles)
        over = runs_words([own["seed"]])
        yield Picture(one_scale(subject, title, over, flows[policy], flows), SAY.flows.filled(title=title, over=over))
