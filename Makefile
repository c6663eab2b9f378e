# Entrelacs : `make run` sert le site, `make test` lance les essais ; rien d'autre à installer que python3 et make.
PYTHON ?= python3
BIN := .venv/bin
# Le dossier des documents lus, s'il est à côté : les passages cités y sont relus.
SOURCES ?= $(firstword $(wildcard ../sources ../*/sources))
export OMP_NUM_THREADS := 1
# Chaque processus que lancent les essais compile sinon tout le projet à nouveau.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check bench format pins browser

run: .venv
	$(BIN)/entrelacs serve

test: .venv/dev browser
	$(BIN)/pytest -n 2 -q

check: .venv/dev browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/entrelacs check $(if $(SOURCES),--sources $(SOURCES))

bench: .venv/dev
	$(BIN)/python benchmarks/measures.py
	$(BIN)/python benchmarks/layout.py

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Newest versions allowed by pyproject.toml, written without addresses.
pins:
	rm -rf .venv-pins && $(PYTHON) -m venv .venv-pins
	.venv-pins/bin/pip install -q --upgrade pip
	.venv-pins/bin/pip install -q .
	.venv-pins/bin/pip freeze --exclude entrelacs > requirements.txt
	.venv-pins/bin/pip install -q --group dev
	.venv-pins/bin/pip freeze --exclude entrelacs | grep -vxFf requirements.txt > requirements-dev.txt
	rm -rf .venv-pins

.venv: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	touch .venv

.venv/dev: .venv requirements-dev.txt
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.txt
	touch .venv/dev

# The browser tests drive Debian's Chromium: installed here when we may, else asked for.
browser:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	|| { echo "Les essais demandent le navigateur Chromium : installez le paquet « chromium », puis relancez." >&2; exit 1; }
