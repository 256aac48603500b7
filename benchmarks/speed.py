"""Seconds and memory of a simulated year, by population and by rule: python benchmarks/speed.py [POPULATION ...]"""

import resource
import sys
import time

from cogov.experiments.runner import timed
from cogov.model.mesa_model import CoGovernanceModel
from cogov.scenarios.loader import load_scenario


def one(population: int) -> None:
    """Run a year and print what it took."""
    scenario = load_scenario("leping", {"city.population": population})
    begun = time.perf_counter()
    model = CoGovernanceModel(scenario)
    built = time.perf_counter()
    model.rules, spent = timed(model.rules)
    model.run()
    ended = time.perf_counter()
    model.indicators()
    measured = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    per_day = (ended - built) / scenario.days / population * 1e9
    print(
        f"{population:>9,}  build {built - begun:6.3f} s  run {ended - built:6.2f} s  measure {measured - ended:5.2f} s  "
        f"{per_day:7.1f} ns per citizen-day  peak {peak:5.0f} MiB"
    )
    print("           " + ", ".join(f"{rule} {seconds:.2f}" for rule, seconds in spent.items()))


if __name__ == "__main__":
    for size in [int(word) for word in sys.argv[1:]] or [5_000, 20_000, 200_000, 753_787]:
        one(size)
