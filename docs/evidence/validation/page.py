"""The page `docs/validation.md`: every row, and how many of each verdict."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cogov.analysis.logs.shape.shape import ANALOGUE, TIMES
from cogov.experiments.pool import each
from docs.evidence import pages
from docs.evidence.runs import Runs
from docs.evidence.validation import cascades, handoffs, logs, queues, responsibility
from docs.evidence.validation.beyond import OUT_OF_SCOPE
from docs.evidence.validation.row import Extent, Make, Row, Verdict


@dataclass(frozen=True)
class Part:
    """Rows under one heading."""

    title: str
    makes: tuple[Make, ...]
    note: str = ""


PARTS = (
    Part(
        "排队 Queues",
        (
            queues.any_work,
            queues.ticks,
            queues.servers,
            queues.busy_servers,
            queues.pooling,
            queues.mixed_jobs,
            queues.impatience,
            queues.priorities,
        ),
    ),
    Part("流转与上交 Hand-offs and escalation", (responsibility.hops, handoffs.misrouting, handoffs.network, handoffs.escalation)),
    Part("谁来承担 Who takes it", (responsibility.volunteers, responsibility.occupancy)),
    Part("协商与参与 Talks and participation", (responsibility.talks, responsibility.group, responsibility.thresholds, cascades.window)),
    Part(
        "真实日志 Real logs",
        (logs.shapes,),
        f"{ANALOGUE.zh}；{TIMES.zh}。{ANALOGUE.en}; {TIMES.en}. Incidents of a large service organisation and building permits of a Dutch municipality (both 4TU.ResearchData). Alike: within a quarter of the log's value, the interval added. Intervals over seeds: "
        "`leping` with 10,000 residents, `as_is`.",
    ),
)
VERDICTS: dict[Verdict, str] = {
    "reproduced": "✓ 重现 reproduced",
    "not reproduced": "✗ 未重现 not reproduced",
    "undecided": "? 未定 undecided",
    "out of scope": "– 不在范围 out of scope",
}
HEAD = ("claim", "source", "should be", "is [99.9 %]", "over", "allowed", "verdict", "note")
ABOUT = """由 `python -m docs.evidence validation` 生成；每行的判断由数值算出，未重现的保留。Made by `python -m docs.evidence validation`; every verdict is computed,
failures stay. A row is *reproduced* if the value that theory or a log gives lies in the 99.9 % interval of ours, what the daily step may add (*allowed*,
with its reason) included, and the interval is narrower than ±15 % (±.02 near 0); one that is wider and holds the value is *undecided*. Units of queues: one mean service.
Each closed form is reached by named choices of the real model (`docs/evidence/validation/`); quick trials of the same rows run in the gate, more forms in
`tests/validation/`.
"""


def make(_: int, __: int, workers: int, folder: Path) -> tuple[Path, Runs]:
    """Try every claim; the page stands beside the folder of tables."""
    makes = [one for part in PARTS for one in part.makes]
    rows = dict(zip(makes, each([Trial(one) for one in makes], workers), strict=True))
    found = {part.title: [row for one in part.makes for row in rows[one]] for part in PARTS}
    pages.write_table(folder, "validation", frame(found))
    return pages.write_page(folder.parent, "validation", "是否属实 Is it true?", list(parts(found))), Runs({}, ())


@dataclass(frozen=True)
class Trial:
    """The trial of some claims, for the page or quick."""

    rows: Make
    extent: Extent = "page"

    def __call__(self) -> list[Row]:
        """Try them."""
        return self.rows(self.extent)


def parts(found: dict[str, list[Row]]) -> Iterator[str]:
    """Yield the page: how many of each verdict, every row, what is out of scope."""
    yield ABOUT
    counts = Counter(row.verdict for rows in found.values() for row in rows) + Counter(one.verdict for one in OUT_OF_SCOPE)
    yield pages.table(("verdict", "rows"), [(words, counts[name]) for name, words in VERDICTS.items()])
    for part in PARTS:
        yield f"## {part.title}\n"
        if part.note:
            yield f"{part.note}\n"
        yield pages.table(HEAD, [cells(row) for row in found[part.title]])
    yield "## 不在范围 Out of scope\n"
    yield pages.table(("claim", "source", "why"), [(one.claim, one.source, one.why) for one in OUT_OF_SCOPE])


def cells(row: Row) -> Sequence[str]:
    """Return the cells of a row."""
    low, high = row.ends
    ours = f"{row.ours.value:.4g}" if high - low < 1e-6 else f"{row.ours.value:.4g} [{low:.4g} … {high:.4g}]"
    allowed = f"± {row.allowance:.2g}" if row.allowance else ""
    note = row.needs if row.needs and row.verdict != "reproduced" else row.why
    return row.claim, row.source, f"{row.theory:.4g}", ours, row.ours.over, allowed, VERDICTS[row.verdict], note


def frame(found: dict[str, list[Row]]) -> pd.DataFrame:
    """Return every row as a table."""
    return pd.DataFrame(
        {
            "part": title,
            "claim": row.claim,
            "source": row.source,
            "theory": row.theory,
            "ours": row.ours.value,
            "error": row.ours.error,
            "over": row.ours.over,
            "allowance": row.allowance,
            "verdict": row.verdict,
        }
        for title, rows in found.items()
        for row in rows
    )
