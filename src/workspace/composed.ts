import type { State } from './state.ts'
import type { Person } from './types.ts'

/**
 * What a person typed, as Slack passes it on: names become `<@U…>`, channels `<#C…|name>`, addresses links, and `&`,
 * `<` and `>` are escaped. What is already written `<@U…>` of somebody here stays as it is.
 *
 *     composed(state, '@Regulars who is ana@example.com?') // '<@UBOT> who is <mailto:ana@example.com|ana@example.com>?'
 */
export function composed(state: State, text: string): string {
  return pieces(text, state).join('')
}

/** The same for the text of a command: names as `<@U…|name>` when its manifest entry says should_escape, else as typed. */
export function commandText(state: State, text: string, shouldEscape: boolean): string {
  if (!shouldEscape) return escaped(text)
  return pieces(text, state, (person) => `<@${person.id}|${handleOf(person)}>`).join('')
}

/** What people are called in `user_name`: the part of the address before the @. */
export function handleOf(person: Person): string {
  return person.email.split('@')[0]?.toLowerCase() || person.name.toLowerCase().replaceAll(' ', '.')
}

type Nameable = Pick<Person, 'id' | 'name' | 'email'>

const PIECE =
  /<@[UW][A-Z0-9]+(?:\|[^>]*)?>|<#C[A-Z0-9]+(?:\|[^>]*)?>|https?:\/\/[^\s<>]+[^\s<>.,;:!?)”"']|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@])@|(?<![\w#&])#[\w-]+/gu

const plainMention = (person: Nameable): string => `<@${person.id}>`

function pieces(text: string, state: State, mention: (person: Person) => string = plainMention): readonly string[] {
  const out: string[] = []
  let at = 0
  for (const match of text.matchAll(PIECE)) {
    if (match.index < at) continue
    const token = tokenOf(state, text.slice(match.index), match[0], mention)
    if (!token) continue
    out.push(escaped(text.slice(at, match.index)), token.written)
    at = match.index + token.length
  }
  return [...out, escaped(text.slice(at))]
}

interface Token {
  readonly written: string
  /** How many characters of the typed text it stands for. */
  readonly length: number
}

function tokenOf(state: State, rest: string, found: string, mention: (person: Person) => string): Token | null {
  if (found.startsWith('<')) return known(state, found) ? { written: found, length: found.length } : null
  if (found.startsWith('http')) return { written: `<${escaped(found)}>`, length: found.length }
  if (found === '@') return mentioned(state, rest, mention)
  if (found.startsWith('#')) return channelToken(state, found)
  return { written: `<mailto:${found}|${found}>`, length: found.length }
}

function known(state: State, token: string): boolean {
  const id = token.slice(2).split(/[|>]/)[0] ?? ''
  return id === state.app.userId || state.people.has(id) || state.channels.has(id)
}

function mentioned(state: State, rest: string, mention: (person: Person) => string): Token | null {
  const broadcast = /^@(here|channel|everyone)\b/.exec(rest)
  if (broadcast) return { written: `<!${broadcast[1]}>`, length: broadcast[0].length }
  for (const { name, person } of namesHere(state)) {
    const end = name.length + 1
    if (rest.slice(1, end).toLowerCase() === name.toLowerCase() && !/^[\p{L}\p{N}]/u.test(rest.slice(end)))
      return { written: mention(person), length: end }
  }
  return null
}

/** Whole names before handles, long ones before short ones, so that “@Ana Silva” is not “@Ana”. */
function namesHere(state: State): readonly { readonly name: string; readonly person: Person }[] {
  const bot = { id: state.app.userId, name: state.app.name, email: '', title: '', timeZone: 'UTC' }
  const people = [bot, ...state.people.values()]
  const names = people.flatMap((person) => [
    { name: person.name, person },
    { name: handleOf(person), person },
  ])
  return names.filter(({ name }) => name !== '').sort((a, b) => b.name.length - a.name.length)
}

function channelToken(state: State, found: string): Token | null {
  const channel = [...state.channels.values()].find(({ kind, name }) => kind !== 'direct' && `#${name}` === found)
  return channel ? { written: `<#${channel.id}|${channel.name}>`, length: found.length } : null
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
