import type { Grammar } from '../engine.ts'
import { field } from '../items.ts'
import { one } from './meanings.ts'

/** Fields that hold what people like. */
const isLiking = (field: string): boolean => /interest|hobb|prefer|like|sport|style|topic|activity/.test(field)

/** What else is recorded of customers: interests, ages, figures. */
export function addAttributes(grammar: Grammar): void {
  grammar.rule(
    'cond',
    ['<attribute> lovers|lover|enthusiasts|enthusiast|fans|fan|buffs|buff|hobbyists'],
    ({ attribute }) => (isLiking(attribute.field) ? one(field(attribute.field, 'is', [attribute.value])) : null),
    -0.1,
  )
  grammar.rule(
    'cond',
    [
      'in|of|from the|our? <attribute> interest? group|crowd|camp|circle|bunch',
      '<attribute> interest? group|crowd|camp|circle $people?',
      'with|have|has|where the|their|an? interest|interests in? : <attribute>',
      'interest|interests|hobby equals|set|says|listed to|as|is? <attribute>',
    ],
    ({ attribute }) => one(field(attribute.field, 'is', [attribute.value])),
    -0.3,
  )
  grammar.rule(
    'cond',
    [
      '<householdfield> of|with|- <compared> people|persons|members|heads|or_more?',
      '<householdfield> of|with|- <number> people|persons|members|heads?',
      '<compared> people|persons|members|heads in|at|under the|their? <householdfield>',
      '<number> person|people|member|head <householdfield>',
      'big|large <householdfield> - <compared> people|persons|members?',
    ],
    ({ householdfield, compared, number }) =>
      compared
        ? compared.unit === null
          ? one(field(householdfield, compared.op, compared.values))
          : null
        : number.kind === 'number'
          ? one(field(householdfield, 'equals', [number.value]))
          : null,
    0.1,
  )
  grammar.rule(
    'cond',
    ['single|solo|one person <householdfield>', 'single|solo <householdfield>', '<householdfield> of one'],
    ({ householdfield }) => one(field(householdfield, 'equals', [1])),
    -0.1,
  )
  grammar.rule(
    'cond',
    [
      'into|enjoy|enjoys|like|likes|love|loves|interested|keen|fond|interest|hobby|interests|told|passionate|about|mad|crazy in|on|of|about|is|=|for|:|us? <attribute> field|interest|stuff?',
      'with|whose|have|has|an|where|their? interest|interests|hobby in|of|is|=|as|field|:|listed|being? in? <attribute>',
      '<attribute> as|is|for|fans|fan|lovers|enthusiasts|enthusiast|types|type|folk|interest|people|lover an|their|the? interest|hobby?',
      'say|says|said they|are|like|into|about|interested|he|she? are|into|in|like? <attribute>',
    ],
    ({ attribute }) => (isLiking(attribute.field) ? one(field(attribute.field, 'is', [attribute.value])) : null),
  )
  grammar.rule(
    'cond',
    [
      '<fieldname> is|=|of|:|field|are|as|set|listed? to? <attribute>',
      '<attribute> as|for|in <fieldname>',
      'with|whose? <fieldname> is|=|of|:|field|? <attribute>',
      '<attribute> <fieldname>',
    ],
    ({ fieldname, attribute }) =>
      fieldname === attribute.field ? one(field(attribute.field, 'is', [attribute.value])) : null,
    -0.3,
  )
  grammar.rule(
    'cond',
    ['<attribute> $people', '<attribute>'],
    ({ attribute }) => ({ ...one(field(attribute.field, 'is', [attribute.value])), soft: true }),
    1.2,
  )
  grammar.rule(
    'cond',
    [
      'prefer|prefers|preferring|like|likes|love|loves|favour|favours|favor|favors|drink|drinks|drinking|eat|eats|eating|read|reads|reading|own|owns|owning|play|plays|playing|ride|rides|drive|drives|wear|wears|collect|collects|use|uses a|an|the|to? <attribute>',
      'fan|fans|lover|lovers of <attribute>',
    ],
    ({ attribute }) => one(field(attribute.field, 'is', [attribute.value])),
    0.1,
  )
  grammar.rule(
    'cond',
    [
      'with|whose|has|have|having a|an|the|their? <named> is|are|be? called|named <attribute>',
      'with|whose|has|have|having a|an|the|their? <named> is <attribute>',
    ],
    ({ named, attribute }) => (named === attribute.field ? one(field(attribute.field, 'is', [attribute.value])) : null),
    -0.3,
  )
  // what is recorded as yes or no
  grammar.rule(
    'cond',
    ['with|has|have|having|had|own|owns|want|wants|are|is|like|likes a|an|any|the|their? <flag>', '<flag> $people'],
    ({ flag }) => one(field(flag.field, 'is', [flag.yes])),
    -0.1,
  )
  grammar.rule(
    'cond',
    [
      'without|no a|an|any? <flag>',
      'not with|has|have|own|want|like a|an|any? <flag>',
      'with|has|have|having no <flag>',
    ],
    ({ flag }) => one(field(flag.field, 'is', [flag.no])),
    -0.2,
  )
  const numeric = (name: string) =>
    name.startsWith('customer.attribute.') ||
    [
      'customer.age',
      'customer.usual_gap',
      'customer.days_since_last_order',
      'customer.days_since_contact',
      'customer.purchase_days',
    ].includes(name)
  grammar.rule(
    'cond',
    [
      '<fieldname> is|of|=|:|are|with|at|has|being? <compared> <unitword>?',
      'with|whose|have|has a|an|their? <fieldname> is|of|at|are? <compared> <unitword>?',
    ],
    ({ fieldname, compared }) =>
      numeric(fieldname) && compared.unit === null ? one(field(fieldname, compared.op, compared.values)) : null,
    -0.2,
  )
  grammar.rule(
    'cond',
    'with|has|have|having|drink|drinks|eat|eats|read|reads|own|owns|use|uses|play|plays|come|comes? <compared> <fieldname>',
    ({ fieldname, compared }) =>
      fieldname.startsWith('customer.attribute.') && numeric(fieldname) && compared.unit === null
        ? one(field(fieldname, compared.op, compared.values))
        : null,
    -0.3,
  )
  grammar.rule(
    'cond',
    [
      '<fieldname> is|of|=|:|are? <number> <unitword>?',
      'with|whose|have|has a|an|their? <fieldname> is|of|=|exactly? <number> <unitword>?',
    ],
    ({ fieldname, number }) =>
      numeric(fieldname) && number.kind === 'number' ? one(field(fieldname, 'equals', [number.value])) : null,
  )
  grammar.rule(
    'cond',
    ['aged|older|over|age than|over|above? <number>', 'are|is|who <compared> years? old|of age'],
    ({ number, compared }) =>
      compared
        ? one(field('customer.age', compared.op, compared.values))
        : number.kind === 'number' && number.value <= 120
          ? one(field('customer.age', 'more_than', [number.value]))
          : null,
    0.2,
  )
  grammar.rule('unitword', 'day|days|people|person|persons|years|year|members|heads|kids|old', () => true)
}
