"""The city in other people's tools, thin: what they ask for is handed on, nothing is computed here.

mesa_tools  as an ordinary Mesa model: keywords in, data collector out
ema         as a model of the EMA Workbench
"""
