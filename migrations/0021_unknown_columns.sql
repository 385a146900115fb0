-- Columns of imported files that have no place of their own. Customers and orders keep theirs in their own rows.

create table unknown_columns (
  id bigint generated always as identity primary key,
  table_name text not null check (table_name not in ('customers', 'orders')),
  row_key jsonb not null,
  raw jsonb not null,
  unique (table_name, row_key)
);
comment on table unknown_columns is 'What a file said of a record in columns that no field takes; kept, so that nothing of an export is lost.';
comment on column unknown_columns.id is 'Our number for the entry.';
comment on column unknown_columns.table_name is 'The table of the record.';
comment on column unknown_columns.row_key is 'Its primary key as JSON: {"id": 7}.';
comment on column unknown_columns.raw is 'The columns by header, as written.';
