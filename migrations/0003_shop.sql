-- The shop itself: stores, staff, categories, products.

create table stores (
  id bigint generated always as identity primary key,
  name text not null unique,
  city text,
  region text,
  country text
);
comment on table stores is 'A place where the shop sells. Online is a channel of an order, not a store.';
comment on column stores.id is 'Our number for the store.';
comment on column stores.name is 'The name staff use: “Evanston”. Unique; also its reference.';
comment on column stores.city is 'The city it stands in.';
comment on column stores.region is 'State, province or county code: “IL”.';
comment on column stores.country is 'ISO 3166 code of two letters: “US”.';

create table staff (
  id bigint generated always as identity primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  slack_user_id text unique,
  role text not null default 'associate' check (role in ('associate', 'manager', 'admin')),
  store_id bigint references stores,
  active boolean not null default true
);
create index staff_store on staff (store_id);
comment on table staff is 'A colleague: who asks, owns customers, writes notes and gets a digest.';
comment on column staff.id is 'Our number for the colleague.';
comment on column staff.email is 'Work e-mail in lower case; the reference by which files and commands name a colleague.';
comment on column staff.name is 'Full name as shown.';
comment on column staff.slack_user_id is 'The Slack user, U…; null until they are linked.';
comment on column staff.role is 'associate, manager or admin: decides what they may see and change.';
comment on column staff.store_id is 'The store they work at; null for the whole shop.';
comment on column staff.active is 'False once they have left: kept for history, never asked or notified.';

create table categories (
  id bigint generated always as identity primary key,
  name text not null unique
);
comment on table categories is 'A group of products: “Power Tools”.';
comment on column categories.id is 'Our number for the category.';
comment on column categories.name is 'Its name; unique.';

create table products (
  id bigint generated always as identity primary key,
  sku text not null unique,
  name text not null,
  category_id bigint references categories,
  brand text,
  price numeric(12, 2),
  check_in_days integer check (check_in_days > 0),
  replenish_days integer check (replenish_days > 0),
  warranty_months integer check (warranty_months > 0)
);
create index products_category on products (category_id);
create index products_name_trigram on products using gin (plain_text(name) gin_trgm_ops);
comment on table products is 'Something the shop sells.';
comment on column products.id is 'Our number for the product.';
comment on column products.sku is 'Stock keeping unit; the reference by which files name a product.';
comment on column products.name is 'Its name as shown.';
comment on column products.category_id is 'Its category; null when the shop gave none.';
comment on column products.brand is 'Its brand, if known.';
comment on column products.price is 'List price today in the shop''s currency; an order line has the price that was paid.';
comment on column products.check_in_days is 'Days after the sale when it is time to ask how it is working; null for never.';
comment on column products.replenish_days is 'Days after which one piece is used up; null for what is not used up.';
comment on column products.warranty_months is 'Months of warranty from the sale; null for none.';
