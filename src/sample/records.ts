import type { Moment } from './calendar.ts'
import type { Product } from './products.ts'

/** Everything about one customer of the sample shop that a file has a column for; an empty text is a blank cell. */
export interface Person {
  readonly given: string
  readonly family: string
  readonly email: string
  readonly phone: string
  readonly address: string
  readonly city: string
  readonly region: string
  readonly postalCode: string
  readonly country: string
  /** `YYYY-MM-DD`, or blank. */
  readonly birthday: string
  readonly language: string
  readonly source: string
  readonly consents: Consents
  readonly owner: string
  readonly store: string
  readonly referredBy: string
  readonly tags: readonly string[]
  readonly householdSize: string
  readonly interest: string
}

export type Consent = 'yes' | 'no' | ''

export interface Consents {
  readonly email: Consent
  readonly sms: Consent
  readonly phone: Consent
  readonly post: Consent
}

export interface Order {
  readonly ref: string
  readonly at: Moment
  /** Blank for online orders that were sent. */
  readonly store: string
  readonly channel: 'store' | 'online'
  readonly status: 'completed' | 'cancelled' | 'refunded'
  readonly lines: readonly OrderLine[]
}

/** Money is in cents; `discount` is of the whole line. */
export interface OrderLine {
  readonly product: Product
  readonly quantity: number
  readonly unitPrice: number
  readonly discount: number
  readonly refunded: number
}

export interface Interaction {
  readonly at: Moment
  readonly channel: 'phone' | 'email' | 'sms' | 'store' | 'chat'
  readonly direction: 'inbound' | 'outbound'
  readonly kind: 'inquiry' | 'service_case' | 'call' | 'visit' | 'message'
  readonly staff: string
  readonly summary: string
  readonly orderRef: string
  /** Of service cases alone. */
  readonly status: 'open' | 'resolved' | ''
}

export interface Note {
  readonly at: Moment
  readonly author: string
  readonly body: string
  /** The day of a promised follow-up, the only thing in the sample that may lie ahead; null without one. */
  readonly followUpDay: number | null
}

export interface CampaignRecipient {
  readonly campaignRef: string
  readonly sent: Moment | null
  readonly opened: Moment | null
  readonly clicked: Moment | null
  readonly responded: Moment | null
  readonly holdout: boolean
}
