begin;
set local search_path to extensions, public;
select plan(6);

set local role asinmart_admin;
select results_eq(
    $$select u.session_count from ops.connection_usage as u where u.login is null$$,
    $$select sum(u.session_count)::bigint from ops.connection_usage as u where u.login is not null$$,
    'the row of all logins together is the sum of the others'
);
select ok(
    (select u.session_count > 0 and u.active_count > 0 from ops.connection_usage as u where u.login = session_user),
    'an admin sees that this session, of another login, is active'
);
select is(
    (select u.session_limit from ops.connection_usage as u where u.login is null),
    current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
        - coalesce(current_setting('reserved_connections', true)::integer, 0),
    'all logins together have what the server does not keep for superusers'
);
select is(
    (select u.used_pct from ops.connection_usage as u where u.login is null),
    (select round(100.0 * u.session_count / u.session_limit, 1) from ops.connection_usage as u where u.login is null),
    'the share is one of that limit'
);
reset role;
grant select on ops.connection_usage to mart_reader;
grant usage on schema ops to mart_reader;
set local role mart_reader;
select results_eq(
    $$select u.session_count > 0, u.active_count, u.waiting_count from ops.connection_usage as u where u.login is null$$,
    $$values (true, null::bigint, null::bigint)$$,
    'a login that may not see what other sessions do gets their number, and null for what they do'
);
reset role;
revoke select on ops.connection_usage from mart_reader;
revoke usage on schema ops from mart_reader;
select is(
    (select u.session_limit from ops.connection_usage as u where u.login = session_user), current_setting('max_connections')::integer,
    'a superuser may open every connection'
);

select * from finish();
rollback;
