-- The orders of one customer, from the index alone: who asked about something and has not bought it is looked up in the
-- orders of thousands every morning.

drop index orders_counting_customer;
create index orders_counting_customer on orders (customer_id, ordered_day) include (net, units, id) where counts;
