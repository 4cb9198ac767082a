begin;
set local search_path to extensions, public;
select plan(9);

set local role asinmart_loader;
select ops.start_run('s1', 'test');
select results_eq(
    $$
        select s.stored_count, s.rejected_count
        from staging_raw.store_texts(
            's1', 'test', array[11, 12, 13, 14, 15, 16, 17],
            array[
                '{"asin": "B0TESTA001"}', '{"asin": ', '{"title": "a\u0000b"}', '{"title": "\ud800"}', '{"price": 1e200000}', '{"asin": "B0TESTA002"}',
                repeat('[', 20000)
            ],
            array['\x01', '\x02', '\x03', '\x04', '\x05', '\x06', '\x07']::bytea[]
        ) as s
    $$,
    $$values (2, 5)$$,
    'a loader stores the valid items and gets the number of the others'
);
reset role;
select results_eq(
    $$select r.item_no, r.source, r.payload, r.content_hash from staging_raw.raw_events as r where r.job_id = 's1' order by r.item_no$$,
    $$values
        (11, 'test', '{"asin": "B0TESTA001"}'::jsonb, '\x01'::bytea), (16, 'test', '{"asin": "B0TESTA002"}', '\x06')
    $$,
    'valid items have their position and hash'
);
select results_eq(
    $$select e.item_no, e.stage, e.reason_code, left(e.raw_text, 12) from staging_raw.rejected_events as e where e.job_id = 's1' order by e.item_no$$,
    $$values
        (12, 'load', 'json_refused', '{"asin": '), (13, 'load', 'json_refused', '{"title": "a'), (14, 'load', 'json_refused', '{"title": "\'),
        (15, 'load', 'json_refused', '{"price": 1e'), (17, 'load', 'json_refused', '[[[[[[[[[[[[')
    $$,
    'the others are rejected with their original text'
);
select is_empty(
    $$select 1 from staging_raw.rejected_events as e where e.job_id = 's1' and e.detail !~ '^the database cannot store this item as JSON: .+'$$,
    'the reject has a reason'
);
select is(
    (select length(e.raw_text) from staging_raw.rejected_events as e where e.job_id = 's1' and e.item_no = 17), 20000,
    'the original is stored completely'
);
set local role asinmart_loader;
select results_eq(
    $$select s.stored_count, s.rejected_count from staging_raw.store_texts('s1', 'test', '{}', '{}', '{}') as s$$, $$values (0, 0)$$,
    'an empty block stores nothing'
);
select lives_ok($$select ops.land_run('s1', 17, 100)$$, 'the run lands');
select results_eq(
    $$select p.status, p.received_count, p.rejected_count from ops.promote_run('s1') as p$$, $$values ('HALTED', 7, 7)$$,
    'every item is counted'
);
set local role mart_reader;
select throws_ok($$select staging_raw.store_texts('s1', 'test', '{}', '{}', '{}')$$, '42501', null, 'another role cannot store items');

select * from finish();
rollback;
