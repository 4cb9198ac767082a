-- Returns why nothing is fetched now; null when a fetch may ask. Of a source that refuses access one fetch an hour is let
-- through, to see whether it still does; p_is_asking says that the caller is that fetch.
create or replace function ops.source_refusal(
    p_source text,
    p_is_asking boolean,
    p_now timestamptz
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_source ops.sources;
begin
    select s.* into v_source from ops.sources as s where s.source = p_source and s.status = 'access_denied' for update;
    if not found then
        return null;
    end if;
    if v_source.checked_at > p_now - interval '1 hour' then
        return format(
            '%s refuses access since %s and is asked again after %s: %s', p_source, date_trunc('second', v_source.changed_at),
            date_trunc('second', v_source.checked_at + interval '1 hour'), v_source.error
        );
    end if;
    if p_is_asking then
        update ops.sources as s set checked_at = p_now where s.source = p_source;
    end if;
    return null;
end;
$$;
comment on function ops.source_refusal(text, boolean, timestamptz) is 'Reason why a source that refuses access is not asked now; null when it may be.';
