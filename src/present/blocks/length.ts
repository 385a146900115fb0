import type { Block } from './blocks.ts'

/**
 * How many characters a message's blocks say, the cells of tables and the points of charts aside.
 *
 * Slack takes some 12,000 of them in one message and answers `msg_blocks_too_long` to more, whatever each block may have.
 */
export const lengthOf = (blocks: readonly Block[]): number =>
  blocks
    .filter(({ type }) => type !== 'data_table' && type !== 'data_visualization')
    .reduce((sum, block) => sum + said(block), 0)

/** Everything under `text`, at any depth. */
function said(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + said(each), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, each]) => sum + (key === 'text' && typeof each === 'string' ? each.length : said(each)),
    0,
  )
}
