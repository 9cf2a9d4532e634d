# Needs Python >= 3.11 and make; everything else goes into .venv, versions as pinned in constraints.txt.
PYTHON ?= python3
BIN := .venv/bin

# Compiled modules are kept: a test run and each command it starts would else compile all of them.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test test-all lint bench bench-start bench-crawl bench-rebuild bench-store bench-growth bench-second bench-memory \
	bench-text bench-credits bench-dedup bench-search bench-generic bench-browse bench-scale clean

demo: .venv/installed  ## crawl the bundled newspaper, show what was stored, say how to read it in the browser
	rm -rf build/demo
	$(BIN)/banmian demo --keep build/demo

test: .venv/installed build/axe  ## every behaviour; slow suites (crashes at every write, faults one by one, examples) by sampling
	$(BIN)/python -m pytest -n auto --dist worksteal

test-all: .venv/installed build/axe build/validators/installed build/scrapyd/installed  ## the same, slow suites whole: every write fails once, 300 examples of each property
	$(BIN)/python -m pytest -n auto --dist worksteal --all

lint: .venv/installed  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench-text: .venv/installed  ## how well damaged text is restored, and how fast
	$(BIN)/python -m bench.corpus build/bench-data
	$(BIN)/python -m bench.text build/bench-data
	$(MAKE) bench-credits

bench-credits: .venv/installed  ## how many names, datelines and sources are read right, and how fast
	$(BIN)/python -m bench.credits

bench-dedup: .venv/bench  ## how many near duplicates are found, and how fast (make bench-dedup N=1000000)
	$(BIN)/python -m bench.dedup $(N)

bench-search: .venv/installed  ## whether every hit is found, and how fast (make bench-search N=1000000)
	$(BIN)/python -m bench.search $(or $(N),100000)

bench-generic: .venv/bench  ## how pages no family knows are read, beside other extractors (REAL=DIR of saved pages)
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps gne readability-lxml
	$(BIN)/python -m bench.generic --write docs/generic.md $(if $(REAL),--real $(REAL))

bench-browse: .venv/installed  ## how fast the pages of the reader answer (make bench-browse N=1000000)
	$(BIN)/python -m bench.browse $(or $(N),100000)

bench-scale: .venv/installed  ## issues a minute with 1, 2, 4 workers; rows a second by 1, 2, 4 writers, bytes a table, copies (docs/scale.md)
	$(BIN)/python -m bench.workers
	$(BIN)/python -m bench.scale $(or $(N),1000)

bench: .venv/bench  ## one table: each line a ratio measured on this machine (docs/performance.md)
	$(BIN)/python -m bench

bench-start bench-crawl bench-rebuild bench-store bench-growth bench-second bench-memory: .venv/bench  ## one part of the table
	$(BIN)/python -m bench $(@:bench-%=%)

.venv/bench: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench,fast]'
	touch $@

build/axe:  ## what finds barriers in pages; without npm, or offline the first time, its test is skipped and says so
	-command -v npm >/dev/null && npm install --silent --no-audit --no-fund --prefix $@ axe-core@4.14.1

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("banmian needs Python 3.11 or newer, this is " + sys.version) if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,postgres,work,corpus,words,browse,s3]'
	touch $@

# Tools that check the files of a release; what they need cannot be installed beside what banmian needs.
build/validators/installed: Makefile
	$(PYTHON) -m venv build/validators
	build/validators/bin/python -m pip install --quiet --disable-pip-version-check cffconvert==2.0.0 mlcroissant==1.1.1 roc-validator==0.13.0 rocrate==0.16.0
	touch $@

# The server that runs spiders as jobs: scrapyd 1.6 needs setuptools before 81, so it has an environment of its own.
build/scrapyd/installed: Makefile pyproject.toml constraints.txt
	$(PYTHON) -m venv build/scrapyd
	grep -v '^setuptools==' constraints.txt > build/scrapyd/constraints.txt
	build/scrapyd/bin/python -m pip install --quiet --disable-pip-version-check -c build/scrapyd/constraints.txt 'setuptools<81' scrapyd==1.6.0 -e .
	touch $@

clean:  ## remove what make made
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
