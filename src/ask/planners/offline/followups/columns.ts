/** The fields that show what is asked about customers: "when did they last buy", "who looks after them". */
export const askColumns: Readonly<Record<string, readonly string[]>> = {
  owner: ['customer.owner'],
  email: ['customer.email'],
  phone: ['customer.phone'],
  address: ['customer.address'],
  contact: ['customer.email', 'customer.phone'],
  birthday: ['customer.birthday'],
  last_order: ['customer.last_order_day'],
  first_order: ['customer.first_order_day'],
  last_contact: ['customer.last_contacted_day'],
  city: ['customer.city'],
  store: ['customer.store'],
  source: ['customer.source'],
  language: ['customer.language'],
  referrer: ['customer.referred_by'],
  usual_gap: ['customer.usual_gap'],
}
