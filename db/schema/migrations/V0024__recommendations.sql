-- Recommendations by rules, their actions, and what became of the actions that were applied.

create table core.recommendations (
    asin text not null,
    marketplace text not null references core.marketplaces,
    tenant_id uuid not null references app.tenants on delete cascade,
    version integer not null,
    model text not null default 'rules-v1',
    status text not null,
    as_of date,
    data_version bigint not null,
    summary jsonb not null,
    evidence jsonb not null,
    fingerprint jsonb not null,
    generated_at timestamptz not null,
    primary key (asin, marketplace, tenant_id, version),
    constraint recommendations_version_check check (version > 0),
    constraint recommendations_status_check check (status in ('complete', 'thin_data'))
);
create index recommendations_tenant_id_idx on core.recommendations (tenant_id, generated_at);
create index recommendations_marketplace_idx on core.recommendations (marketplace);
comment on table core.recommendations is 'Recommendations for a main product: one row per tenant, product and version. A new version is written only when its actions or their evidence differ. Rows are never changed.';
comment on column core.recommendations.asin is 'Main product.';
comment on column core.recommendations.marketplace is 'Marketplace code.';
comment on column core.recommendations.tenant_id is 'Tenant whose competitors it is compared with.';
comment on column core.recommendations.version is 'Version, from 1 for each tenant and product.';
comment on column core.recommendations.model is 'What made it: rules-v1 are the SQL rules.';
comment on column core.recommendations.status is 'complete; thin_data: too little is known of the product or its competitors, so nothing is recommended.';
comment on column core.recommendations.as_of is 'Newest observed day of the product: the day that it is about; null: never observed.';
comment on column core.recommendations.data_version is 'Data version of the installation when it was made.';
comment on column core.recommendations.summary is 'Sentences: [{"template", "text", "claims", "tone"}], about the data that it rests on. Those about actions stand with the actions.';
comment on column core.recommendations.evidence is 'Claims: [{"id", "metric", "definition", "relation", "key", "column", "value", "unit", "text", "asin", "asin_comp"}]; each value is one cell of a relation of mart.';
comment on column core.recommendations.fingerprint is 'What a later version is compared with: {"status", "actions": {rule: steps of its evidence}}, see core.evidence_steps.';
comment on column core.recommendations.generated_at is 'When it was made.';

create table core.recommendation_actions (
    id bigint generated always as identity,
    tenant_id uuid not null references app.tenants on delete cascade,
    asin text not null,
    marketplace text not null,
    version integer not null,
    rule text not null,
    target_field text not null,
    current_value text,
    proposed_value text,
    unit text not null,
    priority smallint not null,
    confidence numeric not null,
    reason jsonb not null,
    expected_effect jsonb not null,
    claims jsonb not null,
    fingerprint jsonb not null,
    status text not null default 'pending',
    proposed_at timestamptz not null,
    decided_at timestamptz,
    applied_at timestamptz,
    primary key (id, tenant_id),
    foreign key (asin, marketplace, tenant_id, version) references core.recommendations on delete cascade,
    constraint recommendation_actions_target_field_check check (target_field in (
        'price', 'title', 'bullets', 'images', 'rating', 'reviews', 'stock', 'buybox', 'category'
    )),
    constraint recommendation_actions_priority_check check (priority between 1 and 5),
    constraint recommendation_actions_confidence_check check (confidence between 0 and 1),
    constraint recommendation_actions_status_check check (status in ('pending', 'approved', 'applied', 'rejected', 'superseded')),
    constraint recommendation_actions_times_check check (
        (status = 'applied') = (applied_at is not null) and (status = 'pending') = (decided_at is null)
    )
);
create index recommendation_actions_product_idx on core.recommendation_actions (asin, marketplace, tenant_id, version);
create index recommendation_actions_tenant_id_idx on core.recommendation_actions (tenant_id);
create index recommendation_actions_applied_idx on core.recommendation_actions (applied_at) where status = 'applied';
comment on table core.recommendation_actions is 'Proposed actions: one row per recommendation version and rule. What was proposed never changes; status, decided_at and applied_at do, see core.tg_recommendation_actions__refuse_change.';
comment on column core.recommendation_actions.id is 'Action key.';
comment on column core.recommendation_actions.tenant_id is 'Tenant.';
comment on column core.recommendation_actions.asin is 'Main product.';
comment on column core.recommendation_actions.marketplace is 'Marketplace code.';
comment on column core.recommendation_actions.version is 'Version of the recommendation that proposed it.';
comment on column core.recommendation_actions.rule is 'Rule that proposed it, such as price_above_peers; docs/recommendations.md lists them.';
comment on column core.recommendation_actions.target_field is 'What to change: price, title, bullets, images, rating, reviews, stock, buybox or category.';
comment on column core.recommendation_actions.current_value is 'Value on the day of the recommendation, as text; null: unknown or none.';
comment on column core.recommendation_actions.proposed_value is 'Value to reach, as text, always a cell of mart; null: the rule knows no value.';
comment on column core.recommendation_actions.unit is 'Unit of both values: currency, stars, count, days, yes_no or text.';
comment on column core.recommendation_actions.priority is '1 (first) to 5 (last).';
comment on column core.recommendation_actions.confidence is '0 to 1: share of days observed, times competitors with data (3 or more count fully), times how far the threshold is exceeded.';
comment on column core.recommendation_actions.reason is 'Why, one sentence: {"template", "text", "claims", "tone"}.';
comment on column core.recommendation_actions.expected_effect is 'What is expected of it, one sentence of the same form.';
comment on column core.recommendation_actions.claims is 'Ids of all claims that it rests on, in the evidence of its recommendation.';
comment on column core.recommendation_actions.fingerprint is 'Steps of the claims that decide whether the evidence has changed, see core.evidence_steps.';
comment on column core.recommendation_actions.status is 'pending, approved, applied, rejected, or superseded by a later version before it was decided.';
comment on column core.recommendation_actions.proposed_at is 'When it was proposed.';
comment on column core.recommendation_actions.decided_at is 'When its status last changed; null: pending.';
comment on column core.recommendation_actions.applied_at is 'When it took effect on the listing; null: it is not applied.';
comment on constraint recommendation_actions_target_field_check on core.recommendation_actions is 'target_field is price, title, bullets, images, rating, reviews, stock, buybox or category.';
comment on constraint recommendation_actions_priority_check on core.recommendation_actions is 'priority is 1 to 5.';
comment on constraint recommendation_actions_confidence_check on core.recommendation_actions is 'confidence is 0 to 1.';
comment on constraint recommendation_actions_status_check on core.recommendation_actions is 'status is pending, approved, applied, rejected or superseded.';
comment on constraint recommendation_actions_times_check on core.recommendation_actions is 'An applied action, and no other, has applied_at; every action but a pending one has decided_at.';

create table core.recommendation_checks (
    asin text not null,
    marketplace text not null references core.marketplaces,
    tenant_id uuid not null references app.tenants on delete cascade,
    checked_at timestamptz not null,
    primary key (asin, marketplace, tenant_id)
);
create index recommendation_checks_tenant_id_idx on core.recommendation_checks (tenant_id);
create index recommendation_checks_marketplace_idx on core.recommendation_checks (marketplace);
comment on table core.recommendation_checks is 'When the rules last looked at each main product: one row per tenant and product.';
comment on column core.recommendation_checks.asin is 'Main product.';
comment on column core.recommendation_checks.marketplace is 'Marketplace code.';
comment on column core.recommendation_checks.tenant_id is 'Tenant.';
comment on column core.recommendation_checks.checked_at is 'When the rules last looked at it, whether or not that made a version.';

create table core.action_outcomes (
    action_id bigint not null,
    tenant_id uuid not null references app.tenants on delete cascade,
    metric text not null,
    unit text not null,
    main_before numeric,
    main_after numeric,
    main_change numeric,
    peer_count integer not null,
    peer_change numeric,
    effect numeric,
    effect_low numeric,
    effect_high numeric,
    verdict text not null,
    reason text,
    other_action_count integer not null,
    products jsonb not null,
    measured_at timestamptz not null,
    primary key (action_id, tenant_id, metric),
    foreign key (action_id, tenant_id) references core.recommendation_actions (id, tenant_id) on delete cascade,
    constraint action_outcomes_metric_check check (metric in ('rank', 'price', 'rating', 'reviews')),
    constraint action_outcomes_verdict_check check (verdict in ('improved', 'worsened', 'cannot tell')),
    constraint action_outcomes_reason_check check ((verdict = 'cannot tell') = (reason is not null))
);
create index action_outcomes_tenant_id_idx on core.action_outcomes (tenant_id);
comment on table core.action_outcomes is 'What became of an applied action, measured once: the 14 days after it against the 14 before, and against the competitors'' change; one row per action and metric.';
comment on column core.action_outcomes.action_id is 'Action.';
comment on column core.action_outcomes.tenant_id is 'Tenant.';
comment on column core.action_outcomes.metric is 'rank, price (not of actions on the price), rating or reviews (of actions on them).';
comment on column core.action_outcomes.unit is 'Unit of changes and effect: percent, or stars for the rating.';
comment on column core.action_outcomes.main_before is 'Mean of the main product before: geometric, but arithmetic for the rating; null: too few days.';
comment on column core.action_outcomes.main_after is 'The same after; null: too few days.';
comment on column core.action_outcomes.main_change is 'Change of the main product; null: too few days.';
comment on column core.action_outcomes.peer_count is 'Competitors with enough days on both sides and no applied action of their own meanwhile.';
comment on column core.action_outcomes.peer_change is 'Mean of their changes; null: there is none.';
comment on column core.action_outcomes.effect is 'Change of the main product beyond that of the competitors; null: cannot be computed.';
comment on column core.action_outcomes.effect_low is 'Lower end of the 95 % interval of the effect; null: fewer than 3 competitors.';
comment on column core.action_outcomes.effect_high is 'Upper end of it; null: fewer than 3 competitors.';
comment on column core.action_outcomes.verdict is 'improved or worsened: the interval does not contain 0; a lower rank is better, a higher price, rating and number of ratings. Else cannot tell.';
comment on column core.action_outcomes.reason is 'Why it cannot be told; null: it can.';
comment on column core.action_outcomes.other_action_count is 'Other actions on the product applied on the same days: the effect is of all of them together.';
comment on column core.action_outcomes.products is 'Each product: [{"asin", "is_main", "days_before", "days_after", "before", "after", "change"}], change as in unit.';
comment on column core.action_outcomes.measured_at is 'When it was measured.';
comment on constraint action_outcomes_metric_check on core.action_outcomes is 'metric is rank, price, rating or reviews.';
comment on constraint action_outcomes_verdict_check on core.action_outcomes is 'verdict is improved, worsened or cannot tell.';
comment on constraint action_outcomes_reason_check on core.action_outcomes is 'What cannot be told has a reason, and nothing else has.';

do $$
declare
    v_table text;
begin
    foreach v_table in array array[
        'core.recommendations', 'core.recommendation_actions', 'core.recommendation_checks', 'core.action_outcomes'
    ]
    loop
        execute format('alter table %s enable row level security', v_table);
        execute format('alter table %s force row level security', v_table);
    end loop;
end;
$$;
grant select on core.recommendations, core.recommendation_actions, core.action_outcomes to asinmart_api, mart_owner;
grant update (status, decided_at, applied_at) on core.recommendation_actions to asinmart_api;

-- One row of the facts that the rules read, of a tenant's main product; see core.recommendation_subjects.
create type core.recommendation_subject as (
    tenant_id uuid,
    asin text,
    marketplace text,
    currency_code text,
    as_of date,
    days_old integer,
    is_unlisted boolean,
    is_fetch_failing boolean,
    is_price_suspect boolean,
    observed_days integer,
    expected_days integer,
    status text,
    price numeric,
    bsr integer,
    bsr_category text,
    rating numeric,
    reviews_count integer,
    in_stock boolean,
    buybox_price numeric,
    buybox_seller text,
    competitor_count integer,
    observed_count integer,
    priced_count integer,
    price_median numeric,
    price_min numeric,
    price_max numeric,
    price_above_median_pct numeric,
    price_below_min_pct numeric,
    ranked_count integer,
    bsr_median integer,
    categorised_count integer,
    common_bsr_category text,
    common_bsr_category_count integer,
    rated_count integer,
    rating_mean numeric,
    rating_shortfall numeric,
    reviewed_count integer,
    reviews_median integer,
    reviews_share_pct numeric,
    missed_days_30d integer,
    known_stock_days_30d integer,
    buybox_days_30d integer,
    top_buybox_seller text,
    top_buybox_share_pct_30d numeric,
    title text,
    title_length integer,
    titled_count integer,
    title_length_median integer,
    bullet_count integer,
    bulleted_count integer,
    bullet_count_median integer,
    has_image boolean,
    bsr_avg_30d numeric,
    pictured_count integer
);
comment on type core.recommendation_subject is 'The facts about a tenant''s main product that the rules read; each figure is a cell of mart.';

create type core.recommendation_candidate as (
    rule text,
    target_field text,
    current_value text,
    proposed_value text,
    unit text,
    priority smallint,
    confidence numeric,
    reason text,
    expected_effect text,
    deciding text[]
);
comment on type core.recommendation_candidate is 'An action that a rule finds: templates of its sentences, and the claims that decide whether its evidence has changed.';

insert into ops.settings (name, value, value_type, min_value, max_value, description) values
    ('recommendation_observed_share', '0.5', 'number', '0', '1', 'Share of the 30 days (0-1) that must be observed: with fewer nothing is recommended.'),
    ('recommendation_max_age_days', '7', 'integer', '1', '365', 'Days after its newest observed day from which nothing is recommended for a product.'),
    ('recommendation_min_competitors', '2', 'integer', '1', '100', 'Fewest competitors with a value for a rule that compares with the middle or the mean of them.'),
    ('recommendation_price_above_pct', '10', 'number', '0', '1000', 'A price that is above the competitors'' median by more percent, with a worse rank and no better rating, is proposed to come down.'),
    ('recommendation_price_below_pct', '15', 'number', '0', '100', 'A price that is below the cheapest competitor''s by more percent, with a better rating, is proposed to go up.'),
    ('recommendation_title_share', '0.6', 'number', '0', '1', 'A title shorter than this share (0-1) of the competitors'' median length is too short.'),
    ('recommendation_title_max_length', '200', 'integer', '1', '1000', 'A longer title, and longer than the competitors'' median, is too long; Amazon''s own limit is 200 characters.'),
    ('recommendation_min_bullets', '5', 'integer', '1', '20', 'Fewer bullet points than this, and than the competitors'' median, are too few.'),
    ('recommendation_rating_shortfall', '0.2', 'number', '0', '5', 'Stars below the competitors'' mean from which the rating is a reason to act.'),
    ('recommendation_reviews_share_pct', '25', 'number', '0', '100', 'A number of ratings below this percentage of the competitors'' median is small.'),
    ('recommendation_missed_days', '3', 'integer', '1', '30', 'Days of 30 out of stock while a competitor was in stock from which stock is a reason to act.'),
    ('recommendation_buybox_share_pct', '50', 'number', '0', '100', 'Percentage of the days that a seller must have held the featured offer for its loss to be a reason to act.'),
    ('recommendation_buybox_days', '10', 'integer', '1', '30', 'Fewest days of 30 with a known featured offer for that.');
