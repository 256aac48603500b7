"""Many runs: the runner, pillar scores, budgets. Imports model and scenarios.

plan.py         what a study asks for: an experiment and its runs
runner.py       one run: what decides it, and what it leaves
pool.py         many runs at once on this machine, results in the order asked for
pillars.py      three scores of a run, from outcomes and costs only
budget.py       what a policy's levers cost, and the refusal of one above its budget
same_budget.py  policies scaled to the same cost
prices.py       what runs would have cost at other prices
"""
