import { describe, expect, test } from 'vitest'
import { namesIn, typed } from '../../src/notes/note.ts'

describe('whom a note is about', () => {
  test.each([
    ['Ana Silva: asked about cable locks, call Friday', 'Ana Silva', 'asked about cable locks, call Friday'],
    ['C0042: prefers mornings', 'C0042', 'prefers mornings'],
    ['ana@mail.example: hi', 'ana@mail.example', 'hi'],
    ['Ana Silva - likes dogs', 'Ana Silva', 'likes dogs'],
    ['Ana Silva\nlikes dogs\nand cats', 'Ana Silva', 'likes dogs\nand cats'],
    ['Ana Silva likes dogs', null, 'Ana Silva likes dogs'],
    ['call at 9:30 about Ana', null, 'call at 9:30 about Ana'],
  ])('%j', (text, who, body) => expect(typed(text)).toEqual({ who, body }))

  test('without a colon every beginning is one to try, the longest first', () => {
    expect(namesIn('Ana Silva, likes big dogs').map(({ who }) => who)).toEqual([
      'Ana Silva, likes big',
      'Ana Silva, likes',
      'Ana Silva',
      'Ana',
    ])
  })
})
