-- Somebody who schedules an answer is offered those they had lately.

create index answers_asked_by on answers (asked_by, id);
