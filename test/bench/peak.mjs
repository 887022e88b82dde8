/** Loaded into a process that is measured: at its end it writes down how much memory it took at most. */
import { writeFileSync } from 'node:fs';

process.on('exit', () => writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS / 1024)));
