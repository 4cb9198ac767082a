create or replace function api.competitive_group_item(p_group core.competitive_groups)
returns json
language sql
stable
set search_path = pg_catalog, pg_temp
set intervalstyle = iso_8601
as $$
    select json_build_object(
        'id', p_group.id, 'name', p_group.name, 'description', p_group.description, 'asin_main', p_group.asin_main,
        'marketplace', p_group.marketplace, 'analysis_frequency', p_group.analysis_frequency::text, 'is_active', p_group.is_active,
        'created_at', p_group.created_at,
        'members', (
            select coalesce(json_agg(
                json_build_object('asin', m.asin, 'title', p.title, 'is_active', m.is_active, 'created_at', m.created_at) order by m.asin
            ), '[]')
            from core.competitive_group_members as m
            left join core.products as p on p.asin = m.asin and p.marketplace = p_group.marketplace
            where m.group_id = p_group.id and m.removed_at is null
        )
    );
$$;
comment on function api.competitive_group_item(core.competitive_groups) is 'A competitive group as the REST API shows it, with its members.';
grant execute on function api.competitive_group_item(core.competitive_groups) to asinmart_api;
