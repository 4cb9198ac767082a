begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(8);

update core.alert_rules set is_active = false;
select pg_temp.rule('2 of 3', 'price', '{"threshold_pct": 10, "confirm_count": 2, "confirm_window": 3}');
select pg_temp.load_days('2025-03-01', '{"B0TESTA001": [100, 150, 150, 110.01], "B0TESTA002": [100, 150, 150, 110], "B0TESTA003": [100, 150, 150]}');
create function pg_temp.spans(p_is_news boolean, p_has_rows boolean default false)
returns text
language plpgsql
volatile
as $$
begin
    perform ops.promotion_scratch();
    perform core.load_rules();
    if p_has_rows then
        insert into pg_temp.day_rows
        select d.*
        from mart.product_latest as l
        inner join mart.product_days as d on d.asin = l.asin and d.marketplace = l.marketplace and d.date = l.date;
    end if;
    insert into pg_temp.rule_days (asin, marketplace, date, base_date, span, is_news, is_pair_only, is_history)
    select l.asin, l.marketplace, l.date, l.date - 1, 1, p_is_news, false, false
    from mart.product_latest as l;
    perform core.find_confirmation_bases();
    return (
        select string_agg(concat_ws(' ', right(k.asin, 1), to_char(k.base_date, 'FMDD'), k.span), ', ' order by k.asin)
        from pg_temp.rule_days as k
        where k.span > 1
    );
end;
$$;

select is(pg_temp.spans(true), '1 1 3', 'a day that changed by more than a threshold is compared with the observation three before; smaller changes are not');
select is(pg_temp.spans(false), '1 1 3, 2 1 3', 'days that are not news are compared whatever their change');
update core.alert_rules set threshold_pct = 9 where name = '2 of 3';
select is(pg_temp.spans(true), '1 1 3, 2 1 3', 'the lowest threshold of the rules decides');
update core.alert_rules set confirm_count = 1, confirm_window = 1 where name = '2 of 3';
select is(pg_temp.spans(true), null, 'without rules with confirmation no day is added');

-- The row of the day has the extremes of its week: they rule out most products, and no other.
update core.alert_rules set confirm_count = 2, confirm_window = 3 where name = '2 of 3';
select pg_temp.load_days('2025-03-01', '{
    "B0TESTB001": [100, 103, 106, 109.01], "B0TESTB002": [100, 103, 106, 108], "B0TESTB003": [100, null, 100, 100],
    "B0TESTB004": [100, 100, 100, 90], "B0TESTB005": [115, null, null, null, null, null, null, 100, 100, 100],
    "B0TESTB006": [{"status": "out_of_stock"}, 100, 100, 100]
}');
select is(pg_temp.spans(true, true), pg_temp.spans(true), 'the row of the day leaves no pair of days out');
select is(pg_temp.spans(true, true), '1 1 3, 2 1 3, 1 1 3, 4 1 3, 5 1 3, 6 1 3',
    'a slow rise is found, as are a drop, an observation before the week, and a price after none');
select pg_temp.rule('stars', 'rating', '{"min_change": 0.2, "confirm_count": 2, "confirm_window": 3}');
select pg_temp.load_days('2025-03-01', '{
    "B0TESTC001": [{"price": 100, "rating": 4.5}, {"price": 100, "rating": 4.5}, {"price": 100, "rating": 4.5}, {"price": 100, "rating": 4.1}]
}');
select is(pg_temp.spans(true, true), pg_temp.spans(true), 'nor where a rule watches ratings, whose extremes are not stored');
update core.alert_rules set is_active = name = 'rank';
select pg_temp.rule('rank', 'bsr', '{"threshold_pct": 20, "confirm_count": 2, "confirm_window": 3}');
select is(pg_temp.spans(true, true), pg_temp.spans(true), 'nor where rules watch ranks');

select * from finish();
rollback;
