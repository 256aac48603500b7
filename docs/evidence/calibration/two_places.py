"""The part of the page on two places with one behaviour: what both logs leave of what people do, beside what one log left."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cogov.analysis.calibration.targets import target_text
from docs.evidence import pages
from docs.evidence.calibration.cells import HEADS, VERDICTS, hit_by, target_cells
from docs.evidence.calibration.fit import Fit, measure_of, place_of, stands_in_leping

COMMAND = (
    "cogov calibrate docs/evidence/calibration/assumed.yaml --targets docs/evidence/calibration/two_places.yaml --out places.yaml "
    "--population {residents} --days {days} --points {points} --replicates {seeds} --waves {waves} --draws {draws} --generations {generations}"
)


def section(both: Fit, one_log: Fit) -> Iterator[str]:
    """Yield the part: what was asked, the numbers that are shared, those that are not, the targets."""
    yield "## 两个地方，一种行为 Two places, one behaviour\n"
    yield from _asked(both)
    yield from _shared(both, one_log)
    yield from _own(both)
    yield from _targets(both)


def _asked(both: Fit) -> Iterator[str]:
    asked = both.document
    effort, last = asked["effort"], asked["generations"][-1]
    yield (
        "两个机构里人们的行为相近，边界明确程度、人手和工作量各不相同：行为参数由两份日志共同拟合，其余各自拟合，不带入。"
        "Behaviour is alike in two offices; clarity, staff and work are not. Numbers of behaviour are fitted once to both logs, the incidents and the building permits, what is a "
        "place's own to its own log, and never carried over. Fixed beforehand in `docs/evidence/calibration/two_places.yaml`, with the reasons for what is not asked.\n"
    )
    yield f"```bash\n{COMMAND.format(residents=asked['residents'], days=asked['days'], **effort)}\n```\n"
    held, said = sum(one["hold_out"] for one in both.targets), [f"{100 * wave['share_left']:.2g} %" for wave in asked["waves"]]
    yield (
        f"{len(both.numbers)} numbers, {len(both.targets)} measures, of which {held} are left out of the fit. {asked['runs']:,} runs: {len(asked['waves'])} waves of "
        f"{effort['points']} points, which left {', '.join(said)} of the prior, and {len(asked['generations'])} generation{'s' if len(asked['generations']) > 1 else ''} of {effort['draws']} draws. {both.took}\n"
    )
    if last["tolerance"] is None:
        yield (
            "The draws are spread evenly over what the waves left and came no nearer: moves of so many numbers at once hardly ever stay within all ranges, so that no second "
            "generation filled. Moved by a kernel as narrow as a density estimate's they do, but 200 of them are then worth 5; that was tried and left.\n"
        )


def _shared(both: Fit, one_log: Fit) -> Iterator[str]:
    alone = {one["name"]: one for one in one_log.numbers}
    yield "### 行为：共同拟合的参数 Behaviour: numbers that both places share\n"
    heads = (
        "参数 number", "默认城市 default city", "先验 prior", "仅故障日志 incidents alone, 90 %", "两份日志 both logs, median", "90 %", "收窄 narrowed", "判断 verdict", "默认值在内 default city inside",
    )  # fmt: skip
    yield pages.table(heads, [_number(one, alone[one["name"]]) for one in both.shared])
    outside = [one for one in both.told if not _inside(one)]
    moved = [one for one in both.shared if one["name"] in {of_one["name"] for of_one in one_log.told}]
    yield (
        "Agreed before this fit: a number of behaviour that both places tell moves in the default city only where the 90 % that its draws leave shut out what the city has. "
        f"Told are {_names(both.told) or 'none'}; shut out {'are ' + _names(outside) if outside else 'is none, so the default city stays as it is'}. "
        f"Of the numbers that the fit to one log moved, {sum(map(_inside, moved))} of {len(moved)} lie within what both logs leave.\n"
    )


def _inside(one: Mapping[str, Any]) -> bool:
    return bool(one["draws_low"] <= stands_in_leping(one["name"]) <= one["draws_high"])


def _names(numbers: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(f"`{one['name'].removeprefix('parameters.')}`" for one in numbers)


def _number(one: Mapping[str, Any], alone: Mapping[str, Any]) -> Sequence[str]:
    return (
        f"`{one['name'].removeprefix('parameters.')}`",
        f"{stands_in_leping(one['name']):.3g}",
        _range(one["prior_low"], one["prior_high"]),
        _range(alone["draws_low"], alone["draws_high"]),
        f"{one['draws_median']:.3g}",
        _range(one["draws_low"], one["draws_high"]),
        f"{100 * max(0.0, one['narrowed']):.0f}%",
        VERDICTS[one["verdict"]],
        "✓" if _inside(one) else "✗",
    )


def _range(low: float, high: float) -> str:
    return f"{low:.3g} … {high:.3g}"


def _own(both: Fit) -> Iterator[str]:
    yield "### 各地方自己的参数 What is each place's own\n"
    heads = ("参数 number", "先验 prior", *(f"{title.zh} {title.en}, median [90 %]" for title in both.places.values()))
    of_place = [{measure_of(one["name"]): one for one in both.numbers if place_of(one["name"]) == place} for place in both.places]
    names = dict.fromkeys(name for own in of_place for name in own)
    yield pages.table(heads, [_row(name, [own.get(name) for own in of_place]) for name in names])


def _row(name: str, own: Sequence[Mapping[str, Any] | None]) -> Sequence[str]:
    """What a number is in each place; nothing where it is not that place's own."""
    some = next(one for one in own if one is not None)
    medians = ["" if one is None else _median(one) for one in own]
    return (f"`{name.removeprefix('parameters.')}`", _range(some["prior_low"], some["prior_high"]), *medians)


def _median(one: Mapping[str, Any]) -> str:
    return f"{one['draws_median']:.3g} [{_range(one['draws_low'], one['draws_high'])}]{'' if one['verdict'] == 'flat' else ' ' + VERDICTS[one['verdict']]}"


def _targets(both: Fit) -> Iterator[str]:
    yield "### 目标 Targets\n"
    yield "*Hit* and *off* as above; *after* are both cities of the medians.\n"
    for place, title in both.places.items():
        here = [one for one in both.targets if place_of(one["name"]) == place]
        yield f"**{title.zh} {title.en}**\n"
        yield pages.table(HEADS, [target_cells(target_text(measure_of(one["name"])), one) for one in here])
        fitted, left_out = (_hits([one for one in here if one["hold_out"] is held]) for held in (False, True))
        yield f"Fitted {fitted}; left out {left_out}.\n"


def _hits(targets: Sequence[Mapping[str, Any]]) -> str:
    return (
        f"{sum(one['hit'] for one in targets)} of {len(targets)} hit by the draws, {hit_by(targets, 'before')} by the city as assumed "
        "(stated errors alone)"
    )
