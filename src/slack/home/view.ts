import type { Asker } from '../../access/asker.ts'
import { writeDay } from '../../ask/period-text.ts'
import type { Block, HomeView } from '../../present/blocks/blocks.ts'
import { followUpBlocks } from '../../present/blocks/follow-ups.ts'
import { header } from '../../present/blocks/pieces.ts'
import { aside, button, divider, row, section } from '../elements.ts'
import { duplicateBlocks } from '../identity/list.ts'
import { manageActions } from '../manage/names.ts'
import { qualityBlocks } from '../quality/home.ts'
import type { HomeAbsence, HomeFacts } from './facts.ts'
import { managementBlocks } from './management.ts'
import { homeActions } from './names.ts'
import { scheduleBlocks } from './schedules.ts'
import { changeBlocks, segmentBlocks } from './segments.ts'

/** One person's Home tab; at most 100 blocks, whatever the shop holds. */
export function homeView(facts: HomeFacts): HomeView {
  const parts: readonly (readonly Block[])[] = [
    [...greeting(facts), ...firstSteps(facts)],
    questions(facts),
    ...(facts.followUps === null
      ? []
      : [
          [
            header('Your follow-ups'),
            ...digestLine(facts.digest),
            ...followUpBlocks(facts.followUps, 'mine', 6),
            row(
              button(manageActions.digestNow, 'Today’s digest'),
              button(manageActions.ownDigest, 'Your morning digest…'),
            ),
          ],
        ]),
    ...(facts.segmentChanges.length === 0 ? [] : [changeBlocks(facts.segmentChanges)]),
    ...(facts.quality === null ? [] : [qualityBlocks(facts.quality)]),
    ...((facts.management?.duplicates ?? 0) > 0 ? [duplicateBlocks(facts.management?.duplicates ?? 0)] : []),
    segmentBlocks(facts.segments),
    scheduleBlocks(facts.schedules),
    ...(facts.asker.staffId === null ? [] : [absence(facts.absences)]),
    ...(facts.management === null ? [] : [managementBlocks(facts.management, facts.settings)]),
  ]
  return {
    type: 'home',
    callback_id: 'home',
    blocks: parts.flatMap((part, at) => (at < 2 ? part : [divider, ...part])),
  }
}

/** How far one is with this morning's list, which stands under Messages. */
function digestLine(digest: HomeFacts['digest']): readonly Block[] {
  if (digest === null) return []
  const { open, all } = digest
  const whole = all === 1 ? 'The one customer of today’s digest is' : `All ${all} customers of today’s digest are`
  const left = `${open} of ${all} customers of today’s digest ${open === 1 ? 'is' : 'are'} open: under Messages.`
  return [section(open === 0 ? `${whole} dealt with.` : left)]
}

/** What somebody sees to whom nothing may be shown: why, and what they can do about it where they can. */
export const refusedView = (sentence: string, ...more: readonly string[]): HomeView => ({
  type: 'home',
  callback_id: 'home',
  blocks: [section(sentence), ...more.map((each) => section(each))],
})

function greeting({ asker, settings, freshness }: HomeFacts): readonly Block[] {
  const orders = freshness.latestOrder === null ? 'no orders yet' : `orders up to ${writeDay(freshness.latestOrder)}`
  return [
    header(`Hello ${asker.name.split(' ')[0] ?? asker.name}`),
    aside(
      `${settings.name} · ${orders}${freshness.sample ? ' · sample data: this shop is invented' : ''}`,
      rights(asker),
    ),
  ]
}

const firstSteps = ({ firstSteps: steps }: HomeFacts): readonly Block[] =>
  steps.length === 0 ? [] : [header('First steps'), section(steps.map((step) => `• ${step}`).join('\n'))]

/** The role and what it brings, so that nobody wonders why a colleague sees more. */
function rights(asker: Asker): string {
  const role = { associate: 'an associate', manager: 'a manager', admin: 'an administrator' }[asker.role]
  const details = asker.maySeeContactDetails ? 'with their contact details' : 'without their contact details'
  return `You are ${role} here and see ${customersOf(asker)}, ${details}.`
}

function customersOf({ scope, storeName }: Asker): string {
  switch (scope.kind) {
    case 'all':
      return 'all customers'
    case 'store':
      return `the customers of ${storeName ?? 'your store'}`
    case 'owner':
      return 'the customers you look after'
    default:
      return scope satisfies never
  }
}

function questions({ examples }: HomeFacts): readonly Block[] {
  const buttons = homeActions.flatMap((action, at) => {
    const question = examples[at]
    return question === undefined ? [] : [button(action, question, { value: question })]
  })
  return [
    header('Ask me anything'),
    section(
      'Under Messages, in a channel by mentioning me, or with /ask. In a thread you can ask on: “only in …”, “how many”.',
    ),
    ...(buttons.length > 0 ? [row(...buttons)] : []),
  ]
}

function absence(absences: readonly HomeAbsence[]): readonly Block[] {
  const enter = button(manageActions.enterAbsence, 'I am away…')
  return [
    header('Your absences'),
    ...absences
      .slice(0, 5)
      .map(({ id, from, to }) =>
        section(
          from === to ? writeDay(from) : `${writeDay(from)} to ${writeDay(to)}`,
          button(manageActions.endAbsence, 'Remove', { value: String(id) }),
        ),
      ),
    row(enter),
  ]
}
