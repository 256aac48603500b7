"""The daily series that every run keeps: what is counted at the end of each day, with its names and unit.

Store, figures and documents read them from here; the model's tally fills one column each. Values that are not there (satisfaction after
a week without closures, feelings between the weekly samples) are NaN.
"""

from dataclasses import dataclass

from cogov.model.indicators.catalogue import INDICATORS
from cogov.model.indicators.indicator import UNITS
from cogov.model.words import Text

COUNT = Text(zh="件", en="matters")


@dataclass(frozen=True)
class Series:
    """One column of the daily series."""

    title: Text
    definition: Text
    unit: Text
    flow: bool = False
    """Counted over the day; else as things stand at its end."""


def _flow(zh: str, en: str, definition_zh: str, definition_en: str) -> Series:
    return Series(Text(zh=zh, en=en), Text(zh=definition_zh, en=definition_en), COUNT, flow=True)


def _stock(zh: str, en: str, definition_zh: str, definition_en: str) -> Series:
    return Series(Text(zh=zh, en=en), Text(zh=definition_zh, en=definition_en), COUNT)


def _sampled(name: str) -> Series:
    """An indicator of the residents, sampled once a week."""
    definition = Text(zh="全体居民的平均值,每周记录一次", en="mean over all residents, recorded once a week")
    return Series(INDICATORS[name].title, definition, UNITS[INDICATORS[name].unit].title)


SERIES: dict[str, Series] = {
    "arisen": _flow("新发生", "Arisen", "当日发生的事务,含尚未被发现的", "matters that arose on the day, undiscovered ones included"),
    "known": _flow("新发现", "Became known", "当日被反映或发现的事务", "matters that were reported or found on the day"),
    "ended": _flow("终结", "Ended", "当日解决、失效或放弃的事务", "matters that were settled, lapsed or were given up on the day"),
    "settled": _flow("办结", "Settled", "当日办结的事务", "matters that were settled on the day"),
    "open": _stock("未完结", "Open", "日终未完结的事务,含尚未被发现的", "matters open at the end of the day, undiscovered ones included"),
    "backlog": _stock("在办积压", "Backlog", "日终已知而未完结的事务", "known matters open at the end of the day"),
    "in_hand": _stock("办理中", "In hand", "日终在承办主体手中排队或办理的事务", "matters in their holders' queues at the end of the day"),
    "unclaimed": _stock("无人受理", "Unclaimed", "日终问过而无人受理的事务", "matters that were asked about and nobody has taken"),
    "satisfaction": Series(
        Text(zh="近七日满意度", en="Satisfaction of the week"),
        Text(
            zh="最近七日终结的已知事务的平均评价,放弃的计 0",
            en="mean judgement of the known matters that ended in the last seven days, giving up counting 0",
        ),
        UNITS["index"].title,
    ),
    "sense_of_gain": _sampled("sense_of_gain"),
    "happiness": _sampled("happiness"),
    "security": _sampled("security"),
    "trust": _sampled("trust"),
    "participation_rate": _sampled("participation_rate"),
}
