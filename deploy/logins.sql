-- Gives a login to the roles that people and services connect as. Run by asinmart_owner, which made them.
-- psql takes the passwords from the environment. Safe to run again.
\set ON_ERROR_STOP on
\getenv loader_password ASINMART_LOADER_PASSWORD
\getenv api_password ASINMART_API_PASSWORD
\getenv worker_password ASINMART_WORKER_PASSWORD
\getenv mart_password ASINMART_MART_PASSWORD
\getenv admin_password ASINMART_ADMIN_PASSWORD

alter role asinmart_loader with login password :'loader_password';
alter role asinmart_api with login password :'api_password';
alter role asinmart_worker with login password :'worker_password';
alter role mart_reader with login password :'mart_password';
alter role asinmart_admin with login password :'admin_password';
