-- The only list of currency signs: the ISO code of the currency, its decimal sign in the shops that use it ('' when
-- they differ or no shop uses it), and the signs as texts write them. $ and the yen sign, which China uses as well, are
-- entries of their own: the shop decides. To support another currency, add a row.
create or replace function staging_raw.currency_signs()
returns table (currency text, decimal_sign text, signs text[])
language sql
immutable
parallel safe
as $$
    values
        ('$', '.', array['$']),
        (U&'\00A5', '.', array[U&'\00A5']),
        ('USD', '.', array['US$', 'US $', '$US', 'USD', 'USD$', 'USD $', 'usd', 'U.S. $']),
        ('CAD', '.', array['CA$', 'C$', 'C $', 'CA $', 'CDN$', 'CDN $', '$CA', '$ CA', 'CAD', 'cad', 'CAD$']),
        ('MXN', '.', array['MX$', 'MX $', 'Mex$', 'MXN', 'mxn', 'MXN$']),
        ('AUD', '.', array['A$', 'AU$', 'AU $', 'AUD', 'aud', 'AUD$']),
        ('SGD', '.', array['S$', 'SG$', 'SG $', 'SGD', 'sgd']),
        ('EUR', '', array[U&'\20AC', 'EUR', 'eur', 'Eur', 'Euro', 'euro', 'EURO', 'Euros', 'euros']),
        ('GBP', '.', array[U&'\00A3', 'GBP', 'gbp']),
        ('INR', '.', array[U&'\20B9', 'Rs.', 'Rs', 'rs.', 'rs', 'RS', 'RS.', U&'\20A8', 'INR', 'inr', U&'\0930\0941', U&'\0930\0941.', 'Rupees', 'rupees']),
        ('JPY', '.', array[U&'\FFE5', U&'\5186', 'JPY', 'jpy', 'yen', 'Yen', U&'JP\00A5']),
        ('BRL', ',', array['R$', 'BRL', 'brl', 'BRL$']),
        ('SEK', ',', array['kr', 'kr.', 'Kr', 'KR', 'SEK', 'kronor']),
        ('PLN', ',', array[U&'z\0142', U&'z\0142.', U&'Z\0141', U&'Z\0142', 'zl', 'ZL', 'Zl', 'PLN', 'pln', U&'z\0142otych', 'zlotych']),
        ('TRY', ',', array[U&'\20BA', 'TL', 'TRY', 'YTL']),
        ('AED', '.', array['AED', 'aed', 'Dhs', 'Dhs.', 'Dh', U&'\062F.\0625.', U&'\062F.\0625', U&'\062F\0631\0647\0645']),
        ('SAR', '.', array['SAR', 'sar', 'SR', U&'\FDFC', U&'\20C1', U&'\0631.\0633.', U&'\0631.\0633', U&'\0631\064A\0627\0644']),
        ('EGP', '.', array['EGP', 'egp', U&'E\00A3', U&'\00A3E', 'LE', 'L.E.', U&'\062C.\0645.', U&'\062C.\0645', U&'\062C\0646\064A\0647', U&'\062C\0646\064A\0647\064B\0627', U&'\062C\0646\064A\0647\0627\064B']),
        ('ZAR', '.', array['R', 'ZAR', 'zar']),
        ('CNY', '', array['CNY', U&'\5143', 'RMB', U&'CN\00A5']),
        ('HKD', '', array['HKD', 'HK$', 'HK $']),
        ('TWD', '', array['TWD', 'NT$']),
        ('KRW', '', array['KRW', U&'\20A9', U&'\C6D0']),
        ('CZK', '', array['CZK', 'Kc', U&'K\010D']),
        ('HUF', '', array['HUF']),
        ('RUB', '', array['RUB', U&'\20BD', U&'\0440\0443\0431']),
        ('UAH', '', array['UAH', U&'\20B4']),
        ('ILS', '', array['ILS', U&'\20AA']),
        ('THB', '', array['THB', U&'\0E3F']),
        ('MYR', '', array['MYR', 'RM']),
        ('IDR', '', array['IDR', 'Rp']),
        ('PHP', '', array['PHP', U&'\20B1']),
        ('VND', '', array['VND', U&'\20AB']),
        ('NZD', '', array['NZD', 'NZ$', 'NZ $']),
        ('PEN', '', array['PEN', 'S/']),
        ('KWD', '', array['KWD', U&'\062F.\0643']),
        ('NGN', '', array['NGN', U&'\20A6']),
        ('BDT', '', array['BDT', U&'\09F3']),
        ('COP', '', array['COP', 'COL$', 'COP$']),
        ('CLP', '', array['CLP', 'CLP$']),
        ('ARS', '', array['ARS', 'AR$', 'ARS$']),
        ('UYU', '', array['UYU', 'UY$']),
        ('DOP', '', array['DOP', 'RD$']),
        ('CHF', '', array['Fr.', 'CHF'])
    union all
    select code.name, '', array[code.name]
    from unnest(string_to_array(
        'NOK DKK RON BGN ISK QAR BHD OMR JOD LBP MAD TND DZD KES GHS PKR LKR NPR KZT GEL RSD', ' '
    )) as code (name);
$$;
comment on function staging_raw.currency_signs() is 'Currencies with the signs, codes and words that texts use for them.';
