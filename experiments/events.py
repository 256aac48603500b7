"""What happened to every matter of a run, as one flat table: enough to export it without the model.

One row an event, by matter and within a matter in the order in which things happened. Times are days since the run began, in fractions;
what was noted ahead of the event that ended it bears that event's time. Beside the records of the register there is the beginning of
the work (`work_begun`). Villages, townships and jurisdictions count from 1.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from cogov.experiments.event_order import in_order
from cogov.experiments.titles import desk_titles
from cogov.model.codes import codes
from cogov.model.mandates import MANDATES
from cogov.model.register import NO_DESK, NO_PARENT
from cogov.model.stages import Origin, Outcome, Reason, Stage
from cogov.scenarios.choices import FORMS, LEVELS, SECTORS

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Names = list[str]
WORK_BEGUN = "work_begun"
"""The name of the beginning of the work among the reasons."""
WORD = pa.dictionary(pa.int32(), pa.string())

SCHEMA = pa.schema(
    [
        pa.field("matter", pa.string(), nullable=False),  # code: the same matter under every policy
        pa.field("identity", pa.uint64(), nullable=False),
        pa.field("parent", pa.string()),  # code of the matter it was born of
        pa.field("origin", WORD, nullable=False),  # new, reopened, petition
        pa.field("topic", WORD, nullable=False),
        pa.field("topic_zh", WORD, nullable=False),
        pa.field("topic_en", WORD, nullable=False),
        pa.field("form", WORD, nullable=False),  # application, problem, dispute
        pa.field("mandate", WORD, nullable=False),  # single, composite, novel
        pa.field("severity", pa.float64(), nullable=False),  # share
        pa.field("deadline_days", pa.float64(), nullable=False),
        pa.field("collective", pa.bool_(), nullable=False),
        pa.field("village", pa.int32(), nullable=False),
        pa.field("township", pa.int32(), nullable=False),
        pa.field("urban", pa.bool_(), nullable=False),
        pa.field("citizen", pa.int64(), nullable=False),
        pa.field("measured", pa.bool_(), nullable=False),  # arose after the warm-up
        pa.field("outcome", WORD, nullable=False),  # who had it after the first triage
        pa.field("handoffs", pa.int64(), nullable=False),  # in all
        pa.field("satisfaction", pa.float64()),  # the citizen's judgement in the end, share
        pa.field("order", pa.int32(), nullable=False),  # place of the event among the matter's
        pa.field("day", pa.float64(), nullable=False),
        pa.field("reason", WORD, nullable=False),
        pa.field("before", WORD, nullable=False),  # stage
        pa.field("after", WORD, nullable=False),
        pa.field("desk", pa.int64()),  # the desk that acted or, where none is on record, had it; of several the first
        pa.field("desk_zh", WORD),
        pa.field("desk_en", WORD),
        pa.field("kind", WORD),
        pa.field("sector", WORD),
        pa.field("level", WORD),
        pa.field("jurisdiction", pa.int64()),
    ]
)
"""The columns of an events table; the store writes them, the exports of `cogov.analysis.logs` read them."""


def events_frame(model: "CoGovernanceModel") -> pd.DataFrame:
    """Return the events of a run as a pandas frame."""
    frame: pd.DataFrame = events_table(model).to_pandas()
    return frame


def events_table(model: "CoGovernanceModel") -> pa.Table:
    """Return the events of a run as an Arrow table of the schema."""
    records = in_order(model)
    columns = _of_matters(model, records["row"]) | _of_events(model, records)
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


def _of_matters(model: "CoGovernanceModel", row: Ints) -> dict[str, Any]:
    """Return the columns that say what each event's matter is."""
    register, topics = model.register, list(model.scenario.topics.values())
    topic, village, code = register.topic[row], register.village[row], codes(model)
    mandate = model.mandates.mandate[register.level_at_birth[row].astype(np.int64), topic]
    parent = [code[p] if p != NO_PARENT else None for p in register.parent[row].tolist()]
    return {
        "matter": [code[r] for r in row.tolist()],
        "identity": register.identity[row],
        "parent": parent,
        "origin": (register.origin[row], _names(Origin)),
        "topic": (topic, list(model.topics.names)),
        "topic_zh": (topic, [one.title.zh for one in topics]),
        "topic_en": (topic, [one.title.en for one in topics]),
        "form": (model.topics.form[topic], list(FORMS)),
        "mandate": (mandate, list(MANDATES)),
        "severity": model.topics.severity[topic],
        "deadline_days": model.topics.deadline[topic],
        "collective": register.collective[row],
        "village": village + 1,
        "township": model.territory.township[village] + 1,
        "urban": model.territory.urban[village],
        "citizen": register.citizen[row],
        "measured": register.arose[row] >= model.scenario.warmup,
        "outcome": (register.outcome[row], _names(Outcome)),
        "handoffs": register.handoffs[row],
        "satisfaction": register.satisfaction[row],
    }


def _of_events(model: "CoGovernanceModel", records: dict[str, npt.NDArray[Any]]) -> dict[str, Any]:
    """Return the columns that say what happened and whose doing it was."""
    desk, institutions, titles = records["desk"], model.institutions, desk_titles(model, placed=True)
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
        "kind": (of_desk(institutions.kind), list(model.slots.kinds)),
        "sector": (of_desk(institutions.sector), list(SECTORS)),
        "level": (of_desk(institutions.level), list(LEVELS)),
        "jurisdiction": of_desk(institutions.jurisdiction + 1),
    }


def _names(members: Any) -> Names:
    """Names of an enumeration in the order of its numbers, which count from 0."""
    return [member.name.lower() for member in members]
