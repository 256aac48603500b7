"""What happened, in formats that other programs read. All take the events of a run as `cogov.experiments.events` writes them.

clock        when the simulation is said to begin, and timestamps
activities   what happened in a few words, and who is said to have done it
frame        the event log as a tidy frame, which pm4py takes as it is
xes          the event log as XES (IEEE 1849-2016)
objects      objects, events and relations of OCEL 2.0
ocel_json    OCEL 2.0 as JSON
ocel_sqlite  OCEL 2.0 as an SQLite database
formats      the formats by name, and how each is written
folder       the events of one run of a folder of results
ties         the governance network as GraphML and GEXF
"""
