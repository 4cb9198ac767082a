-- Makes a policy of a table as its definition says, such as 'for select to mart_owner using (true)', and switches row-level
-- security on. A policy that is like that already stays untouched: making it anew locks out every reader until the commit, and
-- waits for pg_dump. The comment keeps the MD5 of the definition, because PostgreSQL does not keep its text.
create or replace function app.apply_policy(
    p_table regclass,
    p_name text,
    p_definition text,
    p_comment text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_comment text := format('%s Definition: %s.', p_comment, md5(p_definition));
begin
    -- The definition comes from the files of this project; only the owner may execute this function.
    -- @plpgsql_check_options: security_warnings = false
    if not (select c.relrowsecurity from pg_class as c where c.oid = p_table) then
        execute format('alter table %s enable row level security', p_table);
    end if;
    if exists (
        select from pg_policy as p
        where p.polrelid = p_table and p.polname = p_name and obj_description(p.oid, 'pg_policy') = v_comment
    ) then
        return;
    end if;
    execute format('drop policy if exists %I on %s', p_name, p_table);
    execute format('create policy %I on %s %s', p_name, p_table, p_definition);
    execute format('comment on policy %I on %s is %L', p_name, p_table, v_comment);
end;
$$;
comment on function app.apply_policy(regclass, text, text, text) is 'Makes a policy of a table, unless it is there with the same definition; for files that migrations apply.';
