/// <reference lib="dom" />
import { h, type VNode } from '../h.ts'
import { type IconName, icon } from '../icons.ts'
import { local, type Place, placeKey, setLocal } from '../state.ts'
import { drawElement } from './actions.ts'
import { drawBlocks } from './block.ts'
import { image } from './image.ts'
import { type Json, plain, record, records, string } from './read.ts'
import { richText } from './rich-text.ts'
import { drawText } from './text.ts'

/** Blocks in a frame, folded away until somebody wants them if the app says so. */
export function container(place: Place, block: Json): VNode {
  const key = `container:${placeKey(place)}:${string(block.block_id)}`
  const foldable = block.is_collapsible === true
  const open = !foldable || local(key, block.default_collapsed !== true)
  const fold = { 'aria-expanded': String(open), type: 'button', onclick: () => setLocal(key, !open) }
  return h(
    'section',
    { class: open ? 'container' : 'container folded' },
    foldable
      ? h('button', { class: 'container-head', ...fold }, icon(open ? 'down' : 'right'), heading(block))
      : h('div', { class: 'container-head' }, heading(block)),
    open && h('div', { class: 'container-body' }, drawBlocks(place, records(block.child_blocks))),
  )
}

function heading(block: Json): VNode {
  const rich = record(block.rich_text_title)
  const picture = record(block.icon)
  return h(
    'span',
    { class: 'container-title' },
    picture !== null && image(string(picture.image_url), string(picture.alt_text)),
    rich === null ? plain(block.title) : richText(rich),
    block.subtitle !== undefined && h('span', { class: 'container-subtitle' }, drawText(block.subtitle)),
  )
}

export function card(place: Place, block: Json): VNode {
  const hero = record(block.hero_image)
  const sign = record(block.icon)
  const site = { place, blockId: string(block.block_id), quiet: false }
  return h(
    'article',
    { class: 'card' },
    hero !== null && image(string(hero.image_url), string(hero.alt_text), 'picture'),
    h(
      'div',
      { class: 'card-head' },
      sign !== null && image(string(sign.image_url), string(sign.alt_text)),
      h(
        'div',
        {},
        h('div', { class: 'card-title' }, drawText(block.title)),
        h('div', { class: 'card-subtitle' }, drawText(block.subtitle)),
      ),
    ),
    h('div', { class: 'card-body' }, drawText(block.body)),
    h(
      'div',
      { class: 'actions' },
      records(block.actions).map((element) => drawElement(site, element)),
    ),
  )
}

const alertIcons: Readonly<Record<string, IconName>> = { warning: 'warning', error: 'warning', success: 'check' }

export function alert(block: Json): VNode {
  const level = string(block.level) || 'default'
  return h(
    'div',
    { class: `alert alert-${level}`, role: 'note' },
    icon(alertIcons[level] ?? 'info'),
    h('div', {}, drawText(block.text)),
  )
}
