"""What happened to every matter of a run, as one flat table: enough to export it without the model.

One row an event, by matter and within a matter in the order in which things happened. Times are days since the run began, in fractions;
what was noted ahead of the event that ended it bears that event's time. Beside the records of the register there is the beginning of
the work (`work_begun`). Villages, townships and jurisdictions count from 1.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from cogov.experiments.columns import column
from cogov.experiments.titles import desk_titles
from cogov.model.city import City
from cogov.model.codes import codes
from cogov.model.mandates import MANDATES
from cogov.model.names import FORMS, LEVELS, SECTORS
from cogov.model.register import NO_DESK, NO_PARENT
from cogov.model.stages import Origin, Ownership, Reason, Stage

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Names = list[str]
WORK_BEGUN = "work_begun"
"""The name of the beginning of the work among the reasons."""
HELD = np.isin(np.arange(len(Stage)), [Stage.TALKS, Stage.PARTNERS, Stage.IN_HAND, Stage.SESSION, Stage.COURT])
"""Stages in which a desk has the matter, by number."""
WORD = pa.dictionary(pa.int32(), pa.string())

SCHEMA = pa.schema(
    [
        column("matter", pa.string(), "事务的代码：同一事务在各政策下代码相同", "code: the same matter under every policy", nullable=False),
        column(
            "identity",
            pa.uint64(),
            "事务的编号，由其发生的时间与地点得出",
            "number of the matter, of where and when it arose",
            nullable=False,
        ),
        column("parent", pa.string(), "所由产生的事务的代码", "code of the matter it was born of"),
        column("origin", WORD, "来源：new 新发生、reopened 重开、petition 信访", "new, reopened or petition", nullable=False),
        column("topic", WORD, "事项类别", "topic", nullable=False),
        column("topic_zh", WORD, "事项类别的中文名称", "title of the topic in Chinese", nullable=False),
        column("topic_en", WORD, "事项类别的英文名称", "title of the topic in English", nullable=False),
        column("form", WORD, "application 办事、problem 问题或 dispute 纠纷", "application, problem or dispute", nullable=False),
        column("mandate", WORD, "single 单一主责、composite 主责加协办或 novel 清单之外", "single, composite or novel", nullable=False),
        column("severity", pa.float64(), "严重程度", "how grave it is", "share", nullable=False),
        column(
            "deadline_days", pa.float64(), "群众期望的办结时间", "time within which the citizen expects it settled", "days", nullable=False
        ),
        column("collective", pa.bool_(), "是否涉及多人", "whether it concerns several citizens", nullable=False),
        column("village", pa.int32(), "发生的村（社区），从 1 起", "village or community where it arose, from 1", nullable=False),
        column("township", pa.int32(), "发生的乡镇（街道），从 1 起", "township where it arose, from 1", nullable=False),
        column("urban", pa.bool_(), "是否发生在城镇", "whether it arose in an urban place", nullable=False),
        column("citizen", pa.int64(), "当事居民的编号", "number of the citizen with whom it arose", nullable=False),
        column("measured", pa.bool_(), "是否在预热期之后发生", "whether it arose after the warm-up", nullable=False),
        column("outcome", WORD, "首次分派后由谁承担", "who had it after the first triage", nullable=False),
        column("handoffs", pa.int64(), "流转总次数", "how often it was handed on, in all", "times", nullable=False),
        column("satisfaction", pa.float64(), "居民最后的评价", "judgement of the citizen in the end", "index, 0–1"),
        column("order", pa.int32(), "本事件在该事务各事件中的次序", "place of the event among those of the matter", nullable=False),
        column(
            "day", pa.float64(), "发生的时刻，从运行开始起计", "when it happened, from the beginning of the run", "days", nullable=False
        ),
        column("reason", WORD, "发生了什么", "what happened", nullable=False),
        column("before", WORD, "之前所处的阶段", "stage before", nullable=False),
        column("after", WORD, "之后所处的阶段", "stage after", nullable=False),
        column(
            "desk",
            pa.int64(),
            "办事的机构；没有记录时为持有者，有几个时为第一个",
            "the desk that acted or, where none is on record, had it; of several the first",
        ),
        column("desk_zh", WORD, "机构的中文名称", "name of the desk in Chinese"),
        column("desk_en", WORD, "机构的英文名称", "name of the desk in English"),
        column("kind", WORD, "机构的种类", "kind of desk"),
        column("sector", WORD, "机构的主体类别", "sector of the desk"),
        column("level", WORD, "机构的层级", "level of the desk"),
        column("jurisdiction", pa.int64(), "机构的辖区，从 1 起", "jurisdiction of the desk, from 1"),
    ]
)
"""The columns of an events table, each with what it holds; the store writes them, the exports of `cogov.analysis.logs` read them."""


def events_frame(city: City) -> pd.DataFrame:
    """Return the events of a run as a pandas frame."""
    frame: pd.DataFrame = events_table(city).to_pandas()
    return frame


def events_table(city: City) -> pa.Table:
    """Return the events of a run as an Arrow table of the schema."""
    records = in_order(city)
    columns = _of_matters(city, records["row"]) | _of_events(city, records)
    arrays = [_array(columns[field.name], field.type) for field in SCHEMA]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def _array(values: Any, kind: pa.DataType) -> pa.Array:
    if isinstance(values, tuple):
        index, names = values
        return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32), mask=index < 0), pa.array(names, pa.string()))
    if kind == pa.float64():
        return pa.array(values, kind, from_pandas=True)  # not known is null
    if kind == pa.int64():
        return pa.array(values, kind, mask=values < 0)
    return pa.array(values, kind)


def _of_matters(city: City, row: Ints) -> dict[str, Any]:
    """Return the columns that say what each event's matter is."""
    register, topics = city.register, list(city.scenario.topics.values())
    topic, village, code = register.topic[row], register.village[row], codes(city)
    mandate = city.mandates.mandate[register.level_at_birth[row].astype(np.int64), topic]
    parent = [code[p] if p != NO_PARENT else None for p in register.parent[row].tolist()]
    return {
        "matter": [code[r] for r in row.tolist()],
        "identity": register.identity[row],
        "parent": parent,
        "origin": (register.origin[row], _names(Origin)),
        "topic": (topic, list(city.topics.names)),
        "topic_zh": (topic, [one.title.zh for one in topics]),
        "topic_en": (topic, [one.title.en for one in topics]),
        "form": (city.topics.form[topic], list(FORMS)),
        "mandate": (mandate, list(MANDATES)),
        "severity": city.topics.severity[topic],
        "deadline_days": city.topics.deadline[topic],
        "collective": register.collective[row],
        "village": village + 1,
        "township": city.territory.township[village] + 1,
        "urban": city.territory.urban[village],
        "citizen": register.citizen[row],
        "measured": register.arose[row] >= city.scenario.warmup,
        "outcome": (register.outcome[row], _names(Ownership)),
        "handoffs": register.handoffs[row],
        "satisfaction": register.satisfaction[row],
    }


def _of_events(city: City, records: dict[str, npt.NDArray[Any]]) -> dict[str, Any]:
    """Return the columns that say what happened and whose doing it was."""
    desk, institutions, titles = records["desk"], city.institutions, desk_titles(city, placed=True)
    row, none = records["row"], records["desk"] == NO_DESK

    def of_desk(values: Ints) -> Ints:
        return np.where(none, -1, values[desk])

    return {
        "order": np.arange(len(row)) - np.searchsorted(row, row),
        "day": records["day"],
        "reason": (records["reason"], [*_names(Reason), WORK_BEGUN]),
        "before": (records["before"], _names(Stage)),
        "after": (records["after"], _names(Stage)),
        "desk": desk,
        "desk_zh": (desk, [title.zh for title in titles]),
        "desk_en": (desk, [title.en for title in titles]),
        "kind": (of_desk(institutions.kind), list(city.slots.kinds)),
        "sector": (of_desk(institutions.sector), list(SECTORS)),
        "level": (of_desk(institutions.level), list(LEVELS)),
        "jurisdiction": of_desk(institutions.jurisdiction + 1),
    }


def _names(members: Any) -> Names:
    """Names of an enumeration in the order of its numbers, which count from 0."""
    return [member.name.lower() for member in members]


def in_order(city: City) -> dict[str, npt.NDArray[Any]]:
    """Return all records by matter, in the order in which things happened, the beginnings of work among them."""
    moves = city.register.moves()
    order = np.argsort(moves.row, kind="stable")
    row, after = moves.row[order], moves.after[order].astype(np.int64)
    time = _never_later_than_the_next(row, moves.time[order])
    begun = _beginnings(city, row, time, after)
    place = np.concatenate([np.arange(len(row), dtype=np.float64), begun + 0.5])
    by_place = np.argsort(place, kind="stable")
    works = city.register.begun[row[begun]]
    columns = {
        "row": np.concatenate([row, row[begun]]),
        "day": np.concatenate([time, works]),
        "reason": np.concatenate([moves.reason[order].astype(np.int64), np.full(len(begun), len(Reason))]),
        "before": np.concatenate([moves.before[order].astype(np.int64), after[begun]]),
        "after": np.concatenate([after, after[begun]]),
        "desk": np.concatenate([moves.desk[order], np.full(len(begun), NO_DESK)]),
    }
    columns = {name: column[by_place] for name, column in columns.items()}
    return columns | {"desk": _who_has_it(columns)}


def _never_later_than_the_next(row: Ints, time: Floats) -> Floats:
    """Take times back to those of what was recorded later but happened earlier, within each matter."""
    backwards = pd.Series(time[::-1]).groupby(row[::-1]).cummin()
    return np.asarray(backwards, dtype=np.float64)[::-1]


def _beginnings(city: City, row: Ints, time: Floats, after: Ints) -> Ints:
    """Return, for each matter that an owner began, the record after which the work began: the last that put it in hand by then."""
    by_then = (after == Stage.IN_HAND) & (time <= city.register.begun[row])
    last = np.full(city.register.size, -1, dtype=np.int64)
    np.maximum.at(last, row[by_then], np.flatnonzero(by_then))
    return np.sort(last[last >= 0])


def _who_has_it(columns: dict[str, npt.NDArray[Any]]) -> Ints:
    """Return the desk of each record or, of what befell a matter in somebody's hands, the desk that has it."""
    desk, row, held = columns["desk"], columns["row"], HELD[columns["before"]]
    takes = (desk != NO_DESK) & (HELD[columns["after"]])
    last = np.maximum.accumulate(np.where(takes, np.arange(len(desk)), -1))
    known = (last >= 0) & (row[last] == row)
    filled: Ints = np.where((desk == NO_DESK) & held & known, desk[last], desk)
    return filled
