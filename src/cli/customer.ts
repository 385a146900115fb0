import type { Asker } from '../access/asker.ts'
import { askerFor } from '../access/identify.ts'
import { type Answered, answerPlan } from '../ask/answer-plan.ts'
import { type AskContext, checkContext } from '../ask/ask.ts'
import { check } from '../ask/check.ts'
import { say } from '../ask/issues.ts'
import { readTimeline } from '../ask/one-timeline.ts'
import { openAsking } from '../ask/opening.ts'
import { openOfflinePlanner } from '../ask/planners/open.ts'
import type { Context } from '../context.ts'
import { theOne } from '../customers/find.ts'
import { UsageError, UserError } from '../errors.ts'
import { shownEvent } from '../present/customer-sheet.ts'
import { customerText, eventText } from '../present/customer-text.ts'
import type { Args, Command } from './command.ts'
import { findFor } from './note.ts'

export const command: Command = {
  name: 'customer',
  summary: 'Shows a customer’s page',
  usage: ['customer NAME', 'customer E-MAIL', 'customer REFERENCE', 'customer NAME --timeline'],
  flags: {
    timeline: { type: 'boolean', meaning: 'Shows all that happened, the latest first, instead of the page' },
  },
  examples: ['customer "Ana Silva"', 'customer C0042 --timeline'],
  reads: true,
  run: customerCommand,
}

/** By whatever tells them apart: name, nickname, e-mail address, phone, reference, order's number. */
async function customerCommand(shop: Context, args: Args): Promise<void> {
  const said = args.positionals.join(' ').trim()
  if (said === '') throw new UsageError('Which customer? customer "Ana Silva"')
  const [asker, context] = await Promise.all([askerFor(args.as, shop), openAsking(shop, openOfflinePlanner)])
  const { id, ref, name } = theOne(said, await findFor(said, asker.scope, shop, asker.staffId))
  if (args.flags.timeline === true) return printTimeline({ id, ref, name }, asker, context, args)
  const checked = check({ kind: 'customer', customer: ref }, checkContext(asker, context))
  if (!checked.ok) throw new UserError(checked.issues.map(say).join(' '))
  const found = await answerPlan(checked.plan, asker, context)
  if (found.kind === 'refused') throw new UserError(found.reason)
  if (args.json) return args.print(JSON.stringify(pageJson(ref, found)))
  const notes = found.notes.map(({ text }) => text)
  args.print([customerText({ ...found, ref }, context.rules.currency), '', ...notes].join('\n').trimEnd())
}

function pageJson(ref: string, { rows, page }: Answered) {
  return {
    customer_ref: ref,
    facts: rows.map(([, fact, value]) => ({ fact, value })),
    talk_about: page?.talk ?? [],
    ask_for: page?.worthAsking ?? [],
    spending: page?.story.months ?? [],
  }
}

/** More than anybody reads, and a bound. */
const most = 1000

async function printTimeline(
  { id, ref, name }: { readonly id: number; readonly ref: string; readonly name: string },
  asker: Asker,
  context: AskContext,
  args: Args,
): Promise<void> {
  const events = await readTimeline(id, { from: 0, count: most }, asker, context)
  if (args.json) return args.print(JSON.stringify({ customer_ref: ref, events }))
  const lines = events.map((event) => eventText(shownEvent(event, (text) => text)))
  args.print([`${name} (${ref}), the latest first`, '', ...(lines.length === 0 ? ['Nothing yet.'] : lines)].join('\n'))
}
