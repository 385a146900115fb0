import type { Wish } from './wish.ts'

const it = '(?:it|that|this|that last one|the last one)'
const own = '(?:(?:my|the|that|your) )?(?:last |latest )?'
const takes = '(?:undo|revert|take back)'
const bare = new RegExp(String.raw`^(?:(?:oops|sorry|wait|no)\W+)?(?:${takes}(?: ${it})?|take ${it} back)$`, 'iu')
const note = new RegExp(
  String.raw`^(?:(?:oops|sorry|wait|no)\W+)?(?:${takes} ${own}note|take ${own}note back|(?:delete|remove) my (?:last|latest) note)$`,
  'iu',
)
const change = new RegExp(
  String.raw`^(?:(?:oops|sorry|wait|no)\W+)?(?:${takes} ${own}(?:change|correction|edit)|take ${own}(?:change|correction|edit) back)$`,
  'iu',
)

/** “Undo”, “take that back”, “undo my last note”: of what its author wrote last. */
export function readUndo(text: string): Wish | null {
  if (note.test(text)) return { kind: 'undo', what: 'note' }
  if (change.test(text)) return { kind: 'undo', what: 'change' }
  return bare.test(text) ? { kind: 'undo', what: 'last' } : null
}
