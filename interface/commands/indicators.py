"""`cogov indicators`: the codebook: what every column of results is, over which denominator, in which unit, and which way is better."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cogov.commands.levers import definitions
from cogov.commands.scenarios import table
from cogov.language import both
from cogov.model.words import Language, Text
from cogov.options import Json
from cogov.output import show, show_json

if TYPE_CHECKING:
    from cogov.model.indicators import Indicator

HELP = both(
    "指标手册:定义与分母、单位、方向、作用;也解释结果表的各列和比较中的数字。",
    "The codebook: definition with its denominator, unit, direction and role; columns of results and figures of a comparison too.",
)
Name = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME", help=both("一个指标、列或比较中的数字", "one indicator, column or figure of a comparison"), show_default=False
    ),
]

CALLED = Text(zh="指标", en="indicator")
HEADS = {
    "name": Text(zh="名称", en="Name"),
    "title": Text(zh="标题", en="Title"),
    "unit": Text(zh="单位", en="Unit"),
    "better": Text(zh="方向", en="Better"),
    "role": Text(zh="作用", en="Role"),
}
DEFINITION = Text(zh="定义", en="Definition")
DIFFERENCES = Text(zh="差异的单位", en="Differences in")
PILLAR = Text(zh="支柱", en="Pillar")
SCORE = Text(zh="0–100 分的两端", en="Score 0 to 100 between")
MAIN_ONE = Text(zh="主要指标", en="Main indicator")
YES, NO = Text(zh="是", en="yes"), Text(zh="否", en="no")
ALSO_BY = Text(zh="另按分组", en="Also by")
OTHERS = Text(
    zh="另可查:{names};分组写作 NAME@GROUP,如 mean_days@urban",
    en="also explained: {names}; a group is written NAME@GROUP, as in mean_days@urban",
)


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
        print(OTHERS.in_(context.obj).format(names=others))


def _row(one: "Indicator", language: Language) -> tuple[str, ...]:
    from cogov.model.indicators import DIRECTIONS, ROLES

    words = (one.title, one.level_unit, DIRECTIONS[one.direction], ROLES[one.role])
    return (one.name, *(text.in_(language) for text in words))


def _show_one(name: str, language: Language, *, json: bool) -> None:
    from cogov.experiments.codebook import as_entry, meaning, names
    from cogov.model.indicators import INDICATORS, base, grouped_names
    from cogov.scenarios.errors import InputError, unknown

    try:
        said = meaning(name)
    except KeyError:
        known = grouped_names(INDICATORS[base(name)]) if base(name) in INDICATORS else names()
        raise InputError(unknown(CALLED, name, known)) from None
    if json:
        show_json(as_entry(name))
        return
    print(f"{name}  {said.title.in_(language)}")
    rows = [(DEFINITION, said.definition), (HEADS["unit"], said.unit)]
    if base(name) in INDICATORS:
        rows += _of_indicator(INDICATORS[base(name)])
    show(definitions([(label.in_(language), words.in_(language)) for label, words in rows if words.in_(language)]))


def _of_indicator(one: "Indicator") -> list[tuple[Text, Text]]:
    from cogov.model.indicators import DIRECTIONS, PILLARS, ROLE_MEANINGS, ROLES

    role, meant = ROLES[one.role], ROLE_MEANINGS[one.role]
    ends: Any = f"{one.low:g} – {one.high:g}" if one.direction else ""
    groups = ", ".join(one.groups)
    return [
        (DIFFERENCES, one.change_unit),
        (HEADS["better"], DIRECTIONS[one.direction]),
        (HEADS["role"], Text(zh=f"{role.zh}:{meant.zh}", en=f"{role.en}: {meant.en}")),
        (PILLAR, PILLARS[one.pillar]),
        (MAIN_ONE, YES if one.main else NO),
        (SCORE, Text(zh=ends, en=ends)),
        (ALSO_BY, Text(zh=groups, en=groups)),
    ]
