-- Rows that are worked out from orders need no second look at each order and product they name: checking millions of them
-- takes longer than working them out. They go with their customer, or when they are worked out again.

alter table aftercare_purchases drop constraint aftercare_purchases_order_id_fkey;
alter table aftercare_purchases drop constraint aftercare_purchases_product_id_fkey;
alter table customer_refills drop constraint customer_refills_product_id_fkey;
