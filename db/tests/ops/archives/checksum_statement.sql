begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

create function pg_temp.checksum(p_lines text)
returns numeric[]
language plpgsql
stable
as $$
declare
    v_checksum numeric[];
begin
    execute ops.checksum_statement(p_lines) into v_checksum;
    return v_checksum;
end;
$$;
select is(
    pg_temp.checksum($$select 'a' as line$$),
    (select array[1::numeric, ('x' || left(h, 16))::bit(64)::bigint, ('x' || substr(h, 17, 16))::bit(64)::bigint] from (select encode(sha256('a'), 'hex')) as d (h)),
    'one row counts with the first sixteen bytes of its SHA-256'
);
select is(pg_temp.checksum($$select 'a' as line where false$$), '{0,0,0}', 'no rows give zeros');
select is(
    pg_temp.checksum($$select v.line from (values ('a'), ('b')) as v (line)$$), pg_temp.checksum($$select v.line from (values ('b'), ('a')) as v (line)$$),
    'the order of the rows does not matter'
);
select isnt(
    pg_temp.checksum($$select v.line from (values ('a'), ('b')) as v (line)$$), pg_temp.checksum($$select v.line from (values ('a'), ('a')) as v (line)$$),
    'another row makes another checksum'
);

select * from finish();
rollback;
