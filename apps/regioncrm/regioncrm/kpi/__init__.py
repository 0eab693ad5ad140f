"""Indicators: what is counted, against which plan, with what score."""
