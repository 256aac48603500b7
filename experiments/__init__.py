"""Many runs: designs, the one way to live a run, engines, the store. Imports model and scenarios.

plan.py         what a study asks for: an experiment and its runs
request.py      what a person asked for, kept with the files, and as words to type
planning.py     from points, policies and replicates to runs: order, seeds, names
identity.py     what a run is called: a hash of what decides it
arithmetic.py   the last digits of this machine, as a fingerprint
functions.py    an experiment with a formula instead of a city
cities.py       an experiment with a city: scenario, policies, factors
recorded.py     which indicators a run leaves a column of
codebook.py     what every column of results means, and every figure of a comparison
codebook_page.py  the same as a page, docs/indicators.md
own.py          rules, levers and indicators of a researcher's own: in a run's name, on their way to workers, in a manifest
columns.py      columns of tables of results that say what they hold
measuring.py    what a finished run is worth in numbers, pillar scores among them
series.py       the days of a run as a table
designs/        studies as people write them: files, factors, samplers, a library
sweep.py        a study from its plan to its folder
chunk.py        a few runs on their way to a worker
engines/        where runs are lived through: here, in processes, on a cluster
store/          the folder of a study
writing.py      files that get their name once they are whole
time_left.py    how long a study takes: told beforehand, under way, by its folder
verify.py       whether a folder is what it says it is
runner.py       one run: what decides it, how it is lived through, what it leaves
company.py      which runs are lived through in one pass, and how many, by time and by memory
pool.py         many calls at once on this machine, results in the order asked for
townships.py    townships through time, for an evaluator of pilots
adaptors/        the city in other tools: Mesa, EMA Workbench
absent.py       phases in townships that are not there, refused
budget.py       what a policy's levers cost, the refusal of one above its budget, other prices
same_budget.py  policies scaled to the same cost
titles.py       names of desks as a reader sees them
events.py       what happened to each matter, as one flat table in the order in which it happened
flows.py        who passed what to whom: how often matters went from one sector to another
"""
