"""The folder of a study: what its runs left, who may write there, how it is read while it grows.

    DIR/manifest.json     what every run of the folder shares, and with what it was made
    DIR/runs/*.parquet    one row a run            DIR/series/, DIR/events/   tables that runs leave, where they are recorded

Files stand there whole or not at all: they are written under a name that begins with a dot and renamed. The files of one chunk of
runs share a stem; its file in runs/ comes last and makes the others count. Readers need no lock.

schema.py       the columns of the tables, and the rows of runs lived through
files.py        writing a file whole, reading and finding files, which row of a run counts
claim.py        one writer at a time: who it is
manifest.py     what all runs of a folder share, and what of it must agree when a study goes on
folder.py       the folder while a study is under way
census.py       which runs of a plan are there
compaction.py   many small files made into one
soundness.py    whether every file holds what it may
frames.py       what a reader gets
"""
