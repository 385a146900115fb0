import { askerFor } from '../access/identify.ts'
import { answerPlan } from '../ask/answer-plan.ts'
import { checkContext } from '../ask/ask.ts'
import { check } from '../ask/check.ts'
import { say } from '../ask/issues.ts'
import { openAsking } from '../ask/opening.ts'
import { openOfflinePlanner } from '../ask/planners/open.ts'
import type { Context } from '../context.ts'
import { theOne } from '../customers/find.ts'
import { UsageError, UserError } from '../errors.ts'
import type { Args, Command } from './command.ts'
import { findFor } from './note.ts'

export const command: Command = {
  name: 'customer',
  summary: 'Shows a customer’s page',
  usage: ['customer NAME', 'customer E-MAIL', 'customer REFERENCE'],
  flags: {},
  examples: ['customer "Ana Silva"'],
  reads: true,
  run: customerCommand,
}

/** By whatever tells them apart: name, nickname, e-mail address, phone, reference, order's number. */
async function customerCommand(shop: Context, args: Args): Promise<void> {
  const said = args.positionals.join(' ').trim()
  if (said === '') throw new UsageError('Which customer? customer "Ana Silva"')
  const [asker, context] = await Promise.all([askerFor(args.as, shop), openAsking(shop, openOfflinePlanner)])
  const { ref } = theOne(said, await findFor(said, asker.scope, shop, asker.staffId))
  const checked = check({ kind: 'customer', customer: ref }, checkContext(asker, context))
  if (!checked.ok) throw new UserError(checked.issues.map(say).join(' '))
  const found = await answerPlan(checked.plan, asker, context)
  if (found.kind === 'refused') throw new UserError(found.reason)
  const facts = found.rows.map(([, label, value]) => [String(label), String(value)] as const)
  if (args.json)
    return args.print(JSON.stringify({ customer_ref: ref, facts: facts.map(([fact, value]) => ({ fact, value })) }))
  const widest = Math.max(...facts.map(([label]) => label.length))
  args.print(
    [
      ...facts.map(([label, value], at) => `${(facts[at - 1]?.[0] === label ? '' : label).padEnd(widest)}  ${value}`),
      '',
      ...found.notes.map(({ text }) => text),
    ]
      .join('\n')
      .trimEnd(),
  )
}
