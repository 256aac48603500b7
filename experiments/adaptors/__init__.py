"""The city in other people's tools, thin: what they ask for is handed on, nothing is computed here.

ema         as a model of the EMA Workbench
"""
