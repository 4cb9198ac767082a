-- Limits that ops.doctor() and the alerts of Prometheus share, and the role that sees the sessions of all roles.

do $$
begin
    if to_regrole('asinmart_monitor') is null or not pg_has_role('asinmart_monitor', 'member') then
        raise exception 'role asinmart_monitor is missing, or the owner of the database may not act as it'
            using hint = 'As the administrator of the server run deploy/bootstrap.sql first, or deploy/migrate for all of it.';
    end if;
end;
$$;

-- It creates its functions itself: their files set the role.
grant usage, create on schema ops to asinmart_monitor;

insert into ops.settings (name, value, value_type, min_value, max_value, description) values
    ('transaction_max_age', '1 hour', 'interval', '1 second', '30 days', 'The doctor warns of a transaction that has been open for longer: vacuum removes no row that it may still see.'),
    ('database_max_gb', '0', 'number', '0', '1000000', 'Gigabytes that this database may have on its disk or by its plan; the doctor warns from 80 percent on. 0: no limit is known.');
