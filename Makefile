# `make` alone says what there is. Everything is done in .venv; nothing is installed elsewhere.
PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 4
venv := .venv/bin/python

export PYTHON EXTRAS

.DEFAULT_GOAL := help
.PHONY: help install dev run test test-all check bench bench-matching bench-safety bench-tools lock

help: ## Say what there is
	@echo "make TARGET [PYTHON=python3.12] [PORT=8000] [WORKERS=3]"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1	\2/p' $(MAKEFILE_LIST) | expand -t 18

install: ## Make .venv with what running needs, by hash (EXTRAS=exchange: the clients of the exchanges)
	@tools/install.sh run

dev: ## Make .venv with what the tests and checks need too
	@tools/install.sh dev

run: ## Serve the demo on http://127.0.0.1:8000 until Ctrl-C
	@$(PYTHON) tools/preflight.py $(PORT)
	@tools/install.sh run
	@exec tools/run.sh $(PORT)

test: dev ## Run the tests on SQLite and PostgreSQL (10 minutes at most)
	@$(venv) -m pytest -q -n $(WORKERS) --dist worksteal -m "not slow"
	@BELISHA_TEST_DB=postgres $(venv) -m pytest -q -n $(WORKERS) --dist worksteal -m "not pure and not browser and not slow and not page"

test-all: dev ## Run them all, the slow ones too (an hour at most)
	@$(venv) -m pytest -q -n $(WORKERS) --dist worksteal
	@BELISHA_TEST_DB=postgres $(venv) -m pytest -q -n $(WORKERS) --dist worksteal -m "not pure and not browser"
	@tools/sanitize.sh
	@tools/arm.sh

check: dev ## Check style, types, imports and words
	@$(venv) -m ruff check .
	@$(venv) -m ruff format --check .
	@$(venv) -m mypy
	@.venv/bin/lint-imports --no-cache
	@$(venv) tools/check_words.py

bench: bench-tools ## Measure everything; ARGS="--write" writes docs/reference/performance.md (LARGE=--large: 10M)
	@$(venv) -m bench $(LARGE) $(ARGS)

bench-matching: bench-tools ## Measure the matching core and write docs/reference/performance.md
	@$(venv) -m bench matching --write $(LARGE)

bench-safety: bench-tools ## Measure the safety promises at their full counts
	@$(venv) -m bench.safety

bench-tools: dev
	@$(venv) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-bench.lock || \
		echo "What is measured against could not be installed; it is left out." >&2

lock: dev ## Write the lock files again (needs uv)
	@tools/lock.sh
