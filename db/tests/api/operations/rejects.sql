begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/two_tenants.psql
select plan(11);

set local role asinmart_owner;
update ops.settings set value = '1' where name = 'reject_share_limit';
select pg_temp.load_run('j1', pg_temp.observed('B0TESTA002', '1998-03-10', jsonb_build_object('price', 2, 'text', repeat('x', 5000))));
select pg_temp.load_run('j2', '{"hello": 1, "asin": "B0TESTA001"}');
insert into staging_raw.rejected_events (job_id, item_no, stage, reason_code, detail, raw_text) values
    ('j2', 2, 'load', 'json_invalid', 'It is not JSON.', '{"a": '), ('j2', 3, 'load', 'json_invalid', 'It is not JSON.', repeat('y', 5000));

set local role asinmart_api;
create temp table found as
select i.item, i.place from api.rejects() as r cross join jsonb_array_elements(r.data::jsonb) with ordinality as i (item, place);
create function pg_temp.found(p_member text) returns text language sql stable as $$
    select string_agg(f.item ->> p_member, ' ' order by f.place) from found as f;
$$;
select is(pg_temp.found('job_id') || ' ' || pg_temp.found('code'),
    'j2 j2 j2 j1 json_invalid json_invalid shape_unknown observed_too_early', 'rejects are sorted newest first');
select is(
    (select f.item - '{id,rejected_at}'::text[] from found as f where f.place = 3),
    '{
        "job_id": "j2", "source": "test", "item_no": 1, "stage": "adapt", "code": "shape_unknown", "attempts": 1, "asin": "B0TESTA001",
        "reason": "no adapter reads an item with the keys asin, hello", "payload": {"asin": "B0TESTA001", "hello": 1}, "payload_is_cut": false
    }',
    'a reject has its reason and its original'
);
select is((select f.item -> 'payload' from found as f where f.place = 2), '"{\"a\": "', 'what is no JSON is a text');
select is(
    (select array_agg(format('%s %s', length(f.item ->> 'payload'), f.item -> 'payload_is_cut') order by f.place) from found as f where f.place in (1, 4)),
    array['4096 true', '4096 true'], 'a long original is cut, and is a text'
);
select is(pg_temp.found('asin'), 'B0TESTA001 B0TESTA002', 'the product is there where the item names one');
select is((select pg_temp.items(r.data, 'item_no') from api.rejects('j2') as r), '3 2 1', 'rejects are filtered by run');
select is((select pg_temp.items(r.data, 'item_no') from api.rejects(p_code => 'json_invalid') as r), '3 2', 'and by code');
select is(
    (select pg_temp.items(b.data, 'item_no') from api.rejects('j2', p_limit => 1) as a cross join lateral api.rejects('j2', p_after => a.next_key::jsonb) as b), '2 1',
    'pages follow each other'
);
set local role postgres;
alter table staging_raw.raw_events disable trigger append_only;
delete from staging_raw.raw_events;
set local role asinmart_api;
select is(
    (select r.data::jsonb #> '{0,payload}' || jsonb_build_array(r.data::jsonb #> '{0,payload_is_cut}') from api.rejects(p_code => 'shape_unknown') as r),
    '[null, false]', 'an original that retention removed is unknown'
);
set local role asinmart_owner;
select ops.dismiss_rejects('j2');
set local role asinmart_api;
select is((select pg_temp.items(r.data, 'job_id') from api.rejects() as r), 'j1', 'dismissed ones are left out');
set local role mart_reader;
select throws_ok('select api.rejects()', '42501', null, 'another role cannot read them');

select * from finish();
rollback;
