/** What kind of fault it was; its message may hold what was asked. */
export function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const data = 'data' in error && typeof error.data === 'object' ? error.data : null
  return data && 'error' in data && typeof data.error === 'string' ? data.error : error.name
}
