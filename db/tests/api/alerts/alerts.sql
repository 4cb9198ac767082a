begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(4);

select pg_temp.alerted(pg_temp.a(), 'B0TESTA001', '2025-03-10'), pg_temp.alerted(pg_temp.b(), 'B0TESTB001', '2025-03-10'),
    pg_temp.alerted(pg_temp.a(), 'B0TESTA002', '2025-04-10', '{"kind": "BSR_DROP", "severity": "high", "is_read": true, "rule_id": 7}'),
    pg_temp.alerted(pg_temp.a(), 'B0TESTA003', '2025-03-01', '{"marketplace": "DE", "is_resolved": true, "corrected_at": "2025-03-02"}');
set local role asinmart_api;
select is((select pg_temp.items(a.data, 'asin') from api.alerts(pg_temp.a()) as a), 'B0TESTA003 B0TESTA002 B0TESTA001', 'alerts are sorted newest first');
create function pg_temp.found(p_values jsonb) returns text language sql as $$
    select pg_temp.items(a.data, 'asin')
    from api.alerts(
        pg_temp.a(), (p_values ->> 'unread')::boolean, p_values ->> 'kind', p_values ->> 'severity', p_values ->> 'asin', p_values ->> 'marketplace',
        (p_values ->> 'rule_id')::bigint, (p_values ->> 'since')::date, (p_values ->> 'until')::date, (p_values ->> 'corrected')::boolean,
        (p_values ->> 'resolved')::boolean
    ) as a;
$$;
select results_eq(
    $$
        select pg_temp.found(f.v::jsonb) from (values
            (1, '{"unread": true}'), (2, '{"kind": "BSR_DROP"}'), (3, '{"severity": "high"}'), (4, '{"asin": "B0TESTA001"}'), (5, '{"marketplace": "DE"}'),
            (6, '{"rule_id": 7}'), (7, '{"since": "2025-03-10"}'), (8, '{"until": "2025-03-10"}'), (9, '{"corrected": true}'), (10, '{"resolved": false}'),
            (11, '{"asin": "B0TESTB001"}')
        ) as f (n, v) order by f.n
    $$,
    $$values
        ('B0TESTA003 B0TESTA001'), ('B0TESTA002'), ('B0TESTA002'), ('B0TESTA001'), ('B0TESTA003'), ('B0TESTA002'), ('B0TESTA002 B0TESTA001'),
        ('B0TESTA003 B0TESTA001'), ('B0TESTA003'), ('B0TESTA002 B0TESTA001'), (null)$$,
    'each filter returns its alerts'
);
select results_eq(
    $$
        select pg_temp.items(a.data, 'asin'), pg_temp.items(b.data, 'asin'), b.next_key
        from api.alerts(pg_temp.a(), p_limit => 2) as a
        cross join lateral api.alerts(pg_temp.a(), p_after => a.next_key::jsonb, p_limit => 2) as b
    $$,
    $$values ('B0TESTA003 B0TESTA002', 'B0TESTA001', null::text)$$, 'pages follow each other'
);
select is((select a.data from api.alerts('00000000-0000-0000-0000-0000000000ff') as a), '[]', 'a tenant without alerts gets an empty list');

select * from finish();
rollback;
