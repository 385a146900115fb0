-- A recency score asks for the day at a place among the buyers' last orders: found in the index alone.
drop index customer_summaries_last_order;
create index customer_summaries_last_order on customer_summaries (last_order_day) include (order_count);
comment on index customer_summaries_last_order is 'By the day of the last order; order_count tells buyers from prospects without a look at the table.';
