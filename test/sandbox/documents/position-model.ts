/** sevdesk names positions after their document: the model of a CreditNote's is `CreditNotePos`. */
export function positionModel(documentModel: string): string {
  return `${documentModel}Pos`;
}

/** The field in which positions refer to their document: `creditNote` for `CreditNotePos`; undefined for other models. */
export function documentField(model: string): string | undefined {
  const document = /^(.+)Pos$/.exec(model)?.[1];
  return document && document.charAt(0).toLowerCase() + document.slice(1);
}
