import { enableCompileCache, flushCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Loaded before everything else (`node --import`): what was compiled once is kept beside the packages, and the program
// starts in three quarters of the time. Where the folder cannot be written it starts as it would without.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/regulars', import.meta.url)))
// Written when a program ends in good order, else while it runs: the bot is often killed.
setTimeout(flushCompileCache, 5_000).unref()
