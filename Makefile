# The verbs of this project; `make` alone lists them. The work is done by scripts/.
PORT ?= 8080
DB ?= banter.db
export PORT DB
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help setup build run test test-unit test-sim test-mutants test-server test-e2e test-chaos test-browsers bench bench-server size fuzz format check clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install everything that building, testing and checking need
	@scripts/setup.sh

build: ## The page in build/web and the server, build/banter-server
	@scripts/setup.sh build
	@scripts/build.sh page server

run: build ## Build, then serve on http://127.0.0.1:PORT/ (PORT=8080, DB=banter.db)
	@scripts/run.sh

test: ## Build and run every test, and hold the page against its size budget
	@scripts/setup.sh unit e2e browsers bench
	@scripts/build.sh page server asan
	@scripts/test.sh

test-unit: ## The native tests, under ASan and UBSan
	@scripts/setup.sh unit
	@scripts/build.sh asan
	@scripts/test.sh unit

test-sim: ## Clients and the server in 10,000 simulated worlds that go wrong
	@scripts/setup.sh unit
	@scripts/build.sh sim
	@scripts/test.sh sim

test-mutants: ## The same with something broken in each, which must be noticed
	@scripts/setup.sh unit
	@scripts/build.sh mutants
	@scripts/test.sh mutants

test-server: ## The server over real sockets, under ASan and UBSan
	@scripts/setup.sh unit
	@scripts/build.sh asan
	@scripts/test.sh server

test-e2e: ## The page in Chromium against the real server
	@scripts/setup.sh e2e
	@scripts/build.sh page server
	@scripts/test.sh e2e

test-chaos: ## Real pages and the real server while everything between them fails (CHAOS_SECS=60, CHAOS_SEED)
	@scripts/setup.sh chaos
	@scripts/build.sh page server chaos
	@scripts/test.sh chaos

test-browsers: ## The page in Firefox and WebKitGTK, on a screen that is not there
	@scripts/setup.sh browsers
	@scripts/build.sh page server
	@scripts/test.sh browsers

bench: ## Measure the page beside what one would use instead
	@scripts/setup.sh bench
	@scripts/build.sh page server
	@node tests/bench/run.mjs $(BENCH_ARGS)

bench-server: ## Measure the server's fan-out to 1,000 and 10,000 connections beside a Node broadcaster
	@scripts/setup.sh build bench
	@scripts/build.sh bench-server
	@node tests/bench_server/run.mjs $(BENCH_SERVER_ARGS)

size: build ## What opening the page costs on the wire, against budget.json
	@node scripts/size.mjs

fuzz: ## Run each fuzz target for FUZZ_SECONDS (60), or FUZZ_RUNS times
	@scripts/setup.sh fuzz
	@scripts/build.sh fuzz

format: ## Format the C++
	@scripts/setup.sh check
	@scripts/format.sh

check: ## Format, clang-tidy, include arrows, types of the JavaScript, file sizes
	@scripts/setup.sh check
	@scripts/check.sh

clean: ## Remove what was built; fetched sources and packages stay
	rm -rf build
