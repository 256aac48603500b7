"""The sections in their order, made into one HTML page that needs nothing else."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from cogov.analysis.report import again, codebook, days, factors, money, opening, people, pilots, reported, result, surfaces, worlds
from cogov.analysis.report.parts import Section
from cogov.analysis.subject import Subject
from cogov.analysis.values import FOOTER
from cogov.model.words import Language, Text, TextLike, spoken
from cogov.scenarios.words import Words

SAY = Words(__file__)

SECTIONS: tuple[Callable[[Subject], list[Section]], ...] = (
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
    return rendered([part for make in SECTIONS for part in make(subject)], heading(subject), language)


def heading(subject: Subject) -> Text:
    """The design's title or, of a comparison, the city's."""
    title: dict[str, str] | None = subject.manifest["design"].get("title")
    return Text(**title) if title else subject.scenario.title


def said(words: Any, language: Language) -> Any:
    """Return what stands on the page in one language; an interval stays on one line with its other end and with the mark behind it."""
    found = spoken(words, language)
    return re.sub(" (?=… |[▲▼○])|(?<= …) ", "\u00a0", found) if type(found) is str else found


def rendered(sections: Sequence[Section], title: TextLike, language: Language) -> str:
    """Fill the page's template in one language, figures drawn; everything that comes from files is escaped."""
    environment = Environment(
        loader=PackageLoader("cogov.analysis.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=partial(said, language=language),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words: dict[str, Any] = {
        "language": language,
        "title": title,
        "kind": SAY.title,
        "contents": SAY.contents,
        "sections": sections,
        "footer": FOOTER,
    }
    return environment.get_template("page.html.jinja").render(words)
