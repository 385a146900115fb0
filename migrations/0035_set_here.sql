-- What somebody set about a colleague in Regulars itself stays, whatever a file says that is imported every night:
-- otherwise the file would undo a new role, and could leave the shop without an administrator.

alter table staff add column set_here text[] not null default '{}';
comment on column staff.set_here is 'The columns that somebody set here, of role, store_id and slack_user_id; imports leave those alone.';
