# Two commands matter: make test, make match. Python 3.11 or newer and make are all they assume.
PYTHON ?= python3
DATA ?= data/are
FROM ?= 2026-12-14
DAYS ?= 7
OUT ?= out
# The shipped weeks are planned as if it were the Friday before, so that everybody can still be asked in time.
NOW ?= $(if $(filter data/%,$(DATA)),2026-12-11T18:00+01:00)
SIZES ?=
SHAPES ?=
SECONDS ?=
METHODS ?=
SEED ?= 0
AREAS ?= 50
COMMUTES ?= 60
RUN = .venv/bin
RIDEMATCH = $(RUN)/ridematch --store sqlite:///match.sqlite

.PHONY: match test slow browser thorough bench bench-page bench-again bench-country bench-darp check format clean

match: export RIDEMATCH_NOW = $(NOW)
match: .venv/installed  ## plan DATA's week from FROM in a new store, show the morning, write CSV files to OUT
	@rm -f match.sqlite match.sqlite-shm match.sqlite-wal
	$(RIDEMATCH) import $(DATA) --yes
	$(RIDEMATCH) match --from $(FROM) --days $(DAYS)
	$(RIDEMATCH) export csv --out $(OUT) --from $(FROM) --days $(DAYS)

test: .venv/installed  ## the tests for every time: three to eight minutes on two cores, by the machine
	$(RUN)/python -m pytest -n 2

slow: .venv/installed  ## whole tours, kills and many commands: six to thirteen minutes
	$(RUN)/python -m pytest -n 2 -m slow

browser: .venv/installed  ## pages and pictures in Chromium, from Debian's packages where there is none
	@command -v chromium >/dev/null || { apt-get update -q && apt-get install -y -q chromium; }
	$(RUN)/python -m pytest -m browser

thorough: .venv/installed  ## hundreds of tiny nights against trying everything; some twelve minutes
	$(RUN)/python -m pytest -n 2 -m thorough

bench: .venv/installed  ## the engine against the routing library and a coordinator (docs/benchmarks.md); time limits: 23 minutes
	@$(RUN)/python -m tests.bench.measure --sizes $(SIZES) --shapes $(SHAPES) --seconds $(SECONDS) \
		--methods $(METHODS) --seed $(SEED) --out $(OUT)/bench

bench-page: .venv/installed  ## what was measured last, into docs/benchmarks.md
	$(RUN)/python -m tests.bench.page $(OUT)/bench/bench.json

bench-again: .venv/installed  ## nights planned again after one cancellation, from nothing and with the plan before
	$(RUN)/python -m tests.bench.again

bench-country: .venv/installed  ## so many areas of so many commutes, a process a core
	$(RUN)/python -m tests.bench.country $(AREAS) $(COMMUTES)

bench-darp: .venv/installed  ## prove published dial-a-ride instances in DIR; solution files to SOLUTIONS if given
	@test -n "$(DIR)" || { echo "Which instances? make bench-darp DIR=folder"; exit 2; }
	$(RUN)/python -m tests.bench.darp $(DIR) $(if $(SOLUTIONS),--solutions $(SOLUTIONS))

check: .venv/installed  ## format, lint, types, import arrows, generated pages, Swedish messages
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/python -m ridematch.cli.reference --check docs/commands.md docs/commands.sv.md docs/tables.md
	$(RUN)/python -m ridematch.language.catalog --check

format: .venv/installed  ## what check would complain about, mended
	$(RUN)/ruff format .
	$(RUN)/ruff check --fix .
	$(RUN)/python -m ridematch.cli.reference docs/commands.md docs/commands.sv.md docs/tables.md
	$(RUN)/python -m ridematch.language.catalog

.venv/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("ridematch needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(RUN)/python -m pip install --quiet --editable '.[dev]'
	@touch .venv/installed

clean:  ## remove the environment and what was written
	rm -rf .venv $(OUT) build *.egg-info match.sqlite*
