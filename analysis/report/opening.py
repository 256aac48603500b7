"""How a report opens: the question, the city, the policies and what they differ in."""

from collections.abc import Iterator

from pydantic import TypeAdapter

from cogov.analysis.budget_words import same_budget_lines
from cogov.analysis.names import factor_with_unit, name_words
from cogov.analysis.report.parts import Block, Grid, Listing, Paragraph, Section, section
from cogov.analysis.study import Factor
from cogov.analysis.subject import Subject
from cogov.experiments.recorded import every
from cogov.experiments.same_budget import SameBudget
from cogov.model.indicators import MAIN
from cogov.model.levers import LEVERS
from cogov.model.policy import Policy
from cogov.model.words import LISTED, Language
from cogov.scenarios.settings import as_typed
from cogov.scenarios.words import Words

SAY = Words(__file__)

LUCK = Words(__file__, "luck")
MORE = Words(__file__, "more")
ASKED = Words(__file__, "asked")
"""Parts of a request that change what is read in a page."""
MOST_LEVELS = 8


def opening(subject: Subject, language: Language) -> list[Section]:
    """Question, city, and a table of the levers that differ."""
    return section("question", SAY.title, language, list(_blocks(subject, language)))


def _blocks(subject: Subject, language: Language) -> Iterator[Block]:
    question = subject.manifest["design"].get("question") or _of_scenario(subject)
    if question:
        yield Paragraph(question[language], strong=True)
    scenario, replicates = subject.scenario, subject.study.runs["replicate"].nunique()
    luck = LUCK[subject.manifest["design"].get("luck", "common")].in_(language)
    words = {
        "luck": luck,
        "residents": scenario.city.population,
        "days": scenario.days,
        "warmup": scenario.warmup,
        "replicates": replicates,
    }
    yield Paragraph(SAY.city.in_(language).format(title=scenario.title.in_(language), **words))
    yield from _asked(subject, language)
    if words_of := recorded_words(subject, language):
        yield Paragraph(words_of)
    if subject.notes:
        yield Paragraph(SAY.noted.in_(language), strong=True)
        yield Listing(tuple(one.in_(language) for one in subject.notes))
    if subject.study.factors:
        yield _varied(subject, language)
    if len(subject.policies) > 1:
        yield _differences(subject, language)


def recorded_words(subject: Subject, language: Language) -> str:
    """How much of each run was kept, where that is not everything."""
    kept = [name for name in every() if name in subject.study.outputs]
    if len(kept) == len(every()):
        return ""
    lacking = LISTED.in_(language).join(name_words(name, language) for name in MAIN if name not in kept)
    said = SAY.recorded.in_(language).format(kept=len(kept), every=len(every()))
    return said + (SAY.lacking.in_(language).format(names=lacking) if lacking else "")


def _asked(subject: Subject, language: Language) -> Iterator[Block]:
    """What was asked for beside policies and replications, where anything was."""
    request = subject.manifest["request"]
    rows = [(ASKED[name].in_(language), _words(request[name])) for name in ASKED if request.get(name)]
    if rows:
        yield Grid((SAY.asked_head.in_(language), SAY.value.in_(language)), tuple(rows), SAY.as_asked.in_(language))
    if subject.prices and subject.prices[0]["same_budget"] is not None:
        shared = TypeAdapter(SameBudget).validate_python(subject.prices[0]["same_budget"])
        yield Listing(tuple(line.strip() for line in same_budget_lines(shared, subject.titles, language).splitlines()))


def _words(said: object) -> str:
    """What was asked for, on one line."""
    if isinstance(said, dict):
        return ", ".join(f"{name} = {as_typed(value)}" for name, value in said.items())
    if isinstance(said, list):
        return ", ".join(f"{one['path']}" if isinstance(one, dict) else f"{one:g}" for one in said)
    return "✓" if said is True else str(said)


def _varied(subject: Subject, language: Language) -> Block:
    """What a study varied: its factors' values are what ran, whatever policies say of them."""
    rows = tuple((factor_with_unit(one.name, language), _levels(one)) for one in subject.study.factors)
    caption = SAY.varied.in_(language).format(points=subject.study.runs["point"].nunique())
    return Grid((SAY.factor.in_(language), SAY.value.in_(language)), rows, caption)


def _levels(one: Factor) -> str:
    """The levels of a factor, or its range."""
    if not one.levels:
        return f"{one.low:g} – {one.high:g}"
    levels = list(dict.fromkeys(level if isinstance(level, str) else f"{level:g}" for level in one.levels))
    return ", ".join(levels[:MOST_LEVELS]) + (f" … ({len(levels)})" if len(levels) > MOST_LEVELS else "")


def _of_scenario(subject: Subject) -> dict[str, str]:
    return subject.scenario.question.as_mapping()


def _differences(subject: Subject, language: Language) -> Block:
    rows = tuple(_rows(subject, language))
    names = tuple(subject.name_of(policy, language) for policy in subject.policies)
    return Grid((SAY.lever.in_(language), *names), rows, SAY.differ.in_(language)) if rows else Paragraph(SAY.same.in_(language))


def _rows(subject: Subject, language: Language) -> Iterator[tuple[str, ...]]:
    policies = list(subject.policies.values())
    given = {one.name for one in subject.study.factors if subject.study.kind != "one_at_a_time"}
    for name in LEVERS:
        cells = [_lever(policy, name, given, language) for policy in policies]
        if len(set(cells)) > 1:
            yield (factor_with_unit(name, language), *cells)
    for name, title in MORE.items():
        cells = [SAY.of_factor.in_(language) if name in given else _more(policy, name) for policy in policies]
        if len(set(cells)) > 1:
            yield (title.in_(language), *cells)


def _lever(policy: Policy, name: str, given: set[str], language: Language) -> str:
    """A lever as it ran: the policy's, or where a factor decides it or a part of it, the factor's."""
    value = policy[name]
    if name in given:
        return SAY.of_factor.in_(language)
    if not isinstance(value, dict):
        return f"{value:.4g}"
    values = [one for part, one in value.items() if f"{name}.{part}" not in given]
    if not values:
        return SAY.of_factor.in_(language)
    return f"{values[0]:.4g}" if len(set(values)) == 1 else f"{min(values):.4g}–{max(values):.4g}"


def _more(policy: Policy, name: str) -> str:
    value = getattr(policy, name)
    if isinstance(value, (tuple, list)):
        return str(len(value))
    return "–" if value is None else str(value) if isinstance(value, (str, float)) else "…"
