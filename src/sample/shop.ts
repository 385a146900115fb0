/** A store of the sample shop, and the towns around it where its customers live. */
export interface Store {
  readonly name: string
  readonly city: string
  readonly region: string
  readonly share: number
  readonly towns: readonly Town[]
}

/** A town with some of its postal codes; `share` is how many of a store's customers live there, against the others. */
export interface Town {
  readonly city: string
  readonly region: string
  readonly postalCodes: readonly string[]
  readonly share: number
}

export interface StaffMember {
  readonly email: string
  readonly name: string
  readonly slackUserId: string
  readonly role: 'associate' | 'manager' | 'admin'
  readonly store: string
}

/** What the sample shop decides about itself, taken over by settings that are still the defaults. */
export const SHOP = {
  name: 'Heron & Spoke',
  timeZone: 'America/Los_Angeles',
  currency: 'USD',
  country: 'US',
} as const

const town = (city: string, region: string, share: number, ...postalCodes: string[]): Town => ({
  city,
  region,
  postalCodes,
  share,
})

export const STORES: readonly Store[] = [
  {
    name: 'Portland',
    city: 'Portland',
    region: 'OR',
    share: 48,
    towns: [
      town('Portland', 'OR', 62, '97202', '97206', '97211', '97212', '97214', '97217', '97219', '97232'),
      town('Beaverton', 'OR', 10, '97005', '97006'),
      town('Gresham', 'OR', 8, '97030', '97080'),
      town('Lake Oswego', 'OR', 8, '97034', '97035'),
      town('Vancouver', 'WA', 12, '98660', '98661', '98682'),
    ],
  },
  {
    name: 'Tacoma',
    city: 'Tacoma',
    region: 'WA',
    share: 30,
    towns: [
      town('Tacoma', 'WA', 58, '98402', '98405', '98406', '98407', '98408'),
      town('Olympia', 'WA', 16, '98501', '98506'),
      town('Puyallup', 'WA', 12, '98371', '98372'),
      town('Gig Harbor', 'WA', 8, '98332', '98335'),
      town('Federal Way', 'WA', 6, '98003', '98023'),
    ],
  },
  {
    name: 'Spokane',
    city: 'Spokane',
    region: 'WA',
    share: 22,
    towns: [
      town('Spokane', 'WA', 66, '99201', '99203', '99205', '99208', '99223'),
      town('Cheney', 'WA', 8, '99004'),
      town('Liberty Lake', 'WA', 12, '99019'),
      town("Coeur d'Alene", 'ID', 14, '83814', '83815'),
    ],
  },
]

/** Where customers who only know the online shop live. */
export const FAR_TOWNS: readonly Town[] = [
  town('Seattle', 'WA', 24, '98103', '98115', '98118', '98144'),
  town('Bellingham', 'WA', 9, '98225', '98229'),
  town('Boise', 'ID', 12, '83702', '83706'),
  town('Missoula', 'MT', 7, '59801', '59802'),
  town('Salem', 'OR', 12, '97301', '97302'),
  town('Sacramento', 'CA', 9, '95816', '95819'),
  town('Oakland', 'CA', 9, '94606', '94610'),
  town('Denver', 'CO', 7, '80205', '80211'),
  town('Minneapolis', 'MN', 5, '55406', '55417'),
  town('Honolulu', 'HI', 3, '96816', '96822'),
]

const staff = (name: string, slackUserId: string, role: StaffMember['role'], store: string): StaffMember => ({
  email: `${name.split(' ')[0]?.toLowerCase()}@example.com`,
  name,
  slackUserId,
  role,
  store,
})

export const STAFF: readonly StaffMember[] = [
  staff('Greta Okonjo', 'U0GRETA01', 'admin', 'Portland'),
  staff('Mateus Lindqvist', 'U0MATEUS2', 'manager', 'Portland'),
  staff('Saoirse Kim', 'U0SAOIRS3', 'associate', 'Portland'),
  staff('Dev Ramaswamy', 'U0DEVRAM4', 'associate', 'Portland'),
  staff('Wilhelmina Park', 'U0WILHEL5', 'manager', 'Tacoma'),
  staff('Jonah Tafoya', 'U0JONAHT6', 'associate', 'Tacoma'),
  staff('Anneliese Moreau', 'U0ANNELI7', 'manager', 'Spokane'),
  staff('Kofi Brandvold', 'U0KOFIBR8', 'associate', 'Spokane'),
]

/** The staff of a store; of the first store for customers without one. */
export function staffOf(store: string | null): readonly StaffMember[] {
  const there = STAFF.filter((member) => member.store === (store ?? STORES[0]?.name))
  return there.length > 0 ? there : STAFF
}
