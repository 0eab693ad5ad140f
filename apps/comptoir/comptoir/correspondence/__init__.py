"""What is written to people and what they answer, kept beside the documents it is about as Communication documents.

``writing`` sends an e-mail about a document, ``filling`` makes its text of an Email Template, ``markup`` keeps HTML
harmless. ``fetching`` gets what has come by IMAP, ``parsing`` reads it, ``belonging`` finds its document, ``incoming``
keeps it.
"""
