import { z } from 'zod'
import type { Trigger } from './trigger.ts'

const version = z.object({
  active: z.boolean().default(true),
  timing: z.record(z.string(), z.number()).catch({}),
  audience: z.object({ stages: z.array(z.string()).optional() }).catch({}),
  cap: z.object({ contact_gap_days: z.number().optional() }).catch({}),
  words: z.object({ spoken: z.string().optional(), written: z.string().optional() }).catch({}),
})

/**
 * What a change of a rule changed, in words; `called` is what a dial is called where it is read.
 *
 *     ['switched off', 'window_days 7 → 10']
 */
export function changeWords(
  { dials }: Trigger,
  before: unknown,
  after: unknown,
  called: (dial: string) => string,
): readonly string[] {
  const [was, is] = [version.safeParse(before ?? {}).data, version.safeParse(after ?? {}).data]
  if (!was || !is) return []
  const turned = Object.entries(dials).flatMap(([name, dial]) => {
    const [from, to] = [was.timing[name] ?? dial.default, is.timing[name] ?? dial.default]
    return from === to ? [] : [`${called(name)} ${from} → ${to}`]
  })
  const gap = ({ cap }: typeof is) => String(cap.contact_gap_days ?? 'the shop’s')
  const stages = ({ audience }: typeof is) => audience.stages?.join(', ') ?? 'all'
  const line = ({ words }: typeof is, manner: 'spoken' | 'written') => (words[manner] ? `“${words[manner]}”` : 'ours')
  const lines = (['spoken', 'written'] as const).filter((manner) => line(was, manner) !== line(is, manner))
  return [
    ...lines.map((manner) => `${called(manner)} ${line(was, manner)} → ${line(is, manner)}`),
    ...(was.active === is.active ? [] : [is.active ? 'switched on' : 'switched off']),
    ...turned,
    ...(gap(was) === gap(is) ? [] : [`${called('contact_gap_days')} ${gap(was)} → ${gap(is)}`]),
    ...(stages(was) === stages(is) ? [] : [`${called('stages')} ${stages(was)} → ${stages(is)}`]),
  ]
}
