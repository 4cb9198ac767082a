begin;
set local search_path to extensions, public;
select plan(4);

select is(
    staging_raw.keepa_image('[52, 49, 46, 106, 112, 103]'), 'https://m.media-amazon.com/images/I/41.jpg',
    'bytes give a file name'
);
select is(
    staging_raw.keepa_image('"41.jpg,42.jpg"'), 'https://m.media-amazon.com/images/I/41.jpg',
    'the first of several names is used'
);
select is(staging_raw.keepa_image('[0, "00", -1, 99999, null]'), null, 'other numbers give no name');
select is(staging_raw.keepa_image('null'), null, 'null stays null');

select * from finish();
rollback;
