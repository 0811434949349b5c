"""The tests. Their many processes keep compiled modules even where the machine does not: else each compiles anew."""

import os

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
