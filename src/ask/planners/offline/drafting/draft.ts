import type { Catalog } from '../../../../catalog/catalog.ts'
import type { ShopCalendar } from '../../../days.ts'
import type { Vocabulary } from '../vocabulary.ts'
import { again } from './again.ts'
import { alternatives } from './alternatives.ts'
import { remembered } from './remembered.ts'
import { returners } from './returners.ts'
import { settled } from './settled.ts'
import { united } from './united.ts'

/** A run of words of the question, and what it means. */
export interface Piece {
  // biome-ignore lint/suspicious/noExplicitAny: pieces come from the grammar's rules; `kind` says which
  readonly item: any
  readonly plural: boolean
  readonly from: number
  readonly to: number
  readonly words: string
  /** An "or" that no piece took stands before it. */
  readonly or?: boolean
}

/** What the shop is like, and the day the question is asked on. */
export interface ComposeContext {
  readonly catalog: Catalog
  readonly vocabulary: Vocabulary
  readonly today: string
  readonly calendar: ShopCalendar
  readonly topPercent: number
}

/** Saying a thing twice is less likely than saying two things. */
const saidAgainCost = 0.4

/** Raised inside when the sentence needs an answer first; caught by `compose`. */
export class Choice {
  readonly ask: string
  readonly options: readonly {
    readonly label: string
    readonly choose: (pieces: readonly Piece[]) => readonly Piece[]
  }[]
  constructor(ask: string, options: Choice['options']) {
    this.ask = ask
    this.options = options
  }
}

/** Raised inside when the question is understood and cannot be answered. */
export class Impossible {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

/** Raised inside when the pieces make no sense together. */
export class Misfit {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

/**
 * The pieces with another meaning for one of them, or for the piece as it was read, where the draft made another of it.
 */
export function replace(pieces: readonly Piece[], piece: Piece, item: unknown): readonly Piece[] {
  const at = pieces.includes(piece)
    ? pieces.indexOf(piece)
    : pieces.findIndex(
        ({ from, to, item: { kind } }) => from === piece.from && to === piece.to && kind === piece.item.kind,
      )
  return pieces.map((each, index) => (index === at ? { ...each, item } : each))
}

/** The pieces of one question while they are put together: each is used once, and none may be left over. */
export class Draft {
  readonly notes: string[] = []
  penalty = 0
  readonly pieces: readonly Piece[]
  readonly context: ComposeContext
  /** "The biggest share" ranks the groups. */
  shareDirection: 'asc' | 'desc' | null = null
  readonly #used = new Set<Piece>()

  constructor(pieces: readonly Piece[], context: ComposeContext) {
    this.pieces = again(returners(remembered(united(settled(alternatives(pieces))), context), context), context).filter(
      (piece) => !['set-aside', 'word'].includes(piece.item.kind),
    )
    this.context = context
  }

  /** The pieces of a kind that have no place yet. */
  all(kind: string): Piece[] {
    return this.pieces.filter((piece) => piece.item.kind === kind && !this.#used.has(piece))
  }

  /** The first piece of a kind that has no place yet; it has one now. */
  take(kind: string): Piece | undefined {
    const [piece] = this.all(kind)
    return piece && this.use(piece)
  }

  /** Gives the piece its place in the plan. */
  use(piece: Piece): Piece {
    this.#used.add(piece)
    return piece
  }

  /** Takes the place away again, for another try. */
  release(piece: Piece): void {
    this.#used.delete(piece)
  }

  isUsed(piece: Piece): boolean {
    return this.#used.has(piece)
  }

  has(kind: string): boolean {
    return this.all(kind).length > 0
  }

  /** Whether the question begins with, or holds, one of these question words. */
  head(...heads: string[]): boolean {
    return this.pieces.some((piece) => piece.item.kind === 'head' && heads.includes(piece.item.head))
  }

  /** Every piece has its place in the plan, or says again what another put there; else there is no plan. */
  complete(isSaidAgain: (piece: Piece) => boolean): void {
    const open = this.pieces.filter(
      (piece) => !this.#used.has(piece) && !['head', 'versus', 'back'].includes(piece.item.kind),
    )
    const left = open.filter((piece) => !isSaidAgain(piece))
    this.penalty += saidAgainCost * (open.length - left.length)
    if (left.length > 0)
      throw new Misfit(`left over: ${left.map((piece) => `${piece.item.kind} “${piece.words}”`).join(', ')}`)
  }
}

/** `throw new Misfit` where an expression is wanted. */
export function misfit(reason: string): never {
  throw new Misfit(reason)
}
