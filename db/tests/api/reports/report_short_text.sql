begin;
set local search_path to extensions, public;
select plan(6);

select is(api.report_short_text('short', 5), 'short', 'a text that fits stays');
select is(api.report_short_text('Gooseneck Kettle, 1.0 L, Matte Black', 28), E'Gooseneck Kettle, 1.0 L\u2026', 'a longer one is cut at a word, without its comma');
select is(api.report_short_text(repeat('x', 40), 10), repeat('x', 9) || E'\u2026', 'a single long word is cut in itself');
select is(api.report_short_text('a ' || repeat('x', 40), 10), 'a ' || repeat('x', 7) || E'\u2026', 'it is not cut so early that little is left');
select cmp_ok(length(api.report_short_text(repeat('word ', 50), 60)), '<=', 60, 'the result is no longer than asked');
select is(api.report_short_text(null, 5), null, 'null stays null');

select * from finish();
rollback;
