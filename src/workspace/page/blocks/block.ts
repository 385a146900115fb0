/// <reference lib="dom" />
import type { AnyBlock } from '../../types.ts'
import { type Child, h, type VNode } from '../h.ts'
import { icon } from '../icons.ts'
import { type Place, placeKey } from '../state.ts'
import { drawElement, unknown } from './actions.ts'
import { chart } from './chart.ts'
import { alert, card, container } from './container.ts'
import { withEmoji } from './emoji.ts'
import { image } from './image.ts'
import { inputBlock } from './inputs.ts'
import { markdown } from './markdown.ts'
import { type Json, plain, record, records, string } from './read.ts'
import { richText } from './rich-text.ts'
import { plan, taskCard } from './stream.ts'
import { dataTable, plainTable } from './table.ts'
import { drawText } from './text.ts'

/** Blocks of a message, a modal, the Home tab or a container, one under the other. */
export function drawBlocks(place: Place, blocks: readonly (AnyBlock | Json)[]): Child {
  return blocks.map((block, index) =>
    h(
      'div',
      { class: 'block', key: `${string(block.block_id) || index}:${block.type}`, 'data-block': block.type },
      drawBlock(place, block, index),
    ),
  )
}

function drawBlock(place: Place, block: Json, index: number): Child {
  const key = `${placeKey(place)}:${string(block.block_id) || index}`
  switch (block.type) {
    case 'section':
      return section(place, block)
    case 'header':
      return h('div', { class: 'header-block', role: 'heading', 'aria-level': '3' }, withEmoji(plain(block.text)))
    case 'divider':
      return h('hr', { class: 'divider' })
    case 'context':
      return context(block)
    case 'actions':
      return elements(place, block, 'actions')
    case 'context_actions':
      return elements(place, block, 'context-actions')
    case 'rich_text':
      return richText(block)
    case 'markdown':
      return markdown(string(block.text))
    case 'image':
      return picture(block)
    case 'table':
      return plainTable(block)
    case 'data_table':
      return dataTable(block, `table:${key}`)
    case 'data_visualization':
      return chart(block, `chart:${key}`)
    default:
      return drawFramed(place, block)
  }
}

function drawFramed(place: Place, block: Json): Child {
  switch (block.type) {
    case 'container':
      return container(place, block)
    case 'card':
      return card(place, block)
    case 'carousel':
      return h(
        'div',
        { class: 'carousel' },
        records(block.elements).map((each) => card(place, each)),
      )
    case 'alert':
      return alert(block)
    case 'input':
      return inputBlock(place, block)
    case 'task_card':
      return taskCard(block)
    case 'plan':
      return plan(block)
    case 'file':
      return h('div', { class: 'file-block' }, icon('file'), string(record(block.file)?.title) || 'A file')
    default:
      return unknown(string(block.type))
  }
}

function section(place: Place, block: Json): VNode {
  const accessory = record(block.accessory)
  const fields = records(block.fields)
  const site = { place, blockId: string(block.block_id), quiet: false }
  return h(
    'div',
    { class: 'section' },
    h(
      'div',
      { class: 'section-text' },
      drawText(block.text),
      fields.length > 0 &&
        h(
          'div',
          { class: 'fields' },
          fields.map((field) => h('div', { class: 'field' }, drawText(field))),
        ),
    ),
    accessory !== null && h('div', { class: 'accessory' }, drawElement(site, accessory)),
  )
}

function context(block: Json): VNode {
  return h('div', { class: 'context' }, records(block.elements).map(contextElement))
}

function contextElement(element: Json): VNode {
  if (element.type === 'image') return image(string(element.image_url), string(element.alt_text))
  return h('span', { class: 'context-text' }, drawText(element))
}

function elements(place: Place, block: Json, kind: string): VNode {
  const site = { place, blockId: string(block.block_id), quiet: false }
  return h(
    'div',
    { class: kind },
    records(block.elements).map((element) => drawElement(site, element)),
  )
}

function picture(block: Json): VNode {
  return h(
    'figure',
    { class: 'picture' },
    block.title !== undefined && h('figcaption', {}, plain(block.title)),
    image(string(block.image_url), string(block.alt_text), 'picture'),
  )
}
