import type { Block } from './blocks.ts'
import { limits } from './limits.ts'
import { button, line, richText, told, words } from './pieces.ts'

/** Of a choice that is written out: a question or a reading in full. */
const longestLabel = 250

export interface Choice {
  readonly label: string
  readonly actionId: string
  readonly value: string
}

/**
 * A button for each choice. Where one of them says more than fits on a button, all are written out under numbers, and
 * the buttons carry the number with the beginning.
 */
export function choiceBlocks(choices: readonly Choice[]): readonly Block[] {
  const offered = withoutDoubles(choices)
  if (offered.length === 0) return []
  if (offered.every(({ label }) => line(label, limits.text).length <= limits.buttonText))
    return [{ type: 'actions', elements: offered.map((one) => button(one.actionId, one.label, one.value)) }]
  const lines = offered.map(({ label }) => told(words(label, longestLabel)))
  return [
    richText({ type: 'rich_text_list', style: 'ordered', elements: lines }),
    {
      type: 'actions',
      elements: offered.map((one, at) => button(one.actionId, `${at + 1}. ${line(one.label, 40)}`, one.value)),
    },
  ]
}

/** Two buttons that say the same cannot be told apart. */
function withoutDoubles(choices: readonly Choice[]): readonly Choice[] {
  const seen = new Set<string>()
  return choices.filter(({ label }) => {
    const said = line(label, limits.text).toLowerCase()
    const again = seen.has(said)
    seen.add(said)
    return !again
  })
}
