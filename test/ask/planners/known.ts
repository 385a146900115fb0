/** Questions known to break a rule of properties.test.ts; a line that is mended has to go from here. */

/** After “give me”, a highest value is taken for a ranking of customers. */
export const knownWrappings: readonly string[] = ['give me highest order value this year']

/** “But” alone is read as “but not”. */
export const knownNegations: readonly string[] = ['who bought in 2025 but in 2026']

/** With “times” mended, the number before it is lost. */
export const knownSlips: readonly string[] = ['products sold less than 10 timse this year']
