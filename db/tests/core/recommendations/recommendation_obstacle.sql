begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(10);

create function pg_temp.obstacle(p_values jsonb default '{}') returns text language sql as $$
    select core.recommendation_obstacle(pg_temp.subject(p_values), core.recommendation_limits());
$$;
select is(pg_temp.obstacle(), null, 'a product observed every day, as its competitors, has none');
select is(
    pg_temp.obstacle('{"as_of": null}'), 'Nothing is recommended: the product was never observed.', 'a product that was never observed'
);
select is(
    pg_temp.obstacle('{"is_unlisted": true}'), 'Nothing is recommended: the listing was not found any more after {as_of}.', 'a listing that is gone'
);
select is(
    pg_temp.obstacle('{"days_old": 7}'), 'Nothing is recommended: the newest observation, of {as_of}, is too old.', 'a product last seen a week ago'
);
select is(pg_temp.obstacle('{"days_old": 6}'), null, 'six days are not too old');
select is(
    pg_temp.obstacle('{"observed_days": 14}'), 'Nothing is recommended: only {observed_days} of {expected_days} days were observed.', 'fewer than half of the days'
);
select is(pg_temp.obstacle('{"observed_days": 15}'), null, 'half of them are enough');
select is(
    pg_temp.obstacle('{"observed_days": null, "expected_days": null}'), 'Nothing is recommended: the days up to {as_of} are no longer kept.', 'days past retention'
);
select is(pg_temp.obstacle('{"competitor_count": 0}'), 'Nothing is recommended: the product has no competitors.', 'no competitors');
select is(
    pg_temp.obstacle('{"observed_count": 0}'), 'Nothing is recommended: none of its {competitor_count} competitors was observed on {as_of}.', 'competitors without data of the day'
);

select * from finish();
rollback;
