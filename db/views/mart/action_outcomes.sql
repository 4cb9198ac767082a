-- The tenant is compared before anything else ("offset 0"): see mart.alerts.
set role mart_owner;
create or replace view mart.action_outcomes as
select
    o.tenant_id,
    a.asin,
    a.marketplace,
    o.action_id,
    a.rule as rule_name,
    a.target_field,
    a.applied_at,
    o.metric,
    o.unit,
    o.main_before,
    o.main_after,
    o.main_change,
    o.peer_count,
    o.peer_change,
    o.effect,
    o.effect_low,
    o.effect_high,
    o.verdict,
    o.reason,
    o.other_action_count,
    o.measured_at
from core.action_outcomes as o
inner join (
    select * from core.recommendation_actions union all select * from core.recommendation_actions where false offset 0
) as a on a.id = o.action_id and a.tenant_id = o.tenant_id;
comment on view mart.action_outcomes is 'What became of applied actions: change of the main product from the 14 days before to the 14 days after, beyond that of its competitors; one row per tenant, action and metric.';
comment on column mart.action_outcomes.tenant_id is 'Tenant.';
comment on column mart.action_outcomes.asin is 'Main product.';
comment on column mart.action_outcomes.marketplace is 'Marketplace code.';
comment on column mart.action_outcomes.action_id is 'Action.';
comment on column mart.action_outcomes.rule_name is 'Rule that proposed the action.';
comment on column mart.action_outcomes.target_field is 'What the action changed.';
comment on column mart.action_outcomes.applied_at is 'When the action took effect.';
comment on column mart.action_outcomes.metric is 'rank, price (not of actions on the price), rating or reviews (of actions on them).';
comment on column mart.action_outcomes.unit is 'Unit of changes and effect: percent, or stars for the rating.';
comment on column mart.action_outcomes.main_before is 'Mean of the main product before: geometric, but arithmetic for the rating; null: too few days.';
comment on column mart.action_outcomes.main_after is 'The same after; null: too few days.';
comment on column mart.action_outcomes.main_change is 'Change of the main product; null: too few days.';
comment on column mart.action_outcomes.peer_count is 'Competitors with enough days on both sides and no applied action of their own meanwhile.';
comment on column mart.action_outcomes.peer_change is 'Mean of their changes; null: there is none.';
comment on column mart.action_outcomes.effect is 'Change of the main product beyond that of the competitors; null: cannot be computed.';
comment on column mart.action_outcomes.effect_low is 'Lower end of the 95 % interval of the effect; null: fewer than 3 competitors.';
comment on column mart.action_outcomes.effect_high is 'Upper end of it; null: fewer than 3 competitors.';
comment on column mart.action_outcomes.verdict is 'improved or worsened: the interval does not contain 0; a lower rank is better, a higher price, rating and number of ratings. Else cannot tell.';
comment on column mart.action_outcomes.reason is 'Why it cannot be told; null: it can.';
comment on column mart.action_outcomes.other_action_count is 'Other actions on the product applied on the same days: the effect is of all of them together.';
comment on column mart.action_outcomes.measured_at is 'When it was measured.';
grant select on mart.action_outcomes to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
