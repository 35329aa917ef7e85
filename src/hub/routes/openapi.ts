import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { receipt } from '../../protocol/receipt.ts'
import { enrolmentRecord, submissionRecord, withdrawalRecord } from '../../protocol/record.ts'
import { release } from '../../protocol/release.ts'
import { jsonSchemaOf } from './api-route.ts'

/** The API document, generated from the schemas that phone and hub check messages with. */
export const openApiDocument: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Tayari hub',
      version: '1',
      description:
        'Records, receipts and releases travel as exact bytes in base64url with a detached ECDSA P-256 signature. ' +
        'The schemas Submission, Withdrawal, Enrolment, Receipt and Release describe the JSON inside those bytes.',
    },
    components: {
      schemas: {
        Submission: jsonSchemaOf(submissionRecord),
        Withdrawal: jsonSchemaOf(withdrawalRecord),
        Enrolment: jsonSchemaOf(enrolmentRecord),
        Receipt: jsonSchemaOf(receipt),
        Release: jsonSchemaOf(release),
      },
    },
  },
}
