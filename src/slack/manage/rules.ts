import { z } from 'zod'
import type { Asker } from '../../access/asker.ts'
import { writeDay } from '../../ask/period-text.ts'
import { stageNames } from '../../catalog/segments.ts'
import { dayOf } from '../../context.ts'
import { digestContext } from '../../digest/context.ts'
import { faultOfLine, type Manner, readOpenings } from '../../digest/openings.ts'
import { leftOut, previewCount, previewRule } from '../../digest/preview.ts'
import { UserError } from '../../errors.ts'
import type { Checkboxes, InputBlock, ModalView } from '../../present/blocks/blocks.ts'
import { changeWords } from '../../treatments/changes.ts'
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
import { shownMeaning } from './setting-groups.ts'

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
      `${label}${active ? '' : ' (off)'}\n${shownMeaning(trigger.meaning)}`,
      button(manageActions.editRule, 'Change…', { value: code, says: `Change ${label}` }),
    ),
  ),
})

async function ruleForm(rule: TreatmentRule, bot: Bot): Promise<ModalView> {
  const { shop } = bot
  const [{ timeZone }, { today }] = await Promise.all([bot.settings(), bot.asking()])
  const [preview, history] = await Promise.all([
    digestContext({ ...shop, settings: await bot.settings() }, today).then((context) => previewRule(rule, context)),
    ruleHistory(shop.db, rule.code),
  ])
  const shown = shownNow(rule)
  const first = preview.named.slice(0, 3).map(({ name, ref, sentence }) => `• ${name} (${ref}): ${sentence}`)
  const changes = history.slice(0, 3).map(({ changed_at, changed_by, before, after }) => {
    const what = changeWords(rule.trigger, before, after, (name) => calledOf(rule, name)).join(', ')
    return `Changed on ${writeDay(dayOf(changed_at, timeZone))} by ${changed_by}: ${what}.`
  })
  return form({
    callbackId: manageForms.rule,
    title: 'Rule',
    submit: 'Save',
    memory: { code: rule.code, shown },
    blocks: [
      section(`${rule.label}\n${shownMeaning(rule.trigger.meaning)}`),
      section([`Today it would name ${previewCount(preview)}.${leftOut(preview)}`, ...first].join('\n')),
      field('It is', menu('active', [option('on', 'on'), option('off', 'off')], shown.active)),
      ...Object.entries(rule.trigger.dials).map(([name, dial]) =>
        field(dial.meaning, textInput(name, shown[name] ?? '', 10), {
          hint: `A whole number from ${dial.least} to ${dial.most}, usually ${dial.default}.`,
        }),
      ),
      ...(isPressing(rule) ? [] : [gapField(shown.contact_gap_days ?? '')]),
      field('Customers of these stages', stageBoxes(rule.stages ?? stageNames), {
        hint: 'Only customers who are in one of them are named.',
      }),
      ...manners.flatMap((manner) => lineField(rule, manner)),
      ...(changes.length > 0 ? [aside(...changes)] : []),
    ],
  })
}

const isPressing = ({ trigger }: TreatmentRule): boolean => trigger.class === 'promise' || trigger.class === 'service'

const gapLabel = 'Days to leave a customer alone after a contact'
const gapField = (value: string) =>
  field(gapLabel, textInput('contact_gap_days', value, 10), {
    optional: true,
    hint: 'Empty: as the shop’s settings say. A number counts where it is more than that.',
  })

const manners = ['spoken', 'written'] as const
const lineLabels = { spoken: 'Your own words on the phone', written: 'Your own words in writing' } as const

/** Rules that only say something along with others begin no talk. */
function lineField({ code, words }: TreatmentRule, manner: Manner): readonly InputBlock[] {
  const ours = readOpenings()
    .get(code)
    ?.find((line) => line.manner === manner && line.where === null)
  if (!ours) return []
  const input = { ...textInput(manner, words[manner] ?? '', 500), multiline: true }
  return [field(lineLabels[manner], input, { optional: true, hint: `Empty: ${ours.words}` })]
}

function stageBoxes(chosen: readonly string[]): Checkboxes {
  const options = stageNames.map((name) => option(name, name))
  const initial = options.filter(({ value }) => chosen.includes(value))
  return { type: 'checkboxes', action_id: 'stages', options, ...(initial.length > 0 && { initial_options: initial }) }
}

/** What is changed is called as the form calls it. */
function calledOf({ trigger }: TreatmentRule, name: string): string {
  if (name === 'contact_gap_days') return `“${gapLabel}”`
  if (name === 'spoken' || name === 'written') return `“${lineLabels[name]}”`
  return name === 'stages' ? 'stages' : `“${trigger.dials[name]?.meaning ?? name}”`
}

const shownNow = ({
  active,
  dials,
  contactGapDays,
  stages,
  words,
}: TreatmentRule): Readonly<Record<string, string>> => ({
  active: active ? 'on' : 'off',
  ...Object.fromEntries(Object.entries(dials).map(([name, value]) => [name, String(value)])),
  contact_gap_days: contactGapDays === null ? '' : String(contactGapDays),
  stages: (stages ?? stageNames).join(','),
  spoken: words.spoken ?? '',
  written: words.written ?? '',
})

const memorySchema = z.object({ code: z.string(), shown: z.record(z.string(), z.string()) })

/** Only what was touched is changed, and nothing that a colleague changed meanwhile. */
async function saved(bot: Bot, { asker, filled, memory }: Sent): Promise<Outcome> {
  refuseUnlessManages(asker)
  const { code, shown } = memorySchema.parse(memory)
  const rule = (await rulesOf(bot)).find((each) => each.code === code)
  if (!rule) return faulty({ active: 'This rule is no longer there.' })
  // An emptied gap is the shop's own again.
  const ticked = filled.value('stages').split(',')
  const all = {
    ...filled.all(),
    ...(isPressing(rule) ? {} : { contact_gap_days: filled.value('contact_gap_days') }),
    stages: stageNames.filter((name) => ticked.includes(name)).join(','),
    spoken: filled.value('spoken'),
    written: filled.value('written'),
  }
  const given = Object.entries(all).filter(([name, value]) => value !== shown[name])
  if (given.length === 0) return done
  if (all.stages === '') return faulty({ stages: 'A rule needs at least one stage.' })
  const wrong = { ...numberFaults(rule, given), ...changedMeanwhile(rule, shown, given) }
  if (Object.keys(wrong).length > 0) return faulty(wrong)
  const changed = await changeRule(bot.shop.db, code, changeOf(rule, given), asker.who)
  if (changed.kind === 'changed') return done
  const about = given.map(([name]) => name).find((name) => changed.sentence.startsWith(name)) ?? 'active'
  return faulty({ [about]: asRead(changed.sentence, rule) })
}

function changeOf({ trigger }: TreatmentRule, given: Given): RuleChange {
  const wanted = new Map(given)
  const [active, gap, stages] = [wanted.get('active'), wanted.get('contact_gap_days'), wanted.get('stages')]
  return {
    dials: Object.fromEntries(given.flatMap(([name, value]) => (trigger.dials[name] ? [[name, Number(value)]] : []))),
    ...(active !== undefined && { active: active === 'on' }),
    ...(gap !== undefined && { contactGapDays: gap === '' ? null : Number(gap) }),
    words: Object.fromEntries(
      manners.flatMap((manner) => (wanted.has(manner) ? [[manner, wanted.get(manner) || null]] : [])),
    ),
    ...(stages !== undefined && { stages: stages === stageNames.join(',') ? null : stages.split(',') }),
  }
}

type Given = readonly (readonly [name: string, value: string])[]

function numberFaults({ code, trigger }: TreatmentRule, given: Given): Readonly<Record<string, string>> {
  const faults = given.flatMap(([name, value]) => {
    if (name === 'spoken' || name === 'written') {
      const fault = faultOfLine(code, value, readOpenings())
      return fault === null ? [] : [[name, fault]]
    }
    if (name === 'contact_gap_days' && value !== '' && (!/^\d{1,3}$/.test(value) || Number(value) > 365))
      return [[name, 'This must be a whole number from 0 to 365, or empty.']]
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
