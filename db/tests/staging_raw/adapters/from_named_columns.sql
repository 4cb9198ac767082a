begin;
set local search_path to extensions, public;
set local time zone 'UTC';
select plan(7);

create function pg_temp.same_columns(p_row staging_raw.observation, p_expected jsonb)
returns jsonb
language sql
as $$
    select jsonb_object_agg(e.key, e.value) from jsonb_each(to_jsonb(p_row)) as e where p_expected ? e.key;
$$;

select is(
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_named_columns(staging_raw.rename_columns(t.payload::jsonb)) as o),
    t.expected::jsonb,
    t.description
)
from (values
    (
        '{"ASIN": "=\"B0DEMOZ140\"", "Titel": "Tasse", "Preis": "12,49", "W\u00e4hrung": "EUR", "Datum": "2026-11-20", "Verf\u00fcgbarkeit": "Auf Lager"}',
        '{"asin": "B0DEMOZ140", "title": "Tasse", "price": 12.49, "currency": "EUR", "status": "ok", "observed_date": "2026-11-20", "in_stock": true, "speaks_of_offers": true}',
        'a German sheet is read'
    ),
    (
        '{
            "Locale": "de", "Title": "Drill", "Sales Rank: Current": "# 1,204", "Reviews: Rating": "4.6", "Reviews: Review Count": "1,240",
            "Buy Box: Current": "\u20ac 24.99", "New: Current": "\u20ac 22.50", "Used: Current": "\u20ac 9.00", "List Price: Current": "\u20ac 29.99",
            "Categories: Root": "Tools", "Categories: Tree": "Tools \u203a Drills", "ASIN": "B0DEMOZ141", "Buy Box: Buy Box Seller": "A1SELLER01"
        }',
        '{
            "asin": "B0DEMOZ141", "url": "https://www.amazon.de/dp/B0DEMOZ141", "price": 22.5, "buybox_price": 24.99, "used_price": 9,
            "list_price": 29.99, "buybox_seller": "A1SELLER01", "bsr": 1204, "rating": 4.6, "reviews_count": 1240, "category_path": "Tools > Drills"
        }',
        'an export of Keepa is read; its price has the same meaning as in the API'
    ),
    (
        '{"Buy Box: Current": "24.99", "ASIN": "B0DEMOZ141"}', '{"price": 24.99, "buybox_price": 24.99, "status": "ok"}',
        'an export with only the buy box uses it as price'
    ),
    (
        '{
            "Product Details": "Organizer", "ASIN": "B0DEMOZ142", "URL": "https://www.amazon.in/dp/B0DEMOZ142", "Brand": "Quill", "Price  \u20b9": "1,499.00",
            "ASIN Sales": "174", "Revenue": "1,13,529.99", "BSR": "12,042", "Ratings": "4.1", "Review Count": "11,429", "Active Sellers": "3",
            "Buy Box": "Example Seller", "Fees  \u20b9": "250", "Category": "Home", "Creation Date": "2024-01-02"
        }',
        '{
            "asin": "B0DEMOZ142", "price": 1499, "currency": "\u20b9", "bsr": 12042, "rating": 4.1, "reviews_count": 11429, "offers_count": 3,
            "buybox_seller": "Example Seller", "title": "Organizer", "observed_date": null, "scraped_at": null
        }',
        'an export of Helium 10 is read; its creation date is that of the listing'
    ),
    (
        '{
            "Product Name": "Gloves", "Brand": "Quill", "Price": "$24.97", "Category": "Sports", "Rank": "1,102", "Est. Monthly Sales": "812",
            "Reviews": "96", "Rating": "4.4", "Number of Sellers": "2", "ASIN": "B0DEMOZ143", "Link": "https://www.amazon.com/dp/B0DEMOZ143"
        }',
        '{"asin": "B0DEMOZ143", "title": "Gloves", "price": 24.97, "bsr": 1102, "reviews_count": 96, "rating": 4.4, "offers_count": 2}',
        'an export of Jungle Scout is read'
    ),
    (
        '{"ASIN": "B0DEMOZ144", "Rank": "15"}', '{"status": "ok", "price": null, "bsr": 15, "speaks_of_offers": false}',
        'a list of ranks has no offer fields'
    ),
    (
        '{"ASIN": "B0DEMOZ144", "Verf\u00fcgbarkeit": "Nicht auf Lager", "Zustand": "Neu"}', '{"status": "out_of_stock", "price": null, "speaks_of_offers": true}',
        'a list of stock has offer fields'
    )
) as t (payload, expected, description);

select * from finish();
rollback;
