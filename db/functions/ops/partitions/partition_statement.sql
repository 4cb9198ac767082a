-- A partition is attached with the bound recorded in ops.retention_log. Null for an unknown step.
create or replace function ops.partition_statement(
    p_step text,
    p_parent regclass,
    p_partition regclass
)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select case p_step
        when 'attach' then (
            select format('alter table %s attach partition %s %s', p_parent, p_partition, l.bound)
            from ops.retention_log as l
            where l.relation_oid = p_partition
            order by l.id desc
            limit 1
        )
        when 'detach' then format('alter table %s detach partition %s', p_parent, p_partition)
        when 'detach concurrently' then format('alter table %s detach partition %s concurrently', p_parent, p_partition)
        when 'finalize' then format('alter table %s detach partition %s finalize', p_parent, p_partition)
        when 'drop' then format('drop table %s', p_partition)
    end;
$$;
comment on function ops.partition_statement(text, regclass, regclass) is 'The statement that attaches, detaches, finalizes or drops a partition.';
