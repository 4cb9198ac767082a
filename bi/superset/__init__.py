"""Superset's database, datasets, charts and dashboards as YAML, and what makes them.

`python -m bi.superset.generate` writes the folder `assets`; `make bi` imports it.
"""
