import { askerFor } from '../access/identify.ts'
import { openAsking } from '../ask/opening.ts'
import { openOfflinePlanner } from '../ask/planners/open.ts'
import type { Context } from '../context.ts'
import { theOne } from '../customers/find.ts'
import { UsageError, UserError } from '../errors.ts'
import { explanationText } from '../present/explanation.ts'
import { explainCustomer } from '../scoring/explain-customer.ts'
import { explainModel } from '../scoring/explain-model.ts'
import { score } from '../scoring/score.ts'
import type { Args, Command } from './command.ts'
import { findFor } from './note.ts'
import { scoredText, scoringBar } from './scoring.ts'

export const command: Command = {
  name: 'score',
  summary: 'Estimates what each customer will do, and says what the scores rest on',
  usage: ['score', 'score --explain', 'score --explain CUSTOMER'],
  flags: {
    explain: {
      type: 'boolean',
      meaning: 'Scores nothing, but shows the model, or everything behind one customer’s scores',
    },
  },
  examples: ['score', 'score --explain', 'score --explain "Ana Silva"', 'score --explain C0042 --json'],
  reads: true,
  run: (shop, args) => (args.flags.explain === true ? explain(shop, args) : scoreAll(shop, args)),
}

async function scoreAll(shop: Context, { positionals, as, json, print }: Args): Promise<void> {
  if (positionals.length > 0)
    throw new UsageError(
      `score takes no “${positionals[0]}”.`,
      `Of one customer: npm run -s cli -- score --explain "${positionals.join(' ')}"`,
    )
  const { mayManage } = await askerFor(as, shop)
  if (!mayManage) throw new UserError('Only a manager may score the customers.', 'Leave out --as, or ask a manager.')
  using bar = scoringBar()
  const report = await score(shop, { onProgress: bar.update })
  bar[Symbol.dispose]()
  if (json) return print(JSON.stringify(report))
  print([...scoredText(report), 'What it rests on: npm run -s cli -- score --explain'].join('\n'))
}

async function explain(shop: Context, { positionals, as, json, print }: Args): Promise<void> {
  const said = positionals.join(' ')
  if (said === '') return shownAs(await explainModel(shop), json, print)
  const asker = await askerFor(as, shop)
  const context = await openAsking(shop, openOfflinePlanner)
  const { ref } = theOne(said, await findFor(said, asker.scope, shop))
  return shownAs(await explainCustomer(ref, asker, context), json, print)
}

function shownAs(explanation: Parameters<typeof explanationText>[0], json: boolean, print: Args['print']): void {
  print(json ? JSON.stringify(explanation) : explanationText(explanation))
}
