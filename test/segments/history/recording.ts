import { readConfig } from '../../../src/config.ts'
import { openContext } from '../../../src/context.ts'
import { recordSegments } from '../../../src/segments/history/record.ts'

/** A process of its own that records up to the day it is given, to be killed while it does. */
await using shop = await openContext(readConfig(process.env))
await recordSegments(shop, { day: process.argv[2] ?? shop.today() })
