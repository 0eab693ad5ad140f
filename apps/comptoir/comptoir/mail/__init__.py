"""Mail: what the site wants to say to people outside. ``outbox`` keeps it until it is sent."""

from comptoir.mail.outbox import Letter, claim, fail, finish, put, take_back

__all__ = ["Letter", "claim", "fail", "finish", "put", "take_back"]
