begin;
set local search_path to extensions, public;
\ir ../../support/brands.psql
select plan(17);

set local role asinmart_owner;
select pg_temp.load_reports(
    'a2',
    -- Three weeks after the newest one so far: no week of 02-02 and 02-09 beside 02-16.
    pg_temp.week('2025-01-26', pg_temp.report_line('B0TESTA001', 'gap'), pg_temp.report_line('B0TESTA001', 'vitamin kids'))
    || pg_temp.week(
        '2025-02-16', pg_temp.report_line('B0TESTA001', 'gap'), pg_temp.report_line('B0TESTA001', 'less', '{"own_clicks": 9, "own_purchases": 3}'),
        pg_temp.report_line('B0TESTA001', 'more', '{"own_clicks": 2}'), pg_temp.report_line('B0TESTA001', 'gone'),
        pg_temp.report_line('B0TESTA001', 'same a'), pg_temp.report_line('B0TESTA001', 'same b')
    )
    || pg_temp.week(
        '2025-02-23', pg_temp.report_line('B0TESTA001', 'less', '{"own_clicks": 4, "own_purchases": 4, "volume": 400, "own_impressions": 5}'),
        pg_temp.report_line('B0TESTA001', 'more', '{"own_clicks": 3}'), pg_temp.report_line('B0TESTA001', 'new'),
        pg_temp.report_line('B0TESTA001', 'same a'), pg_temp.report_line('B0TESTA001', 'same b')
    )
    || pg_temp.month('2025-02-01', pg_temp.report_line('B0TESTA001', 'vitamin month', '{"own_clicks": 7}')),
    'tenant a'
);
set local role asinmart_api;
create function pg_temp.found(p_values jsonb default '{}') returns text language sql as $$
    select string_agg(concat_ws(' ', i ->> 'search_query', i ->> 'click_change'), ', ')
    from api.brand_query_changes(
        pg_temp.a(), pg_temp.brand(pg_temp.a()), coalesce(p_values ->> 'period_type', 'WEEK'), (p_values ->> 'from')::date, (p_values ->> 'to')::date,
        p_values ->> 'filter', p_values ->> 'marketplace', coalesce(p_values ->> 'sort', 'click_change'),
        coalesce((p_values ->> 'periods_back')::integer, 1)
    ) as q
    cross join lateral json_array_elements(q.data::json) as i;
$$;
create function pg_temp.item(p_query text) returns jsonb language sql as $$
    select q.data::jsonb -> 0 from api.brand_query_changes(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_filter => format('"%s"', p_query)) as q;
$$;

select is(
    pg_temp.found(), 'less -5, same a 0, same b 0, more 1, new',
    'the queries of the newest period come with the largest loss of clicks first, unknown changes last'
);
select results_eq(
    $$select pg_temp.found(jsonb_build_object('sort', s.sort)) from (values (1, '-click_change'), (2, 'purchase_change'), (3, '-purchase_change')) as s (no, sort) order by s.no$$,
    $$values ('more 1, same a 0, same b 0, less -5, new'), ('more 1, same a 0, same b 0, less -5, new'), ('less -5, more 1, same a 0, same b 0, new')$$,
    'they are sorted by clicks or purchases, in either direction, unknown changes always last'
);
select is(
    pg_temp.item('less'),
    '{
        "search_query": "less", "marketplace": "US", "period_type": "WEEK", "period_start": "2025-02-23", "period_end": "2025-03-01",
        "previous_period_start": "2025-02-16", "is_branded": false, "search_query_volume": 400, "previous_search_query_volume": 500,
        "brand_impressions": 5, "previous_brand_impressions": 50, "impression_share_pct": 0.50, "previous_impression_share_pct": 5.00,
        "brand_clicks": 4, "previous_brand_clicks": 9, "click_share_pct": 4.00, "previous_click_share_pct": 9.00,
        "brand_cart_adds": 2, "previous_brand_cart_adds": 2, "cart_add_share_pct": 5.00, "previous_cart_add_share_pct": 5.00,
        "brand_purchases": 4, "previous_brand_purchases": 3, "purchase_share_pct": 20.00, "previous_purchase_share_pct": 15.00,
        "click_change": -5, "purchase_change": 1, "lost_stage": "impression", "previous_lost_stage": "cart add"
    }',
    'an item has the figures of both periods'
);
select is(
    (select jsonb_object_agg(m.key, m.value) from jsonb_each(pg_temp.item('new')) as m where m.key like 'previous%' or m.key like '%change'),
    (select jsonb_object_agg(m.key, null) from jsonb_each(pg_temp.item('less')) as m where m.key like 'previous%' or m.key like '%change'),
    'nothing is known of a period that does not list the query'
);
select is(
    pg_temp.found('{"from": "2025-02-09", "to": "2025-02-22"}'), 'gap, gone, less, more, same a, same b',
    'a period that does not end on the day before is no previous one'
);
select is(
    pg_temp.found('{"from": "2025-02-16"}'), 'less -5, same a 0, same b 0, more 1, new, gap, gone, less, more, same a, same b',
    'with a range of days all its periods are listed, of equal changes the newest first'
);
select results_eq(
    $$
        select pg_temp.found(f.v::jsonb) from (values
            (1, '{"filter": "same AND !b"}'), (2, '{"marketplace": "DE"}'), (3, '{"marketplace": "US", "filter": "more"}'),
            (4, '{"period_type": "QUARTER"}'), (5, '{"to": "2025-01-11", "filter": "acme"}')
        ) as f (no, v) order by f.no
    $$,
    $$values ('same a 0'), (null), ('more 1'), (null), ('acme drops')$$, 'queries are filtered by words, marketplace, period and days'
);
select is(
    pg_temp.found('{"from": "2025-02-16", "to": "2025-02-22", "filter": "gap OR less", "periods_back": 3}'), 'gap 0, less',
    'a period further back is compared where that is asked for'
);
select is(pg_temp.found('{"period_type": "MONTH"}'), 'vitamin month 2', 'the month before has a length of its own');
select is(
    pg_temp.found('{"from": "2025-01-12", "filter": "kids OR gap"}'), 'gap, gap, vitamin kids, vitamin kids',
    'so it is when the earlier period is listed itself'
);
select is(
    pg_temp.all_pages(format('api.brand_query_changes(pg_temp.a(), pg_temp.brand(pg_temp.a()), %s, $page)', s.arguments), 'search_query', 1),
    s.wanted, s.name
)
from (
    values
        ($$p_sort => 'click_change'$$, 'less | same a | same b | more | new', 'the pages continue each other, also among equal changes'),
        ($$p_sort => '-click_change'$$, 'more | same a | same b | less | new', 'so they do in descending order'),
        (
            $$p_from => '2025-02-16'$$, 'less | same a | same b | more | new | gap | gone | less | more | same a | same b',
            'so they do from period to period, among unknown changes'
        )
) as s (arguments, wanted, name);
select is(
    (select pg_temp.items(q.data, 'search_query') from api.brand_query_changes(pg_temp.b(), pg_temp.brand(pg_temp.b())) as q), 'of b', 'another tenant sees its own'
);
select throws_ok('select * from api.brand_query_changes(pg_temp.b(), pg_temp.brand(pg_temp.a()))', 'AM404', null, 'another tenant''s brand is not there');
select throws_ok(
    $$select * from api.brand_query_changes(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_filter => 'a AND')$$, 'AM422', null, 'a wrong filter is refused'
);
select throws_ok(
    $$select * from api.brand_query_changes(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_sort => 'volume')$$, 'AM422',
    'changes cannot be sorted by volume', 'an unknown sort is refused'
);

select * from finish();
rollback;
