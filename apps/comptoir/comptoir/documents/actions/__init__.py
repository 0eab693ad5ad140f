"""One mutation, one action: check, hooks, write, events. REST, Desk, CLI, imports and app code all end here."""
