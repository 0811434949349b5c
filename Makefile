SHELL := /bin/bash
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: setup lock lint types test clean

setup: $(STAMP)  ## install into .venv from requirements.lock, nothing else

$(STAMP): requirements.lock
	@if command -v uv >/dev/null; then \
	  uv venv --quiet --allow-existing --python $(PY) $(VENV) && \
	  uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock; \
	else \
	  $(PY) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock; \
	fi
	@touch $@

lock:  ## resolve pyproject.toml anew (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet -o requirements.lock

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

test: setup
	$(BIN)/python -m pytest

clean:
	rm -rf $(VENV) var
