"""What happens by itself when documents do: notifications, reminders, and requests to other programs.

Subscribers of document events alone. ``subscriptions`` knows which documents mean to whom, ``subscribers`` hears the
events, ``notifying`` tells people what they may read, ``webhooks`` tells other programs, ``reminding`` keeps dates.
"""
