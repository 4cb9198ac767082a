begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(13);

create function pg_temp.step(p_value jsonb, p_unit text) returns jsonb language sql as $$
    select core.evidence_steps(jsonb_build_array(jsonb_build_object('id', 'x', 'value', p_value, 'unit', p_unit)), array['x']) -> 'x';
$$;
-- ln 20 / ln 1.1 = 31.43, ln 22 / ln 1.1 = 32.43: 10 % more is one step.
select is(pg_temp.step('20', 'currency'), '31.43', 'a price has steps of 10 %');
select is(pg_temp.step('22', 'currency'), '32.43', 'so that 10 % more is one step');
select is(pg_temp.step('20.01', 'currency'), '31.44', 'and a cent is not');
select is(pg_temp.step('110', 'count')::numeric - pg_temp.step('100', 'count')::numeric, 1.00, 'amounts have steps of 10 %');
select is(pg_temp.step('0', 'count'), '-7.27', 'an amount of 0 has a step');
select is(pg_temp.step('300', 'rank')::numeric - pg_temp.step('200', 'rank')::numeric, 1.00, 'ranks have steps of half as much again');
select is(pg_temp.step('4.2', 'stars'), '42.00', 'ratings have steps of a tenth');
select is(pg_temp.step('6', 'days'), '2.00', 'days have steps of three');
select is(pg_temp.step('12.5', 'percent'), '2.50', 'percentages have steps of five points');
select is(pg_temp.step('"Mugs"', 'text'), '"Mugs"', 'a text is compared as it is');
select is(pg_temp.step('false', 'yes_no'), 'false', 'and so is a truth');
select is(
    core.evidence_steps('[{"id": "a", "value": 5, "unit": "percent"}, {"id": "b", "value": 5, "unit": "percent"}]', array['b']), '{"b": 1.00}'::jsonb,
    'only the claims asked for'
);
select is(core.evidence_steps('[]', array['b']), '{}'::jsonb, 'or none');

select * from finish();
rollback;
