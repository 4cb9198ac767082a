begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(4);

create function pg_temp.said(p_obstacle text, p_price_obstacle text, p_has_actions boolean) returns text language sql as $$
    select string_agg(s.sentence ->> 'text', ' ' order by s.place)
    from jsonb_array_elements(
        core.recommendation_summary(p_obstacle, p_price_obstacle, p_has_actions, core.recommendation_claims(pg_temp.subject()))
    ) with ordinality as s (sentence, place);
$$;
select is(
    pg_temp.said(null, null, true), '30 of 30 days were observed, and 3 of 3 competitors on 2025-03-30.', 'it says what the actions rest on'
);
select is(
    pg_temp.said(null, null, false), '30 of 30 days were observed, and 3 of 3 competitors on 2025-03-30. No rule found a reason to act.', 'or that there are none'
);
select is(
    pg_temp.said(null, 'No price is recommended: none was shown on {as_of}.', true),
    '30 of 30 days were observed, and 3 of 3 competitors on 2025-03-30. No price is recommended: none was shown on 2025-03-30.', 'and why none is about the price'
);
select is(
    pg_temp.said('Nothing is recommended: only {observed_days} of {expected_days} days were observed.', 'No price.', false),
    'Nothing is recommended: only 30 of 30 days were observed.', 'thin data are all that it says'
);

select * from finish();
rollback;
