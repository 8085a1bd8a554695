# Everything a newcomer, a developer or CI does here. It needs Python 3.11, make, and root or sudo on Debian.
PORT ?= 8000
# the first Python on the path that is new enough
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done || true)
BIN := .venv/bin
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-emit-index-url --no-emit-find-links $(UPGRADE) --extra postgresql --extra planning --extra pdf pyproject.toml

.PHONY: help setup demo test check bench fmt words vendor lock clean
.DEFAULT_GOAL := help

help: ## what can be asked for
	@sed -n 's/^\([a-z]*\):[^#]*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup: python ## make .venv with everything in it (quick when it is there)
	@$(PYTHON) -m tools.setup

demo: python ## serve the demo city in the foreground (PORT=8000)
	@$(PYTHON) -m tools.setup --wish serif sans
	@exec $(BIN)/wenming --home .home/demo demo --port $(PORT)

test: python ## all tests: on SQLite, in a real browser, then on a real PostgreSQL
	@$(PYTHON) -m tools.setup --parts browser sans serif postgresql
	@$(BIN)/python -m tools.test $(ARGS)

check: setup ## style, types, layers, templates, migrations, deployment
	@$(BIN)/python -m tools.check

bench: setup ## every benchmark, with ratios to its peer
	@$(BIN)/wenming --home .home/bench bench $(ARGS)

fmt: setup ## lay the code and the templates out anew
	@$(BIN)/ruff check --quiet --fix-only . && $(BIN)/ruff format --quiet .
	@git ls-files -z '*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2

words: setup ## renew the English catalogue: every word, none guessed
	@$(BIN)/python -m tools.words

vendor: setup ## fetch the front end's kept files anew, each held to its hash
	@$(BIN)/python -m tools.vendor $(ARGS)

lock: ## pin the requirements anew (UPGRADE=--upgrade takes newer ones)
	@$(LOCK) --group dev --output-file requirements/dev.txt
	@$(LOCK) --constraint requirements/dev.txt --output-file requirements/run.txt

clean: ## remove what these commands made
	@rm -rf .venv .home build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info

.PHONY: python
python:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or newer on the path" >&2; exit 1; }
