# make demo        a working shop with two portals, the editor, a local Stripe and the worker
# make test        all tests (make test K=expr: some of them)
# make bench       figures of speed beside others' (make bench K=name: one of them)
# make bench-large those among 1,000,000 customers, on a PostgreSQL of their own; minutes, 3 GB
# Everything is installed into .venv/ here; nothing else has to be there but Python 3.11-3.13.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE ?=
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo demo-reset test check bench bench-large lock format clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

# --- Set-up ------------------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else f"Portico needs Python 3.11, 3.12 or 3.13; this is {v[0]}.{v[1]}. Say which with: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: requirements/demo.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/demo.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@ $(VENV)/.demo

# --- Run ---------------------------------------------------------------------------------------

demo: $(VENV)/.demo
	@PORT=$(PORT) $(BIN)/python -m cms.demo.environment
	@exec $(BIN)/python manage.py demo

demo-reset:
	rm -rf var/demo.env var/portico.sqlite3* var/local_stripe.sqlite3* var/cache var/queue var/media var/mail var/beat-schedule*

# --- Prove -------------------------------------------------------------------------------------

test: $(VENV)/.dev
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m tests.run $(if $(K),-k "$(K)")

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --target-version 5.2 $$(git ls-files '*.html')
	$(BIN)/djlint --lint --quiet $$(git ls-files '*.html')
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python -m tests.deploy_check

bench: $(VENV)/.dev
	@$(BIN)/python -m tests.bench $(if $(K),$(K))

bench-large: $(VENV)/.dev
	@$(BIN)/python -m tests.bench --large $(if $(K),$(K))

# --- Keep --------------------------------------------------------------------------------------

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:
	for set in base demo dev; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	    --no-emit-index-url --custom-compile-command "make lock" \
	    -o requirements/$$set.txt requirements/$$set.in || exit 1; \
	done

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
