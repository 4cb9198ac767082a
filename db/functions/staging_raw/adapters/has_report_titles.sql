-- Whether an item is a row of an export without the line above its header, by the title of its search query in any language.
create or replace function staging_raw.has_report_titles(p_payload jsonb)
returns boolean
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from jsonb_object_keys(p_payload) as k (key)
        inner join staging_raw.report_columns as c on c.folded_name = staging_raw.fold_title(k.key)
        where c.field = 'search_query'
    );
$$;
comment on function staging_raw.has_report_titles(jsonb) is 'True for a row of a Seller Central export of Search Query Performance, by its titles.';
