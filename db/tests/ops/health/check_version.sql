begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

select is((select c.status from ops.check_version() as c), 'ok', 'the server of the tests is not too old');
select results_eq('select c.status, c.detail from ops.check_version(170008) as c', $$values ('ok', 'PostgreSQL 17.8')$$, 'the first version without the fault is fine');
select results_eq(
    'select c.status, c.detail from ops.check_version(170007) as c',
    $$values ('warning', 'PostgreSQL 17.7 may stop notifying the API: could not access status of transaction')$$, 'the one before is not'
);
select matches((select c.advice from ops.check_version(150000) as c), '^Update it to 15\.16 or later\.', 'the advice names the version');
select is((select c.status from ops.check_version(190000) as c), 'ok', 'later versions never had it');

select * from finish();
rollback;
