begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

create temp view line as select c.status, c.detail from ops.check_quality('2025-03-11 12:00+00') as c;
select results_eq('table line', $$values ('ok', 'no check ran in the last days')$$, 'before the first check there is no finding');
insert into ops.quality_checks (date, marketplace, check_name, subject, value, threshold, status, detail, checked_at) values
    ('2025-03-10', 'US', 'row_count', 'product_metrics_daily', 5, 0.3, 'ok', 'Fine.', now());
select results_eq('table line', $$values ('ok', '1 checks, nothing unusual')$$, 'usual values are ok');
insert into ops.quality_checks (date, marketplace, check_name, subject, value, threshold, status, detail, checked_at) values
    ('2025-03-10', 'US', 'null_share', 'price', 1, 0.2, 'critical', 'No prices.', now()),
    ('2025-03-10', 'US', 'null_share', 'bsr', 0.5, 0.2, 'warning', 'Few ranks.', now());
select results_eq('table line', $$values ('warning', '2 of 3 checks are unusual, 1 of them critical; worst: No prices.')$$, 'a finding is a warning with the worst one');
insert into ops.quality_checks (date, marketplace, check_name, subject, value, threshold, status, detail, checked_at) values
    ('2025-03-11', 'US', 'null_share', 'price', 0, 0.2, 'ok', 'Prices.', now());
select is((select l.detail from line as l), '1 of 3 checks are unusual, 0 of them critical; worst: Few ranks.', 'a newer day replaces the finding');
update ops.quality_checks set date = date - 5;
select is((select l.status from line as l), 'ok', 'old findings are not reported');

select * from finish();
rollback;
