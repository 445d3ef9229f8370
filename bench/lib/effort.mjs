// How much is measured: with --quick so little that it only shows that the machinery works. Figures to be kept are taken without.

export const isQuick = process.argv.includes('--quick') || process.env.POLC_BENCH === 'quick';
if (isQuick) process.env.POLC_BENCH = 'quick';

export const effort = (whole, quick) => (isQuick ? quick : whole);
