"""What is said of conclusions over structural worlds: whether each holds, in how many, and where not."""

from cogov.analysis.names import change_text, factor_words, row_words
from cogov.analysis.robustness.conclusions import PRICE, Conclusion, InWorld
from cogov.model.words import CLAUSES, Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

HOLDS = Words(__file__, "holds")
TOGETHER = Words(__file__, "together")
SHOWN = 3


def note_words(found: list[Conclusion]) -> Text:
    """What the judgements rest on: the unit of the intervals, its number, how many were looked at."""
    seeds = sorted({world.seeds for one in found for world in one.worlds}) or [0]
    shown = f"{seeds[0]}" if len(seeds) == 1 else f"{seeds[0]}–{seeds[-1]}"
    return SAY.note.filled(seeds=shown, differences=sum(len(one.worlds) for one in found))


def conclusion_sentence(found: Conclusion) -> Text:
    """Say one conclusion, in how many worlds it holds, and where not."""
    holds = TOGETHER if found.effect.interaction else HOLDS
    sentence = SAY.unclear if found.reference.holds == "unclear" else SAY.sentence
    said = sentence.filled(
        better=found.count("better"),
        worse=found.count("worse"),
        effect=found.effect.title,
        indicator=row_words(found.indicator),
        said=holds[found.reference.holds],
        change=change_text(found.indicator, found.reference.difference),
        worlds=len(found.worlds),
        agreeing=found.agreeing,
    )
    if sentence is SAY.unclear or not found.exceptions:
        return said
    shown = [world_words(one) + " → " + holds[one.holds] for one in found.exceptions[:SHOWN]]
    if len(found.exceptions) > SHOWN:
        shown.append(SAY.more.filled(number=len(found.exceptions)))
    return said + SAY.except_for.filled(exceptions=CLAUSES.join(shown))


def world_words(one: InWorld) -> Text:
    """Name a world by its structure."""
    return Text.same(", ").join(_part(name, value) for name, value in one.world.items()) if one.world else Text.same("–")


def _part(name: str, value: float | str) -> Text:
    if name == PRICE:
        return SAY.prices + f" × {value:g}"
    return factor_words(name.removeprefix("choices.")) + (f" {value:g}" if isinstance(value, float) else f" {value}")
