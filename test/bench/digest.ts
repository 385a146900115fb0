import type { Context } from '../../src/context.ts'
import { candidates } from '../../src/digest/candidates.ts'
import { digestContext } from '../../src/digest/context.ts'
import { digestFor, openMorning } from '../../src/digest/digest.ts'
import { recipients } from '../../src/digest/recipients.ts'
import { ensureRules, readRules } from '../../src/treatments/rules.ts'
import { milliseconds, table, timed, whole } from './measure.ts'

/** A morning's digests for everybody, and each rule by itself. */
export interface DigestSpeed {
  readonly colleagues: number
  readonly customers: number
  /** From nothing to everybody's list. */
  readonly wholeMs: number
  readonly rules: readonly { readonly rule: string; readonly found: number; readonly ms: number }[]
}

export async function digestSpeed(shop: Context): Promise<DigestSpeed> {
  const context = await digestContext(shop, shop.today())
  await ensureRules(shop.db)
  const rules = []
  for (const rule of await readRules(shop.db)) {
    const { ms, value } = await timed(() => candidates([rule], 20, context, { alone: true }))
    rules.push({ rule: rule.code, found: new Set(value.map(({ customerId }) => customerId)).size, ms })
  }
  const targets = (await recipients(shop.db, shop.settings)).map(({ target }) => target)
  const { ms, value } = await timed(async () => {
    const morning = await openMorning(context)
    return targets.map((target) => digestFor(target, morning).entries.length)
  })
  return { colleagues: targets.length, customers: value.reduce((sum, each) => sum + each, 0), wholeMs: ms, rules }
}

export function digestLines({ colleagues, customers, wholeMs, rules }: DigestSpeed): string {
  const rows = rules
    .toSorted((one, other) => other.ms - one.ms)
    .map(({ rule, found, ms }) => [rule, whole(found), milliseconds(ms)])
  return [
    `A morning: the digests of ${colleagues} colleagues with ${whole(customers)} customers in ${milliseconds(wholeMs)}.`,
    'Each rule by itself, twenty at most for each colleague, promises and cases all',
    table([['rule', 'customers', 'took'], ...rows]),
  ].join('\n')
}
