import { computed } from 'vue'
import { scoreAssessment } from '../../domain/scoring/score-assessment.ts'
import { useDevice } from '../device.ts'
import { useAssessment } from '../stores/assessment.ts'

/** Scores of the open assessment as of today, recomputed from its answers. */
export function useScores() {
  const store = useAssessment()
  const device = useDevice()
  return computed(() => {
    const { instrument, assessment } = store.opened()
    return scoreAssessment({ instrument, assessment, asOf: device.today() })
  })
}
