import { months } from '../../ask/named-days.ts'
import type { Birthday } from '../../record/change.ts'
import { aside, field, menu, option, textInput } from '../elements.ts'
import type { Part, Prefilled } from './part.ts'

const none = 'none'

/** Given and family name, and what staff call them. */
export const namesPart: Part = {
  title: 'Name',
  blocks: ({ given, family, nickname }, _, filled) => [
    field('First name', textInput('given', filled.given ?? given ?? '', 80), { optional: true }),
    field('Last name', textInput('family', filled.family ?? family ?? '', 80), { optional: true }),
    field('Nickname', textInput('nickname', filled.nickname ?? nickname ?? '', 80), {
      optional: true,
      hint: 'What you call them, if different.',
    }),
  ],
  compared: ({ given, family }) => [
    { kind: 'names', given, family },
    { kind: 'nickname', nickname: null },
  ],
  asked: ({ given = '', family = '', nickname = '' }, _, __, shown) => [
    ...(given === (shown.given ?? '') && family === (shown.family ?? '')
      ? []
      : [{ field: 'given', change: { kind: 'names', given: given || null, family: family || null } } as const]),
    ...(nickname === (shown.nickname ?? '')
      ? []
      : [{ field: 'nickname', change: { kind: 'nickname', nickname: nickname || null } } as const]),
  ],
}

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`

/** Day and month, with the year where it is known. */
export const birthdayPart: Part = {
  title: 'Birthday',
  blocks: ({ birthday }, _, filled) => [
    field(
      'Month',
      menu(
        'month',
        [option('Not known', none), ...months.map((name, at) => option(capital(name), String(at + 1)))],
        filled.month ?? (birthday ? String(birthday.month) : none),
      ),
    ),
    field('Day', textInput('day', filled.day ?? (birthday ? String(birthday.day) : ''), 2), { optional: true }),
    field('Year', textInput('year', filled.year ?? (birthday?.year ? String(birthday.year) : ''), 4), {
      optional: true,
      hint: 'Leave it empty where it is not known.',
    }),
  ],
  compared: () => [{ kind: 'birthday', birthday: null }],
  asked: ({ month = none, day = '', year = '' }) => {
    if (month === none)
      return day === '' && year === ''
        ? [{ field: 'month', change: { kind: 'birthday', birthday: null } }]
        : { errors: { month: 'Choose the month.' } }
    if (!/^\d{1,2}$/.test(day) || Number(day) < 1 || Number(day) > 31)
      return { errors: { day: 'Give the day as a number from 1 to 31.' } }
    if (year !== '' && !/^\d{4}$/.test(year)) return { errors: { year: 'Give the year with four digits, or none.' } }
    const birthday: Birthday = { month: Number(month), day: Number(day), year: year === '' ? null : Number(year) }
    return [{ field: 'day', change: { kind: 'birthday', birthday } }]
  },
}

const splitTags = (text: string): readonly string[] =>
  [...new Set(text.split(/[,;\n]/).map((tag) => tag.trim()))].filter((tag) => tag !== '')

/** With the one that was said put on, or without the one that was said to go. */
const withSaid = (tags: readonly string[], { put_on: on, taken_off: off }: Prefilled): readonly string[] => [
  ...tags.filter((tag) => tag !== off),
  ...(on === undefined ? [] : [on]),
]

/** The tags, all in one line; what is added and what is taken off is found by comparing. */
export const tagsPart: Part = {
  title: 'Tags',
  blocks: ({ tags }, _, filled) => [
    field('Tags', textInput('tags', filled.tags ?? withSaid(tags, filled).join(', '), 1000), {
      optional: true,
      hint: 'Separated by commas: VIP, garden club.',
    }),
  ],
  compared: () => [],
  asked: ({ tags = '' }, _, __, shown) => {
    const before = splitTags(shown.tags ?? '')
    const wanted = splitTags(tags)
    const same = (one: string) => (other: string) => other.toLowerCase() === one.toLowerCase()
    const added = wanted.filter((tag) => !before.some(same(tag)))
    const gone = before.filter((tag) => !wanted.some(same(tag)))
    return [...added.map((tag) => ({ tag, on: true })), ...gone.map((tag) => ({ tag, on: false }))].map(
      ({ tag, on }) => ({ field: 'tags', change: { kind: 'tag', tag, on } }) as const,
    )
  },
}

/** Something known about them; who said it and when is kept with it. */
export const attributePart: Part = {
  title: 'Something known',
  blocks: ({ attributes }, _, filled) => [
    field('What', textInput('key', filled.key ?? '', 60), {
      hint: 'For example: household size, interest, shoe size.',
    }),
    field('Is', textInput('value', filled.value ?? '', 200)),
    field(
      'It says',
      menu(
        'of',
        [
          option('who they are', 'demographic'),
          option('how they think', 'psychographic'),
          option('what they like', 'preference'),
        ],
        filled.of ?? 'preference',
      ),
    ),
    ...(attributes.length > 0
      ? [aside(`Known: ${attributes.map(({ name, value }) => `${name}: ${value}`).join(' · ')}`)]
      : []),
  ],
  compared: () => [],
  asked: ({ key = '', value = '', of = 'preference' }) => [
    {
      field: 'value',
      change: {
        ...{ kind: 'attribute', key, value },
        of: of === 'demographic' || of === 'psychographic' ? of : 'preference',
      },
    },
  ],
}
