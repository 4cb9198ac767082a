begin;
set local search_path to extensions, public;
select plan(2);

select is(api.report_anchor('price_diff_pct.change_30d:B0COMP0001'), 'claim-price_diff_pct.change_30d:B0COMP0001', 'an id of letters and digits is its own anchor');
select matches(api.report_anchor('a "b" <c>'), '^claim-[0-9a-f]{32}$', 'any other one becomes a name without quotes and spaces');

select * from finish();
rollback;
