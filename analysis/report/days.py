"""How the days went, where the study recorded them: daily series, and the flow of matters between sectors."""

from collections.abc import Iterator, Mapping

from cogov.analysis.figures import days_finding, mean_of_known, per_thousand, series_figure, trend_finding
from cogov.analysis.flows import HAND_OFFS, finding, flow_figure, runs_words
from cogov.analysis.report.parts import Block, Section, picture, section
from cogov.analysis.subject import Subject
from cogov.experiments.flows import Flows, flows_of_events
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
    if "flows" in recorded:
        yield from _flows(subject, language)
    elif "events" in recorded:
        yield from _flows_of_one_run(subject, language)


def _series(subject: Subject, language: Language) -> Block:
    table = subject.study.table("series")
    table["backlog"] = per_thousand(table["backlog"].tolist(), subject.scenario.city.population)
    means = table.groupby(["policy", "day"])[list(SHOWN)].mean()
    runs = {policy: {name: means.loc[policy][name].tolist() for name in SHOWN} for policy in subject.policies}
    caption, measured = subject.scenario.title.in_(language), table[table["day"] >= subject.scenario.warmup]
    title = _days_title(subject, {str(name): rows.tolist() for name, rows in measured.groupby("run_id")["backlog"]}, language)
    return picture(
        series_figure(runs, language, subject.titles, title, caption, subject.scenario.warmup), f"{SAY.days.in_(language)} · {title}"
    )


def _days_title(subject: Subject, backlog: Mapping[str, list[float]], language: Language) -> str:
    """What the open matters of the measured days show; what the figure is of where runs of one policy differ in more than luck."""
    if comparison := subject.compared("backlog", {name: mean_of_known(days) for name, days in backlog.items()}):
        return days_finding(comparison, language, subject.titles)
    alone = len(subject.policies) == 1 and len(set(subject.study.runs["point"])) == 1
    return trend_finding("backlog", list(backlog.values()), language) if alone else SAY.days.in_(language)


def _flows(subject: Subject, language: Language) -> Iterator[Block]:
    """Of all runs that have a partner under every policy, their mean."""
    table, runs = subject.study.table("flows"), subject.alike.runs
    comparison = subject.compared(HAND_OFFS, {str(name): Flows.of(rows).per_hundred for name, rows in table.groupby("run_id")})
    own = {policy: runs[runs["policy"] == policy] for policy in subject.policies}
    flows = {policy: Flows.of(table[table["run_id"].isin(rows["run_id"])], len(rows)) for policy, rows in own.items()}
    for policy, rows in own.items():
        title = finding(flows[policy], policy, comparison, language, subject.titles)
        over = runs_words(rows["seed"].tolist(), language)
        yield _picture(subject, title, over, flows[policy], flows, language)


def _flows_of_one_run(subject: Subject, language: Language) -> Iterator[Block]:
    """Of the run with the first seed under every policy: counting the events of all takes long."""
    runs, events = subject.study.runs, subject.study.table("events")
    firsts = {policy: runs[runs["policy"] == policy].sort_values(["seed", "run_id"]).iloc[0] for policy in subject.policies}
    flows = {policy: flows_of_events(events[events["run_id"] == own["run_id"]]) for policy, own in firsts.items()}
    for policy, own in firsts.items():
        title = finding(flows[policy], policy, None, language, subject.titles)
        yield _picture(subject, title, runs_words([own["seed"]], language), flows[policy], flows, language)


def _picture(subject: Subject, title: str, over: str, own: Flows, flows: Mapping[str, Flows], language: Language) -> Block:
    """The flows under one policy, on one scale with those under all."""
    caption = subject.scenario.title.in_(language)
    return picture(
        flow_figure(own, language, title, over, caption, tuple(flows.values())), SAY.flows.in_(language).format(title=title, over=over)
    )
