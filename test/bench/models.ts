import { fitPurchases } from '../../src/models/fit-purchases.ts'
import { fitValues } from '../../src/models/fit-values.ts'
import { grouped } from '../../src/models/histories.ts'
import { compared } from '../../src/models/hold-out.ts'
import type { PurchaseModel } from '../../src/models/purchases.ts'
import { cdnowMaster, cdnowSample, hasRealShops, type RealCustomer, valuesOf } from '../models/real.ts'
import { milliseconds, table, whole } from './measure.ts'

/** What the literature, or a measurement made before, says of a fit. */
interface Published {
  readonly parameters: string
  readonly logLikelihood: string
}

const figures = {
  sample: {
    bg: { parameters: '.243 4.414 .793 2.426', logLikelihood: '−9,582.43' },
    mbg: { parameters: '.525 6.183 .891 1.614', logLikelihood: '−9,582.13' },
    values: { parameters: '6.25 3.74 15.44', logLikelihood: '−4,055.92' },
  },
  master: {
    bg: null,
    mbg: { parameters: '.605 8.05 .639 1.179', logLikelihood: '−124,640.1' },
    values: null,
  },
} as const satisfies Record<string, Record<string, Published | null>>

/**
 * The models fitted without the prior to CDNOW's customers, with the published figures beside: parameters, ln of the
 * likelihood, and the time. Lines to print; without the data, why there are none.
 */
export function modelLines(): readonly string[] {
  if (!hasRealShops)
    return [
      'The models: not fitted. REGULARS_TEST_DATA has to name a folder with data/cdnow (CDNOW_sample.txt and CDNOW_master.txt).',
    ]
  const [sample, master] = [cdnowSample(), cdnowMaster('1997-12-31')]
  return [
    `CDNOW’s sample, ${whole(sample.length)} customers, as of September 30, 1997 (a fit may take 1 s)`,
    table([header, ...fits(sample, figures.sample)]),
    ...predictions(sample, 39),
    `\nAll of CDNOW, ${whole(master.length)} customers, as of December 31, 1997 (a fit may take 3 s)`,
    table([header, ...fits(master, figures.master)]),
    ...predictions(master, 181 / 7),
  ]
}

const header = ['model', 'parameters', 'published', 'ln likelihood', 'published', 'took'] as const

function fits(
  customers: readonly RealCustomer[],
  published: Record<'bg' | 'mbg' | 'values', Published | null>,
): readonly (readonly string[])[] {
  const bare = { withPrior: false }
  const purchases = (model: PurchaseModel) => () => {
    const { parameters, logLikelihood } = fitPurchases(model, grouped(customers), bare)
    const { r, alpha, a, b } = parameters
    return { parameters: [r, alpha, a, b].map((value) => value.toFixed(3)), logLikelihood }
  }
  const values = () => {
    const { parameters, logLikelihood } = fitValues(valuesOf(customers), bare)
    const { p, q, gamma } = parameters
    return { parameters: [p, q, gamma].map((value) => value.toFixed(2)), logLikelihood }
  }
  return [
    fitRow('BG/NBD', purchases('bg'), published.bg),
    fitRow('MBG/NBD', purchases('mbg'), published.mbg),
    fitRow('Gamma-Gamma', values, published.values),
  ]
}

function fitRow(
  name: string,
  fit: () => { readonly parameters: readonly string[]; readonly logLikelihood: number },
  published: Published | null,
): readonly string[] {
  const began = performance.now()
  const { parameters, logLikelihood } = fit()
  const ms = performance.now() - began
  return [
    name,
    parameters.join(' '),
    published?.parameters ?? '',
    logLikelihood.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    published?.logLikelihood ?? '',
    milliseconds(ms),
  ]
}

function predictions(customers: readonly RealCustomer[], weeks: number): readonly string[] {
  return (['bg', 'mbg'] as const).map((model) => {
    const outcome = compared(fitPurchases(model, grouped(customers), { withPrior: true }), customers, weeks)
    const share = (value: number) => `${Math.round(100 * value)} %`
    return `  ${model === 'bg' ? 'BG/NBD' : 'MBG/NBD'} as Regulars fits it, the ${Math.round(weeks)} weeks after: ${whole(outcome.predicted)} purchases predicted, ${whole(outcome.actual)} made; correlation ${(outcome.correlation ?? 0).toFixed(3)}, mean error ${outcome.meanAbsoluteError.toFixed(3)}, ${share(outcome.rangeCoverage)} within their range.`
  })
}
