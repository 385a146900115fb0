export interface NextStep {
  readonly label: string
  readonly question: string
}
export const nextSteps = async (..._given: readonly unknown[]): Promise<readonly NextStep[]> => []
