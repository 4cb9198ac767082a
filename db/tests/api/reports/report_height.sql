begin;
set local search_path to extensions, public;
select plan(4);

select is(api.report_height(10, 10, 20, false, false), 280.0, 'the lowest price is at the bottom');
select is(api.report_height(17.5, 10, 20, false, false), 70.0, 'a price stands at its share of the height');
select is(api.report_height(1, 1, 100, true, true), 0.0, 'the best rank is on top');
select is(api.report_height(10, 1, 100, true, true), 140.0, 'on a logarithmic scale 10 is half-way from 1 to 100');

select * from finish();
rollback;
