import { writeDay } from '../../ask/period-text.ts'
import { capital } from '../../ask/wording.ts'
import type { Block } from '../../present/blocks/blocks.ts'
import { between, bold, header, richText, told, words } from '../../present/blocks/pieces.ts'
import { aside, button, row, section, sure } from '../elements.ts'
import { manageActions } from '../manage/names.ts'
import type { HomeSegment, SegmentChange } from './facts.ts'

const shown = 10

/** How the segments that a shop watches have grown or shrunk in thirty days. */
export function changeBlocks(changes: readonly SegmentChange[]): readonly Block[] {
  const [first] = changes
  if (!first) return []
  const lines = changes.map(
    ({ label, customers, change }) => `${capital(label)}: ${customers.toLocaleString('en-US')} (${signed(change)})`,
  )
  return [
    header('Segments and their change'),
    section(lines.join('\n')),
    aside(
      `As of ${writeDay(first.day)}, in brackets the change in thirty days. Ask “champions by month” or “who became lapsed this month”.`,
    ),
  ]
}

const signed = (change: number): string =>
  change === 0 ? 'no change' : `${change > 0 ? '+' : '−'}${Math.abs(change).toLocaleString('en-US')}`

/** The saved segments, each with what can be done with it. */
export function segmentBlocks(segments: readonly HomeSegment[]): readonly Block[] {
  const more = segments.length - shown
  return [
    header('Saved segments'),
    ...(segments.length === 0 ? [section(none)] : segments.slice(0, shown).flatMap(segmentRows)),
    ...(more > 0 ? [aside(`And ${more} more; ask “list segments” for all of them.`)] : []),
  ]
}

const none =
  'There are none yet. Under an answer that lists customers, press “Save as segment”; then ask about it by name.'

function segmentRows(segment: HomeSegment): readonly Block[] {
  const { label, reading, customers, savedBy } = segment
  const size = customers === null ? [] : [between(` · ${counted(customers)}`)]
  const described = told(
    bold(label),
    ...size,
    between('\n'),
    words(reading),
    between('\n'),
    words(`Saved by ${savedBy}`),
  )
  return [richText(described), row(...segmentButtons(segment))]
}

const counted = (customers: number): string =>
  `${customers.toLocaleString('en-US')} ${customers === 1 ? 'customer' : 'customers'}`

function segmentButtons({ name: value, label, mine }: HomeSegment) {
  const show = button(manageActions.showSegment, 'Show', { value, says: `Show ${label}` })
  if (!mine) return [show]
  const text = `“${label}” can then no longer be used in questions. No customer is changed.`
  return [
    show,
    button(manageActions.renameSegment, 'Rename…', { value, says: `Rename ${label}` }),
    button(manageActions.deleteSegment, 'Delete', {
      value,
      says: `Delete ${label}`,
      confirm: sure('Delete this segment?', text, 'Delete it'),
    }),
  ]
}
