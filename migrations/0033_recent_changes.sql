-- The Home tab shows managers the latest changes; they must not be looked for among all questions ever asked.

create index audit_log_deeds on audit_log (id) where action <> 'ask';
