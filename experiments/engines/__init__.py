"""Engines: where runs are lived through, one after the other, by processes of this machine, by a cluster.

engine.py       what every engine does with the tasks that it is given
serial.py       in this process, one after the other
processes.py    a crew of worker processes on this machine
worker.py       one process of the crew, from both of its ends
executors.py    anything with the interface of concurrent.futures.Executor
dask.py         a Dask cluster, by the address of its scheduler
choice.py       which engine was asked for
cores.py        how many cores this process may use
"""
