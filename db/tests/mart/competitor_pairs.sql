begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
select plan(2);

insert into core.competitor_links (asin_main, asin_comp, marketplace) values ('B0TESTA001', 'B0TESTA002', 'US');
with made as (
    insert into core.competitive_groups (name, asin_main, is_active) values ('open', 'B0TESTA001', true), ('closed', 'B0TESTA001', false) returning id, name
)
insert into core.competitive_group_members (group_id, asin, is_active)
select m.id, x.asin, x.is_active
from made as m
inner join (
    values ('open', 'B0TESTA002', true), ('open', 'B0TESTA003', true), ('open', 'B0TESTA004', false), ('open', 'B0TESTA001', true), ('closed', 'B0TESTA005', true)
) as x (name, asin, is_active) on x.name = m.name;
insert into core.products (asin, marketplace, title, first_seen_at, last_seen_at, described_at) values ('B0TESTA001', 'US', 'Gloves', now(), now(), now());
set local role mart_reader;
select results_eq(
    'select p.asin_main, p.asin_comp, p.marketplace, p.main_title, p.comp_title from mart.competitor_pairs as p order by p.asin_comp',
    $$values ('B0TESTA001', 'B0TESTA002', 'US', 'Gloves', null), ('B0TESTA001', 'B0TESTA003', 'US', 'Gloves', null)$$,
    'each pair is there once, those of inactive groups and members are not'
);reset role;
select set_eq(
    'select p.asin_main, p.asin_comp, p.marketplace from mart.competitor_pairs as p', 'select p.asin_main, p.asin_comp, p.marketplace from core.competitor_pairs as p',
    'they are the pairs that are compared'
);

select * from finish();
rollback;
