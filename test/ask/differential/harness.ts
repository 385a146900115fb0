import type { Catalog } from '../../../src/catalog/catalog.ts'
import { type Cell, difference, plain } from './compare.ts'
import { constructsOf } from './coverage.ts'
import { randomShop } from './database.ts'
import { doubtsSoFar } from './fraction.ts'
import { interpret, type Table, type Tabular } from './interpreter.ts'
import { minimisePlan, minimiseShop } from './minimise.ts'
import { planMaker } from './plans.ts'
import { randomFrom } from './random.ts'
import type { Shop } from './shop.ts'
import { worldOf } from './world.ts'

/** What the project says to a plan: an answer, or sentences why there is none. */
export type Said =
  | {
      readonly kind: 'rows'
      readonly columns: readonly string[]
      readonly rows: readonly (readonly Cell[])[]
      readonly sql: string
      readonly parameters: readonly unknown[]
    }
  | { readonly kind: 'refused'; readonly why: readonly string[] }
  | { readonly kind: 'failed'; readonly error: unknown; readonly sql: string | null }

/** The part of the project under test, over a database that can be made to hold any shop. */
export interface Project {
  readonly catalog: Catalog
  /** The catalogue with the segments that the shop has saved. */
  catalogOf(shop: Shop): Catalog
  hold(shop: Shop): Promise<void>
  ask(plan: Tabular, shop: Shop): Promise<Said>
}

export interface Report {
  readonly plans: number
  readonly refused: readonly string[]
  /** Answers with at least one row that has something in it. */
  readonly telling: number
  /** Differences that hang on digits which PostgreSQL's quotients do not have. */
  readonly undecided: number
  readonly constructs: ReadonlySet<string>
  readonly differences: readonly string[]
}

/** How many plans each shop is asked. */
const plansPerShop = 40

export interface Search {
  readonly plans: number
  readonly seed: number
  /** After so many differences the rest would tell nothing new. */
  readonly enough: number
  /** Whether to look for the smallest plan and shop that show a difference. */
  readonly minimise: boolean
  /** The shop of a seed, as the interpreter sees it; any random one when not given. */
  readonly shopOf?: (seed: number) => Shop
}

/** Asks random shops random plans and holds every answer against the interpreter's. */
export async function search(
  project: Project,
  { plans, seed, enough, minimise, shopOf = randomShop }: Search,
): Promise<Report> {
  const report = {
    plans: 0,
    refused: [] as string[],
    telling: 0,
    undecided: 0,
    constructs: new Set<string>(),
    differences: [] as string[],
    causes: new Set<string>(),
  }
  const goesOn = (): boolean => report.plans < plans && report.differences.length < enough
  for (let at = 0; goesOn(); at++) {
    const shop = shopOf(seed + at)
    const world = worldOf(shop)
    await project.hold(shop)
    const maker = planMaker(randomFrom(seed + at), world, project.catalogOf(shop))
    const asked = Array.from({ length: Math.min(plansPerShop, plans - report.plans) }, () => maker.plan())
    const answers = await inTurns(asked, (plan) => project.ask(plan, shop))
    for (const [index, plan] of asked.entries()) {
      const found = goesOn() && look(plan, answers[index], shop, report)
      if (found) report.differences.push(await described(found, shop, project, minimise))
    }
  }
  return report
}

/** Several at a time, so that the database need not wait for us nor we for it. */
async function inTurns<T, Answer>(list: readonly T[], ask: (one: T) => Promise<Answer>): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (let at = 0; at < list.length; at += 5) answers.push(...(await Promise.all(list.slice(at, at + 5).map(ask))))
  return answers
}

interface Tally {
  plans: number
  readonly refused: string[]
  telling: number
  undecided: number
  readonly constructs: Set<string>
  readonly differences: string[]
  /** Errors seen before: one of a kind is enough to read. */
  readonly causes: Set<string>
}

/** The plan itself, if its answer is wrong in a way not seen before. */
function look(plan: Tabular, said: Said | undefined, shop: Shop, report: Tally): Tabular | null {
  if (!said) return null
  report.plans++
  if (said.kind === 'refused') {
    report.refused.push(said.why.join(' '))
    return null
  }
  for (const construct of [...constructsOf(plan), ...summariesIn(said.sql)]) report.constructs.add(construct)
  const doubts = doubtsSoFar()
  const expected = interpret(plan, worldOf(shop))
  if (said.kind === 'rows' && said.rows.some((row) => row.some((cell) => cell !== null && cell !== 0))) report.telling++
  const why = wrong(said, expected)
  if (why === null) return null
  if (said.kind === 'rows' && doubtsSoFar() > doubts) {
    report.undecided++
    return null
  }
  const cause = said.kind === 'failed' ? why.replaceAll(/"[^"]*"/g, '…') : JSON.stringify(plan)
  if (report.causes.has(cause)) return null
  report.causes.add(cause)
  return plan
}

/** Whether customers' figures were read from the table that holds them or worked out as of today. */
function summariesIn(sql: string | null): readonly string[] {
  if (sql === null || !sql.includes('customer_summaries')) return []
  return [sql.includes('customer_summaries_at(') ? 'summaries worked out' : 'summaries maintained']
}

function wrong(said: Said, expected: Table): string | null {
  if (said.kind === 'refused') return null
  return said.kind === 'failed' ? String(said.error) : difference(expected, said.columns, said.rows)
}

/** Whether the project says anything but what plain loops say. */
export const isWrong = async (plan: Tabular, shop: Shop, project: Project): Promise<boolean> => {
  const said = await project.ask(plan, shop)
  return said.kind !== 'refused' && wrong(said, interpret(plan, worldOf(shop))) !== null
}

/** Everything needed to see and to repeat a difference, on a plan and a shop as small as could be found. */
async function described(found: Tabular, whole: Shop, project: Project, minimise: boolean): Promise<string> {
  const plan = minimise ? await minimisePlan(found, (smaller) => isWrong(smaller, whole, project)) : found
  const fails = async (smaller: Shop): Promise<boolean> => {
    await project.hold(smaller)
    return isWrong(plan, smaller, project)
  }
  const shop = minimise ? await minimiseShop(whole, fails) : whole
  await project.hold(shop)
  const said = await project.ask(plan, shop)
  const expected = interpret(plan, worldOf(shop))
  const text = [
    `shop seed ${shop.seed}, today ${shop.today}, ${JSON.stringify(shop.settings)}`,
    `plan: ${JSON.stringify(plan)}`,
    `why: ${wrong(said, expected)}`,
    ...sides(said, expected),
  ]
  await project.hold(whole)
  return text.join('\n')
}

function sides(said: Said, expected: Table): readonly string[] {
  const rows = (list: readonly (readonly Cell[])[]): string =>
    list
      .slice(0, 12)
      .map((row) => `\n  ${JSON.stringify(row)}`)
      .join('')
  const wanted = `expected:${rows(expected.rows.map((row) => row.map(plain)))}`
  if (said.kind === 'refused') return [wanted]
  if (said.kind === 'failed') return [wanted, `sql:\n${said.sql}`]
  return [
    wanted,
    `given (${said.columns.join(', ')}):${rows(said.rows)}`,
    `sql:\n${said.sql}`,
    `parameters: ${JSON.stringify(said.parameters)}`,
  ]
}
