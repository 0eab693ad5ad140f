"""Mail: what the site wants to say to people outside, and what they answer.

``letters`` says what is to be sent, ``outbox`` keeps it and takes the steps of sending, ``states`` names them,
``smtp`` hands letters to a server, ``unsubscribing`` knows who wants no more of them.
"""

from comptoir.mail.letters import Letter, check_addresses, put

__all__ = ["Letter", "check_addresses", "put"]
