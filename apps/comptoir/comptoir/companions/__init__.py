"""What accompanies a document: remarks, assignments, tags, likes and shares.

Each is a document of its own (Comment, ToDo, Tag Link, DocShare) and goes through the actions like any other. The
document itself carries a summary for lists in ``_comments``, ``_assign``, ``_user_tags`` and ``_liked_by``; it is
made anew from the companions under a lock of the document (``summaries``), so that two people who act at once lose
nothing, and without touching ``modified``.

- ``comments``, ``assignments``, ``tags``, ``likes``, ``shares``, ``files``: the verbs, each with the right it asks for;
- ``docinfo``: everything a form shows beside a document; ``counts``: what a list shows beside its rows;
- ``events``: what follows a merge and the deletion of a user.
"""
