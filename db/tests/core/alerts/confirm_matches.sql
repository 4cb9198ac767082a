begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(2);

select pg_temp.rule('2 of 2', 'price', '{"threshold_pct": 10, "confirm_count": 2, "confirm_window": 2}'), pg_temp.rule('average', 'price', '{"compare_with": "average", "window_days": 7}');
select ops.promotion_scratch();
select core.load_rules();
insert into pg_temp.rule_history (asin, marketplace, date, place, observed_on)
select a, 'US', '2025-03-05', p, date '2025-03-05' - p
from unnest(array['B0TESTA001', 'B0TESTA002', 'B0TESTA003']) as a
cross join generate_series(1, 3) as p;
insert into pg_temp.rule_matches (rule_id, asin, marketplace, date, base_date, is_news, is_history, direction)
select r.id, m.asin, 'US', m.date, m.base_date, not m.is_history, m.is_history, m.direction
from (values
    ('2 of 2', 'B0TESTA001', date '2025-03-05', date '2025-03-03', false, 1), ('2 of 2', 'B0TESTA001', '2025-03-04', '2025-03-03', true, 1),
    ('2 of 2', 'B0TESTA002', '2025-03-05', '2025-03-03', false, 1), ('2 of 2', 'B0TESTA002', '2025-03-04', '2025-03-03', true, 1),
    ('2 of 2', 'B0TESTA002', '2025-03-04', '2025-03-02', true, 1), ('2 of 2', 'B0TESTA002', '2025-03-03', '2025-03-02', true, 1),
    ('2 of 2', 'B0TESTA003', '2025-03-05', '2025-03-03', false, 1), ('2 of 2', 'B0TESTA003', '2025-03-04', '2025-03-03', true, -1),
    ('average', 'B0TESTA001', '2025-03-05', '2025-03-04', false, 1), ('average', 'B0TESTA001', '2025-03-04', '2025-03-03', true, 1),
    ('average', 'B0TESTA002', '2025-03-05', '2025-03-04', false, 1), ('average', 'B0TESTA002', '2025-03-03', '2025-03-02', true, 1)
) as m (rule, asin, date, base_date, is_history, direction)
inner join core.alert_rules as r on r.name = m.rule;
select core.confirm_matches((select array_agg(r.id) from pg_temp.evaluated_rules as r));
create function pg_temp.judged(p_rule text) returns text language sql as $$
    select string_agg(concat_ws(' ', right(m.asin, 1), case when m.is_confirmed then 'confirmed' else 'waits' end, case when m.is_crossing then 'begins' end), ', ' order by m.asin)
    from pg_temp.rule_matches as m
    inner join core.alert_rules as r on r.id = m.rule_id
    where not m.is_history and r.name = p_rule
$$;
select is(
    pg_temp.judged('2 of 2'), '1 confirmed begins, 2 confirmed, 3 waits',
    'two changed observations confirm; without a crossing when the window before held too, and not in the other direction'
);
select is(pg_temp.judged('average'), '1 confirmed, 2 confirmed begins', 'against an average it is a crossing when the observation before did not meet the rule');

select * from finish();
rollback;
