-- Campaigns, who was sent them, who was held back at random, and who responded.

create table campaigns (
  id bigint generated always as identity primary key,
  ref text not null unique,
  name text not null,
  channel text not null check (channel in ('email', 'sms', 'phone', 'post')),
  started_on date,
  ended_on date
);
comment on table campaigns is 'A mailing or other action to many customers at once.';
comment on column campaigns.id is 'Our number for the campaign.';
comment on column campaigns.ref is 'The reference by which files name it: “CMP-GRILL25”.';
comment on column campaigns.name is 'Its name as shown.';
comment on column campaigns.channel is 'email, sms, phone or post.';
comment on column campaigns.started_on is 'First day, in the shop''s time zone.';
comment on column campaigns.ended_on is 'Last day on which a response counts; null while it runs.';

create table campaign_recipients (
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  sent_at timestamptz,
  opened_at timestamptz,
  clicked_at timestamptz,
  responded_at timestamptz,
  sent_day date,
  opened_day date,
  clicked_day date,
  responded_day date,
  holdout boolean not null default false,
  primary key (campaign_id, customer_id)
);
create index campaign_recipients_customer on campaign_recipients (customer_id);
comment on table campaign_recipients is 'A customer chosen for a campaign: sent it, or held back at random to measure its effect.';
comment on column campaign_recipients.campaign_id is 'The campaign.';
comment on column campaign_recipients.customer_id is 'The customer chosen.';
comment on column campaign_recipients.sent_at is 'When it was sent; null when held back or not yet sent.';
comment on column campaign_recipients.opened_at is 'When it was first opened; null for never, or not known.';
comment on column campaign_recipients.clicked_at is 'When a link was first followed.';
comment on column campaign_recipients.responded_at is 'When the customer first responded.';
comment on column campaign_recipients.sent_day is 'The day of sent_at in the shop''s time zone.';
comment on column campaign_recipients.opened_day is 'The day of opened_at in the shop''s time zone.';
comment on column campaign_recipients.clicked_day is 'The day of clicked_at in the shop''s time zone.';
comment on column campaign_recipients.responded_day is 'The day of responded_at in the shop''s time zone.';
comment on column campaign_recipients.holdout is 'True for the random group that was kept back.';
