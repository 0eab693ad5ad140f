"""Telephone calls, as a provider tells of them: ``calls`` takes its requests, ``signing`` believes them or not, ``callers`` knows
who calls. The contract is our own and neutral: a small bridge speaks it for each provider.
"""
