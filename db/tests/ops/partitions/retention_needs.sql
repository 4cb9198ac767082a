begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select isnt_empty('select ops.retention_needs()', 'the windows of the marts are listed');
select is_empty(
    $$
        select n.dependent from ops.retention_needs() as n union all select n.source from ops.retention_needs() as n
        except select p.parent from ops.partition_policies as p
    $$,
    'every table in the list has a policy'
);
select is_empty(
    $$
        select p.parent from ops.partition_policies as p where p.parent ~ '^mart\.'
        except select n.dependent from ops.retention_needs() as n
    $$,
    'every partitioned mart is in the list'
);

select * from finish();
rollback;
