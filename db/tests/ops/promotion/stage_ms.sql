begin;
set local search_path to extensions, public;
select plan(2);

select is(
    (select array_agg(k.key) from jsonb_object_keys(ops.stage_ms('days', now())) as k (key)), array['days'],
    'the result has the name of the stage'
);
select ok(
    (ops.stage_ms('days', clock_timestamp() - interval '2 seconds') ->> 'days')::numeric between 2000 and 60000,
    'the duration is in milliseconds'
);

select * from finish();
rollback;
