"""What happened, in formats that other programs read, and logs of other programs beside ours.

frame        the event log as a tidy frame, which pm4py takes as it is; its clock and its words
xes          the event log as XES (IEEE 1849-2016)
ocel         OCEL 2.0 as JSON and as an SQLite database
formats      the formats by name, and how each is written; the events of one run of a folder
ties         the governance network as GraphML and GEXF
reading/     a log that a person brings: XES, OCEL 2.0, CSV
shape/       what a log is like: measures of cases, the same for foreign and simulated ones, side by side
"""
