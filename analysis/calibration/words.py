"""A calibration as tables: numbers before and after, targets fitted and left out, what was ruled out, and what cannot be known."""

import math
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text as Styled

from cogov.analysis.calibration.calibration import Calibration
from cogov.analysis.calibration.files import OF_PLACES
from cogov.analysis.calibration.identifiability import COLLINEAR, Told
from cogov.analysis.calibration.question import Unknown
from cogov.analysis.calibration.targets import Target
from cogov.analysis.logs.shape.shape import ANALOGUE
from cogov.analysis.tables import footer, headed_table
from cogov.analysis.values import plain_text
from cogov.experiments.designs.factors import EVERY
from cogov.model.words import LISTED, Language, Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

VERDICTS = Words(__file__, "verdicts")


def calibration_tables(found: Calibration, language: Language, caption: str) -> RenderableType:
    """Return the whole answer."""
    parts = [_numbers(found, language, caption), _targets(found, language), _waves(found, language)]
    said = [Styled(one.in_(language)) for one in sentences(found)]
    logs = [Styled(ANALOGUE.in_(language), style="dim")] if any(one.of_log for one in found.question.targets) else []
    return Group(*parts, *said, *logs, footer(language))


def _numbers(found: Calibration, language: Language, caption: str) -> RenderableType:
    rows = [
        (
            number.title,
            plain_text(number.stands),
            _between(number.at(0.0), number.at(1.0)),
            plain_text(middle),
            _between(low, high),
            f"{100 * max(one.narrowed, 0.0):.0f}%",
            verdict(one, found.question.numbers),
        )
        for number, one, (low, middle, high) in zip(found.question.numbers, found.told, found.intervals, strict=True)
    ]
    heads = (SAY.number, SAY.stands, SAY.prior, SAY.median, SAY.draws, SAY.narrowed, SAY.says)
    return headed_table(caption, heads, language, rows)


def _between(low: float, high: float) -> str:
    return f"{plain_text(low)} … {plain_text(high)}"


def verdict(one: Told, numbers: Sequence[Unknown]) -> Text:
    """Return what is said of a number; of one that is not seen alone with which it changes places."""
    partner = "" if one.partner is None else _in_short(numbers[one.partner])
    words = VERDICTS[one.verdict].filled(partner=partner)
    return words + SAY.beside.filled(partner=partner) if one.verdict == "told" and one.collinearity > COLLINEAR else words


def _in_short(number: Unknown) -> Text:
    """Return the last word of a number's path, where it holds before it."""
    return number.place.titled(Text.same(next(word for word in reversed(number.factor.path) if word != EVERY)))


def _targets(found: Calibration, language: Language) -> RenderableType:
    rows = [
        (
            one.title,
            f"{plain_text(one.value)} ± {plain_text(one.spread)}",
            plain_text(found.before.of(one.name)[0]),
            f"{plain_text(found.simulated(one).mean)} ± {plain_text(found.simulated(one).deviation)}",
            plain_text(found.after.of(one.name)[0]),
            _role(found, one),
            SAY.hit if found.hit(one) else SAY.missed,
        )
        for one in found.question.targets
    ]
    heads = (SAY.target, SAY.observed, SAY.before, SAY.simulated, SAY.after, SAY.role, SAY.outcome)
    return headed_table("", heads, language, rows)


def _role(found: Calibration, target: Target) -> Text:
    if target.held_out:
        return SAY.held_out
    return SAY.fitted if target.name not in found.beyond else SAY.beyond


def _waves(found: Calibration, language: Language) -> RenderableType:
    rows = [
        (
            str(number),
            str(wave.points),
            f"{100 * wave.share:.3g}%",
            f"{100 * min(one.explains for one in wave.emulators.values()):.0f}%",
        )
        for number, wave in enumerate(found.waves, 1)
    ]
    return headed_table("", (SAY.wave, SAY.points, SAY.left, SAY.foretold), language, rows)


def sentences(found: Calibration) -> list[Text]:
    """Say what a reader should know beside the tables."""
    last = found.generations[-1]
    said = [SAY.drawn.filled(runs=found.runs, draws=len(last.positions), generations=len(found.generations), effective=last.effective)]
    if found.stands_still:
        said.append(SAY.stands_still)
    fitted, left_out = ([one for one in found.question.targets if one.held_out is held] for held in (False, True))
    reached = [one for one in fitted if found.fitted(one)]
    said.append(SAY.hits.filled(fitted=len(reached), hit=sum(map(found.hit, reached))))
    if left_out:
        said.append(SAY.tested.filled(left_out=len(left_out), hit=sum(map(found.hit, left_out))))
    nearest = {name: value for name, value in found.beyond.items() if not math.isnan(value)}
    titles = {one.name: one.title for one in fitted}
    if nearest:
        reach = [SAY.nearest.filled(target=titles[name], value=plain_text(value)) for name, value in nearest.items()]
        said.append(SAY.out_of_reach.filled(targets=LISTED.join(reach)))
    if unknown := [titles[name] for name in found.beyond if name not in nearest]:
        said.append(SAY.hardly_known.filled(targets=LISTED.join(unknown)))
    if found.region.widened > 1:
        said.append(SAY.widened.filled(times=found.region.widened))
    if flat := [number.name for number, one in zip(found.question.numbers, found.told, strict=True) if one.verdict == "flat"]:
        said.append(SAY.not_identifiable.filled(names=LISTED.join(flat)))
    if found.question.has_own:
        said.append(OF_PLACES)
    return said
