begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(6);

create function pg_temp.changed(p_old text, p_new text) returns boolean language sql as $$
    select core.is_recommendation_changed(p_old::jsonb, p_new::jsonb);
$$;
select is(
    pg_temp.changed('{"status": "complete", "actions": {"a": {"x": 1}}}', '{"status": "complete", "actions": {"a": {"x": 1.9}}}'), false, 'noise makes no version'
);
select is(
    pg_temp.changed('{"status": "complete", "actions": {"a": {"x": 1}}}', '{"status": "complete", "actions": {"a": {"x": 2}}}'), true, 'other evidence does'
);
select is(
    pg_temp.changed('{"status": "complete", "actions": {"a": {"x": 1}}}', '{"status": "complete", "actions": {}}'), true, 'so does an action less'
);
select is(
    pg_temp.changed('{"status": "complete", "actions": {}}', '{"status": "complete", "actions": {"a": {"x": 1}}}'), true, 'an action more'
);
select is(pg_temp.changed('{"status": "complete", "actions": {}}', '{"status": "thin_data", "actions": {}}'), true, 'and another status');
select is(pg_temp.changed('{"status": "thin_data", "actions": {}}', '{"status": "thin_data", "actions": {}}'), false, 'thin data stay one version');

select * from finish();
rollback;
