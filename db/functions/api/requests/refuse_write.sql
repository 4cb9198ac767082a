-- Turns a constraint violation into an error for users; the hint is the comment of the constraint. Raises AM409 for a
-- row that exists already, AM422 for an invalid value.
create or replace function api.refuse_write(
    p_subject text,
    p_state text,
    p_message text,
    p_constraint text,
    p_column text
)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rule text := (
        select d.description
        from pg_catalog.pg_constraint as c
        inner join pg_catalog.pg_namespace as n on n.oid = c.connamespace and n.nspname in ('core', 'app')
        inner join pg_catalog.pg_description as d on d.objoid = c.oid and d.classoid = 'pg_catalog.pg_constraint'::regclass
        where c.conname = p_constraint
        limit 1
    );
begin
    if p_state = '23505' then
        raise exception '% like this already exists', p_subject using errcode = 'AM409', hint = coalesce(v_rule, 'Change the existing one.');
    elsif p_state = '23502' then
        raise exception '% lacks %', p_subject, p_column using errcode = 'AM422', hint = format('Give %s a value.', p_column);
    elsif v_rule is not null then
        raise exception '% cannot be like this', p_subject using errcode = 'AM422', hint = v_rule;
    end if;
    raise exception '% cannot be like this: %', p_subject, p_message
        using errcode = 'AM422', hint = 'Compare the body with the description of the path in /docs.';
end;
$$;
comment on function api.refuse_write(text, text, text, text, text) is 'Raises AM409 or AM422 for a write that violated a constraint, with the constraint''s comment as the hint.';
grant execute on function api.refuse_write(text, text, text, text, text) to asinmart_api;
