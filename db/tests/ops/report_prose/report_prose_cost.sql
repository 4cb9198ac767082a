begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(2);

select is(ops.report_prose_cost(1000, 200), 0.01, 'a million tokens cost 5 US dollars to read and 25 to write');
update ops.settings as s set value = '0' where s.name ~ '^report_prose_.*_price$';
select is(ops.report_prose_cost(1000000, 1000000), 0::numeric, 'or as the settings say');

select * from finish();
rollback;
