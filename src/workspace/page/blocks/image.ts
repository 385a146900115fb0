/// <reference lib="dom" />
import { h, type VNode } from '../h.ts'
import { safeImage } from './read.ts'

/** A picture from this server or in the block itself; of any other, what it shows in words. */
export function image(url: string, alt: string, kind: 'picture' | 'small' = 'small'): VNode {
  const safe = safeImage(url)
  if (safe === null) return h('span', { class: `image-words image-${kind}` }, alt)
  return h('img', { class: `image image-${kind}`, src: safe, alt })
}
