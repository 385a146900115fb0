import { z } from 'zod'

/** The Slack message that a note was made of: who wrote it, when, and where it is. */
export const messageSchema = z.object({
  author: z.string().nullable(),
  /** ISO 8601. */
  at: z.string().nullable(),
  link: z.string().nullable(),
})
export type NoteMessage = z.infer<typeof messageSchema>
