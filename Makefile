# Waymark: `make run` to try it, `make test` before every commit. `make help` lists the rest.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test test-debian bench pins format screenshots clean

help:  ## List what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else 1)' || { \
	  echo "Waymark needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)."; \
	  echo "Install a newer one and say which: make run PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements.txt | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

run: $(VENV)/.installed  ## Set everything up and serve the site with sample data (HOST, PORT)
	@WAYMARK_DEMO_SIGN_IN=1 exec $(BIN)/python manage.py serve --host $(HOST) --port $(PORT) --set-up --sample

test: $(VENV)/.installed-dev  ## Run every check: lint, types, migrations, tests with a browser, coverage
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash scripts/test

test-debian: $(VENV)/.installed-dev  ## Run the database tests on Debian's packaged PostgreSQL too
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash scripts/test-debian

bench: $(VENV)/.installed-dev  ## Measure every page and act against two yardsticks on the same server
	$(BIN)/python -m benchmarks.pages

format: $(VENV)/.installed-dev  ## Put the code into its format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html')

pins: $(VENV)/.installed-dev  ## Compile the pinned requirements from requirements*.in
	UV_CUSTOM_COMPILE_COMMAND="make pins" $(BIN)/uv pip compile -q --no-strip-extras --upgrade --generate-hashes --python-version 3.11 --universal requirements.in -o requirements.txt
	UV_CUSTOM_COMPILE_COMMAND="make pins" $(BIN)/uv pip compile -q --no-strip-extras --upgrade --generate-hashes --python-version 3.11 --universal requirements-dev.in -o requirements-dev.txt

screenshots: $(VENV)/.installed-dev  ## Take the README's pictures from the running product
	$(BIN)/python scripts/screenshots.py

clean:  ## Remove what was made here, except the database
	rm -rf $(VENV) staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov
