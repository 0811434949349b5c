"""The labelled corpus: annual reports made by other programs than our reader, with their gold cells."""
