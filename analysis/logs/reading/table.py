"""A log as a table: a row an event, or a row a case with the times at which it became known and was settled."""

from pathlib import Path

from cogov.analysis.logs.reading.collected import Collected
from cogov.analysis.logs.reading.columns import WORDS
from cogov.model.words import Text
from cogov.scenarios.csv_lines import parse_table, word
from cogov.scenarios.text_files import read_brought

LARGEST_BYTES = 64_000_000


def read_table(path: Path, collected: Collected) -> tuple[Text, ...]:
    """Tell of every row of a file; return what a person should know of how it was read."""
    decoded = read_brought(path, collected.name, LARGEST_BYTES)
    said = collected.said.columns.get("case")
    table = parse_table(decoded.text, collected.name, needed={"case": (word(said),) if said else WORDS["case"]})
    case = table.heads["case"]
    for row in table.rows:
        collected.add({case: row["case"]} | {head: cell for head, cell in row.cells.items() if head != "case"}, row.line)
    return (*decoded.notes, *table.notes)
