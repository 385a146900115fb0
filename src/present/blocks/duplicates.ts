/** Buttons about customers who are in twice; the value says which proposal, customer or merge. */
export const duplicateActions = {
  list: 'duplicates_list',
  /** The value is a proposal's number. */
  compare: 'duplicates_compare',
  /** The value is a customer's number: their likeliest proposal. */
  compareOf: 'duplicates_compare_of',
  /** “12:255”: the proposal, and the record that stays. Two buttons, as no two may have one name. */
  keepFirst: 'duplicates_keep_first',
  keepSecond: 'duplicates_keep_second',
  reject: 'duplicates_reject',
  undo: 'duplicates_undo',
} as const
