"""Doctypes of mail."""
