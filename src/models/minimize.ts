export interface Minimum {
  readonly at: readonly number[]
  readonly value: number
  readonly evaluations: number
  /** False when it ran out of evaluations first, or found nowhere a value that is a number. */
  readonly converged: boolean
}

type Vertex = { readonly at: readonly number[]; readonly value: number }

const tolerance = 1e-9
const mostEvaluations = 20_000

/**
 * The minimum of a function by the simplex of Nelder and Mead (Computer Journal 7, 1965), begun again at what it found
 * until that no longer helps, because a simplex can collapse before it is there. Needs no derivative; four parameters
 * take some hundred evaluations.
 *
 * A value that is not a number counts as worse than any other.
 */
export function minimize(f: (at: readonly number[]) => number, start: readonly number[]): Minimum {
  let evaluations = 0
  const measured = (at: readonly number[]): Vertex => {
    evaluations++
    const value = f(at)
    return { at, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value }
  }
  let best = descend(measured, start, () => evaluations)
  while (evaluations < mostEvaluations) {
    const again = descend(measured, best.at, () => evaluations)
    const gain = best.value - again.value
    if (again.value < best.value) best = again
    if (!(gain > tolerance * (1 + Math.abs(best.value))))
      return { ...best, evaluations, converged: Number.isFinite(best.value) }
  }
  return { ...best, evaluations, converged: false }
}

function descend(measured: (at: readonly number[]) => Vertex, start: readonly number[], evaluations: () => number) {
  const simplex = [
    measured(start),
    ...start.map((_, axis) => measured(start.map((x, at) => (at === axis ? x + 0.5 : x)))),
  ]
  for (;;) {
    simplex.sort((one, other) => one.value - other.value)
    const best = simplex[0]
    const worst = simplex.at(-1)
    const second = simplex.at(-2)
    if (!best || !worst || !second) throw new Error('a simplex needs at least one parameter')
    if (isSmall(simplex, best, worst) || evaluations() >= mostEvaluations) return best
    const centre = centreOf(simplex.slice(0, -1))
    const along = (step: number) => measured(centre.map((x, axis) => x + step * ((worst.at[axis] ?? 0) - x)))
    const reflected = along(-1)
    if (reflected.value < best.value) {
      const expanded = along(-2)
      simplex[simplex.length - 1] = expanded.value < reflected.value ? expanded : reflected
    } else if (reflected.value < second.value) {
      simplex[simplex.length - 1] = reflected
    } else {
      const contracted = along(reflected.value < worst.value ? -0.5 : 0.5)
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[simplex.length - 1] = contracted
      else shrink(simplex, best, measured)
    }
  }
}

function isSmall(simplex: readonly Vertex[], best: Vertex, worst: Vertex): boolean {
  const spread = Math.max(...simplex.flatMap(({ at }) => at.map((x, axis) => Math.abs(x - (best.at[axis] ?? 0)))))
  return spread < 1e-7 && worst.value - best.value <= tolerance * (1 + Math.abs(best.value))
}

function centreOf(vertices: readonly Vertex[]): readonly number[] {
  const axes = vertices[0]?.at ?? []
  return axes.map((_, axis) => vertices.reduce((sum, { at }) => sum + (at[axis] ?? 0), 0) / vertices.length)
}

function shrink(simplex: Vertex[], best: Vertex, measured: (at: readonly number[]) => Vertex): void {
  for (let at = 1; at < simplex.length; at++) {
    const vertex = simplex[at]
    if (vertex) simplex[at] = measured(vertex.at.map((x, axis) => ((best.at[axis] ?? 0) + x) / 2))
  }
}
