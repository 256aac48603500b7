"""What two levers do together, in words."""

from collections.abc import Sequence

from cogov.analysis.interaction.terms import Name, Terms
from cogov.analysis.names import change_and_interval, change_text, factor_words, level_text, row_words
from cogov.model.words import Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

TOGETHER = Words(__file__, "together")
ALONE = Words(__file__, "alone")
CASES = {
    (1, 1): "yes",
    (1, 0): "yes",
    (1, -1): "only without",
    (0, 1): "only with",
    (0, 0): "unclear",
    (0, -1): "harms with",
    (-1, 1): "only with",
    (-1, 0): "harms",
    (-1, -1): "harms",
}
"""By what the lever does where the other is at its lowest, and where it is at its highest."""
HEADS = Words(__file__, "heads")
NOTE = SAY.note


def terms_sentence(found: Terms, pair: tuple[str, str]) -> Text:
    """Say of one indicator where one lever helps without the other, and what they are to each other."""
    first, second = (factor_words(name) for name in pair)
    term = found.terms["interaction"]
    change, ends = change_and_interval(found.output, term.mean, term.low, term.high)
    return SAY.sentence.filled(
        indicator=row_words(found.output),
        first=_alone(found, "first_alone", "first_with", first, second),
        second=_alone(found, "second_alone", "second_with", second, first),
        together=TOGETHER[found.together],
        interaction=change,
        interval=SAY.interval.filled(ends=ends, n=found.replicates),
    )


def both_finding(found: Sequence[Terms], pair: tuple[str, str]) -> Text:
    """Say of how many indicators both levers together, from their lowest to their highest, make something better or worse."""
    good = [one.good("both") for one in found]
    return SAY.both_finding.filled(**_of_all(found, pair), better=good.count(1), worse=good.count(-1))


def interaction_finding(found: Sequence[Terms], pair: tuple[str, str]) -> Text:
    """Say for how many indicators the levers help each other, or one does what the other would."""
    together = [one.together for one in found]
    return SAY.interaction_finding.filled(
        **_of_all(found, pair), complements=together.count("complements"), substitutes=together.count("substitutes")
    )


def _of_all(found: Sequence[Terms], pair: tuple[str, str]) -> dict[str, Text | int]:
    return {"first": factor_words(pair[0]), "second": factor_words(pair[1]), "all": len(found)}


def _alone(found: Terms, alone: Name, supported: Name, lever: Text, other: Text) -> Text:
    """Say whether a lever helps where the other is at its lowest, or only where it is at its highest."""
    key = CASES[found.good(alone), found.good(supported)]
    changes = [change_text(found.output, found.terms[name].mean) for name in (alone, supported)]
    return ALONE[key].filled(lever=lever, other=other, change=changes[0], supported=changes[1])


def level_words(name: str, level: float) -> Text:
    """A lever at a level, for a legend."""
    return factor_words(name) + f" {level_text(name, level)}"
