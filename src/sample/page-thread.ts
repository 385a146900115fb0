import { parentPort, workerData } from 'node:worker_threads'
import { type PageOrder, pagesOf } from './pages.ts'

/** Runs in a thread of its own: one page for each word from outside, null when there are no more. */
const pages = pagesOf(workerData as PageOrder)

parentPort?.on('message', () => {
  const { value, done } = pages.next()
  parentPort?.postMessage(done ? null : value)
})
