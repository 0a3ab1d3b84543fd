import { parseArgs } from 'node:util';
import { writeSection } from '../benchmarks-document.ts';
import { verdict } from '../bound.ts';
import { writingBounds } from './bounds.ts';
import { FULL, measureWriting, QUICK } from './measure-writing.ts';
import { printed, section } from './report.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });

const figures = await measureWriting(values.quick ? QUICK : FULL);
const bounds = writingBounds(figures);
console.log(printed(figures, bounds));
if (!values.quick) writeSection('bench:writing', section(figures, bounds));
if (bounds.some((bound) => verdict(bound) === 'FAIL')) process.exitCode = 1;
