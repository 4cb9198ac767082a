"""Streams product data from files and Apify into staging_raw; command line `asinmart`."""
