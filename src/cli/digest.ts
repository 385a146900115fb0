import type { Asker } from '../access/asker.ts'
import { askerFor } from '../access/identify.ts'
import { addDays, type Day, isDay } from '../ask/days.ts'
import type { Context } from '../context.ts'
import { digestContext } from '../digest/context.ts'
import { type Digest, digestFor, type Morning, openMorning } from '../digest/digest.ts'
import { type Reach, reachOf, readableReach } from '../digest/reach.ts'
import { keyOf, recipients, type Target } from '../digest/recipients.ts'
import { digestReport } from '../digest/report.ts'
import { UsageError, UserError } from '../errors.ts'
import { suggestion } from '../nearest.ts'
import { reportText } from '../present/digest-report.ts'
import { digestText } from '../present/digest-text.ts'
import type { Args, Command } from './command.ts'

export const command: Command = {
  name: 'digest',
  summary: 'Shows whom to contact today and why, for everybody on the staff',
  usage: ['digest', 'digest --for EMAIL', 'digest --date DAY', 'digest --report'],
  flags: {
    for: { type: 'string', value: 'EMAIL', meaning: 'One colleague’s list' },
    date: { type: 'string', value: 'DAY', meaning: 'Another day’s, YYYY-MM-DD; later facts are invisible' },
    report: { type: 'boolean', meaning: 'What the digests of the last 30 days brought' },
    'dry-run': { type: 'boolean', meaning: 'Writes nothing down; that is so in the terminal anyway' },
  },
  examples: ['digest', 'digest --date 2026-11-16'],
  reads: true,
  run: digestCommand,
}

/** Looks at the day's lists without sending them: that is the bot's, at everybody's own hour. */
async function digestCommand(shop: Context, args: Args): Promise<void> {
  const asker = await askerFor(args.as, shop)
  const day = typeof args.flags.date === 'string' ? args.flags.date : shop.today()
  if (!isDay(day)) throw new UsageError(`${day} is not a day: write it as YYYY-MM-DD.`)
  if (args.flags.report === true) return brought(asker, day, shop, args)
  const morning = await openMorning(await digestContext(shop, day))
  const everybody = (await recipients(shop.db, shop.settings)).map(({ target }) => target)
  const seen = asker.mayManage
    ? everybody
    : everybody.filter((target) => target.kind === 'staff' && target.id === asker.staffId)
  const wanted = typeof args.flags.for === 'string' ? args.flags.for.toLowerCase() : null
  const targets = wanted === null ? seen : seen.filter((target) => target.kind === 'staff' && target.email === wanted)
  if (targets.length === 0 && wanted !== null)
    throw unknown(
      wanted,
      everybody.flatMap((each) => (each.kind === 'staff' ? [each.email] : [])),
    )
  const digests = inTurn(everybody, morning).filter(({ target }) => targets.includes(target))
  const ids = digests.flatMap(({ entries }) => entries.map(({ customerId }) => customerId))
  const reach = await reachOf(shop.db, asker.maySeeContactDetails ? ids : [])
  if (args.json) return args.print(JSON.stringify(digests.map((digest) => plain(digest, reach))))
  args.print(digests.map((digest) => digestText(digest, readableReach(reach, shop.settings.country))).join('\n\n'))
}

/** As they are sent: nobody is on two lists of a day, and a channel has who is left. */
function inTurn(targets: readonly Target[], morning: Morning): readonly Digest[] {
  const named = new Set<number>()
  return targets.map((target) => {
    const digest = digestFor(target, morning, named)
    for (const { customerId } of digest.entries) named.add(customerId)
    return digest
  })
}

function unknown(email: string, emails: readonly string[]): UserError {
  return new UserError(
    `Nobody on the staff whose list you may see has the e-mail address ${email}. ${suggestion(email, emails, 'colleagues')}`,
  )
}

async function brought(asker: Asker, day: Day, { db, settings }: Context, { json, print }: Args): Promise<void> {
  if (!asker.mayManage) throw new UserError('What the digests brought is for managers.')
  const report = await digestReport(db, { from: addDays(day, -30), to: day, today: day })
  print(json ? JSON.stringify(report) : reportText(report, settings.currency))
}

/** For programs: what people see, with references. */
const plain = ({ target, day, entries, more, staleSince }: Digest, reach: Reach) => ({
  day,
  recipient: target.kind === 'staff' ? target.email : keyOf(target),
  entries: entries.map(({ customerId, ref, name, reasons, channel, opening, atStake }) => ({
    customer_ref: ref,
    name,
    reasons: reasons.map(({ rule, sentence, dueOn }) => ({ rule, sentence, due_on: dueOn })),
    channel,
    contact: (channel !== null && reach.get(customerId)?.[channel]) || null,
    opening,
    value_at_stake: atStake,
  })),
  more,
  stale_since: staleSince,
})
