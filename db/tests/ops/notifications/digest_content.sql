begin;
set local search_path to extensions, public;
\ir ../../support/notify.psql
set local role asinmart_owner;
select plan(11);

select ops.promotion_scratch();
select pg_temp.add_channel('c') as channel_id \gset
select pg_temp.add_rule('r', array[:channel_id]) as rule_id \gset
select pg_temp.add_rule('other', '{}') as other_id \gset
select pg_temp.raise(:other_id, 1, 5);
select max(a.id) as before from core.alerts as a \gset
select pg_temp.raise(:rule_id, 1, 60);
select pg_temp.raise(:rule_id, 61, 62, '2025-03-10 12:00+00', 'critical');
select pg_temp.raise(:rule_id, 63, 63, '2025-03-10 12:00+00', 'low');
create temp view content as select ops.digest_content(:channel_id, :before, 1000000000, '2025-03-01') as c;
select is((select c.c ->> 'title' from content as c), '63 alerts: PRICE_SPIKE 63', 'the title has the number of alerts');
select is((select (c.c -> 'data') - 'alerts' from content as c), '{"alert_count": 63, "by_kind": {"PRICE_SPIKE": 63}, "by_severity": {"critical": 2, "high": 60, "low": 1}, "listed_count": 50}', 'the data has the number of alerts');
select is((select jsonb_array_length(c.c #> '{data,alerts}') from content as c), 50, 'at most 50 alerts are listed');
select is(
    (select array_agg(e.entry ->> 'title' order by e.place) from content as c cross join lateral jsonb_array_elements(c.c #> '{data,alerts}') with ordinality as e (entry, place) where e.place <= 3),
    array['Price up: Mug 62', 'Price up: Mug 61', 'Price up: Mug 60'], 'the most severe and largest come first'
);
select matches((select c.c ->> 'text' from content as c), '^critical: Price up: Mug 62\ncritical: .*\n\.\.\. and 13 more, see core\.alerts\.$', 'the text lists them too');
update core.alerts set title = 'Price up: Mug ' || repeat('x', 1000) where title ~ 'Mug';
select cmp_ok((select (c.c #>> '{data,listed_count}')::integer from content as c), '<', 20, 'long alerts leave room for fewer');
select cmp_ok((select octet_length(c.c #>> '{data}') from content as c), '<', 18000, 'so that the message fits');
delete from core.alerts where title ~ 'Mug' and change_pct > 1;
select is((select c.c ->> 'title' from content as c), '1 alert: PRICE_SPIKE 1', 'one alert has a title in the singular');
delete from core.alerts where title ~ 'Mug';
select is((select c.c from content as c), null, 'without alerts the content is null');
select pg_temp.raise(:rule_id, 70, 71);
select max(a.id) as before_again from core.alerts as a \gset
update core.alerts as a set told_id = nextval(pg_get_serial_sequence('core.alerts', 'id')) where a.id = :before_again;
select is((ops.digest_content(:channel_id, :before_again, 1000000000, '2025-03-01')) #>> '{data,alerts,0,alert_id}', :'before_again', 'an alert that is notified again after a digest is in the next digest');
select is(ops.digest_content(:channel_id, :before_again + 1, 1000000000, '2025-03-01'), null, 'it is in no other digest');

select * from finish();
rollback;
