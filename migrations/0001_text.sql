-- Forgiving search: names without accents, near spellings.
-- Only these three extensions are used; hosted PostgreSQL offers them all.

create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists fuzzystrmatch;

-- unaccent() reads its dictionary by name and is therefore only "stable"; an index needs "immutable". Naming the
-- dictionary, and the schema both live in, makes the result depend on nothing that changes between calls.
do $$
declare
  home text := (select extnamespace::regnamespace::text from pg_extension where extname = 'unaccent');
begin
  execute format(
    'create function plain_text(value text) returns text language sql immutable parallel safe strict
       as $body$ select lower(%1$s.unaccent(''%1$s.unaccent''::regdictionary, value)) $body$',
    home
  );
end
$$;

comment on function plain_text(text) is
  'Lower case without accents, the form in which names are compared: “José Ñuñez” is “jose nunez”.';
