create or replace function api.report_anchor(p_claim_id text)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select 'claim-' || case when p_claim_id ~ '^[A-Za-z0-9_.:-]+$' then p_claim_id else md5(p_claim_id) end;
$$;
comment on function api.report_anchor(text) is 'The id of a claim''s row in a page, which links to it name.';
grant execute on function api.report_anchor(text) to asinmart_api;
