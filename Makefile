# Newsroom. `make run` opens the paper, `make test` proves it; `make help` names the rest.
# Needs Python 3.11 or newer, nothing else: what it installs stays in .venv, what it keeps in var.

PORT ?= 8000
JOBS ?= 2
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# Every package by its hash. Nothing is built with tools fetched meanwhile: see .ci/lock.
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-input --require-hashes
PYTEST := $(BIN)/python -m pytest

# Settings as on a server, for the checks that judge them.
PRODUCTION := DEBUG=0 HTTPS=1 ALLOWED_HOSTS=newsroom.example \
	SECRET_KEY=a-key-for-this-check-only-0123456789-abcdefghijklmnopqrstuvwxyz

.PHONY: help run test test-here test-postgres format lint lint-style lint-templates lint-imports lint-migrations \
	lint-settings soak bench evaluate screenshots lock messages clean
.DEFAULT_GOAL := help

help:
	@echo "make run            load the sample paper and serve it on http://127.0.0.1:$(PORT)/"
	@echo "make test           the tests, on the database that DATABASE_URL names (SQLite without)"
	@echo "make test-postgres  the same tests on a throw-away PostgreSQL"
	@echo "make lint           style, templates, import direction, migrations, production settings"
	@echo "make format         let ruff write what lint asks for"
	@echo "make soak           the slow tests: sweeps and measurements"
	@echo "make evaluate       how well the sample paper is taken apart, in figures"
	@echo "make bench          how fast searching and loading are, in figures; SIZES=\"10000 1000000\""
	@echo "make screenshots    the pictures of README.md and docs/"
	@echo "make messages       gather and compile the translations"
	@echo "make lock           write the locks anew from pyproject.toml"

# --- What the others stand on ------------------------------------------------------------------

$(BIN)/python:
	@python=$$(.ci/python) && { [ -n "$${CI:-}" ] || echo "Making .venv with $$python"; } && "$$python" -m venv .venv

.venv/runs: requirements.lock .ci/build.lock | $(BIN)/python
	@echo "Installing what runs, from requirements.lock"
	@$(PIP) -r .ci/build.lock
	@$(PIP) --no-build-isolation -r requirements.lock
	@touch $@

.venv/tests: tests/requirements.lock .venv/runs | $(BIN)/python
	@echo "Installing what tests, from tests/requirements.lock"
	@$(PIP) --no-build-isolation -r tests/requirements.lock
	@touch $@

# --- The two commands --------------------------------------------------------------------------

run: .venv/runs
	@$(MANAGE) migrate --no-input --verbosity 0
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@$(MANAGE) load_agencies seeds/agencies.csv
	@$(MANAGE) load_seeds --publish
	@$(MANAGE) make_editor
	@PORT=$(PORT) exec $(BIN)/gunicorn --config newsroom/gunicorn.py

test: .venv/tests
	@$(MAKE) --no-print-directory test-here

test-here: .venv/tests
	$(PYTEST) -n $(JOBS) -m "not slow" $(ARGS)

# --- The rest ----------------------------------------------------------------------------------

test-postgres: .venv/tests
	.ci/postgres $(MAKE) --no-print-directory test-here

lint: lint-style lint-templates lint-imports lint-migrations lint-settings

lint-style: .venv/tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# Linted, not reformatted: a line break that a formatter puts between Chinese words is a space on the page.
lint-templates: .venv/tests
	$(BIN)/djlint templates --lint --quiet

lint-imports: .venv/tests
	$(PYTEST) -q tests/test_architecture.py

lint-migrations: .venv/tests
	$(MANAGE) makemigrations --check --dry-run

lint-settings: .venv/tests
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

format: .venv/tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

soak: .venv/tests
	$(PYTEST) -m slow

bench: .venv/tests
	$(MANAGE) bench $(SIZES)

evaluate: .venv/runs
	$(MANAGE) evaluate seeds

screenshots: .venv/tests
	$(BIN)/python docs/screenshots.py

messages: .venv/tests
	@command -v msgfmt >/dev/null || { echo "gettext is missing. On Debian: apt-get install gettext" >&2; exit 1; }
	$(MANAGE) makemessages --locale en --no-location --no-obsolete --ignore 'seeds/*' --ignore 'tests/*' --ignore 'var/*'
	$(MANAGE) compilemessages --locale en

lock: .venv/tests
	.ci/lock

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis
