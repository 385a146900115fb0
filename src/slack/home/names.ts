/** The three example questions of the Home tab; the value is the question. */
export const homeActions = ['home_ask_0', 'home_ask_1', 'home_ask_2'] as const
