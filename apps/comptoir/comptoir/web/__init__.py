"""HTTP: parse the request, run one action, serialise the answer. No SQL and no rights of its own.

- ``app``: the ASGI application; ``dispatch``: site, principal, CSRF, one unit of work, one answer;
- ``requests`` (what came in), ``envelope`` (what goes out), ``errors`` (the one error mapper), ``routes``;
- ``resource`` (v1), ``v2``, ``methods``, ``session``, ``uploads``, ``openapi``, ``static``.
"""
