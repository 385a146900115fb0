import { defineConfig } from 'vitest/config'

/** The long searches for a difference: `npm run fuzz`. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.fuzz.test.ts'],
    globalSetup: ['test/support/server.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 60_000,
    env: { REGULARS_FUZZ: '10000' },
  },
})
