export type EnvelopeType = 'events_api' | 'slash_commands' | 'interactive'

export interface Envelope {
  readonly type: EnvelopeType
  readonly payload: Readonly<Record<string, unknown>>
  /** Whether an acknowledgement may say something: an answer to a command, the errors of a form. */
  readonly acceptsResponse: boolean
  readonly retry?: { readonly attempt: number; readonly reason: string }
}

export function envelopeFrame(id: string, { type, payload, acceptsResponse, retry }: Envelope): string {
  const again = { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }
  return JSON.stringify({
    envelope_id: id,
    payload,
    type,
    accepts_response_payload: acceptsResponse,
    ...(type === 'events_api' ? again : {}),
  })
}

export function helloFrame(appId: string, connections: number): string {
  return JSON.stringify({
    type: 'hello',
    num_connections: connections,
    connection_info: { app_id: appId },
    debug_info: { host: 'workspace', build_number: 1, approximate_connection_time: 18_060 },
  })
}

export function disconnectFrame(reason: 'warning' | 'refresh_requested'): string {
  return JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'workspace' } })
}

export interface AcknowledgementFrame {
  readonly envelopeId: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** Null for what is no acknowledgement. */
export function readAcknowledgement(data: string): AcknowledgementFrame | null {
  try {
    const frame = JSON.parse(data) as { readonly envelope_id?: unknown; readonly payload?: object } | null
    if (typeof frame?.envelope_id !== 'string') return null
    return { envelopeId: frame.envelope_id, payload: { ...frame.payload } }
  } catch {
    return null
  }
}
