begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

select ops.start_run('c1', 'test');
select ops.promotion_scratch();
create function pg_temp.received(p_to_item_no integer)
returns integer
language sql
stable
as $$
    select staging_raw.count_received(r, p_to_item_no) from core.ingest_runs as r where r.job_id = 'c1';
$$;

select is(pg_temp.received(9), 0, 'an empty slice has received nothing');
insert into pg_temp.observations (raw_event_id, item_no, element_no, source, asin) values
    (1, 1, null, 'test', 'B0TESTA001'), (2, 2, 1, 'test', 'B0TESTA002'), (2, 2, 2, 'test', 'B0TESTA003');
select is(pg_temp.received(9), 3, 'an item counts once, a list once per element');
update pg_temp.observations set reject_code = 'asin_invalid' where item_no = 1;
select is(pg_temp.received(9), 3, 'rejects count too');
insert into staging_raw.rejected_events (job_id, item_no, stage, reason_code, raw_text, raw_event_id, resolved_at) values
    ('c1', 3, 'load', 'json_invalid', '{', null, null),
    ('c1', 4, 'load', 'json_invalid', '{', null, now()),
    ('c1', 5, 'load', 'json_invalid', '{', null, null),
    ('c1', 1, 'check', 'asin_invalid', null, 1, null),
    ('c2', 1, 'load', 'json_invalid', '{', null, null);
select is(pg_temp.received(4), 4, 'an item that is no JSON counts once, with its own slice, while its reject is open');
update core.ingest_runs set promoted_item_no = 4 where job_id = 'c1';
select is(pg_temp.received(9), 4, 'it does not count with the next slice');

select * from finish();
rollback;
