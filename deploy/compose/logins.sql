-- What docker compose needs beside deploy/bootstrap.sql: logins of the exporter and of a standby, and the API key of
-- Prometheus. The administrator of the server runs this at every `docker compose up`, so the secrets are those of the files.
\set ON_ERROR_STOP on
\getenv exporter_password ASINMART_EXPORTER_PASSWORD
\getenv replication_password ASINMART_REPLICATION_PASSWORD
\getenv metrics_api_key ASINMART_METRICS_API_KEY

select format('create role %I', w.name)
from unnest(array['asinmart_exporter', 'asinmart_replication']) as w (name)
where not exists (select from pg_roles as r where r.rolname = w.name)
\gexec

comment on role asinmart_exporter is 'The exporter of Prometheus: reads statistics of the server, no data.';
comment on role asinmart_replication is 'Standbys: receives the write-ahead log; connects to no database.';
alter role asinmart_exporter with login password :'exporter_password' connection limit 5;
grant pg_monitor to asinmart_exporter;
alter role asinmart_replication with login replication password :'replication_password' connection limit 5;

-- The key is a file that Prometheus reads, so it is not made by app.create_api_key, which returns a key of its own.
set role asinmart_owner;
begin;
update app.api_keys as k
set revoked_at = now()
where k.name = 'prometheus of docker compose' and k.revoked_at is null and k.key_hash <> sha256(convert_to(:'metrics_api_key', 'UTF8'));
insert into app.api_keys (name, key_type, key_prefix, key_hash, role, scopes)
select 'prometheus of docker compose', 'admin', left(w.key, 11), sha256(convert_to(w.key, 'UTF8')), 'admin', array['metrics']
from (values (:'metrics_api_key')) as w (key)
where not exists (select from app.api_keys as k where k.key_hash = sha256(convert_to(w.key, 'UTF8')));
commit;
