/** For the beginning of a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** For the middle of one; abbreviations such as "RFM" stay as they are. */
export const lowered = (text: string): string =>
  /^.[a-z’\- ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

/** "a, b and c" */
export function joined(parts: readonly string[], word = 'and'): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1)}`
}
