import type { Clause } from '../../../src/ask/plan.ts'

/**
 * A small shop as plain arrays. Rows carry the names of their columns, so that what the interpreter reads is what is
 * inserted. Money is text as PostgreSQL would take it; days are YYYY-MM-DD, moments ISO in UTC.
 */
export interface Shop {
  readonly seed: number
  /** The day that is today for its questions. */
  readonly today: string
  readonly settings: ShopRules
  readonly stores: readonly Store[]
  readonly staff: readonly Staff[]
  readonly categories: readonly Category[]
  readonly products: readonly Product[]
  readonly customers: readonly Customer[]
  readonly contact_points: readonly ContactPoint[]
  readonly consents: readonly Consent[]
  readonly customer_tags: readonly Tag[]
  readonly customer_attributes: readonly Attribute[]
  readonly orders: readonly Order[]
  readonly order_lines: readonly Line[]
  readonly interactions: readonly Interaction[]
  readonly service_cases: readonly Case[]
  readonly notes: readonly Note[]
  readonly follow_ups: readonly FollowUp[]
  readonly referrals: readonly Referral[]
  readonly campaigns: readonly Campaign[]
  readonly campaign_recipients: readonly Recipient[]
  /** What two scoring runs made of them; questions use the first. */
  readonly scores: readonly Score[]
  /** The segments of which it is known who was in them when. */
  readonly histories: readonly History[]
  readonly stays: readonly Stay[]
  /** Segments that were saved by name, where the shop is asked about them. */
  readonly saved?: readonly Saved[]
}

/** A saved segment: the clauses of a plan, or who was on a list when. */
export type Saved = { readonly id: number; readonly name: string } & (
  | { readonly kind: 'rule'; readonly where: readonly Clause[] }
  | {
      readonly kind: 'fixed'
      readonly members: readonly {
        readonly customer_id: number
        readonly valid_from: string
        readonly valid_to: string | null
      }[]
    }
)

/** The numbers a shop decides. */
export interface ShopRules {
  readonly timeZone: string
  readonly weekStart: 'monday' | 'sunday'
  readonly fiscalYearStart: number
  readonly topPercent: number
  readonly dueGaps: number
  readonly lapsedGaps: number
  readonly minimumGapDays: number
  readonly defaultGapDays: number
  readonly likelyGonePercent: number
}

export interface Store {
  readonly id: number
  readonly name: string
  readonly city: string | null
}

export interface Staff {
  readonly id: number
  readonly email: string
  readonly name: string
  readonly role: 'associate' | 'manager' | 'admin'
  readonly store_id: number | null
  readonly active: boolean
}

export interface Category {
  readonly id: number
  readonly name: string
}

export interface Product {
  readonly id: number
  readonly sku: string
  readonly name: string
  readonly category_id: number | null
  readonly brand: string | null
  readonly price: string | null
  readonly check_in_days: number | null
  readonly replenish_days: number | null
  readonly warranty_months: number | null
}

export interface Customer {
  readonly id: number
  readonly ref: string
  readonly given_name: string | null
  readonly family_name: string | null
  readonly display_name: string
  readonly search_name: string
  readonly birth_month: number | null
  readonly birth_day: number | null
  readonly birth_year: number | null
  readonly language: string | null
  readonly source: string | null
  readonly city: string | null
  readonly region: string | null
  readonly postal_code: string | null
  readonly country: string | null
  readonly owner_id: number | null
  readonly store_id: number | null
  /** Null when no file said so. */
  readonly created_at: string | null
  readonly created_day: string | null
  readonly do_not_contact: boolean
  readonly merged_into_id: number | null
  readonly erased_at: string | null
}

export interface ContactPoint {
  readonly id: number
  readonly customer_id: number
  readonly kind: 'email' | 'phone' | 'address'
  readonly raw: string
  readonly valid: boolean
  readonly is_primary: boolean
}

export interface Consent {
  readonly id: number
  readonly customer_id: number
  readonly channel: 'email' | 'sms' | 'phone' | 'post'
  readonly state: 'yes' | 'no'
  readonly captured_at: string | null
  readonly recorded_at: string
}

export interface Tag {
  readonly customer_id: number
  readonly tag: string
}

export interface Attribute {
  readonly id: number
  readonly customer_id: number
  readonly key: string
  readonly value: string
  readonly observed_at: string
}

export interface Order {
  readonly id: number
  readonly ref: string
  readonly customer_id: number | null
  readonly store_id: number | null
  readonly channel: 'store' | 'online'
  readonly status: 'completed' | 'cancelled' | 'refunded'
  readonly ordered_at: string
  readonly ordered_day: string
}

export interface Line {
  readonly id: number
  readonly order_id: number
  readonly line_no: number
  readonly product_id: number
  readonly quantity: number
  readonly unit_price: string
  readonly discount: string
  readonly refunded_quantity: number
}

export interface Interaction {
  readonly id: number
  readonly customer_id: number
  readonly at: string
  readonly on_day: string
  readonly channel: 'phone' | 'email' | 'sms' | 'store' | 'chat'
  readonly direction: 'inbound' | 'outbound'
  readonly kind: 'inquiry' | 'service_case' | 'call' | 'visit' | 'message'
  readonly staff_id: number | null
  readonly summary: string | null
}

export interface Case {
  readonly id: number
  readonly customer_id: number
  readonly interaction_id: number | null
  readonly opened_at: string
  readonly opened_day: string
  readonly status: 'open' | 'resolved'
  readonly resolved_at: string | null
  readonly staff_id: number | null
  readonly summary: string | null
}

export interface Note {
  readonly id: number
  readonly customer_id: number
  readonly written_at: string
  readonly written_day: string
  readonly author_id: number | null
  readonly body: string
  readonly visibility: 'everyone' | 'managers'
  readonly deleted_at: string | null
}

export interface FollowUp {
  readonly id: number
  readonly customer_id: number
  readonly note_id: number | null
  readonly due_on: string
  readonly status: 'open' | 'done' | 'snoozed' | 'cancelled'
  readonly assigned_to: number | null
  readonly reason: string
}

export interface Referral {
  readonly id: number
  readonly referrer_id: number
  readonly referred_id: number
  readonly referred_on: string | null
}

export interface Campaign {
  readonly id: number
  readonly ref: string
  readonly name: string
  readonly channel: 'email' | 'sms' | 'post' | 'phone'
  readonly started_on: string | null
  readonly ended_on: string | null
}

export interface Recipient {
  readonly campaign_id: number
  readonly customer_id: number
  readonly sent_at: string | null
  readonly opened_at: string | null
  readonly clicked_at: string | null
  readonly responded_at: string | null
  readonly sent_day: string | null
  readonly opened_day: string | null
  readonly clicked_day: string | null
  readonly responded_day: string | null
  readonly holdout: boolean
}

export interface Score {
  readonly run_id: number
  readonly customer_id: number
  readonly chance_active: number
  readonly expected_orders_90d: number
  readonly expected_orders_low: number
  readonly expected_orders_high: number
  readonly expected_value_per_order: string | null
  readonly lifetime_value_12m: string | null
  readonly lifetime_value_low: string | null
  readonly lifetime_value_high: string | null
}

export interface History {
  readonly segment_id: number
  /** Its name in the catalogue. */
  readonly segment: string
  readonly from_day: string
  readonly until_day: string
}

export interface Stay {
  readonly id: number
  readonly segment_id: number
  readonly customer_id: number
  /** `-infinity` where it was under way when the history begins. */
  readonly valid_from: string
  readonly valid_to: string | null
}
