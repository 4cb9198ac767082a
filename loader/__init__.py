"""Streams product data from files and Apify into staging_raw; the command asinmart."""
