"""Doctypes of it."""
