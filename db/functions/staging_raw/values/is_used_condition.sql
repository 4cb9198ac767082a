-- Conditions as the shops and offer lists word them; no word, or an unknown one, is new, as an offer is unless it says
-- otherwise.
create or replace function staging_raw.is_used_condition(p_condition text)
returns boolean
language sql
immutable
parallel safe
as $$
    select p_condition is not null
        and p_condition !~* '^[[:space:]]*(brand[ -]?)?new\M|not used|unused|ungebraucht'
        and p_condition ~* (
            '\mused|refurb|renewed|pre-?owned|second ?-?hand|open ?-?box|collectible|like ?-?new|\mvery ?-?good|\mgood|acceptable'
            '|for parts|warehouse|resale|reconditioned|remanufactured|pre-?loved|2nd ?-?hand|ex-?display|\mb-?ware\M|gebraucht|\mgebr[.]'
            '|vorf\u00FChr|ausstellungs|seconde? main|seconda mano|rigenerat|seminuev|seminov|begagnat|utst\u00E4llning|powystawow|te\u015Fhir|renoviert|wie neu|sehr gut|akzeptabel|\moccasion|reconditionn|comme neuf|usato|ricondizionat'
            '|come nuovo|\musad[oa]|reacondicionad|recondicionad|segunda mano|como nuevo|tweedehands|gebruikt|gereviseerd'
            '|begagnad|renoverad|odnowion|yenilenmi' || U&'|general\00FCberholt|u\017Cyw(?:an|[.])|kullan\0131lm|\4E2D\53E4'
            || U&'|\518D\751F\54C1|\6574\5099\6E08|\4E8C\624B|\7FFB\65B0|\0645\0633\062A\0639\0645\0644|\0645\062C\062F\062F'
        );
$$;
comment on function staging_raw.is_used_condition(text) is 'True for an offer that is used, refurbished or collectible; false for a new one and for no word at all.';
