/** Loaded into a process that is measured: at its end it writes down how much memory it took at most. */
import { writeFileSync } from 'node:fs';

const file = process.env.BENCH_PEAK;
// Those that it starts load this too, and have no peak of their own to write.
delete process.env.BENCH_PEAK;
if (file) process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS / 1024)));
