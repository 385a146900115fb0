/** What was typed, in its parts. */
export interface Typed {
  /** Whom it is about, as typed; null where nothing says so. */
  readonly who: string | null
  readonly body: string
}

const longestName = 80

/**
 * “Ana Silva: asked about cable locks, call Friday” in its two parts. Without a colon the name has to be found at the
 * beginning: `namesIn` gives the beginnings to try.
 *
 *     typed('Ana Silva: asked about locks') // { who: 'Ana Silva', body: 'asked about locks' }
 */
export function typed(text: string): Typed {
  const plain = text.trim()
  const [, who, body] = /^([^:\n]{1,80}?)\s*(?:[:\n]|\s[-–—]\s)\s*([\s\S]+)$/.exec(plain) ?? []
  // A time of day has a colon too: “call at 9:30”.
  if (
    who === undefined ||
    body === undefined ||
    (/\d$/.test(who) && /^\d\d\b/.test(body) && !/^[a-z]+-?\d+$/i.test(who))
  )
    return { who: null, body: plain }
  return { who: who.length > longestName ? null : who, body: body.trim() }
}

/** The beginnings of a text that may be a name, the longest first, with what stands behind each. */
export function namesIn(text: string): readonly { readonly who: string; readonly body: string }[] {
  const words = text.trim().split(/\s+/)
  return [4, 3, 2, 1]
    .filter((count) => words.length > count)
    .map((count) => ({
      who: words.slice(0, count).join(' ').replace(/[,;]$/, ''),
      body: words.slice(count).join(' '),
    }))
}
