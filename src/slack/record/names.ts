/** Buttons and fields inside the forms of a record. */
export const recordFormActions = {
  /** `birthday:17`: a part of the record and our number for the customer; of a case, its number behind it. */
  part: 'record_part',
  answer: 'record_part_answer',
  close: 'record_part_close',
  reopen: 'record_reopen',
  /** Back from a part to the whole record. */
  whole: 'record_whole',
  undo: 'record_form_undo',
  /** Type-ahead of customers. */
  customer: 'record_customer',
} as const

/** The forms, by their callback_id. */
export const recordForms = { part: 'record_form', add: 'record_new_form' } as const
