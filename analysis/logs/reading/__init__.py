"""A log that a person brings: untrusted, of any program, read one event after the other into numbers; no word of it is kept.

door         which kind of file it is, and the way from there to cases
columns      which column of it is what: the words for each, and what the person says
moments      when something happened, as logs write it
collected    events on their way to a tidy table
markup       XML followed element by element, safely
xes          XES (IEEE 1849), read as a stream
ocel         OCEL 2.0 as JSON, XML or an SQLite database
table        a table: CSV
"""
