"""The shape of an event log, a foreign or a simulated one: dimensionless measures, the same functions for both, and how far two are apart.

cases        a tidy table of events, made into cases with their hand-offs, times and ends
simulated    the events of a run as such a table: a case an episode
measures     the measures: each a function of the cases, with its name, definition and denominator
shape        all measures of one log; nothing of the log itself is kept
compared     a log beside simulated ones: differences, distances, intervals over seeds
words        tables and sentences of both
figure       both as a picture
"""
