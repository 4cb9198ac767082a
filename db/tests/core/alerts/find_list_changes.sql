begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(27);

-- One list on one day: its products in order of their places, null for unread places.
create function pg_temp.load_list(p_date date, p_asins text[], p_category text default 'Kettles')
returns void
language sql
volatile
as $$
    select pg_temp.load_run(
        format('list %s %s', p_date, (select count(*) from core.ingest_runs)),
        variadic array_agg(
            jsonb_build_object('asin', a.asin, 'observed_date', p_date, 'list_rank', a.place, 'list_category', p_category, 'price', 5)
        )
    )
    from unnest(p_asins) with ordinality as a (asin, place)
    where a.asin is not null;
$$;
-- A list of p_count products B0LIST0001, ..., some of them put at the front.
create function pg_temp.places(p_count integer, p_first text[] default '{}')
returns text[]
language sql
stable
as $$
    select (p_first || array_agg('B0LIST' || lpad(i::text, 4, '0') order by i))[1:p_count]
    from generate_series(1, p_count) as i
    where 'B0LIST' || lpad(i::text, 4, '0') <> all (p_first);
$$;

select pg_temp.rule('list', 'bestseller_list');
select pg_temp.rule('entries', 'bestseller_list', '{"direction": "up"}');
select pg_temp.rule('exits', 'bestseller_list', '{"direction": "down"}');
select pg_temp.rule('top 2', 'bestseller_list', '{"list_places": 2}');
select pg_temp.rule('top 50', 'bestseller_list', '{"list_places": 50}');

select pg_temp.load_list('2025-03-01', '{B0TESTA001,B0TESTA002,B0TESTA003}');
select is_empty('table core.alerts', 'the first day of a list has no entries');
select pg_temp.load_list('2025-03-02', '{B0TESTA001,B0TESTA004,B0TESTA003}');
select is(pg_temp.outcomes('list'), 'B0TESTA002 2 alert, B0TESTA004 2 alert', 'products that entered or left a list alert');
select is(pg_temp.outcomes('entries'), 'B0TESTA004 2 alert', 'direction up alerts about entries only');
select is(pg_temp.outcomes('exits'), 'B0TESTA002 2 alert', 'direction down alerts about exits only');
select is(pg_temp.outcomes('top 2'), 'B0TESTA002 2 alert, B0TESTA004 2 alert', 'a rule about two places counts only those');
select results_eq(
    $$
        select a.asin, a.title, a.message, a.old_value, a.new_value, a.change_pct, a.details ->> 'direction'
        from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = 'list' order by a.asin
    $$,
    $$values
        (
            'B0TESTA002', 'Left best-seller list Kettles: B0TESTA002',
            'B0TESTA002 (US): from 2025-03-01 to 2025-03-02, place 2 to not listed in Kettles. Rule "list": Any observed product: enters or leaves the first 100 places of a best-seller list; again on the same day in the other direction.',
            2::numeric, null::numeric, null::numeric, 'down'
        ),
        (
            'B0TESTA004', 'Entered best-seller list Kettles: B0TESTA004',
            'B0TESTA004 (US): from 2025-03-01 to 2025-03-02, not listed to place 2 in Kettles. Rule "list": Any observed product: enters or leaves the first 100 places of a best-seller list; again on the same day in the other direction.',
            null, 2, null, 'up'
        )
    $$,
    'the alert has the places and the list'
);
select pg_temp.load_list('2025-03-03', '{B0TESTA004,B0TESTA003,B0TESTA001}');
select is(pg_temp.outcomes('list'), 'B0TESTA002 2 alert, B0TESTA004 2 alert', 'another place on the list is neither entry nor exit');
select is(
    pg_temp.outcomes('top 2'), 'B0TESTA001 3 alert, B0TESTA002 2 alert, B0TESTA003 3 alert, B0TESTA004 2 alert', 'it may be an entry into the first two places'
);
select is(
    (
        select string_agg(a.title, '; ' order by a.asin) from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id
        where r.name = 'top 2' and a.date = '2025-03-03'
    ),
    'Left best-seller list Kettles: B0TESTA001; Entered best-seller list Kettles: B0TESTA003', 'one product left the first two places, one entered'
);
select pg_temp.load_list('2025-03-02', '{B0TESTA009}');
select is(pg_temp.outcomes('list', 'B0TESTA009'), null, 'a list that arrives late is not news');

-- Lists that are read in part: 100 places, then 50 of them.
select pg_temp.load_list('2025-03-01', pg_temp.places(100), 'Long');
select pg_temp.load_list('2025-03-02', (pg_temp.places(100, '{B0LIST0100}'))[1:50], 'Long');
select is(pg_temp.outcomes('list', 'B0LIST0100'), null, 'another place within the places of the rule is neither entry nor exit');
select is(pg_temp.outcomes('top 50', 'B0LIST0100'), '2 alert', 'a rise into the first fifty is an entry for a rule about fifty places');
select is(pg_temp.outcomes('list', 'B0LIST0080'), null, 'an unread place is no exit');
select is(pg_temp.outcomes('list', 'B0LIST0050'), null, 'a product that may have fallen below the places read has not left');
select is(pg_temp.outcomes('top 50', 'B0LIST0050'), '2 alert', 'it has left the first fifty');
select pg_temp.load_list('2025-03-03', pg_temp.places(100, '{B0TESTB001}'), 'Long');
select is(pg_temp.outcomes('list', 'B0LIST0080'), null, 'the list read in full again has no entries for products that were on it before');
select is(pg_temp.outcomes('list', 'B0LIST0050'), null, 'nor for products that had fallen below the places read');
select is(pg_temp.outcomes('top 50', 'B0TESTB001'), '3 alert', 'an entry into the places read on both days is an entry');
select pg_temp.load_list('2025-03-01', pg_temp.places(100), 'Nearly');
select pg_temp.load_list('2025-03-02', (pg_temp.places(100, '{B0TESTB002}'))[1:95], 'Nearly');
select pg_temp.load_list('2025-03-03', pg_temp.places(100, '{B0TESTB003}'), 'Nearly');
select is(
    pg_temp.outcomes('list', 'B0TESTB002') || '; ' || pg_temp.outcomes('list', 'B0TESTB003'), '2 alert, 3 alert; 3 alert',
    'a list without its last few places counts as complete'
);

-- Two runs on one day, and two lists.
update core.alert_rules set is_active = name in ('list', 'exits');
select pg_temp.load_list('2025-03-01', pg_temp.places(100), 'Halves');
select pg_temp.load_list('2025-03-02', (pg_temp.places(100, '{B0TESTC001}'))[1:50], 'Halves');
select is(
    (select count(*) from core.alerts as a where a.details ->> 'new' = 'Halves' and a.details ->> 'direction' = 'down'), 0::bigint, 'the first half of a list has no exits'
);
select pg_temp.load_list('2025-03-02', array_fill(null::text, array[50]) || (pg_temp.places(100, '{B0TESTC001}'))[51:100], 'Halves');
select results_eq(
    $$select a.asin, a.details ->> 'direction' from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = 'list' and a.details ->> 'new' = 'Halves' order by a.asin$$,
    $$values ('B0LIST0100', 'down'), ('B0TESTC001', 'up')$$, 'with the second half the list is complete: one entry and one exit, once'
);
select pg_temp.load_list('2025-03-01', '{B0TESTD001,B0TESTD002}', 'One');
select pg_temp.load_list('2025-03-01', '{B0TESTD001,B0TESTD002}', 'Two');
select pg_temp.load_run(
    'two lists',
    '{"asin": "B0TESTD003", "observed_date": "2025-03-02", "list_rank": 2, "list_category": "One"}',
    '{"asin": "B0TESTD003", "observed_date": "2025-03-02", "list_rank": 1, "list_category": "Two"}',
    '{"asin": "B0TESTD001", "observed_date": "2025-03-02", "list_rank": 1, "list_category": "One"}',
    '{"asin": "B0TESTD001", "observed_date": "2025-03-02", "list_rank": 2, "list_category": "Two"}'
);
select is((select string_agg(a.title, '; ') from core.alerts as a where a.asin = 'B0TESTD003'), 'Entered best-seller list Two: B0TESTD003', 'a product that enters two lists on a day alerts with the better place');
select is((select string_agg(distinct a.title, '; ') from core.alerts as a where a.asin = 'B0TESTD002'), 'Left best-seller list One: B0TESTD002', 'an exit from two places of one list alerts');
update core.alert_rules set snooze_ends_at = 'infinity' where name = 'list';
select pg_temp.load_run(
    'two lists, silent',
    '{"asin": "B0TESTD004", "observed_date": "2025-03-03", "list_rank": 2, "list_category": "One"}',
    '{"asin": "B0TESTD004", "observed_date": "2025-03-03", "list_rank": 1, "list_category": "Two"}'
);
select is(pg_temp.outcomes('list', 'B0TESTD004'), '3 snooze', 'a snoozed rule has one suppression for them');

-- Only lists and products that a rule watches.
update core.alert_rules set is_active = false;
insert into app.tracked_products (asin) values ('B0TESTE001');
select pg_temp.rule('tracked', 'bestseller_list', '{"scope_type": "tracked"}');
select pg_temp.load_list('2025-03-01', '{B0TESTE003,B0TESTE004}', 'Pots');
select pg_temp.load_list('2025-03-02', '{B0TESTE001,B0TESTE002}', 'Pots');
select is(pg_temp.outcomes('tracked'), 'B0TESTE001 2 alert', 'a rule about tracked products ignores other products');
select ops.promotion_scratch();
insert into pg_temp.changed_lists (marketplace, category, date) values ('US', 'Kettles', '2025-03-02');
select core.find_list_changes();
select is_empty('table pg_temp.rule_changes', 'without rules no list is evaluated');
select core.load_rules();
select core.find_list_changes(true);
select is((select count(*) from pg_temp.rule_changes), 3::bigint, 'a back-test evaluates lists that are not the newest');

select * from finish();
rollback;
