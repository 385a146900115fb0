import type { Asker } from '../access/asker.ts'
import { askerFor } from '../access/identify.ts'
import { addDays } from '../ask/days.ts'
import type { Context } from '../context.ts'
import { UserError } from '../errors.ts'
import { suggestion } from '../nearest.ts'
import { historyText, qualityText, worklistText } from '../present/quality-text.ts'
import { qualityChange, qualityDays } from '../quality/history.ts'
import { kindOf, kinds } from '../quality/kinds.ts'
import { wholeQuality } from '../quality/quality.ts'
import { scoreMeaning } from '../quality/report.ts'
import { worklist } from '../quality/worklist.ts'
import type { Args, Command } from './command.ts'

export const command: Command = {
  name: 'quality',
  summary: 'Says how good the data about customers is, and whose to put right first',
  usage: ['quality', 'quality --store NAME', 'quality --kind KIND', 'quality --first 50', 'quality --history'],
  flags: {
    store: { type: 'string', value: 'NAME', meaning: 'The customers of one store alone' },
    kind: { type: 'string', value: 'KIND', meaning: `One fault alone: ${kinds.map(({ code }) => code).join(', ')}` },
    history: { type: 'boolean', meaning: 'How good the data was on each day of the last 90' },
    first: { type: 'string', value: 'N', meaning: 'How many customers to list, 10 unless told otherwise' },
  },
  examples: ['quality', 'quality --store Chicago --kind invalid_phone'],
  reads: true,
  run: qualityCommand,
}

async function qualityCommand(shop: Context, args: Args): Promise<void> {
  const asker = await askerFor(args.as, shop)
  const store = await storeNamed(args.flags.store, asker, shop)
  const kind = kindNamed(args.flags.kind)
  const today = shop.today()
  if (args.flags.history === true)
    return history(store === null ? asker : { scope: { kind: 'store', id: store.id } }, today, shop, args)
  const within: Pick<Asker, 'scope'> = store === null ? asker : { scope: { kind: 'store', id: store.id } }
  const most = firstOf(args.flags.first)
  if (kind !== undefined && !args.json)
    return listed(kind, await worklist(shop.db, today, asker, { kind, storeId: store?.id, most }), shop, args)
  const [found, change] = await Promise.all([
    wholeQuality(shop.db, today, { ...asker, ...within }, { kind, most }),
    qualityChange(shop.db, today, within),
  ])
  const { whole, worklist: list } = found
  const stores = store === null ? found.stores : []
  const colleagues = asker.mayManage ? found.colleagues : []
  if (args.json) return args.print(JSON.stringify({ day: today, ...whole, change, stores, colleagues, worklist: list }))
  const { currency, country } = shop.settings
  args.print(
    qualityText({
      shop: whole,
      stores,
      colleagues,
      meaning: scoreMeaning(),
      change,
      worklist: list,
      currency,
      country,
    }),
  )
}

function listed(
  kind: NonNullable<ReturnType<typeof kindNamed>>,
  list: Awaited<ReturnType<typeof worklist>>,
  { settings }: Context,
  { print }: Args,
): void {
  const { label, meaning } = kindOf(kind) ?? { label: kind, meaning: '' }
  print(`${label}: customers ${meaning}`)
  print(list.length === 0 ? 'Nobody.' : worklistText(list, settings))
}

const historyDays = 90

async function history(within: Pick<Asker, 'scope'>, today: string, { db, settings }: Context, { json, print }: Args) {
  const days = await qualityDays(db, { from: addDays(today, -historyDays), to: today }, within)
  if (json) return print(JSON.stringify(days))
  if (days.length === 0) return print('Nothing was written down yet: that is done every night while the bot runs.')
  print(historyText(days, settings.currency))
}

async function storeNamed(
  said: unknown,
  { scope }: Asker,
  { db }: Context,
): Promise<{ readonly id: number; readonly name: string } | null> {
  if (typeof said !== 'string') return null
  const stores = await db.selectFrom('stores').select(['id', 'name']).orderBy('name').execute()
  const found = stores.find(({ name }) => name.toLowerCase() === said.trim().toLowerCase())
  const names = stores.map(({ name }) => name)
  if (!found) throw new UserError(`There is no store called ${said}. ${suggestion(said, names, 'stores')}`)
  if (scope.kind !== 'all' && !(scope.kind === 'store' && scope.id === found.id))
    throw new UserError(`You see only your own customers, not those of ${found.name}.`)
  return found
}

function kindNamed(said: unknown) {
  if (typeof said !== 'string') return undefined
  const code = said.trim().toLowerCase().replaceAll('-', '_')
  const known = kindOf(code)
  if (known) return known.code
  throw new UserError(
    `There is no fault called ${said}. ${suggestion(
      code,
      kinds.map((each) => each.code),
      'faults',
    )}`,
  )
}

function firstOf(said: unknown): number {
  if (typeof said !== 'string') return 10
  const number = Number(said)
  if (Number.isInteger(number) && number >= 1 && number <= 10_000) return number
  throw new UserError(`--first must be a whole number from 1 to 10000, not “${said}”.`)
}
