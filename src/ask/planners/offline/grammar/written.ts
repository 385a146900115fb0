import type { Grammar } from '../engine.ts'

/** Notes asked for by what colleagues did: “what did Maya write last week”, “the latest notes”. Lists of notes begin with the latest. */
export function addWritten(grammar: Grammar): void {
  const notes = { kind: 'subject', entity: 'note' }
  const several = (...items: readonly unknown[]) => ({ kind: 'several', items })
  grammar.rule(
    'item',
    [
      'what did|has|have <staff> write|written|note|noted|jot|jotted|log|logged down? about|on? customers|people|clients?',
      'what|everything|anything <staff> wrote|noted|logged|jotted down? about|on? customers|people|clients?',
    ],
    ({ staff: { email } }) => several(notes, { kind: 'staff', emails: [email] }),
    -0.6,
  )
  grammar.rule('item', ['the? latest|newest|recent|most_recent|last note|notes'], () => several(notes), -0.6)
}
