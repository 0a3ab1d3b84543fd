import { delimiter, join, sep } from 'node:path';

/** Folders that npm puts before all others for as long as one of its scripts runs. */
const OF_NPM = [join('node_modules', '.bin'), 'node-gyp-bin'];

/** What npm tells its scripts, but for where it has its packages and its settings from. */
const TOLD_BY_NPM = /^npm_(?!config_(cache|registry|userconfig|globalconfig)$)/;
const TOLD_BY_OTHERS = /^(AWS_|VITEST|NODE$|NODE_(OPTIONS|ENV)$|INIT_CWD$)/;

/**
 * The variables of somebody who has just opened a terminal: without those of npm, which runs us, and without AWS's, which could lead
 * somewhere else.
 */
export function newcomerEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !TOLD_BY_NPM.test(name) && !TOLD_BY_OTHERS.test(name));
  const folders = (environment.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !OF_NPM.some((end) => isIn(folder, end)));
  return { ...Object.fromEntries(kept), PATH: folders.join(delimiter) };
}

function isIn(folder: string, end: string): boolean {
  return folder.endsWith(`${sep}${end}`);
}
