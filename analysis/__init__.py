"""From results to answers: statistics, comparison, tables, figures. Imports experiments, model and scenarios.

paired                  paired differences with intervals
comparison              policies against a baseline
sequential              replicate until the intervals are narrow enough
values                  numbers as words
tables                  tables for a terminal
fonts                   the font that every figure uses
font_files/             the font with its licence
canvas                  a figure's frame, and saving it
figures                 main indicators, daily series
network_figure          the governance network
ring_layout             where its desks stand
evidence/               tables of evidence, each made by one command
"""
