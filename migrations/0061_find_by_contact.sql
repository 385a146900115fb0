-- Finding a customer by an e-mail address or a phone number that somebody typed.

update reader_rights set columns = columns || ', match_key'
where role_name = 'regulars_contact_reader' and table_name = 'contact_points';
