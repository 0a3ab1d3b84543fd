/**
 * Stands in for `node:http` inside the bundles. Importing `node:http` as an ES module reads all of its exports, one of
 * which loads the whole of undici: 20 ms of every cold start. Taken from the process it costs 3.
 */
const http = process.getBuiltinModule('node:http');

export const { Agent, request, STATUS_CODES } = http;
export default http;
