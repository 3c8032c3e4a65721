# Mistok. `make run` shows it, `make test` proves it; both set up what they need.
# Needs python3 (3.11 or newer) and make.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed
PORT ?= 8000
# The headless build draws no window frames: browser tests take little more than half as long.
CHROMIUM ?= $(shell command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome)
SLOW := $(if $(wildcard tests/crash/test_*.py),tests/crash) $(if $(CHROMIUM),$(if $(wildcard tests/browser/test_*.py),tests/browser))
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/messages.po)
COMPILED := $(CATALOGUES:.po=.mo)
DICTIONARIES := instance/dictionaries/made
PYTEST := $(BIN)/pytest
LAZY := -k _l -k _lp:1c,2 -k lazy_gettext -k lazy_ngettext:1,2 -k lazy_pgettext:1c,2 -k lazy_npgettext:1c,2,3

export PORT CHROMIUM

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install run check test test-sqlite test-postgresql test-slow chromium lock catalogues format clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED) $(COMPILED) $(DICTIONARIES)  ## everything it needs, into .venv

$(INSTALLED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Mistok needs Python 3.11 or newer; name one: make PYTHON=python3.12"; exit 1; }
	@echo "Installing into .venv (once, and again when requirements.lock changes) ..."
	@$(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment here; on Debian: apt install python3-venv"; exit 1; }
	@$(BIN)/pip install -qq --disable-pip-version-check --root-user-action ignore --no-deps --require-hashes -r requirements.lock
	@touch $@

# Word forms for search, made once from what the packages carry.
$(DICTIONARIES): $(INSTALLED)
	@echo "Making the dictionaries of word forms (half a minute, once) ..."
	@$(BIN)/python -c 'from pathlib import Path; from marketplace.core.morphology import build; build(Path("$(@D)"))'
	@touch $@

# Each catalogue is compiled on its own: only the one that changed.
%.mo: %.po $(INSTALLED)
	@echo "Compiling $< ..."
	@$(BIN)/pybabel -q compile --input-file $< --output-file $@

run: install  ## the site with demonstration data, on http://127.0.0.1:8000 (PORT says another)
	@DEMONSTRATION=1 exec $(BIN)/flask --app wsgi demonstration

check: install  ## the fast half: style, types, layers, templates, spelling
	@echo "== Style";     $(BIN)/ruff check --quiet && $(BIN)/ruff format --check --quiet || { echo "(make format mends most of it)"; exit 1; }
	@echo "== Types";     $(BIN)/mypy
	@echo "== Layers";    $(BIN)/lint-imports --no-logo
	@echo "== Templates"; $(BIN)/djlint --lint --quiet --profile=jinja templates
	@echo "== Spelling";  $(BIN)/codespell

test: chromium check test-sqlite test-postgresql test-slow  ## everything, on both databases and in a browser

test-sqlite: install
	@echo "== Tests on SQLite"
	@TEST_DATABASE=sqlite $(PYTEST) -n auto --ignore=tests/crash --ignore=tests/browser tests

test-postgresql: install
	@echo "== Tests on PostgreSQL"
	@TEST_DATABASE=postgresql $(PYTEST) -n auto --ignore=tests/crash --ignore=tests/browser tests

test-slow: install
ifneq ($(strip $(SLOW)),)
	@echo "== Crashes and browsers"
	@$(PYTEST) -n 2 --dist loadfile $(SLOW)
endif

chromium:
ifeq ($(CHROMIUM),)
	@echo "No Chromium here: the browser tests are left out (on Debian: apt install chromium-headless-shell)."
	@test -z "$$CI"
endif

lock:  ## requirements.lock anew from pyproject.toml (needs uv)
	@uv pip compile pyproject.toml --group dev --universal --generate-hashes --python-version 3.11 -o requirements.lock > /dev/null

# No line numbers and no dates: a catalogue changes when words change.
catalogues: $(INSTALLED)  ## translations/ after the words in the code
	@mkdir -p translations
	@$(BIN)/pybabel -q extract -F pyproject.toml $(LAZY) --add-comments=L10n: --strip-comment-tags --no-location --sort-output --omit-header --no-wrap --output-file translations/messages.pot .
	@test -z "$(CATALOGUES)" || $(BIN)/pybabel -q update --input-file translations/messages.pot --output-dir translations --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap
	@$(MAKE) --no-print-directory install

format: $(INSTALLED)  ## code as the formatter wants it
	@$(BIN)/ruff check --quiet --fix-only
	@$(BIN)/ruff format --quiet

clean:  ## away with what was made here, the demonstration too
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache instance/demonstration*
	@rm -f $(COMPILED)
