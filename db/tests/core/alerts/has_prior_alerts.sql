begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(4);

select pg_temp.rule('one', 'price', '{"threshold_pct": 10}'), pg_temp.rule('other', 'price', '{"threshold_pct": 1000}');
select pg_temp.load_days('2025-03-01', '{"B0TESTA001": [100, 200]}');
create function pg_temp.told(p_rule text, p_date date) returns boolean language plpgsql volatile as $$
begin
    perform ops.promotion_scratch();
    perform core.load_rules((select array_agg(r.id) from core.alert_rules as r where r.name = p_rule));
    return core.has_prior_alerts(p_date, p_date);
end;
$$;
select ok(pg_temp.told('one', '2025-03-02'), 'a rule has prior alerts about the day of its alert');
select ok(not pg_temp.told('one', '2025-03-03'), 'it has none about another day');
select ok(not pg_temp.told('other', '2025-03-02'), 'another rule has none');
select ok(not coalesce(pg_temp.told('one', null), false), 'without days there are none');

select * from finish();
rollback;
