begin;
set local search_path to extensions, public;
select plan(4);

select is(staging_raw.fold_attribute('Item  Weight:'), 'item weight', 'case, punctuation and double spaces do not matter');
select is(staging_raw.fold_attribute(U&'\200EAge Range (Description)'), 'age range description', 'marks of direction are removed');
select is(staging_raw.fold_attribute('Item Dimensions L x W x H'), 'item dimensions l x w x h', 'words stay');
select is(staging_raw.fold_attribute(':-'), '', 'a name of punctuation is empty');

select * from finish();
rollback;
