# The commands of this repository. `make help` lists them.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Python 3.11 or newer; everything was tried with 3.11.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
export PYTHON

DEV := .venv
KIOSK := .venv-kiosk

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.PHONY: demo
demo: ## open the kiosk; without a display, hear a recording and write demo/cena.png
	@scripts/demo.sh $(KIOSK)

.PHONY: environment
environment: ## everything that `make test` needs, in .venv
	@scripts/system-libraries.sh tests
	@scripts/environment.sh $(DEV) kiosk,training,export,dev

.PHONY: test
test: lint ## linters, types and the short suite (under 15 minutes on two cores)
	@echo "• Tests"
	@QT_QPA_PLATFORM=offscreen $(DEV)/bin/python -m pytest -q --durations=15

.PHONY: test-long
test-long: environment ## the tests that take minutes or build an environment
	@QT_QPA_PLATFORM=offscreen $(DEV)/bin/python -m pytest -m "long and not gpu and not device" --durations=15

.PHONY: examples
examples: environment ## the three example runs of fine-tuning, into docs/examples
	@scripts/examples.sh $(DEV)

.PHONY: growth
growth: environment ## what a picture takes at 128 to 768 pixels, as a table
	@scripts/growth.sh $(DEV)

.PHONY: screens
screens: environment ## every screen at four sizes, into docs/screens
	@scripts/screens.sh $(DEV)

.PHONY: speech
speech: environment ## what is heard of robot speech and of noise, as a table
	@scripts/speech.sh $(DEV)

.PHONY: soak
soak: environment ## 2,000 visits of a robot, and what they came to
	@$(DEV)/bin/heritage-kiosk soak --visits 2000 --json

.PHONY: lint
lint: environment ## style, import directions, types
	@echo "• Style"
	@$(DEV)/bin/ruff check .
	@echo "• Import directions"
	@$(DEV)/bin/lint-imports --no-cache >.lint-imports.log || { cat .lint-imports.log; exit 1; }
	@rm -f .lint-imports.log
	@echo "• Types"
	@$(DEV)/bin/mypy

.PHONY: clean
clean: ## remove environments, caches and what the commands made
	rm -rf $(DEV) $(KIOSK) demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
