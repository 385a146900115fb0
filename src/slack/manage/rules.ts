import { z } from 'zod'
import type { Asker } from '../../access/asker.ts'
import { writeDay } from '../../ask/period-text.ts'
import { dayOf } from '../../context.ts'
import { candidates } from '../../digest/candidates.ts'
import { digestContext } from '../../digest/context.ts'
import { UserError } from '../../errors.ts'
import type { ModalView } from '../../present/blocks/blocks.ts'
import {
  changeRule,
  ensureRules,
  type RuleChange,
  readRules,
  ruleHistory,
  type TreatmentRule,
} from '../../treatments/rules.ts'
import type { Bot } from '../bot.ts'
import { aside, button, field, form, menu, notice, option, section, textInput } from '../elements.ts'
import { onClick } from './clicks.ts'
import { manageActions, manageForms } from './names.ts'
import { done, faulty, type Outcome, onForm, type Sent } from './sent.ts'

/** Managers switch and tune the rules that say whom to contact when, and see whom each would name today. */
export function registerRules(bot: Bot): void {
  onClick(bot, manageActions.listRules, async ({ asker, open }) => {
    refuseUnlessManages(asker)
    await open(rulesView(await rulesOf(bot)))
  })
  onClick(bot, manageActions.editRule, async ({ asker, value, form: within, open, replace }) => {
    refuseUnlessManages(asker)
    const rule = (await rulesOf(bot)).find(({ code }) => code === value)
    const view = rule ? await ruleForm(rule, bot) : notice('Rules', 'This rule is no longer there.')
    await (within ? replace(view) : open(view))
  })
  onForm(bot, manageForms.rule, 'active', (sent) => saved(bot, sent))
}

async function rulesOf({ shop }: Bot): Promise<readonly TreatmentRule[]> {
  await ensureRules(shop.db)
  return readRules(shop.db)
}

const rulesView = (rules: readonly TreatmentRule[]): ModalView => ({
  ...notice('Rules of the digest'),
  blocks: rules.map(({ code, label, active, trigger }) =>
    section(
      `${label}${active ? '' : ' (off)'}\n${trigger.meaning}`,
      button(manageActions.editRule, 'Change…', { value: code, says: `Change ${label}` }),
    ),
  ),
})

async function ruleForm(rule: TreatmentRule, bot: Bot): Promise<ModalView> {
  const { shop } = bot
  const [{ timeZone }, { today }] = await Promise.all([bot.settings(), bot.asking()])
  const [named, history] = await Promise.all([
    candidates(
      [{ ...rule, active: true }],
      100_000,
      await digestContext({ ...shop, settings: await bot.settings() }, today),
      { alone: true },
    ),
    ruleHistory(shop.db, rule.code),
  ])
  const shown = shownNow(rule)
  const count = named.length === 1 ? 'one customer' : `${named.length.toLocaleString('en-US')} customers`
  const changes = history
    .slice(0, 3)
    .map(({ changed_at, changed_by }) => `Changed on ${writeDay(dayOf(changed_at, timeZone))} by ${changed_by}.`)
  return form({
    callbackId: manageForms.rule,
    title: 'Rule',
    submit: 'Save',
    memory: { code: rule.code, shown },
    blocks: [
      section(`${rule.label}\n${rule.trigger.meaning}\nToday it would name ${count}.`),
      field('It is', menu('active', [option('on', 'on'), option('off', 'off')], shown.active)),
      ...Object.entries(rule.trigger.dials).map(([name, dial]) =>
        field(dial.meaning, textInput(name, shown[name] ?? '', 10), {
          hint: `A whole number from ${dial.least} to ${dial.most}, usually ${dial.default}.`,
        }),
      ),
      ...(changes.length > 0 ? [aside(...changes)] : []),
    ],
  })
}

const shownNow = ({ active, dials }: TreatmentRule): Readonly<Record<string, string>> => ({
  active: active ? 'on' : 'off',
  ...Object.fromEntries(Object.entries(dials).map(([name, value]) => [name, String(value)])),
})

const memorySchema = z.object({ code: z.string(), shown: z.record(z.string(), z.string()) })

/** Only what was touched is changed, and nothing that a colleague changed meanwhile. */
async function saved(bot: Bot, { asker, filled, memory }: Sent): Promise<Outcome> {
  refuseUnlessManages(asker)
  const { code, shown } = memorySchema.parse(memory)
  const rule = (await rulesOf(bot)).find((each) => each.code === code)
  if (!rule) return faulty({ active: 'This rule is no longer there.' })
  const given = Object.entries(filled.all()).filter(([name, value]) => value !== shown[name])
  if (given.length === 0) return done
  const wrong = { ...numberFaults(rule, given), ...changedMeanwhile(rule, shown, given) }
  if (Object.keys(wrong).length > 0) return faulty(wrong)
  const dials = Object.fromEntries(given.flatMap(([name, value]) => (name === 'active' ? [] : [[name, Number(value)]])))
  const active = given.find(([name]) => name === 'active')?.[1]
  const change: RuleChange = { dials, ...(active !== undefined && { active: active === 'on' }) }
  const changed = await changeRule(bot.shop.db, code, change, asker.who)
  if (changed.kind === 'changed') return done
  const about = Object.keys(dials).find((name) => changed.sentence.startsWith(name)) ?? 'active'
  return faulty({ [about]: asRead(changed.sentence, rule) })
}

type Given = readonly (readonly [name: string, value: string])[]

function numberFaults({ trigger }: TreatmentRule, given: Given): Readonly<Record<string, string>> {
  const faults = given.flatMap(([name, value]) => {
    const dial = trigger.dials[name]
    const isFine = !dial || (/^\d{1,7}$/.test(value) && Number(value) >= dial.least && Number(value) <= dial.most)
    return isFine ? [] : [[name, `This must be a whole number from ${dial.least} to ${dial.most}.`]]
  })
  return Object.fromEntries(faults)
}

function changedMeanwhile(
  rule: TreatmentRule,
  shown: Readonly<Record<string, string>>,
  given: Given,
): Readonly<Record<string, string>> {
  const now = shownNow(rule)
  const others = given.filter(([name, value]) => now[name] !== shown[name] && now[name] !== value)
  return Object.fromEntries(
    others.map(([name]) => [name, `This was changed to “${now[name]}” meanwhile. Open the form again to change it.`]),
  )
}

/** The form shows what a number means, not what it is called. */
const asRead = (sentence: string, { code, trigger }: TreatmentRule): string =>
  Object.entries(trigger.dials).reduce(
    (text, [name, { meaning }]) => text.replace(new RegExp(`\\b${name}\\b`), `“${meaning}”`),
    sentence.replace(` of ${code}`, ''),
  )

function refuseUnlessManages(asker: Asker): void {
  if (!asker.mayManage) throw new UserError('Only managers and administrators may change the rules.')
}
