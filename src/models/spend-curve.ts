import type { Spending } from './spending.ts'

/**
 * The spend that is exceeded with a given chance, for many chances of one distribution: 0 where the chance to spend
 * anything is no larger.
 *
 * Inverted once instead of each time: ln v as a function of s, the log-odds of staying below it among those who spend
 * anything, is all but straight (its slope goes from 1 ÷ p to 1 ÷ q), so that cubic Hermite pieces between two dozen
 * points, whose slopes are known exactly, are right to a hundredth of chance at worst, and mostly to far less (a test).
 */
export function spendCurve(spending: Spending, leastChance: number): (chance: number) => number {
  const { anything } = spending
  if (anything <= leastChance) return () => 0
  const points = pointsOf(spending, leastChance)
  return (chance) => (chance >= anything ? 0 : Math.exp(interpolated(points, logOdds(anything, chance))))
}

interface Point {
  /** Log-odds of spending at most eʸ, of those who spend anything. */
  readonly s: number
  readonly y: number
  /** dy ÷ ds. */
  readonly slope: number
}

const logOdds = (anything: number, above: number): number => Math.log(anything - above) - Math.log(above)

/** How far one point is from the next in s, and where the lower end of a spend is as good as nothing. */
const stride = 0.5
const lowest = -5
const mostPoints = 100
/** Spends are looked for up to e to this power, in multiples of γ + x·m. */
const mostExponent = 60

/** Points from the middle of the distribution downwards, and upwards to where no more than `leastChance` lies above. */
function pointsOf(spending: Spending, leastChance: number): readonly Point[] {
  const highest = logOdds(spending.anything, leastChance)
  const points = [middle(spending)]
  while ((points[0] as Point).s > lowest && points.length < mostPoints) {
    const next = beside(spending, points[0] as Point, -stride)
    if (!next) break
    points.unshift(next)
  }
  while ((points.at(-1) as Point).s < highest && points.length < mostPoints) {
    const next = beside(spending, points.at(-1) as Point, stride)
    if (!next) break
    points.push(next)
  }
  return points
}

/** The next point, about a stride away: nearer than the slope here says where it soon is another one. */
function beside(spending: Spending, { s, y, slope }: Point, step: number): Point | null {
  let by = step * Math.min(slope, spending.width)
  for (let halved = 0; halved < 6; halved++, by /= 2) {
    const next = pointAt(spending, y + by)
    if (next && Math.abs(next.s - s) < 2 * stride) return next
  }
  return null
}

/** Null where so little or so much lies above that odds say nothing. */
function pointAt({ anything, above }: Spending, y: number): Point | null {
  const { chance, slope } = above(y)
  const below = anything - chance
  if (!(chance > 0 && below > 1e-12 * anything && slope > 0)) return null
  return { s: logOdds(anything, chance), y, slope: (chance * below) / (slope * anything) }
}

/** A point not far from the median, by Newton's method in s, between bounds that close in on it. */
function middle(spending: Spending): Point {
  let [low, high] = [-mostExponent, mostExponent]
  let y = 0
  for (let step = 0; step < mostPoints; step++) {
    const point = pointAt(spending, y)
    if (point && Math.abs(point.s) < 1) return point
    if (spending.above(y).chance > spending.anything / 2) low = y
    else high = y
    const next = point ? y - point.s * point.slope : Number.NaN
    y = next > low && next < high ? next : (low + high) / 2
  }
  return { s: 0, y, slope: 1 }
}

/** Cubic Hermite between two points, never falling (Fritsch, Carlson 1980); straight beyond the last ones. */
function interpolated(points: readonly Point[], s: number): number {
  const after = points.findIndex((point) => point.s >= s)
  const [from, to] =
    after < 0 ? [points.at(-1), null] : after === 0 ? [points[0], null] : [points[after - 1], points[after]]
  if (!from) return Number.NEGATIVE_INFINITY
  if (!to) return from.y + (s - from.s) * from.slope
  const width = to.s - from.s
  const t = (s - from.s) / width
  const rise = to.y - from.y
  const [start, end] = [from, to].map(({ slope }) => Math.min(slope * width, 3 * rise)) as [number, number]
  return from.y + t * (start + t * (3 * rise - 2 * start - end + t * (start + end - 2 * rise)))
}
