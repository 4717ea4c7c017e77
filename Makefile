# What people type; `make` alone lists it. Works with GNU make 3.81 and later.

PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	"$$name" -c '$(USABLE)' 2>/dev/null && echo "$$name" && break; done)
USABLE := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))

# What pytest gets. One test: make test PYTEST_ARGS='tests/test_x.py -k name'
PYTEST_ARGS ?= --cov

# What uv gets. To add a package and leave the others as they are: make lock LOCK_ARGS=
LOCK_ARGS ?= --upgrade

# What make neo4j gets, such as other ports: make neo4j NEO4J_ARGS='--http-port 7475 --bolt-port 7688'
NEO4J_ARGS ?=

# What make bench gets. One graph, in 3 minutes: make bench BENCH_ARGS='--roles 3000'
# The service, in 7: make bench BENCH_ARGS='--service'
BENCH_ARGS ?=

# How long make fuzz-loaders runs
SECONDS ?= 60

BIN := .venv/bin
PIP = $(BIN)/python -m pip --quiet --disable-pip-version-check install
RUN_STORE := sqlite:///career.db
LOCK := uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command 'make lock' --quiet $(LOCK_ARGS)

# Two installs into one .venv at a time would break it.
.NOTPARALLEL:
.PHONY: help run neo4j install test test-long fuzz fuzz-loaders bench check format lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-13s%s\n", $$1, $$2 }' Makefile

run: .venv/.runtime .venv/.graphiql ## answer the first question, then serve it on 127.0.0.1:8000 until Ctrl-C
	@$(BIN)/career-graph load bundled: --store $(RUN_STORE)
	@$(BIN)/career-graph route 电话客服 客服总监 --store $(RUN_STORE)
	@exec $(BIN)/career-graph serve --store $(RUN_STORE)

neo4j: .venv/.runtime ## a real Neo4j with its Browser on 127.0.0.1:7474, and the data set in it
	@exec $(BIN)/python neo4j/browse.py $(NEO4J_ARGS)

install: .venv/.dev .venv/.graphiql ## make .venv with everything for users and tests

test: .venv/.dev .venv/.graphiql ## run all tests, with coverage
	@$(BIN)/pytest $(PYTEST_ARGS)

test-long: .venv/.dev ## compare the engine with brute force on 2,000 worlds, about 4 minutes
	@$(BIN)/pytest --no-cov tests/test_routes_differential.py --worlds 2000

fuzz: .venv/.dev ## ask the service at random for a minute; SEED=7 asks the same again
	@seed=$${SEED:-$$($(BIN)/python -c 'import random; print(random.randrange(10**6))')}; \
		echo "Seed $$seed: make fuzz SEED=$$seed asks the same again."; \
		$(BIN)/pytest --no-cov tests/test_fuzz.py::test_every_answer_is_allowed \
			--fuzz-seconds 60 --fuzz-seed $$seed

fuzz-loaders: .venv-fuzz/.fuzz ## damage files at random for SECONDS=60, towards code of the loaders not reached
	@.venv-fuzz/bin/python tests/fuzz_loaders.py --seconds $(SECONDS)

bench: .venv-bench/.bench ## measure the engine and the service beside others, half an hour
	@.venv-bench/bin/python bench/run.py $(BENCH_ARGS)

check: .venv/.dev ## check format, lint and types
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/basedpyright

format: .venv/.dev ## format, and mend what the linter can mend
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

lock: ## remake all locks from pyproject.toml; needs uv
	@command -v uv >/dev/null || { echo 'make lock needs uv: python3 -m pip install uv' >&2; exit 1; }
	@$(LOCK) --extra build --output-file requirements.lock
	@$(LOCK) --extra build --extra dev --constraints requirements.lock \
		--output-file requirements-dev.lock
	@$(LOCK) --extra build --extra bench --constraints requirements.lock \
		--output-file requirements-bench.lock
	@$(LOCK) --extra build --extra fuzz --constraints requirements-dev.lock \
		--output-file requirements-fuzz.lock

clean: ## remove the environments and all caches; career.db stays
	rm -rf .venv .venv-bench .venv-fuzz .fuzz .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache \
		build career_graph.egg-info tests/audit/node_modules
	find graph loaders api bench tests -name __pycache__ -prune -exec rm -rf {} +

# The stamps tell whether .venv is what the locks and pyproject.toml ask for.
.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/python
	@echo 'Installing what career-graph needs, about half a minute the first time …'
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements.lock requirements-dev.lock pyproject.toml | .venv/bin/python
	@echo 'Installing what career-graph and its tests need, about a minute the first time …'
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch .venv/.runtime $@

# Where there is no Node.js or no network, this says so, and all but one page works.
.venv/.graphiql: api/graphiql_files.py | .venv/.runtime
	@$(BIN)/career-graph get-graphiql || true
	@touch $@

# Apart from .venv, so that no test can come to need what only the benchmark may use.
.venv-bench/.bench: BIN := .venv-bench/bin
.venv-bench/.bench: requirements-bench.lock pyproject.toml | .venv-bench/bin/python
	@echo 'Installing what career-graph is compared with, about a minute the first time …'
	@$(PIP) --require-hashes -r requirements-bench.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

# Apart too: the fuzzer has a wheel for some systems only.
.venv-fuzz/.fuzz: BIN := .venv-fuzz/bin
.venv-fuzz/.fuzz: requirements-fuzz.lock pyproject.toml | .venv-fuzz/bin/python
	@echo 'Installing the fuzzer, about half a minute the first time …'
	@$(PIP) --require-hashes -r requirements-fuzz.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/bin/python .venv-bench/bin/python .venv-fuzz/bin/python:
	@"$(PYTHON)" -c '$(USABLE)' 2>/dev/null || { \
		echo 'career-graph needs Python 3.11 or later with its venv module, and found none.' >&2; \
		echo 'Debian or Ubuntu: apt install python3 python3-venv; macOS: brew install python.' >&2; \
		echo 'Is it elsewhere? Name it: make PYTHON=/path/to/python3 run' >&2; exit 1; }
	@echo "Making $(@D:/bin=) with $(PYTHON) …"
	@"$(PYTHON)" -m venv --clear $(@D:/bin=) || { rm -rf $(@D:/bin=); exit 1; }
