begin;
set local search_path to extensions, public;
select plan(2);

select is(
    (select array_agg(k.key) from jsonb_object_keys(ops.stage_ms('delta', now())) as k (key)), array['delta'],
    'a stage is named'
);
select ok(
    (ops.stage_ms('delta', clock_timestamp() - interval '2 seconds') ->> 'delta')::numeric between 2000 and 60000,
    'and measured in milliseconds since its beginning'
);

select * from finish();
rollback;
