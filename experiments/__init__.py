"""Many runs: the runner, pillar scores. Imports model and scenarios.

runner.py   one run: what decides it, and what it leaves
pool.py     many runs at once on this machine, results in the order asked for
pillars.py  three scores of a run, from outcomes and costs only
"""
