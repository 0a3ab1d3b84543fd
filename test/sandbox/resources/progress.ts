import { generateDownloadHash, getProgress } from '../export/job-progress.ts';
import type { Resource } from './resource.ts';

/** How far exports are. Source: sevdesk's documentation, "Export". */
export const progress: Resource = {
  path: 'Progress',
  model: 'Progress',
  actions: [
    { method: 'GET', path: 'generateDownloadHash', run: generateDownloadHash },
    { method: 'GET', path: 'getProgress', run: getProgress },
  ],
};
