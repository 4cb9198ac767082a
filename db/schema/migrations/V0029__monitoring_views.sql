-- Applies what is new outside of migrations: views of ops about sessions, locks, sizes, indexes and vacuum, and diagrams of the tables.
select;
