begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(17);

select pg_temp.rule('rule', 'price', '{"threshold_pct": 10}');
create function pg_temp.try(p_changes text)
returns text
language plpgsql
volatile
as $$
begin
    perform ops.promotion_scratch();
    perform core.load_rule_variant(r, p_changes::jsonb) from core.alert_rules as r where r.name = 'rule';
    return (select string_agg(concat_ws(' ', j.name, j.limit_pct, j.limit_change, j.change_key), ', ') from pg_temp.evaluated_rules as j);
end;
$$;

create temp table before as select r.* from core.alert_rules as r;
select is(pg_temp.try('{}'), 'rule 10 price:previous:0::1', 'a rule as it is');
select is(pg_temp.try('{"threshold_pct": 5}'), 'rule 5 price:previous:0::1', 'with another threshold');
select is(pg_temp.try('{"threshold_pct": null, "min_change": "2"}'), 'rule 2 price:previous:0::1', 'or another kind of it');
select is(pg_temp.try('{"threshold_pct": null}'), 'rule 10 price:previous:0::1', 'without one the default counts');
select is(pg_temp.try('{"compare_with": "average", "window_days": 30}'), 'rule 10 price:average:30::1', 'against something else');
select is(pg_temp.try('{"confirm_count": 2, "confirm_window": 3}'), 'rule 10 price:previous:0::3', 'or confirmed');
select results_eq('select r.* from core.alert_rules as r order by r.id', 'select b.* from before as b order by b.id', 'the rule itself stays as it is');
select throws_ok($$select pg_temp.try('{"no_such_field": 1}')$$, 'AM422', null, 'a field that rules do not have is refused');
select throws_ok($$select pg_temp.try('{"tenant_id": "00000000-0000-0000-0000-0000000000b1"}')$$, 'AM422', null, 'so is whose it is');
select throws_ok($$select pg_temp.try('{"threshold_pct": -5}')$$, 'AM422', null, 'a value that rules cannot have');
select throws_ok($$select pg_temp.try('{"threshold_pct": "much"}')$$, 'AM422', null, 'or that is none');
select throws_ok($$select pg_temp.try('{"direction": null}')$$, 'AM422', null, 'or is missing');
select throws_ok($$select pg_temp.try('{"window_days": 99999}')$$, 'AM422', null, 'or too big');
select throws_ok($$select pg_temp.try('{"cooldown": "soon"}')$$, 'AM422', null, 'or no time');
select throws_ok($$select pg_temp.try('{"scope_marketplace": "XX"}')$$, 'AM422', null, 'or no marketplace');
select throws_ok($$select pg_temp.try('[1]')$$, 'AM422', null, 'changes are an object');
select throws_ok($$select pg_temp.try('{"threshold_pct": [1]}')$$, 'AM422', null, 'of plain values');

select * from finish();
rollback;
