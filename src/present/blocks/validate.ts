import type { z } from 'zod'
import type { Block } from './blocks.ts'
import { lengthOf } from './length.ts'
import { limits } from './limits.ts'
import { surfaces, viewSchema } from './schemas.ts'

export type Surface = 'message' | 'modal' | 'home'

/** Something Slack would refuse, and where: `{ pointer: '/blocks/3/rows', message: 'Too big: …' }`. */
export interface BlockFault {
  readonly pointer: string
  readonly message: string
}

/**
 * Everything that Slack would refuse about the blocks of a message, a modal or a Home tab, and every block that is not
 * one of ours.
 *
 * Nobody else tells before they are sent: Slack answers `invalid_blocks`, and a person waits for an answer in vain.
 */
export function faultsOf(surface: Surface, blocks: unknown): readonly BlockFault[] {
  if (!Array.isArray(blocks)) return [{ pointer: '/blocks', message: 'must be a list of blocks' }]
  const most = surface === 'message' ? limits.messageBlocks : limits.viewBlocks
  const count =
    blocks.length > most
      ? [{ pointer: '/blocks', message: `has ${blocks.length} blocks; a ${surface} takes ${most}` }]
      : []
  const each = blocks.flatMap((block, at) => faultsIn(surfaces[surface].safeParse(block), ['blocks', at]))
  return each.length > 0 ? [...count, ...each] : [...count, ...together(surface, blocks as readonly Block[])]
}

/** The same of a whole view: its title, buttons and memory, and its blocks. */
export function viewFaults(view: unknown): readonly BlockFault[] {
  const parsed = viewSchema.safeParse(view)
  if (!parsed.success) return faultsIn(parsed, [])
  const { type, blocks } = parsed.data
  const faults = faultsOf(type, blocks)
  const asks = Array.isArray(blocks) && blocks.some((block) => block?.type === 'input')
  const silent = parsed.data.type === 'modal' && asks && parsed.data.submit === undefined
  return silent ? [{ pointer: '/submit', message: 'is needed where there are inputs' }, ...faults] : faults
}

/** As `faultsOf`, in one line for a log or a failing test. */
export const faultLines = (faults: readonly BlockFault[]): string =>
  faults.map(({ pointer, message }) => `${pointer}: ${message}`).join('\n')

function faultsIn(parsed: z.ZodSafeParseResult<unknown>, base: readonly (string | number)[]): readonly BlockFault[] {
  if (parsed.success) return []
  return parsed.error.issues.map(({ path, message }) => ({
    pointer: `/${[...base, ...path].map(String).join('/')}`,
    message,
  }))
}

/** What holds between blocks. Each of them alone is sound. */
function together(surface: Surface, blocks: readonly Block[]): readonly BlockFault[] {
  return [
    ...(surface === 'message' ? tooMuchText(blocks) : []),
    ...tooMuchTable(blocks),
    ...tooManyCharts(blocks),
    ...sharedBlockIds(blocks),
    ...sharedActionIds(blocks),
  ]
}

function tooMuchText(blocks: readonly Block[]): readonly BlockFault[] {
  const characters = lengthOf(blocks)
  if (characters <= limits.messageText) return []
  return [
    { pointer: '/blocks', message: `${characters} characters in all blocks; a message takes ${limits.messageText}` },
  ]
}

function tooMuchTable(blocks: readonly Block[]): readonly BlockFault[] {
  const tables = blocks.flatMap((block, at) => (block.type === 'data_table' ? [{ at, rows: block.rows }] : []))
  const characters = tables
    .flatMap(({ rows }) => rows.flat())
    .reduce((sum, cell) => sum + (cell.type === 'rich_text' ? writtenIn(cell).length : cell.text.length), 0)
  if (characters <= limits.tableText) return []
  return [
    {
      pointer: `/blocks/${tables[0]?.at}/rows`,
      message: `${characters} characters in all tables; a message takes ${limits.tableText}`,
    },
  ]
}

/** What a rich text says, for counting. */
function writtenIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(writtenIn).join('')
  if (typeof value !== 'object' || value === null) return ''
  const own = 'text' in value && typeof value.text === 'string' ? value.text : ''
  return own + ('elements' in value ? writtenIn(value.elements) : '')
}

function tooManyCharts(blocks: readonly Block[]): readonly BlockFault[] {
  const charts = blocks.flatMap(({ type }, at) => (type === 'data_visualization' ? [at] : []))
  return charts.slice(limits.charts).map((at) => ({
    pointer: `/blocks/${at}`,
    message: `is one chart too many; a message takes ${limits.charts}`,
  }))
}

interface Placed {
  readonly pointer: string
  readonly block: Block
}

function placed(blocks: readonly Block[]): readonly Placed[] {
  return blocks.flatMap((block, at) => {
    const pointer = `/blocks/${at}`
    const children = block.type === 'container' ? block.child_blocks : []
    const inside = children.map((child, index) => ({ pointer: `${pointer}/child_blocks/${index}`, block: child }))
    return [{ pointer, block }, ...inside]
  })
}

function sharedBlockIds(blocks: readonly Block[]): readonly BlockFault[] {
  const named = placed(blocks).flatMap(({ pointer, block }) =>
    block.block_id === undefined ? [] : [{ pointer: `${pointer}/block_id`, id: block.block_id }],
  )
  return repeated(named)
}

function sharedActionIds(blocks: readonly Block[]): readonly BlockFault[] {
  return placed(blocks).flatMap(({ pointer, block }) =>
    block.type === 'actions' || block.type === 'context_actions'
      ? repeated(
          block.elements.map(({ action_id: id }, at) => ({ pointer: `${pointer}/elements/${at}/action_id`, id })),
        )
      : [],
  )
}

function repeated(named: readonly { readonly pointer: string; readonly id: string }[]): readonly BlockFault[] {
  const seen = new Set<string>()
  return named.flatMap(({ pointer, id }) => {
    const again = seen.has(id)
    seen.add(id)
    return again ? [{ pointer, message: `“${id}” is used twice` }] : []
  })
}
