/// <reference lib="dom" />
/** Readers of blocks as they came: what is missing or of another kind is simply not there. */

export type Json = Readonly<Record<string, unknown>>

export function record(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
}

export function records(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(record).filter((each) => each !== null) : []
}

export function string(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** The text of a text object, whatever its kind. */
export function plain(value: unknown): string {
  return string(record(value)?.text)
}

/** Only addresses that a click may safely follow: `http:` and `https:`. */
export function safeLink(url: string): string | null {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : null
}

/** Pictures from this server or in the block itself; others would tell a stranger who looks at the page. */
export function safeImage(url: string): string | null {
  return /^data:image\/(png|jpeg|gif|webp);base64,/.test(url) || /^\/(?!\/)/.test(url) ? url : null
}
