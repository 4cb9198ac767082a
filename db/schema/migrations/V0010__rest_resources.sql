-- Lists of products: one index per sort, with the product last, because pages continue after a product. None of them is on
-- a column of core.products that a daily batch changes, so that those updates stay HOT.
create index product_latest_price_idx on mart.product_latest (marketplace, price, asin);
create index product_latest_bsr_idx on mart.product_latest (marketplace, bsr, asin);
create index product_latest_reviews_count_idx on mart.product_latest (marketplace, reviews_count, asin);
create index product_latest_date_idx on mart.product_latest (marketplace, date, asin);
-- Few prices change in a day.
create index product_metrics_delta_daily_price_change_idx on mart.product_metrics_delta_daily (marketplace, date, price_change_pct, asin)
    where price_change_pct <> 0;
-- An expression, not a generated column, which would be recomputed for every row that a batch updates.
create index products_words_idx on core.products
    using gin (to_tsvector('simple', coalesce(title, '') || ' ' || coalesce(brand, '') || ' ' || coalesce(category, '')));

-- Lists of a tenant's rows, in the order of their pages.
drop index app.tracked_products_tenant_id_idx;
create index tracked_products_tenant_id_idx on app.tracked_products (tenant_id, asin, marketplace);
drop index core.competitor_links_tenant_id_idx;
create index competitor_links_tenant_id_idx on core.competitor_links (tenant_id, asin_main, asin_comp, marketplace);
create index alert_rules_tenant_id_idx on core.alert_rules (tenant_id, id);
create index competitive_groups_tenant_id_idx on core.competitive_groups (tenant_id, id);
create index notification_channels_tenant_id_idx on app.notification_channels (tenant_id, id);
drop index core.alert_suppressions_tenant_id_idx;
create index alert_suppressions_tenant_id_idx on core.alert_suppressions (tenant_id, date, asin, marketplace, kind, rule_id);
drop index core.notifications_tenant_id_idx;
create index notifications_tenant_id_idx on core.notifications (tenant_id, created_at, id);

-- These comments are the hints of the errors when a constraint is violated.
comment on constraint tracked_products_asin_check on app.tracked_products is 'An ASIN has ten capital letters or digits.';
comment on constraint tracked_products_tracking_frequency_check on app.tracked_products is 'tracking_frequency is an hour or more, such as PT1H or P1D.';
comment on constraint tracked_products_price_threshold_check on app.tracked_products is 'price_change_threshold_pct is greater than 0.';
comment on constraint tracked_products_bsr_threshold_check on app.tracked_products is 'bsr_change_threshold_pct is greater than 0.';
comment on constraint tracked_products_marketplace_fkey on app.tracked_products is 'marketplace is a code such as US, UK or DE.';
comment on constraint competitor_links_self_check on core.competitor_links is 'A product is not compared with itself.';
comment on constraint competitor_links_marketplace_fkey on core.competitor_links is 'marketplace is a code such as US, UK or DE.';
comment on constraint competitive_groups_tenant_id_name_key on core.competitive_groups is 'Take another name, or change the group of that name.';
comment on constraint competitive_groups_marketplace_fkey on core.competitive_groups is 'marketplace is a code such as US, UK or DE.';
comment on constraint alert_rules_tenant_id_name_key on core.alert_rules is 'Take another name, or change the rule of that name.';
comment on constraint alert_rules_rule_type_check on core.alert_rules is 'rule_type is one of price, bsr, rating, reviews, buybox_price, buybox_seller, stock, listing, extreme, undercut, bestseller_list.';
comment on constraint alert_rules_metric_check on core.alert_rules is 'metric is price or bsr for rule_type extreme, and is left out for the others.';
comment on constraint alert_rules_scope_check on core.alert_rules is 'scope_type is tracked, product (with scope_asin and scope_marketplace), group (with scope_group_id), category (with scope_category) or brand (with scope_brand).';
comment on constraint alert_rules_scope_marketplace_fkey on core.alert_rules is 'scope_marketplace is a code such as US, UK or DE.';
comment on constraint alert_rules_scope_group_id_tenant_id_fkey on core.alert_rules is 'scope_group_id is the id of a competitive group of yours.';
comment on constraint alert_rules_direction_check on core.alert_rules is 'direction is up, down or both.';
comment on constraint alert_rules_threshold_check on core.alert_rules is 'threshold_pct and min_change are 0 or more.';
comment on constraint alert_rules_threshold_type_check on core.alert_rules is 'Rules about buybox_seller, stock, listing and bestseller_list have no threshold_pct and no min_change.';
comment on constraint alert_rules_compare_with_check on core.alert_rules is 'compare_with is previous; also average for price, bsr and rating, extreme for price and bsr, and always extreme for rule_type extreme.';
comment on constraint alert_rules_window_days_check on core.alert_rules is 'window_days is 7, 30 or 90 with compare_with average or extreme, and is left out with previous.';
comment on constraint alert_rules_min_observed_days_check on core.alert_rules is 'min_observed_days is between 1 and window_days.';
comment on constraint alert_rules_list_places_check on core.alert_rules is 'list_places is between 1 and 1000.';
comment on constraint alert_rules_rearm_check on core.alert_rules is 'rearm is every_crossing, once, new_extreme or, with a cooldown, after_cooldown or beyond_told.';
comment on constraint alert_rules_cooldown_check on core.alert_rules is 'cooldown is longer than nothing, such as PT6H.';
comment on constraint alert_rules_confirm_check on core.alert_rules is 'confirm_count is between 1 and confirm_window, which is 10 at most, and 1 for all but price, bsr, rating, reviews and buybox_price.';
comment on constraint alert_rules_max_per_day_check on core.alert_rules is 'max_per_day is 1 or more.';
comment on constraint alert_rules_severity_check on core.alert_rules is 'severity is low, medium, high or critical.';
comment on constraint alert_rules_delivery_check on core.alert_rules is 'delivery is instant or digest.';
comment on constraint alert_rules_active_hours_check on core.alert_rules is 'active_from_hour (0-23) and active_to_hour (1-24) differ and are given both or neither.';
comment on constraint alert_rule_channels_channel_id_tenant_id_fkey on core.alert_rule_channels is 'channel_ids are the ids of notification channels of yours.';
comment on constraint notification_channels_tenant_id_name_key on app.notification_channels is 'Take another name, or change the channel of that name.';
comment on constraint notification_channels_channel_type_check on app.notification_channels is 'channel_type is email, slack or webhook.';
comment on constraint notification_channels_target_check on app.notification_channels is 'target is an e-mail address, or an https address for slack and webhook.';

-- The signing secret of a webhook is written by the API and read only by the worker's functions.
grant select, insert, update, delete on app.tracked_products, core.competitive_groups, core.competitive_group_members,
    core.alert_rules to asinmart_api;
grant select, insert, delete on core.competitor_links, core.alert_rule_channels to asinmart_api;
grant update (is_read, acknowledged, is_resolved, resolved_at) on core.alerts to asinmart_api;
grant select on core.alert_suppressions, core.notifications to asinmart_api;
grant select (
    id, tenant_id, name, channel_type, target, is_active, disabled_at, disabled_reason, digested_at, created_at
), insert, update (name, target, is_active, disabled_at, disabled_reason), delete on app.notification_channels to asinmart_api;

-- Earlier signatures, without the caller's tenant and without a range of two days.
drop function if exists api.competitions(text, text, integer, interval);
drop function if exists api.product_metrics(text, text, integer, interval);
drop function if exists api.product_deltas(text, text, integer, interval);
