"""Which factor matters: Morris screening and Sobol indices, with what replication noise does to them.

estimate.py   an index with its interval and its noise floor; replication noise
sobol.py      first-order and total indices
morris.py     elementary effects
answer.py     outputs in whole blocks of the design; every factor of every indicator
words.py      the table and the warnings
figure.py     bars with intervals
"""
