# The portal's commands; `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
DATA_DIR ?= $(CURDIR)/var
export DATA_DIR

.DEFAULT_GOAL := help
.PHONY: help run reset test e2e lint bench assets registers messages migrations lock clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(VENV)/.run system-libraries ## Start the demonstration: web, worker and scheduler (PORT=, HOST=)
	@$(BIN)/python manage.py serve --host $(HOST) --port $(PORT)

reset: ## Forget the demonstration's data; the next `make run` starts afresh
	@rm -rf "$(DATA_DIR)"
	@echo "Data removed: $(DATA_DIR)"

test: $(VENV)/.dev ## Run every test on SQLite, or on PostgreSQL with DATABASE_URL=postgresql://…
	@.ci/system-packages test
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

e2e: $(VENV)/.dev ## Run the browser tests alone
	@.ci/system-packages test
	@$(BIN)/python -m pytest -m browser $(PYTEST_ARGS)

lint: $(VENV)/.dev ## Check style, types, import floors, templates, migrations, translations, assets, locks
	@.ci/lint

bench: $(VENV)/.dev ## Measure: ratios of one run, with query counts (DATABASE_URL= for PostgreSQL)
	@$(BIN)/python -m tests.benchmarks

assets: ## Compile styles and scripts (needs Node; the result is committed)
	@cd cms/assets && npm ci --no-audit --no-fund && npm run build

registers: $(VENV)/.dev ## Rebuild the embedded registers: communes, EPCI, activities, public bodies (needs npm)
	@.ci/registers

messages: $(VENV)/.dev ## Collect the texts to translate and compile the translations (needs gettext)
	@$(BIN)/python manage.py messages

migrations: $(VENV)/.dev ## Write the missing migrations
	@$(BIN)/python manage.py makemigrations

lock: $(VENV)/.dev ## Compile the requirement files from pyproject.toml
	@.ci/lock

clean: ## Remove the environment and every cache
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.PHONY: system-libraries
system-libraries:
	@.ci/system-packages run

# A stamp holds the hash of the lock: the environment is made again only when the lock changes.
$(VENV)/.run: requirements.txt
	@.ci/environment requirements.txt $@

$(VENV)/.dev: requirements-dev.txt
	@.ci/environment requirements-dev.txt $@
