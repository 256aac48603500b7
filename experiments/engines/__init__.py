"""Engines: where runs are lived through, one after the other, by processes of this machine, by a cluster.

engine.py       what every engine does with the tasks that it is given; the simplest, in this process
processes.py    a crew of worker processes on this machine, and one of them from both of its ends
executors.py    anything with the interface of concurrent.futures.Executor, a Dask cluster among them
machine.py      how many cores and how much memory this process may use
choice.py       which engine was asked for, with how many workers and how much memory
"""
