begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

select results_eq(
    $$
        select r.name, r.sentence, r.severity, r.is_active from core.alert_rules as r
        where r.tenant_id = '00000000-0000-0000-0000-000000000001' order by r.id
    $$,
    $$values
        ('Price', 'Any observed product: the price changes by more than 10 % against the previous observation; again on the same day at three times the threshold or in the other direction; only beyond the values of the last alert within 7 days.', 'medium', true),
        ('Rank', 'Any observed product: the rank in the smallest category changes by more than 30 % against the previous observation; again on the same day at three times the threshold or in the other direction; only beyond the values of the last alert within 7 days.', 'medium', true),
        ('Rating', 'Any observed product: the rating falls by at least 0.2 against the previous observation; again on the same day at three times the threshold.', 'medium', true),
        ('Buy box seller', 'Any observed product: another seller holds the buy box.', 'high', true),
        ('Buy box price', 'Any observed product: the buy box price changes by more than 10 % against the previous observation; again on the same day at three times the threshold or in the other direction; only beyond the values of the last alert within 7 days.', 'low', false),
        ('Stock', 'Any observed product: it goes out of stock or is back; again on the same day in the other direction.', 'high', true),
        ('Competitor undercuts', 'Any observed product: a competitor is cheaper.', 'medium', true),
        ('New 90-day price', 'Any observed product: the price reaches a new 90-day low or high, with values on at least 14 of those days; again on the same day in the other direction.', 'low', true)
    $$,
    'the default tenant''s rules cover every observed product'
);
insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000b1', 'other');
select is((select count(*) from core.alert_rules as r where r.tenant_id = '00000000-0000-0000-0000-0000000000b1' and r.scope_type = 'tracked'), 8::bigint, 'another tenant''s rules cover its tracked products');
delete from core.alert_rules where tenant_id = '00000000-0000-0000-0000-0000000000b1' and name = 'Rank';
update core.alert_rules set threshold_pct = 50 where tenant_id = '00000000-0000-0000-0000-0000000000b1' and name = 'Price';
select app.add_default_rules('00000000-0000-0000-0000-0000000000b1');
select is((select r.threshold_pct from core.alert_rules as r where r.tenant_id = '00000000-0000-0000-0000-0000000000b1' and r.name = 'Price'), 50::numeric, 'an existing rule stays unchanged');
select is((select count(*) from core.alert_rules as r where r.tenant_id = '00000000-0000-0000-0000-0000000000b1'), 8::bigint, 'a deleted rule is created again');
select is_empty('table ops.dirty_rules', 'the default rules do not evaluate conditions that already hold');
select throws_ok($$select app.add_default_rules('00000000-0000-0000-0000-0000000000b9')$$, '23503', null, 'a missing tenant gets no rules');

select * from finish();
rollback;
