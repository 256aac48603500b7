"""What came of a run, a comparison or a study, as a person holds it: tables, figures, words and the report, from one object."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from cogov.analysis.subject import Subject, read_subject
from cogov.commands.compare_answer import Answer, answered_again, comparison_page
from cogov.commands.journey_answer import Wanted, journey_page
from cogov.commands.run import days_figure as days_of_run
from cogov.commands.run import run_page
from cogov.experiments.runner import RunRequest, RunResult
from cogov.experiments.store.frames import load as table_in
from cogov.model.indicators import MAIN
from cogov.model.words import LINES, Language
from cogov.plain import language_of, plainly
from cogov.runs import run_document
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words
from cogov.setting import Prepared, at_least
from cogov.shown import Shown

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import RenderableType

    from cogov.analysis.study import Study
    from cogov.model.city import City

SAY = Words(__file__)

PLOTS = ("effects", "days")
FAILED = "the run failed: {error}\n{traceback}"


@dataclass(frozen=True)
class Plot:
    """A figure that a notebook shows, and that can be saved as PNG, SVG or PDF."""

    figure: "Figure"

    def save(self, file: str | Path) -> Path:
        """Write it by the ending of the name."""
        from cogov.analysis.canvas import save

        return save(self.figure, file)

    def _repr_png_(self) -> bytes:
        from cogov.analysis.canvas import save_to

        target = BytesIO()
        save_to(self.figure, target, "png")
        return target.getvalue()


@dataclass(frozen=True)
class Report:
    """A report on one page: one HTML document that opens offline."""

    html: str = field(repr=False)

    def save(self, file: str | Path) -> Path:
        """Write the page."""
        from cogov.experiments.writing import write_text
        from cogov.output import check_file

        return write_text(check_file(Path(file), "file"), self.html)

    def _repr_html_(self) -> str:
        return f'<iframe srcdoc="{escape(self.html)}" style="width:100%;height:40em;border:1px solid #ccc"></iframe>'


@dataclass(frozen=True, repr=False)
class Lives(Shown):
    """The lives of some matters in words, each beside the same matter under the other policies."""

    prepared: Prepared
    told: Any
    language: Language

    def page(self, language: Language) -> "RenderableType":
        """Return the ranking, and every life."""
        return journey_page(self.prepared, self.told, language)


@dataclass(frozen=True, repr=False)
class RunFindings(Shown):
    """What came of one run."""

    prepared: Prepared
    result: RunResult
    state: "City"
    """The city as it stands at the end."""
    language: Language

    @property
    def indicators(self) -> dict[str, float]:
        """Every indicator with its groups, NaN where undefined."""
        found: dict[str, float] = run_document(self.prepared, self.result)["indicators"]
        return found

    @property
    def pillars(self) -> Mapping[str, float]:
        """The three pillar scores, 0 to 100."""
        return self.result.pillars

    @property
    def cost(self) -> float:
        """Yuan that the measured days cost."""
        return self.result.cost

    @property
    def frame(self) -> pd.DataFrame:
        """A row an indicator."""
        found = self.indicators
        return pd.DataFrame({"indicator": list(found), "value": list(found.values())})

    @property
    def series(self) -> pd.DataFrame:
        """A row a day."""
        return pd.DataFrame(self.result.series).rename_axis("day").reset_index()

    @property
    def events(self) -> pd.DataFrame:
        """What happened to each matter."""
        from cogov.experiments.events import events_frame

        return events_frame(self.state)

    def plot(self) -> Plot:
        """Draw how the days went."""
        return Plot(days_of_run(self.prepared, self.result, self.language))

    @plainly
    def worst(self, count: int = 3) -> Lives:
        """Tell the lives of the matters that suffered most; the run is lived through once more for that."""
        return _worst(self.prepared, count, self.language)

    def page(self, language: Language) -> "RenderableType":
        """Return what `cogov run` shows."""
        return run_page(self.prepared, self.result, language, everything=False)


@dataclass(frozen=True, repr=False)
class ComparisonFindings(Shown):
    """What came of a comparison; its runs stand in `folder`."""

    subject: Subject
    answer: Answer
    language: Language

    @property
    def folder(self) -> Path:
        """Where its runs stand."""
        return self.subject.folder

    @cached_property
    def frame(self) -> pd.DataFrame:
        """A row an indicator and policy, against the first policy; with `cost_factors` also a first column `cost_factor`."""
        usual, *others = self.answer.found
        if not others:
            return usual.comparison.frame()
        tables = {1.0: usual.comparison.frame()}
        tables |= {one.price.cost_factor: one.shown().frame() for one in others if one.price.cost_factor != 1}
        return pd.concat(tables, names=["cost_factor"]).reset_index(level="cost_factor").reset_index(drop=True)

    @property
    def main(self) -> pd.DataFrame:
        """The rows of the main indicators."""
        return self.frame[self.frame["indicator"].isin(MAIN)].reset_index(drop=True)

    @property
    def runs(self) -> pd.DataFrame:
        """A row a run."""
        return table_in(self.folder)

    @property
    def series(self) -> pd.DataFrame:
        """A row a run and day."""
        return table_in(self.folder, "series")

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know beside the table."""
        return tuple(text.in_(self.language) for text in (*self.answer.told, *self.answer.learnt))

    @plainly
    def plot(self, what: str = "effects") -> Plot:
        """Draw the effects with their intervals or, with "days", how the days went."""
        from cogov.analysis.days import days_drawn
        from cogov.analysis.figures import comparison_figure

        if what not in PLOTS:
            raise InputError(Problem(SAY.no_plot, key="what", value=what, allowed=PLOTS))
        if what == "days":
            _, draw = days_drawn(self.subject)
            return Plot(draw(self.language))
        usual = self.answer.found[0]
        prepared = usual.price.prepared
        caption = prepared.scenario.title.in_(self.language)
        return Plot(comparison_figure(usual.comparison, self.language, prepared.titles, caption))

    @plainly
    def report(self, lang: str | None = None) -> Report:
        """Return the report in a language, that of the comparison by default."""
        return _report(self.folder, self.language if lang is None else language_of(lang))

    @plainly
    def worst(self, count: int = 3) -> Lives:
        """Tell the lives of the matters that suffered most under the first policy and the first seed, beside the other policies."""
        return _worst(self.answer.found[0].price.prepared, count, self.language)

    def page(self, language: Language) -> "RenderableType":
        """Return what `cogov compare` shows."""
        return comparison_page(self.answer.found, language, everything=False)


@dataclass(frozen=True, repr=False)
class AnalysisFindings(Shown):
    """What an analysis of a study found."""

    frame: pd.DataFrame
    """One table of all."""
    tables: Callable[[Language], "RenderableType"]
    language: Language
    draw: "Callable[[str | None], Figure] | None" = None

    def plot(self, policy: str | None = None) -> Plot:
        """Draw it, where there is a figure of it; of one policy, the first unless said."""
        if self.draw is None:
            raise InputError(Problem(SAY.no_plot))
        return Plot(self.draw(policy))

    def page(self, language: Language) -> "RenderableType":
        """Return what the command of the same name shows."""
        return self.tables(language)


@dataclass(frozen=True, repr=False)
class StudyFindings(Shown):
    """What came of a study; its runs stand in `folder`. Works while the study is under way."""

    folder: Path
    language: Language

    @property
    def frame(self) -> pd.DataFrame:
        """A row a run; a failed run has `status` "failed" and its error."""
        return table_in(self.folder)

    @property
    def long(self) -> pd.DataFrame:
        """A row a run and indicator, as mixed models take it."""
        from cogov.analysis.long import long_table

        return long_table(self._study)

    @property
    def series(self) -> pd.DataFrame:
        """A row a run and day, where the design records it."""
        return table_in(self.folder, "series")

    @property
    def events(self) -> pd.DataFrame:
        """What happened to each matter, where the design records it."""
        return table_in(self.folder, "events")

    @property
    def flows(self) -> pd.DataFrame:
        """How often matters went from the hands of one sector into those of another, where the design records it."""
        return table_in(self.folder, "flows")

    @property
    def townships(self) -> pd.DataFrame:
        """A row a run, township and month, where the design records it."""
        return table_in(self.folder, "townships")

    @plainly
    def sensitivity(self, *indicators: str) -> AnalysisFindings:
        """Say which factors matter (designs morris and sobol)."""
        from cogov.analysis.sensitivity.answer import sensitivity
        from cogov.analysis.sensitivity.figure import sensitivity_figure
        from cogov.analysis.sensitivity.words import sensitivity_table

        study, language = self._study, self.language
        found = sensitivity(study, indicators)

        def draw(policy: str | None) -> "Figure":
            return sensitivity_figure(found, study.policy(policy or study.policies[0]), language, study.caption)

        return AnalysisFindings(found.frame(), lambda said: sensitivity_table(found, said, study.titles), language, draw)

    @plainly
    def robustness(self, require: str | None = None, indicators: Sequence[str] = ()) -> AnalysisFindings:
        """Say how policies do over worlds that nobody can put odds on; `require` is what satisfies: "mean_days<15,resolution_rate>=0.8"."""
        from cogov.analysis.robustness.answer import required, robustness
        from cogov.analysis.robustness.figure import robustness_figure
        from cogov.analysis.robustness.words import robustness_table

        study, language = self._study, self.language
        found = robustness(study, required(study, require), indicators)

        def draw(_: str | None) -> "Figure":
            return robustness_figure(found, language, study.titles, study.caption)

        return AnalysisFindings(pd.DataFrame(found.table()), lambda said: robustness_table(found, said, study.titles), language, draw)

    @plainly
    def discover(self, policy: str, when: str) -> AnalysisFindings:
        """Say under what conditions a policy fails; `when` is what failing is: "resolution_rate<0.8 and mean_days>20"."""
        from cogov.analysis.discovery.answer import discover
        from cogov.analysis.discovery.condition import parse_conditions
        from cogov.analysis.discovery.words import discovery_lines

        study = self._study
        found = discover(study, policy, parse_conditions(when, study.outputs, "--when"))

        words = LINES.join(discovery_lines(found, study.titles))
        return AnalysisFindings(pd.DataFrame(found.table()), words.in_, self.language)

    @plainly
    def report(self, lang: str | None = None) -> Report:
        """Return the report in a language, that of the study by default."""
        return _report(self.folder, self.language if lang is None else language_of(lang))

    @property
    def _study(self) -> "Study":
        from cogov.analysis.study import read_study

        return read_study(self.folder)

    def page(self, language: Language) -> "RenderableType":
        """Return what was studied, what was varied, and means of the main indicators."""
        from rich.console import Group

        study = self._study
        words = {
            "kind": study.kind or "–",
            "policies": len(study.policies),
            "points": study.runs["point"].nunique(),
            "done": len(study.runs),
        }
        notes = [text.in_(language) for text in study.notes()]
        factors = [_factors_table(study, language)] if study.factors else []
        head = [study.caption.in_(language), SAY.what.in_(language).format(**words), *notes]
        return Group(*head, *factors, _means_table(study, language), str(self.folder))


def _factors_table(study: "Study", language: Language) -> "RenderableType":
    from cogov.analysis.names import factor_words
    from cogov.analysis.tables import plain_table

    table = plain_table("")
    for heading in (SAY.factor, SAY.levels):
        table.add_column(heading.in_(language), overflow="fold")
    for one in study.factors:
        table.add_row(factor_words(one.name).in_(language), ", ".join(map(str, one.levels)) or f"{one.low:g} – {one.high:g}")
    return table


def _means_table(study: "Study", language: Language) -> "RenderableType":
    from cogov.analysis.names import row_words
    from cogov.analysis.tables import HEADINGS, plain_table, policy_words
    from cogov.analysis.values import value_text

    outputs = study.chosen()
    table = plain_table(SAY.means.in_(language))
    table.add_column(HEADINGS["indicator"].in_(language), overflow="fold")
    for policy in study.policies:
        table.add_column(policy_words(policy, study.titles).in_(language), justify="right", overflow="fold")
    means = study.runs.groupby("policy")[list(outputs)].mean()
    for name in outputs:
        table.add_row(row_words(name).in_(language), *(value_text(name, means[name][policy]) for policy in study.policies))
    return table


def findings_in(folder: str | Path, language: Language) -> "ComparisonFindings | StudyFindings":
    """Return what a folder holds: a comparison, or a study."""
    from cogov.experiments.store.manifest import read_manifest

    place, manifest = Path(folder), read_manifest(Path(folder))
    if not manifest.prices:
        return StudyFindings(place, language)
    subject = read_subject(place)
    return ComparisonFindings(subject, answered_again(subject), language)


def _report(folder: Path, language: Language) -> Report:
    from cogov.analysis.report.page import page

    return Report(page(read_subject(folder), language))


def _worst(prepared: Prepared, count: int, language: Language) -> Lives:
    """Live through one run of each policy, remembering all, and tell the worst lives under the first."""
    from cogov.analysis.journeys.world import lived_through

    at_least("count", count, 1)
    worlds = []
    for name, policy in prepared.policies.items():
        world = lived_through(RunRequest(prepared.scenario, name, policy, prepared.seed))
        if isinstance(world, RunResult):
            raise RuntimeError(FAILED.format(error=world.error, traceback=world.traceback))  # noqa: TRY004 - a result in its place
        worlds.append(world)
    return Lives(prepared, Wanted.read(prepared, None, count).told(worlds), language)
