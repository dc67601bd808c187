# Everything that is typed often. Each target sets up what it needs first; nothing is done twice.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PORT ?= 8000
DATA ?= $(or $(MAYPOLE_DATA),.data)
ONLY ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Requirements are locked for the oldest Python we support, so that one is asked first.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
MESSAGES := $(shell find src -name '*.po')

.PHONY: help setup run test check format messages bench evidence mission shots lock

help:
	@echo "make run [PORT=8000]    a demo clinic, made on first use, then served"
	@echo "make test               everything that must pass"
	@echo "make check              format, lint, types, imports, shape"
	@echo "make format             put the source into our format"
	@echo "make messages           collect what is to be translated"
	@echo "make bench [ONLY=…]     measurements"
	@echo "make evidence [ONLY=…]  long campaigns, written to docs/evidence/"
	@echo "make mission            which elements of docs/mission.md are proven"
	@echo "make shots              pictures of every page, in shots/"
	@echo "make lock               write requirements/*.txt anew from pyproject.toml"

setup: $(VENV)/.messages

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "Maypole needs Python 3.11 or newer, and none was found." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.base: requirements/base.txt $(VENV)/.python
	$(PIP) install --quiet --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/.package: pyproject.toml $(VENV)/.base
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.messages: $(MESSAGES) tools/compile_messages.py $(VENV)/.package
	@$(BIN)/python tools/compile_messages.py src
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.package
	$(PIP) install --quiet --require-hashes -r requirements/test.txt
	@touch $@

run: setup
	@$(BIN)/maypole demo --data "$(DATA)"
	@exec $(BIN)/maypole serve --data "$(DATA)" --port $(PORT)

check: setup $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/test_shape.py tests/test_repository.py -s

format: setup $(VENV)/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

messages: setup
	@$(BIN)/python -m tools.messages

# The floors are read from one run. Progress and scores: every line and branch; groups: every line. Actions and access: 94 %.
test: check
	@chromium=$$(tools/chromium.sh) || exit 1; \
	export MAYPOLE_CHROMIUM="$$chromium" COVERAGE_FILE=.coverage; \
	rm -f .coverage .coverage.*; \
	$(BIN)/python -m pytest -n 2 --dist loadgroup --cov --cov-report= -rs
	$(BIN)/coverage report --include='src/maypole/cores/progress/*,src/maypole/cores/scores/*' --fail-under=100
	$(BIN)/coverage report --include='src/maypole/cores/groups/*' --fail-under=99
	$(BIN)/coverage report --include='*/actions.py,*/actions/*.py,*/access.py,src/maypole/access/*' --fail-under=94
	@echo "whole: $$($(BIN)/coverage report --format=total) % of lines and branches"

bench: setup $(VENV)/.test
	@$(BIN)/python -m bench $(ONLY)

evidence: setup $(VENV)/.test
	@$(BIN)/python -m evidence $(ONLY)

mission: setup $(VENV)/.test
	@chromium=$$(tools/chromium.sh) || exit 1; MAYPOLE_CHROMIUM="$$chromium" $(BIN)/python -m tools.mission

shots: setup $(VENV)/.test
	@chromium=$$(tools/chromium.sh) || exit 1; MAYPOLE_CHROMIUM="$$chromium" $(BIN)/python -m tools.shots

# No addresses in the lock files: where packages come from is the business of the machine that installs them.
COMPILE := --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-options \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
lock: $(VENV)/.python
	@test -x .cache/lock/bin/pip-compile || { $(BIN)/python -m venv .cache/lock && .cache/lock/bin/pip install --quiet pip-tools; }
	.cache/lock/bin/pip-compile $(COMPILE) --extra build --output-file requirements/base.txt pyproject.toml
	.cache/lock/bin/pip-compile $(COMPILE) --extra build --extra test --constraint requirements/base.txt \
		--output-file requirements/test.txt pyproject.toml
