import type { Interaction, Order, Person } from './records.ts'

/** A sale of the cast: how long ago, and the product numbers that went over the counter. */
export interface CastOrder {
  readonly daysAgo: number
  readonly skus: readonly string[]
  readonly online?: boolean
  readonly status?: Order['status']
}

export interface CastInteraction extends Pick<Interaction, 'channel' | 'direction' | 'kind' | 'summary'> {
  readonly daysAgo: number
  readonly staff: string
  readonly status?: Interaction['status']
  /** Whether it is about the latest order before it. */
  readonly aboutOrder?: boolean
}

export interface CastNote {
  readonly daysAgo: number
  readonly author: string
  readonly body: string
  /** Days from today; negative for a promise that is overdue. */
  readonly followUpInDays?: number
}

/** A customer written by hand, with one fact that matters: examples and tests know them by name. */
export interface CastMember {
  readonly fact: string
  readonly person: Partial<Person> & Pick<Person, 'given' | 'family'>
  readonly joinedDaysAgo: number
  readonly sentBy?: string
  /** The birthday falls so many days after today. */
  readonly birthdayInDays?: number
  readonly orders?: readonly CastOrder[]
  readonly interactions?: readonly CastInteraction[]
  readonly notes?: readonly CastNote[]
  /** Clicked in the running letter so many days ago, and has not bought since. */
  readonly clickedDaysAgo?: number
}

const GRETA = 'greta@example.com'
const MATEUS = 'mateus@example.com'
const SAOIRSE = 'saoirse@example.com'
const DEV = 'dev@example.com'
const WILHELMINA = 'wilhelmina@example.com'
const JONAH = 'jonah@example.com'
const ANNELIESE = 'anneliese@example.com'

const ALL_CONSENTS = { email: 'yes', sms: 'yes', phone: 'yes', post: 'yes' } as const
const NO_CONSENTS = { email: 'no', sms: 'no', phone: 'no', post: 'no' } as const

/** Orders every so many days, from the first to the last, going through the baskets in turn. */
function every(days: number, first: number, last: number, ...baskets: readonly (readonly string[])[]): CastOrder[] {
  const count = Math.floor((first - last) / days) + 1
  return Array.from({ length: count }, (_, index) => ({
    daysAgo: last + (count - 1 - index) * days,
    skus: baskets[index % baskets.length] ?? [],
  }))
}

const portland = { store: 'Portland', city: 'Portland', region: 'OR', postalCode: '97214' }
const tacoma = { store: 'Tacoma', city: 'Tacoma', region: 'WA', postalCode: '98405' }
const spokane = { store: 'Spokane', city: 'Spokane', region: 'WA', postalCode: '99203' }

export const CAST: readonly CastMember[] = [
  {
    fact: 'A regular of the Portland store, about whom the README writes a note.',
    person: {
      given: 'Ana',
      family: 'Silva',
      ...portland,
      email: 'ana.silva@example.com',
      owner: DEV,
      consents: ALL_CONSENTS,
      tags: ['bike commuter'],
      interest: 'commuting',
    },
    joinedDaysAgo: 1020,
    birthdayInDays: 47,
    orders: [
      { daysAgo: 1020, skus: ['BK-101', 'SF-308'] },
      ...every(
        34,
        950,
        12,
        ['TL-401', 'PT-208'],
        ['SF-302', 'SF-307'],
        ['CL-601'],
        ['PT-204', 'TL-404'],
        ['NU-857'],
        ['WS-901'],
      ),
    ],
    interactions: [
      {
        daysAgo: 40,
        channel: 'phone',
        direction: 'outbound',
        kind: 'call',
        staff: DEV,
        summary: 'Called about the winter tires, will think about it.',
      },
      {
        daysAgo: 12,
        channel: 'store',
        direction: 'inbound',
        kind: 'visit',
        staff: DEV,
        summary: 'Looked at locks for the second bike.',
      },
    ],
    notes: [{ daysAgo: 300, author: DEV, body: 'Rides to work all year. Keeps two bikes in a shared cellar.' }],
  },
  {
    fact: 'The lapsed top customer: came about every 24 days for two years, then fell silent.',
    person: {
      given: 'Margit',
      family: 'Halvorsen',
      ...portland,
      email: 'margit.halvorsen@example.org',
      owner: SAOIRSE,
      consents: ALL_CONSENTS,
      tags: ['rewards card', 'gravel league'],
      interest: 'gravel',
    },
    joinedDaysAgo: 800,
    birthdayInDays: 141,
    orders: [
      { daysAgo: 800, skus: ['BK-107', 'SF-309'] },
      ...every(
        24,
        776,
        80,
        ['NU-851', 'NU-853'],
        ['PT-209', 'PT-214'],
        ['CL-603', 'NU-852'],
        ['TL-402', 'NU-854'],
        ['WS-902'],
      ),
    ],
    interactions: [
      {
        daysAgo: 230,
        channel: 'phone',
        direction: 'outbound',
        kind: 'call',
        staff: SAOIRSE,
        summary: 'Thanked her for bringing the gravel league over.',
      },
    ],
    notes: [
      {
        daysAgo: 130,
        author: SAOIRSE,
        body: 'Training for the high desert ride in autumn. Wants tubeless on the next wheelset.',
      },
    ],
  },
  {
    fact: 'The connector: sent four people, three of whom have bought.',
    person: {
      given: 'Desmond',
      family: 'Achebe',
      ...portland,
      email: 'desmond.achebe@example.com',
      owner: MATEUS,
      consents: ALL_CONSENTS,
      tags: ['group ride'],
      interest: 'touring',
    },
    joinedDaysAgo: 1300,
    birthdayInDays: 88,
    orders: every(62, 1300, 29, ['BG-502', 'SF-305'], ['NU-857', 'TL-401'], ['CL-607', 'CL-605'], ['PT-206', 'PT-216']),
    interactions: [
      {
        daysAgo: 190,
        channel: 'phone',
        direction: 'outbound',
        kind: 'call',
        staff: MATEUS,
        summary: 'Thanked him for sending Tove.',
      },
    ],
    notes: [{ daysAgo: 190, author: MATEUS, body: "Leads the Sunday beginners' ride and sends half of it to us." }],
  },
  {
    fact: 'First order two days ago, sent by the connector.',
    person: {
      given: 'Rafael',
      family: 'Cunha',
      ...portland,
      email: 'rafael.cunha@example.net',
      consents: { ...ALL_CONSENTS, post: '' },
    },
    joinedDaysAgo: 2,
    sentBy: 'Desmond Achebe',
    orders: [{ daysAgo: 2, skus: ['SF-308', 'SF-301', 'SF-307'] }],
  },
  {
    fact: 'Sent by the connector, and a regular since.',
    person: {
      given: 'Tove',
      family: 'Ekdahl',
      ...portland,
      email: 'tove.ekdahl@example.com',
      consents: { ...ALL_CONSENTS, sms: 'no' },
    },
    joinedDaysAgo: 410,
    sentBy: 'Desmond Achebe',
    orders: [
      { daysAgo: 410, skus: ['BK-104', 'SF-304'] },
      ...every(51, 360, 18, ['TL-401'], ['CL-610', 'CL-606'], ['NU-851']),
    ],
  },
  {
    fact: 'Sent by the connector, bought twice.',
    person: {
      given: 'Bea',
      family: 'Lockhart',
      ...portland,
      email: 'bea_lockhart@example.org',
      consents: { email: 'yes', sms: '', phone: '', post: '' },
    },
    joinedDaysAgo: 220,
    sentBy: 'Desmond Achebe',
    orders: [
      { daysAgo: 220, skus: ['CA-701', 'CA-705'] },
      { daysAgo: 131, skus: ['CA-706', 'CA-707', 'CA-707'] },
    ],
  },
  {
    fact: 'Sent by the connector, has only asked so far: Consideration.',
    person: {
      given: 'Hollis',
      family: 'Grant',
      ...portland,
      email: 'hollis.grant@example.com',
      source: 'referral',
      consents: { email: 'yes', sms: '', phone: 'yes', post: '' },
    },
    joinedDaysAgo: 6,
    sentBy: 'Desmond Achebe',
    interactions: [
      {
        daysAgo: 6,
        channel: 'store',
        direction: 'inbound',
        kind: 'inquiry',
        staff: DEV,
        summary: 'Asked for a test ride on the commuter e-bike.',
      },
    ],
  },
  {
    fact: 'A top customer with an open service case.',
    person: {
      given: 'Yuki',
      family: 'Tanabe',
      ...tacoma,
      email: 'yuki.tanabe@example.com',
      owner: JONAH,
      consents: ALL_CONSENTS,
      interest: 'commuting',
    },
    joinedDaysAgo: 640,
    birthdayInDays: 203,
    orders: [
      { daysAgo: 640, skus: ['BK-137', 'SF-304', 'SF-308'] },
      ...every(45, 600, 15, ['TL-404'], ['BG-502'], ['WS-908', 'PT-204'], ['CL-601', 'CL-610']),
      { daysAgo: 33, skus: ['BK-143'] },
    ],
    interactions: [
      {
        daysAgo: 95,
        channel: 'phone',
        direction: 'outbound',
        kind: 'call',
        staff: JONAH,
        summary: 'Offered a free check before the winter.',
      },
      {
        daysAgo: 4,
        channel: 'phone',
        direction: 'inbound',
        kind: 'service_case',
        staff: JONAH,
        summary: 'New battery charges to 80 percent only and then stops.',
        status: 'open',
        aboutOrder: true,
      },
    ],
  },
  {
    fact: 'One of two people called Linh Tran: the one in Portland, who cycles.',
    person: {
      given: 'Linh',
      family: 'Tran',
      ...portland,
      email: 'linh.tran@example.com',
      language: 'vi',
      consents: { ...ALL_CONSENTS, post: 'no' },
    },
    joinedDaysAgo: 700,
    birthdayInDays: 120,
    orders: every(70, 700, 40, ['PT-206', 'TL-401'], ['SF-306'], ['CL-604']),
  },
  {
    fact: 'The other Linh Tran: in Spokane, who walks in the snow.',
    person: {
      given: 'Linh',
      family: 'Tran',
      ...spokane,
      email: 'ltran84@example.net',
      consents: { email: 'yes', sms: 'yes', phone: '', post: '' },
    },
    joinedDaysAgo: 520,
    birthdayInDays: 260,
    orders: every(95, 520, 35, ['SN-801', 'SN-805'], ['SN-803', 'SN-803'], ['CL-608']),
  },
  {
    fact: 'On file twice: this is the first record.',
    person: {
      given: 'Bartosz',
      family: 'Wójtowicz',
      ...tacoma,
      address: '418 Tamarack Bluff Rd',
      email: 'bartosz.wojtowicz@example.com',
      phone: '253-555-0177',
      birthday: '1981-05-17',
      consents: { email: 'yes', sms: 'no', phone: 'yes', post: '' },
    },
    joinedDaysAgo: 900,
    orders: every(88, 900, 200, ['PT-210', 'PT-207'], ['TL-403'], ['NU-855', 'NU-856']),
  },
  {
    fact: 'The same Bartosz once more, as the second till typed him.',
    person: {
      given: 'Bartosz',
      family: 'Wojtowicz',
      ...tacoma,
      address: '418 Tamarack Bluff Road',
      email: 'b.wojtowicz@example.com',
      phone: '(253) 555-0177',
      birthday: '1981-05-17',
      consents: { email: 'no', sms: '', phone: '', post: '' },
    },
    joinedDaysAgo: 150,
    orders: every(60, 150, 21, ['PT-207', 'TL-403'], ['NU-855']),
  },
  {
    fact: 'A top customer whose birthday is in three days.',
    person: {
      given: 'Oluwaseun',
      family: 'Adeyemi',
      ...tacoma,
      email: 'oluwaseun.adeyemi@example.com',
      owner: WILHELMINA,
      consents: ALL_CONSENTS,
      interest: 'racing',
    },
    joinedDaysAgo: 1100,
    birthdayInDays: 3,
    orders: [
      { daysAgo: 1100, skus: ['BK-119', 'PT-213', 'SF-309'] },
      ...every(28, 1050, 9, ['NU-852', 'NU-854'], ['CL-603'], ['PT-216', 'TL-402'], ['NU-853', 'NU-858']),
    ],
  },
  {
    fact: 'Uses up a box of energy bars every 30 days; the next is due tomorrow.',
    person: {
      given: 'Sunita',
      family: 'Rao',
      ...spokane,
      email: 'sunita.rao@example.org',
      owner: ANNELIESE,
      consents: { ...ALL_CONSENTS, phone: 'no' },
      interest: 'running',
    },
    joinedDaysAgo: 449,
    birthdayInDays: 170,
    orders: every(30, 449, 29, ['NU-851'], ['NU-851', 'NU-854'], ['NU-851', 'CL-607']),
  },
  {
    fact: 'Bought an e-bike 14 days ago: time to ask how it is working.',
    person: {
      given: 'Colm',
      family: 'Rafferty',
      ...portland,
      email: 'colm.rafferty@example.com',
      owner: SAOIRSE,
      consents: ALL_CONSENTS,
    },
    joinedDaysAgo: 260,
    orders: [
      { daysAgo: 260, skus: ['CL-601'] },
      { daysAgo: 120, skus: ['SF-308', 'SF-305'] },
      { daysAgo: 14, skus: ['BK-134', 'SF-304'] },
    ],
  },
  {
    fact: 'The warranty on a trail bike ends in about three weeks.',
    person: {
      given: 'Noor',
      family: 'Haddad',
      ...spokane,
      email: 'noor.haddad@example.net',
      consents: { ...ALL_CONSENTS, post: '' },
      interest: 'trail riding',
    },
    joinedDaysAgo: 709,
    birthdayInDays: 91,
    orders: [
      { daysAgo: 709, skus: ['BK-116', 'SF-309'] },
      ...every(81, 640, 55, ['PT-210', 'PT-214'], ['WS-906'], ['PT-204', 'TL-402']),
    ],
  },
  {
    fact: 'A good customer without an e-mail or a phone: ask next time.',
    person: {
      given: 'Walter',
      family: 'Brandt',
      ...tacoma,
      email: '',
      phone: '',
      owner: WILHELMINA,
      consents: { email: '', sms: '', phone: '', post: 'yes' },
    },
    joinedDaysAgo: 1200,
    birthdayInDays: 222,
    orders: every(
      39,
      1200,
      20,
      ['CA-713'],
      ['CL-609', 'CL-607'],
      ['CA-707', 'CA-707'],
      ['BG-511'],
      ['TL-401'],
      ['CA-715'],
    ),
  },
  {
    fact: 'The only order was refunded in full: no buyer.',
    person: {
      given: 'Chidi',
      family: 'Okoro',
      ...portland,
      email: 'chidi.okoro@example.com',
      consents: { email: 'yes', sms: '', phone: '', post: '' },
    },
    joinedDaysAgo: 75,
    orders: [{ daysAgo: 75, skus: ['CL-609'], status: 'refunded' }],
  },
  {
    fact: 'Clicked in the running letter two days ago, and has not ordered since.',
    person: {
      given: 'Paloma',
      family: 'Reyes',
      ...portland,
      email: 'paloma.reyes@example.com',
      language: 'es',
      consents: ALL_CONSENTS,
    },
    joinedDaysAgo: 330,
    birthdayInDays: 15,
    orders: [
      { daysAgo: 330, skus: ['CA-702', 'CA-704'] },
      { daysAgo: 140, skus: ['CA-710'] },
    ],
    clickedDaysAgo: 2,
  },
  {
    fact: 'A top customer who has said no to every channel: never on a list.',
    person: {
      given: 'Ingrid',
      family: 'Solheim',
      ...portland,
      email: 'ingrid.solheim@example.org',
      consents: NO_CONSENTS,
      owner: MATEUS,
    },
    joinedDaysAgo: 980,
    birthdayInDays: 5,
    orders: [
      { daysAgo: 980, skus: ['BK-110', 'SF-309'] },
      ...every(41, 940, 95, ['PT-209', 'CL-603'], ['NU-851', 'NU-853'], ['WS-904', 'PT-214']),
    ],
  },
  {
    fact: 'A top customer to whom nobody has ever spoken.',
    person: {
      given: 'Priscilla',
      family: 'Vaughn',
      ...spokane,
      email: 'priscilla.vaughn@example.com',
      consents: ALL_CONSENTS,
    },
    joinedDaysAgo: 1010,
    birthdayInDays: 301,
    orders: every(
      36,
      1010,
      22,
      ['SN-802', 'CL-608'],
      ['CA-701'],
      ['CL-601', 'CL-610'],
      ['NU-857', 'SN-807'],
      ['BG-510'],
    ),
  },
  {
    fact: 'Was promised a call four days ago.',
    person: {
      given: 'Tomasz',
      family: 'Berg',
      ...portland,
      email: 'tomasz.berg@example.com',
      owner: SAOIRSE,
      consents: ALL_CONSENTS,
    },
    joinedDaysAgo: 380,
    orders: every(75, 380, 16, ['PT-206', 'PT-208'], ['SF-303'], ['TL-407']),
    notes: [
      {
        daysAgo: 11,
        author: SAOIRSE,
        body: 'Wants a price for wheels on the touring bike. Promised to call.',
        followUpInDays: -4,
      },
    ],
  },
  {
    fact: 'Is to be called today.',
    person: {
      given: 'Esther',
      family: 'Nakamura',
      ...portland,
      email: 'esther.nakamura@example.net',
      owner: GRETA,
      consents: ALL_CONSENTS,
    },
    joinedDaysAgo: 610,
    birthdayInDays: 64,
    orders: every(58, 610, 30, ['BG-505', 'SF-306'], ['WS-901'], ['PT-202', 'TL-402']),
    notes: [
      {
        daysAgo: 7,
        author: GRETA,
        body: 'Choosing between two panniers, back from her trip today. Call her.',
        followUpInDays: 0,
      },
    ],
  },
  {
    fact: 'Lives with Marco: one address, one phone, two customers.',
    person: {
      given: 'Elena',
      family: 'Ricci',
      ...tacoma,
      address: '77 Millrace Ct',
      email: 'elena.ricci@example.com',
      phone: '253-555-0112',
      consents: { ...ALL_CONSENTS, sms: '' },
      householdSize: '4',
    },
    joinedDaysAgo: 560,
    birthdayInDays: 33,
    orders: every(66, 560, 26, ['BG-507', 'SF-310'], ['BK-122'], ['NU-857', 'SN-807'], ['SF-311']),
  },
  {
    fact: 'Lives with Elena.',
    person: {
      given: 'Marco',
      family: 'Ricci',
      ...tacoma,
      address: '77 Millrace Ct',
      email: 'marco.ricci@example.com',
      phone: '253-555-0112',
      consents: { email: 'yes', sms: '', phone: 'no', post: '' },
      householdSize: '4',
    },
    joinedDaysAgo: 545,
    birthdayInDays: 190,
    orders: every(110, 545, 70, ['PT-209', 'TL-402'], ['NU-852']),
  },
  {
    fact: 'Bought once, long ago, and never again.',
    person: {
      given: 'Gus',
      family: 'Petrakis',
      ...spokane,
      email: 'gus.petrakis@example.com',
      consents: { email: 'yes', sms: 'no', phone: 'no', post: 'yes' },
    },
    joinedDaysAgo: 430,
    orders: [{ daysAgo: 430, skus: ['SN-801'] }],
  },
  {
    fact: 'Silent a little longer than usual: due, not lapsed.',
    person: {
      given: 'Delia',
      family: 'Fontaine',
      ...portland,
      email: 'delia.fontaine@example.org',
      owner: DEV,
      consents: ALL_CONSENTS,
      interest: 'camping',
    },
    joinedDaysAgo: 500,
    birthdayInDays: 75,
    orders: every(40, 500, 58, ['CA-707', 'CA-707', 'NU-855'], ['CL-611'], ['CA-709', 'CA-712']),
  },
]
