import { jobDownloadInfo } from '../export/job-progress.ts';
import type { Resource } from './resource.ts';

/** Where exports can be fetched. Source: sevdesk's documentation, "Export". */
export const exportJob: Resource = {
  path: 'ExportJob',
  model: 'ExportJob',
  actions: [{ method: 'GET', path: 'jobDownloadInfo', run: jobDownloadInfo }],
};
