begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(6);

insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTZ001'), ('B0TESTA002', 'B0TESTZ001'), ('B0TESTA002', 'B0TESTZ002');
select pg_temp.rule('undercut', 'undercut');
select pg_temp.load_days('2025-03-01', '{"B0TESTA001": [100, 100, 100], "B0TESTA002": [10, 10], "B0TESTZ001": [100, 50, 100], "B0TESTZ002": [100, 100]}');
create function pg_temp.found(p_asin text, p_date date, p_is_changed boolean default true)
returns text
language plpgsql
volatile
as $$
begin
    insert into pg_temp.refreshed_days (asin, marketplace, date, is_changed) values (p_asin, 'US', p_date, p_is_changed), ('B0TESTX001', 'US', p_date, true);
    perform core.find_pair_days('2025-01-01');
    return (
        select string_agg(concat_ws(' ', k.asin, to_char(k.date, 'FMDD'), to_char(k.base_date, 'FMDD'), k.is_news, k.is_pair_only), ', ' order by k.asin)
        from pg_temp.rule_days as k
    );
end;
$$;

select ops.promotion_scratch();
select core.load_rules();
select is(pg_temp.found('B0TESTZ001', '2025-03-03', false), null, 'a day of which only windows were computed again adds none');
truncate pg_temp.refreshed_days, pg_temp.rule_days;
select is(pg_temp.found('B0TESTZ001', '2025-03-03'), 'B0TESTA001 3 2 t t', 'a competitor''s day adds the newest days of main products, for undercutting only');
truncate pg_temp.refreshed_days, pg_temp.rule_days;
select is(pg_temp.found('B0TESTZ001', '2025-03-02'), 'B0TESTA001 2 1 f t, B0TESTA002 2 1 t t', 'an older day is added when it has an undercut alert');
select is(pg_temp.found('B0TESTZ002', '2025-03-02'), 'B0TESTA001 2 1 f t, B0TESTA002 2 1 t t', 'an existing day is not added twice');
truncate pg_temp.refreshed_days, pg_temp.rule_days;
select is(pg_temp.found('B0TESTA001', '2025-03-03'), null, 'the main product''s own day is already evaluated');
select ops.promotion_scratch();
select is(pg_temp.found('B0TESTZ001', '2025-03-03'), null, 'without rules no pair is evaluated');

select * from finish();
rollback;
