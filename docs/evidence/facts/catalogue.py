"""All facts in order, as facts.yaml and settings.yaml say them."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from cogov.model.words import Text
from docs.evidence.facts.cities import BY_NUMBERS, CHANGES
from docs.evidence.facts.claim import Claim, Fact, Look, Measure, Setting, Value, Window
from docs.evidence.facts.criteria import BOUNDS, CRITERIA

Written = Mapping[str, Any]
"""A part of a file."""


def settings_in(written: Written) -> dict[str, Setting]:
    """Settings by name."""
    return {name: _setting(**one) for name, one in written.items()}


def _setting(*, says: Written, city: Written | None = None, changes: Sequence[Any] = (), policy: Written | None = None) -> Setting:
    return Setting(Text(**says), city or {}, tuple(_named(one, CHANGES, BY_NUMBERS) for one in changes), policy or {})


def facts_in(written: Sequence[Written], settings: Mapping[str, Setting]) -> tuple[Fact, ...]:
    """Facts with their claims."""
    return tuple(
        Fact(
            one["number"], Text(**one["says"]), one["references"], tuple(_claim(key, settings, **own) for key, own in one["claims"].items())
        )
        for one in written
    )


def _claim(
    key: str, settings: Mapping[str, Setting], *, looks: Sequence[Written] = (), out_of_scope: Written | None = None, **words: Written
) -> Claim:
    said = {name: Text(**one) for name, one in (words | ({"note": out_of_scope} if out_of_scope else {})).items()}
    return Claim(key, looks=tuple(_look(one, settings) for one in looks), **said)


def _look(written: Written, settings: Mapping[str, Setting]) -> Look:
    """A measure or a setting that stands alone stands for all."""
    of, where = ([one] if isinstance(one, str) else one for one in (written["of"], written["in"]))
    count = max(len(of), len(where))
    asked = zip(*(each * count if len(each) == 1 else each for each in (of, where)), strict=True)
    return Look(_named(written["criterion"], CRITERIA, BOUNDS), tuple(Value(settings[place], _measure(name)) for name, place in asked))


def _measure(written: str) -> Measure:
    window = re.fullmatch(r"(\w+)\[(\d+)\.\.(\d+)\]", written)
    return Window(window[1], int(window[2]), int(window[3])) if window else written


def _named(written: Any, plain: Mapping[str, Any], by_numbers: Mapping[str, Any]) -> Any:
    """What is said by its name, or by its name and its numbers."""
    if isinstance(written, str):
        return plain[written]
    [(name, numbers)] = written.items()
    return by_numbers[name](**numbers)


def _read(name: str) -> Any:
    return yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))


SETTINGS = settings_in(_read("settings.yaml"))
FACTS = facts_in(_read("facts.yaml"), SETTINGS)
