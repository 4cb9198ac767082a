begin;
set local search_path to extensions, public;
select plan(6);

select throws_ok(format('truncate %s cascade', t.name), 'AM409', null, format('%s cannot be truncated', t.name))
from (values
    ('core.product_metrics_daily'), ('core.product_snapshots'), ('core.products'), ('core.competitor_links'),
    ('core.competitive_group_members')
) as t (name);
select lives_ok('delete from core.product_metrics_daily', 'deleting all rows is allowed: the marts follow');

select * from finish();
rollback;
