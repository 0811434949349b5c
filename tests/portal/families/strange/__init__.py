"""A second replica of every CMS family, written from PORTALS.md alone by someone who knew neither the adapters nor
the first replicas: other class names, column names, paths, markup order and pagers. See `skeleton`."""
