-- Seller Central exports in six languages and in both views, and what a brand view says beside the reports of the brand's products.

-- A title may be the same in several languages, and its spelling varies: with a colon or without, hyphens, no-break spaces, full-width
-- characters. So titles are compared without those; staging_raw.fold_title folds a text in the same way.
alter table staging_raw.report_columns
    add column view text,
    add column folded_name text not null generated always as (
        lower(translate(normalize(name, nfkc), U&' -:()/_.,''%\00AD\2010\2011\2013\2014\2019\200B\200E\200F\2060\FEFF', ''))
    ) stored,
    add constraint report_columns_view_check check (view in ('asin', 'brand'));
update staging_raw.report_columns as c
set view = case when c.name ~ ': asin ' then 'asin' else 'brand' end
where c.field ~ '^asin_|_share_pct$';
delete from staging_raw.report_columns as c
using staging_raw.report_columns as o
where o.folded_name = c.folded_name and o.language = c.language and o.name < c.name;
alter table staging_raw.report_columns
    drop constraint report_columns_pkey,
    add primary key (folded_name, language);
comment on table staging_raw.report_columns is 'Column titles, metadata keys and period names of Seller Central exports: one row per name and language. A DBA adds the names that are missing.';
comment on column staging_raw.report_columns.view is 'View whose own counts the column holds, asin or brand; null: the column is in both views.';
comment on column staging_raw.report_columns.folded_name is 'The name without differences of spelling, by which it is looked up.';

-- Titles of the cart columns that some exports have.
insert into staging_raw.report_columns (name, field, language, view)
select replace(c.name, 'cart adds:', 'add to cart:'), c.field, c.language, c.view
from staging_raw.report_columns as c
where c.language = 'en' and c.name like 'cart adds:%'
union all
values ('asin or product', 'asin', 'en', null)
on conflict do nothing;
-- British exports have the other titles in English too.
insert into staging_raw.report_columns (name, field, language, view)
select c.name, c.field, 'en-GB', c.view
from staging_raw.report_columns as c
where c.language = 'en' and c.name !~ '^(cart adds|add to cart):'
on conflict do nothing;

-- German and Italian titles of the brand view are those of real exports, except for scores, prices and delivery speeds. The others are
-- Amazon's words in those languages put together as the English titles are. An export with a title that is not here is refused
-- with a sentence that names it, and a DBA adds the title as a row.
insert into staging_raw.report_columns (name, field, language)
select lower(n.name), n.field, n.language
from (
    values
        ('de', 'search_query', 'Suchabfrage'), ('de', 'search_query', 'Suchanfrage'),
        ('de', 'search_query_score', 'Bewertung der Suchabfrage'), ('de', 'search_query_score', 'Suchabfrage-Score'),
        ('de', 'search_query_score', 'Punktzahl der Suchabfrage'), ('de', 'search_query_volume', 'Volumen der Suchabfrage'),
        ('de', 'search_query_volume', 'Suchabfragevolumen'), ('de', 'end_date', 'Berichtsdatum'),
        ('de', 'end_date', 'Datum des Berichts'), ('de', 'asin', 'ASIN'), ('de', 'asin', 'ASIN oder Produkt'), ('de', 'brand', 'Marke'),
        ('de', 'period_type', 'Berichtszeitraum'), ('de', 'WEEK', U&'W\00F6chentlich'), ('de', 'MONTH', 'Monatlich'),
        ('de', 'QUARTER', U&'Viertelj\00E4hrlich'), ('de', 'QUARTER', 'Quartalsweise'),
        ('fr', 'search_query', U&'Requ\00EAte de recherche'), ('fr', 'search_query_score', U&'Score de la requ\00EAte de recherche'),
        ('fr', 'search_query_volume', U&'Volume de la requ\00EAte de recherche'),
        ('fr', 'search_query_volume', U&'Volume de requ\00EAtes de recherche'), ('fr', 'end_date', 'Date du rapport'),
        ('fr', 'end_date', 'Date de rapport'), ('fr', 'asin', 'ASIN'), ('fr', 'asin', 'ASIN ou produit'), ('fr', 'brand', 'Marque'),
        ('fr', 'period_type', U&'P\00E9riode de rapport'), ('fr', 'period_type', U&'P\00E9riode du rapport'),
        ('fr', 'period_type', 'Plage de rapport'), ('fr', 'WEEK', 'Hebdomadaire'), ('fr', 'MONTH', 'Mensuel'),
        ('fr', 'MONTH', 'Mensuelle'), ('fr', 'QUARTER', 'Trimestriel'), ('fr', 'QUARTER', 'Trimestrielle'),
        ('it', 'search_query', 'Query di ricerca'), ('it', 'search_query_score', 'Cerca punteggio query'),
        ('it', 'search_query_score', 'Punteggio query di ricerca'), ('it', 'search_query_volume', 'Volume delle query di ricerca'),
        ('it', 'end_date', 'Data del report'), ('it', 'end_date', 'Data di riferimento'), ('it', 'asin', 'ASIN'),
        ('it', 'asin', 'ASIN o prodotto'), ('it', 'brand', 'Marchio'), ('it', 'period_type', 'Intervallo di report'),
        ('it', 'period_type', 'Periodo del report'), ('it', 'period_type', 'Periodo di riferimento'), ('it', 'WEEK', 'Settimanale'),
        ('it', 'MONTH', 'Mensile'), ('it', 'QUARTER', 'Trimestrale'),
        ('es', 'search_query', U&'Consulta de b\00FAsqueda'),
        ('es', 'search_query_score', U&'Puntuaci\00F3n de la consulta de b\00FAsqueda'),
        ('es', 'search_query_volume', U&'Volumen de la consulta de b\00FAsqueda'),
        ('es', 'search_query_volume', U&'Volumen de consultas de b\00FAsqueda'), ('es', 'end_date', 'Fecha del informe'),
        ('es', 'end_date', 'Fecha de informe'), ('es', 'asin', 'ASIN'), ('es', 'asin', 'ASIN o producto'), ('es', 'brand', 'Marca'),
        ('es', 'period_type', 'Intervalo de informes'), ('es', 'period_type', U&'Per\00EDodo del informe'),
        ('es', 'period_type', 'Rango del informe'), ('es', 'WEEK', 'Semanal'), ('es', 'MONTH', 'Mensual'),
        ('es', 'QUARTER', 'Trimestral'),
        ('ja', 'search_query', U&'\691C\7D22\30AF\30A8\30EA'),
        ('ja', 'search_query_score', U&'\691C\7D22\30AF\30A8\30EA\30B9\30B3\30A2'),
        ('ja', 'search_query_score', U&'\691C\7D22\30AF\30A8\30EA\306E\30B9\30B3\30A2'),
        ('ja', 'search_query_volume', U&'\691C\7D22\30AF\30A8\30EA\306E\30DC\30EA\30E5\30FC\30E0'),
        ('ja', 'search_query_volume', U&'\691C\7D22\30AF\30A8\30EA\30DC\30EA\30E5\30FC\30E0'),
        ('ja', 'end_date', U&'\30EC\30DD\30FC\30C8\65E5'), ('ja', 'end_date', U&'\30EC\30DD\30FC\30C8\306E\65E5\4ED8'),
        ('ja', 'asin', 'ASIN'), ('ja', 'asin', U&'ASIN\307E\305F\306F\5546\54C1'), ('ja', 'brand', U&'\30D6\30E9\30F3\30C9'),
        ('ja', 'period_type', U&'\30EC\30DD\30FC\30C8\7BC4\56F2'), ('ja', 'period_type', U&'\30EC\30DD\30FC\30C8\671F\9593'),
        ('ja', 'WEEK', U&'\9031\6B21'), ('ja', 'WEEK', U&'\6BCE\9031'), ('ja', 'MONTH', U&'\6708\6B21'), ('ja', 'MONTH', U&'\6BCE\6708'),
        ('ja', 'QUARTER', U&'\56DB\534A\671F'), ('ja', 'QUARTER', U&'\56DB\534A\671F\5225')
) as n (language, field, name)
on conflict do nothing;
with steps (language, step, name) as (
    values
        ('de', 'impression', U&'Eindr\00FCcke'), ('de', 'impression', 'Impressionen'), ('de', 'click', 'Klicks'),
        ('de', 'cart_add', 'In den Einkaufswagen'), ('de', 'cart_add', 'Einkaufswagen'), ('de', 'purchase', U&'K\00E4ufe'),
        ('fr', 'impression', 'Impressions'), ('fr', 'click', 'Clics'), ('fr', 'cart_add', 'Ajouts au panier'),
        ('fr', 'purchase', 'Achats'),
        ('it', 'impression', 'Impressioni'), ('it', 'click', 'Clic'), ('it', 'cart_add', 'Aggiunte al carrello'),
        ('it', 'purchase', 'Acquisti'),
        ('es', 'impression', 'Impresiones'), ('es', 'click', 'Clics'), ('es', 'cart_add', 'Adiciones al carrito'),
        ('es', 'cart_add', U&'A\00F1adidos a la cesta'), ('es', 'purchase', 'Compras'),
        ('ja', 'impression', U&'\30A4\30F3\30D7\30EC\30C3\30B7\30E7\30F3'), ('ja', 'click', U&'\30AF\30EA\30C3\30AF'),
        ('ja', 'cart_add', U&'\30AB\30FC\30C8\8FFD\52A0'), ('ja', 'cart_add', U&'\30AB\30FC\30C8\3078\306E\8FFD\52A0'),
        ('ja', 'purchase', U&'\8CFC\5165')
),
parts (language, part, view, name) as (
    values
        ('de', 'total', null, 'Gesamtanzahl'), ('de', 'count', 'asin', 'ASIN-Anzahl'), ('de', 'share', 'asin', 'ASIN-Anteil %'),
        ('de', 'own_price', 'asin', 'ASIN-Preis (Median)'), ('de', 'count', 'brand', 'Markenanzahl'),
        ('de', 'share', 'brand', 'Markenanteil %'), ('de', 'own_price', 'brand', 'Markenpreis (Median)'),
        ('de', 'price', null, 'Preis (Median)'), ('de', 'click_rate', null, 'Klickrate %'),
        ('de', 'cart_add_rate', null, 'Einkaufswagenrate %'), ('de', 'cart_add_rate', null, 'In-den-Einkaufswagen-Rate %'),
        ('de', 'purchase_rate', null, 'Kaufrate %'), ('de', 'same_day', null, 'Versandgeschwindigkeit am selben Tag'),
        ('de', 'same_day', null, 'Versand am selben Tag'), ('de', 'one_day', null, 'Versandgeschwindigkeit 1 Tag'),
        ('de', 'one_day', null, '1T Versandgeschwindigkeit'), ('de', 'two_day', null, 'Versandgeschwindigkeit 2 Tage'),
        ('de', 'two_day', null, '2T Versandgeschwindigkeit'),
        ('fr', 'total', null, 'nombre total'), ('fr', 'count', 'asin', 'nombre pour l''ASIN'), ('fr', 'count', 'asin', 'nombre d''ASIN'),
        ('fr', 'share', 'asin', 'part de l''ASIN %'), ('fr', 'share', 'asin', '% de part de l''ASIN'),
        ('fr', 'own_price', 'asin', U&'prix de l''ASIN (m\00E9dian)'), ('fr', 'own_price', 'asin', U&'prix de l''ASIN (m\00E9diane)'),
        ('fr', 'count', 'brand', 'nombre pour la marque'), ('fr', 'count', 'brand', 'nombre de la marque'),
        ('fr', 'share', 'brand', 'part de la marque %'), ('fr', 'share', 'brand', '% de part de la marque'),
        ('fr', 'own_price', 'brand', U&'prix de la marque (m\00E9dian)'),
        ('fr', 'own_price', 'brand', U&'prix de la marque (m\00E9diane)'), ('fr', 'price', null, U&'prix (m\00E9dian)'),
        ('fr', 'price', null, U&'prix (m\00E9diane)'), ('fr', 'click_rate', null, 'taux de clics %'),
        ('fr', 'click_rate', null, 'taux de clic %'), ('fr', 'cart_add_rate', null, 'taux d''ajout au panier %'),
        ('fr', 'cart_add_rate', null, 'taux d''ajouts au panier %'), ('fr', 'purchase_rate', null, 'taux d''achat %'),
        ('fr', 'same_day', null, U&'vitesse d''exp\00E9dition le jour m\00EAme'),
        ('fr', 'same_day', null, U&'exp\00E9dition le jour m\00EAme'), ('fr', 'one_day', null, U&'vitesse d''exp\00E9dition 1 jour'),
        ('fr', 'one_day', null, U&'vitesse d''exp\00E9dition 1J'), ('fr', 'two_day', null, U&'vitesse d''exp\00E9dition 2 jours'),
        ('fr', 'two_day', null, U&'vitesse d''exp\00E9dition 2J'),
        ('it', 'total', null, 'numero totale'), ('it', 'total', null, 'conteggio totale'), ('it', 'count', 'asin', 'conteggio ASIN'),
        ('it', 'share', 'asin', '% quota dell''ASIN'), ('it', 'share', 'asin', '% quota ASIN'),
        ('it', 'own_price', 'asin', 'prezzo dell''ASIN (mediano)'), ('it', 'own_price', 'asin', 'prezzo ASIN (mediano)'),
        ('it', 'own_price', 'asin', 'prezzo dell''ASIN (mediana)'), ('it', 'count', 'brand', 'conteggio marchio'),
        ('it', 'share', 'brand', '% quota del marchio'), ('it', 'own_price', 'brand', 'prezzo del marchio (mediano)'),
        ('it', 'own_price', 'brand', 'prezzo marchio (mediano)'), ('it', 'own_price', 'brand', 'prezzo del marchio (mediana)'),
        ('it', 'price', null, 'prezzo (mediano)'), ('it', 'price', null, 'prezzo (mediana)'),
        ('it', 'click_rate', null, 'percentuale di clic'), ('it', 'cart_add_rate', null, 'percentuale'),
        ('it', 'cart_add_rate', null, 'percentuale di aggiunta al carrello'), ('it', 'purchase_rate', null, 'percentuale di acquisto'),
        ('it', 'same_day', null, U&'velocit\00E0 di spedizione in giornata'),
        ('it', 'same_day', null, U&'velocit\00E0 di spedizione lo stesso giorno'),
        ('it', 'one_day', null, U&'velocit\00E0 di spedizione 1 giorno'), ('it', 'one_day', null, U&'velocit\00E0 di spedizione 1G'),
        ('it', 'two_day', null, U&'velocit\00E0 di spedizione 2 giorni'), ('it', 'two_day', null, U&'velocit\00E0 di spedizione 2G'),
        ('es', 'total', null, 'recuento total'), ('es', 'total', null, U&'n\00FAmero total'),
        ('es', 'count', 'asin', 'recuento de ASIN'), ('es', 'count', 'asin', 'recuento del ASIN'),
        ('es', 'share', 'asin', '% de cuota del ASIN'), ('es', 'share', 'asin', 'cuota de ASIN %'),
        ('es', 'own_price', 'asin', 'precio del ASIN (mediana)'), ('es', 'own_price', 'asin', 'precio de ASIN (mediana)'),
        ('es', 'count', 'brand', 'recuento de la marca'), ('es', 'count', 'brand', 'recuento de marca'),
        ('es', 'share', 'brand', '% de cuota de la marca'), ('es', 'share', 'brand', 'cuota de marca %'),
        ('es', 'own_price', 'brand', 'precio de la marca (mediana)'), ('es', 'own_price', 'brand', 'precio de marca (mediana)'),
        ('es', 'price', null, 'precio (mediana)'), ('es', 'click_rate', null, '% de tasa de clics'),
        ('es', 'click_rate', null, 'tasa de clics %'), ('es', 'cart_add_rate', null, '% de tasa de adiciones al carrito'),
        ('es', 'cart_add_rate', null, 'tasa de adiciones al carrito %'),
        ('es', 'cart_add_rate', null, U&'tasa de a\00F1adidos a la cesta %'), ('es', 'purchase_rate', null, '% de tasa de compra'),
        ('es', 'purchase_rate', null, 'tasa de compra %'), ('es', 'same_day', null, U&'velocidad de env\00EDo el mismo d\00EDa'),
        ('es', 'same_day', null, U&'env\00EDo el mismo d\00EDa'), ('es', 'one_day', null, U&'velocidad de env\00EDo 1 d\00EDa'),
        ('es', 'one_day', null, U&'velocidad de env\00EDo 1D'), ('es', 'two_day', null, U&'velocidad de env\00EDo 2 d\00EDas'),
        ('es', 'two_day', null, U&'velocidad de env\00EDo 2D'),
        ('ja', 'total', null, U&'\5408\8A08\6570'), ('ja', 'total', null, U&'\7DCF\6570'), ('ja', 'count', 'asin', U&'ASIN\6570'),
        ('ja', 'share', 'asin', U&'ASIN\30B7\30A7\30A2 %'), ('ja', 'own_price', 'asin', U&'ASIN\4FA1\683C (\4E2D\592E\5024)'),
        ('ja', 'count', 'brand', U&'\30D6\30E9\30F3\30C9\6570'), ('ja', 'share', 'brand', U&'\30D6\30E9\30F3\30C9\30B7\30A7\30A2 %'),
        ('ja', 'own_price', 'brand', U&'\30D6\30E9\30F3\30C9\4FA1\683C (\4E2D\592E\5024)'),
        ('ja', 'price', null, U&'\4FA1\683C (\4E2D\592E\5024)'), ('ja', 'click_rate', null, U&'\30AF\30EA\30C3\30AF\7387 %'),
        ('ja', 'cart_add_rate', null, U&'\30AB\30FC\30C8\8FFD\52A0\7387 %'), ('ja', 'purchase_rate', null, U&'\8CFC\5165\7387 %'),
        ('ja', 'same_day', null, U&'\5F53\65E5\914D\9001'), ('ja', 'same_day', null, U&'\5F53\65E5\914D\9001\30B9\30D4\30FC\30C9'),
        ('ja', 'one_day', null, U&'1\65E5\914D\9001'), ('ja', 'one_day', null, U&'1\65E5\914D\9001\30B9\30D4\30FC\30C9'),
        ('ja', 'two_day', null, U&'2\65E5\914D\9001'), ('ja', 'two_day', null, U&'2\65E5\914D\9001\30B9\30D4\30FC\30C9')
)
insert into staging_raw.report_columns (name, field, language, view)
select
    lower(s.name || ': ' || p.name),
    case
        when p.part = 'total' then 'total_' || case s.step when 'impression' then 'query_' else '' end || s.step || '_count'
        when p.part = 'count' then 'asin_' || s.step || '_count'
        when p.part = 'share' then s.step || '_share_pct'
        when p.part = 'price' then 'total_median_' || s.step || '_price'
        when p.part = 'own_price' then 'asin_median_' || s.step || '_price'
        when p.part like '%_rate' then p.part || '_pct'
        else 'total_' || p.part || '_shipping_' || s.step || '_count'
    end,
    s.language,
    p.view
from steps as s
inner join parts as p on p.language = s.language
where (p.part not like '%_rate' or p.part = s.step || '_rate') and (p.part in ('total', 'count', 'share') or s.step <> 'impression')
on conflict do nothing;

-- What an export says about itself: the code of its fault, the languages that its titles can be of, its decimal sign.
alter type staging_raw.search_query_row
    add attribute fault_code text,
    add attribute languages text[],
    add attribute decimal_sign text;

-- It has one more parameter now.
drop function if exists staging_raw.adapt_reports(core.ingest_runs, text, integer[]);

create table sqp.brand_performance_data (
    id bigint generated always as identity,
    tenant_id uuid not null references app.tenants on delete cascade,
    brand_id uuid not null,
    marketplace text not null references core.marketplaces,
    period_type text not null,
    start_date date not null,
    end_date date not null,
    query_count integer not null default 0,
    source text not null,
    job_id text not null,
    raw_event_id bigint not null,
    first_reported_at timestamptz not null,
    reported_at timestamptz not null,
    primary key (tenant_id, brand_id, marketplace, period_type, start_date),
    unique (id, tenant_id),
    foreign key (brand_id, tenant_id) references core.brands (id, tenant_id) on delete cascade,
    constraint brand_performance_data_period_check check (
        case period_type
            when 'WEEK' then extract(dow from start_date) = 0 and end_date = start_date + 6
            when 'MONTH' then start_date = date_trunc('month', start_date)::date
                and end_date = (date_trunc('month', start_date) + interval '1 month - 1 day')::date
            when 'QUARTER' then start_date = date_trunc('quarter', start_date)::date
                and end_date = (date_trunc('quarter', start_date) + interval '3 months - 1 day')::date
            else false
        end
    )
);
create index brand_performance_data_brand_id_idx on sqp.brand_performance_data (brand_id, tenant_id);
create index brand_performance_data_marketplace_idx on sqp.brand_performance_data (marketplace);
comment on table sqp.brand_performance_data is 'Brand views of Search Query Performance as they stand: one row per tenant, brand and period that was reported.';
comment on column sqp.brand_performance_data.id is 'Report key, kept when the period is reported again.';
comment on column sqp.brand_performance_data.tenant_id is 'Tenant whose report it is.';
comment on column sqp.brand_performance_data.brand_id is 'Brand, see core.brands.';
comment on column sqp.brand_performance_data.marketplace is 'Marketplace code.';
comment on column sqp.brand_performance_data.period_type is 'WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column sqp.brand_performance_data.start_date is 'First day of the period.';
comment on column sqp.brand_performance_data.end_date is 'Last day of the period.';
comment on column sqp.brand_performance_data.query_count is 'Search queries that the report lists, the top ones only.';
comment on column sqp.brand_performance_data.source is 'csv: export from Seller Central; there is no other source.';
comment on column sqp.brand_performance_data.job_id is 'Ingest run that brought the present rows.';
comment on column sqp.brand_performance_data.raw_event_id is 'Last item of it in staging_raw.raw_events; of two reports of a period the later arrival counts.';
comment on column sqp.brand_performance_data.first_reported_at is 'When the period was first loaded.';
comment on column sqp.brand_performance_data.reported_at is 'When the present rows were loaded.';

create table sqp.brand_search_performance (
    brand_performance_id bigint not null,
    tenant_id uuid not null references app.tenants on delete cascade,
    search_query text not null,
    search_query_score integer,
    search_query_volume bigint,
    total_query_impression_count bigint,
    brand_impression_count bigint,
    total_click_count bigint,
    brand_click_count bigint,
    total_cart_add_count bigint,
    brand_cart_add_count bigint,
    total_purchase_count bigint,
    brand_purchase_count bigint,
    total_median_click_price numeric(12, 2),
    brand_median_click_price numeric(12, 2),
    total_median_cart_add_price numeric(12, 2),
    brand_median_cart_add_price numeric(12, 2),
    total_median_purchase_price numeric(12, 2),
    brand_median_purchase_price numeric(12, 2),
    total_same_day_shipping_click_count bigint,
    total_one_day_shipping_click_count bigint,
    total_two_day_shipping_click_count bigint,
    total_same_day_shipping_cart_add_count bigint,
    total_one_day_shipping_cart_add_count bigint,
    total_two_day_shipping_cart_add_count bigint,
    total_same_day_shipping_purchase_count bigint,
    total_one_day_shipping_purchase_count bigint,
    total_two_day_shipping_purchase_count bigint,
    primary key (tenant_id, brand_performance_id, search_query),
    foreign key (brand_performance_id, tenant_id) references sqp.brand_performance_data (id, tenant_id) on delete cascade
);
create index brand_search_performance_report_idx on sqp.brand_search_performance (brand_performance_id, tenant_id);
comment on table sqp.brand_search_performance is 'Rows of brand views as they stand: one row per report and search query, with the brand''s own counts and those of the market.';
comment on column sqp.brand_search_performance.brand_performance_id is 'Report, see sqp.brand_performance_data.';
do $$
declare
    v_column record;
begin
    -- The columns mean what those of sqp.search_query_performance mean, with the brand for the product.
    for v_column in
        select a.attname, pg_catalog.col_description(a.attrelid, a.attnum) as comment
        from pg_catalog.pg_attribute as a
        where a.attrelid = 'sqp.search_query_performance'::regclass and a.attnum > 0
            and a.attname not in ('asin_performance_id', 'known_from_at')
    loop
        execute format(
            'comment on column sqp.brand_search_performance.%I is %L',
            regexp_replace(v_column.attname, '^asin_', 'brand_'),
            replace(replace(v_column.comment, 'the product or brand', 'the brand'), 'the product', 'the brand''s products')
        );
    end loop;
end;
$$;

create table sqp.brand_report_disagreements (
    brand_performance_id bigint not null,
    tenant_id uuid not null references app.tenants on delete cascade,
    search_query text not null,
    field text not null,
    stated numeric not null,
    computed numeric,
    job_id text not null,
    primary key (tenant_id, brand_performance_id, search_query, field),
    foreign key (brand_performance_id, tenant_id) references sqp.brand_performance_data (id, tenant_id) on delete cascade
);
create index brand_report_disagreements_report_idx on sqp.brand_report_disagreements (brand_performance_id, tenant_id);
comment on table sqp.brand_report_disagreements is 'What a brand view states and its own counts do not give: one row per report, search query and field. Counts are used.';
comment on column sqp.brand_report_disagreements.brand_performance_id is 'Report, see sqp.brand_performance_data.';
comment on column sqp.brand_report_disagreements.tenant_id is 'Tenant whose report it is.';
comment on column sqp.brand_report_disagreements.search_query is 'Search query.';
comment on column sqp.brand_report_disagreements.field is 'Share or rate in question, or the own count that is above its total.';
comment on column sqp.brand_report_disagreements.stated is 'Value in the report, percent for shares and rates.';
comment on column sqp.brand_report_disagreements.computed is 'Value by its counts, percent; the total where an own count is above it; null: its counts give none.';
comment on column sqp.brand_report_disagreements.job_id is 'Ingest run that brought the report.';

do $$
declare
    v_table text;
begin
    foreach v_table in array array['sqp.brand_performance_data', 'sqp.brand_search_performance', 'sqp.brand_report_disagreements']
    loop
        execute format('alter table %s enable row level security', v_table);
        execute format('alter table %s force row level security', v_table);
    end loop;
end;
$$;
grant select on sqp.brand_performance_data, sqp.brand_search_performance, sqp.brand_report_disagreements to asinmart_api, mart_owner;
