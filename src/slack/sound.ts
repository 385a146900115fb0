/** As JSON spells a NUL and half of a letter that takes two, neither of which PostgreSQL can hold. */
const unsound = /\\u0000|\\ud[89a-f]/

/** What Slack sent without characters that nothing can be kept with: a message may hold whatever somebody pasted. */
export function soundBody<T>(body: T): T {
  const text = JSON.stringify(body)
  return text !== undefined && unsound.test(text) ? JSON.parse(text, cleaned) : body
}

const cleaned = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\0', '').replace(/\p{Cs}/gu, '\uFFFD') : value
