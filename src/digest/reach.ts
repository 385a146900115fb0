import type { Kysely } from 'kysely'
import { writePhone } from '../customers/phone-text.ts'
import type { Database } from '../db/schema.ts'
import type { Channel } from './candidates.ts'

/** A phone number, an e-mail address or a postal address, as it is on file. */
export type Reach = ReadonlyMap<number, Readonly<Partial<Record<Channel, string>>>>

const kinds = { phone: 'phone', sms: 'phone', email: 'email', post: 'address' } as const

/**
 * Where customers are reached, by their numbers: of several the primary one, never one that was found wrong. Contact details:
 * only for those who may see them.
 */
export async function reachOf(db: Kysely<Database>, customerIds: readonly number[]): Promise<Reach> {
  if (customerIds.length === 0) return new Map()
  const points = await db
    .selectFrom('contact_points')
    .innerJoin('customers as c', 'c.id', 'contact_points.customer_id')
    .distinctOn(['customer_id', 'kind'])
    .select(['customer_id', 'kind', 'contact_points.raw', 'c.city', 'c.region', 'c.postal_code'])
    .where('customer_id', 'in', [...customerIds])
    .where('valid', '=', true)
    .orderBy('customer_id')
    .orderBy('kind')
    .orderBy('is_primary', 'desc')
    .orderBy('contact_points.id')
    .execute()
  const byChannel = (customerId: number) =>
    Object.fromEntries(
      Object.entries(kinds).flatMap(([channel, kind]) => {
        const point = points.find((each) => each.customer_id === customerId && each.kind === kind)
        return point ? [[channel, kind === 'address' ? wholeAddress(point) : point.raw] as const] : []
      }),
    )
  return new Map(customerIds.map((id) => [id, byChannel(id)]))
}

/** The same as people read it, the numbers as they are dialled in the shop's country. */
export const readableReach = (reach: Reach, country: string): Reach =>
  new Map(
    [...reach].map(([id, { phone, sms, ...rest }]) => [
      id,
      {
        ...rest,
        ...(phone !== undefined && { phone: writePhone(phone, country) }),
        ...(sms !== undefined && { sms: writePhone(sms, country) }),
      },
    ]),
  )

/** “195 Cuyler Ave, Unit 15, Chicago, IL 60613”: what goes on an envelope. */
function wholeAddress(point: {
  readonly raw: string
  readonly city: string | null
  readonly region: string | null
  readonly postal_code: string | null
}): string {
  const area = [point.region, point.postal_code].filter((each) => each).join(' ')
  return [point.raw, point.city, area].filter((each) => each).join(', ')
}
