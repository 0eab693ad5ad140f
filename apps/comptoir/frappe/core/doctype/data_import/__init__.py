"""Importing data."""
