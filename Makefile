# The commands of a working day. Each does the set-up it needs; the first takes a few minutes, later ones seconds.
#   make tour      run the tour notebook on our own kernel, results and statistics in the terminal, build/tour.html
#   make lab       open the tour in JupyterLab                                  make notebooks   renew the outputs in notebooks/
#   make test      the quick tests        make test-all   the slow ones too        make lint   style, types, contracts
#   make build     the environment in .venv and the compiled core               make clean  remove what was made
#   make fuzz      random input of every kind for a minute; FUZZ_FLAGS='programs seconds=3600 seed=1' for more
#   make soak      ten thousand cells in one kernel: memory and latency; make interrupts, make kills: a thousand, a hundred
#   make test-oldest  the quick tests with the oldest packages that pyproject.toml allows; OLDEST_TESTS=… for some, sooner
#   make asan      the tests under AddressSanitizer and UBSan with pools off and poisoned, in build/asan: an hour or two
# PYTHON=… chooses the Python for .venv, PYTEST_FLAGS=… and LAB_FLAGS=… are handed on.

.PHONY: build tour lab notebooks test test-all test-oldest fuzz soak interrupts kills asan lint clean
.DELETE_ON_ERROR:
.SUFFIXES:

VENV := .venv
BIN := $(VENV)/bin
PYTHON = $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && echo "$$name" && break; done)
# cython-lint looks for pycodestyle on PATH
export PATH := $(CURDIR)/$(BIN):$(PATH)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CORE_SOURCES := $(shell find interpreter -name '*.py' -o -name '*.pxd')
PLAIN_PYTHON = $(shell find interpreter lua_kernel -name '*.py' | while read -r file; do \
	test -e "$${file%.py}.pxd" || echo "$$file"; done)

# Jupyter refuses to run as root unless told to; in a container everybody is root.
AS_ROOT = $(if $(filter 0,$(shell id -u)),--allow-root)

# A stamp is a file that says: this step is done, for these inputs.
TOOLS := $(VENV)/.tools
INSTALLED := $(VENV)/.installed
TESTABLE := $(VENV)/.testable
BROWSABLE := $(VENV)/.browsable
KERNEL := $(VENV)/.kernel
CORE := build/.core
BYTECODE := build/.bytecode

build: $(TESTABLE) $(CORE) $(BYTECODE)

$(TOOLS): pyproject.toml
	@test -n "$(PYTHON)" || { echo "This needs Python 3.11 or newer on PATH:" \
		"install it, for example with 'apt install python3 python3-venv python3-dev'." >&2; exit 1; }
	@test -x $(BIN)/pip || "$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); echo "Python could not make a virtual" \
		"environment: install its venv module, for example with 'apt install python3-venv'." >&2; exit 1; }
	@echo "setting up $(VENV)"
	@mkdir -p build
	@$(BIN)/python -c 'import tomllib; \
		print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' > build/tools.txt
	@$(PIP) install -r build/tools.txt
	@touch $@

# The core is built before the installation, which then finds it ready: a missing compiler is reported without pip around it.
$(CORE): $(TOOLS) setup.py $(CORE_SOURCES)
	@echo "building the core"
	@$(BIN)/python setup.py --quiet build_ext --inplace
	@touch $@

$(INSTALLED): pyproject.toml setup.py | $(TOOLS) $(CORE)
	@echo "installing the packages"
	@$(PIP) install --no-build-isolation --editable '.[tour]'
	@touch $@

# An editable installation compiles no bytecode, and where PYTHONDONTWRITEBYTECODE is set no start does: each would compile all.
$(BYTECODE): $(PLAIN_PYTHON) | $(TOOLS)
	@$(BIN)/python -m compileall -q $(PLAIN_PYTHON)
	@touch $@

# What the tests need beyond the tour is large: numpy, pandas, matplotlib.
$(TESTABLE): $(INSTALLED)
	@echo "installing what the tests need"
	@$(PIP) install --no-build-isolation --editable '.[test]'
	@touch $@

# JupyterLab, Notebook 7 and Playwright, for the tests that drive a browser; without them these are skipped.
CHROMIUM = $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
$(BROWSABLE): $(TESTABLE)
	@echo "installing what the tests in a browser need"
	@$(PIP) install --no-build-isolation --editable '.[test,browser]' && touch $@ || \
		echo "it cannot be had here: they are skipped" >&2

$(KERNEL): $(INSTALLED) $(CORE) $(wildcard kernelspec/* lua_kernel/install.py) | $(BYTECODE)
	@$(BIN)/lua-kernel install --sys-prefix
	@touch $@

tour: $(KERNEL)
	@$(BIN)/python notebooks/run_tour.py notebooks/tour.ipynb build/tour.html

lab: $(KERNEL)
	@test -x $(BIN)/jupyter-lab || { echo "installing JupyterLab"; $(PIP) install --no-build-isolation --editable '.[tour,lab]'; }
	$(BIN)/jupyter lab $(AS_ROOT) $(LAB_FLAGS) notebooks/tour.ipynb

notebooks: $(KERNEL) $(TESTABLE)
	$(BIN)/jupyter-nbconvert --log-level=WARN --to notebook --execute --inplace --KernelManager.transport_encryption=auto \
		--ExecutePreprocessor.record_timing=False notebooks/*.ipynb

test: $(KERNEL) $(TESTABLE)
	$(BIN)/python -m pytest -m "not slow" $(PYTEST_FLAGS)

test-all: $(KERNEL) $(TESTABLE) $(if $(CHROMIUM),$(BROWSABLE))
	$(BIN)/python -m pytest $(PYTEST_FLAGS)

test-oldest: build
	$(BIN)/python tests/tools/oldest.py build/oldest $(OLDEST_TESTS)

STRESS = $(BIN)/python -m pytest tests/lua_kernel/test_stress.py -m slow -rP -o timeout=3600 $(PYTEST_FLAGS)

soak: build
	SOAK_CELLS=10000 $(STRESS) -k grows

interrupts: build
	INTERRUPTS=1000 $(STRESS) -k interrupts

kills: build
	KILLS=100 $(STRESS) -k killed

fuzz: build
	$(BIN)/python -m tests.fuzz $(FUZZ_FLAGS)

asan: build
	$(BIN)/python tests/tools/asan.py build/asan

lint: build
	@test -x $(BIN)/pre-commit || $(PIP) install --no-build-isolation --editable '.[dev]'
	$(BIN)/ruff check .
	$(BIN)/cython-lint interpreter
	$(BIN)/mypy $(PLAIN_PYTHON)
	$(BIN)/lint-imports --no-cache
	$(BIN)/codespell

clean:
	rm -rf build dist $(VENV) *.egg-info .pytest_cache .mypy_cache .ruff_cache
	find interpreter lua_kernel tests notebooks -name __pycache__ -prune -exec rm -rf {} +
	find interpreter -name '*.so' -delete
