-- What a morning looks for by the day it happened on, so that it reads the days in question and not everything.

drop index orders_counting_day;
create index orders_counting_day on orders (ordered_day) include (customer_id, net, id) where counts;
create index campaign_recipients_clicked on campaign_recipients (clicked_day) where clicked_day is not null;
create index campaign_recipients_responded on campaign_recipients (responded_day) where responded_day is not null;
create index customer_summaries_returning on customer_summaries (first_order_day desc, customer_id) where purchase_days >= 2;
create index customer_summaries_connectors on customer_summaries (customer_id) where successful_referrals >= 2;
