import type { Grammar } from '../engine.ts'
import { field } from '../items.ts'
import { bar, type Modifier, quietFor, startingAt } from './meanings.ts'

/** How, where and when something was bought: what may stand behind the verb. */
export function addManners(grammar: Grammar): void {
  grammar.rule(
    'mod',
    [
      'in|on|with one and|& the? same order|purchase|basket|transaction|visit|receipt',
      'in a|one single order|purchase|basket|transaction|visit|receipt',
    ],
    () => ({ together: true }),
    -0.4,
  )
  grammar.rule(
    'mod',
    [
      'since|after it|they|that|we|the_campaign started|began|ran|launched|was|were|went|came|got out|sent|mailed|launched? on|at? <when>',
      'since|after the? start|launch|sending of|on|at? it|that? on? <when>',
      'from <when> on|onwards|onward|forward',
    ],
    ({ when }) => ({ period: startingAt(when) }),
    -0.2,
  )
  grammar.rule('quiet', ['<duration>', 'over|more than? <duration>', 'at least <duration>'], ({ duration }) =>
    quietFor(duration),
  )
  grammar.rule('mod', '<when>', ({ when }) => ({ period: when }))
  grammar.rule(
    'mod',
    [
      'since|after it|they went|came|was|were out|sent|started on? <when>',
      'since the? mail|mailing|campaign went|was out|sent on? <when>',
    ],
    ({ when }) => ({ period: startingAt(when) }),
  )
  grammar.rule(
    'mod',
    [
      'at|in|from <store> store|shop|location|branch|outlet',
      'at <store>',
      'in|at store|shop|location|branch in|of|at <store>',
    ],
    ({ store }) => ({ where: [field('order.store', 'is', [store])] }),
  )
  grammar.rule('mod', ['online', 'on|from|via|through|over website|web|internet|site|webshop', 'on line'], () => ({
    where: [field('order.channel', 'is', ['online'])],
  }))
  grammar.rule(
    'mod',
    ['in store|shop|person', 'in a|one|any of store|stores|shop|shops', 'instore', 'offline', 'in our stores|shops'],
    () => ({ where: [field('order.channel', 'is', ['store'])] }),
  )
  grammar.rule(
    'mod',
    [
      'while it|they|the_campaign was|were? ran|running|on|active',
      'during it|that|the? campaign|promotion?',
      'while the campaign ran|was|lasted running?',
    ],
    () => ({ during: true }),
  )
  grammar.rule('mod', ['on sale|discount', 'at|with a? discount', 'discounted', 'at reduced price|prices'], () => ({
    where: [field('line.discounted', 'is', [true])],
  }))
  grammar.rule('mod', 'on <weekday>', ({ weekday }) => ({ where: [field('order.weekday', 'is', weekday)] }))
  grammar.rule('mod', ['<times>', '<times> or more', 'at least <times>'], ({ times }) => ({
    bar: times.exact ? { op: 'at_least', value: times.value } : times,
  }))
  grammar.rule(
    'mod',
    [
      'in|on same order|purchase|basket|transaction|ticket|receipt|visit|checkout|time',
      'together',
      'at same time',
      'in one order|purchase|basket|transaction|go',
    ],
    () => ({ together: true }),
  )
  grammar.rule(
    'mod',
    ['from|with|at|by|to us|here|shop', 'from|with our|the shop|store|company|business', 'for themselves'],
    () => ({}),
    0.01,
  )
  grammar.rule(
    'mods',
    ['<mod>', '<mod> <mods:more>', '<mod> , <mods:more>', '<mod> and <mods:more>'],
    ({ mod, more }: { mod: Modifier; more?: Modifier }) =>
      more && ((mod.period && more.period) || (mod.bar && more.bar) || sameField(mod, more))
        ? null
        : { ...mod, ...more, where: [...(mod.where ?? []), ...(more?.where ?? [])] },
  )
  grammar.rule('times', '<number>', ({ number }) =>
    number.kind === 'times' ? { op: 'at_least', value: number.value, exact: true } : null,
  )
  grammar.rule('times', ['<number> time|times|occasion|occasions'], ({ number }) =>
    number.kind === 'number' ? { op: 'at_least', value: number.value, exact: true } : null,
  )
  grammar.rule(
    'times',
    ['<compared> time|times|occasion|occasions', '<compared>'],
    ({ compared }) => (compared.unit === 'times' || compared.unit === null ? bar(compared) : null),
    0.2,
  )
  const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
  for (const day of weekdays) grammar.rule('weekday', `${day.toLowerCase()}s`, () => [day])
  grammar.rule('weekday', ['weekends', 'the weekend'], () => ['Saturday', 'Sunday'])
  grammar.rule('weekday', ['weekdays', 'working days'], () => weekdays.slice(0, 5))
}

/** "Online or in store": two values of one field are alternatives, and never both at once. */
const sameField = (one: Modifier, other: Modifier): boolean =>
  (one.where ?? []).some(
    (filter) =>
      filter.kind === 'field' &&
      (other.where ?? []).some((each) => each.kind === 'field' && each.field === filter.field),
  )
