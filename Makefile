# Needs only make and Python 3.11 or newer; everything else is installed into .venv from the lock file.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

COMPILED := $(patsubst %.po,%.mo,$(wildcard engine/appraise/texts/locale/*/LC_MESSAGES/*.po))

.PHONY: demo test quick lint coverage bench fuzz golden docs site texts lock clean

demo: $(READY) $(COMPILED)  ## appraise the example team, and explain one result
	@mkdir -p out
	@$(BIN)/python examples/make_team.py
	@$(BIN)/appraise run key-account-quarterly --data examples/team.csv --period 2026Q3 --out out/2026Q3.xlsx
	@$(BIN)/appraise explain key-account-quarterly --data examples/team.csv --employee 00292 --period 2026Q3

test: $(READY) $(COMPILED) lint  ## everything that must hold
	@$(BIN)/python -m pytest -n auto -m "not fuzz"

# What fails for most slips, in under half a minute on two cores; `make test` is what must hold.
QUICK := tests/test_structure.py tests/test_bad.py tests/test_golden.py tests/test_docs.py tests/texts

quick: $(READY) $(COMPILED)  ## the tests that tell most, in under half a minute
	@$(BIN)/python -m pytest -n auto -x $(QUICK)

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

coverage: $(READY) $(COMPILED)  ## which lines and branches the tests reach, and whether they are as many as before
	@$(BIN)/python -m pytest -n auto -m "not fuzz" --cov --cov-report=term --cov-report=html:out/coverage --cov-fail-under=90

bench: $(READY) $(COMPILED)  ## speed and memory, as ratios in one run
	@$(BIN)/python -m pip install -q --disable-pip-version-check "zen-engine>=2.1"  # a per-row engine to measure against
	@$(BIN)/python -m tests.benchmarks.bench
	@$(BIN)/python -m tests.benchmarks.lines
	@$(BIN)/python -m tests.benchmarks.variants

fuzz: $(READY) $(COMPILED)  ## thousands of generated policies against the oracle
	@$(BIN)/python -m pytest -n auto -m fuzz

golden: $(READY) $(COMPILED)  ## write the golden results anew, to be read and committed
	@$(BIN)/python -m tests.golden.make

docs: $(READY) $(COMPILED)  ## write the schemas, the pages of keys, the manual of diagnostics, the outputs in pages and the picture of a result anew
	@$(BIN)/python -m docs.make_schema
	@$(BIN)/python -m docs.make_keys
	@$(BIN)/python -m docs.make_diagnostics
	@$(BIN)/python -m docs.make_outputs
	@$(BIN)/python -m docs.make_picture

site: $(READY) .venv-site/.ready  ## the documentation as a site that is read without a network, in out/site
	@$(BIN)/python -m docs.make_site out/site-pages
	@.venv-site/bin/sphinx-build -q -W --keep-going -c docs -b html out/site-pages out/site
	@echo "The site is out/site/index.html."

texts: $(READY)  ## bring the catalogues of texts up to date with the code, and compile them
	@$(BIN)/python -m docs.make_catalogues

lock:  ## choose the newest versions that fit, for every platform
	uv pip compile --universal --generate-hashes --python-version 3.11 --group dev --no-header -o requirements.lock pyproject.toml
	uv pip compile --universal --generate-hashes --python-version 3.11 --group site --no-header -o docs/site.lock

%.mo: %.po | $(READY)
	@$(BIN)/python engine/compile_catalogues.py > /dev/null

$(READY): requirements.lock pyproject.toml
	@echo "Setting up .venv ..."
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $(READY)

.venv-site/.ready: docs/site.lock
	@echo "Setting up .venv-site ..."
	@$(PYTHON) -m venv .venv-site
	@.venv-site/bin/python -m pip install -q --disable-pip-version-check -r docs/site.lock
	@touch $@

clean:
	rm -rf .venv .venv-site out build dist
