import type { Term } from './types.ts'

/** Words that are explained but are neither a metric, a field nor a segment. */
export const terms: readonly Term[] = [
  {
    name: 'usual_gap',
    label: 'Usual gap',
    synonyms: ['usual gap', 'purchase rhythm', 'cadence'],
    meaning:
      'With three or more purchase days: (last − first purchase day) ÷ (purchase days − 1); otherwise :default_gap_days days.',
  },
  {
    name: 'active',
    label: 'Active',
    synonyms: ['active', 'active customer'],
    meaning: 'At least one order in the period asked for.',
  },
  {
    name: 'new',
    label: 'New customers',
    synonyms: ['new', 'new customer', 'first-time customer'],
    meaning: 'Customers whose first order falls in the period asked for.',
  },
  {
    name: 'contacted',
    label: 'Contacted',
    synonyms: ['contacted', 'last contacted', 'contact'],
    meaning: 'An outbound interaction; visits and inbound calls are not contacts, campaign mail is not one.',
  },
  {
    name: 'walk_in',
    label: 'Walk-ins',
    synonyms: ['walk-in', 'walk in', 'anonymous order'],
    meaning: 'Orders without a customer. They count in the shop’s totals, not in figures about customers.',
  },
  {
    name: 'hold_out',
    label: 'Hold-out',
    synonyms: ['hold-out', 'holdout', 'control group'],
    meaning: 'Customers kept back from a campaign at random, so that its effect can be measured.',
  },
  {
    name: 'rfm',
    label: 'RFM',
    synonyms: ['rfm'],
    meaning:
      'Recency, frequency and monetary value, each scored 1 to 5 (5 is best) among buyers; the three give a name such as champions or at risk.',
  },
  {
    name: 'consent',
    label: 'Consent',
    synonyms: ['consent', 'permission', 'opt-in'],
    meaning:
      'The customer said yes to a channel. Blank is no; a valid contact point is needed as well to be reachable.',
  },
  {
    name: 'growth',
    label: 'Growth',
    synonyms: ['growth', 'growth rate'],
    meaning: 'The change from the earlier period to the later one ÷ the earlier one.',
  },
  {
    name: 'cohort',
    label: 'Cohort',
    synonyms: ['cohort', 'customer cohort'],
    meaning: 'The customers who first bought in the same month (or quarter, or year), looked at together from then on.',
  },
  {
    name: 'retention',
    label: 'Retention',
    synonyms: ['retention', 'retention rate', 'cohort retention', 'retention by cohort'],
    meaning:
      'The part of a cohort that bought again in each month (or quarter, or year) after its first; one that is not over yet is left empty.',
  },
  {
    name: 'estimate',
    label: 'Estimates',
    synonyms: ['estimate', 'mbg/nbd', 'mbg nbd', 'bg/nbd', 'gamma-gamma', 'gamma gamma'],
    meaning:
      'What a model (MBG/NBD for orders, Gamma-Gamma for their value) expects of a customer from how often, how lately and for how much they bought: the chance that they are still active, orders in 90 days, value in 12 months. Customers who are still to come are in none.',
  },
]
