"""From results to answers: statistics, comparison, tables, figures. Imports experiments, model and scenarios.

paired                  paired differences with intervals
comparison              policies against a baseline
values                  numbers as words
tables                  tables for a terminal
fonts                   the font that every figure uses
font_files/             the font with its licence
canvas                  a figure's frame, and saving it
figures                 main indicators, daily series
network_figure          the governance network
ring_layout             where its desks stand
evidence                tables of evidence, each made by one command
evidence_runs           their runs
evidence_effects        effects of a 2 × 2 experiment, what pairing can save
evidence_pages          their pages: markdown and CSV
evidence_question       clarity × alignment in nine worlds
evidence_question_page  its page
evidence_levers         every lever at its ends
evidence_pairing        variance reduction by pairing
evidence_sizes          inputs per head at four sizes
evidence_outcomes       outcomes and the order of policies at four sizes
evidence_outcomes_page  their page
"""
