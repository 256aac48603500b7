"""Columns of tables of results that say what they hold: titles, definitions and unit, which the files themselves bear."""

import json

import pyarrow as pa

from cogov.experiments.codebook import column_metadata


def column(name: str, kind: pa.DataType, zh: str = "", en: str = "", unit: str = "", *, nullable: bool = True) -> pa.Field:
    """Return a column with what it holds; of one without words of its own, what the codebook says."""
    own = {"definition_zh": zh, "definition_en": en, "unit": unit}
    said = {key: words for key, words in own.items() if words} if zh or en else column_metadata(name)
    return pa.field(name, kind, nullable=nullable, metadata=said or None)


def described(schema: pa.Schema) -> str:
    """Return what the columns of a schema hold, as JSON: {"mean_days": {"unit": "days", "definition_en": ...}, ...}."""
    fields = {field.name: {key.decode(): words.decode() for key, words in (field.metadata or {}).items()} for field in schema}
    return json.dumps({name: said for name, said in fields.items() if said}, ensure_ascii=False)


def bare(schema: pa.Schema) -> pa.Schema:
    """Return the columns of a schema without what they hold."""
    return pa.schema([field.remove_metadata() for field in schema])
