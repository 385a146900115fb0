import { add, addDays, type Grain } from '../../../days.ts'
import { allTime, type Period, resolve } from '../../../period.ts'
import type { Clause } from '../../../plan.ts'
import type { Moved } from '../grammar/movement.ts'
import { clause, movement, segment } from '../items.ts'
import { Choice, type ComposeContext, Impossible, Misfit, type Piece, replace } from './draft.ts'

/** Pieces about the past of segments, each with the day or the stretch of time that the sentence means. */
export function remembered(pieces: readonly Piece[], context: ComposeContext): readonly Piece[] {
  const known = onDayOfTime(pieces, context).map((piece) =>
    piece.item.kind === 'member' ? onItsDay(piece, context) : piece,
  )
  return known.some(({ item }) => item.kind === 'moved') ? withStretch(known, context) : known
}

/** "Was a champion on September 1": the segment on that day. */
function onItsDay(piece: Piece, context: ComposeContext): Piece {
  const { segment: name, sure } = piece.item
  const day = dayOf(piece.item, context)
  if (day !== null && day >= context.today) throw new Misfit('a day that is not over')
  if (day === null && sure) throw whichDay(piece, context)
  if (day === null) throw new Misfit('a stretch of time and not a day')
  return { ...piece, item: onDay(name, day) }
}

interface Member {
  readonly when: Period | null
  readonly ago: { readonly unit: Grain; readonly count: number } | null
  readonly edge: 'start' | 'end' | null
}

/** The day that is meant; null where it is a longer stretch. */
function dayOf({ when, ago, edge }: Member, { today, calendar }: ComposeContext): string | null {
  if (ago) return add(today, ago.unit, -ago.count)
  if (!when) return null
  const { from, to } = resolve(when, today, calendar)
  const last = to === null ? null : addDays(to, -1)
  if (from === null || edge === 'end') return last
  return edge === 'start' || from === last ? from : null
}

/** "Was a champion in September": on which of its days? */
function whichDay(piece: Piece, context: ComposeContext): Choice | Misfit {
  const { segment: name, when } = piece.item
  const options = daysOf(name, when, context)
  if (!options) return new Misfit('on which day?')
  return new Choice(
    firstOrLast,
    options.map(({ label, item }) => ({ label, choose: (pieces) => replace(pieces, piece, item) })),
  )
}

const firstOrLast = 'On the first day of that time, on its last, or who became one in it?'

/** What being in the segment in a stretch of time can mean; null where that is not over. */
function daysOf(name: string, when: Period, { today, calendar }: ComposeContext) {
  const { from, to } = resolve(when, today, calendar)
  if (from === null || to === null || to > today) return null
  return [
    { label: `On ${from}`, item: onDay(name, from) },
    { label: `On ${addDays(to, -1)}`, item: onDay(name, addDays(to, -1)) },
    { label: 'Became one in that time', item: { kind: 'moved', from: null, to: name, period: when } },
  ]
}

const onDay = (name: string, day: string) => ({ kind: 'cond', clauses: [clause({ ...segment(name), on: day })] })

/** "Was Ana a champion in May": one customer, one segment and a time, and nothing else. */
function onDayOfTime(pieces: readonly Piece[], context: ComposeContext): readonly Piece[] {
  const [person, cond, time] = ['person', 'cond', 'time'].map((kind) => pieces.find(({ item }) => item.kind === kind))
  if (pieces.length !== 3 || !person || !cond || !time || time.item.role !== 'period') return pieces
  const [when, ...others]: readonly Period[] = time.item.periods
  const name = segmentOf(cond)
  if (name === null || !when || when.kind === 'all' || others.length > 0) return pieces
  const as = (item: unknown) => (said: readonly Piece[]) =>
    said
      .filter((each) => each.item.kind !== 'time')
      .map((each) => (each.from === cond.from && each.item.kind === 'cond' ? { ...each, item } : each))
  const day = dayOf({ when, ago: null, edge: null }, context)
  if (day !== null && day < context.today) return as(onDay(name, day))(pieces)
  const options = day === null ? daysOf(name, when, context) : null
  if (!options) throw new Misfit('on which day?')
  throw new Choice(
    firstOrLast,
    options.map(({ label, item }) => ({ label, choose: as(item) })),
  )
}

/** The one segment that the piece names, as it is today. */
function segmentOf({ item }: Piece): string | null {
  const filters = (item.clauses as readonly Clause[]).flatMap(({ any }) => any)
  const [only] = filters
  const plain = only?.kind === 'segment' && !only.not && !only.on && only.category === null && only.percent === null
  return filters.length === 1 && plain ? only.segment : null
}

const sinceWhen = 'Say since when, or in which time: for example “since September”, “this year” or “last month”.'

/** A movement without a stretch of time of its own happened in that of the sentence. */
function withStretch(pieces: readonly Piece[], context: ComposeContext): readonly Piece[] {
  const times = pieces.filter(({ item }) => item.kind === 'time' && item.role === 'period')
  const counted = pieces.some(({ item }) => ['measure', 'event', 'what'].includes(item.kind))
  const [time] = times
  const said: Period | undefined = times.length === 1 && !counted ? time?.item.periods[0] : undefined
  const overTime = pieces.some(({ item }) => item.kind === 'group' && item.dimension.kind === 'time')
  let taken = false
  const stretched = pieces.map((piece) => {
    if (piece.item.kind !== 'moved') return piece
    const item: Moved = piece.item
    if (item.period === null && said) taken = true
    const period = item.period ?? said ?? (overTime ? allTime : ever(item))
    if ((resolve(period, context.today, context.calendar).from ?? '') > context.today)
      throw new Misfit('a stretch of time that lies ahead')
    const { from, to, note, gone } = item
    const told = note ? { note } : {}
    const moves = clause(movement(from, to, period))
    if (overTime) return { ...piece, item: { ...item, period } }
    return {
      ...piece,
      item: { kind: 'cond', clauses: [moves, ...(gone && from ? [clause(segment(from, true))] : [])], ...told },
    }
  })
  return taken ? stretched.filter((piece) => piece !== time) : stretched
}

/** Whoever left the lapsed ones came back, whenever that was; other movements need a time. */
function ever({ from, to }: Moved): Period {
  if (from === 'lapsed' && to === null) return allTime
  if (from !== null) throw new Impossible(sinceWhen)
  throw new Misfit('when?')
}
