-- Of ten million orders few or none have columns of their own kept: whoever erases a person looks at those alone.
create index orders_raw on orders (id) where raw is not null;
comment on index orders_raw is 'The orders of files that had columns which Regulars has no place for.';
