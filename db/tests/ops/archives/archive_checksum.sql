begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

create table ops.kinds (a integer, b timestamptz);
insert into ops.kinds values (1, '2025-03-10 12:00+00'), (2, null);
create temp table kept as select ops.archive_columns('ops.kinds') as columns;
create temp table before as select ops.archive_checksum('ops.kinds', k.columns) as checksum from kept as k;
set local timezone = 'Asia/Kathmandu';
set local datestyle = 'German';
select is((select ops.archive_checksum('ops.kinds', k.columns) from kept as k), (select b.checksum from before as b), 'the settings of the session do not matter');
alter table ops.kinds add column c text default 'new';
select is((select ops.archive_checksum('ops.kinds', k.columns) from kept as k), (select b.checksum from before as b), 'nor does a later column');
update ops.kinds set b = b + interval '1 microsecond';
select isnt((select ops.archive_checksum('ops.kinds', k.columns) from kept as k), (select b.checksum from before as b), 'a microsecond does');

select * from finish();
rollback;
