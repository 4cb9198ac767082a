begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(6);

select is(pg_temp.found('recommend_buybox'), null, 'the seller of most days is no reason to act');
select is(
    pg_temp.found('recommend_buybox', '{"buybox_seller": "Other", "top_buybox_share_pct_30d": 80}'), 'buybox_seller_changed: Other -> Own, 1.00', 'another seller is'
);
select is(
    pg_temp.found('recommend_buybox', '{"buybox_seller": "Other", "top_buybox_share_pct_30d": 49.9}'), null, 'not where sellers take turns'
);
select is(
    pg_temp.found('recommend_buybox', '{"buybox_seller": "Other", "buybox_days_30d": 9}'), null, 'nor where the seller is known on few days'
);
select is(
    pg_temp.found('recommend_buybox', '{"status": "no_offer", "buybox_seller": null}'), 'buybox_lost: - -> Own, 1.00', 'a page that says that there is no featured offer is a reason'
);
select is(
    pg_temp.found('recommend_buybox', '{"buybox_seller": null}'), null, 'a page that names no seller says nothing'
);

select * from finish();
rollback;
