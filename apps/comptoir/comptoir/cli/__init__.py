"""The ``bench`` verbs: click commands that call the layers below and print what happened.

Nothing is decided here that a library call could not do as well. Imports inside commands keep ``./bench`` quick.
"""
