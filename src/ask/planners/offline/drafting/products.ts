import { allTime, type Period } from '../../../period.ts'
import type { Clause, Limit, Plan, SimpleFilter } from '../../../plan.ts'
import { clause, field, type MeasureWord, metricFilter, segment, type What } from '../items.ts'
import { customerClauses } from './customer-conditions.ts'
import { Choice, type Draft, Misfit, type Piece, replace } from './draft.ts'
import { mergedByField } from './events.ts'
import { measureOf } from './measures.ts'
import { measurePlan, withPeriod } from './plans.ts'
import { isTopSegment, rowsOf } from './rankings.ts'
import { factFilters } from './sales-conditions.ts'
import { takePeriod } from './stretches.ts'
import { useSubjects } from './subjects.ts'

/** "What do our top customers buy?": products by how many of them bought each. */
export function boughtProductsPlan(draft: Draft): Plan {
  draft.take('buys')
  const others = draft.take('others') !== undefined
  const ranking = draft.take('super')
  const period = takePeriod(draft)
  const facts = factFilters(draft)
  const clauses = customerClauses(draft, true)
  useSubjects(draft, 'customer')
  if (clauses.length === 0 && !(ranking && isTopSegment(draft, ranking, { plural: true })))
    throw new Misfit('what who buys?')
  const top = ranking && clauses.length === 0 ? [clause(segment('top'))] : []
  return rankProducts(
    ranking?.item.measure ?? { kind: 'metric', metric: 'buyers' },
    'desc',
    rowsOf(ranking, true),
    [],
    facts,
    [...top, ...clauses],
    period,
    boughtIn(clauses),
    others,
  )
}

/** The products that conditions speak of: what "else" leaves out. */
const boughtIn = (clauses: readonly Clause[]): SimpleFilter[] =>
  clauses
    .flatMap((each) => each.any)
    .flatMap((filter) => (filter.kind === 'metric' ? filter.where : []))
    .filter((filter) => filter.kind === 'field' && filter.field === 'product.product')

/** A list of products. */
export function productsPlan(draft: Draft, subject: { plural: boolean }): Plan {
  const ranking = draft.take('super')
  const named = draft.take('measure')
  const ordering = draft.take('order')
  const sold = draft.take('sold')
  for (const piece of draft.all('subject')) if (piece.item.entity === 'product') draft.use(piece)
  const customers = draft.all('subject').some((piece) => piece.item.entity === 'customer')
  useSubjects(draft, 'customer')
  const facts = draft.all('what').map((piece) => draft.use(piece).item as What)
  const productClauses: Clause[] = []
  for (const what of facts) {
    if (what.ambiguous) throw new Misfit('which product?')
    const merged = mergedByField(what.any)
    if (merged.length !== 1 || !merged[0]) throw new Misfit('two kinds of product')
    productClauses.push(clause(merged[0]))
  }
  const amounts =
    ranking || named || sold ? [] : draft.all('bar').filter(({ item }) => item.unit === 'money' && !item.metric)
  for (const piece of [...draft.all('price'), ...amounts]) {
    draft.use(piece)
    productClauses.push(
      clause(
        field('product.price', piece.item.bar.op, [
          piece.item.bar.value,
          ...(piece.item.bar.upper === null ? [] : [piece.item.bar.upper]),
        ]),
      ),
    )
  }
  const salesFacts = factFilters(draft)
  const clauses = customerClauses(draft, true)
  const bought = boughtIn(clauses)
  const others = draft.take('others') !== undefined
  const period = sold?.item.mods?.period ?? takePeriod(draft)
  const verb = named?.item.measure.weak ? ranking?.item.measure : null
  const word: MeasureWord | null =
    ordering?.item.measure ?? verb ?? named?.item.measure ?? ranking?.item.measure ?? null
  if (!ranking && !sold && !word) {
    if (clauses.length > 0 && draft.head('what', 'which', 'list'))
      return rankProducts(
        { kind: 'metric', metric: 'buyers' },
        'desc',
        null,
        productClauses,
        salesFacts,
        clauses,
        period,
        bought,
        others,
      )
    if (productClauses.length > 0 && !period && clauses.length === 0)
      return {
        kind: 'list',
        entity: 'product',
        where: productClauses,
        columns: [
          { kind: 'field', field: 'product.name' },
          { kind: 'field', field: 'product.price' },
        ],
        order: [],
        limit: null,
      }
    throw new Misfit('which products?')
  }
  const alsoSold = draft.take('sold')
  const asFilter = sold && (ranking || word)
  if (asFilter)
    productClauses.push(
      clause(
        metricFilter(
          sold.item.metric ?? 'units',
          [...salesFacts, ...(sold.item.mods?.where ?? [])],
          sold.item.mods?.period ?? period,
          sold.item.bar,
          'product',
        ),
      ),
    )
  if (asFilter && ranking && ranking.item.count === null)
    return rankProducts(
      word ?? { kind: 'metric', metric: 'units' },
      ranking.item.direction,
      rowsOf(ranking, subject.plural),
      productClauses,
      salesFacts,
      clauses,
      sold.item.mods?.period ?? period,
      [],
      false,
    )
  if (asFilter && alsoSold) throw new Misfit('sold and not sold')
  if (sold && !asFilter) {
    const filter = metricFilter(
      sold.item.metric ?? 'units',
      [...salesFacts, ...(sold.item.mods?.where ?? [])],
      period,
      sold.item.bar,
      'product',
    )
    if (clauses.length > 0) throw new Misfit('products not sold to some')
    return {
      kind: 'list',
      entity: 'product',
      where: [
        ...productClauses,
        clause(filter),
        ...(alsoSold
          ? [
              clause(
                metricFilter(
                  alsoSold.item.metric ?? 'units',
                  salesFacts,
                  alsoSold.item.mods?.period ?? null,
                  alsoSold.item.bar,
                  'product',
                ),
              ),
            ]
          : []),
      ],
      columns: [
        { kind: 'field', field: 'product.name' },
        { kind: 'metric', metric: 'units', where: salesFacts.map((each) => clause(each)), period: period ?? allTime },
      ],
      order: [{ column: 1, direction: 'asc' }],
      limit: null,
    }
  }
  if (!word && !customers && clauses.length === 0) {
    if (ranking) {
      const choose = (metric: string) => (pieces: readonly Piece[]) =>
        replace(pieces, ranking, { ...ranking.item, measure: { kind: 'metric', metric } })
      throw new Choice('By revenue, or by units sold?', [
        { label: 'By revenue', choose: choose('revenue') },
        { label: 'By units', choose: choose('units') },
      ])
    }
  }
  const bars = draft.all('bar').map((piece) => draft.use(piece).item)
  const measured = word ?? { kind: 'metric' as const, metric: 'buyers' }
  for (const { bar } of bars)
    productClauses.push(
      clause(metricFilter(measured.kind === 'metric' ? measured.metric : 'units', salesFacts, period, bar, 'product')),
    )
  return rankProducts(
    measured,
    ranking?.item.direction ?? 'desc',
    rowsOf(ranking, subject.plural),
    productClauses,
    salesFacts,
    clauses,
    period,
    bought,
    others,
  )
}

/** Products by a number. */
export function rankProducts(
  word: MeasureWord,
  direction: 'asc' | 'desc',
  limit: Limit | null,
  products: readonly Clause[],
  facts: readonly SimpleFilter[],
  customers: readonly Clause[],
  period: Period | null,
  bought: readonly SimpleFilter[],
  others: boolean,
): Plan {
  const measure = withPeriod(
    measureOf(word, [...facts.map((filter) => clause(filter)), ...customers], null),
    period ?? allTime,
  )
  const without = others ? bought.map((filter) => clause({ ...filter, not: true })) : []
  const sold = direction === 'desc' && measure.kind === 'metric' ? measure : null
  const simple = customers.flatMap(({ any: [only, ...or] }) =>
    only && only.kind !== 'metric' && or.length === 0 ? [only] : [],
  )
  // What those customers never bought is left out: of a list by a condition, of a breakdown by itself.
  if (sold && simple.length < customers.length)
    return {
      ...measurePlan(
        [{ ...sold, where: [], period: null }],
        [{ kind: 'field', field: 'product.product' }],
        [...products, ...without, ...sold.where],
        period ?? allTime,
      ),
      order: [{ column: 0, direction }],
      limit,
    }
  return {
    kind: 'list',
    entity: 'product',
    where: [
      ...products,
      ...without,
      ...(sold
        ? [clause(metricFilter(sold.metric, [...facts, ...simple], period, { op: 'more_than', value: 0 }, 'product'))]
        : []),
    ],
    columns: [{ kind: 'field', field: 'product.name' }, measure],
    order: [{ column: 1, direction }],
    limit,
  }
}
