begin;
set local search_path to extensions, public;
select plan(4);

select is(
    staging_raw.keepa_image('[52, 49, 46, 106, 112, 103]'), 'https://m.media-amazon.com/images/I/41.jpg',
    'bytes spell a file name'
);
select is(
    staging_raw.keepa_image('"41.jpg,42.jpg"'), 'https://m.media-amazon.com/images/I/41.jpg',
    'of several names the first is taken'
);
select is(staging_raw.keepa_image('[0, "00", -1, 99999, null]'), null, 'what are no letters spell none');
select is(staging_raw.keepa_image('null'), null, 'null stays null');

select * from finish();
rollback;
