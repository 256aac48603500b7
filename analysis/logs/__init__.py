"""What happened, in formats that other programs read. All take the events of a run as `cogov.experiments.events` writes them.

frame        the event log as a tidy frame, which pm4py takes as it is; its clock and its words
xes          the event log as XES (IEEE 1849-2016)
ocel         OCEL 2.0 as JSON and as an SQLite database
formats      the formats by name, and how each is written; the events of one run of a folder
ties         the governance network as GraphML and GEXF
"""
