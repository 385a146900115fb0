-- Finding a customer by what colleagues call them, among a million.

create index if not exists customers_nickname on customers (plain_text(nickname)) where nickname is not null;
