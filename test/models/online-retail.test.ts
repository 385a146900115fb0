import { describe, expect, test } from 'vitest'
import { fitPurchases } from '../../src/models/fit-purchases.ts'
import { fitValues } from '../../src/models/fit-values.ts'
import { grouped } from '../../src/models/histories.ts'
import { compared } from '../../src/models/hold-out.ts'
import { inSample } from '../../src/models/in-sample.ts'
import { fitFault, valueFault } from '../../src/models/soundness.ts'
import { hasRealShops, onlineRetail, valuesOf, whyNot } from './real.ts'

// Its customers hardly ever leave and many were there before the first day on record: bare maximum likelihood runs off.
describe.skipIf(!hasRealShops)(`UCI Online Retail${hasRealShops ? '' : ` (${whyNot})`}`, () => {
  const customers = hasRealShops ? onlineRetail('2011-09-09') : []
  const weeks = 13

  test('with the prior the estimates stay where customers are', () => {
    const fit = fitPurchases('mbg', grouped(customers), { withPrior: true })
    const outcome = compared(fit, customers, weeks)
    expect(outcome.actual).toBe(4482)
    expect(outcome.predicted).toBeGreaterThan(3300)
    expect(outcome.predicted).toBeLessThan(3500)
    expect(outcome.rangeCoverage).toBeGreaterThan(0.85)
    expect(fitFault({ fit, inSample: inSample(fit, customers), holdOut: outcome })).toBeNull()
  })

  test('without it they stand at the bound, and are refused', () => {
    const fit = fitPurchases('mbg', grouped(customers), { withPrior: false })
    expect(fit.parameters.b).toBeGreaterThan(20_000)
    expect(fitFault({ fit, inSample: inSample(fit, customers), holdOut: null })).toContain('ran off')
  })

  test('the values of a shop with wholesalers among its customers can be estimated', () => {
    const fit = fitValues(valuesOf(customers), { withPrior: true })
    expect(fit.converged).toBe(true)
    expect(valueFault(fit, valuesOf(customers))).toBeNull()
  })
})
