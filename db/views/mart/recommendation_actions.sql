-- The tenant is compared before anything else ("offset 0"): see mart.alerts.
set role mart_owner;
create or replace view mart.recommendation_actions as
select
    a.tenant_id,
    a.asin,
    a.marketplace,
    a.version,
    a.id as action_id,
    a.rule as rule_name,
    a.target_field,
    a.current_value,
    a.proposed_value,
    a.unit,
    a.priority,
    a.confidence,
    a.reason ->> 'text' as reason,
    a.expected_effect ->> 'text' as expected_effect,
    (select string_agg(c.id, ' ' order by c.id) from jsonb_array_elements_text(a.claims) as c (id)) as claim_ids,
    a.status,
    a.proposed_at,
    a.decided_at,
    a.applied_at
from (select * from core.recommendation_actions union all select * from core.recommendation_actions where false offset 0) as a;
comment on view mart.recommendation_actions is 'One row per tenant and action that a recommendation proposed, whatever became of it.';
comment on column mart.recommendation_actions.tenant_id is 'Tenant.';
comment on column mart.recommendation_actions.asin is 'Main product.';
comment on column mart.recommendation_actions.marketplace is 'Marketplace code.';
comment on column mart.recommendation_actions.version is 'Version of the recommendation that proposed it.';
comment on column mart.recommendation_actions.action_id is 'Action key.';
comment on column mart.recommendation_actions.rule_name is 'Rule that proposed it.';
comment on column mart.recommendation_actions.target_field is 'What to change: price, title, bullets, images, rating, reviews, stock, buybox or category.';
comment on column mart.recommendation_actions.current_value is 'Value on the day of the recommendation; null: unknown or none.';
comment on column mart.recommendation_actions.proposed_value is 'Value to reach; null: the rule knows no value.';
comment on column mart.recommendation_actions.unit is 'Unit of both values.';
comment on column mart.recommendation_actions.priority is '1 (first) to 5 (last).';
comment on column mart.recommendation_actions.confidence is '0 to 1: share of days observed, times competitors with data, times how far the threshold is exceeded.';
comment on column mart.recommendation_actions.reason is 'Why, one sentence.';
comment on column mart.recommendation_actions.expected_effect is 'What is expected of it, one sentence.';
comment on column mart.recommendation_actions.claim_ids is 'Its claims in mart.recommendation_claims, separated by blanks.';
comment on column mart.recommendation_actions.status is 'pending, approved, applied, rejected, or superseded by a later version before it was decided.';
comment on column mart.recommendation_actions.proposed_at is 'When it was proposed.';
comment on column mart.recommendation_actions.decided_at is 'When its status last changed; null: pending.';
comment on column mart.recommendation_actions.applied_at is 'When it took effect on the listing; null: it is not applied.';
grant select on mart.recommendation_actions to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
