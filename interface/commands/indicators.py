"""`cogov indicators`: the codebook: what every column of results is, over which denominator, in which unit, and which way is better."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cogov.commands.levers import definitions
from cogov.commands.scenarios import table
from cogov.language import both
from cogov.model.words import Language, Text
from cogov.options import Json
from cogov.output import answer, show, show_json
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.model.indicators import Indicator

SAY = Words(__file__)

Name = Annotated[
    str | None,
    typer.Argument(metavar="NAME", help=both(SAY.name), show_default=False),
]

HEADS = Words(__file__, "heads")


def indicators(context: typer.Context, name: Name = None, json: Json = False) -> None:
    """List the codebook, or show one entry of it in full."""
    from cogov.experiments.codebook import as_entry, names
    from cogov.model.indicators import INDICATORS

    if name is not None:
        _show_one(name, context.obj, json=json)
    elif json:
        show_json([as_entry(one) for one in names()])
    else:
        heads = [words.in_(context.obj) for words in HEADS.values()]
        show(table(heads, [_row(one, context.obj) for one in INDICATORS.values()]))
        others = ", ".join(one for one in names() if one not in INDICATORS)
        answer(SAY.others.in_(context.obj).format(names=others))


def _row(one: "Indicator", language: Language) -> tuple[str, ...]:
    from cogov.model.indicators import DIRECTIONS, ROLES

    words = (one.title, one.level_unit, DIRECTIONS[one.direction], ROLES[one.role])
    return (one.name, *(text.in_(language) for text in words))


def _show_one(name: str, language: Language, *, json: bool) -> None:
    from cogov.experiments.codebook import as_entry, meaning, names
    from cogov.model.indicators import INDICATORS, base, grouped_names
    from cogov.scenarios.errors import InputError, unknown
    from cogov.scenarios.names import as_written, indicator_called, indicator_titles

    name = indicator_called(name)
    try:
        said = meaning(name)
    except KeyError:
        known = grouped_names(INDICATORS[base(name)]) if base(name) in INDICATORS else names()
        raise InputError(unknown(SAY.called, name, as_written(name, known, indicator_titles()))) from None
    if json:
        show_json(as_entry(name))
        return
    answer(f"{name}  {said.title.in_(language)}")
    rows = [(SAY.definition, said.definition), (HEADS["unit"], said.unit)]
    if base(name) in INDICATORS:
        rows += _of_indicator(INDICATORS[base(name)])
    show(definitions([(label.in_(language), words.in_(language)) for label, words in rows if words.in_(language)]))


def _of_indicator(one: "Indicator") -> list[tuple[Text, Text]]:
    from cogov.model.indicators import DIRECTIONS, PILLARS, ROLE_MEANINGS, ROLES

    role, meant = ROLES[one.role], ROLE_MEANINGS[one.role]
    ends: Any = f"{one.low:g} – {one.high:g}" if one.direction else ""
    groups = ", ".join(one.groups)
    return [
        (SAY.differences, one.change_unit),
        (HEADS["better"], DIRECTIONS[one.direction]),
        (HEADS["role"], Text(zh=f"{role.zh}：{meant.zh}", en=f"{role.en}: {meant.en}")),
        (SAY.pillar, PILLARS[one.pillar]),
        (SAY.main_one, SAY.yes if one.main else SAY.no),
        (SAY.score, Text.same(ends)),
        (SAY.also_by, Text.same(groups)),
    ]
