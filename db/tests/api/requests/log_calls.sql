begin;
set local search_path to extensions, public;
select plan(6);

set local role asinmart_api;
select is(
    api.log_calls(json_build_array(
        json_build_array('00000000-0000-0000-0000-00000000000a', extract(epoch from now()), null, 'sk_01234567', 'GET /v1/x', 200, 1.5, 10, true),
        json_build_array('00000000-0000-0000-0000-00000000000b', extract(epoch from now()), 'somebody', null, 'POST /v1/y', 429, 0.25, 0, false)
    )),
    2::bigint, 'a batch can contain calls of many tenants'
);
select is(api.log_calls('[]'), 0::bigint, 'a batch can be empty');
select throws_ok($$select api.log_calls('[["00000000-0000-0000-0000-00000000000a", 0, null, null, "GET /", 200, 1, 1, true]]')$$, '23514', null, 'a call on a day without a partition is refused');
select throws_ok('select 1 from app.api_usage_logs', '42501', null, 'the API cannot read the log');
reset role;
select results_eq(
    'select right(u.tenant_id::text, 1), u.called_at = now(), u.subject, u.key_prefix, u.endpoint, u.status, u.latency_ms, u.byte_count, u.is_cache_hit from app.api_usage_logs as u order by 1',
    $$
        values
            ('a', true, null, 'sk_01234567', 'GET /v1/x', 200::smallint, 1.5::real, 10, true),
            ('b', true, 'somebody', null, 'POST /v1/y', 429::smallint, 0.25::real, 0, false)
    $$,
    'each call is a row of its tenant'
);
set local role mart_reader;
select throws_ok($$select api.log_calls('[]')$$, '42501', null, 'another role cannot write calls');

select * from finish();
rollback;
