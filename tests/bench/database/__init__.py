"""The database at the size of a country: 300,000 synthetic reports, the worked queries, an incremental load."""
