"""How a report opens: the question, the city, the policies and what they differ in."""

from collections.abc import Iterator

from pydantic import TypeAdapter

from cogov.analysis.budget_words import same_budget_lines
from cogov.analysis.names import factor_with_unit, name_words
from cogov.analysis.report.parts import Block, Grid, Listing, Paragraph, Section, section
from cogov.analysis.study import VariedFactor
from cogov.analysis.subject import Subject
from cogov.experiments.recorded import every
from cogov.experiments.same_budget import SameBudget
from cogov.model.indicators import MAIN
from cogov.model.levers import LEVERS
from cogov.model.policy import Policy
from cogov.model.words import EMPTY, LISTED, Text, TextLike
from cogov.scenarios.settings import as_typed
from cogov.scenarios.words import Words

SAY = Words(__file__)

LUCK = Words(__file__, "luck")
MORE = Words(__file__, "more")
ASKED = Words(__file__, "asked")
"""Parts of a request that change what is read in a page."""
MOST_LEVELS = 8


def opening(subject: Subject) -> list[Section]:
    """Question, city, and a table of the levers that differ."""
    return section("question", SAY.title, list(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    design, scenario = subject.manifest["design"], subject.scenario
    yield Paragraph(Text(**design["question"]) if design.get("question") else scenario.question, strong=True)
    said = SAY.city.filled(
        title=scenario.title,
        luck=LUCK[design.get("luck", "common")],
        residents=scenario.city.population,
        days=scenario.days,
        warmup=scenario.warmup,
        replicates=subject.study.runs["replicate"].nunique(),
    )
    yield Paragraph(said)
    yield from _asked(subject)
    if kept := recorded_words(subject):
        yield Paragraph(kept)
    if subject.notes:
        yield Paragraph(SAY.noted, strong=True)
        yield Listing(tuple(subject.notes))
    if subject.study.factors:
        yield _varied(subject)
    if len(subject.policies) > 1:
        yield _differences(subject)


def recorded_words(subject: Subject) -> Text:
    """How much of each run was kept, where that is not everything."""
    kept = [name for name in every() if name in subject.study.outputs]
    if len(kept) == len(every()):
        return EMPTY
    lacking = [name_words(name) for name in MAIN if name not in kept]
    said = SAY.recorded.filled(kept=len(kept), every=len(every()))
    return said + (SAY.lacking.filled(names=LISTED.join(lacking)) if lacking else EMPTY)


def _asked(subject: Subject) -> Iterator[Block]:
    """What was asked for beside policies and replications, where anything was."""
    request = subject.manifest["request"]
    rows = [(ASKED[name], _words(request[name])) for name in ASKED if request.get(name)]
    if rows:
        yield Grid((SAY.asked_head, SAY.value), tuple(rows), SAY.as_asked)
    if subject.prices and subject.prices[0]["same_budget"] is not None:
        shared = TypeAdapter(SameBudget).validate_python(subject.prices[0]["same_budget"])
        yield Listing(tuple(same_budget_lines(shared, subject.titles)))


def _words(said: object) -> str:
    """What was asked for, on one line."""
    if isinstance(said, dict):
        return ", ".join(f"{name} = {as_typed(value)}" for name, value in said.items())
    if isinstance(said, list):
        return ", ".join(f"{one['path']}" if isinstance(one, dict) else f"{one:g}" for one in said)
    return "✓" if said is True else str(said)


def _varied(subject: Subject) -> Block:
    """What a study varied: its factors' values are what ran, whatever policies say of them."""
    rows = tuple((factor_with_unit(one.name), _levels(one)) for one in subject.study.factors)
    caption = SAY.varied.filled(points=subject.study.runs["point"].nunique())
    return Grid((SAY.factor, SAY.value), rows, caption)


def _levels(one: VariedFactor) -> str:
    """The levels of a factor, or its range."""
    if not one.levels:
        return f"{one.low:g} – {one.high:g}"
    levels = list(dict.fromkeys(level if isinstance(level, str) else f"{level:g}" for level in one.levels))
    return ", ".join(levels[:MOST_LEVELS]) + (f" … ({len(levels)})" if len(levels) > MOST_LEVELS else "")


def _differences(subject: Subject) -> Block:
    rows = tuple(_rows(subject))
    names = tuple(subject.name_of(policy) for policy in subject.policies)
    return Grid((SAY.lever, *names), rows, SAY.differ) if rows else Paragraph(SAY.same)


def _rows(subject: Subject) -> Iterator[tuple[TextLike, ...]]:
    policies = list(subject.policies.values())
    given = {one.name for one in subject.study.factors if subject.study.kind != "one_at_a_time"}
    for name in LEVERS:
        cells = [_lever(policy, name, given) for policy in policies]
        if len(set(cells)) > 1:
            yield (factor_with_unit(name), *cells)
    for name, title in MORE.items():
        cells = [SAY.of_factor if name in given else _more(policy, name) for policy in policies]
        if len(set(cells)) > 1:
            yield (title, *cells)


def _lever(policy: Policy, name: str, given: set[str]) -> TextLike:
    """A lever as it ran: the policy's, or where a factor decides it or a part of it, the factor's."""
    value = policy[name]
    if name in given:
        return SAY.of_factor
    if not isinstance(value, dict):
        return f"{value:.4g}"
    values = [one for part, one in value.items() if f"{name}.{part}" not in given]
    if not values:
        return SAY.of_factor
    return f"{values[0]:.4g}" if len(set(values)) == 1 else f"{min(values):.4g}–{max(values):.4g}"


def _more(policy: Policy, name: str) -> str:
    value = getattr(policy, name)
    if isinstance(value, (tuple, list)):
        return str(len(value))
    return "–" if value is None else str(value) if isinstance(value, (str, float)) else "…"
