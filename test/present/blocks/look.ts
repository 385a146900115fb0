import type { Block, Post, RichTextElement } from '../../../src/present/blocks/blocks.ts'

/** A post as a person reads it, block by block, in lines: “[button]”, “| cell | cell”, “### header”. */
export const readPost = ({ blocks }: Post): string => blocks.flatMap(linesOf).join('\n')

function linesOf(block: Block): readonly string[] {
  switch (block.type) {
    case 'header':
      return [`### ${block.text.text}`]
    case 'section':
      return [...(block.text ? [block.text.text] : []), ...(block.fields ?? []).map(({ text }) => `  ${text}`)]
    case 'context':
      return block.elements.map(({ text }) => `~ ${text}`)
    case 'divider':
      return ['---']
    case 'actions':
      return [block.elements.map((element) => labelOf(element)).join(' ')]
    case 'context_actions':
      return block.elements.map((one) => `[${one.positive_button.text.text}] [${one.negative_button.text.text}]`)
    case 'container':
      return [`> ${block.title.text}`, ...block.child_blocks.flatMap(linesOf).map((line) => `>   ${line}`)]
    case 'data_table':
      return [
        `(${block.caption})`,
        ...block.rows.map((row) =>
          row.map((cell) => `| ${cell.type === 'rich_text' ? linesOf(cell) : cell.text}`).join(' '),
        ),
      ]
    case 'data_visualization':
      return [`<${block.chart.type}: ${block.title}>`, JSON.stringify(block.chart)]
    case 'rich_text':
      return block.elements.flatMap((part) =>
        part.type === 'rich_text_list'
          ? part.elements.map((one, at) => `${part.style === 'ordered' ? `${at + 1}.` : '•'} ${wordsOf(one.elements)}`)
          : wordsOf(part.elements).split('\n'),
      )
    case 'input':
    case 'alert':
      return [block.type]
    default:
      return block satisfies never
  }
}

const wordsOf = (elements: readonly RichTextElement[]): string =>
  elements.map((one) => ('text' in one ? (one.text ?? '') : one.type)).join('')

function labelOf(element: Extract<Block, { type: 'actions' }>['elements'][number]): string {
  if (element.type === 'button') return `[${element.text.text}]`
  return element.type === 'overflow' ? `[⋯ ${element.options.map(({ text }) => text.text).join(' / ')}]` : element.type
}

/** Every button and menu entry of a post with what it sends. */
export function clicksOf({
  blocks,
}: Post): readonly { readonly action_id: string; readonly value: string; readonly text: string }[] {
  return blocks.flatMap((block) => {
    if (block.type === 'context_actions')
      return block.elements.flatMap(({ action_id, positive_button, negative_button }) =>
        [positive_button, negative_button].map(({ text, value }) => ({ action_id, value, text: text.text })),
      )
    if (block.type !== 'actions') return []
    return block.elements.flatMap((element) => {
      if (element.type === 'button')
        return [{ action_id: element.action_id, value: element.value ?? '', text: element.text.text }]
      return element.type === 'overflow'
        ? element.options.map(({ text, value }) => ({ action_id: element.action_id, value, text: text.text }))
        : []
    })
  })
}
