# The commands of a checkout. Everything it starts and writes lives in .local/ and .venv/.
.PHONY: help up demo test bi bi-test compose-test drill soak audit bench down clean
.NOTPARALLEL:

help:
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1\t/p' Makefile | expand -t 22

up: ## install what is missing, start Postgres, Redis, the API and the worker, migrate
	@deploy/local/up

demo: up ## up, then load a made-up market and show what happened
	@deploy/local/demo

test: ## check style and types, then run every test on servers of their own (KEEP=1 leaves them running)
	@deploy/local/test

bi: up ## up, then start Superset with dashboards of mart (make demo fills them; see docs/connect/superset.md)
	@deploy/local/bi

bi-test: ## import the dashboards into a fresh Superset, open them, and run every chart as mart_reader and as a tenant
	@deploy/local/bi install
	@PYTEST_ARGS='-m bi -n 0' deploy/local/test

compose-test: ## run docker-compose.yml as a whole: read through the edge, kill each container, see it recover (needs docker)
	@deploy/compose/test.py

drill: ## restore a backup to a moment between two batches, then promote a standby (DRILL_TOOL=basebackup: without pgBackRest)
	@deploy/drill/run
	@PYTEST_ARGS='-m drill --dist loadfile' deploy/local/test

soak: ## the tests that take long: random days with new seeds, planted faults, every death at every place, storms, bulk, caches
	@PYTEST_ARGS='-m soak' deploy/local/test

bench: ## time asinmart beside its peers on the same data (SIZE=20000x365, history, ...; see docs/performance.md)
	@deploy/local/bench $(if $(SIZE),--size $(SIZE)) $(BENCH_ARGS)

audit: ## look the pinned packages up among the known vulnerabilities (needs the internet)
	@deploy/local/audit

down: ## stop what up started
	@deploy/local/down

clean: ## down, and forget all data
	@deploy/local/clean
