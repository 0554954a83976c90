# Every verb of the house. `make` alone lists them; README.md says how to do without make.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
UV := $(shell command -v uv || echo .venv/bin/uv)
BIN := .venv/bin
INSTALL := $(UV) pip install --quiet --python $(BIN)/python
PROJECT := --no-deps --build-constraints requirements.lock --editable .
RESOLVE := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet
PYTEST := $(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder
DEMO_DAY := 2026-03-31
DEMO_PORT ?= 8000
SHELL_FILES := src/duecourse/cli/*,src/duecourse/engines/*,src/duecourse/outside/*,src/duecourse/services/*
CHECKS := check-style check-types check-imports check-house check-doctests

.DEFAULT_GOAL := help
.PHONY: help demo demo-report test check $(CHECKS) format bench cover fuzz screenshots chromium lock clean java

demo: export DUECOURSE_HOME := demo/app
demo: export DUECOURSE_LOCAL := 1
demo: export DATABASE_URL :=

help: ## List these verbs
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | \
		while IFS='|' read -r verb says; do printf '%-15s %s\n' "$$verb" "$$says"; done

demo: demo-report ## The example company in the application, with logins, at http://127.0.0.1:8000
	@$(BIN)/duecourse import demo/company --yes --lang en || [ $$? -eq 2 ]
	@$(BIN)/duecourse daily --as-of $(DEMO_DAY) --lang en || [ $$? -eq 2 ]
	@$(BIN)/duecourse user examples --lang en
	@$(BIN)/duecourse serve --local --port $(DEMO_PORT) --lang en

demo-report: .venv/.base ## Install, make an example company, review it, say where the report lies
	rm -rf demo
	$(BIN)/duecourse simulate-company demo/company --seed 7 --as-of $(DEMO_DAY) --format csv
	$(BIN)/duecourse review demo/company --as-of $(DEMO_DAY) --out demo/report || [ $$? -eq 2 ]
	@echo "The report: $(CURDIR)/demo/report/report.html (also report.pdf, report.xlsx and the tables)"

test: .venv/.dev java chromium ## Install what the tests need, then run all of them
	DUECOURSE_TEST_DB=postgresql $(PYTEST) -m database
	$(PYTEST)

check: .venv/.dev ## Style, types, imports, the house's own rules, doctests
	@$(MAKE) --no-print-directory --keep-going $(CHECKS)

check-style: .venv/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

check-types: .venv/.dev
	$(BIN)/mypy src scripts

check-imports: .venv/.dev
	$(BIN)/lint-imports --no-logo

check-house: .venv/.dev
	$(BIN)/python scripts/check.py

check-doctests: .venv/.dev
	$(BIN)/pytest -q --doctest-modules src scripts

format: .venv/.dev ## Set the code as the house sets it
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format

bench: .venv/.dev ## Time the product against its peers (bench/README.md)
	$(BIN)/python -m bench

cover: .venv/.dev java ## Run all tests; every branch of the domain must be taken by one
	$(PYTEST) --cov --cov-report=
	$(BIN)/coverage report --include="$(SHELL_FILES)" --fail-under=90
	$(BIN)/coverage report --omit="$(SHELL_FILES)" --fail-under=100

fuzz: .venv/.dev ## Many thought-up requests to the interface (EXAMPLES=1000 each)
	DUECOURSE_FUZZ=$(or $(EXAMPLES),1000) $(BIN)/pytest -q tests/web/api/test_fuzz.py

screenshots: .venv/.dev chromium ## Photograph every page for docs/pages.md
	$(BIN)/python scripts/screenshots.py

lock: | $(UV) ## Resolve the requirements again (UPGRADE=--upgrade takes newer ones)
	$(UV) pip compile pyproject.toml --all-extras --group dev $(RESOLVE) $(UPGRADE) \
		--output-file requirements.lock
	$(UV) pip compile pyproject.toml --extra web $(RESOLVE) --constraints requirements.lock \
		--output-file requirements-base.lock

clean: ## Remove the demo, caches and whatever a build left
	rm -rf demo dist htmlcov spark-warehouse metastore_db derby.log .coverage* \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -path ./.venv -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

chromium:
	@{ command -v chromium >/dev/null && fc-list :lang=zh | grep -q .; } || \
		{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
		apt-get install -qq -y --no-install-recommends chromium fontconfig fonts-noto-cjk; } || \
		echo "No Chromium here: the tests in a browser will be skipped."

java:
	@command -v java >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		apt-get update -qq && apt-get install -qq -y --no-install-recommends default-jre-headless; } || \
		echo "No Java here: the tests on Spark will be skipped."

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/it")'
	$(PYTHON) -m venv .venv

.venv/bin/uv: | $(BIN)/python
	$(BIN)/python -m pip install --quiet "uv>=0.9"
	$@ pip uninstall --quiet --python $(BIN)/python pip setuptools

.venv/.base: requirements-base.lock pyproject.toml | $(BIN)/python $(UV)
	$(INSTALL) --require-hashes --requirements requirements-base.lock
	$(INSTALL) $(PROJECT)
	@touch $@

.venv/.dev: requirements.lock pyproject.toml | $(BIN)/python $(UV)
	$(INSTALL) --require-hashes --build-constraints requirements.lock --requirements requirements.lock
	$(INSTALL) $(PROJECT)
	@touch $@ .venv/.base
