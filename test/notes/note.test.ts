import { describe, expect, test } from 'vitest'
import { dayMentioned, namesIn, typed } from '../../src/notes/note.ts'

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

describe('the day that a note speaks of as still to come, on Monday, November 16', () => {
  test.each([
    ['asked about cable locks, call Friday', '2026-11-20'],
    ['Wants a call on Saturday morning', '2026-11-21'],
    ['back in two weeks', '2026-11-30'],
    ['needs it by Nov 30', '2026-11-30'],
    ['wedding on 12/20', '2026-12-20'],
    ['call her tomorrow at 9', '2026-11-17'],
    ['order ready next week', '2026-11-23'],
  ])('%j', (body, on) => expect(dayMentioned(body, '2026-11-16')?.on).toBe(on))

  test.each([
    'born May 5, likes tea',
    'was here last Friday',
    'bought it on Monday',
    'comes in Saturday mornings before the rush',
    'moving to a bigger house in the spring',
    'likes dogs',
    'paid $5',
  ])('there is none in %j', (body) => expect(dayMentioned(body, '2026-11-16')).toBeNull())
})
