-- Compared with a distance, not by equal rounded values: a value at the edge of a step would change with every cent.
create or replace function core.is_evidence_changed(
    p_old jsonb,
    p_new jsonb
)
returns boolean
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select exists (
            select
            from jsonb_each(p_old) as o (id, value)
            full join jsonb_each(p_new) as n (id, value) on n.id = o.id
            where case
                when jsonb_typeof(o.value) = 'number' and jsonb_typeof(n.value) = 'number'
                    then abs((o.value #>> '{}')::numeric - (n.value #>> '{}')::numeric) >= 1
                else o.value is distinct from n.value
            end
        )
    );
end;
$$;
comment on function core.is_evidence_changed(jsonb, jsonb) is 'Whether evidence has changed: another set of claims, another text, or a number that is a step or more away, see core.evidence_steps.';
