"""The tests. Their many processes keep what they compile: to compile it anew is a fifth of each start."""

import os

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
