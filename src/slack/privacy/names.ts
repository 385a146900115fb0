/** Beside a customer, the value is our number for them; on the Home tab it is “-”, and the form asks for whom. */
export const privacyActions = { erase: 'erase_customer', export: 'export_customer' } as const

/** The forms, by their callback_id. */
export const privacyForms = {
  choose: 'privacy_choose_form',
  erase: 'privacy_erase_form',
  export: 'privacy_export_form',
} as const
