"""The long (tidy) table of a study: a row a run and indicator, as mixed models and plotting libraries take it.

    smf.mixedlm("value ~ C(policy)", data=table[table.indicator == "mean_days"], groups="seed")

Seeds are blocks where luck is common (every policy and point meets the same), points are worlds where they were drawn.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from cogov.analysis.study import Study
from cogov.analysis.values import unit_in_files
from cogov.experiments.codebook import Meaning, meaning
from cogov.model.indicators import base, group_of
from cogov.model.words import EMPTY

KEYS = ("run_id", "policy", "point", "replicate", "seed")


def long_table(study: Study, outputs: Sequence[str] = ()) -> pd.DataFrame:
    """Return `run_id`, `policy`, `point`, `replicate`, `seed`, the factors, `indicator`, `group`, `unit`, `value`; NaN where undefined.

    Without `outputs` every number that a run leaves.
    """
    names = list(study.chosen(outputs)) if outputs else list(study.outputs)
    keys = [*KEYS, *(one.name for one in study.factors)]
    table = study.runs.melt(id_vars=keys, value_vars=names, var_name="name", value_name="value")
    found = table.assign(
        indicator=table["name"].map(base),
        group=table["name"].map(lambda name: group_of(name) or ""),
        unit=table["name"].map({name: unit_in_files(name) for name in names}),
    )
    return found[[*keys, "indicator", "group", "unit", "value"]].sort_values(["indicator", "group", "run_id"]).reset_index(drop=True)


def columns_frame(columns: Iterable[str]) -> pd.DataFrame:
    """Return a row for each column of a wide table: `column`, its titles, `unit` and definitions; a factor or an output of one's own has a name only."""
    return pd.DataFrame([_column(name) for name in columns])


def _column(name: str) -> dict[str, str]:
    try:
        said = meaning(name)
    except KeyError:
        said = Meaning(EMPTY, EMPTY)
    titles, definitions = (
        {"title_zh": said.title.zh, "title_en": said.title.en},
        {"definition_zh": said.definition.zh, "definition_en": said.definition.en},
    )
    return {"column": name, **titles, "unit": unit_in_files(name), **definitions}


def write_long(table: pd.DataFrame, path: Path) -> None:
    """Write the table as Parquet or CSV, as the file's name ends."""
    from cogov.experiments.writing import whole, write_frame  # noqa: PLC0415 - Arrow is slow to import

    if path.suffix == ".parquet":
        with whole(path) as file:
            table.to_parquet(file, index=False)
    else:
        write_frame(path, table)
