/// <reference lib="dom" />
import { drawBlocks } from './blocks/block.ts'
import { type Child, h } from './h.ts'
import { current } from './state.ts'

/** The app's Home tab, as the app last published it for this person. */
export function home(): Child {
  const { home: view, bot } = current()
  return h(
    'div',
    { class: 'home scroll', key: 'home', role: 'tabpanel', 'aria-label': 'Home' },
    view === null
      ? h('p', { class: 'empty' }, `${bot.name} has not shown anything here yet.`)
      : h('div', { class: 'home-blocks' }, drawBlocks({ kind: 'view', view: view.id }, view.blocks)),
  )
}
