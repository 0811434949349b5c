"""Web archives of others: their indexes, their copies, and the way to a page there instead of live."""
