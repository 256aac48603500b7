"""What a city shall come up to: values of indicators or of a log's measures, each with its standard error and how far the model may be off.

A target is named as an indicator is (`mean_days`, `mean_days@dispute`), or as a measure of a log behind `log.`: `log.handoffs_mean`,
`log.another_handoff.1`. The *discrepancy* is what the model, being one, may miss the truth by (Kennedy & O'Hagan 2001): unless said a tenth of the
value; of a log from elsewhere, which is an analogue, a quarter. Targets that are held out fit nothing: they test what was fitted.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from cogov.analysis.calibration.asked import EVERYWHERE, File, Place, Said
from cogov.analysis.logs.shape.measures import CURVES, MEASURES
from cogov.analysis.logs.shape.shape import Shape
from cogov.analysis.names import name_words
from cogov.experiments.recorded import every
from cogov.model.indicators import INDICATORS, base, group_of, grouped_names
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem, unknown
from cogov.scenarios.names import as_written, indicator_titles
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import Written

SAY = Words(__file__)

OF_LOG = "log."
SIMILAR = 0.1
"""Discrepancy, as a part of the value, where nobody says one."""
ANALOGUE = 0.25
"""The same of a log from elsewhere: two offices are alike within a quarter."""
LEAST_SHARE, LEAST_NUMBER = 0.02, 0.05
"""A log's discrepancy at least, of a share and of another number: a quarter of nearly nothing is no tolerance."""
STEPS_OF_A_LOG = ("another_handoff.0", "another_handoff.1", "another_handoff.2")
"""Steps of curves that become targets beside the measures."""
EVERY = 3
"""Of so many targets from a log one is held out."""


@dataclass(frozen=True)
class Target:
    """One number to come up to."""

    measure: str
    """What is looked at: an indicator, or a measure of a log."""
    value: float
    error: float
    discrepancy: float
    weight: float = 1.0
    held_out: bool = False
    place: Place = EVERYWHERE

    @property
    def name(self) -> str:
        """Return what tables and documents call it."""
        return self.place.called(self.measure)

    @property
    def title(self) -> Text:
        """Return its title."""
        return self.place.titled(target_text(self.measure))

    @property
    def spread(self) -> float:
        """How far off a right model is, as a standard deviation."""
        return math.hypot(self.error, self.discrepancy)

    @property
    def of_log(self) -> bool:
        """Whether it is a measure of a log."""
        return self.measure.startswith(OF_LOG)


NO_LOGS: Mapping[Place, Shape] = {}


def targets_of(file: File, written: Written, logs: Mapping[Place, Shape] = NO_LOGS) -> list[Target]:
    """Return the targets of all places, or everything that is wrong with them; what a file says of a measure goes before what a log has."""
    asked = [(place, name, said) for place, of_place in file.asked.items() for name, said in of_place.targets.items()]
    if wrong := [problem for place, name, said in asked for problem in _wrong(place, name, said, written)]:
        raise InputError(wrong)
    return [target for place, of_place in file.asked.items() for target in _targets(place, of_place.targets, logs.get(place))]


def _targets(place: Place, said: Mapping[str, Said | None], log: Shape | None) -> Iterator[Target]:
    for name, one in said.items():
        if one is not None:
            yield _target(name, one, place)
    if log is not None:
        yield from (replace(one, place=place) for one in targets_of_log(log) if one.measure not in said)


def _target(measure: str, said: Said, place: Place = EVERYWHERE) -> Target:
    discrepancy = SIMILAR * abs(said.value) if said.discrepancy is None else said.discrepancy
    return Target(measure, said.value, said.error, discrepancy, said.weight, said.hold_out, place)


def _wrong(place: Place, name: str, said: Said | None, written: Written) -> Sequence[Problem]:
    tell = partial(written.problem, (*place.path, "targets", name))
    if name.startswith(OF_LOG):
        found = unknown(SAY.measure, name, log_names()) if name not in log_names() else None
    else:
        found = unknown(SAY.target, name, as_written(name, _meant(name), indicator_titles())) if name not in every() else None
    if found is not None:
        return [tell(found.message, value=name, allowed=found.allowed, nearest=found.nearest)]
    return [] if said is None or _target(name, said).spread > 0 else [tell(SAY.no_spread)]


def _meant(name: str) -> tuple[str, ...]:
    """Return names among which a mistyped one may be: of one with a group the groups it has."""
    grouped = group_of(name) is not None and base(name) in INDICATORS
    return tuple(sorted(grouped_names(INDICATORS[base(name)]))) if grouped else (*INDICATORS, *log_names())


def log_names() -> tuple[str, ...]:
    """Return what a target may ask of a log."""
    steps = (f"{OF_LOG}{curve.name}.{step}" for curve in CURVES for step in curve.steps)
    return (*(f"{OF_LOG}{one.name}" for one in MEASURES), *steps)


def log_values(shape: Shape) -> dict[str, float]:
    """Return all that a target may ask of a log, by its name."""
    steps = {
        f"{OF_LOG}{curve.name}.{step}": value
        for curve in CURVES
        for step, value in zip(curve.steps, shape.curves[curve.name].tolist(), strict=True)
    }
    return {f"{OF_LOG}{name}": value for name, value in shape.measures.items()} | steps


def targets_of_log(shape: Shape) -> list[Target]:
    """Return the measures of a log as targets: those without a unit that are known of it, a third of them held out.

    Their sampling error is that of a share of its cases, or of a mean of numbers that spread as much as they measure.
    """
    values = log_values(shape)
    units = {f"{OF_LOG}{one.name}": one.unit for one in MEASURES} | {f"{OF_LOG}{step}": "share" for step in STEPS_OF_A_LOG}
    known = [name for name, unit in units.items() if unit in ("", "share") and math.isfinite(values[name])]
    if not known:
        raise InputError(Problem(SAY.nothing_known))
    return [
        Target(
            name,
            values[name],
            _error(values[name], shape.cases, share=units[name] == "share"),
            max(ANALOGUE * abs(values[name]), LEAST_SHARE if units[name] == "share" else LEAST_NUMBER),
            held_out=place % EVERY == EVERY - 1,
        )
        for place, name in enumerate(known)
    ]


def _error(value: float, cases: int, *, share: bool) -> float:
    return math.sqrt((value * (1 - value) if share else value**2) / max(cases, 1))


def target_text(name: str) -> Text:
    """Return the title of a measure in both languages."""
    return _titles_of_log()[name] if name.startswith(OF_LOG) else name_words(name)


def _titles_of_log() -> Mapping[str, Text]:
    titles = {f"{OF_LOG}{one.name}": one.title for one in MEASURES}
    steps = {
        f"{OF_LOG}{one.name}.{step}": Text(zh=f"{one.title.zh}：{step}", en=f"{one.title.en}: {step}")
        for one in CURVES
        for step in one.steps
    }
    return {name: SAY.of_log.filled(title=title) for name, title in (titles | steps).items()}
