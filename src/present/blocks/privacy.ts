import type { Overflow } from './blocks.ts'
import { plain } from './pieces.ts'

/** The menu on a customer's page; the value is what is chosen and our number for the customer: `erase:12`. */
export const ownDataAction = 'customer_own_data'

/** What somebody may ask for about themselves. Whoever chooses is looked up then. */
export const ownDataMenu = (customerId: number): Overflow => ({
  type: 'overflow',
  action_id: ownDataAction,
  options: [
    { text: plain('Hand over what is held…', 75), value: `export:${customerId}` },
    { text: plain('Erase this customer…', 75), value: `erase:${customerId}` },
  ],
})
