/**
 * What to do with a command once it is provided what it needs. The same message would be answered from the ledger: that the
 * command has failed.
 */
export const THEN_AGAIN = 'then redrive this one, or send it under a new commandId';
