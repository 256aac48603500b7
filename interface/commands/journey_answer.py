"""What `cogov journey` answers: which matters were asked for, and their lives as tables, one document, or a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType

from cogov.analysis.journeys.document import journey_document, ranking_document
from cogov.analysis.journeys.markdown import journey_markdown, ranking_markdown
from cogov.analysis.journeys.page import Desks, journey_table, ranking_table
from cogov.analysis.journeys.pairing import Journey, journey_of
from cogov.analysis.journeys.world import World
from cogov.analysis.journeys.worst import MEASURE, Suffering, worst
from cogov.analysis.tables import footer, rendered
from cogov.analysis.values import FOOTER
from cogov.experiments.writing import write_text
from cogov.model.codes import identity_of
from cogov.model.territory import lay_out
from cogov.model.words import Language
from cogov.output import show, show_json, tell_written
from cogov.scenarios.errors import InputError, Problem, nearest
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.setting import Prepared

SAY = Words(__file__)


@dataclass(frozen=True)
class LivesTold:
    """The lives that were asked for, and the ranking that led to them, if one did."""

    journeys: list[Journey]
    ranking: list[Suffering] | None
    desks: Desks


@dataclass(frozen=True)
class Wanted:
    """Which matters are asked for: one by its identity, or the worst."""

    prepared: "Prepared"
    code: str
    identity: int | None
    worst: int | None

    @staticmethod
    def read(prepared: "Prepared", code: str | None, count: int | None) -> "Wanted":
        """Understand what was asked for, or refuse what cannot be a matter of this city."""
        if code is None:
            return Wanted(prepared, "", None, count)
        topics = list(prepared.scenario.topics)
        villages = lay_out(prepared.scenario.city).villages
        identity = identity_of(code.strip(), topics, villages)
        if identity is None:
            topic = code.split("-")[2] if code.count("-") >= 2 else ""
            places = (f"d0 – d{prepared.scenario.days - 1}", f"v1 – v{villages}")
            raise InputError(Problem(SAY.no_code, key="--matter", value=code, allowed=places, nearest=_with_topic(code, topic, topics)))
        return Wanted(prepared, code.strip(), identity, None)

    def told(self, worlds: Sequence[World]) -> LivesTold:
        """Find the matters and follow them through all worlds."""
        desks = {world.policy: world.desks for world in worlds}
        if self.worst is not None:
            ranking = worst(worlds[0], self.worst)
            return LivesTold([journey_of(worlds, one.matter) for one in ranking], ranking, desks)
        codes = [world.by_identity[self.identity] for world in worlds if self.identity in world.by_identity]
        if not codes:
            raise InputError(self._never(worlds))
        return LivesTold([journey_of(worlds, codes[0])], None, desks)

    def _never(self, worlds: Sequence[World]) -> Problem:
        days, seed = self.prepared.scenario.days, self.prepared.seed
        message = SAY.never.filled(days=days, seed=seed)
        alike = [code for code in worlds[0].rows if code.split("-")[0] == self.code.split("-")[0]]
        return Problem(message, key="--matter", value=self.code, nearest=nearest(self.code, alike or list(worlds[0].rows)))


def _with_topic(code: str, topic: str, topics: Sequence[str]) -> str | None:
    near = nearest(topic, topics)
    return code.replace(topic, near, 1) if topic and near and near != topic else None


def answer(prepared: "Prepared", told: LivesTold, language: Language, *, json: bool) -> None:
    """Tell the lives, as tables or as one document."""
    if json:
        show_json(_document(prepared, told, language))
    else:
        show(journey_page(prepared, told, language))


def _document(prepared: "Prepared", told: LivesTold, language: Language) -> dict[str, Any]:
    scenario = prepared.scenario
    head = {"scenario": scenario.name, "policies": list(prepared.policies), "seed": prepared.seed, "days": scenario.days}
    ranking = {} if told.ranking is None else {"measure": MEASURE.in_(language), "worst": ranking_document(told.ranking)}
    matters = [journey_document(one, told.desks, language) for one in told.journeys]
    return head | {"population": scenario.city.population} | ranking | {"matters": matters}


def journey_page(prepared: "Prepared", told: LivesTold, language: Language) -> RenderableType:
    """The city, the ranking where one was asked for, and every life beside the same one under each other policy."""
    first = prepared.titles[next(iter(prepared.policies))]
    ranking = [] if told.ranking is None else [ranking_table(told.ranking, first, language)]
    tables = [journey_table(pair, told.desks, prepared.titles, language) for one in told.journeys for pair in one.pairs()]
    return Group(prepared.circumstances(language), "", *ranking, *tables, footer(language))


def write(file: Path, prepared: "Prepared", told: LivesTold, language: Language) -> None:
    """Leave the lives in a file: Markdown where its name ends so, plain text elsewhere."""
    text = _markdown(prepared, told, language) if file.suffix.lower() == ".md" else rendered(journey_page(prepared, told, language))
    tell_written(file.parent, [write_text(file, text)], language)


def _markdown(prepared: "Prepared", told: LivesTold, language: Language) -> str:
    first = prepared.titles[next(iter(prepared.policies))]
    head = "# " + prepared.circumstances(language).replace("\n", "\n\n") + "\n"
    ranking = [] if told.ranking is None else [ranking_markdown(told.ranking, first, language)]
    pairs = [pair for one in told.journeys for pair in one.pairs()]
    pages = [journey_markdown(pair, told.desks, prepared.titles, language) for pair in pairs]
    return "\n".join([head, *ranking, *pages, f"---\n\n{FOOTER.in_(language)}\n"])
