import { policyFile } from '@marque/middleware/file'
import { withMarque } from '@marque/middleware/next'

export const route = withMarque({ policy: await policyFile('policy.yaml') })
