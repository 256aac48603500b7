"""From results to answers: statistics, comparison, tables, figures. Imports experiments, model and scenarios.

paired                  effects over runs of the same luck, with intervals: the one place where they are computed
comparison              policies against a baseline
sequential              replicate until the intervals are narrow enough
overview                many policies at one glance, and the cost–effect front
study                   a folder of results as analysis sees it: its runs, its design, its city
subject                 a folder as whoever answers from it reads it: city, policies and their comparison, seeds, failures
names                   words for factors and for what runs leave
warmup                  was the warm-up long enough
values                  numbers as words
line_breaks             where a line may break
long                    a row a run and indicator, as mixed models take it
budget_words            what is said of money and budgets
tables                  tables for a terminal
fonts                   the font that every figure uses
font_files/             the font with its licence
canvas                  a figure's frame, and saving it
figures                 main indicators, daily series
days                    how the days of a folder's runs went, what went from sector to sector, and what both show
network_figure          the governance network, its desks on rings
flows                   who passes what to whom, and the same as a picture
interaction/            two levers together: response surfaces, substitutes and complements
sensitivity/            which factors matter: Morris, Sobol', and noise
discovery/              under what conditions a policy fails: PRIM and CART in words
robustness/             policies over deep uncertainty; conclusions over structural worlds
calibration/            a city fitted to targets, and what they cannot tell
journeys/               the life of a matter in words, under one policy and another
classroom/              pages for a room of people, each one file that opens by double-click
logs/                   event logs and networks in formats that other programs read
report/                 a page that people can hand on
pilots/                 pilots as an evaluator would see them
"""
