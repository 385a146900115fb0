import { describe, expect, test } from 'vitest'
import { kindSaid, readNote } from '../../src/wishes/notes.ts'

const read = (text: string) => {
  const wish = readNote(text)
  return wish?.kind === 'note' ? [wish.text, wish.noteKind] : null
}

describe('a note that somebody asks to be kept is read word for word', () => {
  test.each([
    ['note for Ana: prefers mornings', 'Ana: prefers mornings', null],
    ['Please add a note to Ana Silva - likes “O’Hara” tea', 'Ana Silva: likes “O’Hara” tea', null],
    ['make a note that Ana likes dogs', 'Ana likes dogs', null],
    ['log that Ana called about locks', 'Ana called about locks', null],
    ['log that I called Ana about locks', 'Ana about locks', 'call'],
    ['log a call with Ana: left a message', 'Ana: left a message', 'call'],
    ['log a call from Ana about the grill', 'Ana: about the grill', 'call_from'],
    ['log a visit by Ana: looked at hoses', 'Ana: looked at hoses', 'visit'],
    ['can you log an e-mail to Ana: sent the quote', 'Ana: sent the quote', 'email'],
  ])('%j', (text, words, kind) => expect(read(text)).toEqual([words, kind]))

  test.each([
    'notes about cable locks',
    'note about wedding',
    'what did Maya write last week',
    'notes by Hank last week',
    'did you note that Ana likes dogs?',
    'log in',
    'who called about locks',
  ])('%j is none', (text) => expect(read(text)).toBeNull())
})

test.each([
  ['called about locks', 'call_from'],
  ['came in for a hose', 'visit'],
  ['emailed the measurements', 'email_from'],
  ['called her sister', 'note'],
  ['likes dogs', 'note'],
])('%j after a name is %s', (body, kind) => expect(kindSaid(body)).toBe(kind))
