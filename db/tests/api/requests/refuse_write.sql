begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(6);

set local role asinmart_api;
select throws_ok(
    $$select api.refuse_write('a rule', '23505', 'x', 'alert_rules_tenant_id_name_key', null)$$, 'AM409', 'a rule like this already exists',
    'an existing row is a conflict'
);
select throws_ok($$select api.refuse_write('a rule', '23502', 'x', null, 'direction')$$, 'AM422', 'a rule lacks direction', 'a missing field is named');
select throws_ok(
    $$select api.refuse_write('a rule', '23514', 'x', 'alert_rules_direction_check', null)$$, 'AM422', 'a rule cannot be like this',
    'the error does not contain the name of the constraint'
);
select throws_ok(
    $$select api.refuse_write('a rule', '22007', 'no such instant', null, null)$$, 'AM422', 'a rule cannot be like this: no such instant',
    'without a constraint comment the hint has the database''s message'
);
set local role asinmart_owner;
create function pg_temp.hint_of(p_constraint text) returns text language plpgsql as $$
declare
    v_hint text;
begin
    perform api.refuse_write('a rule', '23514', 'x', p_constraint, null);
exception when others then
    get stacked diagnostics v_hint = pg_exception_hint;
    return v_hint;
end;
$$;
select is(pg_temp.hint_of('alert_rules_direction_check'), 'direction is up, down or both.', 'the hint is the comment of the constraint');
reset role;
select is_empty(
    $$
        select c.conname from pg_constraint as c
        where c.conrelid in (
                'app.tracked_products'::regclass, 'core.competitor_links'::regclass, 'core.competitive_groups'::regclass, 'core.alert_rules'::regclass,
                'app.notification_channels'::regclass
            )
            and c.contype in ('c', 'f') and c.confrelid <> 'app.tenants'::regclass and obj_description(c.oid, 'pg_constraint') is null
            and c.conname <> 'notification_channels_secret_check'
    $$,
    'every constraint that a caller can violate has a comment'
);

select * from finish();
rollback;
