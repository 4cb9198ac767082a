begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(2);

set local role asinmart_api;
select is(
    api.notification_channel_item(1, 'x', 'slack', 'https://hooks.slack.com/services/T0/B0/secret', true, null, null, '2025-03-10')::jsonb ->> 'target',
    'https://hooks.slack.com/...', 'only the host of a Slack address is shown'
);
select is(
    api.notification_channel_item(1, 'x', 'webhook', 'https://example.org/x', true, null, null, '2025-03-10')::jsonb - 'created_at',
    '{"id": 1, "name": "x", "channel_type": "webhook", "target": "https://example.org/x", "is_active": true, "disabled_at": null, "disabled_reason": null}'::jsonb,
    'an item has all fields except the secret'
);

select * from finish();
rollback;
