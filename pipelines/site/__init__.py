"""A static web site of what is known: pages for a browser, made from the database and the kept originals."""
