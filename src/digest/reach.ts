import type { Kysely } from 'kysely'
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
    .distinctOn(['customer_id', 'kind'])
    .select(['customer_id', 'kind', 'raw'])
    .where('customer_id', 'in', [...customerIds])
    .where('valid', '=', true)
    .orderBy('customer_id')
    .orderBy('kind')
    .orderBy('is_primary', 'desc')
    .orderBy('id')
    .execute()
  const byChannel = (customerId: number) =>
    Object.fromEntries(
      Object.entries(kinds).flatMap(([channel, kind]) => {
        const point = points.find((each) => each.customer_id === customerId && each.kind === kind)
        return point ? [[channel, point.raw] as const] : []
      }),
    )
  return new Map(customerIds.map((id) => [id, byChannel(id)]))
}
