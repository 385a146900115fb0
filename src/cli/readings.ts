import { askerFor } from '../access/identify.ts'
import { openAsking } from '../ask/opening.ts'
import { writeDay } from '../ask/period-text.ts'
import { openOfflinePlanner } from '../ask/planners/open.ts'
import { listReadings, removeReading, reviewReading, type ShownReading } from '../ask/planners/saved/readings.ts'
import { type Context, dayOf } from '../context.ts'
import { UsageError, UserError } from '../errors.ts'
import type { Args, Command } from './command.ts'

export const command: Command = {
  name: 'readings',
  summary: 'Lists how people confirmed or rejected that questions are read, and forgets it',
  usage: ['readings', 'readings remove NUMBER', 'readings reviewed NUMBER'],
  flags: {},
  examples: ['readings', 'readings remove 3'],
  reads: true,
  run: readingsCommand,
}

async function readingsCommand(shop: Context, args: Args): Promise<void> {
  const [action = 'list', number] = args.positionals
  const asker = await askerFor(args.as, shop)
  const context = await openAsking(shop, openOfflinePlanner)
  switch (action) {
    case 'list':
      return list(await listReadings(asker, context), shop, args)
    case 'remove':
      return told(
        await removeReading(shop.db, numberOf(number), asker),
        'The question is read anew the next time.',
        args,
      )
    case 'reviewed':
      return told(await reviewReading(shop.db, numberOf(number), asker), 'Noted as looked at.', args)
    default:
      throw new UsageError(`readings cannot ${action}.`, `It knows: ${command.usage.join(', ')}`)
  }
}

function list(readings: readonly ShownReading[], { settings }: Context, { json, print }: Args): void {
  const nobody = 'Nobody has confirmed or rejected a reading yet. In Slack, that is a click below an answer.'
  const told = readings.map((reading) => lines(reading, settings.timeZone).join('\n')).join('\n\n')
  print(json ? JSON.stringify(readings) : told || nobody)
}

function lines(
  { id, question, reading, saidBy, saidAt, forWhom, uses, state, verdict }: ShownReading,
  zone: string,
): readonly string[] {
  const used = uses === 0 ? 'not used yet' : uses === 1 ? 'used once' : `used ${uses.toLocaleString('en-US')} times`
  const whose = forWhom === null ? 'for everybody' : `for ${forWhom} alone`
  const said = `${verdict === 'right' ? 'Confirmed' : 'Rejected'} by ${saidBy} on ${writeDay(dayOf(saidAt, zone))}, ${whose}`
  return [
    `${id}. “${question}”`,
    `   ${reading}`,
    `   ${said}${verdict === 'right' ? `, ${used}` : ''}.${states[state]}`,
  ]
}

const states: Readonly<Record<ShownReading['state'], string>> = {
  asks: ' To be looked at.',
  looked_at: '',
  holds: '',
  stale: ' Not used any more: a definition in it has changed since.',
}

function numberOf(text: string | undefined): number {
  if (text !== undefined && /^\d{1,9}$/.test(text)) return Number(text)
  throw new UsageError('Which reading? Give its number.', 'Numbers are listed by: npm run -s cli -- readings')
}

function told(done: boolean, sentence: string, { print }: Args): void {
  if (!done) throw new UserError('There is no such reading.', 'They are listed by: npm run -s cli -- readings')
  print(sentence)
}
