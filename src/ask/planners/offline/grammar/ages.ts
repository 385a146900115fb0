import type { Comparison } from '../../../plan.ts'
import type { Grammar } from '../engine.ts'
import { field } from '../items.ts'
import { one } from './meanings.ts'

const decades: Readonly<Record<string, number>> = {
  twenties: 20,
  thirties: 30,
  forties: 40,
  fifties: 50,
  sixties: 60,
  seventies: 70,
  eighties: 80,
  nineties: 90,
}

/** How old customers are: whole years today, where the year of birth is known. */
export function addAges(grammar: Grammar): void {
  const aged = (op: Comparison, ...values: readonly number[]) => one(field('customer.age', op, values))
  grammar.reader('decade', (tokens, at) => {
    const word = tokens[at]?.lower.replace(/^'/, '') ?? ''
    const value = decades[word] ?? (/^[2-9]0s$/.test(word) ? Number(word.slice(0, 2)) : null)
    return value === null ? [] : [{ end: at + 1, value, cost: 0 }]
  })
  grammar.rule('years', '<number>', ({ number }) =>
    number.kind === 'number' && Number.isInteger(number.value) && number.value >= 1 && number.value <= 120
      ? number.value
      : null,
  )
  grammar.rule(
    'cond',
    [
      'aged|age <compared> years? old?',
      'aged|age between? <years> to|and|- <years:upper>',
      'ages <years> to|and|- <years:upper>',
      'between <years> and <years:upper> years? old|of_age',
      '<years> to|- <years:upper> years? old|olds|of_age',
      '<compared> years old|of_age',
    ],
    ({ compared, years, upper }) =>
      compared
        ? compared.unit === null && compared.values.every(isAge)
          ? aged(compared.op, ...compared.values)
          : null
        : upper > years
          ? aged('between', years, upper)
          : null,
    -0.4,
  )
  grammar.rule(
    'cond',
    ['who is|are <compared>', '$people who|that is|are <compared>', '$people is|are <compared>'],
    ({ compared }) =>
      compared.unit === null && compared.values.every(isAge) && compared.op !== 'equals'
        ? aged(compared.op, ...compared.values)
        : null,
    0.3,
  )
  grammar.rule('cond', ['younger than <years> years? old?', 'not yet <years>'], ({ years }) => aged('less_than', years))
  grammar.rule('cond', ['<years> years? old? or|and older|over|above|up'], ({ years }) => aged('at_least', years))
  grammar.rule('cond', ['<years> years? old? or|and younger|under|below'], ({ years }) => aged('at_most', years))
  grammar.rule(
    'cond',
    ['the|our? under|below <decade>', 'the|our? under|below <decade> $people', '$people under|below <decade>'],
    ({ decade }) => aged('less_than', decade),
    -0.2,
  )
  grammar.rule(
    'cond',
    ['the|our? over|above <decade>', 'the|our? over|above <decade> $people', '$people over|above <decade>'],
    ({ decade }) => aged('at_least', decade),
    -0.2,
  )
  grammar.rule('cond', ['in their|the|his|her <decade>'], ({ decade }) => aged('between', decade, decade + 9), -0.2)
  grammar.rule(
    'item',
    [
      'born in|during the? <decade>',
      'born in|before|after|since|between|until <yearnumber>',
      'born between <yearnumber> and <yearnumber:other>',
      'year|decade of birth',
      'birth year|decade',
    ],
    () => ({
      kind: 'impossible',
      reason:
        'I know birthdays and ages, but cannot look for a year of birth. Ask for an age, such as “aged 36 to 46”.',
    }),
    -2,
  )
  grammar.rule('yearnumber', '<number>', ({ number }) =>
    number.kind === 'number' && number.value >= 1900 && number.value < 2100 ? number.value : null,
  )
  addOldest(grammar)
}

const isAge = (value: number): boolean => value >= 10 && value <= 110

/** "Our oldest customers": by age where the sentence says so, else asked back. */
function addOldest(grammar: Grammar): void {
  const ranked = (direction: 'asc' | 'desc', count: number, name: string) => ({
    kind: 'super',
    direction,
    count,
    percent: null,
    entity: 'customer',
    measure: { kind: 'aggregate', aggregate: 'highest', field: name },
  })
  const eldest = (old: boolean, count: number) => ranked(old ? 'desc' : 'asc', count, 'customer.age')
  const either = (old: boolean, count: number) => ({
    ...eldest(old, count),
    either: {
      ask: `By age, or by how long they have been customers?`,
      options: [
        { label: 'By age', item: eldest(old, count) },
        { label: 'By first order', item: ranked(old ? 'asc' : 'desc', count, 'customer.first_order_day') },
      ],
    },
  })
  for (const [word, old] of [
    ['oldest', true],
    ['youngest', false],
  ] as const) {
    const one_ = '=customer|=client|=person|=buyer|=shopper'
    const many = 'customers|clients|people|buyers|shoppers'
    grammar.rule(
      'super',
      [`<howmany> ${word} ${many} by age`, `${word} <howmany> ${many} by age`, `${word} ${many} by age`],
      ({ howmany }) => eldest(old, howmany ?? 10),
      -0.4,
    )
    grammar.rule('super', [`${word} ${one_} by age`, `${word} ${one_} in years|age`], () => eldest(old, 1), -0.4)
    grammar.rule(
      'super',
      [`<howmany> ${word} ${many}`, `${word} <howmany> ${many}`, `${word} ${many}`],
      ({ howmany }) => (old ? either(old, howmany ?? 10) : eldest(old, howmany ?? 10)),
      -0.3,
    )
    grammar.rule('super', `${word} ${one_}`, () => (old ? either(old, 1) : eldest(old, 1)), -0.3)
  }
}
