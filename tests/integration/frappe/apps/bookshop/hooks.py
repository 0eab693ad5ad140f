"""What the bookshop plugs in."""

app_title = "Bookshop"
doc_events = {"Client": {"validate": "bookshop.clients.check", "after_insert": "bookshop.clients.welcome"}}
