import { readFileSync } from 'node:fs'
import type { Catalog } from '../../../catalog/catalog.ts'
import type { Field, Metric, Segment } from '../../../catalog/types.ts'
import { type Day, weekday } from '../../days.ts'
import { fill } from '../../explain.ts'
import type { Plan } from '../../plan.ts'
import type { ShopRules } from '../../rules.ts'
import type { Message } from './server.ts'

const read = (name: string): string => readFileSync(new URL(`../../../../prompts/${name}`, import.meta.url), 'utf8')

/** A prompt with its gaps filled; nothing in a filling is taken for a gap. */
const filled = (text: string, fillings: Readonly<Record<string, string>>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (gap, name: string) => fillings[name] ?? gap)

/**
 * What stays the same from question to question: the rules, the catalogue in words, the examples. It comes first, so that
 * servers find it in their cache; the day and the question come last.
 */
export function instructions(catalog: Catalog, rules: ShopRules): Message {
  const examples = read('plan-examples.md').split('\n').slice(4).join('\n').trim()
  const content = filled(read('plan.md'), { catalogue: catalogueText(catalog, rules), examples }).trim()
  return { role: 'system', content }
}

/** The catalogue as the model reads it: each name with its meaning, the shop's own numbers in it. */
function catalogueText({ segments, metrics, fields, entities, terms }: Catalog, rules: ShopRules): string {
  const told = (text: string) => fill(text, rules)
  const own = (name: string) => /^(SEGMENT|ATTRIBUTE)_\d+$/.test(name)
  return [
    'Segments of customers:',
    ...[...segments.values()].filter(({ name }) => !own(name)).map((segment) => segmentLine(segment, told)),
    '',
    'Metrics:',
    ...[...metrics.values()].map((metric) => metricLine(metric, told)),
    '',
    'Fields, named by whose they are:',
    ...[...fields.values()].filter(({ name }) => !own(name)).map((field) => fieldLine(field, told)),
    '',
    'What there are lists of:',
    ...[...entities.values()].map(({ name, meaning }) => `- ${name}: ${told(meaning)}`),
    '',
    'Words that are only explained:',
    ...[...terms.values()].map(({ name, meaning }) => `- ${name}: ${told(meaning)}`),
  ].join('\n')
}

type Told = (text: string) => string

const segmentLine = ({ name, meaning, takes, synonyms }: Segment, told: Told): string =>
  `- ${name}${takes.length > 0 ? ` (takes ${takes.join(', ')})` : ''}: ${told(meaning)}${also(synonyms)}`

const metricLine = ({ name, type, meaning, synonyms }: Metric, told: Told): string =>
  `- ${name} (${type}): ${told(meaning)}${also(synonyms)}`

function fieldLine({ name, type, meaning, values, synonyms }: Field, told: Told): string {
  const known = Array.isArray(values) ? `, one of ${values.map(({ value }) => JSON.stringify(value)).join(', ')}` : ''
  return `- ${name} (${type}${known}): ${told(meaning)}${also(synonyms)}`
}

const also = (synonyms: readonly string[]): string =>
  synonyms.length > 1 ? ` Also: ${synonyms.slice(0, 4).join(', ')}.` : ''

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** What is asked now; everything in it is masked. */
export interface Asked {
  readonly question: string
  readonly today: Day
  readonly rules: ShopRules
  /** The plan that the question may go on from. */
  readonly before: Plan | null
  /** What the words of the question may be, in the catalogue's words. */
  readonly hints: readonly string[]
}

/** The last message: the day, what was asked before, what is known of the question's words, the question. */
export function questionMessage({ question, today, rules, before, hints }: Asked): Message {
  const content = filled(read('plan-question.md'), {
    today,
    weekday: weekdays[weekday(today)] ?? '',
    week_start: rules.weekStart,
    fiscal_year_start: String(rules.fiscalYearStart),
    currency: rules.currency,
    before: before ? `\nThe plan before this question:\n${JSON.stringify(before)}\n` : '',
    hints: hints.length > 0 ? `\nOf its words:\n${hints.map((hint) => `- ${hint}`).join('\n')}\n` : '',
    question,
  })
  return { role: 'user', content: content.trim() }
}

/** The question again, with what was wrong with the answer. */
export function repairMessages(answer: string, issues: readonly string[]): readonly Message[] {
  const content = filled(read('plan-repair.md'), { issues: issues.map((issue) => `- ${issue}`).join('\n') }).trim()
  return [
    { role: 'assistant', content: answer.slice(0, 20_000) },
    { role: 'user', content },
  ]
}
