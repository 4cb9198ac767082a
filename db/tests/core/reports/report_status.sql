begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

create function pg_temp.status(variadic p_claims text[]) returns text language sql stable as $$
    select core.report_status((
        select jsonb_agg(jsonb_build_object('metric', split_part(c, ' ', 1), 'relation', split_part(c, ' ', 2), 'value', split_part(c, ' ', 3)))
        from unnest(p_claims) as c
    ));
$$;
select is(pg_temp.status('price_diff competitor_comparison 4', 'observed_days_30d product_daily 15', 'title product_daily Mug'), 'complete', 'a gap and half of the days are enough');
select is(pg_temp.status('price_diff competitor_comparison 4', 'observed_days_30d product_daily 30', 'observed_days_30d product_daily 14'), 'thin_data', 'fewer days are not');
select is(pg_temp.status('price product_daily 4', 'observed_days_30d product_daily 30'), 'thin_data', 'nor is a report without a gap');
select is(pg_temp.status('price_diff competitor_comparison 4'), 'thin_data', 'nor one without known days');
select is(core.report_status('[]'), 'thin_data', 'nor one without claims');

select * from finish();
rollback;
