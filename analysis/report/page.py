"""The sections in their order, made into one HTML page that needs nothing else."""

from collections.abc import Callable, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from cogov.analysis.report import again, codebook, days, factors, money, opening, people, pilots, reported, result, surfaces, worlds
from cogov.analysis.report.parts import Section
from cogov.analysis.subject import Subject
from cogov.analysis.values import FOOTER
from cogov.model.words import Language
from cogov.scenarios.words import Words

SAY = Words(__file__)

SECTIONS: tuple[Callable[[Subject, Language], list[Section]], ...] = (
    opening.opening,
    result.result,
    factors.factors,
    surfaces.surfaces,
    people.people,
    reported.reported,
    money.money,
    worlds.worlds,
    pilots.pilots,
    days.days,
    again.again,
    codebook.codebook,
)
"""What a report says, in its order; a section that has nothing to say is left out."""


def page(subject: Subject, language: Language) -> str:
    """Return the report as one HTML document."""
    sections = [part for make in SECTIONS for part in make(subject, language)]
    return rendered(sections, heading(subject, language), language)


def heading(subject: Subject, language: Language) -> str:
    """The design's title or, of a comparison, the city's."""
    title: dict[str, str] | None = subject.manifest["design"].get("title")
    return title[language] if title else subject.scenario.title.in_(language)


def rendered(sections: Sequence[Section], title: str, language: Language) -> str:
    """Fill the page's template; everything that comes from files is escaped."""
    environment = Environment(
        loader=PackageLoader("cogov.analysis.report", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    words: dict[str, Any] = {
        "language": {"zh": "zh-CN", "en": "en"}[language],
        "title": title,
        "kind": SAY.title.in_(language),
        "contents": SAY.contents.in_(language),
        "sections": sections,
        "footer": FOOTER.in_(language),
    }
    return environment.get_template("page.html.jinja").render(words)
