"""Tables of evidence for the documents, each made by one command from the root of a clone: `python -m docs.evidence TABLE`.

__main__     which table, made how often
runs         their runs
effects      effects of a 2 × 2 experiment, what pairing can save
pages        their pages: markdown and CSV
question/    boundary clarity × goal alignment: the pooled answer, its mechanisms, its prior, the page
levers       every lever at its ends, and paid for by the others
equal_cost   how the others pay for a lever
pairing      variance reduction by pairing
desks        how busy every kind of desk is, beside the work that is its duty
settling     from which day on a run has left its start behind
sizes        inputs per head at four sizes
outcomes     outcomes and the order of policies at four sizes
idle         what hangs on every number
networks     what ties do where they lie as in two real networks
mended       what had been found misleading, measured again
mended_page  its figures and its page
facts/       the stylised facts, each tried
validation/  closed forms and real logs, each tried
calibration/  the default city fitted to real logs
"""
