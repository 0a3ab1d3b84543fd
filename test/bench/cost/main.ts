import { parseArgs } from 'node:util';
import { writeSection } from '../benchmarks-document.ts';
import { verdict } from '../bound.ts';
import { stageNamed } from '../writing/stage-settings.ts';
import { costReport } from './cost-report.ts';
import { FULL, measureCost, QUICK } from './measure-cost.ts';
import { printed, section } from './report.ts';
import { usualWorkload } from './workload.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });

const stage = stageNamed('prod');
const figures = await measureCost(stage, values.quick ? QUICK : FULL);
const report = costReport(figures, usualWorkload(stage), stage.tokenCacheSeconds);
console.log(printed(report));
if (!values.quick) writeSection('cost', section(report, new Date()), 'cost.md');
if (verdict(report.bound) === 'FAIL') process.exitCode = 1;
