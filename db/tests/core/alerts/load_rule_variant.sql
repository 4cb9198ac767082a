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
select is(pg_temp.try('{}'), 'rule 10 price:previous:0::1', 'a rule is loaded unchanged');
select is(pg_temp.try('{"threshold_pct": 5}'), 'rule 5 price:previous:0::1', 'the threshold can be changed');
select is(pg_temp.try('{"threshold_pct": null, "min_change": "2"}'), 'rule 2 price:previous:0::1', 'the kind of threshold can be changed');
select is(pg_temp.try('{"threshold_pct": null}'), 'rule 10 price:previous:0::1', 'without a threshold the default applies');
select is(pg_temp.try('{"compare_with": "average", "window_days": 30}'), 'rule 10 price:average:30::1', 'the comparison can be changed');
select is(pg_temp.try('{"confirm_count": 2, "confirm_window": 3}'), 'rule 10 price:previous:0::3', 'the confirmation can be changed');
select results_eq('select r.* from core.alert_rules as r order by r.id', 'select b.* from before as b order by b.id', 'the stored rule is not changed');
select throws_ok($$select pg_temp.try('{"no_such_field": 1}')$$, 'AM422', null, 'an unknown field is refused');
select throws_ok($$select pg_temp.try('{"tenant_id": "00000000-0000-0000-0000-0000000000b1"}')$$, 'AM422', null, 'the tenant cannot be changed');
select throws_ok($$select pg_temp.try('{"threshold_pct": -5}')$$, 'AM422', null, 'an invalid value is refused');
select throws_ok($$select pg_temp.try('{"threshold_pct": "much"}')$$, 'AM422', null, 'a value of the wrong type is refused');
select throws_ok($$select pg_temp.try('{"direction": null}')$$, 'AM422', null, 'a null for a required field is refused');
select throws_ok($$select pg_temp.try('{"window_days": 99999}')$$, 'AM422', null, 'a number out of range is refused');
select throws_ok($$select pg_temp.try('{"cooldown": "soon"}')$$, 'AM422', null, 'an invalid time is refused');
select throws_ok($$select pg_temp.try('{"scope_marketplace": "XX"}')$$, 'AM422', null, 'an unknown marketplace is refused');
select throws_ok($$select pg_temp.try('[1]')$$, 'AM422', null, 'the changes must be an object');
select throws_ok($$select pg_temp.try('{"threshold_pct": [1]}')$$, 'AM422', null, 'the values must not be nested');

select * from finish();
rollback;
