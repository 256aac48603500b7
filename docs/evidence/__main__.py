"""Tables of evidence, each made by one command: `python -m docs.evidence TABLE`.

question-grid        boundary clarity × goal alignment: five levels in many worlds
question-mechanisms  through which mechanism their effects run
question-prior       the same over the prior of all assumed parameters
question-earlier     the same under the choices of the first version
question             the page that quotes these four
levers               every lever at its lowest and highest: is any a free lunch?
pairing              how many runs the same luck under both policies saves
desks                how busy every kind of desk is
settling             from which day on a run has left its start behind
sizes                slices of 5,000, 20,000 and 200,000 residents beside the whole city
facts                stylised facts of the literature: which are reproduced?
idle                 every number of the default city at the ends of its range: does something hang on it?
mended               what had been found misleading, before and now
networks             two real networks, dense and sparse: what goes along ties (COGOV_DATA names the folder of the data)
validation           closed forms and real logs: each claim, our value, a verdict (the page stands in docs)
calibration          the default city fitted to real logs, and what that changes (the page stands in docs)
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from cogov.scenarios.errors import InputError
from docs.evidence import desks, idle, levers, mended, networks, outcomes, pairing, settling
from docs.evidence.calibration import page as calibration
from docs.evidence.facts import trial
from docs.evidence.question import earlier, grid, mechanisms, page, prior
from docs.evidence.runs import Runs
from docs.evidence.validation import page as validation

Make = Callable[[int, int, int, Path], tuple[Path, Runs]]
"""(population, replicates, workers, folder) -> the page and the runs behind it."""

TABLES: dict[str, tuple[Make, int, int]] = {
    "question-grid": (grid.make, 6, 5_000),
    "question-mechanisms": (mechanisms.make, 12, 5_000),
    "question-prior": (prior.make, 2, 5_000),
    "question-earlier": (earlier.make, 8, 5_000),
    "question": (lambda *_: (page.make(_[-1]), Runs({}, ())), 2, 5_000),
    "levers": (levers.make, 20, 20_000),
    "pairing": (pairing.make, 60, 20_000),
    "desks": (desks.make, 3, 84_000),
    "settling": (settling.make, 6, 42_000),
    "sizes": (lambda _, replicates, workers, folder: outcomes.make(replicates, workers, folder), 20, 20_000),
    "facts": (trial.make, 8, 10_000),
    "idle": (idle.make, 8, 2500),
    "mended": (lambda _, replicates, workers, folder: mended.make(replicates, workers, folder), 12, 4_000),
    "networks": (networks.make, 8, 27_000),
    "validation": (validation.make, 2, 20_000),
    "calibration": (calibration.make, 20, 5_000),
}
"""What makes each table, how many replications it has and of how many residents if nobody says."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make one table; 0 if every run ended well, 1 if some failed, 2 for bad input."""
    asked = _parser().parse_args(arguments)
    make, replicates, population = TABLES[asked.table]
    try:
        page, runs = make(asked.population or population, asked.replicates or replicates, asked.workers, asked.out)
    except InputError as error:
        sys.stderr.write(f"{error.text('en')}\n")
        return 2
    sys.stdout.write(f"{page}\n")
    for failed in runs.failures:
        sys.stderr.write(f"run failed ({failed.policy}, seed {failed.seed}): {failed.error}\n")
    return 1 if runs.failures else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m docs.evidence", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("table", choices=TABLES)
    parser.add_argument("--replicates", type=_replicates, help="paired replications; of sizes, those at 20,000 residents")
    parser.add_argument("--population", type=int, help="residents (not of sizes, mended)")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--out", type=Path, default=Path("docs/tables"), help="folder of the page and its CSV")
    return parser


def _replicates(written: str) -> int:
    count = int(written)
    if count < 2:
        raise argparse.ArgumentTypeError("an interval needs at least 2 replications")
    return count


if __name__ == "__main__":
    sys.exit(main())
