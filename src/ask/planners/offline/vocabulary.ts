import { type Kysely, sql } from 'kysely'
import type { Attribute } from '../../../catalog/catalog.ts'
import type { Database } from '../../../db/schema.ts'
import type { Product } from './products.ts'

/** A value of the database and the words people use for it. */
export interface KnownValue {
  readonly field: string
  readonly value: string
  readonly phrases: readonly string[]
}

/** A colleague, as questions name them. */
export interface KnownStaff {
  readonly email: string
  readonly name: string
  readonly active: boolean
}

/** A campaign, as questions name it. */
export interface KnownCampaign {
  readonly ref: string
  readonly name: string
  readonly channel: string
  readonly startedOn: string
  readonly endedOn: string
}

/** What this shop's data holds that a question can name; customers' names are looked up when one is asked for. */
export interface Vocabulary {
  readonly values: readonly KnownValue[]
  readonly products: readonly Product[]
  readonly staff: readonly KnownStaff[]
  readonly campaigns: readonly KnownCampaign[]
  readonly attributes: readonly Attribute[]
}

/** Reads it; a few small queries. Values are capped, so that a field of free text cannot fill the memory. */
export async function loadVocabulary(reader: Kysely<Database>): Promise<Vocabulary> {
  const [attributes, products, staff, campaigns, inRegions, ...values] = await Promise.all([
    readAttributes(reader),
    rows<Product>(reader, 'select sku, name from products order by sku limit 100000'),
    rows<KnownStaff>(reader, 'select email, name, active from staff order by email limit 5000'),
    rows<KnownCampaign>(
      reader,
      `select ref, name, channel, started_on::text as "startedOn", ended_on::text as "endedOn" from campaigns order by ref limit 5000`,
    ),
    readRegions(reader),
    ...valueQueries.map(([field, query]) => readValues(reader, field, query)),
  ])
  const attributeValues = await readAttributeValues(reader, attributes)
  return { attributes, products, staff, campaigns, values: [...values.flat(), ...inRegions, ...attributeValues] }
}

const valueQueries: readonly (readonly [field: string, query: string])[] = [
  ['order.store', 'select name as value from stores'],
  ['customer.city', 'select distinct city as value from customers where city is not null'],
  ['customer.country', 'select distinct country as value from customers where country is not null'],
  ['customer.language', 'select distinct language as value from customers where language is not null'],
  ['customer.source', 'select distinct source as value from customers where source is not null'],
  ['customer.tag', 'select distinct lower(tag) as value from customer_tags'],
  ['product.category', 'select name as value from categories'],
  ['product.brand', 'select distinct brand as value from products where brand is not null'],
]

const rows = async <Row>(reader: Kysely<Database>, query: string): Promise<Row[]> =>
  (await sql.raw<Row>(query).execute(reader)).rows

async function readAttributes(reader: Kysely<Database>): Promise<Attribute[]> {
  return rows<Attribute>(
    reader,
    `select key, bool_and(value ~ '^-?[0-9]+([.][0-9]+)?$') as numeric from current_attributes group by key order by key limit 200`,
  )
}

async function readValues(reader: Kysely<Database>, field: string, query: string): Promise<KnownValue[]> {
  const found = await rows<{ value: string }>(reader, `select value from (${query}) v order by value limit 5000`)
  return found.map(({ value }) => ({ field, value, phrases: [value, ...namesOf(field, value)] }))
}

/** A region with the names it has in the country of most who live there: WA is Washington, or Western Australia. */
async function readRegions(reader: Kysely<Database>): Promise<KnownValue[]> {
  const found = await rows<{ value: string; country: string }>(
    reader,
    `select region as value, coalesce(mode() within group (order by country), '') as country
     from customers where region is not null group by region order by region limit 5000`,
  )
  return found.map(({ value, country }) => {
    const name = regionsOf(country)[value.toUpperCase()]
    return { field: 'customer.region', value, phrases: name ? [value, name] : [value] }
  })
}

const regionsOf = (country: string): Readonly<Record<string, string>> =>
  /^(?:AU|Australia)$/i.test(country)
    ? australian
    : /^(?:|US|USA|CA|United States|Canada)$/i.test(country)
      ? regions
      : {}

async function readAttributeValues(reader: Kysely<Database>, attributes: readonly Attribute[]): Promise<KnownValue[]> {
  if (attributes.length === 0) return []
  const found = await rows<{ key: string; value: string }>(
    reader,
    `select key, value from (select distinct key, value from current_attributes where length(value) <= 60) v order by key, value limit 5000`,
  )
  const text = new Set(attributes.filter((attribute) => !attribute.numeric).map((attribute) => attribute.key))
  return found.flatMap(({ key, value }) =>
    text.has(key) ? [{ field: `customer.attribute.${key}`, value, phrases: [value, ...doersOf(value)] }] : [],
  )
}

/** Who likes gardening is a gardener; a cooker is no person. */
function doersOf(value: string): string[] {
  const verb = /^(\p{L}{3,})ing$/iu.exec(value.trim())?.[1]
  return verb && !/^cook$/i.test(verb) ? [`${verb}er`] : []
}

const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })
const countries = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

/** Codes have names: "pl" is Polish, "IL" Illinois. */
function namesOf(field: string, value: string): string[] {
  if (field === 'customer.language') return known(() => languages.of(value))
  if (field === 'customer.country') return countryNames(value)
  return []
}

/** What else people call a country, by its code, its name or one of these. */
function countryNames(value: string): string[] {
  const name = (/^[A-Za-z]{2}$/.test(value) && known(() => countries.of(value.toUpperCase()))[0]) || value
  const others = alsoCalled.find((names) => names.some((each) => each.toLowerCase() === name.toLowerCase())) ?? []
  return [...new Set([name, ...others])].filter((each) => each !== value)
}

const alsoCalled: readonly (readonly string[])[] = [
  ['United Kingdom', 'UK', 'Great Britain', 'Britain'],
  ['United States', 'USA', 'United States of America', 'America'],
  ['Ireland', 'Eire', 'Republic of Ireland'],
  ['Netherlands', 'Holland'],
  ['Czechia', 'Czech Republic'],
  ['Türkiye', 'Turkey'],
  ['United Arab Emirates', 'UAE'],
]

function known(name: () => string | undefined): string[] {
  try {
    const found = name()
    return found ? [found] : []
  } catch {
    return []
  }
}

const australian: Readonly<Record<string, string>> = {
  ACT: 'Australian Capital Territory',
  NSW: 'New South Wales',
  NT: 'Northern Territory',
  QLD: 'Queensland',
  SA: 'South Australia',
  TAS: 'Tasmania',
  VIC: 'Victoria',
  WA: 'Western Australia',
}

const regions: Readonly<Record<string, string>> = {
  AL: 'Alabama',
  AK: 'Alaska',
  AZ: 'Arizona',
  AR: 'Arkansas',
  CA: 'California',
  CO: 'Colorado',
  CT: 'Connecticut',
  DE: 'Delaware',
  FL: 'Florida',
  GA: 'Georgia',
  HI: 'Hawaii',
  ID: 'Idaho',
  IL: 'Illinois',
  IN: 'Indiana',
  IA: 'Iowa',
  KS: 'Kansas',
  KY: 'Kentucky',
  LA: 'Louisiana',
  ME: 'Maine',
  MD: 'Maryland',
  MA: 'Massachusetts',
  MI: 'Michigan',
  MN: 'Minnesota',
  MS: 'Mississippi',
  MO: 'Missouri',
  MT: 'Montana',
  NE: 'Nebraska',
  NV: 'Nevada',
  NH: 'New Hampshire',
  NJ: 'New Jersey',
  NM: 'New Mexico',
  NY: 'New York',
  NC: 'North Carolina',
  ND: 'North Dakota',
  OH: 'Ohio',
  OK: 'Oklahoma',
  OR: 'Oregon',
  PA: 'Pennsylvania',
  RI: 'Rhode Island',
  SC: 'South Carolina',
  SD: 'South Dakota',
  TN: 'Tennessee',
  TX: 'Texas',
  UT: 'Utah',
  VT: 'Vermont',
  VA: 'Virginia',
  WA: 'Washington',
  WV: 'West Virginia',
  WI: 'Wisconsin',
  WY: 'Wyoming',
  ON: 'Ontario',
  QC: 'Quebec',
  BC: 'British Columbia',
  AB: 'Alberta',
  MB: 'Manitoba',
  SK: 'Saskatchewan',
  NS: 'Nova Scotia',
  NB: 'New Brunswick',
}
