"""The days of a run as a table: one row a day, one column a series."""

import pyarrow as pa

from cogov.experiments.columns import column
from cogov.model.city import City
from cogov.model.indicators import SERIES

SCHEMA = pa.schema([column("day", pa.int32(), nullable=False), *(column(name, pa.float64()) for name in SERIES)])
"""Days count from 0, as in the model; what is not there on a day is NaN."""


def series_table(city: City) -> pa.Table:
    """Return the daily series of a run as an Arrow table of the schema."""
    series = city.tally.series
    columns = [pa.array(series[name], pa.float64()) for name in SERIES]
    return pa.Table.from_arrays([pa.array(range(city.day), pa.int32()), *columns], schema=SCHEMA)
