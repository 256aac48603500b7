"""How the days went: the daily series of a folder's runs, a line a policy, and what went from sector to sector, a picture a policy, each below
one line that says what it shows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from matplotlib.figure import Figure

from cogov.analysis.figures import days_finding, mean_of_known, per_thousand, series_figure, trend_finding
from cogov.analysis.flows import HAND_OFFS, finding, flow_figure, runs_words
from cogov.analysis.subject import Subject
from cogov.experiments.flows import Flows
from cogov.model.words import Language, Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

EACH_DAY = SAY.each
"""What the figure is of."""
OPEN = "backlog"
"""The series that the line above a figure speaks of: open matters per 1,000 residents."""


def days_drawn(subject: Subject, shown: Sequence[str] = (OPEN,)) -> tuple[Text, Callable[[Language], Figure]]:
    """Return what the days show, and what draws the series asked for: of each policy the mean over its runs."""
    table, scenario = subject.study.table("series"), subject.scenario
    table[OPEN] = per_thousand(table[OPEN].tolist(), scenario.city.population)
    means = table.groupby(["policy", "day"])[list(shown)].mean()
    runs = {policy: {name: means.loc[policy][name].tolist() for name in shown} for policy in subject.policies}
    measured = table[table["day"] >= scenario.warmup].groupby("run_id")[OPEN]
    title = _finding(subject, {str(run): rows.tolist() for run, rows in measured})
    return title, partial(series_figure, runs, titles=subject.titles, title=title, caption=scenario.title, warmup=scenario.warmup)


def _finding(subject: Subject, measured: Mapping[str, Sequence[float]]) -> Text:
    """What the measured days show, by run; what the figure is of where runs of one policy differ in more than luck."""
    if comparison := subject.compared(OPEN, {run: mean_of_known(values) for run, values in measured.items()}):
        return days_finding(comparison, subject.titles)
    alone = len(subject.policies) == 1 and len(set(subject.study.runs["point"])) == 1
    return trend_finding(OPEN, list(measured.values())) if alone else EACH_DAY


def flows_drawn(subject: Subject) -> Iterator[tuple[str, Text, Text, Callable[[Language], Figure]]]:
    """Yield of every policy what its flows show, of which runs they are the mean, and what draws them: of all that have a partner everywhere."""
    table, runs = subject.study.table("flows"), subject.alike.runs
    comparison = subject.compared(HAND_OFFS, {str(name): Flows.of(rows).per_hundred for name, rows in table.groupby("run_id")})
    own = {policy: runs[runs["policy"] == policy] for policy in subject.policies}
    flows = {policy: Flows.of(table[table["run_id"].isin(rows["run_id"])], len(rows)) for policy, rows in own.items()}
    for policy, rows in own.items():
        title, over = finding(flows[policy], policy, comparison, subject.titles), runs_words(rows["seed"].tolist())
        yield policy, title, over, one_scale(subject, title, over, flows[policy], flows)


def one_scale(subject: Subject, title: Text, over: Text, own: Flows, flows: Mapping[str, Flows]) -> Callable[[Language], Figure]:
    """Return what draws the flows under one policy on one scale with those under all."""
    return partial(flow_figure, own, title=title, over=over, caption=subject.scenario.title, others=tuple(flows.values()))
