"""Items, warehouses and the stock ledger.

The pure arithmetic is in ``valuation`` and ``bom_cost``; ``ledger`` is the only writer of stock balances.
"""
