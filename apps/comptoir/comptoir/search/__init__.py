"""The search index: one text of terms per document, in the table ``__search``, under the full-text index of the database.

``terms`` says what is kept of a document, ``typed`` what a typed text asks for, ``index`` how each database is asked,
``keeping`` writes in the transaction that writes the documents, ``building`` fills what a migration left to fill. Rights
are not known here: what the index finds is looked up by the read path of lists (``comptoir.documents.finding``).
"""

from comptoir.search.index import Hit, hits, hits_by_doctype, matching
from comptoir.search.keeping import add_terms, forget_terms, is_kept, kept_columns, parts_of
from comptoir.search.terms import Part, terms_of
from comptoir.search.typed import Question, Typed

__all__ = [
    "Hit", "Part", "Question", "Typed", "add_terms", "forget_terms", "hits", "hits_by_doctype", "is_kept",
    "kept_columns", "matching", "parts_of", "terms_of",
]  # fmt: skip
