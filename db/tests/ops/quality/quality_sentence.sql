begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(9);

create function pg_temp.sentence(p_check_name text, p_subject text, p_part numeric, p_whole numeric, p_baseline numeric, p_usual numeric default null)
returns text
language sql
stable
as $$
    select ops.quality_sentence(
        row('2025-03-10'::date, 'US', p_check_name, p_subject, p_part, p_whole, p_usual)::ops.quality_measure, p_baseline, 7, 10
    )
$$;
select is(pg_temp.sentence('row_count', 'x', 12, null, 40), '12 products were observed in US on Monday 2025-03-10; usually 40.', 'a number of rows');
select is(pg_temp.sentence('null_share', 'price', 20, 50, 0.03), '20 of 50 rows of US have no price on Monday 2025-03-10 (40.0 %); usually 3.0 %.', 'missing values');
select is(pg_temp.sentence('coverage', 'tracked products', 3, 12, 1, 1), '3 of 12 tracked products were observed in US on Monday 2025-03-10 (25.0 %); expected: all of them.', 'tracked products');
select is(pg_temp.sentence('coverage', 'observed days', 30, 70, 0.9, 0.9), '30 of 70 product days of the week were observed in US on Monday 2025-03-10 (42.9 %); usually 90.0 %.', 'days');
select is(pg_temp.sentence('blocked_share', 'apify:x', 12, 50, 0), '12 of 50 pages of US from apify:x were blocked on Monday 2025-03-10 (24.0 %); usually 0.0 %.', 'blocked pages');
select is(pg_temp.sentence('parse_error_share', 'file', 1, 50, 0), '1 of 50 pages of US from file could not be parsed on Monday 2025-03-10 (2.0 %); usually 0.0 %.', 'unreadable pages');
select is(pg_temp.sentence('reject_share', 'file', 3, 5, null), '3 of 5 rows from file were rejected on Monday 2025-03-10 (60.0 %); not enough history for a baseline (7 days); too few to judge.', 'rejects, of few rows and without history');
select is(pg_temp.sentence('duplicate_share', 'file', 5, 50, 0.1), '5 of 50 rows from file were duplicates on Monday 2025-03-10 (10.0 %); usually 10.0 %.', 'duplicates');
select is(pg_temp.sentence('received_count', 'file', 5, null, null), '5 rows came from file on Monday 2025-03-10; not enough history for a baseline (7 days).', 'rows of a source');

select * from finish();
rollback;
