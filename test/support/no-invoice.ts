import { errorKnowledge } from '../../shared/domain/error-knowledge.ts';
import { RequestRejected } from '../../shared/domain/sevdesk-error.ts';

const said = { status: 404, code: '151', message: 'No Model_Invoice with the id 4711 was found' };

/** What sevdesk answers for an invoice that it does not have (measured). */
export const NO_INVOICE = new RequestRejected(said.message, said, errorKnowledge(said));
