import { createExportJob } from '../export/export-job.ts';
import type { Resource } from './resource.ts';

const CSV = { letters: 'EXTCD', title: 'Buchungsstapel', canEnshrine: true };
const XML = { letters: 'EX', title: 'Belege', canEnshrine: false };

/** DATEV exports. Source: sevdesk's documentation, "Export"; its CSV and zip files of lists are not in the sandbox. */
export const datevExport: Resource = {
  path: 'Export',
  model: 'Export',
  actions: [
    { method: 'GET', path: 'createDatevCsvZipExportJob', run: createExportJob(CSV) },
    { method: 'GET', path: 'createDatevXmlZipExportJob', run: createExportJob(XML) },
  ],
};
