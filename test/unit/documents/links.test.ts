import { expect, it } from 'vitest';
import { allDocuments } from '../../documents/documents.ts';
import { anchorsOf, brokenLinks } from '../../documents/links.ts';

it.each(allDocuments())('every link in %s leads somewhere', (path) => {
  expect(brokenLinks(path)).toEqual([]);
});

it.each([
  ['# One two', ['one-two']],
  ['## `tenant.connected`, and *more*', ['tenantconnected-and-more']],
  ['### A [link](b.md)', ['a-link']],
  ['# Again\n# Again', ['again', 'again-1']],
  ['```sh\n# a comment\n```\n# Größe', ['größe']],
])('the headings of %j are found under %j', (markdown, anchors) => {
  expect(anchorsOf(markdown)).toEqual(anchors);
});
