# Everything a developer or an operator asks for by name; `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
PYTHON_ := $(BIN)/python
MANAGE := $(PYTHON_) manage.py
PACKAGES := accounts archive config decisions experts tests manage.py
UV := $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --only-binary :all: \
	--no-header --no-annotate --no-emit-index-url
# What only reads the code needs no database server; nothing connects to this address.
NO_SERVER := DATABASE_URL=postgresql:///nothing DJANGO_SETTINGS_MODULE=config.settings.test
# Commands of manage.py that each write a document below docs/ from the code; `make check` sees that nothing changed.
GENERATORS := statute_table
JOBS ?= 2
ARGS ?=

.PHONY: help install run demo stop test test-fast e2e bench lint types check format messages docs vendor lock clean

help: ## show what can be asked for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: ## virtual environment, locked packages, system libraries, fonts, browser
	@PYTHON="$(PYTHON)" scripts/install.sh

run: prepare ## serve for development on localhost:8000, reloading what changes
	@$(MANAGE) migrate --verbosity 0
	@DJANGO_RUNSERVER_HIDE_WARNING=true $(MANAGE) runserver $(ARGS)

demo: install ## real decisions carried through the procedure, then served on localhost; DEMO_SERVE=0 does not serve
	@scripts/demo.sh

stop: ## stop the embedded database server of this directory
	@$(PYTHON_) -m config.embedded stop

test: prepare ## every test; ARGS="-k name" for some of them
	@$(PYTHON_) -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder --create-db $(ARGS)

test-fast: prepare ## the tests that need no browser, in one process, on the database of the last run
	@$(PYTHON_) -m pytest -x -q -m "not browser" $(ARGS)

e2e: prepare ## the browser tests alone
	@$(PYTHON_) -m pytest tests/browser $(ARGS)

bench: prepare ## what things cost, as ratios in one run
	@$(PYTHON_) tests/bench/run.py $(ARGS)

lint: install ## style, imports, templates
	@$(BIN)/ruff check $(PACKAGES) scripts
	@$(BIN)/ruff format --check --quiet $(PACKAGES) scripts
	@$(NO_SERVER) $(BIN)/lint-imports --no-cache
	@if compgen -G "templates/*" >/dev/null; then $(BIN)/djlint templates --lint --quiet && $(BIN)/djlint templates --check --quiet; fi
	@$(PYTHON_) -m pytest -q --no-header tests/test_repository.py tests/test_layers.py

types: install ## mypy, strict
	@$(NO_SERVER) $(BIN)/mypy

check: lint types test ## everything: lint, types, tests, migrations, generated documents, messages, production's settings
	@$(MANAGE) makemigrations --check --dry-run
	@$(PYTHON_) -m config.messages check
	@if [ -n "$(GENERATORS)" ]; then $(MAKE) docs && git diff --exit-code --stat -- docs; fi

format: install ## put code and templates into their form
	@$(BIN)/ruff check --fix --quiet $(PACKAGES) scripts || true
	@$(BIN)/ruff format --quiet $(PACKAGES) scripts
	@if compgen -G "templates/*" >/dev/null; then $(BIN)/djlint templates --reformat --quiet || true; fi

messages: install ## merge locale/fragments into the catalogue, say what is missing, compile
	@$(PYTHON_) -m config.messages merge
	@$(PYTHON_) -m config.messages check
	@$(PYTHON_) -m config.messages compile

docs: install ## write the generated documents anew
	@for command in $(GENERATORS); do $(MANAGE) $$command; done

vendor: install ## renew the browser's assets from npm (needs npm; running and testing do not)
	@$(PYTHON_) -m config.vendored

lock: install ## renew requirements/*.txt; ARGS=--upgrade for newer versions
	@for name in base dev production; do $(UV) $(ARGS) requirements/$$name.in -o requirements/$$name.txt; done

clean: stop ## remove what the tools made, but neither var/ nor .venv
	@find . -name __pycache__ -not -path './.venv/*' -not -path './var/*' -prune -exec rm -rf {} +
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov

.PHONY: prepare
prepare: install
	@$(PYTHON_) -m config.messages compile
