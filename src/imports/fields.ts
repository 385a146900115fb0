/** The kinds of record a file can bring, in the order in which they are loaded: what is referred to comes first. */
export const ENTITIES = [
  'stores',
  'staff',
  'products',
  'customers',
  'orders',
  'interactions',
  'notes',
  'campaigns',
  'campaign_recipients',
] as const

export type Entity = (typeof ENTITIES)[number]

export interface EntityFields {
  /** The header of our own CSV. */
  readonly own: readonly string[]
  /** Further fields that other formats, and `--map`, can fill. */
  readonly further: readonly string[]
  /** Without these a row says nothing; each entry is one field, or several of which one is enough. */
  readonly required: readonly (readonly string[])[]
}

/** Every field an import can fill, by kind of record. `--map` and all formats speak in these names. */
export const FIELDS: Readonly<Record<Entity, EntityFields>> = {
  stores: { own: ['store', 'city', 'region', 'country'], further: [], required: [['store']] },
  staff: {
    own: ['staff_email', 'name', 'slack_user_id', 'role', 'store'],
    further: [],
    required: [['staff_email'], ['name']],
  },
  products: {
    own: ['sku', 'name', 'category', 'brand', 'price', 'check_in_days', 'replenish_days', 'warranty_months'],
    further: [],
    required: [['sku'], ['name']],
  },
  customers: {
    own: [
      ...[
        'customer_ref',
        'given_name',
        'family_name',
        'email',
        'phone',
        'address1',
        'city',
        'region',
        'postal_code',
        'country',
      ],
      ...[
        'birthday',
        'language',
        'source',
        'created_at',
        'email_consent',
        'sms_consent',
        'phone_consent',
        'post_consent',
      ],
      ...['owner_email', 'store', 'referred_by', 'tags'],
    ],
    further: [
      ...['other_ref', 'full_name', 'nickname', 'phone_2', 'address2', 'country_name', 'region_name', 'consent_at'],
      ...['email_subscription', 'company', 'note'],
    ],
    required: [['customer_ref', 'other_ref', 'email', 'phone', 'full_name', 'family_name', 'given_name']],
  },
  orders: {
    own: [
      ...['order_ref', 'ordered_at', 'customer_ref', 'store', 'channel', 'status', 'currency'],
      ...['sku', 'quantity', 'unit_price', 'line_discount', 'refunded_quantity'],
    ],
    further: [
      ...['product_name', 'category', 'line_total', 'shipping', 'tax'],
      ...['customer_name', 'customer_email', 'customer_phone', 'country', 'region', 'city', 'postal_code'],
    ],
    required: [['order_ref'], ['ordered_at'], ['unit_price', 'line_total']],
  },
  interactions: {
    own: ['customer_ref', 'at', 'channel', 'direction', 'kind', 'staff_email', 'summary', 'order_ref', 'status'],
    further: [],
    required: [['customer_ref'], ['at'], ['channel'], ['direction'], ['kind']],
  },
  notes: {
    own: ['customer_ref', 'at', 'author_email', 'body', 'follow_up_on'],
    further: [],
    required: [['customer_ref'], ['at'], ['body']],
  },
  campaigns: {
    own: ['campaign_ref', 'name', 'channel', 'started_on', 'ended_on'],
    further: [],
    required: [['campaign_ref'], ['name']],
  },
  campaign_recipients: {
    own: ['campaign_ref', 'customer_ref', 'sent_at', 'opened_at', 'clicked_at', 'responded_at', 'holdout'],
    further: [],
    required: [['campaign_ref'], ['customer_ref'], ['holdout', 'sent_at']],
  },
}

/** `attr:interest` fills the customer attribute “interest”; any name may follow. */
export function attributeKey(field: string): string | null {
  const key = /^attr:\s*(.+)$/iu.exec(field)?.[1]
  return key === undefined ? null : key.trim()
}

export function isField(entity: Entity, field: string): boolean {
  const { own, further } = FIELDS[entity]
  return own.includes(field) || further.includes(field) || (entity === 'customers' && attributeKey(field) !== null)
}

/** The required fields that `fields` leaves out, each as the names of which one would do. */
export function missingFields(entity: Entity, fields: ReadonlySet<string>): (readonly string[])[] {
  return FIELDS[entity].required.filter((choices) => !choices.some((field) => fields.has(field)))
}
