-- Views of mart read core and app with the rights of mart_owner, which owns those views, so that readers of mart are granted mart
-- alone. The views themselves and the policies are in db/views/mart.
do $$
begin
    if to_regrole('mart_owner') is null or not pg_has_role('mart_owner', 'member') or pg_has_role('mart_owner', 'usage') then
        raise exception 'role mart_owner is missing, or the owner of the database may not act as it'
            using hint = 'As the administrator of the server run deploy/bootstrap.sql first, or deploy/migrate for all of it.';
    end if;
end;
$$;

-- It creates those views itself: their files set the role.
grant usage, create on schema mart to mart_owner;
grant usage on schema core, app to mart_owner;
grant select on core.marketplaces, core.ingest_runs, core.products, core.product_snapshots, core.product_metrics_daily,
    core.product_features, core.bestseller_snapshots, core.competitor_links, core.competitive_groups, core.competitive_group_members,
    core.alerts, core.alert_rules, app.tracked_products to mart_owner;
grant select (tenant_id, name) on app.tenants to mart_owner;
grant select on mart.product_latest, mart.product_metrics_delta_daily, mart.product_metrics_rollup,
    mart.competitor_comparison_daily, mart.score_weights to mart_owner;

do $$
begin
    if to_regclass('mart.product_summary') is not null then
        alter view mart.product_summary owner to mart_owner;
        alter view mart.competitor_scores_daily owner to mart_owner;
    end if;
end;
$$;

-- What readers of mart were granted of core.
drop view if exists app.visible_products cascade;
drop view if exists app.visible_pairs cascade;
do $$
begin
    if to_regclass('core.compared_pairs') is not null then
        revoke select on core.compared_pairs, core.competitor_pairs from mart_reader, tenant_reader;
    end if;
end;
$$;
revoke select (asin, marketplace, title, brand, category, category_path, image_url, is_unlisted, first_seen_at, last_seen_at)
    on core.products from mart_reader, tenant_reader;
revoke select (asin, marketplace, date, price, bsr, rating, reviews_count)
    on core.product_metrics_daily from mart_reader, tenant_reader;
revoke select (marketplace, currency_code) on core.marketplaces from mart_reader, tenant_reader;
revoke select (asin_main, asin_comp, marketplace, tenant_id) on core.competitor_links from mart_reader, tenant_reader;
revoke select (id, tenant_id, asin_main, marketplace, is_active) on core.competitive_groups from mart_reader, tenant_reader;
revoke select (group_id, asin, is_active) on core.competitive_group_members from mart_reader, tenant_reader;

-- "The newest day" and "all products of a day" in mart.product_daily. Days arrive in order, so it grows at its end.
create index product_metrics_daily_date_idx on core.product_metrics_daily (date);
-- Observations of a range of time, all products.
create index product_snapshots_scraped_at_idx on core.product_snapshots using brin (scraped_at)
    with (pages_per_range = 32, autosummarize = on);

insert into ops.settings (name, value, value_type, description) values
    (
        'mart_reader_tenants', 'default', 'text',
        'Tenants whose alerts, watch lists and groups mart_reader sees in mart: default (the installation''s own) or all.'
    );
alter table ops.settings add constraint settings_mart_reader_tenants_check
    check (name <> 'mart_reader_tenants' or value in ('default', 'all'));
comment on constraint settings_mart_reader_tenants_check on ops.settings is 'mart_reader_tenants is default or all.';

-- Tools read primary keys from information_schema, which shows constraints to those alone who may do more than select. Nothing
-- follows from this right: readers create no tables that could refer to these.
grant references on mart.product_latest, mart.product_metrics_delta_daily, mart.product_metrics_rollup,
    mart.competitor_comparison_daily, mart.score_weights, mart.dim_date to mart_reader, tenant_reader;
