"""Processor seconds of a run alone and in company, in turns: python benchmarks/twins.py [RESIDENTS COMPANY [COMPANY ...]]"""

import sys
import time
from collections.abc import Sequence

from cogov.experiments.runner import RunRequest, live_together
from cogov.scenarios.loader import load_scenario, resolve_policy

POLICIES = ("as_is", "co_governance")
USUAL = [(2_000, (7, 20, 60)), (5_000, (7, 24)), (20_000, (2, 10)), (84_000, (2, 4))]
"""Residents, and how many runs go together."""
YEAR = 365


def requests(residents: int, count: int, days: int = YEAR) -> list[RunRequest]:
    scenario = load_scenario("leping", {"city.population": residents, "days": days, "warmup": days // 6})
    policies = [(name, resolve_policy(scenario, name)) for name in POLICIES]
    return [RunRequest(scenario, *policies[place % 2], 1 + place // 2) for place in range(count)]


def seconds_a_run(asked: Sequence[RunRequest]) -> float:
    """Building, living and measuring, on the processor's clock: what else the machine does hardly counts."""
    begun = time.process_time()
    live_together(asked)
    return (time.process_time() - begun) / len(asked)


def show(residents: int, companies: Sequence[int]) -> None:
    pair = requests(residents, 2)
    seconds_a_run(pair[:1])
    for count in companies:
        alone = sum(seconds_a_run([one]) for one in pair) / 2
        together = seconds_a_run(requests(residents, count))
        print(
            f"{residents:>7,} residents: alone {alone:.3f} s a run, {count} together {together:.3f}: {alone / together:.1f} x", flush=True
        )


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    for size, companies in [(words[0], words[1:])] if words else USUAL:
        show(size, companies)
