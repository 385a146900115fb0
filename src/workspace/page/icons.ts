/// <reference lib="dom" />
import { h, type VNode } from './h.ts'

/** Drawn on a square of 20, in the colour of the text. */
const paths = {
  app: 'M3 8.2 4.6 3.5h10.8L17 8.2M3 8.2a2.3 2.3 0 0 0 4.67 0 2.3 2.3 0 0 0 4.66 0 2.3 2.3 0 0 0 4.67 0M4.5 10.5v6h11v-6M8.2 16.5v-3.6h3.6v3.6',
  hash: 'M7.6 3 6 17M14 3l-1.6 14M3.5 7.5h13.4M3.1 12.5h13.4',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  back: 'M12.5 4 6.5 10l6 6',
  close: 'm5 5 10 10M15 5 5 15',
  more: 'M10 4.6v.1M10 10v.1M10 15.4v.1',
  reply: 'M4 4.5h12v8.5H9.5L6 16v-3H4z',
  send: 'm3.5 10 13-6-4.5 13-2.5-5.2zM9.5 11.8l7-7.8',
  slash: 'M12.5 4l-5 12',
  at: 'M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zm0 0v1.2c0 2.4 3.8 2.2 3.8-1.2A6.8 6.8 0 1 0 13.6 16',
  down: 'm5.5 8 4.5 4.5L14.5 8',
  right: 'm8 5.5 4.5 4.5L8 14.5',
  up: 'm5.5 12.5 4.5-4.5 4.5 4.5',
  sort: 'm6.5 8 3.5-3.5L13.5 8M6.5 12l3.5 3.5 3.5-3.5',
  search: 'M12.8 12.8 17 17M14 8.7a5.3 5.3 0 1 1-10.6 0 5.3 5.3 0 0 1 10.6 0z',
  eye: 'M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5zm9.7 0a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0z',
  file: 'M5 2.5h6.5L15.5 6.5V17.5H5zM11.5 2.5v4h4',
  download: 'M10 3v9.5M6 9l4 4 4-4M4 16.5h12',
  check: 'm4 10.5 4 4 8-9',
  warning: 'M10 3 18 16.5H2zM10 8v4M10 14.3v.1',
  info: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM10 9v5M10 6.2v.1',
  plus: 'M10 4.5v11M4.5 10h11',
  calendar: 'M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5',
  clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4.2l2.8 1.6',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M15.7 4.3l-1.4 1.4M5.7 14.3l-1.4 1.4',
  moon: 'M16.5 12A7 7 0 0 1 8 3.5 7 7 0 1 0 16.5 12z',
  bolt: 'M11 2.5 4.5 11.5H9.5L8.5 17.5 15.5 8.5H10.5z',
  trash: 'M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5 6.3 17h7.4l.8-11.5',
  pencil: 'm4 16 .8-3.5L13.5 3.8l2.7 2.7L7.5 15.2z',
  thumbUp: 'M3 9h3v8H3zM6 9l3.5-6.5c1.5 0 2.2 1.2 1.9 2.5L10.8 8h5c1 0 1.6 1 1.3 2l-1.7 5.7c-.2.8-.8 1.3-1.6 1.3H6',
  thumbDown:
    'M17 11h-3V3h3zM14 11l-3.5 6.5c-1.5 0-2.2-1.2-1.9-2.5l.6-3h-5c-1 0-1.6-1-1.3-2l1.7-5.7C4.8 3.5 5.4 3 6.2 3H14',
  copy: 'M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7',
} as const

export type IconName = keyof typeof paths

export function icon(name: IconName, label?: string): VNode {
  const named = label === undefined ? { 'aria-hidden': 'true' } : { role: 'img', 'aria-label': label }
  return h('svg', { class: `icon icon-${name}`, viewBox: '0 0 20 20', ...named }, h('path', { d: paths[name] }))
}
