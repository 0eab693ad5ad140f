"""The processes of one installation: the embedded Redis, the port, the build of the screens, start and supervision.

Invariant: whatever is started here ends with the process that started it, however that one ends.
"""
