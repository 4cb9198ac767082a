"""The command asinmart: streams product data from files and Apify into staging_raw."""
