"""The mapping, the vocabulary, the database."""
