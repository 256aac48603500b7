"""What is said of conclusions over structural worlds: whether each holds, in how many, and where not."""

from cogov.analysis.names import change_text, factor_words, row_words
from cogov.analysis.robustness.conclusions import PRICE, Conclusion, InWorld
from cogov.model.words import CLAUSES, Language
from cogov.scenarios.words import Words

SAY = Words(__file__)

HOLDS = Words(__file__, "holds")
TOGETHER = Words(__file__, "together")
SHOWN = 3


def note_words(found: list[Conclusion], language: Language) -> str:
    """What the judgements rest on: the unit of the intervals, its number, how many were looked at."""
    seeds = sorted({world.seeds for one in found for world in one.worlds}) or [0]
    shown = f"{seeds[0]}" if len(seeds) == 1 else f"{seeds[0]}–{seeds[-1]}"
    return SAY.note.in_(language).format(seeds=shown, differences=sum(len(one.worlds) for one in found))


def conclusion_sentence(found: Conclusion, language: Language) -> str:
    """Say one conclusion, in how many worlds it holds, and where not."""
    holds = TOGETHER if found.effect.interaction else HOLDS
    sentence = SAY.unclear if found.reference.holds == "unclear" else SAY.sentence
    said = sentence.in_(language).format(
        better=found.count("better"),
        worse=found.count("worse"),
        effect=found.effect.title.in_(language),
        indicator=row_words(found.indicator, language),
        said=holds[found.reference.holds].in_(language),
        change=change_text(found.indicator, found.reference.difference, language),
        worlds=len(found.worlds),
        agreeing=found.agreeing,
    )
    if sentence is SAY.unclear or not found.exceptions:
        return said
    shown = [f"{world_words(one, language)} → {holds[one.holds].in_(language)}" for one in found.exceptions[:SHOWN]]
    if len(found.exceptions) > SHOWN:
        shown.append(SAY.more.in_(language).format(number=len(found.exceptions)))
    return said + SAY.except_for.in_(language).format(exceptions=CLAUSES.in_(language).join(shown))


def world_words(one: InWorld, language: Language) -> str:
    """Name a world by its structure."""
    parts = []
    for name, value in one.world.items():
        level = f"× {value:g}" if name == PRICE else f"{value:g}" if isinstance(value, float) else value
        parts.append(
            f"{SAY.prices.in_(language)} {level}" if name == PRICE else f"{factor_words(name.removeprefix('choices.'), language)} {level}"
        )
    return ", ".join(parts) if parts else "–"
