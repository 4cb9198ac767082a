begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(4);

update ops.settings set value = '1' where name = 'reject_share_limit';
select pg_temp.load_run(
    'j1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1}'), pg_temp.observed('B0TESTA002', '1998-03-10', '{"price": 2}'),
    '{"hello": 1}', pg_temp.observed('B0TESTA003', '1998-03-11', '{"price": 3}')
);
insert into staging_raw.rejected_events (job_id, item_no, stage, reason_code, detail, raw_text, rejected_at)
values ('j1', 5, 'load', 'json_invalid', 'It is not JSON.', repeat('x', 600), now() + interval '1 second');
select results_eq(
    $$select g.job_id, g.source, g.stage, g.code, g.reason, g.reject_count, left(g.sample, 30), length(g.sample) from ops.reject_groups(50) as g order by g.code$$,
    $$
        values
            ('j1', 'test', 'load', 'json_invalid', 'It is not JSON.', 1::bigint, repeat('x', 30), 500),
            ('j1', 'test', 'check', 'observed_too_early', 'observed at 1998-03-11 08:00:00+00, before any Amazon data can exist', 2, '{"asin": "B0TESTA003", "price"', 65),
            ('j1', 'test', 'adapt', 'shape_unknown', 'no adapter reads an item with the keys hello', 1, '{"hello": 1}', 12)
    $$,
    'rejects are grouped by run, stage and code, with the sentence and the original of the newest, cut'
);
select results_eq('select g.code from ops.reject_groups(1) as g', array['json_invalid'], 'the newest come first, so many at most');
set local role postgres;
alter table staging_raw.raw_events disable trigger append_only;
delete from staging_raw.raw_events;
set local role asinmart_owner;
select results_eq(
    $$select g.code, g.sample from ops.reject_groups(50) as g where g.code = 'shape_unknown'$$, $$values ('shape_unknown', null::text)$$,
    'an original that retention removed is unknown'
);
update staging_raw.rejected_events set resolved_at = now();
select is_empty('select 1 from ops.reject_groups(50)', 'settled rejects are left out');

select * from finish();
rollback;
