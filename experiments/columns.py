"""Columns of tables of results that say what they hold: title, definition and unit stand in the files themselves."""

import pyarrow as pa

from cogov.model.indicators import column_metadata


def column(name: str, kind: pa.DataType, zh: str = "", en: str = "", unit: str = "", *, nullable: bool = True) -> pa.Field:
    """Return a column with what it holds; of one without words of its own, what the codebook says."""
    own = {"definition_zh": zh, "definition_en": en, "unit": unit}
    said = {key: words for key, words in own.items() if words} if zh or en else column_metadata(name)
    return pa.field(name, kind, nullable=nullable, metadata=said or None)
