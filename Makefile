# make run: the app on http://localhost:8501 · make test: everything that must hold
PYTHON ?= python3
PORT ?= 8501
PROCESSES ?= 1
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check format lock messages snapshot bench screenshots clean chromium

run: $(VENV)/.run
ifeq ($(PROCESSES),1)
	$(BIN)/python -m streamlit run streamlit_app.py --server.port $(PORT)
else
	$(BIN)/python -m uvicorn streamlit_app:app --workers $(PROCESSES) --port $(PORT) --ws websockets-sansio --ws-per-message-deflate false --no-access-log
endif

test: $(VENV)/.test chromium check
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

chromium: $(VENV)/.test
	@sh scripts/require_chromium.sh $(BIN)/python

lock: $(VENV)/.test
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" requirements-dev.in -o requirements-dev.txt

messages: $(VENV)/.test
	$(BIN)/pybabel -q extract -F dashboard/locales/babel.cfg --no-location --sort-output --omit-header -k text -k t -o dashboard/locales/messages.pot analysis data dashboard
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap -i dashboard/locales/messages.pot -d dashboard/locales -D messages -l ja

snapshot: $(VENV)/.run
	$(BIN)/python -m data.snapshot_build $(FIGURES)

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks

screenshots: $(VENV)/.test chromium
	KEEP_SCREENSHOTS=1 $(BIN)/python -m pytest -m browser -q -n 2 --dist loadfile

clean:
	rm -rf $(VENV) screenshots .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.run: requirements.txt
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh scripts/make_venv.sh
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
