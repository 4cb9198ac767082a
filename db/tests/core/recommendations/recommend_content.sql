begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(17);

select is(pg_temp.found('recommend_content'), null, 'a listing like the others is no reason to act');
select is(
    pg_temp.found('recommend_content', '{"title_length": 59}'), 'title_too_short: 59 -> 100, 0.51', 'a title below 60 % of the middle is too short'
);
select is(pg_temp.found('recommend_content', '{"title_length": 60}'), null, 'exactly 60 % is not too short');
select is(pg_temp.found('recommend_content', '{"title_length": 30}'), 'title_too_short: 30 -> 100, 1.00', 'half of that is as sure as it gets');
select is(pg_temp.found('recommend_content', '{"title_length": null}'), null, 'an unknown title has no length');
select is(pg_temp.found('recommend_content', '{"title_length": 30, "titled_count": 1}'), null, 'one title is no middle');
select is(
    pg_temp.found('recommend_content', '{"title_length": 250}'), 'title_too_long: 250 -> 100, 0.63', 'a title over the limit is too long'
);
select is(pg_temp.found('recommend_content', '{"title_length": 250, "title_length_median": 250}'), null, 'unless the others are as long');
select is(pg_temp.found('recommend_content', '{"title_length": 200}'), null, 'the limit itself is allowed');
select is(
    pg_temp.found('recommend_content', '{"bullet_count": 3, "bullet_count_median": 6}'), 'bullets_too_few: 3 -> 6, 1.00', 'fewer bullet points than the middle are too few'
);
select is(pg_temp.found('recommend_content', '{"bullet_count": 5, "bullet_count_median": 6}'), null, 'five are enough');
select is(pg_temp.found('recommend_content', '{"bullet_count": 2, "bullet_count_median": 2}'), null, 'as many as the others are enough');
select is(
    pg_temp.found('recommend_content', '{"bullet_count": 0, "bullet_count_median": 5, "observed_days": 15}'), 'bullets_too_few: 0 -> 5, 0.50',
    'no bullet points are few, and half of the days observed halve the confidence'
);
select is(pg_temp.found('recommend_content', '{"has_image": false}'), 'image_missing: false -> true, 1.00', 'a listing without an image needs one');
select is(pg_temp.found('recommend_content', '{"has_image": false, "pictured_count": 2}'), 'image_missing: false -> true, 0.67', 'as its competitors have');
select is(pg_temp.found('recommend_content', '{"has_image": false, "pictured_count": 1}'), null, 'unless sources show images of hardly any product');
select is(pg_temp.found('recommend_content', '{"has_image": null}'), null, 'a listing of which nothing is known may have one');

select * from finish();
rollback;
