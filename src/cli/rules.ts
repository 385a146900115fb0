import { askerFor } from '../access/identify.ts'
import { writeDay } from '../ask/period-text.ts'
import type { Context } from '../context.ts'
import { dayOf } from '../context.ts'
import { digestContext } from '../digest/context.ts'
import { faultOfLine, type Manner, readOpenings } from '../digest/openings.ts'
import { leftOut, previewCount, previewRule } from '../digest/preview.ts'
import { UsageError, UserError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { changeWords } from '../treatments/changes.ts'
import {
  changeRule,
  ensureRules,
  type RuleChange,
  readRules,
  ruleHistory,
  type TreatmentRule,
} from '../treatments/rules.ts'
import type { Args, Command } from './command.ts'

export const command: Command = {
  name: 'rules',
  summary: 'Lists the rules that say whom to contact when; switches and tunes them',
  usage: [
    'rules',
    'rules show RULE',
    'rules preview RULE',
    'rules on RULE',
    'rules off RULE',
    'rules set RULE DIAL=NUMBER … contact_gap_days=NUMBER stages=STAGE,STAGE',
    'rules set RULE spoken=LINE written=LINE',
  ],
  flags: {},
  examples: ['rules', 'rules preview lapsing_top_customer', 'rules set product_check_in window_days=10'],
  reads: true,
  run: rulesCommand,
}

async function rulesCommand(shop: Context, args: Args): Promise<void> {
  await ensureRules(shop.db)
  const rules = await readRules(shop.db)
  const [action = 'list', code, ...settings] = args.positionals
  switch (action) {
    case 'list':
      return list(rules, args)
    case 'show':
      return show(found(rules, code), shop, args)
    case 'preview':
      return preview(found(rules, code), shop, args)
    case 'on':
    case 'off':
      return change(found(rules, code), { active: action === 'on' }, shop, args)
    case 'set':
      return change(found(rules, code), sayable(found(rules, code), changeOf(settings)), shop, args)
    default:
      throw new UsageError(`There is no “rules ${action}”. It is one of list, show, preview, on, off, set.`)
  }
}

function found(rules: readonly TreatmentRule[], code: string | undefined): TreatmentRule {
  if (code === undefined) throw new UsageError('Which rule? “rules” lists them.')
  const rule = rules.find((each) => each.code === code)
  if (rule) return rule
  const near = nearest(
    code,
    rules.map((each) => each.code),
  )
  throw new UserError(
    `There is no rule called ${code}.${near ? ` Did you mean ${near}?` : ''}`,
    'rules lists them all.',
  )
}

function list(rules: readonly TreatmentRule[], { json, print }: Args): void {
  if (json) {
    print(JSON.stringify(rules.map(plain)))
    return
  }
  const widest = Math.max(...rules.map(({ code }) => code.length))
  print(
    rules
      .map(({ code, active, trigger }) => `${active ? 'on ' : 'off'}  ${code.padEnd(widest)}  ${trigger.meaning}`)
      .join('\n'),
  )
}

const plain = ({ code, label, active, dials, contactGapDays, stages, version, trigger }: TreatmentRule) => ({
  ...{ code, label, active, meaning: trigger.meaning, class: trigger.class },
  ...{ dials, contact_gap_days: contactGapDays, stages, version },
})

async function show(rule: TreatmentRule, { db, settings }: Context, { json, print }: Args): Promise<void> {
  const history = await ruleHistory(db, rule.code)
  if (json) return print(JSON.stringify({ ...plain(rule), history }))
  const dials = Object.entries(rule.trigger.dials).map(
    ([name, dial]) =>
      `  ${name} = ${rule.dials[name]}  (${dial.meaning}; ${dial.least} to ${dial.most}, usually ${dial.default})`,
  )
  const gap = `  contact_gap_days = ${rule.contactGapDays ?? 'the shop’s'}  (How long it leaves a customer alone after a contact; only more than the shop’s own counts)`
  const stages = `  stages = ${rule.stages?.join(',') ?? 'all'}  (The stages it names customers of)`
  const changes = history.map(({ version, changed_at, changed_by, before, after }) => {
    const what = changeWords(rule.trigger, before, after, (name) => name).join(', ')
    return `  version ${version}: ${what}, on ${writeDay(dayOf(changed_at, settings.timeZone))} by ${changed_by}`
  })
  print(
    [
      `${rule.label} (${rule.active ? 'on' : 'off'})`,
      rule.trigger.meaning,
      ...dials,
      // Promises and cases wait for nothing.
      ...(isPressing(rule) ? [] : [gap]),
      stages,
      ...(['spoken', 'written'] as const).flatMap((manner) => lineOf(rule, manner)),
      ...changes,
    ].join('\n'),
  )
}

/** The line that is said, and whose it is. */
function lineOf({ code, words }: TreatmentRule, manner: Manner): readonly string[] {
  const ours = readOpenings()
    .get(code)
    ?.find((line) => line.manner === manner && line.where === null)
  const line = words[manner] ?? ours?.words
  return line === undefined ? [] : [`  ${manner} = ${line}`]
}

const isPressing = ({ trigger }: TreatmentRule): boolean => trigger.class === 'promise' || trigger.class === 'service'

/** Whom it would name today if nobody else's reasons counted. */
async function preview(rule: TreatmentRule, shop: Context, { json, print }: Args): Promise<void> {
  const found = await previewRule(rule, await digestContext(shop, shop.today()))
  if (json)
    return print(
      JSON.stringify({ rule: rule.code, customers: found.named.map(({ ref }) => ref), held_out: found.heldOut }),
    )
  const names = found.named.slice(0, 10).map(({ name, ref, sentence }) => `  ${name} (${ref}): ${sentence}`)
  const rest = found.named.length - names.length
  const more = rest > 0 ? [`  … and ${rest.toLocaleString('en-US')} more`] : []
  print([`${rule.label} would name ${previewCount(found)} today.${leftOut(found)}`, ...names, ...more].join('\n'))
}

/** Refuses an opening line that could never be said. */
function sayable({ code }: TreatmentRule, change: RuleChange): RuleChange {
  const faults = Object.values(change.words ?? {}).map((line) => line && faultOfLine(code, line, readOpenings()))
  const fault = faults.find((each) => each)
  if (fault) throw new UserError(fault, 'Nothing was changed.')
  return change
}

/** “window_days=10 stages=Loyalty,Connection”; “default” and “all” go back to what is usual. */
function changeOf(settings: readonly string[]): RuleChange {
  if (settings.length === 0)
    throw new UsageError('What is to be set? For example: rules set product_check_in window_days=10')
  const dials: Record<string, number | null> = {}
  let change: RuleChange = {}
  for (const setting of settings) {
    const [, manner, line] = /^(spoken|written)=(.*)$/s.exec(setting) ?? []
    if ((manner === 'spoken' || manner === 'written') && line !== undefined) {
      change = { ...change, words: { ...change.words, [manner]: line === 'default' ? null : line } }
      continue
    }
    const [, name, value] = /^([a-z_]+)=(\d+|default|[A-Za-z, ]+)$/.exec(setting) ?? []
    if (!name || value === undefined) throw new UsageError(`“${setting}” is not DIAL=NUMBER, or DIAL=default.`)
    if (name === 'stages') change = { ...change, stages: stagesOf(value) }
    else if (value !== 'default' && !/^\d+$/.test(value))
      throw new UsageError(`“${setting}” is not DIAL=NUMBER, or DIAL=default.`)
    else if (name === 'contact_gap_days')
      change = { ...change, contactGapDays: value === 'default' ? null : Number(value) }
    else dials[name] = value === 'default' ? null : Number(value)
  }
  return { ...change, dials }
}

function stagesOf(value: string): readonly string[] | null {
  if (/^(?:all|default)$/i.test(value)) return null
  return value.split(',').map((each) => {
    const said = each.trim()
    return `${said.slice(0, 1).toUpperCase()}${said.slice(1).toLowerCase()}`
  })
}

async function change(rule: TreatmentRule, wanted: RuleChange, shop: Context, args: Args): Promise<void> {
  const asker = await askerFor(args.as, shop)
  if (!asker.mayManage) throw new UserError('Only managers change the rules.')
  const changed = await changeRule(shop.db, rule.code, wanted, asker.who)
  if (changed.kind === 'refused') throw new UserError(changed.sentence, 'Nothing was changed.')
  return show(changed.rule, shop, args)
}
