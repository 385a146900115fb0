/** Questions known to break a rule of properties.test.ts; a line that is mended has to go from here. */

/** After “give me”, a highest value is taken for a ranking of customers; after “know”, visits for those who made them; after “i want”, what stands before a colon is set aside. */
export const knownWrappings: readonly string[] = [
  'give me highest order value this year',
  'i want to know store visits logged in October',
  'i want to know referrals by store: how many referred customers does each home store have',
]

/** “Please” before what stands around a question hides that it stands around it. */
export const knownCourtesies: readonly string[] = ['please My boss is asking: revenue in October please']

/** “But” alone is read as “but not”. */
export const knownNegations: readonly string[] = ['who bought in 2025 but in 2026']

/** With “times” mended, the number before it is lost; with “buyers”, the top of all time is taken for that of the year. */
export const knownSlips: readonly string[] = ['products sold less than 10 timse this year']
