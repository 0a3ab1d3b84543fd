import { existsSync, readFileSync } from 'node:fs';
import Module, { createRequire, registerHooks } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

/**
 * Lets this thread load code as Lambda does: a `.js` file without a `package.json` of its own is CommonJS, whatever the
 * folders above the function's say, and the AWS SDK is there even where the function's own packages lack it.
 */
export function loadAsLambda(folder: string): (file: string) => Promise<Record<string, unknown>> {
  readJsAsCommonJs(folder);
  bringSdk();
  return async (file) =>
    isCommonJs(folder, file)
      ? (createRequire(file)(file) as Record<string, unknown>)
      : ((await import(pathToFileURL(file).href)) as Record<string, unknown>);
}

interface LoadedModule {
  readonly _compile: (source: string, file: string, format: 'commonjs') => unknown;
}
type LoadFile = (loaded: LoadedModule, file: string) => unknown;

/** Hooks for the format don't reach the loader of CommonJS: it looks at `package.json` by itself. */
function readJsAsCommonJs(folder: string): void {
  const extensions = (Module as unknown as { readonly _extensions: Record<string, LoadFile> })._extensions;
  const usual = extensions['.js'];
  extensions['.js'] = (loaded, file) =>
    isCommonJs(folder, file) ? loaded._compile(readFileSync(file, 'utf8'), file, 'commonjs') : usual?.(loaded, file);
}

function isCommonJs(folder: string, file: string): boolean {
  if (!file.endsWith('.js') || !file.startsWith(folder + sep)) return false;
  for (let at = dirname(file); at.startsWith(folder); at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return false;
  }
  return true;
}

const SDK = /^@(?:aws-sdk|smithy)\//;

function bringSdk(): void {
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if (!SDK.test(specifier)) throw error;
        const file = ownSdk(specifier);
        return next(context.conditions.includes('require') ? file : pathToFileURL(file).href, context);
      }
    },
  });
}

function ownSdk(specifier: string): string {
  try {
    return require.resolve(specifier);
  } catch (cause) {
    const advice = `On AWS the runtime brings it along; here, install it where the function's code is: npm install --save-dev ${specifier}`;
    throw new Error(`Cannot find ${specifier}. ${advice}`, { cause });
  }
}
