begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(9);

create function pg_temp.due(p_now timestamptz, p_limit integer default 10) returns text language sql as $$
    select string_agg(d.asin, ' ' order by n) from core.due_recommendations(p_now, p_limit) with ordinality as d (tenant_id, asin, marketplace, n);
$$;
insert into app.tenants (tenant_id, name, is_active) values ('00000000-0000-0000-0000-0000000000b1', 'away', false);
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values ('00000000-0000-0000-0000-0000000000b1', 'B0TESTAWAY', 'B0TESTC001');
select pg_temp.compare('B0TESTLINK', 'B0TESTC001', 'B0TESTC002');
insert into core.competitive_groups (name, asin_main, analysis_frequency) values
    ('often', 'B0TESTGRP1', '6 hours'), ('seldom', 'B0TESTGRP2', '7 days'), ('empty', 'B0TESTGRP3', '6 hours'), ('both', 'B0TESTLINK', '12 hours');
insert into core.competitive_groups (name, asin_main, is_active) values ('off', 'B0TESTGRP4', false);
insert into core.competitive_group_members (group_id, asin) select g.id, 'B0TESTC001' from core.competitive_groups as g where g.name <> 'empty';
select is(
    pg_temp.due('2025-03-31 12:00+00'), 'B0TESTGRP1 B0TESTGRP2 B0TESTLINK', 'main products of links and active groups with members, of active tenants, are due once'
);
select is(pg_temp.due('2025-03-31 12:00+00', 2), 'B0TESTGRP1 B0TESTGRP2', 'as many as are asked for');
insert into core.recommendation_checks (asin, marketplace, tenant_id, checked_at)
select d.asin, d.marketplace, d.tenant_id, '2025-03-31 12:00+00' from core.due_recommendations('2025-03-31 12:00+00', 10) as d;
select is(pg_temp.due('2025-03-31 17:59+00'), null, 'none is due again at once');
select is(pg_temp.due('2025-03-31 18:00+00'), 'B0TESTGRP1', 'a group says when');
select is(pg_temp.due('2025-04-01 00:00+00'), 'B0TESTGRP1 B0TESTLINK', 'the most frequent of several groups and links counts');
select is(pg_temp.due('2025-04-07 12:00+00'), 'B0TESTGRP1 B0TESTGRP2 B0TESTLINK', 'a week is a week');
update core.competitive_groups set is_active = false where name = 'both';
select is(pg_temp.due('2025-04-01 11:59+00'), 'B0TESTGRP1', 'a link alone asks for once a day');
update core.recommendation_checks set checked_at = '2025-03-30' where asin = 'B0TESTLINK';
select is(pg_temp.due('2025-04-07 12:00+00', 1), 'B0TESTLINK', 'what was not looked at for longest comes first');

update core.recommendation_checks set checked_at = '2025-04-07 12:00+00';
select core.write_recommendations(array['00000000-0000-0000-0000-000000000001'::uuid], array['B0TESTGRP2'], array['US'], '2025-04-07 12:00+00');
select pg_temp.load_run('first', pg_temp.observed('B0TESTGRP2', '2025-04-07', '{"price": 10}'));
select is(pg_temp.due('2025-04-07 12:01+00'), 'B0TESTGRP2', 'a product that was never observed is due once it is');

select * from finish();
rollback;
