/** The arguments of a call, from a form or from JSON. In forms, lists and objects are JSON inside a field. */
export type Arguments = Readonly<Record<string, unknown>>

export function textOf(args: Arguments, name: string): string | undefined {
  const value = args[name]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined
}

export function flagOf(args: Arguments, name: string): boolean {
  const value = args[name]
  return value === true || value === 'true' || value === '1' || value === 1
}

/** A list or object; `undefined` when it is not given or not JSON. */
export function jsonOf(args: Arguments, name: string): unknown {
  return decoded(args[name])
}

export function decoded(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

/** Arguments beyond these are kept beside a message, so that tests can look at them. */
export function without(args: Arguments, names: readonly string[]): Arguments {
  return Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)))
}
