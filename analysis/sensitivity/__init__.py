"""Which factor matters: Morris screening and Sobol indices, with what replication noise does to them.

responses.py  one output as a table of replicates by points, in whole blocks of the design
noise.py      what is left when all that the factors do is taken out
estimate.py   an index with its interval and its noise floor
sobol.py      first-order and total indices
morris.py     elementary effects
answer.py     every factor of every indicator
words.py      the table and the warnings
figure.py     bars with intervals
"""
