"""Clients, contacts, leads and deals."""
