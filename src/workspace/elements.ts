import type { Ids } from './ids.ts'
import type { AnyBlock } from './types.ts'

/** An element of a block: a button, a menu, an input … */
export type AnyElement = Readonly<Record<string, unknown>> & { readonly type: string }

/** Names every block and element that the app left without a name, as Slack does. */
export function named(blocks: readonly AnyBlock[], ids: Ids): readonly AnyBlock[] {
  return blocks.map((block) => ({
    ...mapElements(block, (element) => ('action_id' in element ? element : { ...element, action_id: ids.next('a') })),
    block_id: block.block_id ?? ids.next('b'),
    ...(Array.isArray(block.child_blocks) ? { child_blocks: named(block.child_blocks, ids) } : {}),
  }))
}

/** Kinds of blocks whose `elements` people use. */
const WITH_ELEMENTS: readonly string[] = ['actions', 'context_actions']

function mapElements(block: AnyBlock, change: (element: AnyElement) => AnyElement): AnyBlock {
  if (WITH_ELEMENTS.includes(block.type) && Array.isArray(block.elements))
    return { ...block, elements: block.elements.map(change) }
  if (block.type === 'input' && block.element) return { ...block, element: change(block.element as AnyElement) }
  if (block.type === 'section' && block.accessory && (block.accessory as AnyElement).type !== 'image')
    return { ...block, accessory: change(block.accessory as AnyElement) }
  return block
}

/** Blocks with those inside containers, in reading order. */
export function flattened(blocks: readonly AnyBlock[]): readonly AnyBlock[] {
  return blocks.flatMap((block) =>
    Array.isArray(block.child_blocks) ? [block, ...flattened(block.child_blocks)] : [block],
  )
}

export function elementsOf(block: AnyBlock): readonly AnyElement[] {
  const found: AnyElement[] = []
  mapElements(block, (element) => {
    found.push(element)
    return element
  })
  return found
}

export function findElement(blocks: readonly AnyBlock[], blockId: string, actionId: string): AnyElement | undefined {
  return flattened(blocks)
    .filter((block) => block.block_id === blockId)
    .flatMap(elementsOf)
    .find((element) => element.action_id === actionId)
}
