import { type Arguments, textOf } from './arguments.ts'

export interface Page<T> {
  readonly items: readonly T[]
  readonly hasMore: boolean
  readonly response_metadata: { readonly next_cursor: string }
}

/** The part of a list that `cursor` and `limit` ask for. */
export function pageOf<T>(all: readonly T[], args: Arguments, usually: number): Page<T> {
  const start = Number(textOf(args, 'cursor') || 0)
  const limit = Math.min(Math.max(Number(textOf(args, 'limit') || usually), 1), 1_000)
  const hasMore = start + limit < all.length
  const next = hasMore ? String(start + limit) : ''
  return { items: all.slice(start, start + limit), hasMore, response_metadata: { next_cursor: next } }
}
