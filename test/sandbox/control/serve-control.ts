import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseFields, readBytes, send } from '../http/exchange.ts';
import type { World } from '../world.ts';
import { controlActions } from './actions.ts';

type AnyAction = (world: World, input: unknown) => unknown;

/** `POST /_sandbox/<action>`: the body is the action's input, `{"result":…}` its outcome. Needs no token. */
export async function serveControl(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = (request.url ?? '').replace(/^\/_sandbox\//, '');
  const text = (await readBytes(request)).toString();
  try {
    const result = actionNamed(name)(world, parseFields(text));
    send(response, { status: 200, json: { result: result ?? null } }, world.now());
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send(response, { status: 400, json: { error: message } }, world.now());
  }
}

function actionNamed(name: string): AnyAction {
  if (!Object.hasOwn(controlActions, name)) throw new Error(`The control API has no "${name}"`);
  // The one place where JSON becomes an action's input: both ends are typed by `ControlActions`.
  return controlActions[name as keyof typeof controlActions] as AnyAction;
}
