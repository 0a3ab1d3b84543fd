import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

/** A recorded answer. */
export interface Sample {
  /** Below the folder that was asked for. */
  readonly file: string;
  readonly status: number;
  /** The body, as it came over the wire. */
  readonly body: string;
  /** Whether the body says that something went wrong, whatever the status says. */
  readonly saysError: boolean;
}

/** Some recorders wrap the body. */
const wrapped = z.object({ status: z.int(), body: z.unknown() });
const errorBody = z.looseObject({ error: z.looseObject({ responseCode: z.optional(z.int()) }) });

/** All recorded answers of a folder and the folders in it. */
export function readSamples(folder: string): readonly Sample[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => readSample(file, readFileSync(join(folder, file), 'utf8')));
}

/** The status is the recorded one, else the one that an error repeats in its body, else 200. */
function readSample(file: string, text: string): Sample {
  const json: unknown = parse(file, text);
  const wrapper = wrapped.safeParse(json);
  if (wrapper.success && wrapper.data.body !== undefined) {
    const { status, body } = wrapper.data;
    return { file, status, body: JSON.stringify(body), saysError: errorBody.safeParse(body).success };
  }
  const error = errorBody.safeParse(json);
  const status = (error.success && error.data.error.responseCode) || 200;
  return { file, status, body: text, saysError: error.success };
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file} is not JSON`);
  }
}
