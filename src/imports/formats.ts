import { ENTITIES, type Entity, FIELDS } from './fields.ts'

/**
 * A file that is known by its header. `columns` leads from a column's name in lower case to the field it fills; several
 * columns may fill one field, and then the first that is not blank counts.
 */
export interface Format {
  readonly name: string
  /** References are unique within a system: Square's customer 12 is not Shopify's. */
  readonly system: string
  readonly entity: Entity
  readonly columns: ReadonlyMap<string, string>
  /** Columns without which the file is not this one, each with the spellings of which one will do. */
  readonly required: readonly (readonly string[])[]
  /** How rows are read; `lines` is one row for one order line with everything in it. */
  readonly layout: 'rows' | 'shopify-orders'
  readonly tagSeparator: ',' | ';'
  /** Names of customer attributes in columns that only this export knows, such as `key (metadata)`. */
  readonly attribute: (column: string) => string | null
  /** Why this file cannot be imported although it is known. */
  readonly refusal?: { readonly message: string; readonly hint: string }
}

const noAttribute = (): null => null

function own(entity: Entity): Format {
  const { own: fields, required } = FIELDS[entity]
  return {
    name: `our own ${entity}`,
    system: 'regulars',
    entity,
    columns: new Map(fields.map((field) => [field, field])),
    required:
      entity === 'customers'
        ? [['customer_ref']]
        : entity === 'orders'
          ? required.slice(0, 2).concat([['unit_price'], ['quantity']])
          : required,
    layout: 'rows',
    tagSeparator: ';',
    attribute: noAttribute,
  }
}

const SHOPIFY_CUSTOMERS: Format = {
  name: 'Shopify customers',
  system: 'shopify',
  entity: 'customers',
  columns: new Map([
    ['customer id', 'customer_ref'],
    ['first name', 'given_name'],
    ['last name', 'family_name'],
    ['email', 'email'],
    ['accepts email marketing', 'email_consent'],
    ['accepts marketing', 'email_consent'],
    ['default address company', 'company'],
    ['company', 'company'],
    ['default address address1', 'address1'],
    ['address1', 'address1'],
    ['default address address2', 'address2'],
    ['address2', 'address2'],
    ['default address city', 'city'],
    ['city', 'city'],
    ['default address province code', 'region'],
    ['province code', 'region'],
    ['province', 'region_name'],
    ['default address country code', 'country'],
    ['country code', 'country'],
    ['country', 'country_name'],
    ['default address zip', 'postal_code'],
    ['zip', 'postal_code'],
    ['phone', 'phone'],
    ['default address phone', 'phone_2'],
    ['accepts sms marketing', 'sms_consent'],
    ['note', 'note'],
    ['tags', 'tags'],
  ]),
  required: [['first name'], ['last name'], ['email'], ['accepts email marketing', 'accepts marketing']],
  layout: 'rows',
  tagSeparator: ',',
  attribute: (column) => /^(.+?)\s*\(customer\.metafields\.[^)]+\)$/iu.exec(column)?.[1] ?? null,
}

const SHOPIFY_ORDERS: Format = {
  name: 'Shopify orders',
  system: 'shopify',
  entity: 'orders',
  columns: new Map(
    [
      ...[
        'name',
        'email',
        'financial status',
        'currency',
        'subtotal',
        'shipping',
        'taxes',
        'total',
        'discount amount',
        'created at',
        'phone',
      ],
      ...[
        'lineitem quantity',
        'lineitem name',
        'lineitem price',
        'lineitem sku',
        'lineitem discount',
        'cancelled at',
        'refunded amount',
      ],
      ...[
        'billing name',
        'billing phone',
        'billing city',
        'billing zip',
        'billing province',
        'billing country',
        'location',
        'source',
      ],
    ].map((column) => [column, column]),
  ),
  required: [
    ['name'],
    ['email'],
    ['financial status'],
    ['created at'],
    ['lineitem quantity'],
    ['lineitem name'],
    ['lineitem price'],
  ],
  layout: 'shopify-orders',
  tagSeparator: ',',
  attribute: noAttribute,
}

const SQUARE_CUSTOMERS: Format = {
  name: 'Square customers',
  system: 'square',
  entity: 'customers',
  columns: new Map([
    ['square customer id', 'customer_ref'],
    ['reference id', 'other_ref'],
    ['first name', 'given_name'],
    ['last name', 'family_name'],
    ['surname', 'family_name'],
    ['email address', 'email'],
    ['phone number', 'phone'],
    ['nickname', 'nickname'],
    ['company name', 'company'],
    ['street address 1', 'address1'],
    ['street address 2', 'address2'],
    ['city', 'city'],
    ['state', 'region'],
    ['county', 'region'],
    ['postal code', 'postal_code'],
    ['postcode', 'postal_code'],
    ['birthday', 'birthday'],
    ['memo', 'note'],
    ['creation source', 'source'],
    ['email subscription status', 'email_subscription'],
  ]),
  required: [['first name'], ['last name', 'surname'], ['email address'], ['phone number']],
  layout: 'rows',
  tagSeparator: ',',
  attribute: noAttribute,
}

const WOOCOMMERCE_CUSTOMERS: Format = {
  name: 'WooCommerce customers',
  system: 'woocommerce',
  entity: 'customers',
  columns: new Map([
    ['name', 'full_name'],
    ['username', 'other_ref'],
    ['sign up', 'created_at'],
    ['email', 'email'],
    ['country / region', 'country'],
    ['city', 'city'],
    ['region', 'region'],
    ['postal code', 'postal_code'],
    ['billing phone', 'phone'],
    ['shipping phone', 'phone_2'],
  ]),
  required: [['name'], ['username'], ['sign up'], ['email']],
  layout: 'rows',
  tagSeparator: ',',
  attribute: noAttribute,
}

const WOOCOMMERCE_ORDERS: Format = {
  name: 'WooCommerce Analytics orders',
  system: 'woocommerce',
  entity: 'orders',
  columns: new Map(
    [
      'date',
      'order #',
      'n. revenue (formatted)',
      'n. revenue',
      'status',
      'customer',
      'customer type',
      'product(s)',
      'items sold',
      'coupon(s)',
      'net sales',
      'attribution',
    ].map((column) => [column, column]),
  ),
  required: [['order #'], ['product(s)'], ['items sold']],
  layout: 'rows',
  tagSeparator: ',',
  attribute: noAttribute,
  refusal: {
    message:
      'This is the order report of WooCommerce Analytics. It has no e-mail address, so its orders cannot be joined to customers, and no price for each product.',
    hint: 'Export orders with an order-export plugin or the REST API (one row for each product, with the billing e-mail), then import that with --map.',
  },
}

const STRIPE_CUSTOMERS: Format = {
  name: 'Stripe customers',
  system: 'stripe',
  entity: 'customers',
  columns: new Map([
    ['id', 'customer_ref'],
    ['description', 'note'],
    ['email', 'email'],
    ['name', 'full_name'],
    ['created (utc)', 'created_at'],
  ]),
  required: [['id'], ['email'], ['created (utc)']],
  layout: 'rows',
  tagSeparator: ',',
  attribute: (column) => /^(.+?)\s*\(metadata\)$/iu.exec(column)?.[1] ?? null,
}

/** Every file that is recognised by its header. */
export const FORMATS: readonly Format[] = [
  ...ENTITIES.map(own),
  SHOPIFY_CUSTOMERS,
  SHOPIFY_ORDERS,
  SQUARE_CUSTOMERS,
  WOOCOMMERCE_CUSTOMERS,
  WOOCOMMERCE_ORDERS,
  STRIPE_CUSTOMERS,
]

/** Our own format for a kind of record; rows that are not from a file are in it. */
export function ownFormat(entity: Entity): Format {
  return FORMATS[ENTITIES.indexOf(entity)] ?? own(entity)
}

/** The shop's own columns, with a file's names for them: what `--map` makes. */
export function mappedFormat(entity: Entity, columns: ReadonlyMap<string, string>, system: string): Format {
  return { ...own(entity), name: `${entity} by --map`, system, columns, required: [] }
}
